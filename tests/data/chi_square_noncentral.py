#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Quantiles of the noncentral chi-square law at k/20, for tests of its variates.

By bisection of its Poisson mixture sum_j Pois(j; lambda/2) F(x; nu + 2j), F from scipy's chdtr (on
the logarithm of x, so that tiny quantiles keep their digits); scipy.stats.ncx2, which computes it
otherwise, must agree to 1e-8, else nothing is written.
"""
import numpy as np
from scipy import special, stats

CASES = [(0.3, 1e-6), (0.3, 0.8), (0.9, 15.0), (0.9, 40.0), (0.9, 3000.0), (1.0, 2.0),
         (1.5, 1e-6), (1.5, 7.0), (2.0, 0.0), (32.0, 4.0), (5.0, 1e4)]


def cdf(x, nu, lam):
    half = lam / 2
    width = 40 * np.sqrt(half + 1)
    j = np.arange(max(0, int(half - width)), int(half + width) + 40)
    return np.sum(stats.poisson.pmf(j, half) * special.chdtr(nu + 2 * j, x))


def quantile(u, nu, lam):
    low, high = -200.0, 20.0
    for _ in range(200):
        middle = (low + high) / 2
        if cdf(np.exp(middle), nu, lam) < u:
            low = middle
        else:
            high = middle
    return np.exp(low)


print("# Made by chi_square_noncentral.py (scipy): nu, lambda, then quantiles at 1/20 ... 19/20.")
for nu, lam in CASES:
    row = []
    for k in range(1, 20):
        q = quantile(k / 20, nu, lam)
        other = stats.ncx2.cdf(q, nu, lam) if lam else stats.chi2.cdf(q, nu)
        assert abs(other - k / 20) < 1e-8, (nu, lam, k, other)
        row.append(f"{q:.15g}")
    print(nu, lam, *row)
