#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes walk_known.txt with mpmath at 40 digits. Same output on every run."""
from mpmath import mp, mpf, loggamma, exp, log, ncdf, sqrt

mp.dps = 40


def pmf(n, k):
    return exp(loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1) - n * log(mpf(2)))


def distance(n):
    """Over every jump, both sides. For large n over the 100 jumps in the middle: half a jump falls
    like exp(-x^2/2) while the smooth part of F - Phi is (x^3 - 3x) exp(-x^2/2)/(12 n sqrt(2 pi)),
    smaller by sqrt(n), so that the largest is at the first or second jump."""
    width = n if n <= 5000 else 50
    low, high = max(0, n // 2 - width), min(n, (n + 1) // 2 + width)
    middle = pmf(n, n // 2)
    below = (1 - middle) / 2 if n % 2 == 0 else mpf(1) / 2 - middle
    for k in range(n // 2 - 1, low - 1, -1):  # below: F just under the jump at k
        below -= pmf(n, k)
    largest = mpf(0)
    for k in range(low, high + 1):
        phi = ncdf((2 * k - n) / sqrt(mpf(n)))
        p = pmf(n, k)
        largest = max(largest, abs(below - phi), abs(below + p - phi))
        below += p
    return largest


SIZES = [1, 2, 3, 4, 5, 10, 31, 32, 33, 34, 35, 64, 65, 100, 1000, 1001, 4097, 65536, 1000003,
         2**20, 2**24]
with open("walk_known.txt", "w") as out:
    out.write("# n k P(S_n = 2k - n), or n -1 sup |F - Phi|. Source: walk_known.py beside it.\n")
    for n in SIZES:
        root = int(n ** 0.5)
        away = [int(s * root) for s in (0, .3, 1, 2, 5, 10, 15, 18)] + [-1]
        for k in sorted({n // 2 - a for a in away}):
            if 0 <= k <= n and pmf(n, k) > mpf("1e-307"):
                out.write("%d %d %s\n" % (n, k, float(pmf(n, k)).hex()))
        out.write("%d -1 %s\n" % (n, float(distance(n)).hex()))
