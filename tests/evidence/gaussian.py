# SPDX-License-Identifier: GPL-3.0-or-later
"""Samplers on Gaussian data N(m, v), written from their papers and not from fpk's tables: each
step is a function x -> (mean of the next x, standard deviation of the noise). The steps are affine,
so that mean and variance follow exactly; they also run on points. All in numpy's longdouble."""

from fractions import Fraction

import numpy as np

L = np.longdouble
T = 1000


def abar(schedule, times=T):
    """abar_t, t = 0 .. times-1, the product of 1 - beta up to and including t."""
    t = np.arange(times, dtype=L)
    if schedule == 'linear':  # Ho, Jain, Abbeel 2020
        beta = L('1e-4') + (L('2e-2') - L('1e-4')) * t / (times - 1)
    elif schedule == 'scaled-linear':  # Rombach et al. 2022
        low, high = np.sqrt(L('.00085')), np.sqrt(L('.012'))
        beta = (low + (high - low) * t / (times - 1)) ** 2
    else:  # cosine: Nichol, Dhariwal 2021
        half_pi = 2 * np.arctan(L(1))
        f = np.cos((np.arange(times + 1, dtype=L) / times + L('.008')) / L('1.008') * half_pi) ** 2
        beta = np.minimum(1 - f[1:] / f[:-1], L('.999'))
    return np.cumprod(1 - beta)


def grid(spacing, steps):
    """Training times in the order of sampling."""
    if spacing == 'leading':
        return [i * (T // steps) for i in range(steps)][::-1]
    if spacing == 'trailing':
        return [round(Fraction(T) - Fraction(i * T, steps)) - 1 for i in range(steps)]
    return [int(t) for t in np.round(np.linspace(0, T - 1, steps))][::-1]


def walk(schedule, spacing, steps):
    """(A, P) of each step: abar now and at the next time, 1 at the end."""
    a = abar(schedule)
    t = grid(spacing, steps)
    return [(a[t[i]], a[t[i + 1]] if i + 1 < steps else L(1)) for i in range(steps)]


def x0(x, A, m, v):
    """Posterior mean of the data given x = sqrt(A) x_0 + sqrt(1-A) eps."""
    return m + np.sqrt(A) * v / (A * v + 1 - A) * (x - np.sqrt(A) * m)


def eps(x, A, m, v):
    return (x - np.sqrt(A) * x0(x, A, m, v)) / np.sqrt(1 - A)


def ddim(path, m, v, eta):
    """Song, Meng, Ermon 2021, eqs. 12, 16."""
    for A, P in path:
        s2 = L(eta) ** 2 * (1 - P) / (1 - A) * (1 - A / P)
        yield (lambda x, A=A, P=P, s2=s2: np.sqrt(P) * x0(x, A, m, v)
               + np.sqrt(1 - P - s2) * eps(x, A, m, v)), np.sqrt(s2)


def ddpm(path, m, v, variance):
    """Ho, Jain, Abbeel 2020, eqs. 6, 7, with beta = 1 - A/P; no noise in the last step."""
    for A, P in path:
        beta = 1 - A / P
        s2 = beta * ((1 - P) / (1 - A) if variance == 'small' else 1) * (P < 1)
        yield (lambda x, A=A, P=P, beta=beta: (np.sqrt(P) * beta * x0(x, A, m, v)
               + np.sqrt(A / P) * (1 - P) * x) / (1 - A)), np.sqrt(s2)


def langevin(sigmas, inner, step, convention, m, v):
    """Song, Ermon 2019, algorithm 1 (half); full: x += a score + sqrt(2a) z."""
    for s in sigmas:
        a = step * (s / sigmas[-1]) ** 2 / (2 if convention == 'half' else 1)
        for _ in range(inner):
            yield (lambda x, a=a, s=s: x - a * (x - m) / (v + s * s)), np.sqrt(2 * a)


def geometric(first, last, count):
    return L(first) * (L(last) / L(first)) ** (np.arange(count, dtype=L) / (count - 1))


def backward(steps, m, v, share, noisy):
    """Euler on dX = [beta/2 X + share beta score] d(-t) (+ sqrt(beta) dW), beta = .1 + 19.9 t."""
    for i in range(steps):
        t, h = 1 - L(i) / steps, L(1) / steps
        b = L('.1') + L('19.9') * t
        A = np.exp(-(L('.1') * t + L('19.9') * t * t / 2))
        yield (lambda x, b=b, A=A, h=h: x + h * b * (x / 2 - share * (x - np.sqrt(A) * m)
               / (A * v + 1 - A))), np.sqrt(b * h) if noisy else L(0)


def moments(steps, mean, variance):
    """Mean and variance after affine steps, from the values of each at 0 and 1."""
    mean, variance = L(mean), L(variance)
    for step, noise in steps:
        b = step(L(0))
        slope = step(L(1)) - b
        mean, variance = slope * mean + b, slope ** 2 * variance + noise ** 2
    return mean, variance


def points(steps, start, rng):
    x = start
    for step, noise in steps:
        x = step(x)
        if noise > 0:
            x = x + float(noise) * rng.standard_normal(len(start))
        x = np.asarray(x, dtype=float)
    return x
