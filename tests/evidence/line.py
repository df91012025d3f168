#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Line: `fpk solve` in one dimension against closed forms and quadratures by scipy, at listed
parameters and at random neighbours of them; and particles of exact samplers against its densities.

    python3 line.py BUILD/fpk [--full]"""

import math

import h5py
import numpy as np
from scipy import integrate, stats

from common import Bench, normal_pdf

SEED = 20261123
ALPHA = 1e-6  # family-wise, of the particles' tests


def judge(bench, text, found, pairs):
    """Each number within its numerical error, which is at most 1e-6 of it or of 1."""
    worst, lax = 0, 0
    for key, want in pairs:
        got, error = np.atleast_1d(found[key]), np.atleast_1d(found['numerical_error'][key])
        want = np.atleast_1d(want)
        worst = max(worst, np.max(np.abs(got - want) / (error + 1e-14 * np.abs(want))))
        lax = max(lax, np.max(error / np.maximum(1, np.abs(want))))
    bench.claim(worst <= 1 and lax <= 1e-6,
                f'{text}: largest error {worst:.2g} of its estimate, largest estimate {lax:.1e}')


def ornstein_uhlenbeck(bench, rng):
    for k in range(4 if bench.full else 2):
        rate, d, m, s, t = ((1, 1, 2, .3, 1) if k == 0 else
                            (rng.uniform(.3, 3), rng.uniform(.1, 2), rng.normal(), .4, .7))
        x = np.array([-1, 0, .4, 1.3])
        mean = m * math.exp(-rate * t)
        variance = s * s * math.exp(-2 * rate * t) + d / rate * -math.expm1(-2 * rate * t)
        found = bench.answer('solve', '--drift', f'-{rate!r}*x', '--diffusion',
                             f'sqrt(2*{d!r})', '--initial', f'normal:{m!r}:{s!r}', '--time', t,
                             '--at', ','.join(map(str, x)), '--tolerance', '1e-8')
        judge(bench, f'OU, rate {rate:.3g}, D {d:.3g}', found,
              [('p', normal_pdf(x, mean, variance)), ('mean', mean), ('variance', variance)])


def benes(bench):
    for x0, t in (0.5, 1), (-0.2, 3):
        x = np.array([-2.5, -1, 0, 1, 2.5])
        want = np.cosh(x) / math.cosh(x0) * math.exp(-t / 2) * normal_pdf(x, x0, t)
        found = bench.answer('solve', '--drift', 'tanh(x)', '--diffusion', '1', '--initial',
                             f'delta:{x0}', '--time', t, '--at', ','.join(map(str, x)))
        judge(bench, f'Benes from {x0}, t = {t}', found, [('p', want)])


def reflected(bench):
    """Brownian motion between walls: the cosine series."""
    for x0 in 0.25, 0.6:
        for t in 0.05, 0.1, 0.5:
            k = np.arange(1, 400, 2)
            mean = 0.5 - np.sum(4 / (math.pi * k) ** 2 * np.exp(-(math.pi * k) ** 2 * t / 2) *
                                np.cos(math.pi * k * x0))
            found = bench.answer('solve', '--drift', '0', '--diffusion', '1', '--domain', '0,1',
                                 '--initial', f'delta:{x0}', '--time', t)
            judge(bench, f'reflected Brownian motion, x0 = {x0}, t = {t}', found, [('mean', mean)])


def cir(bench):
    """dX = k (theta - X) dt + s sqrt(X) dW: noncentral chi-square, on a log mesh."""
    for k, theta, s, x0, t in (2, 1, .5, .5, 1), (1.2, .6, .6, .9, .5):
        c = s * s * -math.expm1(-k * t) / (4 * k)
        law = stats.ncx2(4 * k * theta / s ** 2, x0 * math.exp(-k * t) / c, scale=c)
        x = np.array([.3, .8, 1.1])
        found = bench.answer('solve', '--drift', f'{k}*({theta} - x)', '--diffusion',
                             f'{s}*sqrt(x)', '--initial', f'delta:{x0}', '--time', t, '--domain',
                             '1e-3,8', '--boundary', 'natural', '--mesh', 'log:0', '--at',
                             ','.join(map(str, x)))
        judge(bench, f'CIR k = {k}, theta = {theta}, s = {s}', found,
              [('p', law.pdf(x)), ('mean', law.mean()), ('variance', law.var())])


def passage(bench, rng):
    """OU: T = int_from^to int_-inf^y e^{(y^2 - z^2)/2} dz dy, D = 1."""
    inner = lambda y: math.sqrt(math.pi / 2) * (1 + math.erf(y / math.sqrt(2)))
    for a, b in (0, 1), (0, 2), (rng.uniform(-1, 0), rng.uniform(.5, 2)):
        want = integrate.quad(lambda y: math.exp(y * y / 2) * inner(y), a, b, epsrel=1e-12)[0]
        found = bench.answer('solve', '--drift', '-x', '--diffusion', 'sqrt(2)',
                             '--first-passage', f'{a}:{b}', '--tolerance', '1e-9')
        judge(bench, f'OU from {a:.3g} to {b:.3g}', found, [('mean_first_passage_time', want)])
    for b, want in (1, .59574931851276), (2, 4.5016024162291):
        found = bench.answer('solve', '--drift', '-x', '--diffusion', 'sqrt(2)', '--domain',
                             f'0,{b}', '--first-passage', f'0:{b}', '--tolerance', '1e-10')
        judge(bench, f'OU out of (-{b}, {b})', found, [('mean_first_passage_time', want)])


def exits(bench, rng):
    """Drift mu, noise 1, out of (-1, 1) from x0: sine series (Navarro, Fuss 2009)."""
    for mu, x0 in (.4, 0), (0, 0), (rng.uniform(-1, 1), rng.uniform(-.5, .5)):
        t = np.array([.25, .5, 1, 2, 4])
        k = np.arange(1, 200)[:, None]
        rate = (mu * mu + (math.pi * k / 2) ** 2) / 2
        wave = math.pi * k / 4 * np.sin(math.pi * k * (x0 + 1) / 2)
        left = np.sum(wave * np.exp(-rate * t), 0) * math.exp(-mu * (1 + x0))
        right = np.sum(-(-1) ** k * wave * np.exp(-rate * t), 0) * math.exp(mu * (1 - x0))
        alive = np.sum(wave / rate * np.exp(-rate * t) *
                       (math.exp(-mu * (1 + x0)) - (-1) ** k * math.exp(mu * (1 - x0))), 0)
        found = bench.answer('solve', '--drift', repr(mu), '--diffusion', '1', '--domain', '-1,1',
                             '--boundary', 'absorbing', '--initial', f'delta:{x0!r}',
                             '--survival', ','.join(map(str, t)))
        judge(bench, f'out of (-1, 1), drift {mu:.3g} from {x0:.3g}', found,
              [('survival', alive), ('exit_density_left', left), ('exit_density_right', right)])
        up = .5 if mu == 0 and x0 == 0 else (-math.expm1(-2 * mu * (x0 + 1)) /
                                             -math.expm1(-4 * mu))
        found = bench.answer('solve', '--drift', repr(mu), '--diffusion', '1', '--committor=-1:1',
                             '--at', repr(x0), '--tolerance', '1e-10')
        judge(bench, f'up before down, drift {mu:.3g} from {x0:.3g}', found, [('committor', up)])


def washboard(d, tilt):
    """v and D_eff of U = cos x - tilt x by Stratonovich's and Reimann's integrals."""
    n = 512
    x = 2 * math.pi * np.arange(n) / n
    u = np.cos(x)

    node, weight = np.polynomial.legendre.leggauss(120)
    y, weight = math.pi * (1 + node), math.pi * weight / d

    def plus(i):  # int_0^L e^{(U(x_i) - U(x_i - y))/d} dy/d
        return np.sum(weight * np.exp((u[i] - np.cos(x[i] - y) - tilt * y) / d))

    def minus(i):
        return np.sum(weight * np.exp((np.cos(x[i] + y) - u[i] - tilt * y) / d))

    p, m = np.array([plus(i) for i in range(n)]), np.array([minus(i) for i in range(n)])
    v = -math.expm1(-2 * math.pi * tilt / d) / np.mean(p)
    return v, d * np.mean(d * p * p * d * m) / np.mean(p) ** 3 / d ** 2


def ring(bench, rng):
    for d, tilt in (.5, .5), (1, 1), (rng.uniform(.4, 1), rng.uniform(.1, 1.5)):
        v, spread = washboard(d, tilt)
        found = bench.answer('solve', '--potential', f'cos(x) - {tilt!r}*x', '--temperature',
                             repr(d), '--domain=-pi,pi', '--boundary', 'periodic', '--stationary')
        judge(bench, f'tilted ring D = {d:.3g}, F = {tilt:.3g}', found,
              [('velocity', v), ('effective_diffusivity', spread),
               ('entropy_production', tilt * v / d)])


def conventions(bench):
    """dX = -x dt + g dW, g = 1 + x^2/4: p_s = C g^(-2, -1, 0) exp(int -2x/g^2 dx)."""
    for power, name in (2, 'ito'), (1, 'stratonovich'), (0, 'klimontovich'):
        shape = lambda x, power=power: (1 + x * x / 4) ** -power * math.exp(4 / (1 + x * x / 4))
        mass = 2 * integrate.quad(shape, 0, 6, epsrel=1e-12)[0]
        x = [0, 1, 3]
        found = bench.answer('solve', '--drift', '-x', '--diffusion', '1 + x^2/4', '--convention',
                             name, '--domain', '-6,6', '--stationary', '--at', '0,1,3')
        judge(bench, f'{name}', found, [('p', [shape(y) / mass for y in x])])
        bench.claim(found['convention'] == name, f'the answer says {name}')


def particles(bench):
    """Exact samplers against cell probabilities of the density: chi-square, Holm."""
    n = 4_000_000 if bench.full else 400_000
    cases = [('ou', [], 'delta:2', []),
             ('gbm', [], 'delta:1', ['--domain', '0.2,5', '--boundary', 'natural', '--mesh',
                                     'log:0']),
             ('cir', [], 'delta:1', ['--domain', '1e-3,8', '--boundary', 'natural', '--mesh',
                                     'log:0'])]
    seeds = range(3 if bench.full else 1)
    found = []
    for model, own, start, line in cases:
        fields = str(bench.folder / 'field.h5')
        bench.answer('solve', '--model', model, *own, '--initial', start, '--time', 1, '--out',
                     fields, '--tolerance', '1e-9', *line)
        with h5py.File(fields) as file:
            x, p = file['x'][:], file['density'][-1]
        h = x[1] - x[0]
        for seed in seeds:
            points = str(bench.folder / 'points.npy')
            bench.answer('simulate', '--model', model, *own, '--initial', start, '--time', 1,
                         '--scheme', 'exact', '--dt', 1, '--particles', n, '--seed',
                         SEED + seed, '--out', points)
            counts = np.histogram(np.load(points)[:, 0], len(x), (x[0] - h / 2, x[-1] + h / 2))[0]
            expected = p * h * n
            cells, sums = [], np.zeros(2)  # joined until 20 are expected in each
            for c, e in zip(counts, expected):
                sums += c, e
                if sums[1] >= 20:
                    cells.append(sums)
                    sums = np.zeros(2)
            rest = np.array([n, n]) - np.sum(cells, 0)
            cells[-1] = cells[-1] + rest
            cells = np.array(cells)
            chi = np.sum((cells[:, 0] - cells[:, 1]) ** 2 / cells[:, 1])
            found.append((stats.chi2.sf(chi, len(cells) - 1), f'{model}, seed {SEED + seed}, '
                          f'{n} particles, {len(cells)} cells'))
    for k, (value, text) in enumerate(sorted(found)):
        bench.claim(value > ALPHA / (len(found) - k), f'{text}: p = {value:.3g}')


def oracle(bench):
    """The grid and the oracle agree within the sum of their estimates."""
    well = ['--potential', 'x^4/4 - x^2/2 + 0.1*x', '--temperature', '0.3', '--tolerance', '1e-8']
    for words, keys in (
            (['--initial', 'normal:0.3:0.25', '--time', '0.7', '--at', '-1,0,1'],
             ('p', 'mean', 'variance')),
            (['--stationary', '--at', '-1,0,1'], ('p', 'mean', 'variance', 'entropy')),
            (['--first-passage', '-1:1'], ('mean_first_passage_time',)),
            (['--committor', '-1:1', '--at', '0,0.5'], ('committor',)),
            (['--eigenvalues', '4'], ('eigenvalues',)),
            (['--domain', '-1.5,1', '--boundary', 'absorbing', '--initial', 'normal:0.1:0.1',
              '--survival', '0.5,2'], ('survival', 'exit_density_left', 'exited_right'))):
        grid = bench.answer('solve', *well, *words)
        other = bench.answer('solve', *well, *words, '--oracle')
        worst = max(np.max(np.abs(np.subtract(grid[key], other[key])) /
                           (np.add(grid['numerical_error'][key], other['numerical_error'][key]) +
                            1e-14))
                    for key in keys)
        bench.claim(worst <= 1, f'{words[0]}: grid and oracle differ by {worst:.2g} of both bounds')


def main():
    with Bench(__doc__) as bench:
        rng = np.random.default_rng(SEED)
        ornstein_uhlenbeck(bench, rng)
        benes(bench)
        reflected(bench)
        cir(bench)
        passage(bench, rng)
        exits(bench, rng)
        ring(bench, rng)
        conventions(bench)
        oracle(bench)
        particles(bench)


if __name__ == '__main__':
    main()
