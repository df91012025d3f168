# SPDX-License-Identifier: GPL-3.0-or-later
"""Sweeps: the numbers of `fpk law --sweep` are those of single laws; its figure folder is whole.

    python3 sweeps.py FPK"""

import json
import pathlib
import subprocess
import sys
import tempfile

TARGET = ('{"kind": "gaussian-mixture", "weights": [0.3, 0.7], "means": [-2, 1.5], '
          '"covariances": [0.09, 0.25]}')
WORDS = {'ddim:eta=0.5,spacing=trailing': ['ddim', '--eta', '0.5', '--spacing', 'trailing'],
         'ddpm': ['ddpm']}
STEPS = ('5', '10')


def once(pairs):
    """A JSON object, in which no key stands twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f'a key stands twice: {[key for key, _ in pairs]}')
    return found


def main():
    fpk = str(pathlib.Path(sys.argv[1]).resolve())
    faults = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'm1.json').write_text(TARGET, encoding='utf-8')

        def law(words):
            done = subprocess.run([fpk, 'law', '--target', 'm1.json', '--json'] + words, check=True,
                                  cwd=folder, capture_output=True, timeout=60)
            return json.loads(done.stdout, object_pairs_hook=once)

        sweep = ['--sweep', 'steps=' + ','.join(STEPS)]
        found = law(sweep + ['--samplers', ','.join(WORDS), '--start', 'exact', '--out', 'fig'])
        if found['sweep'] != 'steps' or found['values'] != list(STEPS):
            faults.append(f'another sweep: {found}')
        for curve in found['samplers']:
            words = ['--sampler'] + WORDS[curve['sampler']]
            for i, steps in enumerate(STEPS):
                one = law(words + ['--steps', steps, '--start', 'exact', '--split=false'])
                for key in ('kl_pq', 'tv', 'w1', 'w2', 'evaluations'):
                    if one[key] != curve[key][i]:
                        faults.append(f"{curve['sampler']}, {steps}: {key} {curve[key][i]}, "
                                      f'alone {one[key]}')
                if curve['numerical_error']['tv'][i] != one['numerical_error']['tv']:
                    faults.append(f"{curve['sampler']}, {steps}: another numerical error")
            alone = law(sweep + words + ['--start', 'exact'])['samplers'][0]
            if alone['tv'] != curve['tv']:
                faults.append(f"{curve['sampler']}: --sampler and --samplers differ")
        # Few steps of ddpm leave tails where a relative entropy is infinite: null, and why.
        rough = law(['--sampler', 'ddpm', '--sweep', 'steps=5'])['samplers'][0]
        if rough['kl_pq'] != [None] or rough['refused'] != [''] or 'reason' not in rough:
            faults.append(f'no reason for a number that is not there: {rough}')
        files = {path.name for path in (folder / 'fig').iterdir()}
        if not {'sweep.dat', 'sweep.gp'} <= files:
            faults.append(f'the figure lacks files: {sorted(files)}')
        numbers = (folder / 'fig/sweep.dat').read_text(encoding='utf-8')
        if f"{found['samplers'][0]['tv'][0]:.12g}"[:10] not in numbers:
            faults.append('the figure has other numbers')
    for fault in faults:
        print(fault)
    print(f'{len(faults)} faults')
    sys.exit(1 if faults else 0)


if __name__ == '__main__':
    main()
