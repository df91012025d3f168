# SPDX-License-Identifier: GPL-3.0-or-later
# V = E Var(x_0 | x) for x = alpha x_0 + sigma eps on the line, by mpmath from the paper's form
#     V = sigma^2/alpha^2 (1 - sigma^2 E score^2)     (Bao et al. 2022, arXiv:2201.06503)
# with 40 digits, so that its subtraction costs nothing.
#     python3 tests/data/posterior_variance.py > tests/data/posterior_variance.txt
from mpmath import mp, mpf, exp, sqrt, pi, quad

mp.dps = 40
TARGETS = {"M1": ([.3, .7], [-2, 1.5], [.09, .25]),
           "narrow": ([.5, .25, .25], [0, 1, -3], [4, 1e-4, .01])}


def value(target, alpha, sigma):
    w, m, v = ([mpf(repr(k)) for k in row] for row in TARGETS[target])
    T = [alpha**2 * k + sigma**2 for k in v]
    n = len(w)

    def part(x, k):
        return w[k] * exp(-(x - alpha * m[k])**2 / (2 * T[k])) / sqrt(2 * pi * T[k])

    def f(x):
        p = [part(x, k) for k in range(n)]
        q = sum(p)
        if q == 0:
            return mpf(0)
        return sum(-p[k] * (x - alpha * m[k]) / T[k] for k in range(n))**2 / q

    ends = sorted({alpha * m[k] + j * sqrt(T[k]) for k in range(n) for j in range(-12, 13)})
    e = quad(f, ends)
    return sigma**2 / alpha**2 * (1 - sigma**2 * e)


print("# target alpha sigma V; made by posterior_variance.py (mpmath)")
for target in TARGETS:
    for alpha, sigma in ((.99999, .0044), (.99, .14), (.8, .6), (.3, .95), (.006, .99998), (1, 5)):
        a, s = mpf(repr(alpha)), mpf(repr(sigma))
        print(target, alpha, sigma, mp.nstr(value(target, a, s), 16))
