#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Probe: on Gaussian data of any dimension the output of every plan is Gaussian; `fpk law` prints
its mean, covariance and distances in closed form. Here every sampler's printed plan is run forwards
on affine maps, dim x dim matrices in numpy's longdouble, without the axes that fpk uses; distances
by mpmath from textbook formulas. The samplers of the papers, too, from their own equations
(gaussian.py). Data, starts and numbers of steps are random. No number may be off by more than its
numerical_error.

    python3 probe.py BUILD/fpk [--full]"""

import json
import re
import subprocess
import sys

import mpmath as mp
import numpy as np

import gaussian
from common import G1, Bench, options, rows

SEED = 20240109
L = np.longdouble
mp.mp.dps = 40


def inverse(m):
    """Of a symmetric positive definite longdouble matrix, by Gauss and Jordan."""
    n = len(m)
    w = np.concatenate([m, np.eye(n, dtype=L)], axis=1)
    for k in range(n):
        w[k] /= w[k, k]
        for i in range(n):
            if i != k:
                w[i] -= w[i, k] * w[k]
    return w[:, n:]


def head(name, x, alpha, sigma, mu, data):
    """A head of the affine x = (constant, [matrices]): score = -(alpha^2 C + sigma^2)^-1 (x - alpha
    mu), x0 = mu + alpha C (...)^-1 (x - alpha mu), eps = (x - alpha x0)/sigma = -sigma score."""
    inner = inverse(alpha * alpha * data + sigma * sigma * np.eye(len(mu), dtype=L))

    def linear(slope, constant):
        return constant + slope @ (x[0] - alpha * mu), [slope @ m for m in x[1]]
    if name == 'score':
        return linear(-inner, 0 * mu)
    if name == 'eps':
        return linear(sigma * inner, 0 * mu)
    if name == 'x0':
        return linear(alpha * data @ inner, mu)
    if name == 'v':
        return linear((alpha * sigma * np.eye(len(mu)) - sigma * alpha * data) @ inner, -sigma * mu)
    return linear((sigma * np.eye(len(mu)) - alpha * data) @ inner, -mu)


def number(text):
    return L(text)


def run(text, mu, data):
    """(constant, gain, covariance of the noises) of the plan that `fpk show sampler` printed."""
    dim, register, first = len(mu), {}, None
    zero = np.zeros((dim, dim), dtype=L)
    register[0] = (np.zeros(dim, dtype=L), [np.eye(dim, dtype=L)])
    for line in text.splitlines():
        words = line.split()
        if words[0] == 'registers':
            first = [number(words[i]) for i in (5, 8, 10)]
        elif words[0] == 'EVAL':
            alpha, sigma = number(words[7]), number(words[9])
            register[int(words[1][1:])] = head(words[3], register[int(words[4][1:])], alpha, sigma,
                                               mu, data)
        elif words[0] == 'MIX':
            terms = re.findall(r'(\S+) r(\d+) \+', line)
            parts = [(number(c), register[int(r)]) for c, r in terms]
            most = max(len(p[1]) for _, p in parts)
            constant = sum(c * p[0] for c, p in parts)
            maps = [sum((c * p[1][k] for c, p in parts if k < len(p[1])), zero)
                    for k in range(most)]
            noise = number(re.search(r'(\S+) xi', line).group(1))
            count = max(len(p[1]) for p in register.values())
            if noise > 0:  # a new column of pushes
                maps += [zero] * (count - most) + [noise * np.eye(dim, dtype=L)]
            register[int(words[1][1:])] = (constant, maps)
        elif words[0] not in ('plan', 'end'):
            return None
    constant, maps = register[0]
    return constant, maps[0], sum((m @ m.T for m in maps[1:]), zero), first


def textbook(mean_p, p, mean_q, q):
    """w2, kl_pq, kl_qp with 40 digits."""
    def exact(m):
        return mp.matrix([[mp.mpf(str(x)) for x in row] for row in m])

    def root(m):
        values, axes = mp.eigsy(m)
        return axes * mp.diag([mp.sqrt(max(v, 0)) for v in values]) * axes.T
    p, q = exact(p), exact(q)
    shift = exact([[b - a] for a, b in zip(mean_p, mean_q)])
    s, dim = root(p), p.rows
    inner = s * q * s
    inner = root((inner + inner.T) / 2)
    trace = sum((p + q - 2 * inner)[i, i] for i in range(dim))
    w2 = mp.sqrt(max(0, sum(x * x for x in shift) + trace))

    def kl(a, b):
        back = b ** -1
        return (sum((back * a)[i, i] for i in range(dim)) - dim + (shift.T * back * shift)[0]
                + mp.log(mp.det(b) / mp.det(a))) / 2
    return w2, kl(p, q), kl(q, p)


def target_of(bench, mean, covariance, name):
    path = bench.folder / name
    path.write_text(json.dumps({'kind': 'gaussian-mixture', 'weights': [1],
                                'means': [list(map(float, mean))],
                                'covariances': [np.asarray(covariance, dtype=float).tolist()]}))
    return str(path)


def draw(rng, dim):
    """Mean, and a covariance that is not diagonal: standard deviations .2 to 2, random axes."""
    axes = np.linalg.qr(rng.standard_normal((dim, dim)))[0]
    c = axes @ np.diag(rng.uniform(.2, 2, dim) ** 2) @ axes.T
    return rng.uniform(-2, 2, dim), (c + c.T) / 2


def start_of(bench, rng, kind, dim, first, mu, data):
    """(words for the command, mean, covariance) of a start."""
    if kind == 'usual':
        return [], np.zeros(dim, dtype=L), first[0] ** 2 * np.eye(dim, dtype=L)
    if kind == 'std':
        return ['--start', 'std:1.7'], np.zeros(dim, dtype=L), L(1.7) ** 2 * np.eye(dim, dtype=L)
    if kind == 'exact':
        return (['--start', 'exact'], first[1] * mu,
                first[1] ** 2 * data + first[2] ** 2 * np.eye(dim, dtype=L))
    mean, c = draw(rng, dim)
    return (['--start', target_of(bench, mean, c, 'start.json')], mean.astype(L), c.astype(L))


def apart(found, mean, covariance, distances, dim):
    """The largest difference in units of its numerical_error, and how large the errors are."""
    error = found['numerical_error']
    scale = float(np.sqrt(np.max(np.diag(covariance)) + np.max(np.abs(mean)) ** 2))
    pairs = [(np.max(np.abs(np.asarray(found['mean']).reshape(dim) - mean)
                     / np.asarray(error['mean'])), 1)]
    pairs.append((np.max(np.abs(np.asarray(found['covariance']).reshape(dim, dim) - covariance)),
                  error['covariance']))
    for key, value in zip(('w2', 'kl_pq', 'kl_qp'), distances or ()):
        if found[key] is not None:
            pairs.append((abs(mp.mpf(found[key]) - value), error[key]))
    return (max(float(d) / e if e > 0 else (0 if d == 0 else np.inf) for d, e in pairs),
            float(np.max(error['mean'])) / scale)


def samplers(bench):
    return [s['name'] for s in bench.answer('show', 'samplers')['samplers']]


def one(bench, rng, name, words, dim, kind, seen):
    """One question: the plan's own numbers against fpk's answer."""
    mu, data = draw(rng, dim)
    shown = subprocess.run([bench.fpk, 'show', 'sampler', name, *map(str, words)],
                           capture_output=True, text=True, check=False)
    if shown.returncode != 0:
        return
    target = target_of(bench, mu, data, 'data.json')
    mu, data = mu.astype(L), data.astype(L)
    made = run(shown.stdout, mu, data)
    if not made:
        return
    constant, gain, noise, first = made
    start, mean, covariance = start_of(bench, rng, kind, dim, first, mu, data)
    code, found, _ = bench.run('law', '--target', target, '--sampler', name, *words, *start, '--by',
                               'probe', '--split=false')
    if code != 0:
        return
    mean = gain @ mean + constant
    covariance = gain @ covariance @ gain.T + noise
    closed = textbook(mu, data, mean, covariance) if dim <= 4 else None
    off, size = apart(found, mean, covariance, closed, dim)
    seen.append((off, size))


def neighbours(bench):
    """Every sampler, random steps, dimensions and starts."""
    rng = np.random.default_rng(SEED)
    for name in samplers(bench):
        seen, asked = [], 0
        steps = [] if name == 'annealed-langevin' else ['--steps']
        for dim in (1, 2, 4, 16) if bench.full else (1, 3):
            for kind in ('usual', 'std', 'exact', 'other') if bench.full else ('usual', 'other'):
                words = steps + [int(rng.integers(4, 25))] if steps else []
                if name == 'annealed-langevin':
                    words = ['--inner-steps', 2]
                one(bench, rng, name, words, dim, kind, seen)
                asked += 1
        if not seen:
            print(f'     {name}: no probe')
            continue
        off, size = (max(column) for column in zip(*seen))
        bench.claim(off <= 1, f'{name}: {len(seen)} of {asked} questions, worst {off:.2g} of '
                    f'numerical_error, which is at most {size:.1e} of the size')


def papers(bench):
    """DDIM and DDPM from their papers' equations, along the axes, with steps up to 1000 and alpha
    down to 5e-5 (cosine)."""
    rng = np.random.default_rng(SEED + 1)
    cases = [('linear', 'leading', 10), ('cosine', 'trailing', 20)]
    cases += [('cosine', 'leading', 1000), ('linear', 'trailing', 1000)] if bench.full else []
    for schedule, spacing, steps in cases:
        path = gaussian.walk(schedule, spacing, steps)
        for name, words, made in (
                ('ddim', ['--eta', '0'], lambda m, v: gaussian.ddim(path, m, v, '0')),
                ('ddim', ['--eta', '1'], lambda m, v: gaussian.ddim(path, m, v, '1')),
                ('ddpm', ['--variance', 'large'], lambda m, v: gaussian.ddpm(path, m, v, 'large'))):
            mean, spread = rng.uniform(-2, 2, 4), rng.uniform(.1, 2, 4) ** 2
            target = target_of(bench, mean, np.diag(spread), 'data.json')
            found = bench.answer('law', '--target', target, '--sampler', name, '--schedule',
                                 schedule, '--spacing', spacing, '--steps', steps, *words,
                                 '--split=false')
            known = [gaussian.moments(made(L(m), L(v)), 0, 1) for m, v in zip(mean, spread)]
            known_mean = np.array([k[0] for k in known])
            known_covariance = np.diag([k[1] for k in known])
            off, size = apart(found, known_mean, known_covariance,
                              textbook(mean.astype(L), np.diag(spread).astype(L), known_mean,
                                       known_covariance), 4)
            bench.claim(off <= 1, f'{name} {" ".join(words)} {schedule} {spacing} {steps}: '
                        f'{off:.2g} of numerical_error, {size:.1e} of the size')


def published(bench):
    """Pierret & Galerne 2025 (arXiv:2405.14250): Gaussian with variances 4, 1, .25, .01, VP with
    beta from .1 to 20, W2 to three digits."""
    target = target_of(bench, [0] * 4, np.diag([4, 1, .25, .01]), 'four.json')
    have = samplers(bench)
    for name, choice, points, known in rows('sampler_four_variances.txt'):
        if name not in have:
            continue
        found = bench.answer('law', '--target', target, '--sampler', name, '--steps',
                             int(points) - 1, '--split=false',
                             *(options(choice) if choice != '-' else []))
        digits = f'{found["w2"]:.2e}'
        bench.claim(digits == known, f'four variances, {name}, {points} grid points: W2 {digits}, '
                    f'known {known}')


def edm(bench):
    """EDM, deterministic, sigma .002 .. 80, rho 7, 18 steps on N(.7, .25): five digits."""
    found = bench.answer('law', '--target', bench.target(G1), '--sampler', 'edm-heun', '--steps',
                         18, '--split=false')
    bench.claim(f'{found["mean"]:.5f} {found["variance"]:.5f}' == '0.69538 0.27839',
                f'edm-heun: mean {found["mean"]:.5f}, variance {found["variance"]:.5f}')


def main():
    with Bench(__doc__) as bench:
        published(bench)
        edm(bench)
        papers(bench)
        neighbours(bench)


if __name__ == '__main__':
    sys.exit(main())
