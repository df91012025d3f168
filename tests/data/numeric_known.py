#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes numeric_known.txt: hard arguments of the elementary functions with values from mpmath.

One line per value: name, argument(s) as hexadecimal doubles, then the value as hi + lo: hi is the
correctly rounded double and lo the rest, rounded. Run it in this directory; the output is the same
on every run.
"""
import math
import random
import struct

from mpmath import mp, mpf
import mpmath as m

mp.prec = 1400  # the largest double modulo pi needs 1100
random.seed(20240607)


def up(x, n):
    """The double n places above positive x."""
    bits = struct.unpack("<q", struct.pack("<d", x))[0]
    return struct.unpack("<d", struct.pack("<q", bits + n))[0]


def both(values):
    return [s * v for v in values for s in (1, -1)]


def spread(low, high, n):
    return [math.ldexp(1 + random.random(), random.randint(low, high)) for _ in range(n)]


def within(a, b, n):
    return [a + (b - a) * random.random() for _ in range(n)]


TINY = [5e-324, 1.2e-310, 2.2250738585072014e-308, 1e-200, 1e-20, 2.0**-54, 1e-9, 2.0**-27]
QUARTERS = [float(m.mpf(k) * m.pi / 4) for k in (1, 2, 3, 4, 6, 8, 10, 354, 5e5, 667543, 667544)]
# the doubles nearest to a multiple of pi/2: below 2^20, and of all (Muller, Elementary Functions)
QUARTERS += [up(q, n) for q in QUARTERS[:6] for n in (-1, 1)]
QUARTERS += [float.fromhex("0x1.6ac5b262ca1ffp+849")]
SMALL = both(TINY) + both(spread(-40, 19, 14)) + both(QUARTERS[:-1])
LARGE = both(QUARTERS[-1:] + spread(20, 60, 8) + spread(60, 1022, 12) + [2.0**20, 1.7e308])
# every word of 2/pi decides somewhere
LARGE += [math.ldexp(1 + random.random(), k) for k in range(30, 1024, 30)]
EDGES = [709.78271289338397, 709.782712893384, -745.1332191019411, -745.13321910194122,
         -708.396418532264]
ALL = both(TINY) + both(spread(-50, 8, 20)) + within(-3, 3, 20)
POSITIVE = TINY + spread(-1022, 1022, 20) + spread(-3, 3, 10) + [up(1.0, n) for n in (1, 2, 9)]
POSITIVE += [up(1.0, n) for n in (-1, -2, -9)] + [0.70710678118654746, 1.4142135623730951, 1.7e308]
GAUSS = both(TINY[3:]) + within(-6, 6, 30) + [-37.5, -38.4, -38.45, -30, 8.3, -1, 1, -0.5, 0.5]


def erfcx(x):
    return m.exp(x * x) * m.erfc(x)


def cdf(x):
    return m.erfc(-x / m.sqrt(2)) / 2


def quantile(u):
    guess = mpf(0)
    if u < 0.4:  # Newton on the logarithm converges from the left
        guess = -m.sqrt(-2 * m.log(u))
        for _ in range(60):
            guess -= (m.log(cdf(guess)) - m.log(u)) * cdf(guess) / m.npdf(guess)
        return guess
    if u > 0.6:
        return -quantile(1 - u)
    for _ in range(40):
        guess -= (m.erf(guess / m.sqrt(2)) / 2 - (u - 0.5)) / m.npdf(guess)
    return guess


TABLE = [
    ("exp", m.exp, both(TINY) + EDGES + within(-745, 709, 30) + within(-1, 1, 20)),
    ("log", m.log, POSITIVE),
    ("sin", m.sin, SMALL + LARGE),
    ("cos", m.cos, SMALL + LARGE),
    ("tan", m.tan, SMALL + LARGE[::3]),
    ("expm1", m.expm1, ALL + [709.7827, -745, -60.5, -37, 36.9]),
    ("sinh", m.sinh, ALL + [710.4758, 709.9, -710.4, 40.0, 40.1]),
    ("cosh", m.cosh, ALL + [710.4758, 709.9, -710.4, 40.0, 40.1]),
    ("tanh", m.tanh, ALL + [18.9, 19.1, 22.0, 300.0]),
    ("asinh", m.asinh, ALL + both(spread(20, 1022, 6))),
    ("log1p", m.log1p, both(TINY) + within(-1, 1, 20) + spread(-50, 1022, 20) + [-1 +
     2.0**-53, -0.5]),
    ("log2", lambda x: m.log(x, 2), POSITIVE),
    ("log10", lambda x: m.log(x, 10), POSITIVE + [1e22, 1000.0, 1e-5]),
    ("exp2", lambda x: mpf(2) ** x, both(TINY) + within(-1074, 1023, 20) + within(-1, 1, 9) +
     [-1073.5]),
    ("atan", m.atan, ALL + [0.41421356237309503, 2.414213562373095, 1e17, 1e300]),
    ("asin", m.asin, both(TINY) + within(-1, 1, 20) +
     [1.0, -1.0, 1 - 2.0**-53, 0.70710678118654757]),
    ("acos", m.acos, both(TINY) + within(-1, 1, 20) + [-1.0, 1 - 2.0**-53, -1 + 2.0**-53]),
    ("erf", m.erf, ALL + [0.9999, 1.0, 1.0001, 5.9]),
    ("erfc", m.erfc, both(TINY) + within(-6, 27, 30) + within(0.5, 1, 30) +
     [0.4999, 0.5, 1.0, 26.5, 27.2, -1.0]),
    ("erfcx", erfcx, both(TINY[3:]) + within(-26, 3, 20) + spread(-10, 400, 20) + [0.5, 0.4999]),
    ("normal_cdf", cdf, GAUSS),
    ("normal_tail", lambda x: cdf(-x), GAUSS),
    ("normal_pdf", m.npdf, GAUSS),
    ("normal_log_cdf", lambda x: m.log(cdf(x)), GAUSS[10:] + [-100.0, -35.0]),
    ("normal_quantile", quantile, TINY + within(0, 1, 30) + [0.5 +
     2.0**-52, 0.5 - 2.0**-40, 1 - 2.0**-53,
                                                              0.29, 0.71, 0.2899, 1e-290, 9e-291,
                                                                  0.025]),
]
POWERS = [(math.ldexp(1 + random.random(), random.randint(-60, 60)), random.uniform(-12,
           12)) for _ in range(25)]
POWERS += [(1 + random.random() * 2.0**-k, random.uniform(-1,
           1) * 2.0 ** (k + 8)) for k in range(2, 52, 3)]
POWERS += [(-3.0, 5.0), (-2.5, -6.0), (10.0, 22.0), (10.0, -5.0), (5e-324, 0.5), (2.0, -1074.0),
           (3.0, 0.5),
           (1.7e308, 1.0), (up(1.0, -1), 6.5e18), (up(1.0, 1), 3.1e18), (2.0, 0.5), (7.0, 3.0)]


def split(value):
    """value = hi + lo with hi the nearest double; mpmath's own conversion knows subnormals."""
    hi = float(m.nstr(value, 60)) if value != 0 else 0.0
    return hi.hex(), float(m.nstr(value - mpf(hi), 20)).hex()


with open("numeric_known.txt", "w") as out:
    out.write("# Elementary functions at hard arguments: name, argument(s), value as hi + lo.\n")
    out.write("# Source: mpmath %s at 1400 bits, by numeric_known.py beside it.\n" % m.__version__)
    for name, f, xs in TABLE:
        for x in xs:
            hi, lo = split(f(mpf(x)))
            if float.fromhex(hi) not in (math.inf, -math.inf):
                out.write("%s %s %s %s\n" % (name, float(x).hex(), hi, lo))
    for x, y in POWERS:
        hi, lo = split(mpf(x) ** mpf(y))
        out.write("pow %s %s %s %s\n" % (x.hex(), y.hex(), hi, lo))
