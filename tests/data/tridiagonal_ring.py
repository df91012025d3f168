#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tridiagonal_ring.txt: solutions and stationary masses of rings, by mpmath at 400 digits.

Solutions by Gaussian elimination of the whole matrix; stationary masses as sums over spanning
trees: all cells lead to i in one of the n ways that are left when one face is closed.
"""
import random

from mpmath import mp, mpf
import mpmath as m

mp.dps = 400


def solution(a, up, down, excess, b):
    n = len(b)
    matrix = mp.zeros(n)
    for i in range(n):
        matrix[i, i] += mpf(excess[i]) + mpf(a) * (mpf(up[i]) + mpf(down[i]))
        matrix[(i + 1) % n, i] -= mpf(a) * mpf(up[i])
        matrix[(i - 1) % n, i] -= mpf(a) * mpf(down[i])
    return mp.lu_solve(matrix, mp.matrix([mpf(x) for x in b]))


def stationary(up, down):
    n = len(up)
    masses = []
    for i in range(n):
        total = mpf(0)
        for closed in range(n):  # the face between `closed` and the next cell
            product, j = mpf(1), i
            while j != closed:  # cells above i, up to the closed face, lead down
                j = (j + 1) % n
                product *= mpf(down[j])
            while (j + 1) % n != i:  # the others lead up
                j = (j + 1) % n
                product *= mpf(up[j])
            total += product
        masses.append(total)
    total = sum(masses)
    masses = [x / total for x in masses]
    return masses, mpf(up[0]) * masses[0] - mpf(down[1]) * masses[1]


def main():
    random.seed(4)
    print("# tests/data/tridiagonal_ring.py: ring n a current;")
    print("# then up, down, excess, b, (diag(excess) - a G)^-1 b, stationary masses")
    for n in (2, 3, 7, 34, 60):
        for width in (2, 8):
            for a in (1e-3, 1e6):
                rates = [[10 ** random.uniform(-width, width) for _ in range(n)] for _ in range(2)]
                excess = [1 + (10 * random.random() if i % 3 == 0 else 0) for i in range(n)]
                b = [1.0 if i == n // 3 else 0.0 for i in range(n)]
                x = solution(a, *rates, excess, b)
                masses, current = stationary(*rates)
                print("ring", n, a, m.nstr(current, 17))
                for i in range(n):
                    print(repr(rates[0][i]), repr(rates[1][i]), repr(excess[i]), repr(b[i]),
                          m.nstr(x[i], 17), m.nstr(masses[i], 17))


if __name__ == "__main__":
    main()
