# SPDX-License-Identifier: GPL-3.0-or-later
"""Headers: each public header begins with its licence line and a one-line story, has the include
guard that its path gives, is listed in include/fpk/fpk.h, and compiles alone.

    python3 headers.py [--self-test] ROOT [COMPILER]"""

import concurrent.futures
import re
import subprocess
import sys

import house

LICENCE = '/* SPDX-License-Identifier: GPL-3.0-or-later */'
compiler = ['cc']


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
    umbrella = root / 'include/fpk/fpk.h'
    listed = {name for _, name, _ in house.includes(umbrella)} if umbrella.is_file() else set()
    for path, complaint in zip(headers, said):
        here = path.relative_to(root)
        text = path.read_text(encoding='utf-8').split('\n') + ['', '']
        guard = guard_of(path, root)
        if text[0] != LICENCE:
            yield f'{here}:1: the first line is not {LICENCE}'
        if not re.match(r'/\* [A-Z][^*]{15}', text[1]):
            yield f'{here}:2: no story: the second line should begin "/* Noun: what it is ..."'
        if f'#ifndef {guard}' not in text or f'#define {guard}' not in text:
            yield f'{here}:1: the include guard is not {guard}'
        name = path.relative_to(root / 'include').as_posix()
        if path != umbrella and umbrella.is_file() and name not in listed:
            yield f'{here}:1: include/fpk/fpk.h does not list it; add #include "{name}" there'
        if complaint:
            yield f'{here}:1: does not compile alone: {complaint.strip()}'


GOOD = LICENCE + '\n/* Thing: what it is. */\n#ifndef FPK_BASE_A_H\n#define FPK_BASE_A_H\n' \
    'int fpk_a(void);\n#endif\n'
CASES = [
    ({'include/fpk/base/a.h': GOOD}, []),
    ({'include/fpk/base/a.h': GOOD.replace('BASE_A_H', 'A_H')}, ['guard']),
    ({'include/fpk/base/a.h': GOOD.replace('int fpk_a', 'size_t fpk_a')}, ['compile alone']),
    ({'include/fpk/base/a.h': GOOD.replace('GPL', 'MIT')}, ['first line']),
    ({'include/fpk/base/a.h': GOOD.replace('Thing: what it is.', 'thing')}, ['no story']),
    ({'include/fpk/base/a.h': GOOD,
      'include/fpk/fpk.h': GOOD.replace('FPK_BASE_A_H', 'FPK_FPK_H')}, ['does not list it']),
]

if __name__ == '__main__':
    if len(sys.argv) > 2 and not sys.argv[-2].startswith('-'):
        compiler = sys.argv.pop().split()
    house.main(check, CASES)
