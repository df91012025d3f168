# SPDX-License-Identifier: GPL-3.0-or-later
"""Refusals: what is wrong with a command or a file is one line on standard error that names it,
exit code 2 (70 for numbers that blow up), nothing on standard output and nothing written.

    python3 refusals.py FPK"""

import os
import pathlib
import subprocess
import sys
import tempfile

GOOD = '{"kind": "gaussian-mixture", "weights": [1], "means": [0.5], "covariances": [0.25]}'


def mixture(weights='[0.5, 0.5]', means='[-1, 1]', covariances='[1, 1]', more=''):
    return ('{"kind": "gaussian-mixture", "weights": %s, "means": %s, "covariances": %s%s}'
            % (weights, means, covariances, more)).encode()


# What is in the file, and a word that the sentence must contain.
FILES = [
    (mixture(weights='[0.5, 0.4]'), 'weights'),
    (mixture(weights='[1.5, -0.5]'), 'weights'),
    (mixture(weights='[0.5, "x"]'), 'weights'),
    (mixture(weights='[0.5]'), '1'),
    (mixture(covariances='[1, -1]'), 'covariance'),
    (mixture(covariances='[1, 0]'), 'covariance'),
    (mixture(means='[-1, NaN]'), 'target'),
    (mixture(means='[-1, 1e999]'), 'target'),
    (mixture(means='[[-1], [1, 2]]'), 'dim'),
    (mixture(means='[]'), 'means'),
    (mixture(more=', "wieghts": [1]'), 'wieghts'),
    (mixture(means='[-1, [[1]]]'), 'means'),
    (mixture().replace(b'gaussian-mixture', b'gausian-mixture'), 'gausian-mixture'),
    (b'{"kind": "gaussian-mixture", "weights": [1]}', 'means'),
    (b'[1, 2]', 'object'),
    (mixture()[:40], 'target'),
    (b'', 'target'),
    (bytes(range(256)) * 16, 'target'),
    (b'[' * 10000000, 'target'),
]

LAW = ['law', '--target', 'target.json', '--sampler', 'ddim', '--schedule', 'linear',
       '--steps', '3']
EQUATION = ['--drift', '-x', '--diffusion', '1']
MOVE = ['simulate'] + EQUATION + ['--dt', '0.1', '--time', '10', '--particles', '100']
PLANE = ['--drift', 'y; -x', '--diffusion', '0; 1']
RATES = ['solve', '--potential', 'x^4/4 - x^2/2', '--temperature', '0.1']

# The command, and a word of its sentence.
COMMANDS = [
    (['lwa'], 'law'),
    (LAW + ['--stpes', '3'], '--steps'),
    (LAW + ['--eta'], 'eta'),
    (LAW + ['--steps', 'many'], 'many'),
    (LAW + ['--steps', '0'], 'steps'),
    (LAW + ['--spacing', 'leadng'], 'leading'),
    (LAW[:4] + ['dddim'] + LAW[5:], 'ddim'),
    (['law', '--target', 'gone.json'] + LAW[3:], 'gone.json'),
    (['simulate', '--drift', 'x - * 3', '--diffusion', '1', '--dt', '0.1', '--time', '1',
      '--initial', 'normal:0:1', '--particles', '10'], '5'),
    (['simulate', '--drift', 'x - yy', '--diffusion', '1', '--dt', '0.1', '--time', '1',
      '--initial', 'normal:0:1', '--particles', '10'], 'yy'),
    (['simulate', '--drift', '(' * 100000, '--diffusion', '1', '--dt', '0.1', '--time', '1',
      '--initial', 'normal:0:1', '--particles', '10'], 'drift'),
    (['simulate'] + EQUATION + ['--dt', '0.1', '--time', '1', '--initial', 'normal:0:-1',
                                '--particles', '10'], 'normal'),
    (['simulate'] + EQUATION + ['--dt', '-0.1', '--time', '1', '--initial', 'normal:0:1',
                                '--particles', '10'], 'dt'),
    (['solve'] + EQUATION + ['--time', 'nan', '--initial', 'normal:0:1'], 'time'),
    # Eigenvalues and first passage.
    (RATES + ['--eigenvalues', '0'], 'eigenvalues'),
    (RATES + ['--eigenvalues', '2.5'], '2.5'),
    (RATES + ['--eigenvalues', '501'], '500'),
    (RATES + ['--eigenvalues', '3', '--time', '1'], '--time goes with a density in time'),
    (RATES + ['--eigenvalues', '3', '--initial', 'delta:1'], '--initial goes with'),
    (RATES + ['--first-passage', '0:1', '--method', 'march'], '--method goes with'),
    (RATES + ['--domain', '1,-1'], 'a < b'),
    (RATES + ['--domain', '1'], 'comma'),
    (RATES + ['--domain', '-1,x'], 'finite number'),
    (RATES + ['--domain', '-1,1/0'], '--domain'),
    (RATES + ['--boundary', 'absorbing'], 'give --domain'),
    (RATES + ['--domain', '-1,1', '--boundary', 'absorbng'], 'reflecting, absorbing'),
    (RATES + ['--domain', '-1,1', '--boundary', 'periodic,natural'], 'two periodic ends'),
    (RATES + ['--domain', '-1,1', '--boundary', 'natural,periodic'], 'two periodic ends'),
    (RATES + ['--domain', '-inf,1', '--boundary', 'absorbing,natural'], 'cannot absorb'),
    (RATES + ['--domain', '0,inf', '--boundary', 'periodic'], 'both ends of a period'),
    (RATES + ['--domain', '-1,1', '--mesh', 'log:0'], 'cannot reach its origin'),
    (RATES + ['--domain', '-1,1', '--mesh', 'logg:0'], 'the meshes are'),
    (RATES + ['--mesh', 'graded:0'], 'colon'),
    (RATES + ['--mesh', 'graded:0:-1'], 'must be positive'),
    (RATES + ['--eigenvalues', '2', '--domain', '-1,inf'], 'both ends of --domain'),
    (RATES + ['--first-passage', '0'], 'colon'),
    (RATES + ['--first-passage', '0:1:2'], '1:2'),
    (RATES + ['--first-passage', '0:'], 'first-passage'),
    (RATES + ['--first-passage', '1:1'], 'two different numbers'),
    (RATES + ['--first-passage', '0:4', '--domain', '-3,3'], 'leaves the domain'),
    (RATES + ['--eigenvalues', '3', '--at', '1', '--oracle'], 'not modes'),
    (RATES + ['--survival', '1'], 'an end that absorbs'),
    (RATES + ['--survival', '2,1', '--domain', '-1,1', '--boundary', 'absorbing'], '1'),
    (RATES + ['--first-passage', '0:1', '--at', '1'], '--at goes with'),
    (RATES + ['--score'], 'give the file'),
    (RATES + ['--stationary', '--time', '3'], '--time goes with'),
    (RATES + ['--stationary', '--domain', '-1,1', '--at', '3'], '3'),
    (RATES + ['--committor', '0:1'], 'needs the points'),
    (RATES + ['--committor', '0', '--at', '1'], 'colon'),
    (RATES + ['--committor', '1:0', '--at', '1'], 'two ends a < b'),
    (RATES + ['--committor', '0:1', '--at', '2'], 'x = 2 is not between'),
    (['solve'] + PLANE + ['--eigenvalues', '3'], 'this equation has 2'),
    (['solve', '--drift', 'sin(t) - x', '--diffusion', '1', '--eigenvalues', '3'],
     'do not depend on time'),
    # What is observed on the way.
    (MOVE + ['--store', '1,11'], 'stored time 11 is outside'),
    (MOVE + ['--store', '3,2'], 'must increase'),
    (MOVE + ['--histogram', '-4:4'], 'LO:HI:BINS'),
    (MOVE + ['--histogram', '4:-4:10'], 'must be finite and increase'),
    (MOVE + ['--histogram', '-4:4:0'], 'at least one bin'),
    (MOVE + ['--histogram', '-4:4:1e9'], '2^24'),
    (MOVE + ['--histogram', 'a:4:10'], 'a'),
    (MOVE + ['--histogram', '-4:4:10', '--quantiles', '0.5,1.5'], '1.5'),
    (MOVE + ['--quantiles', '0.5'], 'give --histogram'),
    (MOVE + ['--paths', '5'], 'none is given'),
    (MOVE + ['--paths', '500', '--path-out', 'x.h5'], 'out of 100'),
    (MOVE + ['--path-out', 'x.h5'], 'needs --paths'),
    (MOVE + ['--autocorrelation', '5', '--store', '1'], '--store goes without'),
    (MOVE + ['--autocorrelation', '5', '--histogram', '-4:4:10'], 'use two runs'),
    (MOVE + ['--autocorrelation', '102'], 'a series of 101 values'),
    (MOVE + ['--autocorrelation', '2', '--every', '10'], 'at least 16'),
    (MOVE + ['--autocorrelation', '2', '--particles', '5000'], 'give --paths'),
    (MOVE + ['--autocorrelation', '2', '--discard', '10'], 'leaves nothing'),
    (MOVE + ['--spectrum', '24'], 'power of two'),
    (MOVE + ['--spectrum', '128'], 'a series of 101 values'),
    (MOVE + ['--every', '2'], '--every and --discard go with'),
    (MOVE + ['--store', '1', '--paths', '3', '--path-out', 'x.h5', '--discard', '1'], 'go with'),
    (MOVE + ['--block', '128'], '256'),
    (['show', 'samplers', '--write', 'x.inc'], 'add --measure'),
    (['show', 'samplers', '--seed', '3'], '--seed is an option of'),
    (['show', 'models', '--measure'], '--measure is an option of'),
    # A plan in place of a sampler, starts, clips.
    (LAW[:3] + ['--plan', 'gone.plan'], 'gone.plan'),
    (LAW[:3] + ['--plan', 'target.json'], 'plan, line 1'),
    (LAW + ['--plan', 'a.plan'], 'give one'),
    (['law', '--plan', 'a.plan'], '--target'),
    (['law', '--plan', 'a.plan'] + EQUATION + ['--dt', '0.1'], 'two questions'),
    (LAW + ['--start', 'std:-1'], 'positive'),
    (LAW + ['--start', 'std:'], 'number'),
    (LAW + ['--clip', '1'], 'LOW:HIGH'),
    (LAW + ['--clip', '1:-1'], 'low < high'),
    (LAW + ['--clip', 'a:1'], '--clip'),
    (LAW + ['--threshold', '.995'], 'threshold'),
    (LAW + ['--threshold', '2'], 'quantile'),
    (LAW + ['--threshold', 'a:1'], '--threshold'),
    (['law'] + EQUATION + ['--dt', '0.1', '--threshold', '.9'], '--threshold goes with'),
    (['law'] + EQUATION + ['--dt', '0.1', '--clip', '-1:1'], '--clip goes with'),
    (LAW + ['--bound'], 'this is ddim'),
    (LAW + ['--reconstruction', 'beta'], 'goes with --bound'),
    (['law'] + EQUATION + ['--dt', '0.1', '--bound'], '--bound goes with'),
    (LAW[:4] + ['ddpm', '--steps', '3', '--bound', '--start', 'std:2'], 'leave out --start'),
    (LAW[:4] + ['ddpm', '--steps', '3', '--bound', '--clip', '-1:1'], 'leave out --score-table'),
    (LAW[:4] + ['ddpm', '--steps', '1', '--bound'], 'two steps'),
    # Likelihoods, and a runner without a plan.
    (LAW + ['--likelihood', '0'], 'this is ddim'),
    (LAW[:4] + ['probability-flow-adaptive', '--likelihood', '0', '--at', '0'], 'of its own'),
    (LAW[:4] + ['probability-flow-adaptive', '--likelihood', 'x'], 'x'),
    (LAW[:4] + ['probability-flow-adaptive', '--likelihood', '0', '--start', 'std:2'], 'neither'),
    (LAW[:4] + ['probability-flow-adaptive', '--head', 'v'], 'without a plan'),
    (['law'] + EQUATION + ['--dt', '0.1', '--likelihood', '0'], '--likelihood goes with'),
    # Sweeps and heads.
    (LAW[:3] + ['--sweep', 'steps=5,10'], '--samplers'),
    (LAW[:3] + ['--sweep', 'steps', '--samplers', 'ddim'], 'KEY=V1,V2'),
    (LAW[:3] + ['--sweep', 'steps=5,,10', '--samplers', 'ddim'], 'a value is missing'),
    (LAW[:3] + ['--sweep', 'stpes=5,10', '--samplers', 'ddim'], 'steps'),
    (LAW[:3] + ['--sweep', 'steps=5', '--samplers', 'ddim,dddpm'], 'ddpm'),
    (LAW[:3] + ['--sweep', 'steps=5', '--samplers', 'ddim,'], 'missing'),
    (LAW[:3] + ['--sweep', 'steps=5', '--samplers', 'ddim', '--at', '0'], 'goes without --sweep'),
    (['law', '--sweep', 'steps=5', '--samplers', 'ddim'], '--target'),
    (LAW + ['--samplers', 'ddim'], 'goes with --sweep'),
    (LAW + ['--out', 'fig'], 'goes with --sweep'),
    (['law', '--sweep', 'steps=5', '--plan', 'a.plan', '--samplers', 'ddim'], '--plan'),
    (LAW + ['--head', 'epsilon'], 'flow'),
    (['show', 'samplers', '--head', 'v'], '--head is an option of'),
    (['law'] + EQUATION + ['--dt', '0.1', '--head', 'v'], '--head goes with'),
    # Nothing that is typed is ignored.
    (LAW + ['--initial', 'normal:3:1'], '--initial goes with an equation'),
    (LAW + ['--time', '2'], '--time goes with an equation'),
    (['law'] + EQUATION + ['--dt', '0.1', '--start', 'exact'], '--start goes with --sampler'),
    (['sample'] + EQUATION + ['--dt', '0.1', '--target', 'target.json'], '--target goes with'),
    (['solve', '--model', 'ou', '--temperature', '3'], 'the model ou has none'),
    (['solve'] + EQUATION + ['--initial', 'plane.json'], '2 dimensions'),
    (['simulate'] + EQUATION + ['--dt', '0.1', '--initial', 'plane.json'], '2 dimensions'),
    (LAW + ['--convention', 'ito'], '--convention goes with an equation'),
    (['simulate', '--model', 'ou', '--dt', '0.1', '--convention', 'ito'], 'with formulas'),
    (['simulate'] + EQUATION + ['--dt', '0.1', '--convention', 'itoo'], 'stratonovich'),
    # Equations in the plane.
    (['solve'] + PLANE, 'solved in one dimension, and this equation has 2'),
    (['solve', '--model', 'duffing'], 'solved in one dimension, and this equation has 2'),
    (['law'] + PLANE + ['--dt', '0.1'], 'laws are computed in one dimension'),
    (['law', '--model', 'lorenz', '--dt', '0.1'], 'and this equation has 3'),
    (['simulate'] + PLANE + ['--dt', '0.1', '--initial', 'delta:1,2,3'], '3 dimensions'),
    (['simulate'] + PLANE + ['--dt', '0.1', '--initial', 'uniform:0:1'], 'normal:m1,m2:s1,s2'),
    (['simulate'] + PLANE + ['--dt', '0.1', '--initial', 'normal:1,2:1,2,3'], '3 standard'),
    (['simulate'] + PLANE + ['--dt', '0.1', '--initial', 'normal:1,2:1,0'], 'positive standard'),
    (['simulate'] + PLANE + ['--dt', '0.1', '--at', '0'], 'needs one'),
    (['simulate'] + EQUATION + ['--adaptive', '-1'], '--adaptive'),
    (['simulate'] + EQUATION + ['--adaptive', '0'], 'one must be positive'),
    (['simulate'] + EQUATION + ['--adaptive-relative', '0.1', '--dt', '0.1'], 'goes with'),
    (['simulate'] + EQUATION + ['--adaptive', '0.1', '--store', '1'], 'on the way'),
    (['simulate'] + EQUATION + ['--adaptive', '0.1', '--dt', '1e-9'], 'longest step'),
    (['simulate'] + EQUATION + ['--adaptive', '0.1', '--scheme', 'dri1'], 'follows no path'),
    (['simulate'] + EQUATION + ['--adaptive', '0.1', '--scheme', 'exact'], 'no error'),
    (['simulate', '--drift', '-x', '--diffusion', 'x', '--adaptive', '0.1'], 'take sri1'),
    (['law'] + EQUATION + ['--adaptive', '0.1'], 'adaptive'),
    (['simulate', '--drift', 'y; -x*', '--diffusion', '1', '--dt', '0.1'], 'position 7'),
    (['simulate', '--drift', 'y; z', '--diffusion', '1', '--dt', '0.1'], 'position 4'),
    (['simulate', '--drift', 'y', '--diffusion', '1', '--dt', '0.1'], 'y is coordinate 2'),
    (['simulate', '--drift', 'y; -x', '--diffusion', '1, 2', '--dt', '0.1'], 'drift has 2'),
    (['simulate', '--drift', 'y; -x', '--diffusion', '1, 2; 3', '--dt', '0.1'], 'row 2 has 1'),
    (['simulate', '--drift', 'y; -x;', '--diffusion', '1', '--dt', '0.1'], 'row 3 is empty'),
    (['simulate', '--drift', 'x;y;z;x', '--diffusion', '1', '--dt', '0.1'], 'more than 3 rows'),
    (['simulate', '--drift', '-x', '--diffusion', '1, 2', '--dt', '0.1'], 'one noise'),
    (['simulate', '--model', 'lorenz', '--rho', 'x', '--dt', '0.1'], 'rho'),
    (['simulate', '--model', 'lorenz', '--damping', '1', '--dt', '0.1'], 'damping'),
]


def run(fpk, words, folder, **environment):
    return subprocess.run([fpk] + words, cwd=folder, capture_output=True, check=False, timeout=120,
                          env=dict(os.environ, **environment))


def faults(done, word, code, before, folder):
    """What is wrong with how a command was refused."""
    said = done.stderr.decode('utf-8', 'replace')
    if done.returncode != code:
        yield f'exit {done.returncode}, want {code}'
    if done.stdout:
        yield f'{len(done.stdout)} bytes on standard output'
    if len(said.strip().split('\n')) != 1 or not said.strip():
        yield f'not one line: {said[:300]!r}'
    if word not in said:
        yield f'the sentence lacks {word!r}: {said[:300]!r}'
    if len(said) > 1200 or any(ord(c) < 32 and c != '\n' for c in said):
        yield f'too long or not printable: {said[:100]!r}'
    if sorted(os.listdir(folder)) != before:
        yield f'left behind {sorted(set(os.listdir(folder)) - set(before))}'


def main():
    fpk = str(pathlib.Path(sys.argv[1]).resolve())
    failed = count = 0

    def judge(name, words, word, code=2, **environment):
        nonlocal failed, count
        count += 1
        before = sorted(os.listdir(folder))
        done = run(fpk, words, folder, **environment)
        for fault in faults(done, word, code, before, folder):
            failed += 1
            print(f'{name}: {fault}')

    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder) / 'target.json'
        for content, word in FILES:
            target.write_bytes(content)
            judge(f'target {content[:70]!r}', LAW, word)
        target.write_text(GOOD, encoding='utf-8')
        plane = mixture(means='[[-1, 0], [1, 0]]')
        (pathlib.Path(folder) / 'plane.json').write_bytes(plane)
        if run(fpk, LAW, folder).returncode != 0: # else every refusal below would prove nothing
            failed += 1
            print('the good target was refused')
        for words, word in COMMANDS:
            judge(' '.join(words)[:100], words, word)
        judge('FPK_ISA', LAW, 'FPK_ISA', FPK_ISA='mmx')

        blow = ['simulate', '--drift', 'x^3', '--diffusion', '1', '--dt', '0.1', '--time', '20',
                '--initial', 'normal:0:1', '--particles', '5000', '--out', 'x.npy']
        (pathlib.Path(folder) / 'x.npy').write_bytes(b'earlier')
        said = set()
        for threads in '1', '2':
            judge('blow-up', blow, 'step', 70, OMP_NUM_THREADS=threads)
            said.add(run(fpk, blow, folder, OMP_NUM_THREADS=threads).stderr)
        if len(said) != 1:
            failed += 1
            print(f'blow-up: other messages at other thread counts: {said}')
        # a derivative that is not finite is no matter of dt
        judge('derivative at 0', ['simulate', '--drift', '1-x', '--diffusion', 'sqrt(max(x,0))',
                                  '--convention', 'stratonovich', '--initial', 'delta:0.1',
                                  '--dt', '0.1'], 'derivative', 70)
        if (pathlib.Path(folder) / 'x.npy').read_bytes() != b'earlier':
            failed += 1
            print('blow-up: the earlier result was touched')
    print(f'{count} refusals, {failed} faults')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
