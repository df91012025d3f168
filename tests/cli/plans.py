# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans: what `fpk show sampler NAME` prints, read back with --plan, gives the bits of --sampler:
the same samples and, where there is one, the same law. A plan changed by hand is another sampler.

    python3 plans.py FPK"""

import json
import pathlib
import subprocess
import sys
import tempfile

TARGET = ('{"kind": "gaussian-mixture", "weights": [0.3, 0.7], "means": [-2, 1.5], '
          '"covariances": [0.09, 0.25]}')
DRAW = ['sample', '--target', 'm1.json', '--particles', '500', '--seed', '7', '--out']


def run(fpk, folder, words):
    return subprocess.run([fpk] + words, cwd=folder, capture_output=True, check=False, timeout=60)


def drawn(fpk, folder, words):
    """The bytes of the samples; None when refused."""
    done = run(fpk, folder, DRAW + ['out.npy'] + words)
    return (folder / 'out.npy').read_bytes() if done.returncode == 0 else None


def laws(fpk, folder, words):
    done = run(fpk, folder, ['law', '--target', 'm1.json', '--split=false', '--json'] + words)
    return done.stdout if done.returncode == 0 else None


def check(fpk, folder, name):
    """Faults of one sampler, with few steps where it takes steps; and whether it has a law."""
    few = ['--steps', '4']
    shown = run(fpk, folder, ['show', 'sampler', name] + few)
    if shown.returncode != 0:
        few = []
        shown = run(fpk, folder, ['show', 'sampler', name])
    if shown.returncode != 0: # a runner without a plan
        return [], None
    (folder / 'a.plan').write_bytes(shown.stdout)
    faults = []
    samples = drawn(fpk, folder, ['--sampler', name] + few)
    law = laws(fpk, folder, ['--sampler', name] + few)
    if samples is None:
        faults.append('its plan does not run')
    if drawn(fpk, folder, ['--plan', 'a.plan']) != samples:
        faults.append('the samples of its printed plan differ')
    if law is not None and laws(fpk, folder, ['--plan', 'a.plan']) != law:
        faults.append('the law of its printed plan differs')
    return faults, law


def main():
    fpk = str(pathlib.Path(sys.argv[1]).resolve())
    failed = with_law = plans = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'm1.json').write_text(TARGET, encoding='utf-8')
        listed = json.loads(run(fpk, folder, ['show', 'samplers', '--json']).stdout)
        for sampler in listed['samplers']:
            faults, law = check(fpk, folder, sampler['name'])
            plans += 'a.plan' in [path.name for path in folder.iterdir()]
            with_law += law is not None
            for fault in faults:
                failed += 1
                print(f"{sampler['name']}: {fault}")
        # A network that predicts something else is the same sampler but for rounding.
        tv = {}
        for head in ('score', 'eps', 'x0', 'v', 'flow'):
            law = laws(fpk, folder, ['--sampler', 'ddpm', '--steps', '5', '--head', head])
            tv[head] = json.loads(law)['tv'] if law else 0
        if not all(abs(tv[head] - tv['score']) < 1e-9 < tv['score'] for head in tv):
            failed += 1
            print(f'the heads differ: {tv}')
        shown = run(fpk, folder, ['show', 'sampler', 'ddpm', '--steps', '5', '--head', 'v'])
        if shown.stdout.count(b'<- v r0') != 5:
            failed += 1
            print('the plan of the head v does not ask for it')
        # On the line the only component is its own quantile: thresholding is clipping to [-1, 1].
        ways = []
        for held in (['--threshold', '.995'], ['--clip', '-1:1']):
            answer = run(fpk, folder, ['sample', '--target', 'm1.json', '--sampler', 'ddim',
                                       '--steps', '6', '--particles', '2000', '--json', *held])
            ways.append(json.loads(answer.stdout))
        if abs(ways[0]['variance'] - ways[1]['variance']) > 1e-12 or ways[0]['variance'] > 1:
            failed += 1
            print(f'thresholded and clipped differ on the line: {ways}')
        shown = run(fpk, folder, ['show', 'sampler', 'ddim', '--steps', '5', '--threshold', '.9'])
        if shown.stdout.count(b'THRESHOLD') != 5:
            failed += 1
            print('the thresholded plan does not threshold')
        # One digit more or less is another sampler.
        text = run(fpk, folder, ['show', 'sampler', 'ddim', '--steps', '4']).stdout.decode()
        (folder / 'a.plan').write_text(text, encoding='utf-8')
        before = drawn(fpk, folder, ['--plan', 'a.plan'])
        (folder / 'a.plan').write_text(text.replace('MIX r0 <- 1', 'MIX r0 <- 2', 1),
                                       encoding='utf-8')
        if drawn(fpk, folder, ['--plan', 'a.plan']) == before:
            failed += 1
            print('a changed coefficient changed no sample')
    print(f'{plans} plans, {with_law} with a law, {failed} faults')
    sys.exit(1 if failed or plans < 5 or with_law < 5 else 0)


if __name__ == '__main__':
    main()
