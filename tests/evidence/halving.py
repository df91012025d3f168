#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Halving: is the numerical_error of a law honest? For random mixtures of 1 to 5 components and
random samplers the panels of the law are made half as long (--grid-factor 0.5); no number may
change by more than the numerical_error printed with the usual panels.

    python3 halving.py BUILD/fpk [--full]"""

import sys

import numpy as np

from common import Bench

SEED = 20240102
NUMBERS = ('kl_pq', 'kl_qp', 'tv', 'w1', 'w2', 'mean', 'variance', 'mass')


def mixture(rng):
    n = int(rng.integers(1, 6))
    weights = rng.dirichlet(np.full(n, 2.0))
    return list(weights / weights.sum()), list(rng.uniform(-4, 4, n)), list(
        rng.uniform(.15, 1.2, n) ** 2)


def sampler(rng):
    """The words of a random sampler with random options."""
    name = rng.choice(['ddim', 'ddpm', 'annealed-langevin', 'reverse-euler-maruyama',
                       'probability-flow-euler'])
    steps = int(rng.integers(5, 61))
    if name == 'annealed-langevin':
        return [name, '--sigmas', f'geometric:{rng.uniform(4, 12):.3f}:{rng.uniform(.1, .4):.3f}:'
                f'{rng.integers(3, 9)}', '--inner-steps', int(rng.integers(2, 12)), '--step',
                f'{rng.uniform(.001, .01):.4f}', '--step-convention', rng.choice(['half', 'full'])]
    if name not in ('ddim', 'ddpm'):
        return [name, '--steps', max(steps, 20)]
    schedule = rng.choice(['linear', 'scaled-linear', 'cosine'])
    words = [name, '--steps', steps, '--schedule', schedule, '--spacing',
             rng.choice(['leading', 'trailing', 'linspace'])]
    if name == 'ddim':
        return words + ['--eta', rng.choice(['0', '0.5', '1'])]
    return words + ['--variance', rng.choice(['small', 'large'])]


def ratios(usual, half):
    """{number: |change| / numerical_error}; null (infinite) numbers must be null in both."""
    error = usual['numerical_error']
    found = {}
    for key in NUMBERS:
        if usual[key] is None or half[key] is None:
            found[key] = 0.0 if usual[key] is half[key] else np.inf
        else:
            found[key] = abs(half[key] - usual[key]) / error[key]
    for key in ('p', 'cdf'):
        change = np.abs(np.subtract(half[key], usual[key]))
        found[key] = float(np.max(change / np.array(error[key])))
    return found


def main():
    rng = np.random.default_rng(SEED)
    with Bench(__doc__) as bench:
        for case in range(20 if bench.full else 4):
            weights, means, variances = mixture(rng)
            words = sampler(rng)
            at = ','.join(f'{x:.3f}' for x in np.sort(rng.uniform(-5, 5, 5)))
            target = bench.target((weights, means, variances))
            ask = ['law', '--target', target, '--sampler', *words, '--at', at,
                   '--by', 'quadrature']
            found = ratios(bench.answer(*ask), bench.answer(*ask, '--grid-factor', 0.5))
            worst = max(found, key=found.get)
            bench.claim(found[worst] <= 1, f'{case + 1}: {len(weights)} components, '
                        f'{" ".join(map(str, words))}: {worst} moves most, '
                        f'{found[worst]:.2g} of its numerical_error')


if __name__ == '__main__':
    sys.exit(main())
