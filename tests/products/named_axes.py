# SPDX-License-Identifier: GPL-3.0-or-later
"""A data file of three-views-agree as a reader in Python meets it: h5py and xarray open it, axes
have their names, arrays their units, densities integrate to 1, provenance says what determines the
numbers and nothing else. Skipped (77) without the modules.

    python3 named_axes.py FPK"""

import json
import pathlib
import subprocess
import sys
import tempfile

try:
    import h5py
    import numpy as np
    import xarray
    try:
        import h5netcdf  # noqa: F401
        ENGINE = 'h5netcdf'
    except ImportError:
        import netCDF4  # noqa: F401
        ENGINE = 'netcdf4'
except ImportError as missing:
    print(f'skipped: {missing}')
    sys.exit(77)

WAYS = ['forward', 'reverse_sde', 'probability_flow']
ARRAYS = {
    'density_grid': ('time', 'x'), 'density_exact': ('time', 'x'), 'grid_tv': ('time',),
    'law_tv': ('law_time',), 'law_w1': ('law_time',), 'law_pdf': ('law_x',),
    'law_cdf': ('law_x',), 'paths': ('time', 'path'), 'order_tv': ('dt',), 'order_w1': ('dt',),
}
wrong = []


def expect(truth, sentence):
    if not truth:
        wrong.append(sentence)


def check_hdf5(path):
    with h5py.File(path, 'r') as file:
        expect(file['time'].attrs['CLASS'] == b'DIMENSION_SCALE', 'h5py: time is no scale')
        expect(file['time'].attrs['units'] == 'time', 'h5py: units of time')
        for way in WAYS:
            for name, axes in ARRAYS.items():
                array = file[way][name]
                for k, axis in enumerate(axes):
                    scale = array.dims[k][0].name
                    expect(scale == ('/time' if axis == 'time' else f'/{way}/{axis}'),
                           f'h5py: axis {k} of {way}/{name} is {scale}')
                expect(array.attrs['units'] == '1', f'h5py: {way}/{name} has no unit')
                expect(len(array.attrs['long_name']) > 5, f'h5py: {way}/{name} has no long_name')
            expect(file[way]['particles'].shape == (20000, 1), f'h5py: shape of {way}/particles')
        facts = dict(file['provenance'].attrs)
    keys = {'experiment', 'fpk-version', 'seed', 'particles', 'steps', 'times', 'beta-low',
            'beta-high', 'quick'}
    expect(set(facts) == keys, f'provenance has {sorted(facts)}')
    expect(facts['seed'] == '7' and facts['particles'] == 20000 and facts['times'] == 33,
           f'provenance says {facts}')
    expect(not any('/' in str(value) for value in facts.values()), 'a path in the provenance')


def check_way(path, way):
    group = xarray.open_dataset(path, engine=ENGINE, group=way)
    root = xarray.open_dataset(path, engine=ENGINE)
    grid, exact = group['density_grid'], group['density_exact']
    expect(grid.dims == ('time', 'x') and 'x' in group.coords, f'xarray: {way}: {grid.dims}')
    expect(group['particles'].dims == ('particle', 'dim'), f'xarray: {way}: particles')
    expect(root['time'].size == grid.sizes['time'], f'xarray: {way}: time has another length')
    expect(grid.attrs['units'] == '1' and 'Fokker-Planck' in grid.attrs['long_name'],
           f'xarray: {way}: {grid.attrs}')
    width = float(group['x'][1] - group['x'][0])
    mass = grid.sum('x') * width
    expect(float(abs(mass - 1).max()) < 1e-9, f'{way}: the grid has mass {mass.values}')
    far = 0.5 * width * abs(grid - exact).sum('x')
    expect(float(far.max()) < 1e-6, f'{way}: grid and closed form differ by TV {float(far.max())}')
    # two ways: the TV that the experiment wrote is the one of the arrays beside it
    expect(np.allclose(far, group['grid_tv'], rtol=1e-9, atol=1e-15), f'{way}: grid_tv')
    x, pdf, cdf = (group[name].values for name in ('law_x', 'law_pdf', 'law_cdf'))
    bend = abs(np.gradient(np.gradient(pdf, x), x))
    h = np.diff(x)  # the trapezoidal rule misses h^3/12 p'' in each interval
    allowed = 2 * float((h**3 / 12 * np.maximum(bend[1:], bend[:-1])).sum()) + 1e-9
    law = float((h * (pdf[1:] + pdf[:-1]) / 2).sum())
    expect(abs(law - 1) < allowed < 0.02, f'{way}: the law has mass {law} +- {allowed}')
    expect((np.diff(cdf) >= 0).all() and cdf[0] < 1e-12 and abs(cdf[-1] - 1) < 1e-12,
           f'{way}: the cdf of the law')
    order = np.log2(group['order_tv'].values[0] / group['order_tv'].values[1])
    expect(0.95 < order < 1.05, f'{way}: order {order}')
    group.close()
    root.close()


def main():
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([sys.argv[1], 'run', 'three-views-agree', '--quick', '--seed', '7',
                               '--threads', '1', '--json', '--quiet', '--out', folder],
                              capture_output=True, text=True, check=False, timeout=250)
        expect(done.returncode == 0, f'exit {done.returncode}: {done.stderr}')
        expect(json.loads(done.stdout)['outcome'] == 'accepted', 'the outcome is not accepted')
        path = pathlib.Path(folder) / 'three-views-agree.h5'
        check_hdf5(path)
        for way in WAYS:
            check_way(path, way)
    for line in wrong:
        print(line)
    print(f'{ENGINE}: {len(wrong)} things are wrong')
    sys.exit(1 if wrong else 0)


if __name__ == '__main__':
    main()
