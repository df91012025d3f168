# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile input: files, options and sizes that nobody means well with. Each is refused as
refusals.py says, within a few seconds and in little memory: nothing reaches the terminal raw,
nothing is allocated on a header's word, no request for the impossible runs on.

    python3 hostile.py FPK"""

import os
import pathlib
import resource
import struct
import subprocess
import sys
import tempfile

from refusals import GOOD, faults, mixture

MEMORY = 2 << 30 # bytes of address space that a refusal may need
ESCAPE = '\x1b[31m'

LAW = ['law', '--target', 'target.json', '--sampler', 'ddim', '--steps', '3']
ANNEALED = ['law', '--target', 'good.json', '--sampler', 'annealed-langevin']
EQUATION = ['--drift', '-x', '--diffusion', '1']
SIMULATE = ['simulate'] + EQUATION + ['--dt', '0.1', '--particles', '10']
SOLVE = ['solve'] + EQUATION

TARGETS = [
    (mixture(means='[-2e150, 1]'), 'within'),
    (mixture(weights='[' + ','.join(['0.001'] * 1000) + ']'), '256'),
    (mixture('[1]', '[[' + ','.join(['0'] * 100000) + ']]', '[1]'), '1024'),
    (mixture('[1]', '[[]]', '[[]]'), 'empty mean'),
    (mixture('[]', '[]', '[]'), 'components'),
    (mixture(more=', "weights": [1]'), 'once'),
    (mixture(more=', "x\\u001b[31m": 1'), '?[31m'),
    (mixture().replace(b'gaussian-', b'a\\u001b\\nb\\u009b'), 'kind'),
    (mixture().replace(b'weights', b'we\x1bights'), 'column'),
    (mixture().replace(b'mixture', b'mixture\xe9'), 'text file'), # Latin-1
    (b'\xef\xbb\xbf' + mixture(), 'column 1'), # a byte order mark
    (mixture() + mixture(), 'follows'),
    (b'{"a":' * 1000000, 'deep'),
    (mixture('[1]', '[[1, 2]]', '[[[1, 2], [2, 1]]]'), 'positive definite'),
    (mixture('[1]', '[[1, 2]]', '[[[1, 0.5], [0.4, 1]]]'), 'symmetric'),
    (mixture(covariances='[true, 1]'), 'covariance'),
]


def npy(header, data=b'', version=1, length=None):
    size = len(header) if length is None else length
    return (b'\x93NUMPY' + bytes([version, 0]) + struct.pack('<H' if version == 1 else '<I', size) +
            header.encode() + data)


def head(shape, kind='<f8', fortran='False'):
    return "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n" % (kind, fortran, shape)


ONES = struct.pack('<d', 1) * 50
NPY = [
    (b'', 'magic'),
    (b'1.0\n2.0\n', 'magic'),
    (npy(head('(50,)'), ONES)[:30], 'header'),
    (npy(head('(50,)'), ONES[:-1]), 'truncated'),
    (npy(head('(50,)'), ONES + b'x'), 'damaged'),
    (npy(head('(50,)', '<i8'), ONES), '<i8'),
    (npy(head('(50,)', '|O'), ONES), '|O'),
    (npy(head('(25, 2)', fortran='True'), ONES), 'Fortran'),
    (npy(head('(50,)'), ONES[:-8] + struct.pack('<d', float('nan'))), 'row 49'),
    (npy(head('(50,)'), ONES[:-8] + struct.pack('<d', float('inf'))), 'row 49'),
    (npy(head('(-1,)'), ONES), 'shape'),
    (npy(head('(50, -1)'), ONES), 'shape'),
    (npy(head('(0,)')), 'no points'),
    (npy(head('()'), ONES[:8]), 'shape'),
    (npy(head('(5, 5, 2)'), ONES), 'shape'),
    (npy(head('(4294967296, 4294967296)'), ONES), 'shape'),
    (npy(head('(1000000000000,)'), ONES), 'truncated'),
    (npy('', length=4294967295, version=2), 'header'),
    (npy(head('(50,)'), ONES, version=9), 'version'),
    (npy("{'descr': '<f8'}"), 'lacks'),
    (npy(head('(50,)', ESCAPE + '\n'), ONES), '<f8'),
    (npy(head('(25, 2)'), ONES), 'dimension'),
]
READERS = [['check', 'a.npy', '--target', 'good.json', '--sampler', 'ddim', '--steps', '3'],
           SOLVE + ['--initial', 'a.npy'],
           SIMULATE + ['--initial', 'a.npy'],
           ['law'] + EQUATION + ['--dt', '0.1', '--initial', 'a.npy']]

COMMANDS = [
    ([ESCAPE + '\n'], 'verb'),
    (['run', ESCAPE], 'experiment'),
    (['show', ESCAPE], 'no such'),
    (['law', '--' + ESCAPE + '\n'], 'option'),
    (['law', '--=3'], 'option'),
    (['law', '--target', ESCAPE + '\n'] + LAW[3:], 'no such file'),
    (['law', 'word\n'], 'one word too many'),
    (SIMULATE + ['--initial', ESCAPE], 'normal:MEAN:STD'),
    (SIMULATE + ['--threads', '-1'], '--threads'),
    (SIMULATE + ['--seed', '-1'], '--seed'),
    (SIMULATE + ['--seed', '18446744073709551616'], '--seed'),
    (SIMULATE + ['--time', '1e999'], '--time'),
    (SIMULATE + ['--dt', '0x1'], '--dt'),
    (SIMULATE + ['--dt', ''], '--dt'),
    (SIMULATE + ['--initial', 'uniform:-1e308:1e308'], 'finite'),
    (SIMULATE + ['--initial', 'normal:0:1e-320'], 'variance'),
    (SIMULATE + ['--initial', 'delta:' + ',' * 60000], 'not a number'),
    (SIMULATE + ['--initial', 'delta:' + '1,' * 60000 + '1'], '60001 dimensions'),
    (SIMULATE + ['--initial', 'normal:' + '1,' * 60000 + '1:1'], '1024'),
    (SIMULATE + ['--initial', 'normal:1,' + ESCAPE + ':1'], 'not a number'),
    (SIMULATE + ['--out', ''], 'name'),
    (SIMULATE + ['--out', '.'], 'folder'),
    (SIMULATE + ['--potential', 'x', '--temperature', '1'], 'two equations'),
    (ANNEALED + EQUATION, 'two questions'),
    (SOLVE + ['--at', ''], '--at'),
    (SOLVE + ['--at', '1,,2'], '--at'),
    (SOLVE + ['--domain', '1,0'], '--domain'),
    (SOLVE + ['--times', '2'], 'outside'),
    (ANNEALED + ['--sigmas', 'geometric:0.1:10:10'], 'decrease'),
    (ANNEALED + ['--sigmas', '2,-1'], 'positive'),
    (ANNEALED + ['--inner-steps', '0'], '--inner-steps'),
    (['law', '--target', 'good.json', '--sampler', 'ddim', '--steps', '1001'], '1000'),
    (['law', '--target', 'good.json', '--sampler', 'ddim', '--eta', '2'], 'eta'),
    (['check'], '.npy'),
]
FORMULAS = [('2x', 'position 2'), ('foo(x)', 'position 1'), ('x^', 'position 3'), ('', 'empty'),
            ('x\n$', 'position 3'), ('é', 'position 1'), ('sin', 'sin'), ('1e999', 'range'),
            (';', 'row 1'), (';' * 100000, 'rows'), (',' * 4000, 'column 1'),
            ('x;' * 3000, 'rows'), ('1,' * 1000, 'columns'), ('x;\x1b[31m', 'position 3'),
            ('x; ' + '(' * 4000, 'nested'), ('y;' + '-' * 4000 + 'x', 'nested'),
            ('x+' * 30000 + 'x', '4096'), ('-' * 4000 + 'x', 'drift'), ('(' * 4000, 'drift')]

# Sizes that no machine has: refused before the work begins.
SIZES = [
    (SIMULATE + ['--particles', '1e12', '--out', 'x.npy'], 'memory', 70),
    (SIMULATE + ['--dt', '1e-300'], 'steps', 2),
    (SIMULATE + ['--time', '1e300'], 'steps', 2),
    (['law'] + EQUATION + ['--dt', '1e-9'], 'larger --dt', 2),
    (ANNEALED + ['--inner-steps', '1e6'], 'steps', 2),
    (ANNEALED + ['--sigmas', 'geometric:10:0.1:1e9'], '1000000', 2),
    (SOLVE + ['--domain', '-1e308,1e308'], 'finite width', 2),
    (SIMULATE + ['--out', 'gone/x.npy', '--particles', '1e9', '--time', '1e9'], 'gone', 74),
]


def main():
    fpk = str(pathlib.Path(sys.argv[1]).resolve())
    sanitized = len(sys.argv) > 2 # its shadow memory needs all of the address space
    failed = count = 0

    def limit():
        if not sanitized:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    def judge(name, words, word, code=2):
        nonlocal failed, count
        count += 1
        before = sorted(os.listdir(folder))
        done = subprocess.run([fpk] + words, cwd=folder, capture_output=True, check=False,
                              timeout=60, preexec_fn=limit)
        for fault in faults(done, word, code, before, folder):
            failed += 1
            print(f'{name!r}: {fault}')

    with tempfile.TemporaryDirectory() as folder:
        here = pathlib.Path(folder)
        (here / 'good.json').write_text(GOOD, encoding='utf-8')
        for content, word in TARGETS:
            (here / 'target.json').write_bytes(content)
            judge(content[:70], LAW, word)
        (here / 'target.json').unlink()
        (here / 'target.json').mkdir()
        judge('a folder', LAW, 'folder')
        for content, word in NPY:
            (here / 'a.npy').write_bytes(content)
            for words in READERS:
                judge(f'{words[0]} {content[:60]!r}', words, word if 'dim' not in word else '')
        for words, word in COMMANDS:
            judge(' '.join(words)[:100], words, word)
        for formula, word in FORMULAS:
            judge(f'formula {formula[:20]}', ['simulate', '--drift', formula, '--diffusion', '1',
                                              '--dt', '0.1', '--particles', '10'],
                  word)
        for words, word, code in SIZES:
            judge(' '.join(words)[:100], words, word, code)
        # What is long but sound is done.
        many = ','.join(['0.125'] * 16000) # 96 kB: more than an HDF5 attribute holds
        for words in (SOLVE + ['--at', many, '--out', 'x.h5'], LAW[:2] + ['good.json'] + LAW[3:]):
            done = subprocess.run([fpk] + words, cwd=folder, capture_output=True, check=False,
                                  timeout=60, preexec_fn=limit)
            count += 1
            if done.returncode != 0:
                failed += 1
                print(f'{" ".join(words)[:60]}: exit {done.returncode}: {done.stderr[:200]!r}')
    print(f'{count} hostile inputs, {failed} faults')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
