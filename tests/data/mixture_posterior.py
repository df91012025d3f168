#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes mixture_posterior.txt: E[x0 | x] of noised mixtures and its Jacobian, to 17 digits, by
Tweedie's formula (x + sigma^2 grad log p)/alpha with derivatives by differences, in 120 digits."""

from mpmath import diff, exp, log, matrix, mp, mpf, nstr, sqrt

mp.dps = 120
LINE = ([.3, .7], [[-2], [1.5]], [[[.09]], [[.25]]])
PLANE = ([.25, .4, .35], [[1, -2], [-1.5, .5], [.25, 3]],
         [[[.25, .125], [.125, 1]], [[.5, 0], [0, .0625]], [[1.5, -.5], [-.5, .75]]])
LEVELS = [(1, mpf('.002')), (mpf('.6'), mpf('.8')), (mpf('.0064'), 1), (mpf('1e-8'), 1), (1, 157)]


def log_pdf(mixture, alpha, sigma, *x):
    total = 0
    for w, m, c in zip(*mixture):
        dim = len(m)
        s = alpha**2 * matrix(c) + sigma**2 * mp.eye(dim)
        d = matrix(x) - alpha * matrix(m)
        total += mpf(w) * exp(-(d.T * s**-1 * d)[0] / 2) / sqrt(mp.det(s) * (2 * mp.pi)**dim)
    return log(total)


def order(dim, *which):
    n = [0] * dim
    for i in which:
        n[i] += 1
    return tuple(n)


def rows(mixture, points):
    dim = len(points[0])
    for alpha, sigma in LEVELS:
        alpha, sigma = mpf(float(alpha)), mpf(float(sigma))
        for p in points:
            x = [mpf(float((alpha + sigma) * v)) for v in p]
            f = lambda *y: log_pdf(mixture, alpha, sigma, *y)
            d = lambda *i: diff(f, tuple(x) if dim > 1 else x[0],
                                order(dim, *i) if dim > 1 else len(i), h=mpf('1e-30'))
            mean = [(x[i] + sigma**2 * d(i)) / alpha for i in range(dim)]
            jacobian = [((i == j) + sigma**2 * d(i, j)) / alpha
                        for i in range(dim) for j in range(dim)]
            yield ' '.join(nstr(v, 17) for v in [alpha, sigma] + x + mean + jacobian)


def main():
    with open('mixture_posterior.txt', 'w') as out:
        out.write('# mixture_posterior.py: alpha sigma x[dim] mean[dim] jacobian[dim][dim]\n')
        for row in rows(LINE, [[-3], [-.7], [0], [.4], [2.5], [9]]):
            out.write('line ' + row + '\n')
        for row in rows(PLANE, [[.3, -.4], [-1, 1], [2, 2.5]]):
            out.write('plane ' + row + '\n')


main()
