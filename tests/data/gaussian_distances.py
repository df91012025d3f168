#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Distances of Gaussians by mpmath with 60 digits: textbook formulas with matrix square roots,
inverses and determinants, not the arrangement of the code.

    python3 gaussian_distances.py > gaussian_distances.txt"""

import random

import mpmath as mp

mp.mp.dps = 60
random.seed(12)


def covariance(dim, spread):
    """A A^T with rows of falling size, as doubles."""
    a = [[random.gauss(0, 1) * spread ** (i / max(1, dim - 1)) for _ in range(dim)]
         for i in range(dim)]
    return [[sum(a[i][k] * a[j][k] for k in range(dim)) + (i == j) * .1 * spread ** (2 * i / dim)
             for j in range(dim)] for i in range(dim)]


def near(c, apart):
    """c with each entry moved by about `apart` of itself, symmetric, still positive definite."""
    out = [row[:] for row in c]
    for i, row in enumerate(c):
        for j in range(i + 1):
            out[i][j] = out[j][i] = row[j] * (1 + apart * random.uniform(-.1, .1) * (1 + (i == j)))
    return out


def root(m):
    values, axes = mp.eigsy(m)
    return axes * mp.diag([mp.sqrt(max(v, 0)) for v in values]) * axes.T


def distances(mean_p, p, mean_q, q):
    dim = len(p)
    p, q = mp.matrix(p), mp.matrix(q)
    shift = mp.matrix(mean_q) - mp.matrix(mean_p)
    far = sum(x * x for x in shift)
    s = root(p)
    inner = root((s * q * s + (s * q * s).T) / 2)
    w2 = mp.sqrt(far + sum((p + q - 2 * inner)[i, i] for i in range(dim)))

    def kl(a, b):  # KL(N(., a) || N(., b))
        inverse = b ** -1
        trace = sum((inverse * a)[i, i] for i in range(dim))
        return (trace - dim + (shift.T * inverse * shift)[0] + mp.log(mp.det(b) / mp.det(a))) / 2
    return w2, kl(p, q), kl(q, p)


def main():
    print('# Made by gaussian_distances.py: mpmath, 60 digits, textbook formulas.')
    print('# dim diagonal mean_p covariance_p mean_q covariance_q w2 kl_pq kl_qp')
    for dim in (1, 2, 3, 6):
        for spread in (1, 1e-2):
            for apart in (None, .1, 1e-4, 1e-9):
                for diagonal in (False, True):
                    p = covariance(dim, spread)
                    q = covariance(dim, 1) if apart is None else near(p, apart)
                    if diagonal:
                        p, q = ([[m[i][j] * (i == j) for j in range(dim)] for i in range(dim)]
                                for m in (p, q))
                    mean_p = [random.gauss(0, 1) for _ in range(dim)]
                    mean_q = [m + (1 if apart is None else apart) * random.gauss(0, .1 * spread)
                              for m in mean_p]
                    numbers = mean_p + sum(p, []) + mean_q + sum(q, [])
                    print(dim, int(diagonal), *(float(x).hex() for x in numbers),
                          *(mp.nstr(x, 17) for x in distances(mean_p, p, mean_q, q)))


if __name__ == '__main__':
    main()
