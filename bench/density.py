# SPDX-License-Identifier: GPL-3.0-or-later
"""Density: error against time of fpk and of other solvers of the same Fokker-Planck equations, in
one process, in turn, on one thread each. What is not installed is said and left out.

    python3 density.py LIBRARY [--cir LIBRARY] [--peers FOLDER] [--quick] [--rounds N]
                       [--without fplanck,...] [PROBLEM...]

LIBRARY is build/bench/libdensity.so; --cir build/bench/libcir_quantlib.so; --peers a virtual
environment with what only PyPI has (`./lab setup bench` makes build-peers). How times at equal
error are compared is said in ladder.py. --quick: the coarse rungs, once each."""

import os

for variable in ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS']:
    os.environ[variable] = '1'

import argparse
import ctypes
import importlib
import importlib.metadata
import pathlib
import platform
import sys
import warnings

import density_cir
import density_ou
import density_passage
import density_well
import ladder

PROBLEMS = {'ou': density_ou.tables, 'double-well': density_well.tables,
            'passage': density_passage.tables, 'cir': density_cir.tables}


class Fpk:
    """The flat functions of density.c. What they are given and give are numpy's arrays."""

    def __init__(self, path, numpy):
        real, size, text, number = (ctypes.c_double, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_int)
        array = numpy.ctypeslib.ndpointer(dtype=numpy.float64, flags='C')
        self.np, self.c = numpy, ctypes.CDLL(path)
        for name, arguments in [
                ('at_end', [text, text, text, real, array, number, real, size, array, array]),
                ('one_grid', [size, size, array]),
                ('exit', [text, real, size, array, array, array, array]),
                ('exit_one_grid', [text, real, size, size, array, array]),
                ('eigenvalue', [text, real, array, real, number, array, array])]:
            function = getattr(self.c, 'density_' + name)
            function.restype, function.argtypes = number, arguments

    def call(self, name, *arguments):
        if getattr(self.c, 'density_' + name)(*arguments) != 0:
            sys.exit(2)

    def at_end(self, drift, diffusion, start, t, domain, how, tolerance, cells):
        """Cell averages at time t, the domain, chosen where none is given (0, 0), and the estimate
        of the L1 error. how: 'cells', 'log' (cells equal in ln x) or 'oracle'."""
        p, error, ends = self.np.empty(cells), self.np.empty(1), self.np.array(domain, float)
        self.call('at_end', drift.encode(), diffusion.encode(), start.encode(), t, ends,
                  ['cells', 'log', 'oracle'].index(how), tolerance, cells, p, error)
        return p, ends, error[0]

    def one_grid(self, cells, steps):
        """OU without extrapolation; no steps: by the contour exponential."""
        p = self.np.empty(cells)
        self.call('one_grid', cells, steps, p)
        return p

    def exit(self, drift, tolerance, times):
        """Densities of the time of exit at the left and the right end, and both errors added."""
        left, right, error = (self.np.empty(len(times)) for _ in range(3))
        self.call('exit', drift.encode(), tolerance, len(times), times, left, right, error)
        return left, right, error

    def exit_one_grid(self, drift, t, cells, times):
        """The same at equal steps up to t, without extrapolation or errors."""
        left, right = self.np.empty(times), self.np.empty(times)
        self.call('exit_one_grid', drift.encode(), t, cells, times, left, right)
        return left, right

    def eigenvalue(self, potential, temperature, domain, tolerance, oracle):
        value, error = self.np.empty(1), self.np.empty(1)
        self.call('eigenvalue', potential.encode(), temperature, self.np.array(domain, float),
                  tolerance, oracle, value, error)
        return value[0], error[0]


class Found:
    """What is installed and not left out; `said` tells of each."""

    def __init__(self, without, cir):
        self.without, self.said = without, []
        self.numpy, self.scipy = self.look('numpy'), self.look('scipy')
        self.fplanck, self.pyddm = self.look('fplanck'), self.look('pyddm')
        self.quantlib = None
        if cir and 'quantlib' not in without and self.numpy:
            self.quantlib = density_cir.Quantlib(cir, self.numpy)
            self.said.append(self.quantlib.version)
        else:
            self.said.append('QuantLib: not here')

    def look(self, name):
        try:
            if name in self.without:
                raise ImportError
            module = importlib.import_module(name)
            self.said.append(f'{name} {importlib.metadata.version(name)}')
            return module
        except ImportError:
            self.said.append(f'{name}: not here')
            return None


def processor():
    try:
        with open('/proc/cpuinfo', encoding='utf-8') as file:
            return next(line.split(':')[1].strip() for line in file if 'model name' in line)
    except (OSError, StopIteration):
        return platform.machine()


def main():
    parser = argparse.ArgumentParser(description='error against time, fpk and its peers')
    parser.add_argument('library')
    parser.add_argument('problems', nargs='*', metavar='PROBLEM', help=', '.join(PROBLEMS))
    parser.add_argument('--cir', metavar='LIBRARY')
    parser.add_argument('--peers', metavar='FOLDER')
    parser.add_argument('--quick', action='store_true')
    parser.add_argument('--rounds', type=int)
    parser.add_argument('--without', default='', metavar='PEER,...')
    given = parser.parse_intermixed_args()
    unknown = set(given.problems) - set(PROBLEMS)
    if unknown:
        parser.error(f'there is no problem {", ".join(sorted(unknown))}; there are '
                     + ', '.join(PROBLEMS))
    sys.path += map(str, pathlib.Path(given.peers or '.').glob('lib/python3*/site-packages'))
    warnings.simplefilter('ignore')
    found = Found(given.without.split(','), given.cir)
    print(f'{processor()}, {os.cpu_count()} cores; Python {platform.python_version()}; '
          + '; '.join(found.said), flush=True)
    if not found.numpy or not found.scipy:
        print('the exact answers need numpy and scipy: nothing is measured')
        return
    fpk, rounds = Fpk(given.library, found.numpy), given.rounds or (1 if given.quick else 15)
    missed = 0
    for name in given.problems or PROBLEMS:
        for title, measure, contenders, goals in PROBLEMS[name](fpk, found, given.quick):
            raced = ladder.race(contenders, rounds, 0.1 if given.quick else 8.0)
            ladder.show(title, measure, raced)
            for text, peer, ours, least in [] if given.quick else goals:
                if peer in raced:
                    missed += ladder.goal(text, peer, ours, least)
    if missed:
        print(f'\n{missed} goals missed')


if __name__ == '__main__':
    main()
