#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Oracles: `fpk law` and `fpk solve` against numbers that share nothing with them: tables of
tests/data (each names its source), closed forms, and a spectral method computed here. Listed
parameters and random neighbours of them.

    python3 oracles.py BUILD/fpk [--full]"""

import math
import resource
import sys

import numpy as np

from common import G1, M1, Bench, normal_pdf, options, rows

SEED = 20240103
DIGITS = 5e-6  # 5 digits: half a unit of the sixth, relative to the number


def mixture_rows(bench):
    """The rows of M1, to 5 digits and each in under 3 s of one processor."""
    target = bench.target(M1)
    for name, choice, *known in rows('law_mixture.txt'):
        if name == 'ddpm' and not bench.full:
            continue
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        schedule = [] if name == 'annealed-langevin' else ['--schedule', 'linear']
        found = bench.answer('law', '--target', target, '--sampler', name, *schedule,
                             *options(choice))
        seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        off = [abs(found[key] / float(value) - 1)
               for key, value in zip(('kl_pq', 'kl_qp', 'tv', 'w1'), known)]
        bench.claim(max(off) < DIGITS and seconds < 3, f'M1 {name} {choice}: ' + ' '.join(
            f'{key} {found[key]:.8g}' for key in ('kl_pq', 'kl_qp', 'tv', 'w1'))
            + f'; worst {max(off):.1e}; {seconds:.2f} s of one processor')


def gaussian_rows(bench):
    """G1 by DDIM and DDPM against 40-digit recursions."""
    target = bench.target(G1)
    count, worst = 0, 0
    for name, choice, steps, spacing, mean, variance in rows('sampler_gaussian.txt'):
        if not bench.full and (spacing != 'leading' or int(steps) > 10):
            continue
        if int(steps) == 1000 and name == 'ddpm' and spacing != 'leading':
            continue  # the same grid
        found = bench.answer('law', '--target', target, '--sampler', name, '--schedule', 'linear',
                             '--steps', steps, '--spacing', spacing, *options(choice))
        worst = max(worst, abs(found['mean'] - float(mean)),
                    abs(found['variance'] - float(variance)))
        count += 1
    bench.claim(worst < 1e-9, f'G1: {count} rows of DDIM (eta 0, .5) and DDPM (small, large), '
                f'worst of mean and variance {worst:.1e}')


def unadjusted_langevin(bench):
    """Stationary variance of x += a score + sqrt(2a) z on N(m, v): v/(1 - a/2v); with a/2: a/4v."""
    rng = np.random.default_rng(SEED)
    cases = [(.7, .25, .05), (.7, .25, .1)]
    cases += [(rng.uniform(-2, 2), v, v * rng.uniform(.1, .9))
              for v in rng.uniform(.1, 3, 3 if bench.full else 1)]
    for m, v, a in cases:
        for kind, share in (('full', 1.0), ('half', .5)):
            decay = abs(1 - share * a / v)
            steps = int(math.ceil(math.log(1e-13) / math.log(decay) / 2)) + 1
            found = bench.answer('law', '--target', bench.target(([1], [m], [v])), '--sampler',
                                 'annealed-langevin', '--sigmas', '1e-9', '--inner-steps', steps,
                                 '--step', f'{a:.17g}', '--step-convention', kind, '--start',
                                 'exact')
            known = v / (1 - share * a / (2 * v))
            off = abs(found['variance'] - known)
            bench.claim(off < 1e-9 * known, f'Langevin, v = {v:.4g}, a = {a:.4g} ({kind}): '
                        f'stationary variance {found["variance"]:.8g}, off by {off:.1e}')


def euler_of_ornstein_uhlenbeck(bench):
    """dX = -k X dt + sqrt(2k D) dW by Euler: stationary variance D/(1 - k h/2)."""
    for k, d, h in ((1, 1, .1), (1, 1, .01), (2.3, .7, .05)) if bench.full else ((1, 1, .1),):
        time = 13 / k
        found = bench.answer('law', '--drift', f'-{k}*x', '--diffusion', f'sqrt({2 * k * d})',
                             '--dt', h, '--time', time, '--initial', 'normal:0:1')
        h = found['dt']  # a whole number of steps
        left = (1 - k * h) ** (2 * found['steps'])
        stationary = d / (1 - k * h / 2)
        off = abs(found['variance'] - (left + (1 - left) * stationary))
        bench.claim(off < 1e-9, f'Euler on OU, k = {k}, h = {h:.6g}: variance '
                    f'{found["variance"]:.10g}, stationary {stationary:.10g}; off by {off:.1e}')


# ---- densities that `solve` must find ----

def ornstein_uhlenbeck(rng, first):
    k, d, m, s, t = (1, 1, 2, .3, 1) if first else (
        rng.uniform(.5, 3), rng.uniform(.2, 2), rng.uniform(-2, 2), rng.uniform(.1, .6),
        rng.uniform(.2, 1.5))
    mean = m * math.exp(-k * t)
    variance = s * s * math.exp(-2 * k * t) - d * math.expm1(-2 * k * t)
    x = mean + math.sqrt(variance) * np.array([-2.5, -1, 0, .6, 2])
    return ('OU', ['--drift', f'-({k:.17g})*x', '--diffusion', f'{math.sqrt(2 * k * d):.17g}',
                   '--initial', f'normal:{m:.17g}:{s:.17g}', '--time', f'{t:.17g}'],
            x, normal_pdf(x, mean, variance), mean, variance)


def benes(rng, first):
    """dX = tanh X dt + dW from a point (Benes 1981): nonlinear, bimodal, exact."""
    x0, t = (.5, 1) if first else (rng.uniform(-1.5, 1.5), rng.uniform(.5, 2))
    x = x0 + np.array([-2, -.7, 0, .8, 2.2]) * math.sqrt(t)
    p = np.cosh(x) / math.cosh(x0) * math.exp(-t / 2) * normal_pdf(x, x0, t)
    mean = x0 + t * math.tanh(x0)
    variance = t + t * t / math.cosh(x0) ** 2  # a mixture of N(x0 + t, t), N(x0 - t, t)
    return ('Benes', ['--drift', 'tanh(x)', '--diffusion', '1', '--initial', f'delta:{x0:.17g}',
                      '--time', f'{t:.17g}'], x, p, mean, variance)


def sine_hyperbolic(rng, first):
    """dX = X/2 dt + sqrt(1 + X^2) dW: X = sinh(arsinh X0 + W), multiplicative noise."""
    x0, t = (.3, .25) if first else (rng.uniform(-1, 1), rng.uniform(.1, .4))
    y0 = math.asinh(x0)
    y = y0 + np.array([-2, -.8, 0, .7, 2]) * math.sqrt(t)
    mean = math.exp(t / 2) * x0
    second = (math.exp(2 * t) * math.cosh(2 * y0) - 1) / 2
    return ('sinh W', ['--drift', 'x/2', '--diffusion', 'sqrt(1+x^2)', '--initial',
                       f'delta:{x0:.17g}', '--time', f'{t:.17g}'],
            np.sinh(y), normal_pdf(y, y0, t) / np.cosh(y), mean, second - mean ** 2)


def sinc(force, curve, potential, d, start, t, x, half, n):
    """Density of dX = force dt + sqrt(2d) dW: H = d (-d2/dx2) + V, V = force^2/4d - curve/2 with
    curve = U'', in the sinc basis on (-half, half) (Stenger 1993), exponentiated; then p at x,
    mass, mean and variance."""
    h = half / n
    j = np.arange(-n, n + 1)
    z = j * h
    k = j[:, None] - j[None, :]
    with np.errstate(divide='ignore'):
        second = np.where(k == 0, -math.pi ** 2 / 3,
                          -2.0 * (-1.0) ** k / np.where(k == 0, 1, k) ** 2) / h ** 2
    energy, mode = np.linalg.eigh(-d * second + np.diag(force(z) ** 2 / (4 * d) - curve(z) / 2))
    root = potential(z) / (2 * d)
    shift = root.min()
    u = mode @ (np.exp(-energy * t) * (mode.T @ (start(z) * np.exp(root - shift))))
    p = u * np.exp(shift - root)
    at = [np.sum(u * np.sinc((y - z) / h)) * math.exp(shift - potential(y) / (2 * d)) for y in x]
    mean = h * np.sum(z * p)
    return np.array(at + [h * np.sum(p), mean, h * np.sum(z * z * p) - mean ** 2])


def double_well(rng, first):
    """U = x^4/4 - b x^2/2 + c x; two resolutions of the reference agree to 1e-11."""
    b, c, d, m, s, t = (1, 0, .25, .3, .25, .5) if first else (
        rng.uniform(.5, 1.6), rng.uniform(-.2, .2), rng.uniform(.15, .6), rng.uniform(-.6, .6),
        rng.uniform(.2, .35), rng.uniform(.2, 1.5))
    x = np.array([-1.5, -.9, -.2, .3, 1.1])

    def reference(half, n):
        return sinc(lambda z: -z ** 3 + b * z - c, lambda z: 3 * z * z - b,
                    lambda z: z ** 4 / 4 - b * z * z / 2 + c * z, d,
                    lambda z: normal_pdf(z, m, s * s), t, x, half, n)

    half = 2 * (1 + d) ** .5 + 1.6 * d ** .25
    one, two = reference(half, 180), reference(1.04 * half, 240)
    if np.max(np.abs(one - two)) > 1e-11 or abs(two[-3] - 1) > 1e-10:
        sys.exit(f'the spectral reference has not converged: {one - two}')
    return ('double well', ['--potential', f'x^4/4 - ({b:.17g})*x^2/2 + ({c:.17g})*x',
                            '--temperature', f'{d:.17g}', '--initial', f'normal:{m:.17g}:{s:.17g}',
                            '--time', f'{t:.17g}'], x, two[:5], two[-2], two[-1])


def densities(bench, make, count):
    """Each problem at the tolerance and at a hundredth of it: the error, the bound that came with
    it, and the order printed."""
    rng = np.random.default_rng(SEED)
    for case in range(count):
        name, words, x, p, mean, variance = make(rng, case == 0)
        at = ','.join(f'{y:.17g}' for y in x)
        for tolerance in (1e-6, 1e-8) if bench.full else (1e-6,):
            found = bench.answer('solve', *words, '--at', at, '--tolerance', tolerance)
            bound = found['numerical_error']
            off = np.append(np.abs(np.array(found['p']) - p),
                            [abs(found['mean'] - mean), abs(found['variance'] - variance)])
            most = np.append(bound['p'], [bound['mean'], bound['variance']])
            ratio = float(np.max(off / most))
            done = found['converged'] == 'yes'
            bench.claim(ratio <= 1 and abs(found['order'] - 2) < .2
                        and (off.max() <= tolerance if done else most.max() > tolerance),
                        f'{name} {case}, tolerance {tolerance:g} {"" if done else "not "}reached: '
                        f'error {off.max():.1e}, at most {ratio:.2g} of numerical_error '
                        f'({most.max():.1e}), order {found["order"]:.3f}, {found["cells"]} cells, '
                        f'{found["steps"]} steps')


def main():
    with Bench(__doc__) as bench:
        mixture_rows(bench)
        gaussian_rows(bench)
        unadjusted_langevin(bench)
        euler_of_ornstein_uhlenbeck(bench)
        for make in (ornstein_uhlenbeck, benes, double_well):
            densities(bench, make, 12 if bench.full else 2)
        densities(bench, sine_hyperbolic, 2)  # tails so heavy that a uniform mesh must say so


if __name__ == '__main__':
    sys.exit(main())
