# SPDX-License-Identifier: GPL-3.0-or-later
"""Headers: each public header begins with its licence line and a one-line story, has the include
guard that its path gives, and compiles alone; include/fpk/fpk.h lists them all, layer by layer.

    python3 headers.py [--self-test] ROOT [COMPILER]
    python3 headers.py --write ROOT                     writes include/fpk/fpk.h (./lab docs)"""

import concurrent.futures
import pathlib
import re
import subprocess
import sys

import house

LICENCE = '/* SPDX-License-Identifier: GPL-3.0-or-later */'
compiler = ['cc']


def umbrella(root):
    """What include/fpk/fpk.h has to be: every header, in the order of the layers."""
    text = [LICENCE,
            '/* Everything, in the order of the story: nouns, numbers, targets, the equation, then',
            ' * the ways to look at it, then what is made of them. Written by `./lab docs`. */',
            '#ifndef FPK_FPK_H', '#define FPK_FPK_H', '']
    for layer in house.layers(root):
        names = sorted((root / 'include/fpk' / layer).glob('*.h'))
        text += [f'#include "fpk/{layer}/{path.name}"' for path in names] + [''] * bool(names)
    return '\n'.join(text + ['#endif', ''])


def guard_of(path, root):
    name = path.relative_to(root / 'include').with_suffix('').as_posix()
    return re.sub(r'\W', '_', name).upper() + '_H'


def compiles(root, path):
    """What the compiler says of a file that includes only this header; '' when it is content."""
    name = path.relative_to(root / 'include').as_posix()
    # Twice: the second inclusion must be empty. The declaration keeps the unit from being empty.
    source = f'#include "{name}"\n#include "{name}"\nextern int fpk_unit;\n'
    command = compiler + ['-std=c11', '-Wall', '-Wextra', '-Wstrict-prototypes', '-Werror',
                          '-fsyntax-only', '-I', str(root / 'include'), '-x', 'c', '-']
    done = subprocess.run(command, input=source, text=True, capture_output=True, check=False)
    return done.stderr if done.returncode else ''


def check(root):
    headers = list(house.files(root, ['include'], {'.h'}))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        said = list(pool.map(lambda path: compiles(root, path), headers))
    for path, complaint in zip(headers, said):
        here = path.relative_to(root)
        text = path.read_text(encoding='utf-8').split('\n') + ['', '']
        guard = guard_of(path, root)
        if text[0] != LICENCE:
            yield f'{here}:1: the first line is not {LICENCE}'
        if not re.match(r'/\* \S[^*]{15}', text[1]):
            yield f'{here}:2: no story: the second line should begin "/* Noun: what it is ..."'
        if f'#ifndef {guard}' not in text or f'#define {guard}' not in text:
            yield f'{here}:1: the include guard is not {guard}'
        if complaint:
            yield f'{here}:1: does not compile alone: {complaint.strip()}'
    if (root / 'meson.build').is_file():
        path = root / 'include/fpk/fpk.h'
        if not path.is_file() or path.read_text(encoding='utf-8') != umbrella(root):
            yield 'include/fpk/fpk.h:1: does not list the headers that there are: run ./lab docs'


GOOD = LICENCE + '\n/* Thing: what it is. */\n#ifndef FPK_BASE_A_H\n#define FPK_BASE_A_H\n' \
    'int fpk_a(void);\n#endif\n'
CASES = [
    ({'include/fpk/base/a.h': GOOD}, []),
    ({'include/fpk/base/a.h': GOOD.replace('BASE_A_H', 'A_H')}, ['guard']),
    ({'include/fpk/base/a.h': GOOD.replace('int fpk_a', 'size_t fpk_a')}, ['compile alone']),
    ({'include/fpk/base/a.h': GOOD.replace('GPL', 'MIT')}, ['first line']),
    ({'include/fpk/base/a.h': GOOD.replace('Thing: what it is.', 'thing')}, ['no story']),
    ({'include/fpk/base/a.h': GOOD, 'meson.build': "layers = [\n  ['base', [], []],\n]\n"},
     ['does not list the headers']),
]

if __name__ == '__main__':
    if '--write' in sys.argv:
        place = pathlib.Path(sys.argv[-1])
        (place / 'include/fpk/fpk.h').write_text(umbrella(place), encoding='utf-8')
        sys.exit(0)
    if len(sys.argv) > 2 and not sys.argv[-2].startswith('-'):
        compiler = sys.argv.pop().split()
    house.main(check, CASES)
