#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chapman-Kolmogorov: the law of Euler-Maruyama by a second programme. With a uniform grid, the
trapezoid rule (spectrally accurate for smooth, decaying integrands) and numpy's own exp,

    p_{k+1}(y) = sum_j h p_k(x_j) N(y; x_j + f(x_j) dt, g(x_j)^2 dt),

on two grids that must agree. `fpk law` must give the same mean, variance, p and cdf within its
numerical_error and the reference's own, `fpk simulate` the same moments within 5.4 standard errors
(false alarms 7e-8 each).

    python3 chapman.py BUILD/fpk [--full]"""

import sys

import numpy as np
from scipy.special import ndtr

from common import Bench, normal_pdf

SEED = 20240104


def models(rng):
    """(name, drift, diffusion, f, g) with random coefficients."""
    a, b = rng.uniform(.5, 1.2), rng.uniform(.5, 1.3)
    c, s = rng.uniform(-.3, .3), rng.uniform(.4, .9)
    yield ('double well', f'{a:.17g}*x - {b:.17g}*x^3 + {c:.17g}', f'{s:.17g}',
           lambda x: a * x - b * x ** 3 + c, lambda x: s + 0 * x)
    yield ('multiplicative', f'-{a:.17g}*x + {c:.17g}', f'{s:.17g}*sqrt(1 + {b:.17g}*x^2/4)',
           lambda x: -a * x + c, lambda x: s * np.sqrt(1 + b * x * x / 4))
    yield ('pendulum', f'-{a:.17g}*sin(2*x) - {b:.17g}*x', f'{s:.17g}*(1.5 + cos(x))/2',
           lambda x: -a * np.sin(2 * x) - b * x, lambda x: s * (1.5 + np.cos(x)) / 2)


def reference(f, g, dt, steps, m, s, at, half, n):
    """p and cdf at points, mean, variance, mass. The first step is one from the start's density;
    the last goes to the points directly."""
    x = np.linspace(-half, half, n)
    h = 2 * half / (n - 1)
    mean, variance = x + f(x) * dt, g(x) ** 2 * dt
    p = normal_pdf(x, m, s * s)
    kernel = normal_pdf(x[:, None], mean[None, :], variance[None, :]) * h
    for _ in range(steps - 1):
        p = kernel @ p
    density = normal_pdf(at[:, None], mean, variance) @ p * h
    cdf = ndtr((at[:, None] - mean) / np.sqrt(variance)) @ p * h
    first = h * np.sum(mean * p)
    second = h * np.sum((mean ** 2 + variance) * p)
    return np.concatenate([density, cdf, [first, second - first ** 2, h * np.sum(p)]])


def compare(bench, name, words, at, known, off_known, particles):
    found = bench.answer('law', *words, '--at', ','.join(f'{v:.17g}' for v in at))
    error = found['numerical_error']
    got = np.array(found['p'] + found['cdf'] + [found['mean'], found['variance'], found['mass']])
    allowed = np.array(error['p'] + error['cdf'] + [error['mean'], error['variance'],
                                                    error['mass']]) + off_known
    off = np.abs(got - known)
    bench.claim(np.all(off <= allowed), f'{name}, law, {found["steps"]} steps: worst difference '
                f'{off.max():.1e} in p, cdf, mean, variance, mass; both errors {allowed.max():.1e}')
    drawn = bench.answer('simulate', *words, '--particles', particles, '--seed',
                         905000 + bench.held)
    z = [(drawn['mean'] - known[-3]) / drawn['mean_se'],
         (drawn['variance'] - known[-2]) / drawn['variance_se']]
    bench.claim(max(map(abs, z)) < 5.4, f'{name}, simulate, n = {particles}: mean off by '
                f'{z[0]:+.2f} and variance by {z[1]:+.2f} standard errors')


def main():
    rng = np.random.default_rng(SEED)
    with Bench(__doc__) as bench:
        for _ in range(3 if bench.full else 1):
            for name, drift, diffusion, f, g in models(rng):
                dt, steps = rng.uniform(.05, .12), int(rng.integers(4, 21))
                # (From a wide start Euler-Maruyama on -x^3 throws a little mass beyond any range.)
                m, s = rng.uniform(-.5, .5), rng.uniform(.15, .3)
                at = np.array([-1.3, -.6, 0, .5, 1.2])
                one = reference(f, g, dt, steps, m, s, at, 4.5, 1201)
                two = reference(f, g, dt, steps, m, s, at, 5, 1501)
                own = np.max(np.abs(one - two))
                bench.claim(own < 1e-12, f'{name}: two grids of the reference differ by {own:.1e}')
                words = ['--drift', drift, '--diffusion', diffusion, '--scheme', 'euler-maruyama',
                         '--dt', f'{dt:.17g}', '--time', f'{dt * steps:.17g}', '--initial',
                         f'normal:{m:.17g}:{s:.17g}']
                compare(bench, name, words, at, two, own + 2e-14, 4000000 if bench.full else 200000)


if __name__ == '__main__':
    sys.exit(main())
