#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Affine: on Gaussian data every table is affine, so that its output is N(mean, variance) with
both known exactly. `fpk law` pushes a density instead (--by quadrature), or follows the plan along
the axes of the data (--by probe); mean and variance of both must agree to 1e-9 of the size of the
law. How much of the printed numerical_error that is stands at the end of the line.

    python3 affine.py BUILD/fpk [--full]"""

import sys

import numpy as np

import gaussian
from common import Bench

SEED = 20240101


def targets(count):
    """(m, v) that nobody chose: |m| up to 3, standard deviations .2 to 2."""
    rng = np.random.default_rng(SEED)
    return [(rng.uniform(-3, 3), rng.uniform(.2, 2) ** 2) for _ in range(count)]


def tables(schedule, spacing, steps):
    """(name, options, steps of the reference) of the tables on a discrete schedule."""
    where = ['--schedule', schedule, '--spacing', spacing, '--steps', steps]
    path = gaussian.walk(schedule, spacing, steps)
    for eta in ('0', '0.5', '1'):
        yield 'ddim', [*where, '--eta', eta], lambda m, v, eta=eta: gaussian.ddim(path, m, v, eta)
    for kind in ('small', 'large'):
        yield ('ddpm', [*where, '--variance', kind],
               lambda m, v, kind=kind: gaussian.ddpm(path, m, v, kind))


def others(steps):
    """The tables without a discrete schedule; Langevin with `steps` steps at each of 3 levels."""
    sigmas = gaussian.geometric(8, .5, 3)
    for kind in ('half', 'full'):
        yield ('annealed-langevin', ['--sigmas', 'geometric:8:0.5:3', '--inner-steps', steps,
                                     '--step', '0.05', '--step-convention', kind],
               lambda m, v, kind=kind: gaussian.langevin(sigmas, steps, gaussian.L('.05'), kind,
                                                         m, v))
    yield ('reverse-euler-maruyama', ['--steps', steps],
           lambda m, v: gaussian.backward(steps, m, v, 1, True))
    yield ('probability-flow-euler', ['--steps', steps],
           lambda m, v: gaussian.backward(steps, m, v, gaussian.L('.5'), False))


def compare(bench, m, v, name, words, steps):
    """The worse of the two ways."""
    ways = [compare_by(bench, m, v, name, [*words, '--by', by, '--split=false'], steps)
            for by in ('quadrature', 'probe')]
    return (max(w[0] for w in ways), max(w[1] for w in ways), ' '.join(w[2] for w in ways).strip())


def compare_by(bench, m, v, name, words, steps):
    """The largest difference in units of the law's size, the same in units of the printed error,
    and what was said if there was no answer."""
    _, found, refusal = bench.run('law', '--target', bench.target(([1], [m], [v])), '--sampler',
                                  name, *words)
    if found is None:
        return np.inf, np.inf, refusal.strip()
    start = 64 if name == 'annealed-langevin' else 1
    mean, variance = gaussian.moments(steps(gaussian.L(m), gaussian.L(v)), 0, start)
    size = max(1.0, abs(float(mean)) + float(variance) ** .5)
    off = [abs(float(found['mean'] - mean)), abs(float(found['variance'] - variance))]
    bound = [found['numerical_error']['mean'], found['numerical_error']['variance']]
    return max(off[0] / size, off[1] / size ** 2), max(o / b for o, b in zip(off, bound)), ''


def cases(full):
    """(schedule, spacing, steps) of the discrete ones."""
    if not full:
        return [('linear', 'leading', 1), ('cosine', 'trailing', 7), ('linear', 'linspace', 30),
                ('scaled-linear', 'leading', 2)]
    found = [(schedule, spacing, steps) for schedule in ('linear', 'scaled-linear', 'cosine')
             for spacing in ('leading', 'trailing', 'linspace') for steps in (1, 2, 7, 30)]
    # with S = T the three spacings are one grid: all three once, the others by one
    return found + [('linear', 'leading', 1000), ('linear', 'trailing', 1000),
                    ('linear', 'linspace', 1000), ('scaled-linear', 'leading', 1000),
                    ('cosine', 'leading', 1000)]


def main():
    with Bench(__doc__) as bench:
        for schedule, spacing, steps in cases(bench.full):
            for name, words, reference in tables(schedule, spacing, steps):
                report(bench, name, words, reference, steps)
        for steps in (1, 2, 7, 30, 1000) if bench.full else (2, 7):
            for name, words, reference in others(steps):
                report(bench, name, words, reference, steps)


def report(bench, name, words, reference, steps):
    several = targets(1 if steps == 1000 else 3 if bench.full else 1)
    found = [compare(bench, m, v, name, words, reference) for m, v in several]
    worst, ratio = max(f[0] for f in found), max(f[1] for f in found)
    bench.claim(worst <= 1e-9 and ratio <= 1, f'{name} {" ".join(map(str, words))}: '
                f'{len(several)} targets, worst {worst:.1e}, {ratio:.2g} of numerical_error'
                + ''.join(f'; (m, v) = ({m:.4g}, {v:.4g}): {f[2]}'
                          for (m, v), f in zip(several, found) if f[2]))


if __name__ == '__main__':
    sys.exit(main())
