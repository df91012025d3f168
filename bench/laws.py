# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws: the exact output law of DDIM-50 and DDPM-1000 on two modes, by fpk and by NumPy, in one
process, in turn, on one thread each. All give the density at 401 points of [-4, 4] to 1e-6.

    python3 laws.py LIBRARY [--quick] [--rounds N] [ddim|ddpm]

LIBRARY is build/bench/liblaws.so. NumPy's contenders: for ddim, equal nodes of the start moved with
their tangents; for ddpm, equal nodes of x, the kernel as a matrix ("dense": what one writes down),
the part of it within 6.5 standard deviations ("banded"), and the same with nodes that follow the
noise of each step ("following"). Each takes the fewest nodes, doubled from 100, that reach 1e-6."""

import os

for variable in ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS']:
    os.environ[variable] = '1'

import argparse
import ctypes
import sys
import time

import numpy as np
from scipy.interpolate import CubicSpline

AT = np.linspace(-4, 4, 401)
WANTED = 1e-6
BETA = np.linspace(1e-4, 2e-2, 1000)
ABAR = np.cumprod(1 - BETA)


def score(x, alpha, sigma2, slope=False):
    """of .3 N(-2, .09) + .7 N(1.5, .25) noised; one exponential a point"""
    v0, v1 = alpha**2 * .09 + sigma2, alpha**2 * .25 + sigma2
    g0, g1 = (-2 * alpha - x) / v0, (1.5 * alpha - x) / v1
    r = 1 / (1 + np.exp(np.log(.7 / .3 * np.sqrt(v0 / v1)) + .5 * (g0 * g0 * v0 - g1 * g1 * v1)))
    d = g0 - g1
    s = g1 + r * d
    return (s, r * (1 - r) * d * d - r / v0 - (1 - r) / v1) if slope else (s, None)


def ddim(n):
    x = np.linspace(-9, 9, n)
    log_q, j = -.5 * x * x - .5 * np.log(2 * np.pi), np.ones(n)
    t = np.rint(1000 - np.arange(50) * 20).astype(int) - 1
    a = np.append(ABAR[t], 1.)
    for now, then in zip(a[:-1], a[1:]):
        alpha, beta = np.sqrt(now), np.sqrt(then)
        gain = beta / alpha
        weight = (beta - alpha * np.sqrt((1 - then) / (1 - now))) * (1 - now) / alpha
        s, s_x = score(x, alpha, 1 - now, True)
        x = gain * x + weight * s
        j *= gain + weight * s_x
    return np.exp(CubicSpline(x, log_q - np.log(j))(AT))


def steps_of_ddpm():
    for k in range(999, -1, -1):
        now, then = ABAR[k], ABAR[k - 1] if k else 1.
        s = np.sqrt(BETA[k] * (1 - then) / (1 - now)) if k else 0.
        yield np.sqrt(now), 1 - now, 1 / np.sqrt(1 - BETA[k]), BETA[k], s


def at_end(x, p, alpha, sigma2, gain, beta):
    s, s_x = score(x, alpha, sigma2, True)
    m, slope = gain * (x + beta * s), gain * (1 + beta * s_x)
    return np.exp(CubicSpline(m, np.log(np.maximum(p, 1e-300)) - np.log(slope))(AT))


def dense(n):
    x = np.linspace(-6, 6, n)
    p, h = np.exp(-.5 * x * x) / np.sqrt(2 * np.pi), x[1] - x[0]
    kernel = np.empty((n, n))
    for alpha, sigma2, gain, beta, s in steps_of_ddpm():
        if s == 0:
            return at_end(x, p, alpha, sigma2, gain, beta)
        m = gain * (x + beta * score(x, alpha, sigma2)[0])
        np.subtract(x[:, None] * (np.sqrt(.5) / s), m * (np.sqrt(.5) / s), out=kernel)
        np.multiply(kernel, kernel, out=kernel)
        np.negative(kernel, out=kernel)
        np.exp(kernel, out=kernel)
        p = kernel @ p
        p *= h / (s * np.sqrt(2 * np.pi))


def band(x, p, y, m, s):
    """sum of p N(y; m, s^2) over the nodes within 6.5 s; m ascends"""
    low = np.searchsorted(m, y - 6.5 * s)
    width = int(np.max(np.searchsorted(m, y + 6.5 * s) - low))
    at = np.minimum(low[:, None] + np.arange(width), len(m) - 1)
    keep = low[:, None] + np.arange(width) < len(m)
    z = (y[:, None] - m[at]) / s
    return np.einsum('ij,ij->i', np.exp(-.5 * z * z), p[at] * keep) * \
        ((x[1] - x[0]) / (s * np.sqrt(2 * np.pi)))


def banded(n, following=False):
    x = np.linspace(-6, 6, n)
    p = np.exp(-.5 * x * x) / np.sqrt(2 * np.pi)
    if following:
        x = np.linspace(-6, 6, 101)
        p = np.exp(-.5 * x * x) / np.sqrt(2 * np.pi)
    steps = list(steps_of_ddpm())
    for i, (alpha, sigma2, gain, beta, s) in enumerate(steps):
        if s == 0:
            return at_end(x, p, alpha, sigma2, gain, beta)
        m = gain * (x + beta * score(x, alpha, sigma2)[0])
        y = x
        if following:  # as fine as the next kernel asks; n is the nodes per 100 widths
            fine = min(s, steps[i + 1][4] or .5 * s) * 100 / n
            y = np.linspace(-6, 6, int(12 / fine) + 101)
        p, x = band(x, p, y, m, s), y


def following(n):
    return banded(n, True)


CONTENDERS = {'ddim': {'equal nodes': ddim},
              'ddpm': {'dense': dense, 'banded': banded, 'following': following}}
PLANS = {'ddim': (b'ddim', b'steps=50,spacing=trailing'),
         'ddpm': (b'ddpm', b'steps=1000,variance=small')}
LOOSE = {'ddim': 9., 'ddpm': 11.}  # spacing of fpk's panels that still gives 1e-6


class Fpk:
    def __init__(self, path):
        array = np.ctypeslib.ndpointer(dtype=np.float64, flags='C')
        self.c = ctypes.CDLL(path)
        self.c.laws_run.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_double,
                                    ctypes.c_size_t, array, array, array]

    def run(self, problem, spacing):
        pdf, cdf = np.empty(len(AT)), np.empty(len(AT))
        if self.c.laws_run(*PLANS[problem], spacing, len(AT), AT, pdf, cdf):
            sys.exit(2)
        return pdf


def fewest(run, want, most):
    n = 100
    while n <= most:
        miss = np.max(np.abs(run(n) - want))
        if miss <= WANTED:
            return n, miss
        n *= 2
    return None, miss


def measure(fpk, problem, rounds, quick):
    want = fpk.run(problem, 0)
    loose = np.max(np.abs(fpk.run(problem, LOOSE[problem]) - want))
    if loose > WANTED:
        sys.exit(f'laws: {problem} by fpk with long panels misses by {loose:.1e}')
    rows = {'fpk': (lambda: fpk.run(problem, LOOSE[problem]), '-', loose),
            'fpk, as it is by default': (lambda: fpk.run(problem, 0), '-', 0)}
    for name, run in CONTENDERS[problem].items():
        if quick and name != 'following' and problem == 'ddpm':
            continue
        n, miss = fewest(run, want, 500000)
        if n is None:
            sys.exit(f'laws: {problem} by {name} does not agree: {miss:.1e}')
        rows['numpy, ' + name] = (lambda run=run, n=n: run(n), n, miss)
    times = {name: [] for name in rows}
    for _ in range(rounds):
        for name, (run, _, _) in rows.items():
            begin = time.process_time()
            run()
            times[name].append(time.process_time() - begin)
    least = min(times['fpk'])
    print(f'| {problem} | nodes | error | ms | median | x |\n|---|---|---|---|---|---|')
    for name, (_, n, miss) in rows.items():
        print(f'| {name} | {n} | {miss:.0e} | {1e3 * min(times[name]):.1f} | '
              f'{1e3 * np.median(times[name]):.1f} | {min(times[name]) / least:.1f} |')
    print()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('library')
    parser.add_argument('problem', nargs='*', default=[])
    parser.add_argument('--quick', action='store_true')
    parser.add_argument('--rounds', type=int, default=5)
    given = parser.parse_args()
    fpk = Fpk(given.library)
    for problem in given.problem or CONTENDERS:
        measure(fpk, problem, 1 if given.quick else given.rounds, given.quick)


main()
