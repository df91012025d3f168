#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes contour.txt: e^{tG} p and its integral over time for small chains, by mpmath.

With `--rule`, prints instead the poles and weights that stand in src/numeric/contour.c: the
midpoint rule of step h on the hyperbola z(u) = mu (1 + sin(iu - alpha)). Run it in this directory;
the output is the same on every run. G with a column p and a row of zeros has the exponential
[e^{tG}, int_0^t e^{sG} p ds; 0, 1]; 60 digits are kept above the largest rate times t.
"""
import random
import sys

from mpmath import mp, mpf, mpc
import mpmath as m

mp.dps = 60
MU, ALPHA, H, POLES = 32, mpf("0.96"), mpf("0.094"), 16


def rule():
    poles, weights = [], []
    for k in range(POLES):
        u = (k + mpf(1) / 2) * H
        poles.append(MU * (1 + m.sin(mpc(0, u) - ALPHA)))
        weights.append(H / m.pi * m.exp(poles[k]) * MU * m.cos(mpc(0, u) - ALPHA))
    return poles, weights, [w / z for w, z in zip(weights, poles)]


def print_rule():
    for name, values in zip(("pole", "weight", "integral"), rule()):
        for part in ("real", "imag"):
            print(name, part)
            text = [repr(float(getattr(v, part))) for v in values]
            for k in range(0, POLES, 4):
                print(", ".join(text[k:k + 4]) + ",")


def check_rule():
    poles, weights, _ = rule()
    worst = max(abs(sum((w / (z - x)).real for z, w in zip(poles, weights)) - m.exp(x))
                for x in [-mpf(10) ** (mpf(k) / 20) for k in range(-200, 400)] + [mpf(0)])
    return m.nstr(worst, 3)


def bernoulli(x):
    return x / m.expm1(x) if x else mpf(1)


def ornstein_uhlenbeck(n, end):
    h = mpf(2 * end) / n
    at = [-end + (i + mpf(1) / 2) * h for i in range(n)]
    up = [float(bernoulli((at[i + 1] ** 2 - at[i] ** 2) / 2) / h**2) if i + 1 < n else 0.0
          for i in range(n)]
    down = [float(bernoulli((at[i - 1] ** 2 - at[i] ** 2) / 2) / h**2) if i else 0.0
            for i in range(n)]
    return up, down


def scattered(n, low, high, ends):
    up = [10 ** random.uniform(low, high) for _ in range(n)]
    down = [10 ** random.uniform(low, high) for _ in range(n)]
    if not ends:
        up[-1] = down[0] = 0.0
    return up, down


def exponential(up, down, p, t):
    n = len(p)
    a = mp.zeros(n + 1)
    for i in range(n):
        a[i, i] = -(mpf(up[i]) + mpf(down[i])) * t
        a[i, n] = mpf(p[i]) * t
        if i + 1 < n:
            a[i + 1, i] = mpf(up[i]) * t
            a[i, i + 1] = mpf(down[i + 1]) * t
    squarings = max(0, int(m.log(mp.norm(a, 1) + 1, 2)) + 3)
    a = a / mpf(2) ** squarings
    power = total = mp.eye(n + 1)
    for k in range(1, 40):
        power = power * a / k
        total = total + power
    for _ in range(squarings):
        total = total * total
    start = mp.matrix([mpf(x) for x in p] + [mpf(0)])
    return total * start, total[0:n, n]


def write(name, chain, p, t):
    up, down = chain
    final, integral = exponential(up, down, p, t)
    print("case", name, len(p), t)
    for i in range(len(p)):
        exact = [m.nstr(x[i], 17) for x in (final, integral)]
        print(repr(up[i]), repr(down[i]), repr(p[i]), *exact)


def delta(n, at):
    return [1.0 if i == at else 0.0 for i in range(n)]


def main():
    random.seed(20070)
    print("# e^{tG} p by tests/data/contour.py (mpmath): up, down, p, e^{tG} p, integral")
    print("# largest error of the exact rule on the negative axis:", check_rule())
    ou = ornstein_uhlenbeck(20, 5)
    for t in (1e-12, 1e-3, 0.1, 1.0, 30.0):
        write("ornstein_uhlenbeck_from_the_end", ou, delta(20, 19), t)
    write("ornstein_uhlenbeck_from_everywhere", ou, [random.random() for _ in range(20)], 0.5)
    for t in (1e-9, 1.0, 1e4):
        write("stiff_absorbing", scattered(16, -8, 8, True), delta(16, 7), t)
        write("stiff_reflecting", scattered(16, -8, 8, False), delta(16, 7), t)
    write("fast", scattered(12, 8, 8.1, True), [random.random() for _ in range(12)], 1e-7)


if __name__ == "__main__":
    print_rule() if "--rule" in sys.argv else main()
