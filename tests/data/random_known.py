#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes random_known.txt: numbers of the layout in docs/random.md, written again from that text
with the transformation in 60-digit arithmetic (mpmath). Same output on every run."""
import random

from mpmath import mp, mpf, log, sqrt, sin, cos, pi

mp.dps = 60
random.seed(5)


def words(seed, purpose, particle, step, component, draw):
    pair = particle // 16 * 8 + particle % 8
    c = [pair % 2**32, pair // 2**32 + step // 2**32 * 2**16, step % 2**32,
         component + draw * 2**12 + purpose * 2**24]
    key = [seed % 2**32, seed // 2**32]
    for _ in range(10):
        p, q = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(q // 2**32) ^ c[1] ^ key[0], q % 2**32, (p // 2**32) ^ c[3] ^ key[1], p % 2**32]
        key = [(key[0] + 0x9E3779B9) % 2**32, (key[1] + 0xBB67AE85) % 2**32]
    return c[0] + 2**32 * c[1], c[2] + 2**32 * c[3], particle % 16 >= 8


def both(name):
    a, b, second = words(*name)
    uniform = (mpf((b if second else a) // 2**12) + mpf(1) / 2) / 2**52
    u, t = 1 - mpf(a // 2**12) / 2**52, mpf(b % 2**52) / 2**52 - mpf(1) / 2
    r = sqrt(-2 * log(u)) * (-1 if b >= 2**63 else 1)
    pair = (r * cos(pi * t / 2), r * sin(pi * t / 2))
    return pair[(second + (b // 2**62)) % 2], uniform


NAMES = [(0, 1, 0, 0, 0, 0), (1, 2, 0, 0, 0, 0), (1, 2, 8, 0, 0, 0), (1, 2, 9, 0, 0, 0),
         (1, 2, 0, 1, 0, 0), (1, 2, 0, 0, 1, 0), (1, 2, 0, 0, 0, 1),
         (20240607, 3, 1000003, 999, 2, 1), (2**64 - 1, 5, 2**48 - 1, 2**40 - 1, 4095, 4095),
         (7, 2, 2**33 - 1, 2**32, 0, 0), (7, 2, 2**33, 2**32 - 1, 0, 0)]
while len(NAMES) < 210:
    bits = random.randint
    NAMES.append((bits(0, 2**64 - 1), bits(1, 5), bits(0, 2 ** bits(1, 48) - 1),
                  bits(0, 2 ** bits(1, 40) - 1), bits(0, 4095), bits(0, 4095)))

with open("random_known.txt", "w") as out:
    out.write("# seed purpose particle step component draw, then the normal and the uniform.\n")
    out.write("# Source: docs/random.md in exact arithmetic, by random_known.py beside it.\n")
    for name in NAMES:
        normal, uniform = both(name)
        out.write("%d %d %d %d %d %d %s %s\n" % (*name, float(normal).hex(), float(uniform).hex()))
