#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Null: particles against the law of their own scheme. A right programme is accepted (false alarms
1e-6 each), its p-values are uniform, and a wrong declaration is rejected.

    python3 null.py BUILD/fpk [--full]

Fresh seeds: those of the full form begin at 900000, which nothing else uses. The p-values of many
seeds are computed here, with scipy, from cells whose probabilities `fpk law --at` gives: a second
way beside `fpk check`."""

import sys
import time

import numpy as np
import scipy.stats

from common import M1, Bench

METHODS = {
    'ddim eta 0': ['ddim', '--steps', 20, '--spacing', 'trailing'],
    'ddim eta .5': ['ddim', '--steps', 20, '--eta', '0.5', '--spacing', 'leading'],
    'ddim eta 1': ['ddim', '--steps', 20, '--eta', '1', '--spacing', 'linspace'],
    'ddpm small': ['ddpm', '--steps', 20, '--variance', 'small', '--schedule', 'cosine'],
    'ddpm large': ['ddpm', '--steps', 20, '--variance', 'large', '--schedule', 'scaled-linear'],
    'langevin half': ['annealed-langevin', '--inner-steps', 3],
    'langevin full': ['annealed-langevin', '--inner-steps', 3, '--step-convention', 'full'],
    'reverse euler': ['reverse-euler-maruyama', '--steps', 25],
    'flow euler': ['probability-flow-euler', '--steps', 25],
}
ALPHA = 1e-6


class Cells:
    """About `count` cells of a law with the probabilities that `fpk law --at` gives them."""

    def __init__(self, bench, words, count):
        self.bench, self.words = bench, words
        x = np.linspace(-14, 14, 2001)
        cdf = self.cdf(x)
        wanted = np.arange(1, count) / count
        self.edge = np.unique(np.interp(wanted, cdf, x))
        self.probability = np.diff(np.concatenate([[0], self.cdf(self.edge), [1]]))

    def cdf(self, x):
        at = ','.join(f'{v:.17g}' for v in x)
        return np.array(self.bench.answer('law', *self.words, '--at', at)['cdf'])

    def p_value(self, points):
        count = np.bincount(np.searchsorted(self.edge, points), minlength=len(self.probability))
        expected = len(points) * self.probability
        statistic = np.sum((count - expected) ** 2 / expected)
        return scipy.stats.chi2.sf(statistic, len(expected) - 1)


def words_of(bench, method):
    return ['--target', bench.target(M1), '--sampler', *METHODS[method]]


def accepted(bench, n, seeds):
    """`fpk sample` and `fpk check`, every method, fresh seeds."""
    for method in METHODS:
        words = words_of(bench, method)
        found = [bench.check(bench.sample(seed, n, *words), *words) for seed in seeds]
        p = [f['p_value'] for f in found]
        bench.claim(all(f['verdict'] == 'accepted' for f in found),
                    f'{method}, n = {n}, {len(found)} seeds: verdicts '
                    f'{sorted({f["verdict"] for f in found})}, p from {min(p):.3g} to {max(p):.3g}')


def thousand_steps(bench, n, seeds):
    """The whole chain of DDPM; the law once, cells and p-values from here."""
    for kind in ('small', 'large'):
        words = ['--target', bench.target(M1), '--sampler', 'ddpm', '--variance', kind]
        cells = Cells(bench, words, 313)
        p = [cells.p_value(bench.sample(seed, n, *words)) for seed in seeds]
        bench.claim(min(p) > ALPHA, f'ddpm {kind}, 1000 steps, n = {n}, {len(p)} seeds: '
                    f'p from {min(p):.3g} to {max(p):.3g}')


def uniform(bench, n, seeds, methods):
    """p-values of many true nulls; KS p below 1e-4 for one choice of seeds in 1e4."""
    for method in methods:
        words = words_of(bench, method)
        cells = Cells(bench, words, 49)
        p = [cells.p_value(bench.sample(seed, n, *words)) for seed in seeds]
        ks = scipy.stats.kstest(p, 'uniform')
        bench.claim(ks.pvalue > 1e-4, f'{method}, n = {n}, {len(p)} seeds: p-values uniform, '
                    f'KS distance {ks.statistic:.4f}, p = {ks.pvalue:.3g}; least {min(p):.3g}')


def large_as_small(bench, n, steps, seed):
    """DDPM's two variances at the declared number of steps: the wrong one is rejected, the
    right one is not, and neither verdict is inconclusive."""
    base = ['--target', bench.target(M1), '--sampler', 'ddpm', '--steps', steps, '--variance']
    points = bench.sample(seed, n, *base, 'large')
    for kind, verdict in (('small', 'rejected'), ('large', 'accepted')):
        began = time.monotonic()
        found = bench.check(points, *base, kind)
        bench.claim(found['verdict'] == verdict, f'ddpm large, {steps} steps, n = {n}, declared '
                    f'{kind}: {found["verdict"]}, {time.monotonic() - began:.0f} s; '
                    f'{found["reason"]}')


def power(bench, n, trials):
    """A shift whose chi distance on the test's cells is just what it is said to detect with
    probability .999; more misses than 5 in 500 have probability 1.4e-5 (binomial)."""
    words = words_of(bench, 'ddim eta .5')
    cells = Cells(bench, words, 49)
    told = bench.check(bench.sample(1, n, *words), *words)['detects_chi_distance']

    def distance(shift):
        moved = np.diff(np.concatenate([[0], cells.cdf(cells.edge - shift), [1]]))
        return np.sqrt(np.sum((moved - cells.probability) ** 2 / cells.probability))

    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if distance(middle) < told else (low, middle)
    missed = sum(cells.p_value(bench.sample(seed, n, *words) + high) > ALPHA
                 for seed in range(700000, 700000 + trials))
    most = int(scipy.stats.binom.isf(1.5e-5, trials, 1e-3))
    bench.claim(missed <= most, f'power: n = {n}, a shift of {high:.4g} is a chi distance of '
                f'{distance(high):.4g}, said to be detected with probability .999: missed '
                f'{missed} of {trials}')


def main():
    with Bench(__doc__) as bench:
        if not bench.full:
            accepted(bench, 20000, [1])
            uniform(bench, 2000, range(1, 31), ['ddim eta .5', 'flow euler'])
            large_as_small(bench, 20000, 5, 2)
            return
        accepted(bench, 1000000, range(900000, 900020))
        uniform(bench, 10000, range(901000, 902000), METHODS)
        power(bench, 10000, 500)
        large_as_small(bench, 10000000, 1000, 903000)
        thousand_steps(bench, 1000000, range(904000, 904020))


if __name__ == '__main__':
    sys.exit(main())
