# SPDX-License-Identifier: GPL-3.0-or-later
"""Observe: what `fpk simulate` reports of the way, against numpy on the points and paths that it
writes, and against the exact memory of the scheme.

    python3 observe.py FPK"""

import json
import math
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy

try:
    import h5netcdf  # noqa: F401
    import xarray
except ImportError:
    xarray = None # one check is left out

RUN = ['simulate', '--json', '--seed', '5']
LINE = ['--drift', '-x', '--diffusion', '1']
failed = 0


def fault(text):
    global failed
    failed += 1
    print(text)


def close(what, got, want, tolerance):
    if not abs(got - want) <= tolerance:
        fault(f'{what}: got {got!r}, want {want!r}, off by {got - want:.3g}, tol {tolerance:.3g}')


def run(fpk, folder, words):
    done = subprocess.run([fpk] + RUN + words, cwd=folder, capture_output=True, text=True,
                          timeout=60, check=False)
    if done.returncode:
        fault(f'{words}: exit {done.returncode}, {done.stderr[:300]}')
        sys.exit(1)
    return json.loads(done.stdout)


def check_ensemble(fpk, folder):
    """Counts and moments at the stored times are those of runs that end there."""
    words = LINE + ['--dt', '0.01', '--initial', 'normal:0:1', '--particles', '20000']
    seen = ['--store', '1,2', '--histogram', '-2:2:50', '--quantiles', '0.05,0.5,1']
    found = run(fpk, folder, words + seen + ['--time', '2'])
    edge = numpy.array(found['histogram_edge'])
    count = numpy.array(found['histogram_count'])
    for j, time in enumerate(['1', '2']):
        alone = run(fpk, folder, words + ['--time', time, '--out', 'x.npy'])
        x = numpy.load(folder / 'x.npy')[:, 0]
        want = numpy.histogram(x[(x >= -2) & (x < 2)], edge)[0]
        if (want != count[j]).any():
            fault(f'counts at {time}: {count[j]} are not {want}')
        if found['histogram_below'][j] != (x < -2).sum() or \
                found['histogram_above'][j] != (x >= 2).sum():
            fault(f'counts outside at {time}')
        close('mean', found['store_mean'][j], x.mean(), 1e-14)
        close('variance', found['store_variance'][j], x.var(ddof=1), 1e-14)
        if found['store_variance_se'][j] != alone['variance_se']:
            fault('the error of the variance differs between two ways to the same time')
        for k, p in enumerate([0.05, 0.5]):
            low, high = (found[key][j][k] for key in ('quantile_low', 'quantile_high'))
            exact = numpy.sort(x)[math.ceil(p * 20000) - 1]
            if not low <= exact <= high or not low <= found['quantile'][j][k] <= high:
                fault(f'quantile {p}: {exact} is not in {low} ... {high}')
        if found['quantile'][j][2] is not None or found['quantile_low'][j][2] != 2:
            fault('the largest number lies above the histogram and has no quantile')
    for other in ['--block', '256'], ['--block', '512', '--threads', '2'], ['--out', 'y.npy']:
        again = run(fpk, folder, words + seen + ['--time', '2'] + other)
        again.pop('out', None)
        if again != found:
            fault(f'{other} changes numbers')


def check_series(fpk, folder):
    """x' = (1 - h) x + sqrt(h) xi is a first-order autoregression with rho = 1 - h."""
    h, every, discard, length = 0.05, 2, 20, 99801
    words = LINE + ['--dt', str(h), '--time', '10000', '--particles', '3', '--every', str(every),
                    '--discard', str(discard)]
    found = run(fpk, folder, words + ['--autocorrelation', '40', '--spectrum', '64', '--path-out',
                                      'p.h5', '--paths', '2'])
    with h5py.File(folder / 'p.h5', 'r') as file:
        path, time = file['path'][...], file['time'][...]
    if path.shape != (length, 2, 1) or found['series_length'] != length or found['series'] != 2:
        fault(f'paths of shape {path.shape}, series of {found["series_length"]}')
    close('first time', time[0], discard, 1e-12)
    close('spacing', time[1] - time[0], found['series_dt'], 1e-12)
    d = path[:, :, 0] - path.mean()
    for k in 0, 1, 39:
        want = (d[:length - k] * d[k:]).sum() / (2 * length)
        close(f'autocovariance {k}', found['autocovariance'][k], want, 1e-12)
    rho, variance = (1 - h) ** every, 1 / (2 - h)
    tau = (1 + rho) / (1 - rho) * every * h
    close('time', found['autocorrelation_time'], tau, 6 * found['autocorrelation_time_se'])
    if not found['autocorrelation_time_se'] < 0.06 * tau: # 2 % by its formula at this length
        fault('the error of the time is not a small part of it')
    close('effective', found['effective_samples'],
          2 * length * found['series_dt'] / found['autocorrelation_time'], 1e-6)
    size = found['effective_samples']
    close('series_mean', found['series_mean'], path.mean(), 1e-13)
    close('series_variance', found['series_variance'], path.var() / (1 - 1 / size), 1e-12)
    close('series_mean_se', found['series_mean_se'], math.sqrt(found['series_variance'] / size),
          1e-13)
    # the stationary law N(0, 1/(2 - h)); 6 standard errors: 1e-8; squares have memory rho^2
    close('mean and 0', found['series_mean'], 0, 6 * found['series_mean_se'])
    squares = 2 * length * (1 - rho * rho) / (1 + rho * rho)
    close('variance and 1/(2 - h)', found['series_variance'], variance,
          6 * variance * math.sqrt(2 / squares))
    for k in 5, 12, 31: # Gaussian white noise through (1 - rho z)^-1; 6 standard errors: 1e-8
        c = math.cos(2 * math.pi * found['frequency'][k] * every * h)
        want = every * h * variance * (1 - rho * rho) / (1 - 2 * rho * c + rho * rho)
        close(f'density {k}', found['density'][k] / want, 1, 6 * found['density_relative_se'] + .01)
    short = run(fpk, folder, LINE + ['--dt', '0.01', '--time', '0.3', '--particles', '1',
                                     '--autocorrelation', '3'])
    if short['series_mean'] is None or short['series_mean_se'] is not None:
        fault('a run shorter than its memory has a mean, and no error of it')
    if short['autocorrelation_time'] is not None or short['effective_samples'] is not None:
        fault('a run shorter than its memory has an effective size')


def check_axes(path, shape):
    """Every dimension has its name for h5py, and for xarray, which refuses a file otherwise."""
    axes = ('time', 'particle', 'dim')
    with h5py.File(path, 'r') as file:
        names = tuple(axis[0].name[1:] if len(axis) else '' for axis in file['path'].dims)
        if names != axes:
            fault(f'h5py: the axes are {names}')
        want = file['path'][...]
    if xarray is None:
        print('xarray is not opened: it is missing')
        return
    try:
        with xarray.open_dataset(path, engine='h5netcdf') as data:
            array = data['path']
            if array.dims != axes or array.shape != shape or list(data.coords) != ['time']:
                fault(f'xarray: {array.dims} {array.shape}, coordinates {list(data.coords)}')
            if (array.values != want).any():
                fault('xarray and h5py read different paths')
    except ValueError as error:
        fault(f'xarray does not open the paths: {error}')


def check_seed(fpk, folder):
    """The provenance of the paths has the seed that was used, a drawn one too: it repeats them."""
    words = LINE + ['--dt', '0.1', '--time', '2', '--particles', '2', '--paths', '2', '--path-out']
    def facts(name):
        with h5py.File(folder / name, 'r') as file:
            return dict(file['provenance'].attrs)
    run(fpk, folder, words + ['a.h5'])
    if facts('a.h5').get('seed') != '5':
        fault(f'the seed in the provenance is {facts("a.h5").get("seed")}, not 5')
    drawn = run(fpk, folder, words + ['b.h5', '--seed', 'random'])['seed']
    if facts('b.h5').get('seed') != drawn:
        fault(f'the seed in the provenance is {facts("b.h5").get("seed")}, drawn was {drawn}')
    run(fpk, folder, words + ['c.h5', '--seed', drawn])
    if (folder / 'b.h5').read_bytes() != (folder / 'c.h5').read_bytes():
        fault('the drawn seed does not repeat the file')


def check_table(fpk, folder, words, found):
    """Without --json: a row for each time and component, the numbers those of JSON."""
    done = subprocess.run([fpk, 'simulate', '--seed', '5'] + words, cwd=folder, text=True,
                          capture_output=True, timeout=60, check=False)
    lines = [line.split() for line in done.stdout.splitlines()]
    keys = ['store_mean', 'store_mean_se', 'store_variance', 'store_variance_se']
    if ['store_time', 'component'] + keys not in lines:
        fault(f'no table of moments in {done.stdout}')
        return
    at = lines.index(['store_time', 'component'] + keys) + 1
    for j, time in enumerate(['0.5', '1']):
        for d, name in enumerate('xy'):
            row = lines[at + 2 * j + d]
            want = [found[key][j][d] for key in keys]
            if row[:2] != [time, name] or not numpy.allclose([float(v) for v in row[2:]], want,
                                                             rtol=1e-11, atol=0):
                fault(f'row {row} of the table is not {time} {name} {want}')


def check_plane(fpk, folder):
    """Lists run over time, then component, then the rest."""
    words = ['--drift', 'y; -x', '--diffusion', '0.1, 0; 0, 1', '--dt', '0.05', '--time', '1',
             '--initial', 'normal:0,2:1', '--particles', '3000']
    found = run(fpk, folder, words + ['--store', '0.5,1', '--histogram', '-3:3:12', '--quantiles',
                                      '0.2,0.7', '--out', 'z.npy', '--block', '256'])
    points = numpy.load(folder / 'z.npy')
    count = numpy.array(found['histogram_count'])
    mean = numpy.array(found['store_mean'])
    low, high = (numpy.array(found[key]) for key in ('quantile_low', 'quantile_high'))
    if count.shape != (2, 2, 12) or mean.shape != (2, 2) or low.shape != (2, 2, 2):
        fault(f'nested lists have shapes {count.shape}, {mean.shape}, {low.shape}')
    check_table(fpk, folder, words + ['--store', '0.5,1'], found)
    for d in 0, 1:
        x = points[:, d]
        want = numpy.histogram(x[(x >= -3) & (x < 3)], found['histogram_edge'])[0]
        if (want != count[1, d]).any():
            fault(f'component {d}: counts {count[1, d]} are not {want}')
        close(f'mean of component {d}', mean[1, d], x.mean(), 1e-14)
        for k, p in enumerate([0.2, 0.7]):
            exact = numpy.sort(x)[math.ceil(p * 3000) - 1]
            if not low[1, d, k] <= exact <= high[1, d, k]:
                fault(f'component {d}, quantile {p}: {exact} lies outside')
    run(fpk, folder, words + ['--paths', '3', '--path-out', 'q.h5', '--autocorrelation', '2'])
    with h5py.File(folder / 'q.h5', 'r') as file:
        if file['path'].shape != (21, 3, 2) or (file['path'][20] != points[:3]).any():
            fault('the paths of the plane do not end in its points')
    check_axes(folder / 'q.h5', (21, 3, 2))
    check_seed(fpk, folder)


def main():
    fpk = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as name:
        check_ensemble(fpk, pathlib.Path(name))
        check_series(fpk, pathlib.Path(name))
        check_plane(fpk, pathlib.Path(name))
    print(f'{failed} faults')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
