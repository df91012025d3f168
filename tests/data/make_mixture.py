#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Known answers for Gaussian mixtures, computed with mpmath at 60 digits from the definitions alone
(cdf by erfc, score and Jacobian from the sums over components, nothing rearranged).
Writes mixture_line.txt and mixture_space.txt beside itself."""
import os
import mpmath as mp

mp.mp.dps = 400  # weights of 1e-300 beside 1
HERE = os.path.dirname(os.path.abspath(__file__))
HEAD = ("# Gaussian mixtures: %s\n# source: make_mixture.py (mpmath, 400 digits)\n")


def text(v):
    if v == 0 or abs(v) < mp.mpf("1e-307"):
        return "0"
    return mp.nstr(v, 20, min_fixed=1, max_fixed=0)


def line(w, m, c, alpha, sigma, x):
    w, m, c = [[mp.mpf(v) for v in u] for u in (w, m, c)]
    a, s, x = mp.mpf(alpha), mp.mpf(sigma), mp.mpf(x)
    total = mp.fsum(w)
    v = [a * a * ck + s * s for ck in c]
    p = [wk / total * mp.exp(-(x - a * mk) ** 2 / (2 * vk)) / mp.sqrt(2 * mp.pi * vk)
         for wk, mk, vk in zip(w, m, v)]
    pull = [-(x - a * mk) / vk for mk, vk in zip(m, v)]
    pdf = mp.fsum(p)
    score = mp.fsum(pk * sk for pk, sk in zip(p, pull)) / pdf
    second = mp.fsum(pk * (sk * sk - 1 / vk) for pk, sk, vk in zip(p, pull, v)) / pdf
    z = [(x - a * mk) / mp.sqrt(2 * vk) for mk, vk in zip(m, v)]
    cdf = mp.fsum(wk / total * mp.erfc(-zk) / 2 for wk, zk in zip(w, z))
    tail = mp.fsum(wk / total * mp.erfc(zk) / 2 for wk, zk in zip(w, z))
    return [mp.log(pdf), pdf, score, second - score ** 2, cdf, tail]


LINES = [
    # weights, means, variances, places
    ([.3, .7], [-2, 1.5], [.09, .25],
     [-30, -4, -2.25, -2, -1, -.5, -.375, 0, .1, 1.5, 3, 6, 40, 1e6]),
    ([1], [.7], [.25], [-1e6, -10, 0, .7, .75, 3, 12]),
    ([.125] * 8, [-7, -5, -3, -1, 1, 3, 5, 7], [.01, .04, .09, .16, .25, .36, .49, .64],
     [-9, -6.875, -4, -2, 0, 2, 4.5, 6, 20, -1e6]),
    ([1, 1e-300], [0, 100], [1, 1], [0, 30, 50, 56.9, 57, 58, 100, 130, 1e6]),
    ([.5, .5], [-1e-8, 1e-8], [1e-16, 4e-16], [-3e-8, 0, 1e-9, 2e-8, 1, -1e6]),
]
LEVELS = [(1, 0), (.9, .4358898943540674), (.006352818, .99997982), (1, 80), (1, 1e-8)]

with open(os.path.join(HERE, "mixture_line.txt"), "w") as f:
    f.write(HEAD % "one dimension")
    f.write("# mixture N; w...; mean...; variance...; then rows\n"
            "# alpha sigma x log_pdf pdf score score_x cdf tail (of alpha X + sigma eps)\n")
    for w, m, c, xs in LINES:
        f.write("mixture %d\n" % len(w))
        for u in (w, m, c):
            f.write(" ".join(repr(float(v)) for v in u) + "\n")
        for alpha, sigma in LEVELS:
            for x in xs:
                f.write("row %r %r %r " % (float(alpha), float(sigma), float(x)) +
                        " ".join(text(v) for v in line(w, m, c, alpha, sigma, x)) + "\n")
        f.write("end\n")

mp.mp.dps = 60
W = [.2, .5, .3]
M = [[1, -2, .5], [0, 0, 0], [-3, 1, 2]]
C = [[[1, .3, -.2], [.3, .5, .1], [-.2, .1, .8]], [[.04, 0, 0], [0, .04, 0], [0, 0, .04]],
     [[2, -1.2, .7], [-1.2, 1.5, 0], [.7, 0, .9]]]


def space(alpha, sigma, x):
    a, s, x = mp.mpf(alpha), mp.mpf(sigma), mp.matrix(x)
    p, pull, inverse = [], [], []
    for w, m, c in zip(W, M, C):
        v = a * a * mp.matrix(c) + s * s * mp.eye(3)
        d = x - a * mp.matrix(m)
        i = v ** -1
        p.append(mp.mpf(w) * mp.exp(-(d.T * i * d)[0] / 2) / mp.sqrt((2 * mp.pi) ** 3 * mp.det(v)))
        pull.append(-(i * d))
        inverse.append(i)
    pdf = mp.fsum(p)
    score = sum((pk * sk for pk, sk in zip(p, pull)), mp.zeros(3, 1)) / pdf
    second = sum((pk * (sk * sk.T - i) for pk, sk, i in zip(p, pull, inverse)), mp.zeros(3, 3))
    jacobian = second / pdf - score * score.T
    return [mp.log(pdf)] + list(score) + list(jacobian)


with open(os.path.join(HERE, "mixture_space.txt"), "w") as f:
    f.write(HEAD % "three dimensions")
    f.write("# mixture N; weights; means [n][3]; covariances [n][3][3]; then rows\n"
            "# alpha sigma x[3] log_pdf score[3] jacobian[3][3] (of alpha X + sigma eps)\n")
    f.write("mixture 3\n" + " ".join(map(repr, map(float, W))) + "\n")
    f.write(" ".join(repr(float(v)) for m in M for v in m) + "\n")
    f.write(" ".join(repr(float(v)) for c in C for r in c for v in r) + "\n")
    for alpha, sigma in LEVELS:
        for x in ([0, 0, 0], [1, -1, .25], [-2, 1, 1], [.3, -.2, .1], [30, -20, 10], [-.7, .3, .6],
                  [0, 0, 1e4]):
            f.write("row %r %r " % (float(alpha), float(sigma)) +
                    " ".join(repr(float(v)) for v in x) + " " +
                    " ".join(text(v) for v in space(alpha, sigma, x)) + "\n")
    f.write("end\n")
