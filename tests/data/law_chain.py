# SPDX-License-Identifier: GPL-3.0-or-later
# Makes law_chain.txt: density and distribution function of deterministic chains on the mixture
# .3 N(-2, .09) + .7 N(1.5, .25), by the map itself, inverted by brentq in 64-bit numpy; shares
# nothing with the lab. y = x/alpha, s = sigma/alpha, dy/ds = eps: Adams-Bashforth of order 2 (its
# first step by Euler) and Heun, in n steps geometric in s from 50 to .02, start x ~ N(0, 1).
# Run: /usr/bin/python3 law_chain.py > law_chain.txt
import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

W, M, V = np.array([.3, .7]), np.array([-2, 1.5]), np.array([.09, .25])


def eps(y, s):
    """noise in y = x0 + s eps, and its derivative: -s score of the mixture widened by s^2"""
    v = V + s * s
    log = np.log(W / np.sqrt(v)) - .5 * (y - M)**2 / v
    p = np.exp(log - log.max())
    p /= p.sum()
    g = (M - y) / v
    mean = p @ g
    return -s * mean, -s * (p @ (g * g - 1 / v) - mean**2)


def chain(u, n, method):
    s = 50 * (.02 / 50)**(np.arange(n + 1) / n)
    y, j, old = u * np.sqrt(1 + s[0]**2), np.sqrt(1 + s[0]**2), None
    for a, b in zip(s[:-1], s[1:]):
        h = b - a
        e, ex = eps(y, a)
        ex *= j
        if method == 'heun':
            f, fx = eps(y + h * e, b)
            y, j = y + .5 * h * (e + f), j + .5 * h * (ex + fx * (j + h * ex))
        else:
            p, q = (1.5, -.5) if old else (1, 0)
            o = old or (0, 0)
            y, j, old = y + h * (p * e + q * o[0]), j + h * (p * ex + q * o[1]), (e, ex)
    alpha = 1 / np.sqrt(1 + s[-1]**2)
    return alpha * y, alpha * j


print('# Deterministic chains; source: law_chain.py beside this file, numpy and scipy')
print('# method n x pdf cdf')
for method in ('ab2', 'heun'):
    for n in (5, 20, 50, 200):
        for x in (-2.3, -1.9, -.4, 1.2, 2.2):
            u = brentq(lambda v: chain(v, n, method)[0] - x, -9, 9, xtol=1e-15, rtol=1e-15)
            j = chain(u, n, method)[1]
            print(method, n, x, '%.12g %.14g' % (norm.pdf(u) / abs(j), norm.cdf(u)))
