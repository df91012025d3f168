#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths: normals, bridges and trees at sample sizes that no unit test can afford.

    python3 paths.py BUILD/fpk [--full]

It calls the library in BUILD through ctypes (and BUILD/tests/evidence_normals, which counts); all
expectations are numpy's and scipy's. Every claim has a false-alarm rate of 1e-6 and says what it
would detect with probability .999. Fresh seeds: 910000, 920000, 930000 in the full form."""

import bisect
import ctypes
import pathlib
import subprocess
import sys

import numpy as np
import scipy.optimize
import scipy.special
import scipy.stats

from common import Bench

ALPHA, MISS = 1e-6, 1e-3
BLOCK, DEPTH, STORMS = 1024, 20, 1280
INCREMENT, TEST = 2, 5
SIGMA = scipy.stats.norm.isf(ALPHA / 2)
SEEN = SIGMA + scipy.stats.norm.isf(MISS)  # standard errors seen with probability .999


class Stream(ctypes.Structure):
    _fields_ = [('seed', ctypes.c_uint64), ('purpose', ctypes.c_int), ('step', ctypes.c_uint64),
                ('component', ctypes.c_uint32), ('draw', ctypes.c_uint32)]


class Tree(ctypes.Structure):
    _fields_ = [('seed', ctypes.c_uint64), ('t0', ctypes.c_double), ('t1', ctypes.c_double),
                ('component', ctypes.c_uint32)]


class Library:
    """The functions of wiener/ on numpy arrays."""

    def __init__(self, fpk):
        self.lib = ctypes.CDLL(str(pathlib.Path(fpk).parent / 'libfpk.so'))

    @staticmethod
    def p(array):
        return array.ctypes.data_as(ctypes.c_void_p)

    def normals(self, seed, n, first=0, step=0, purpose=INCREMENT):
        out = np.empty(n)
        self.lib.fpk_normal_fill(Stream(seed, purpose, step, 0, 0), ctypes.c_uint64(first),
                                 ctypes.c_size_t(n), self.p(out))
        return out

    def bridge(self, r, t, s, w_r, w_s, z):
        out = np.empty(len(z))
        self.lib.fpk_bridge(*(ctypes.c_double(x) for x in (r, t, s)), ctypes.c_size_t(len(z)),
                            self.p(w_r), self.p(w_s), self.p(z), self.p(out))
        return out

    def interval(self, tree, level, index, first, n):
        w, h = np.empty(n), np.empty(n)
        self.lib.fpk_tree_interval(ctypes.byref(tree), ctypes.c_uint(level),
                                   ctypes.c_uint64(index), ctypes.c_uint64(first),
                                   ctypes.c_size_t(n), self.p(w), self.p(h))
        return w, h

    def split(self, tree, level, index, particle, w, h):
        out = [np.empty(len(w)) for _ in range(4)]
        self.lib.fpk_tree_split(ctypes.byref(tree), ctypes.c_uint(level), ctypes.c_uint64(index),
                                ctypes.c_size_t(len(w)), self.p(particle), self.p(w), self.p(h),
                                *(self.p(a) for a in out))
        return out

    def at(self, tree, t, first, n):
        out = np.empty(n)
        self.lib.fpk_tree_at(ctypes.byref(tree), ctypes.c_double(t), ctypes.c_uint64(first),
                             ctypes.c_size_t(n), self.p(out))
        return out


class Squares:
    """Sum of squares of what should be independent standard normals: chi-square."""

    def __init__(self):
        self.n, self.sum = 0, 0.0

    def add(self, z):
        self.n += len(z)
        self.sum += float(z @ z)

    def p_value(self):
        law = scipy.stats.chi2(self.n)
        return 2 * min(law.sf(self.sum), law.cdf(self.sum))

    def detects(self):
        return SEEN * np.sqrt(2 / self.n)


def claim_squares(bench, name, squares):
    """One line for many; squares: {what: Squares}."""
    p = {key: s.p_value() for key, s in squares.items()}
    worst = min(p, key=p.get)
    fewest = min(squares.values(), key=lambda s: s.n)
    together = scipy.stats.kstest(list(p.values()), 'uniform').pvalue
    bench.claim(p[worst] > ALPHA, f'{name}: {len(p)} variances, n >= {fewest.n}; smallest p '
                f'{p[worst]:.3g} ({worst}), ' + (f'KS of all p {together:.2g}; ' * (len(p) > 1))
                + f'each would see a variance off by {100 * fewest.detects():.2g}%')


def claim_correlation(bench, name, total, n):
    z = total / np.sqrt(n)
    bench.claim(abs(z) < SIGMA, f'{name}: correlation {z / np.sqrt(n):.2g}, {z:.2f} standard '
                f'errors, n = {n}; would see {SEEN / np.sqrt(n):.2g}')


class Storm:
    """A block of scattered particles on one tree: every refused interval is cut, every accepted one
    counted. All go one way down to level DEPTH, refused at every level; an interval beside it is
    refused, one time in four, by a random half of those who are there, in shuffled order."""

    def __init__(self, library, tree, rng, first):
        self.library, self.tree, self.rng = library, tree, rng
        roots = [library.interval(tree, 0, 0, first + k * BLOCK, BLOCK) for k in range(2)]
        chosen = rng.permutation(2 * BLOCK)[:BLOCK]
        self.particle = first + chosen.astype(np.uint64)
        self.w, self.h = (np.concatenate(parts)[chosen] for parts in zip(*roots))
        self.way = int(rng.integers(2**DEPTH))
        self.stop = int(rng.integers(1, DEPTH + 1))  # level where the rest of the path is asked for
        self.done = np.zeros(BLOCK)                  # W(s) - W(t0) of each, s being its time
        self.done_at_stop = None

    def length(self, level):
        return (self.tree.t1 - self.tree.t0) / 2**level

    def run(self, accepted):
        """Calls accepted(level, w, h) for every block of accepted intervals of one level."""
        self.accepted = accepted
        self.visit(0, 0, np.arange(BLOCK), self.w, self.h)

    def visit(self, level, index, place, w, h):
        on_way = index == self.way >> (DEPTH - level)
        if on_way and level == self.stop:
            self.done_at_stop = self.done.copy()
        refused = np.full(len(place), on_way and level < DEPTH)
        if not on_way and level < DEPTH and self.rng.random() < .25:
            refused = self.rng.random(len(place)) < .5
        if not refused.all():
            self.done[place[~refused]] += w[~refused]
            self.accepted(level, w[~refused], h[~refused])
        if refused.any():
            order = self.rng.permutation(np.flatnonzero(refused))
            place = place[order]
            left_w, left_h, right_w, right_h = self.library.split(
                self.tree, level, index, self.particle[place], w[order], h[order])
            self.visit(level + 1, 2 * index, place, left_w, left_h)
            self.visit(level + 1, 2 * index + 1, place, right_w, right_h)


def tree_storms(bench, library, seed, storms):
    """Variances of W and H of what was accepted, level by level; the rest of a refused path."""
    rng = np.random.default_rng(seed)
    tree = Tree(seed, -1.5, 3.5, 1)
    w2, h2 = {}, {}
    rest, wh, past, off = Squares(), 0.0, 0.0, 0.0

    def accepted(level, w, h):
        nonlocal wh
        scale = np.sqrt(storm.length(level))
        w2.setdefault(f'W level {level}', Squares()).add(w / scale)
        h2.setdefault(f'H level {level}', Squares()).add(h * np.sqrt(12) / scale)
        wh += float(w @ h) * np.sqrt(12) / scale**2

    for k in range(storms):
        storm = Storm(library, tree, rng, k * 2 * BLOCK)
        storm.run(accepted)
        off = max(off, np.max(np.abs(storm.done - storm.w)))
        s = (storm.way >> (DEPTH - storm.stop)) * storm.length(storm.stop)
        left = (storm.w - storm.done_at_stop) / np.sqrt(5 - s)
        rest.add(left)
        if s > 0:
            past += float(left @ storm.done_at_stop) / np.sqrt(s)
        direct = library.at(tree, tree.t0 + s, int(storm.particle[0]), 1)
        off = max(off, abs(direct[0] - storm.done_at_stop[0]))
    claim_squares(bench, f'tree, seed {seed}, {storms * BLOCK} paths', {**w2, **h2})
    claim_squares(bench, f'tree, seed {seed}, the rest of a refused path', {'W(t1) - W(s)': rest})
    claim_correlation(bench, f'tree, seed {seed}, the rest and the past', past, rest.n)
    claim_correlation(bench, f'tree, seed {seed}, W and H', wh, sum(s.n for s in w2.values()))
    bench.claim(off < 2e-14,
                f'tree, seed {seed}: what was accepted adds up to the path to {off:.2g}')


def tree_moments(bench, library, seed, n, level=5):
    """Every second moment of (W, H) over all intervals of a level, against independence."""
    tree, size = Tree(seed, 0, 2**level, 3), 2**(level + 1)
    second = np.zeros((size, size))
    for first in range(0, n, BLOCK):
        z = np.array([part for index in range(2**level)
                      for part in library.interval(tree, level, index, first, BLOCK)])
        z[1::2] *= np.sqrt(12)
        second += z @ z.T
    off = (second - n * np.eye(size)) / np.sqrt(n * (1 + np.eye(size)))
    statistic, dof = np.sum(np.tril(off)**2), size * (size + 1) // 2
    p = scipy.stats.chi2.sf(statistic, dof)
    bench.claim(ALPHA < p < 1 - ALPHA, f'tree, seed {seed}, n = {n}: all {dof} second moments of '
                f'W and H at level {level}, chi-square {statistic:.1f}, p {p:.3g}; would see one '
                f'correlation of {np.sqrt(noncentrality(dof) / n):.2g}')


def bridge_storms(bench, library, seed, storms, pieces=13):
    """A path kept in three pieces of random lengths, cut ten times at random."""
    rng = np.random.default_rng(seed + 1)
    squares = {f'increment {k + 1}': Squares() for k in range(pieces)}
    pairs = 0.0
    for storm in range(storms):
        step = iter(range(pieces))

        def z():
            return library.normals(seed, BLOCK, storm * BLOCK, next(step), purpose=TEST)

        time = [0.0, *np.sort(rng.random(2)), 1.0]
        path = [np.zeros(BLOCK)]
        for k in range(3):
            path.append(path[k] + np.sqrt(time[k + 1] - time[k]) * z())
        for t in rng.random(pieces - 3):
            k = bisect.bisect(time, t)
            path.insert(k, library.bridge(time[k - 1], t, time[k], path[k - 1], path[k], z()))
            time.insert(k, t)
        increment = [(b - a) / np.sqrt(s - r)
                     for a, b, r, s in zip(path, path[1:], time, time[1:])]
        for one, z2 in zip(squares.values(), increment):
            one.add(z2)
        pairs += sum(float(a @ b) for a, b in zip(increment, increment[1:]))
    claim_squares(bench, f'bridge, seed {seed}, {storms * BLOCK} paths', squares)
    claim_correlation(bench, f'bridge, seed {seed}, neighbours', pairs,
                      storms * BLOCK * (pieces - 1))


def refused_step(bench, library, seed, n):
    """Pieces .5, .1, .4, cut at .55: the rest has variance .45. A known mistake gives .4667."""
    z = [library.normals(seed, n, 0, step, purpose=TEST) for step in range(4)]
    path = np.cumsum([np.sqrt(.5) * z[0], np.sqrt(.1) * z[1], np.sqrt(.4) * z[2]], axis=0)
    rest = path[2] - library.bridge(.5, .55, .6, path[0], path[1], z[3])
    squares = Squares()
    squares.add(rest / np.sqrt(.45))
    miss = scipy.stats.chi2.cdf(scipy.stats.chi2.isf(ALPHA / 2, n) * .45 / .4667, n)
    bench.claim(squares.p_value() > ALPHA, f'refused step, seed {seed}, n = {n}: variance of the '
                f'rest {np.mean(rest**2):.6f}, p {squares.p_value():.2g}; .4667 would be missed '
                f'with probability {max(miss, 1e-300):.2g}')


def claim_lags(bench, name, x, y, first):
    """Circular correlations of x and y at every lag from `first` on."""
    n = len(x)
    c = np.fft.irfft(np.conj(np.fft.rfft(x)) * np.fft.rfft(y), n)[first:] / np.sqrt(n)
    bound = scipy.stats.norm.isf(ALPHA / 2 / len(c))
    # (1/n) sum c^2 is the mean of |X|^2 |Y|^2 over frequencies: products of two exponentials
    power = (np.mean(c**2) - 1) / np.sqrt(3 / (n / 2))
    worst = int(np.argmax(np.abs(c)))
    bench.claim(abs(c[worst]) < bound and (x is y or abs(power) < SIGMA),
                f'{name}, all {len(c)} lags: largest correlation {abs(c[worst]):.2f} standard '
                f'errors at lag {first + worst} (bound {bound:.2f})'
                + (f', mean square {power:+.2f} standard errors from 1' if x is not y else '')
                + f'; would see {(bound + SEEN - SIGMA) / np.sqrt(n):.2g} at any one lag')


def lags(bench, library, seed, n):
    """A seed against the next, and against itself."""
    x = library.normals(seed, n)
    claim_lags(bench, f'normals, seed {seed} and the next', x, library.normals(seed + 1, n), 0)
    claim_lags(bench, f'normals, seed {seed} with itself', x, x, 1)

    def leaves(s):
        w = [library.interval(Tree(s, 0, 1, 0), 3, 5, k, BLOCK) for k in range(0, n // 16, BLOCK)]
        return [np.concatenate(part) for part in zip(*w)]

    for name, a, b, scale in zip('WH', leaves(seed), leaves(seed + 1), (8, 96)):
        claim_lags(bench, f'{name} of a tree, seed {seed} and the next', a * np.sqrt(scale),
                   b * np.sqrt(scale), 0)


def noncentrality(dof):
    """What a chi-square test detects with probability .999."""
    limit = scipy.stats.chi2.isf(ALPHA, dof)
    return scipy.optimize.brentq(lambda c: scipy.stats.ncx2.cdf(limit, dof, c) - MISS, 1, 1e4)


def chi_square(bench, seed, count, n):
    """Cells of equal probability."""
    cells, expected = len(count), n / len(count)
    statistic = np.sum((count - expected)**2) / expected
    p = scipy.stats.chi2.sf(statistic, cells - 1)
    bench.claim(ALPHA < p < 1 - ALPHA, f'normals, seed {seed}, n = {n}: chi-square '
                f'{statistic:.1f} on {cells - 1}, p {p:.3g}; would see a chi distance of '
                f'{np.sqrt(noncentrality(cells - 1) / n):.2g}')


def moments(bench, seed, sums, n):
    def moment(k):
        return scipy.special.factorial2(k - 1) if k % 2 == 0 else 0

    z = [(s / n - moment(k)) / np.sqrt((moment(2 * k) - moment(k)**2) / n)
         for k, s in enumerate(sums, 1)]
    bench.claim(max(np.abs(z)) < scipy.stats.norm.isf(ALPHA / 16),
                f'normals, seed {seed}: moments 1 to 8 in standard errors '
                + ' '.join(f'{v:.2f}' for v in z))


def tails(bench, seed, count, n):
    """Each side apart, Poisson, two-sided."""
    for at, found in zip((-6, -5, -4, 4, 5, 6), count):
        mean = n * scipy.stats.norm.sf(abs(at))
        law = scipy.stats.poisson(mean)
        p = min(1, 2 * min(law.cdf(found), law.sf(found - 1)))
        limit = law.isf(ALPHA / 2)
        seen = scipy.optimize.brentq(
            lambda m: scipy.stats.poisson.cdf(limit, m) - MISS, mean, 100 * mean + 100)
        bench.claim(p > ALPHA, f'normals, seed {seed}: {found} beyond {at} sigma, expected '
                    f'{mean:.2f}, p {p:.2g}; would see {seen / mean:.3g} times as many')


def normals(bench, seed, n, cells=4096):
    edges = scipy.special.ndtri(np.arange(1, cells) / cells)
    out = subprocess.run([str(pathlib.Path(bench.fpk).parent / 'tests' / 'evidence_normals'),
                          str(seed), str(n)], input=' '.join(f'{e:.17g}' for e in edges),
                         capture_output=True, text=True, check=True).stdout.split()
    count = np.array([int(word) for word in out[8:]])
    moments(bench, seed, [float(word) for word in out[:8]], n)
    chi_square(bench, seed, count[6:], n)
    tails(bench, seed, count[:6], n)


def main():
    with Bench(__doc__) as bench:
        library = Library(bench.fpk)
        seeds = (910000, 920000, 930000) if bench.full else (2,)
        for seed in seeds:
            tree_storms(bench, library, seed, STORMS if bench.full else 16)
            tree_moments(bench, library, seed, 2**20 if bench.full else 2**15)
            bridge_storms(bench, library, seed, STORMS if bench.full else 16)
            refused_step(bench, library, seed, 2**24 if bench.full else 2**20)
            lags(bench, library, seed, 2**22 if bench.full else 2**18)
            normals(bench, seed, 2**30 if bench.full else 2**22)


if __name__ == '__main__':
    sys.exit(main())
