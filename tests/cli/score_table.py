# SPDX-License-Identifier: GPL-3.0-or-later
"""Score tables: `--score-table FILE` of `fpk law`, `sample` and `check`, the files written by numpy
and h5py, the numbers computed again in numpy.

    python3 score_table.py FPK"""

import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy

from hostile import head, npy
from refusals import faults

M1 = ('{"kind": "gaussian-mixture", "weights": [0.3, 0.7], "means": [-2, 1.5],'
      ' "covariances": [0.09, 0.25]}')
WEIGHT, MEAN, VARIANCE = numpy.array([0.3, 0.7]), numpy.array([-2, 1.5]), numpy.array([0.09, 0.25])
ABAR = numpy.cumprod(1 - numpy.linspace(1e-4, 2e-2, 1000))
STEPS = 10
TIMES = numpy.arange(STEPS) * (1000 // STEPS) # spacing leading
SAMPLER = ['--target', 'm1.json', '--sampler', 'ddim', '--steps', str(STEPS)]
failed = 0


def fault(text):
    global failed
    failed += 1
    print(text)


def close(what, got, want, tolerance):
    if not abs(got - want) <= tolerance:
        fault(f'{what}: got {got!r}, want {want!r}, off by {got - want:.3g}, tol {tolerance:.3g}')


def score(x, alpha, sigma):
    """The score of M1 at a level and its derivative."""
    variance = alpha ** 2 * VARIANCE + sigma ** 2
    off = x[:, None] - alpha * MEAN
    log = numpy.log(WEIGHT) - 0.5 * numpy.log(variance) - 0.5 * off ** 2 / variance
    share = numpy.exp(log - log.max(1, keepdims=True))
    share /= share.sum(1, keepdims=True)
    pull = -off / variance
    s = (share * pull).sum(1)
    return s, (share * (pull ** 2 - 1 / variance)).sum(1) - s ** 2


def table(n, head_name='eps', factor=1.0, times=TIMES, ends=8.0):
    x = numpy.linspace(-ends, ends, n)
    alpha, sigma = numpy.sqrt(ABAR[times]), numpy.sqrt(1 - ABAR[times])
    value = numpy.array([factor * score(x, a, s)[0] for a, s in zip(alpha, sigma)])
    if head_name == 'eps':
        value *= -sigma[:, None]
    if head_name == 'x0':
        value = (x + sigma[:, None] ** 2 * value) / alpha[:, None]
    return {'x': x, 't': times, 'alpha': alpha, 'sigma': sigma, head_name: value}


def start(fpk, folder, words):
    return subprocess.run([fpk] + words, cwd=folder, capture_output=True, text=True, timeout=60,
                          check=False)


def run(fpk, folder, words, code=0):
    done = start(fpk, folder, words + ['--json'])
    if done.returncode != code:
        fault(f'{words}: exit {done.returncode}, {done.stderr[:300]}')
        sys.exit(1)
    return json.loads(done.stdout)


def check_refinement(fpk, folder):
    """The exact score on finer and finer grids: the score part falls at order 4, that of cubic
    splines, under every head; the other parts are those without a table."""
    plain = run(fpk, folder, ['law', '--split'] + SAMPLER)
    if any(plain['split']['score'].values()):
        fault(f'the exact score has an error: {plain["split"]["score"]}')
    for sampler in ['ddpm', 'ddim']:
        words = ['law'] + SAMPLER[:2] + ['--sampler', sampler] + SAMPLER[4:]
        before, orders = None, []
        for n in 401, 801, 1601:
            numpy.savez(folder / 'a.npz', **table(n))
            found = run(fpk, folder, words + ['--score-table', 'a.npz'])
            now = found['split']['score']
            if before:
                orders.append(math.log2(before['w1'] / now['w1']))
            print(f'{sampler} {n} points: score part w1 {now["w1"]:.2e} tv {now["tv"]:.2e} '
                  f'order {orders[-1:]}')
            before = now
            if found['interpolated_levels'] != 0 or found['evaluations'] != STEPS:
                fault(f'{found["interpolated_levels"]} levels interpolated')
            for part in 'discretisation', 'initialisation':
                if sampler == 'ddim' and found['split'][part] != plain['split'][part]:
                    fault(f'{part} depends on the table')
            if found['split']['total']['tv'] != found['tv']:
                fault('the total is not the distance')
        if not before['w1'] < 2e-9 or not 3.5 < sum(orders) / 2 < 4.8:
            fault(f'{sampler}: score part {before["w1"]}, orders {orders}')


def chain(factor):
    """DDIM's deterministic map (Song, Meng, Ermon 2021, arXiv:2010.02502, eq. 12 with sigma = 0)
    of points spread over the start N(0, 1), with `factor` times the exact score: x, dx/dz."""
    z = numpy.linspace(-9, 9, 40001)
    x, slope = z.copy(), numpy.ones_like(z)
    for k in range(STEPS - 1, -1, -1):
        now, then = ABAR[TIMES[k]], ABAR[TIMES[k - 1]] if k else 1.0
        s, s_x = score(x, math.sqrt(now), math.sqrt(1 - now))
        eps, eps_x = (-factor * math.sqrt(1 - now) * v for v in (s, s_x))
        scale, share = math.sqrt(then / now), math.sqrt(1 - then)
        rest = share - scale * math.sqrt(1 - now)
        x, slope = scale * x + rest * eps, (scale + rest * eps_x) * slope
    return z, x, slope


def check_wrong(fpk, folder):
    """A score times 0.9. Both laws are N(0, 1) carried by rising maps T and T', so that their
    quantiles correspond: w1 = E|T(Z) - T'(Z)|, w2^2 = E (T(Z) - T'(Z))^2; and with the densities
    phi(z)/T'(z), tv."""
    numpy.savez_compressed(folder / 'w.npz', **table(3201, 'score', 0.9))
    found = run(fpk, folder, ['law'] + SAMPLER + ['--score-table', 'w.npz'])['split']['score']
    z, exact, slope = chain(1)
    _, used, used_slope = chain(0.9)
    if min(slope.min(), used_slope.min()) <= 0:
        fault('the chain folds: the comparison does not hold')
    phi = numpy.exp(-0.5 * z ** 2) / math.sqrt(2 * math.pi)
    width = z[1] - z[0]
    close('w1', found['w1'], float((phi * abs(exact - used)).sum() * width), 1e-7)
    close('w2', found['w2'], float(math.sqrt((phi * (exact - used) ** 2).sum() * width)), 1e-7)
    y = numpy.linspace(-4, 5, 400001)
    p = numpy.interp(y, exact, phi / slope)
    q = numpy.interp(y, used, phi / used_slope)
    close('tv', found['tv'], float(0.5 * abs(p - q).sum() * (y[1] - y[0])), 2e-5)
    if not found['w1'] > 0.1:
        fault('a score times 0.9 should show')


def check_files(fpk, folder):
    """One table in every kind of file and under every head is one score."""
    plain, words = table(801, 'score'), ['law'] + SAMPLER + ['--score-table']
    numpy.savez(folder / 'a.npz', **plain)
    numpy.savez_compressed(folder / 'b.npz', **plain)
    with h5py.File(folder / 'c.h5', 'w') as file:
        for name, value in plain.items():
            file[name] = value
    numpy.savez(folder / 'd.npz', unused=numpy.array(['text']), **plain)
    plain['masked'] = numpy.abs(plain['x'] - numpy.zeros((STEPS, 1))) > 7.5
    plain['score'] = numpy.where(plain['masked'], numpy.nan, plain['score'])
    numpy.savez(folder / 'e.npz', **plain)
    answers = [run(fpk, folder, words + [name]) for name in ('a.npz', 'b.npz', 'c.h5', 'd.npz')]
    if any(answer != answers[0] for answer in answers):
        fault('the same table in another file is another score')
    for alone in {'FPK_ISA': 'sse2'}, {'OMP_NUM_THREADS': '1'}: # the same bits
        done = subprocess.run([fpk] + words + ['a.npz', '--json'], cwd=folder, timeout=60,
                              capture_output=True, check=True, env=dict(os.environ, **alone))
        if json.loads(done.stdout) != answers[0]:
            fault(f'{alone}: other bits')
    masked = run(fpk, folder, words + ['e.npz'])
    close('masked tails', masked['w1'], answers[0]['w1'], 1e-7)
    for name in 'eps', 'x0':
        numpy.savez(folder / 'a.npz', **table(801, name))
        close(name, run(fpk, folder, words + ['a.npz'])['w1'], answers[0]['w1'], 1e-9)
    numpy.savez(folder / 'a.npz', **table(801, times=numpy.arange(0, 1000, 150)))
    found = run(fpk, folder, words + ['a.npz'])
    if found['interpolated_levels'] != 6: # 0, 300, 600, 900 are there
        fault(f'{found["interpolated_levels"]} levels interpolated, not 6')
    if not 1e-4 < found['split']['score']['tv'] < 0.2:
        fault(f'interpolated in t: {found["split"]["score"]}')


def check_samples(fpk, folder):
    """Samples with the wrong score pass as what they are, at a false-alarm rate of 1e-6, and not as
    samples with the exact one."""
    own = ['--score-table', 'w.npz']
    run(fpk, folder, ['sample'] + SAMPLER + own + ['--particles', '200000', '--out', 'x.npy'])
    run(fpk, folder, ['check', 'x.npy'] + SAMPLER + own)
    run(fpk, folder, ['check', 'x.npy'] + SAMPLER, code=1)


def check_solved(fpk, folder):
    """The noising process as an equation: its density solved on a grid, the score of that field
    against the closed form, and the sampler run back along it without any formula of a score."""
    times = ','.join(f'{k / 20:g}' for k in range(1, 21))
    words = ['solve', '--drift', '-(0.1 + 19.9*t)/2*x', '--diffusion', 'sqrt(0.1 + 19.9*t)',
             '--initial', 'm1.json', '--time', '1', '--times', times, '--tolerance', '1e-8']
    run(fpk, folder, words + ['--score', '--out', 'field.h5'])
    with h5py.File(folder / 'field.h5') as file:
        time, x, p, log_p, s, trusted = (file[name][...] for name in (
            'time', 'x', 'density', 'log_density', 'score', 'trusted'))
    for k, t in enumerate(time):
        keep = trusted[k] == 1
        left = math.exp(-(0.1 * t + 19.9 * t * t / 2)) # alpha^2
        variance = left * VARIANCE + 1 - left
        off = x[keep][:, None] - math.sqrt(left) * MEAN
        exact = (WEIGHT / numpy.sqrt(2 * math.pi * variance) *
                 numpy.exp(-0.5 * off ** 2 / variance)).sum(1)
        close(f'log p at t = {t}', float(abs(log_p[k][keep] - numpy.log(exact)).max()), 0, 1e-2)
        want = score(x[keep], math.sqrt(left), math.sqrt(1 - left))[0]
        error = abs(s[k][keep] - want)
        close(f'score at t = {t}', float((p[k][keep] * error).sum() * (x[1] - x[0])), 0, 1e-6)
        if not numpy.isnan(s[k][~keep]).all() or not 1e-11 < exact.min() / exact.max() < 1e-3:
            fault(f't = {t}: the mask ends at {exact.min() / exact.max():.2g} of the largest p')
    found = run(fpk, folder, ['law', '--target', 'm1.json', '--sampler', 'reverse-euler-maruyama',
                              '--steps', '20', '--score-table', 'field.h5'])['split']['score']
    print(f'score of a solved field: tv {found["tv"]:.2e}, kl {found["kl_pq"]:.2e}')
    if not 0 < found['tv'] < 1e-6:
        fault(f'score of a solved field: {found}')


def check_refusals(fpk, folder):
    good = table(11)
    shifted = dict(good, alpha=numpy.sqrt(ABAR[TIMES + 1]), sigma=numpy.sqrt(1 - ABAR[TIMES + 1]))
    hole = numpy.where(numpy.arange(11) == 3, numpy.nan, good['eps'])
    late = table(11, times=TIMES[1:])
    cases = [
        ({'x': good['x'], 'eps': good['eps']}, 'no array "t"'),
        (dict(good, score=good['eps']), 'more than one'),
        (dict(good, x=good['x'][::-1]), 'x is not ascending'),
        (dict(good, t=good['t'][::-1]), 't is not ascending'),
        (dict(good, eps=hole), 'row 0 (t = 0), column 3'),
        (dict(good, eps=numpy.ascontiguousarray(good['eps'].T)), 'transpose'),
        (dict(good, eps=good['eps'].T), 'Fortran'),
        (dict(good, eps=good['eps'][:, :5]), 'shape (10, 5)'),
        (dict(good, eps=good['eps'].astype(complex)), 'astype'),
        (dict(good, eps=good['eps'].astype(object)), 'astype'),
        (dict(good, alpha=good['alpha'][1:]), 'alpha has 9 numbers for 10 levels'),
        (shifted, 'are schedule and labels the same?'),
        (late, 'levels go from t = 100'),
        (dict(good, x=good['x'][:3], eps=good['eps'][:, :3]), '3 points'),
    ]
    words = ['law'] + SAMPLER + ['--score-table', 'bad.npz']

    def judge(what, commands, word):
        before = sorted(str(p.name) for p in folder.iterdir())
        done = subprocess.run([fpk] + commands, cwd=folder, capture_output=True, timeout=60,
                              check=False)
        for text in faults(done, word, 2, before, folder):
            fault(f'{what}: {text}')

    for arrays, word in cases:
        numpy.savez(folder / 'bad.npz', **arrays)
        judge(word, words, word)
    numpy.savez_compressed(folder / 'bad.npz', **good)
    whole = (folder / 'bad.npz').read_bytes()
    for content, word in [(whole[:-30], 'truncated'), (b'', 'ZIP'), (npy(head('(3,)')), 'ZIP'),
                          (whole[:90] + bytes([whole[90] ^ 1]) + whole[91:], 'CRC-32')]:
        (folder / 'bad.npz').write_bytes(content)
        judge(word, words, word)
    (folder / 'bad.npz').write_bytes(whole)
    judge('gone', words[:-1] + ['gone.npz'], 'no such file')
    judge('equation', ['law', '--drift', '-x', '--diffusion', '1', '--dt', '0.1', '--score-table',
                       'bad.npz'], '--score-table goes with --sampler')
    (folder / 'plane.json').write_text('{"kind": "gaussian-mixture", "weights": [1],'
                                       ' "means": [[0, 0]], "covariances": [1]}', encoding='utf-8')
    judge('plane', ['sample', '--target', 'plane.json'] + words[3:], '2 dimensions')


def main():
    fpk = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'm1.json').write_text(M1, encoding='utf-8')
        for check in (check_refinement, check_wrong, check_files, check_samples, check_solved,
                      check_refusals):
            check(fpk, folder)
    print(f'{failed} faults')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
