#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the halving of a Brownian interval and writes tree_known.txt. Same output on every run.

1. In rational numbers: the law of (W1, H1, W2, H2) of two halves given (W, H) of the whole, by
   conditioning their joint covariance, is the map of include/fpk/wiener/tree.h with two normals.
2. Values of nodes from docs/random.md in 60-digit arithmetic (mpmath)."""
import random
from fractions import Fraction as F

from mpmath import mp, mpf, log, sqrt, sin, cos, pi

# Halves of an interval of length 1: W1, W2 of variance 1/2, H1, H2 of variance 1/24, independent.
# W = W1 + W2; from int W du over both halves H = (W1 - W2)/4 + (H1 + H2)/2.
BASE = [F(1, 2), F(1, 24), F(1, 2), F(1, 24)]
WHOLE = [[F(1), F(0), F(1), F(0)], [F(1, 4), F(1, 2), F(-1, 4), F(1, 2)]]


def conditional():
    """Slope [4][2] on (W, H) and the covariance [4][4] of what is left."""
    whole = [[sum(a[k] * b[k] * BASE[k] for k in range(4)) for b in WHOLE] for a in WHOLE]
    assert whole == [[1, 0], [0, F(1, 12)]]
    slope = [[BASE[i] * WHOLE[j][i] / whole[j][j] for j in range(2)] for i in range(4)]
    left = [[(BASE[i] if i == k else 0) - sum(slope[i][j] * whole[j][j] * slope[k][j]
                                              for j in range(2)) for k in range(4)]
            for i in range(4)]
    return slope, left


def of_map():
    """The same from D = 3/2 H + Z1/4, S = H - D/2, T = Z2/sqrt(48)."""
    d = [F(0), F(3, 2), F(1, 4)]  # on W, H, Z1
    s = [F(0), 1 - d[1] / 2, -d[2] / 2]
    w = [F(1, 2), F(0), F(0)]
    rows = [[w[k] + d[k] for k in range(3)], s, [w[k] - d[k] for k in range(3)], s]
    t = [0, 1, 0, -1]  # on Z2, times sqrt(1/48)
    return ([row[:2] for row in rows],
            [[rows[i][2] * rows[k][2] + F(t[i] * t[k], 48) for k in range(4)] for i in range(4)])


assert conditional() == of_map()

mp.dps = 60
random.seed(6)


def pair(seed, particle, step, component):
    """Both normals of a pair, purpose 6, draw 0; the pair's number is the particle's."""
    c = [particle % 2**32, particle // 2**32 + step // 2**32 * 2**16, step % 2**32,
         component + 6 * 2**24]
    key = [seed % 2**32, seed // 2**32]
    for _ in range(10):
        p, q = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(q // 2**32) ^ c[1] ^ key[0], q % 2**32, (p // 2**32) ^ c[3] ^ key[1], p % 2**32]
        key = [(key[0] + 0x9E3779B9) % 2**32, (key[1] + 0xBB67AE85) % 2**32]
    a, b = c[0] + 2**32 * c[1], c[2] + 2**32 * c[3]
    u, t = 1 - mpf(a // 2**12) / 2**52, mpf(b % 2**52) / 2**52 - mpf(1) / 2
    r = sqrt(-2 * log(u)) * (-1 if b >= 2**63 else 1)
    z = r * cos(pi * t / 2), r * sin(pi * t / 2)
    return z[::-1] if b // 2**62 % 2 else z


def node(seed, particle, component, length, level, index):
    z = pair(seed, particle, 0, component)
    h = mpf(length)
    W, H = sqrt(h) * z[0], sqrt(h / 12) * z[1]
    for below in range(level, 0, -1):
        z = pair(seed, particle, 2 ** (level - below) + (index >> below), component)
        D, T = 3 * H / 2 + sqrt(h) / 4 * z[0], sqrt(h / 48) * z[1]
        sign = -1 if index >> (below - 1) & 1 else 1
        W, H, h = W / 2 + sign * D, H - D / 2 + sign * T, h / 2
    return W, H


NAMES = [(0, 0, 0, 1, 0, 0), (1, 0, 0, 1, 1, 0), (1, 0, 0, 1, 1, 1), (1, 0, 0, 1, 3, 5),
         (2**64 - 1, 2**48 - 1, 4095, 0.75, 38, 2**38 - 1), (3, 2**33 + 7, 1, 8, 20, 123456)]
while len(NAMES) < 100:
    bits = random.randint
    level = bits(0, 38)
    NAMES.append((bits(0, 2**64 - 1), bits(0, 2 ** bits(1, 48) - 1), bits(0, 4095),
                  bits(1, 64) / 16, level, bits(0, 2**level - 1)))

with open("tree_known.txt", "w") as out:
    out.write("# seed particle component t1 - t0 level index, then W and H of that node.\n")
    out.write("# Source: docs/random.md in exact arithmetic, by tree_known.py beside it.\n")
    for name in NAMES:
        W, H = node(*name)
        out.write("%d %d %d %.17g %d %d %s %s\n" % (*name, float(W).hex(), float(H).hex()))
