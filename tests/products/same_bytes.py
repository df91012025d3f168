# SPDX-License-Identifier: GPL-3.0-or-later
"""Products: every .h5 of notebooks-data is below 1 MiB, is the one that digests.txt and the README
name, and the smallest experiment gives the same bytes again. When it does not, either the promise
of bits is broken or the numbers were changed on purpose: then run notebooks-data/make.

    python3 same_bytes.py ROOT FPK"""

import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main():
    folder = pathlib.Path(sys.argv[1]).resolve() / 'notebooks-data'
    environment = dict(os.environ, FPK=str(pathlib.Path(sys.argv[2]).resolve()))
    wanted = {}
    for line in (folder / 'digests.txt').read_text(encoding='ascii').splitlines():
        value, name = line.split()
        wanted[name] = value
    wrong = []
    readme = (folder / 'README.md').read_text(encoding='utf-8')
    products = sorted(folder.glob('*.h5'))
    if sorted(p.name for p in products) != sorted(wanted):
        wrong.append('the files and digests.txt do not name the same products')
    for path in products:
        if path.stat().st_size >= 1 << 20:
            wrong.append(f'{path.name} has {path.stat().st_size} bytes')
        if digest(path) != wanted.get(path.name):
            wrong.append(f'{path.name} is not the one in digests.txt')
        if f'`{path.name}`' not in readme or digest(path)[:12] not in readme:
            wrong.append(f'README.md does not name {path.name} with {digest(path)[:12]}')
    with tempfile.TemporaryDirectory() as work:
        subprocess.run([str(folder / 'make'), 'ou-density', work], env=environment, check=True,
                       timeout=200)
        again = digest(pathlib.Path(work) / 'ou-density' / 'ou-density.h5')
    if again != wanted.get('ou-density.h5'):
        wrong.append(f'ou-density.h5 comes out as {again}, recorded is {wanted["ou-density.h5"]}')
    for line in wrong:
        print(line)
    print(f'{len(products)} products looked at, ou-density remade')
    sys.exit(1 if wrong or len(products) < 3 else 0)


if __name__ == '__main__':
    main()
