#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes matrix_flow.txt: exp(A h), int_0^h exp(A s) c ds and int_0^h exp(A s) D exp(A s)^T ds by
mpmath's exponential of Van Loan's block matrices at 80 digits (doi:10.1109/TAC.1978.1101743)."""
import random
import mpmath as mp

mp.mp.dps = 80


def flow(a, c, d, h):
    n = a.rows
    block = mp.zeros(2 * n, 2 * n)
    block[:n, :n], block[:n, n:], block[n:, n:] = -a, d, a.T
    e = mp.expm(block * h, method='taylor')
    phi = e[n:, n:].T
    line = mp.zeros(n + 1, n + 1)
    line[:n, :n], line[:n, n] = a, c
    return phi, mp.expm(line * h, method='taylor')[:n, n], phi * e[:n, n:]


def outer(columns):
    g = mp.matrix(columns)
    return g * g.T


rng = random.Random(7)
six = [[rng.randrange(-64, 64) / 64 for _ in range(6)] for _ in range(6)]
for i in range(6):
    six[i][i] -= 2
CASES = [
    ([[-1.5]], [2], [[0.25]], 0.5),
    ([[0]], [3], [[1]], 0.25),
    ([[0, 1], [-4, 0]], [0, 1], outer([[0], [0.5]]), 3),
    ([[0, 1], [-1, -0.25]], [0, 0.5], outer([[0], [1]]), 1),
    ([[0, 1], [-1, -0.25]], [0, 0.5], outer([[0], [1]]), 0.0009765625),
    ([[-1, 3], [-3, -1]], [1, -1], outer([[0.75, 0], [0, 0.75]]), 2),
    ([[-1, 1], [0, -1]], [0, 2], outer([[1, 0.5], [0, 2]]), 5),
    ([[-1, 0], [3, -1000]], [1, 1], outer([[1, 0], [0.5, 30]]), 1),
    ([[0.5, 0.25], [0, 0.75]], [1, 0], outer([[1], [1]]), 2),
    ([[0, 1, 0], [0, 0, 1], [0, 0, 0]], [0, 0, 1], outer([[0], [0], [1]]), 0.5),
    ([[0, 1, 0], [0, 0, 1], [-6, -11, -6]], [1, 2, 3], outer([[0, 0], [0, 0.5], [1, 0]]), 1.5),
    (six, [1, 0, -1, 2, 0.5, 0], outer([[i - 2, 1, i * i / 8] for i in range(6)]), 2.5),
]
print('# mpmath %s, 80 digits; matrix_flow.py makes this file' % mp.__version__)
print('# dim h, then A, c, D, exp(A h), shift, covariance row by row')
for a, c, d, h in CASES:
    a, c, d = mp.matrix(a), mp.matrix(c), mp.matrix(d)
    print(a.rows, h, *(mp.nstr(v, 20) for m in (a, c, d) + flow(a, c, d, h) for v in m))
