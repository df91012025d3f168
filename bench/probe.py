# SPDX-License-Identifier: GPL-3.0-or-later
"""Probe: the exact mean and covariance of a DDPM plan on Gaussian data, against NumPy on the same
numbers, in one process, in turn. Two NumPys: matrices, as one writes the recursion down for any
covariance; and along the axes of the covariance, as somebody does who knows that they separate (the
eigenvectors given to both). In 1-D also a loop over plain Python numbers. fpk's time includes its
error bound. Results must agree to 1e-11 or there was nothing to compare.

    python3 probe.py LIBRARY [--quick] [--markdown] [--rounds N]"""

import os

for variable in ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS']:
    os.environ[variable] = '1'

import argparse
import ctypes
import sys

import numpy as np

import ratios

GOAL = 100


class Library:
    """The flat functions of probe.c."""

    def __init__(self, path):
        c = ctypes.CDLL(path)
        pointer, size = ctypes.c_void_p, ctypes.c_size_t
        for name, result, arguments in [('new', pointer, [size, pointer, pointer, ctypes.c_char_p]),
                                        ('free', None, [pointer]),
                                        ('table', size, [pointer, pointer]),
                                        ('axes', ctypes.c_int, 3 * [pointer]),
                                        ('space', ctypes.c_int, 3 * [pointer])]:
            function = getattr(c, 'probe_' + name)
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)


def matrices(table, mu, data):
    eye = np.eye(len(mu))
    mean, covariance = np.zeros(len(mu)), eye
    for alpha, sigma, a, b, s in table:
        slope = -np.linalg.inv(alpha * alpha * data + sigma * sigma * eye)
        step = a * eye + b * slope
        mean = step @ mean - b * alpha * (slope @ mu)
        covariance = step @ covariance @ step.T + s * s * eye
    return mean, covariance


def along_axes(table, mu, spread):
    """Arrays of dim numbers, or numbers."""
    mean, variance = 0 * mu, 0 * mu + 1.
    for alpha, sigma, a, b, s in table:
        slope = -b / (alpha * alpha * spread + sigma * sigma)
        step = a + slope
        mean = step * mean - alpha * slope * mu
        variance = step * step * variance + s * s
    return mean, variance


def data_of(dim):
    rng = np.random.default_rng(5)
    root = rng.standard_normal((dim, dim)) / np.sqrt(dim)
    return rng.standard_normal(dim), root @ root.T + .1 * np.eye(dim)


def task(library, dim, steps, rounds, table):
    mu, data = data_of(dim)
    made = library.new(dim, mu.ctypes.data, data.ctypes.data, str(steps).encode())
    if not made:
        sys.exit(2)
    rows = np.empty((steps, 5))
    if library.table(made, rows.ctypes.data) != steps:
        sys.exit('probe: the plan has other steps')
    spread, axes = np.linalg.eigh(data)
    plain, along = rows.tolist(), axes.T @ mu
    out = [np.empty(dim), np.empty((dim, dim)), np.empty(dim), np.empty(dim)]
    at = [o.ctypes.data for o in out]
    repeat = 1 if dim > 8 else 50  # calls long enough for the clock
    def often(work, *given):
        return lambda: [work(*given) for _ in range(repeat)]
    field = {'fpk': often(library.space, made, at[0], at[1]),
             'numpy, matrices': often(matrices, plain, mu, data),
             'fpk, along the axes': often(library.axes, made, at[2], at[3]),
             'numpy, along the axes': often(along_axes, plain, along, spread)}
    if dim == 1:
        field['Python, plain numbers'] = often(along_axes, plain, float(mu[0]), float(data[0, 0]))
    times = ratios.measure(rounds, field)
    mean, covariance = matrices(plain, mu, data)
    one, variance = along_axes(plain, along, spread)
    turned = axes @ np.diag(variance) @ axes.T
    for found, want in [(out[0], mean), (out[1], covariance), (out[0], axes @ one),
                        (out[1], turned), (np.sort(out[3]), np.sort(variance))]:
        if not np.abs(found - want).max() < 1e-11:
            sys.exit(f'probe: {np.abs(found - want).max():.1e} apart in {dim} dimensions')
    library.free(made)
    title = f'{steps} steps of DDPM, {dim} dimension{"s" * (dim > 1)}, '
    for what, first in [('mean and covariance', 0), ('along the axes', 2)]:
        names = list(times)[first:2 if first == 0 else None]
        table.task(title + what, repeat, {n: times[n] for n in names},
                   {names[1]: GOAL} if first == 0 else {})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('library')
    parser.add_argument('--quick', action='store_true')
    parser.add_argument('--markdown', action='store_true')
    parser.add_argument('--rounds', type=int, default=31)
    given = parser.parse_args()
    library, table = Library(given.library), ratios.Table(given.markdown)
    for dim in [1, 4, 64]:
        task(library, dim, 50, 1 if given.quick else given.rounds, table)


if __name__ == '__main__':
    main()
