# SPDX-License-Identifier: GPL-3.0-or-later
"""Sampling: whole samplers on the exact score of two modes, fpk against PyTorch in double
precision, one core, in turn in one process; time of one point and step, and ratios.

    python3 sampling.py LIBRARY [--quick] [--markdown] [--rounds N] [--without torch]

LIBRARY is build/bench/libsampling.so. Two contenders: "torch" writes the score as one does for any
number of components (softmax over an axis), "torch, two modes" uses the sigmoid of two, which holds
for two alone; both in chunks of the fastest size, without gradients. After the clock stops the
moments of all must agree within 6 standard errors."""

import os

for variable in ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS']:
    os.environ[variable] = '1'

import argparse
import ctypes
import itertools
import math
import sys

import contenders
import ratios

T, N = 1000, 100000
WEIGHT, MEAN, VARIANCE = [0.3, 0.7], [-2.0, 1.5], [0.09, 0.25]
TASKS = [('DDIM, 50 steps', 'ddim', 'steps=50'),
         ('DPM-Solver++ 2M, 20 steps', 'dpm-solver++', 'order=2 steps=20 spacing=leading'),
         ('DDPM, 1000 steps', 'ddpm', 'steps=1000')]
GOALS = {'torch': 10}


class Library:
    """The flat functions of sampling.c."""

    def __init__(self, path):
        c = ctypes.CDLL(path)
        pointer, size = ctypes.c_void_p, ctypes.c_size_t
        for name, result, arguments in [
                ('new', pointer, [ctypes.c_char_p, ctypes.c_char_p, size]),
                ('run', ctypes.c_int, [pointer, ctypes.c_uint64]),
                ('points', ctypes.POINTER(ctypes.c_double), [pointer]),
                ('message', ctypes.c_char_p, []),
                ('free', None, [pointer])]:
            function = getattr(c, 'sampling_' + name)
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)


def alpha_bar():
    beta = [1e-4 + t * (2e-2 - 1e-4) / (T - 1) for t in range(T)]
    return list(itertools.accumulate((1 - b for b in beta), lambda a, b: a * b))


class Torch:
    """A sampler as its users write it; `of_two`: the score of two modes by a sigmoid."""

    def __init__(self, torch, chunk, of_two):
        self.torch, self.chunk = torch, chunk
        torch.set_num_threads(1)
        f64 = {'dtype': torch.float64}
        self.mean = torch.tensor(MEAN, **f64)
        self.variance = torch.tensor(VARIANCE, **f64)
        self.log_weight = torch.tensor(WEIGHT, **f64).log()
        self.generator = torch.Generator().manual_seed(1)
        self.score = self.two_modes if of_two else self.any_modes
        self.bar = alpha_bar()

    def normals(self, n):
        return self.torch.randn(n, dtype=self.torch.float64, generator=self.generator)

    def any_modes(self, x, bar):
        variance = bar * self.variance + (1 - bar)
        d = x[:, None] - math.sqrt(bar) * self.mean
        share = self.torch.softmax(self.log_weight - 0.5 * variance.log()
                                   - 0.5 * d * d / variance, dim=1)
        return -(share * d / variance).sum(dim=1)

    def two_modes(self, x, bar):
        v0, v1 = (bar * v + (1 - bar) for v in VARIANCE)
        d0, d1 = (x - math.sqrt(bar) * m for m in MEAN)
        constant = math.log(WEIGHT[1] / WEIGHT[0]) - 0.5 * math.log(v1 / v0)
        second = self.torch.sigmoid(constant + d0 * d0 * (0.5 / v0) - d1 * d1 * (0.5 / v1))
        s0, s1 = d0 * (-1 / v0), d1 * (-1 / v1)
        return s0 + second * (s1 - s0)

    def levels(self, steps):
        """alpha-bar of the times visited, leading, then the clean end."""
        return [self.bar[i * (T // steps)] for i in reversed(range(steps))] + [1.0]

    def ddim(self, x, steps):
        bars = self.levels(steps)
        for a, p in zip(bars, bars[1:]):
            eps = -math.sqrt(1 - a) * self.score(x, a)
            x0 = (x - math.sqrt(1 - a) * eps) / math.sqrt(a)
            x = math.sqrt(p) * x0 + math.sqrt(1 - p) * eps
        return x

    def ddpm(self, x, steps):
        bars = self.levels(steps)
        for a, p in zip(bars, bars[1:]):
            beta = 1 - a / p
            x = (x + beta * self.score(x, a)) / math.sqrt(1 - beta)
            if p < 1:
                x = x + math.sqrt(beta * (1 - p) / (1 - a)) * self.normals(len(x))
        return x

    def dpm(self, x, steps):
        """2M: the second step on mixes two estimates of the data; the last returns it."""
        bars, before, h_before = self.levels(steps), None, None
        for a, p in zip(bars, bars[1:]):
            x0 = (x + (1 - a) * self.score(x, a)) / math.sqrt(a)
            if p == 1:
                return x0
            h = 0.5 * math.log(p * (1 - a) / ((1 - p) * a))
            d = x0
            if before is not None:
                d = x0 + (0.5 * h / h_before) * (x0 - before)
            x = math.sqrt((1 - p) / (1 - a)) * x - math.sqrt(p) * math.expm1(-h) * d
            before, h_before = x0, h
        return x

    def run(self, name, steps, n):
        method = {'ddim': self.ddim, 'ddpm': self.ddpm, 'dpm-solver++': self.dpm}[name]
        with self.torch.no_grad():
            parts = [method(self.normals(min(self.chunk, n - at)), steps)
                     for at in range(0, n, self.chunk)]
            return self.torch.cat(parts)


def task(library, peers, title, name, words, n, rounds, table):
    run = library.new(name.encode(), words.encode(), n)
    if not run:
        print(f'\n{title}: {library.message().decode()}')
        return
    steps = int(dict(word.split('=') for word in words.split())['steps'])
    seed, last = itertools.count(1), {}
    field = {'fpk': lambda: library.run(run, next(seed))}
    for key, peer in peers.items():
        field[key] = lambda key=key, peer=peer: last.update({key: peer.run(name, steps, n)})
    times = ratios.measure(rounds, field)
    found = {'fpk': ratios.moments(library.points(run)[:n])}
    found.update({key: ratios.moments(x.tolist()) for key, x in last.items()})
    ratios.agree(title, found)
    library.free(run)
    table.task(title + ', two modes', n * steps, times, GOALS)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('library')
    parser.add_argument('--quick', action='store_true')
    parser.add_argument('--markdown', action='store_true')
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--without', default='')
    given = parser.parse_args()
    library, peers = Library(given.library), {}
    torch, why = (None, 'torch: left out') if 'torch' in given.without else contenders.look('torch')
    if torch:
        peers['torch'] = Torch(torch, 4096, False)
        peers['torch, two modes'] = Torch(torch, 8192, True)
        print(f'PyTorch {torch.__version__}')
    else:
        print(why)
    table = ratios.Table(given.markdown)
    for title, name, words in TASKS:
        rounds = 1 if given.quick else given.rounds if name != 'ddpm' else max(2, given.rounds // 2)
        task(library, peers, title, name, words, 2000 if given.quick else N, rounds, table)
    return 1 if table.missed else 0


if __name__ == '__main__':
    sys.exit(main())
