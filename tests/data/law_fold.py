# SPDX-License-Identifier: GPL-3.0-or-later
# Makes law_fold.txt: distances of folded laws, by routes that share nothing with the lab. The map
# X(u) is coded again in numpy; branches are found on a grid of 8e5 points;
# kl by tanh-sinh sums between the poles on
# cells of .02, w1 and w2 by sorting 1e7 strata of u.
# Run: /usr/bin/python3 law_fold.py > law_fold.txt
import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

W, M, V = np.array([.3, .7]), np.array([-2, 1.5]), np.array([.09, .25])


def mixture(x, alpha=1., sigma=0.):
    """density and score of M1 noised to (alpha, sigma)"""
    var = alpha**2 * V + sigma**2
    z = [(x - alpha * m) / np.sqrt(v) for m, v in zip(M, var)]
    logs = [np.log(w / np.sqrt(2 * np.pi * v)) - .5 * y * y for w, y, v in zip(W, z, var)]
    high = np.maximum(*logs)
    parts = [np.exp(a - high) for a in logs]
    p = sum(parts)
    s1 = sum(q * (alpha * m - x) / v for q, m, v in zip(parts, M, var)) / p
    s2 = sum(q * (((x - alpha * m) / v)**2 - 1 / v) for q, m, v in zip(parts, M, var)) / p - s1**2
    return p * np.exp(high), s1, s2


def cubic(u):
    return u - .1 * u**3, 1 - .3 * u**2


LEVELS = [(.1, np.sqrt(.99)), (.6, .8), (.95, np.sqrt(1 - .95**2)), (1., 0.)]


def wrong(u):
    """DDIM in three steps with a score that is 1.8 times too large"""
    x, j = u, np.ones_like(u)
    for (a, s), (b, t) in zip(LEVELS[:-1], LEVELS[1:]):
        _, s1, s2 = mixture(x, a, s)
        c = (b - a * t / s) * 1.8 * s * s / a
        x, j = b / a * x + c * s1, j * (b / a + c * s2)
    return x, j


def one(name, X, p):
    u = np.linspace(-37, 37, 800001)
    j = X(u)[1]
    turns = [brentq(lambda v: X(np.float64(v))[1], u[i], u[i + 1], xtol=1e-15)
             for i in np.nonzero(j[:-1] * j[1:] < 0)[0]]
    ends = [-37.] + turns + [37.]
    poles = [float(X(np.float64(t))[0]) for t in turns]

    def places(x):
        found = []
        for a, b in zip(ends[:-1], ends[1:]):
            fa, fb = X(np.float64(a))[0] - x, X(np.float64(b))[0] - x
            if fa * fb < 0:
                found.append(brentq(lambda v: X(np.float64(v))[0] - x, a, b, xtol=1e-15))
        return found

    def q(x):
        """sum over branches, each inverted by interpolation on 4e5 points and Newton's method"""
        total = np.zeros_like(x)
        for a, b in zip(ends[:-1], ends[1:]):
            # points crowd at the ends, where X is flat
            v = a + (b - a) * .5 * (1 - np.cos(np.pi * np.linspace(0, 1, 400001)))
            y = X(v)[0]
            if y[0] > y[-1]:
                v, y = v[::-1], y[::-1]
            inside = (x > y[0]) & (x < y[-1])
            at = np.interp(x[inside], y, v)
            for _ in range(3):
                f, j = X(at)
                step = (f - x[inside]) / np.where(abs(j) > 1e-7, j, np.inf)
                at = np.clip(at - step, a, b)
            total[inside] += norm.pdf(at) / np.maximum(abs(X(at)[1]), 1e-9)
        return np.maximum(total, 1e-300)

    def nodes(cuts):
        t = np.linspace(-3.2, 3.2, 103)
        w = np.pi / 2 * np.cosh(t) / np.cosh(np.pi / 2 * np.sinh(t))**2 * (t[1] - t[0])
        z = np.tanh(np.pi / 2 * np.sinh(t))
        a, b = np.array(cuts[:-1])[:, None], np.array(cuts[1:])[:, None]
        return (.5 * (a + b) + .5 * (b - a) * z).ravel(), (.5 * (b - a) * w).ravel()

    def cuts_of(points, low, high, width):
        cuts = sorted(list(np.arange(low, high + width / 2, width)) + points)
        return [c for i, c in enumerate(cuts) if i == 0 or c - cuts[i - 1] > 1e-9]

    u, w = nodes(cuts_of(turns + [v for c in poles for v in places(c)], -9, 9, .02))
    x = X(u)[0]
    kl_qp = np.sum(w * norm.pdf(u) * np.log(q(x) / np.maximum(p(x), 1e-300)))
    x, w = nodes(cuts_of(poles, -12, 12, .02))
    kl_pq = np.sum(w * p(x) * np.log(np.maximum(p(x), 1e-300) / q(x)))
    n = 10**7
    v = norm.ppf((np.arange(n) + .5) / n)
    x = np.sort(X(v)[0])
    grid = np.linspace(-12, 12, 2000001)
    cdf = sum(w * norm.cdf((grid - m) / np.sqrt(s)) for w, m, s in zip(*TARGET[name]))
    y = np.interp((np.arange(n) + .5) / n, cdf, grid)
    w1, w2 = np.mean(abs(x - y)), np.sqrt(np.mean((x - y)**2))
    at = poles[0] + .1
    print('#', name, len(turns), 'folds at', *('%.6f' % c for c in poles))
    f = sum(norm.cdf(b) - norm.cdf(a) for a, b in below(X, ends, at))
    print(name, '%.9f %.9f %.7f %.7f' % (kl_pq, kl_qp, w1, w2),
          '%.17g %.12f %.12f' % (at, q(np.array([at]))[0], f))


def below(X, ends, x):
    """u-intervals on which X <= x"""
    for a, b in zip(ends[:-1], ends[1:]):
        fa, fb = X(np.float64(a))[0] - x, X(np.float64(b))[0] - x
        c = brentq(lambda v: X(np.float64(v))[0] - x, a, b, xtol=1e-15) if fa * fb < 0 else None
        if c is None:
            if fa <= 0:
                yield a, b
        else:
            yield (a, c) if fa < 0 else (c, b)


TARGET = {'cubic': ([1.], [0.], [1.]), 'wrong': (W, M, V)}
print('# Folded laws; source: law_fold.py beside this file, numpy and scipy')
print('# case kl_pq kl_qp w1 w2 x q(x) F(x)')
one('cubic', cubic, norm.pdf)
one('wrong', wrong, lambda x: mixture(x)[0])
