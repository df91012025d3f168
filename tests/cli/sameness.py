# SPDX-License-Identifier: GPL-3.0-or-later
"""Sameness: what a result file holds depends on the content of its inputs, not on their names.

    python3 sameness.py FPK"""

import pathlib
import subprocess
import sys
import tempfile

START = '{"kind": "gaussian-mixture", "weights": [1], "means": [%s], "covariances": [0.25]}'


def solved(fpk, folder, start):
    """The bytes of a small solution from the start file."""
    subprocess.run([fpk, 'solve', '--drift', '-x', '--diffusion', '1', '--initial', start,
                    '--tolerance', '1e-3', '--out', 'x.h5'], cwd=folder, check=True, timeout=60,
                   stdout=subprocess.DEVNULL)
    return (folder / 'x.h5').read_bytes()


def main():
    fpk = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for file, mean in ('one.json', 0.5), ('two.json', 0.5), ('three.json', 0.25):
            (folder / file).write_text(START % mean, encoding='utf-8')
        one, two, three = (solved(fpk, folder, f'{n}.json') for n in ('one', 'two', 'three'))
    if one != two:
        sys.exit('the name of the start file changed the result file')
    if one == three:
        sys.exit('another start gave the same result file')
    if b'one.json' in one:
        sys.exit('the result file holds the name of its start file')
    print('same content, same bytes')


if __name__ == '__main__':
    main()
