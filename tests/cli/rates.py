# SPDX-License-Identifier: GPL-3.0-or-later
"""Rates: eigenvalues, first-passage times and committors of `fpk solve` against numbers found
otherwise: Taylor shooting (tests/data/double_well_spectrum.txt), closed forms, quadrature by scipy.

    python3 rates.py SOURCE FPK"""

import json
import math
import pathlib
import subprocess
import sys

from scipy.integrate import quad

WELL = 'x^4/4 - x^2/2'
failed = 0


def fault(text):
    global failed
    failed += 1
    print(text)


def run(fpk, words):
    done = subprocess.run([fpk, 'solve', '--json'] + words, capture_output=True, text=True,
                          timeout=60, check=False)
    if done.returncode:
        fault(f'{words}: exit {done.returncode}, {done.stderr[:300]}')
        sys.exit(1)
    return json.loads(done.stdout)


def judge(what, got, error, want, tolerance):
    """Within its own error estimate, and that within the tolerance."""
    if not abs(got - want) <= error + 1e-15 * abs(want) or not error <= tolerance * abs(want):
        fault(f'{what}: got {got!r} +- {error:.2g}, want {want!r}, tolerance {tolerance}')


def check_eigenvalues(fpk, root):
    for line in (root / 'tests/data/double_well_spectrum.txt').read_text().split('\n'):
        if not line or line[0] == '#':
            continue
        d, k, want = line.split()
        for tolerance in '1e-4', '1e-9':
            found = run(fpk, ['--potential', WELL, '--temperature', d, '--tolerance', tolerance,
                              '--eigenvalues', str(int(k) + 1)])
            judge(f'D = {d}, eigenvalue {k}', found['eigenvalues'][int(k)],
                  found['numerical_error']['eigenvalues'][int(k)], float(want), float(tolerance))
            if found['eigenvalues'][0] != 0 or found['converged'] != 'yes':
                fault(f'D = {d}: {found}')
    for d in '0.5', '0.17', '0.06':  # two ways
        words = ['--potential', WELL + ' + 0.2*x', '--temperature', d, '--eigenvalues', '5',
                 '--tolerance', '1e-9']
        grid, sinc = run(fpk, words), run(fpk, words + ['--oracle'])
        for k in range(5):
            judge(f'D = {d}, eigenvalue {k}, oracle', grid['eigenvalues'][k],
                  grid['numerical_error']['eigenvalues'][k] +
                  sinc['numerical_error']['eigenvalues'][k], sinc['eigenvalues'][k], 2e-9)
    found = run(fpk, ['--drift', '3*(2 - x)', '--diffusion', '0.3', '--eigenvalues', '6'])
    for k, (got, error) in enumerate(zip(found['eigenvalues'],
                                         found['numerical_error']['eigenvalues'])):
        judge(f'OU, eigenvalue {k}', got, error, 3 * k, 1e-6)
    # Kramers' time, out of a well and over the top: 1/k = pi sqrt(2) e^{1/(4 D)}, c = 3/2.
    found = run(fpk, ['--potential', WELL, '--temperature', '0.01', '--first-passage=-1:1'])
    known = math.pi * math.sqrt(2) * math.exp(25)
    judge('Kramers', found['kramers_time'], 0, known, 1)
    judge('Kramers, corrected', found['kramers_time_corrected'], 1e-6 * known,
          known / (1 - 0.015), 1e-5)
    judge('time over Kramers', found['mean_first_passage_time'] / found['kramers_time_corrected'],
          2e-3, 1, 1)
    found = run(fpk, ['--potential', WELL, '--temperature', '0.01', '--first-passage=-1:0'])
    if found['kramers_time'] is not None or 'no barrier' not in found['reason']:
        fault(f'no barrier, and yet {found}')
    # Two walls and a constant drift: lambda_k = f^2/(4 D) + D (pi k/L)^2.
    found = run(fpk, ['--drift', '0.8', '--diffusion', '1', '--domain', '-1,2', '--eigenvalues',
                      '5', '--tolerance', '1e-9'])
    for k in range(1, 5):
        judge(f'walls, eigenvalue {k}', found['eigenvalues'][k],
              found['numerical_error']['eigenvalues'][k],
              0.32 + 0.5 * (math.pi * k / 3) ** 2, 1e-9)


def passage(potential, d, start, end, wall):
    """T = int int exp((U(y) - U(z))/D)/D, wall < z < y, start < y < end."""
    def inner(y):
        return quad(lambda z: math.exp((potential(y) - potential(z)) / d) / d, wall, y,
                    epsabs=0, epsrel=1e-12, limit=400, points=None)[0]
    return quad(inner, start, end, epsabs=0, epsrel=1e-11)[0]


def check_passage(fpk):
    words = ['--potential', WELL + ' + 0.1*x', '--temperature', '0.2', '--tolerance', '1e-9']
    want = passage(lambda x: x ** 4 / 4 - x ** 2 / 2 + 0.1 * x, 0.2, -1, 0.7, -4)
    found = run(fpk, words + ['--first-passage', '-1:0.7'])
    if not abs(found['mean_first_passage_time'] - want) <= 1e-9 * want:
        fault(f'quadrature: {found}, want {want!r}')
    # Brownian motion out of (-1, 1): mean 1, variance 2/3; with drift, out of a wall at 0.
    found = run(fpk, ['--drift', '0', '--diffusion', '1', '--domain', '0,2', '--first-passage',
                      '0:1'])
    error = found['numerical_error']
    judge('mean', found['mean_first_passage_time'], error['mean_first_passage_time'], 1, 1e-6)
    judge('variance', found['first_passage_time_variance'], error['first_passage_time_variance'],
          2 / 3, 1e-6)
    # Stratonovich's dX = X o dW/2 - X dt is a straight line in ln X: T = ln 4 for ln 4 downhill at
    # slope 1, its variance ln 4 g^2/1^3, far from the wall.
    found = run(fpk, ['--drift', '-x', '--diffusion', '0.5*x', '--convention', 'stratonovich',
                      '--domain', '0.1,1e9', '--first-passage', '4:1'])
    judge('mean', found['mean_first_passage_time'],
          found['numerical_error']['mean_first_passage_time'], math.log(4), 1e-6)
    judge('variance', found['first_passage_time_variance'],
          found['numerical_error']['first_passage_time_variance'], math.log(4) / 4, 1e-6)


def check_committor(fpk):
    found = run(fpk, ['--drift', '0.4', '--diffusion', '1', '--committor', '-1:1', '--at',
                      '-1,-0.999999,0,0.5,1', '--tolerance', '1e-10'])
    error = found['numerical_error']['committor']
    for x, q, e in zip(found['x'], found['committor'], error):
        want = math.expm1(-0.8 * (x + 1)) / math.expm1(-1.6)
        judge(f'committor at {x}', q, e, want, 1e-10)


def main():
    root, fpk = pathlib.Path(sys.argv[1]), str(pathlib.Path(sys.argv[2]).resolve())
    check_eigenvalues(fpk, root)
    check_passage(fpk)
    check_committor(fpk)
    print(f'rates: {failed} faults')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
