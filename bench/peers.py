# SPDX-License-Identifier: GPL-3.0-or-later
"""Peers: fpk against the libraries that its users would reach for, in one process, in turn, on one
thread each; prints ratios of minima and of medians, beside the goal where there is one. What is not
installed is said and left out (`./lab setup bench` installs all of it). After the clock stops every
contender must have come to the same law or value, or there was nothing to compare.

    python3 peers.py LIBRARY [--quick] [--markdown] [--rounds N] [--without numpy,...] [TASK...]

LIBRARY is build/bench/libpeers.so. --quick: few rounds and particles, the checks all the same."""

import os

for variable in ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS']:
    os.environ[variable] = '1'

import argparse
import ctypes
import itertools
import math
import platform
import sys
import threading
import time

import contenders
import ratios

DT, STEPS = 1 / 64, 256
CHUNK = 8192  # particles that go through numpy and torch together, the fastest of 2^10 .. 2^16
SMALL = 2048  # for --quick
# How many times slower than fpk a contender is to be, by instruction set.
NORMALS = {'avx512': {'numpy': 6, 'GSL mt19937': 6, 'torch': 10}, 'avx2': {'numpy': 3.8}}
SIMPLE = {'avx512': {'numpy': 6, 'GSL mt19937': 5.5, 'numba': 10, 'torch': 10,
                     'its normals alone': 1 / 1.25}}
SCORE = {'avx512': {'numpy, plain': 4, 'numba': 8, 'torch, plain': 10}}
HISTOGRAM = {'numba': 1.4, 'numpy': 14}
SOLVE = {'avx512': {'scipy solve_banded': 25}}
EQUATIONS = {'ou': ('Euler-Maruyama step, dX = -X dt + dW', SIMPLE),
             'double-well': ('Euler-Maruyama step, dX = (X - X^3) dt + 0.7 dW', SIMPLE),
             'mixture': ('Euler-Maruyama step, score of 8 Gaussians', SCORE)}


class Library:
    """The flat functions of peers.c."""

    def __init__(self, path):
        c = ctypes.CDLL(path)
        pointer, size, word, real = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_uint64,
                                     ctypes.c_double)
        for name, result, arguments in [
                ('about', ctypes.c_char_p, [ctypes.c_int]),
                ('normals', None, [word, size, pointer]),
                ('noise', None, [word, word, size, pointer]),
                ('new', pointer, [ctypes.c_int, size, real, ctypes.c_int]),
                ('points', ctypes.POINTER(real), [pointer]),
                ('steps', ctypes.c_int, [pointer, word]),
                ('free', None, [pointer]),
                ('gsl_new', pointer, [ctypes.c_int]),
                ('gsl_normals', None, [pointer, size, pointer]),
                ('gsl_steps', None, [pointer, ctypes.c_int, size, real, word, pointer]),
                ('histogram', ctypes.c_int, [size, pointer, size, pointer]),
                ('binned_sum', real, [size, pointer]),
                ('plain_sum', real, [size, pointer]),
                ('solve_new', pointer, [size] + 4 * [pointer]),
                ('solve', None, [pointer, size]),
                ('solve_end', None, [pointer, pointer]),
                ('latency', word, [word])]:
            function = getattr(c, 'peers_' + name)
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)
        self.isa = self.about(0).decode()

    def run(self, equation, n, threads=1):
        run = self.new(equation, n, DT, threads)
        return run if run else sys.exit(2)

    def advance(self, run, steps=STEPS):
        if self.steps(run, steps) != 0:
            sys.exit('peers: a run of fpk failed')


class Buffer:
    """n doubles on a cache line that C, numpy and torch all write into."""

    def __init__(self, n):
        room = (ctypes.c_char * (8 * n + 64))()
        self.data = (ctypes.c_double * n).from_buffer(room, -ctypes.addressof(room) % 64)
        self.address = ctypes.addressof(self.data)

    def array(self, numpy):
        return numpy.frombuffer(self.data, dtype=numpy.float64)


def normals(library, peers, size, rounds, table):
    """All fill the same 64 Ki numbers, which stay in the second-level cache."""
    n, count = 8 * size, itertools.count()
    out = Buffer(n)
    field = {'fpk': lambda: library.normals(next(count), n, out.address)}
    for name, peer in peers.of.items():
        field[name] = lambda peer=peer, x=out.array(peers.numpy): peer.normals(x)
    for fast, name in enumerate(['GSL mt19937', 'GSL taus']):
        field[name] = lambda rng=library.gsl_new(fast): library.gsl_normals(rng, n, out.address)
    times = ratios.measure(rounds, field)
    for name, work in field.items():
        work()
        ratios.agree('normals', {name: ratios.moments(out.data)}, [0, 1, 3])
    table.task('standard normal, double precision', n, times, NORMALS.get(library.isa, {}))


def exact_moments(steps):
    """Of the OU scheme from 0: Gaussian with variance v <- (1 - dt)^2 v + dt."""
    v = 0.0
    for _ in range(steps):
        v = (1 - DT)**2 * v + DT
    return [0, v, 3 * v * v]


def equation(name, library, peers, n, rounds, table):
    which, count = list(EQUATIONS).index(name), itertools.count(0, STEPS)
    run, spare, gsl = library.run(which, n), Buffer(1024), library.gsl_new(0)
    others = {**peers.of, **(peers.plain if name == 'mixture' else {})}
    kept = {peer: Buffer(n) for peer in [*others, 'GSL mt19937']}
    field = {'fpk': lambda: library.advance(run),
             'its normals alone': lambda: library.noise(next(count), STEPS, n, spare.address)}
    for key, peer in others.items():
        field[key] = (lambda peer=peer, x=kept[key].array(peers.numpy):
                      peer.steps(which, x, DT, STEPS))
    field['GSL mt19937'] = (lambda at=kept['GSL mt19937'].address:
                            library.gsl_steps(gsl, which, n, DT, STEPS, at))
    rounds = max(2, rounds // 3) if name == 'mixture' else rounds
    times = ratios.measure(rounds, field)
    title, goals = EQUATIONS[name]
    found = {'fpk': ratios.moments(library.points(run)[:n])}
    found.update({key: ratios.moments(b.data) for key, b in kept.items()})
    ratios.agree(title, found, exact_moments((rounds + 1) * STEPS) if name == 'ou' else None)
    library.free(run)
    table.task(title, n * STEPS, times, goals.get(library.isa, {}))


def both(work):
    """The same on two threads at once (ctypes lets go of Python's lock)."""
    other = threading.Thread(target=work)
    other.start()
    work()
    other.join()


def cores(library, _, size, rounds, table):
    """The same particles on one thread and on two; and a loop that nothing but the clock bounds,
    which says whether there were two free cores at all. Short and often: free moments are rare."""
    if (os.cpu_count() or 1) < 2:
        print('\ntwo threads: one core here')
        return
    n, steps, links = 8 * size, 64, 800 * size
    one, two = (library.run(1, n, threads) for threads in [1, 2])
    times = ratios.measure(3 * rounds, {
        'two threads': lambda: library.advance(two, steps),
        'one thread': lambda: library.advance(one, steps),
        'two chains': lambda: both(lambda: library.latency(links)),
        'one chain': lambda: library.latency(links)}, time.perf_counter_ns)
    if library.points(one)[:n] != library.points(two)[:n]:
        sys.exit('cores: two threads made other particles than one')
    for run in [one, two]:
        library.free(run)
    busy = times['two chains'][0] / times['one chain'][0]
    table.task('double well, a step on two threads', n * steps,
               {name: times[name] for name in ['two threads', 'one thread']}, {'one thread': 1.8})
    print(f'  (two chains of products took {busy:.2f} times as long as one: '
          + ('two cores were free)' if busy < 1.05 else 'two cores were NOT free)'))


def filled(library, n):
    """Normals enough to leave the caches."""
    data = Buffer(n)
    library.normals(1, n, data.address)
    return data


def histogram(library, peers, size, rounds, table):
    """256 bins; numbers within rounding of an edge may be counted on its other side."""
    n, bins = size * size // 4, 256
    data, count = filled(library, n), (ctypes.c_uint64 * bins)()
    field = {'fpk': lambda: library.histogram(n, data.address, bins, ctypes.addressof(count))}
    for name, peer in peers.of.items():
        field[name] = (lambda peer=peer, x=data.array(peers.numpy): peer.histogram(x, bins))
    times = ratios.measure(min(rounds, 20), field)
    for name in peers.of:
        other = [int(k) for k in field[name]()]
        apart = sum(abs(a - b) for a, b in zip(count, other))
        if len(other) != bins or apart > 16:
            sys.exit(f'histogram, {name}: {apart} counts are in other bins')
    table.task(f'histogram of {n} numbers, {bins} bins', n, times, HISTOGRAM)


def sums(library, peers, size, rounds, table):
    """fpk's is exact, so it does not depend on order or threads."""
    n = size * size // 4
    data = filled(library, n)
    field = {'fpk, exact in any order': lambda: library.binned_sum(n, data.address),
             'plain vector sum': lambda: library.plain_sum(n, data.address)}
    if peers.numpy:
        field['numpy'] = data.array(peers.numpy).sum
    times = ratios.measure(min(rounds, 20), field)
    exact = math.fsum(data.data)
    if library.binned_sum(n, data.address) != exact:
        sys.exit(f'sum: {library.binned_sum(n, data.address)!r} where {exact!r} is right')
    for name, work in field.items():
        if not abs(work() - exact) <= 1e-12 * n:
            sys.exit(f'sum, {name}: {work()!r} where {exact!r} is right')
    table.task(f'sum of {n} numbers', n, times, {'plain vector sum': 1 / 1.1})


def solve(library, peers, size, rounds, table):
    """Implicit steps (I - a G) p' = p of a density on 1024 and 4096 cells; fpk factors once. The
    check is row by row, in Python."""
    for n in [1024, 4096] if size > SMALL else [1024]:
        steps, rate = 4 * 4096 // n, [0.0] + [40 + math.sin(i) for i in range(1, n)] + [0.0]
        lower, upper = ([-r for r in rate[k:n + k]] for k in [0, 1])
        diagonal = [1 - left - right for left, right in zip(lower, upper)]
        start = [1 + math.sin(0.01 * i) for i in range(n)]
        bands = [(ctypes.c_double * n)(*band) for band in [lower, diagonal, upper, start]]
        run = library.solve_new(n, *(ctypes.addressof(band) for band in bands)) or sys.exit(2)
        field = {'fpk, factors reused': lambda: library.solve(run, steps)}
        kept = {}
        if peers.scipy:
            np, banded = peers.numpy, peers.scipy.solve_banded
            matrix = np.array([[0.0] + upper[:-1], diagonal, lower[1:] + [0.0]])
            kept['scipy solve_banded'] = np.array(start)

            def scipy():
                p = kept['scipy solve_banded']
                for _ in range(steps):
                    p = banded((1, 1), matrix, p, overwrite_b=True, check_finite=False)
                kept['scipy solve_banded'] = p
            field['scipy solve_banded'] = scipy
        rounds = min(rounds, 20)
        times = ratios.measure(rounds, field)
        kept['fpk'] = (ctypes.c_double * n)()
        library.solve_end(run, ctypes.addressof(kept['fpk']))
        right = start
        for _ in range((rounds + 1) * steps if n == 1024 else 0):
            right = by_rows(lower, diagonal, upper, right)
        for name, p in kept.items():
            worst = max(abs(x - y) for x, y in zip(p, right if n == 1024 else kept['fpk']))
            if not worst <= 1e-11:
                sys.exit(f'solve, {name}: {worst} away from what is right: not the same work')
        table.task(f'implicit step, {n} cells', n * steps, times, SOLVE.get(library.isa, {}))


def by_rows(lower, diagonal, upper, right):
    """Thomas's elimination."""
    pivots, y = [diagonal[0]], [right[0]]
    for i in range(1, len(right)):
        factor = lower[i] / pivots[-1]
        pivots.append(diagonal[i] - factor * upper[i - 1])
        y.append(right[i] - factor * y[-1])
    x = [y[-1] / pivots[-1]]
    for i in range(len(right) - 2, -1, -1):
        x.append((y[i] - upper[i] * x[-1]) / pivots[i])
    return x[::-1]


class Peers:
    """What is installed and not left out."""

    def __init__(self, without, chunk):
        self.of, self.plain, self.said, found = {}, {}, [], {}
        for name in ['numpy', 'numba', 'torch']:
            found[name], why = (None, f'{name}: left out') if name in without else (
                contenders.look(name))
            self.said.append(why or f'{name} {found[name].__version__}')
        self.numpy, self.scipy = found['numpy'], None
        if self.numpy and 'scipy' not in without:
            module, why = contenders.look('scipy.linalg')
            self.scipy = module.linalg if module else None
            self.said.append(why or f'scipy {module.__version__}')
        if self.numpy:
            self.of['numpy'] = contenders.Numpy(self.numpy, chunk)
            self.plain['numpy, plain'] = contenders.PlainNumpy(self.numpy, chunk)
            if found['numba']:
                self.of['numba'] = contenders.Numba(found['numba'], self.numpy)
            if found['torch']:
                self.of['torch'] = contenders.Torch(found['torch'], chunk)
                self.plain['torch, plain'] = contenders.PlainTorch(found['torch'], chunk)


def processor():
    try:
        with open('/proc/cpuinfo', encoding='utf-8') as file:
            return next(line.split(':')[1].strip() for line in file if 'model name' in line)
    except (OSError, StopIteration):
        return platform.machine()


def main():
    tasks = {'normals': normals}
    for name in EQUATIONS:
        tasks[name] = lambda *rest, name=name: equation(name, *rest)
    tasks.update(histogram=histogram, sums=sums, solve=solve, cores=cores)
    parser = argparse.ArgumentParser(description='fpk against its peers')
    parser.add_argument('library')
    parser.add_argument('tasks', nargs='*', metavar='TASK', help=', '.join(tasks))
    parser.add_argument('--quick', action='store_true')
    parser.add_argument('--markdown', action='store_true')
    parser.add_argument('--rounds', type=int)
    parser.add_argument('--without', default='', metavar='LIBRARY,...')
    given = parser.parse_intermixed_args()
    unknown = set(given.tasks) - set(tasks)
    if unknown:
        parser.error(f'there is no task {", ".join(sorted(unknown))}; there are {", ".join(tasks)}')
    size = SMALL if given.quick else CHUNK
    library, peers = Library(given.library), Peers(given.without.split(','), size)
    print(f'{processor()}, {os.cpu_count()} cores; {library.isa}; {library.about(1).decode()}; '
          f'{library.about(2).decode()}; Python {platform.python_version()}; '
          + '; '.join(peers.said))
    table = ratios.Table(given.markdown)
    for name in given.tasks or tasks:
        rounds = given.rounds or (2 if given.quick else 40)
        tasks[name](library, peers, size, rounds, table)
    if table.missed and not given.quick:
        print(f'\n{table.missed} goals missed')


if __name__ == '__main__':
    main()
