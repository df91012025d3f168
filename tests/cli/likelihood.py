# SPDX-License-Identifier: GPL-3.0-or-later
"""Likelihood: log p by the probability flow, from the exact start, is the exact one within what the
flow says of itself; on a line and in a plane; and the flow's law is that of its samples.

    python3 likelihood.py FPK"""

import json
import math
import pathlib
import subprocess
import sys
import tempfile

LINE = ('{"kind": "gaussian-mixture", "weights": [0.3, 0.7], "means": [-2, 1.5], '
        '"covariances": [0.09, 0.25]}')
PLANE = ('{"kind": "gaussian-mixture", "weights": [1], "means": [[1, -1]], '
         '"covariances": [[[1, 0.5], [0.5, 2]]]}')
FLOW = ['--sampler', 'probability-flow-adaptive', '--truncate', '1e-4', '--json']


def main():
    fpk = str(pathlib.Path(sys.argv[1]).resolve())
    faults = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'line.json').write_text(LINE, encoding='utf-8')
        (folder / 'plane.json').write_text(PLANE, encoding='utf-8')

        def run(words):
            done = subprocess.run([fpk] + words, check=True, cwd=folder, capture_output=True,
                                  timeout=60)
            return json.loads(done.stdout)

        for target, points, dim in (('line', '-2.5,-0.3,1', 1), ('plane', '0,0,2,-3', 2)):
            law = ['law', '--target', target + '.json', '--likelihood=' + points] + FLOW
            exact, usual = run(law + ['--start', 'exact']), run(law)
            for i, want in enumerate(exact['exact']):
                error = exact['numerical_error']['log_p'][i]
                if not abs(exact['log_p'][i] - want) <= 5 * error + 1e-9 or error > 1e-6:
                    faults.append(f"{target}: {exact['log_p'][i]} +- {error}, exact {want}")
                bits = -exact['log_p'][i] / math.log(2) / dim
                if abs(exact['bits_per_dim'][i] - bits) > 1e-12:
                    faults.append(f'{target}: {bits} bits')
                # The usual start is not the data's: another density, but nearly the same.
                if not 1e-7 < abs(usual['log_p'][i] - want) < 0.1:
                    faults.append(f"{target}: from the usual start {usual['log_p'][i]}")
            if abs(exact['exact'][0] - run(['law', '--target', target + '.json',
                                            '--likelihood=' + points] + FLOW +
                                           ['--tolerance', '1e-6', '--start', 'exact'])
                   ['log_p'][0]) > 1e-3:
                faults.append(f'{target}: a looser tolerance is far off')
        law = run(['law', '--target', 'line.json'] + FLOW)
        samples = run(['sample', '--target', 'line.json', '--particles', '4000'] + FLOW)
        # Five standard errors: one false alarm in 1.7 million.
        if abs(law['mean'] - samples['mean']) > 5 * samples['mean_se']:
            faults.append(f"mean {samples['mean']} of samples, {law['mean']} of the law")
        # On Gaussian data too the flow is a flow, not the empty plan.
        (folder / 'g.json').write_text(LINE.replace('[0.3, 0.7]', '[1]').replace('[-2, 1.5]', '[2]')
                                       .replace('[0.09, 0.25]', '[0.25]'), encoding='utf-8')
        law = run(['law', '--target', 'g.json', '--start', 'exact'] + FLOW)
        if not law['tv'] < 1e-3 or abs(law['mean'] - 2) > 1e-3:
            faults.append(f"the flow to a Gaussian: {law['tv']}, {law['mean']}")
    for fault in faults:
        print(fault)
    print(f'{len(faults)} faults')
    sys.exit(1 if faults else 0)


if __name__ == '__main__':
    main()
