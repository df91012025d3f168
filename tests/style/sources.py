# SPDX-License-Identifier: GPL-3.0-or-later
"""Sources: licence line, line length, tabs, file length, no notes to oneself, no machine's paths,
and a test for every source of a layer.

    python3 sources.py [--self-test] ROOT"""

import re
import sys

import house

CODE = {'.c', '.h', '.py', '.sh', '.build'}
FOLDERS = ['include', 'src', 'experiments', 'tests', 'bench', '.ci', 'docs']
LINE_MAX = 100
FILE_WARN, FILE_MAX = 400, 500
# Spelt in two halves so that this file does not find itself.
NOTE = re.compile(r'\b(TO' r'DO|FIX' r'ME|XX' r'X|HA' r'CK)\b')
MACHINE = re.compile(r'(?<![\w.])/(wo' r'rk|ho' r'me|ro' r'ot|tm' r'p|Us' r'ers|mn' r't)(/|\b)')
TEXT = CODE | {'.md', '.cff', '.txt', '.json', '.in', '.gp', ''}


def check_text(here, path):
    """What holds for every text file of the repository."""
    for number, line in house.lines(path):
        if NOTE.search(line):
            yield f'{here}:{number}: a note to oneself; do it, or write an issue'
        if MACHINE.search(line):
            yield f'{here}:{number}: a path of one machine'
        if line != line.rstrip():
            yield f'{here}:{number}: white space at the end of the line'


def check_code(here, path):
    text = path.read_text(encoding='utf-8').split('\n')
    head = text[1] if text[0].startswith('#!') and len(text) > 1 else text[0]
    if 'SPDX-License-Identifier: GPL-3.0-or-later' not in head and path.name != 'meson.build':
        yield f'{here}:1: no SPDX line at the top'
    for number, line in enumerate(text, start=1):
        if len(line) > LINE_MAX:
            yield f'{here}:{number}: {len(line)} columns; {LINE_MAX} is the limit'
        if '\t' in line:
            yield f'{here}:{number}: a tab'
    if len(text) - 1 > FILE_MAX:
        yield f'{here}:{len(text) - 1}: {len(text) - 1} lines; {FILE_MAX} is the limit, split it'
    elif len(text) - 1 > FILE_WARN:
        print(f'{here}: {len(text) - 1} lines: consider splitting it', file=sys.stderr)


def exported(path):
    """The functions and tables that a source gives to others: fpk_ names at the start of a line."""
    text = path.read_text(encoding='utf-8')
    return set(re.findall(r'^(?!static)\w[^;(={\n]*?\b(fpk_\w+)(?=\(| = |\[)', text, re.M))


def check_tested(root):
    """src/<layer>/<file>.c has tests/<layer>/test_<file>.c; or a test of the layer names <file>.c,
    uses one of the functions that only it defines, or asks for the method "<file>" by its name. A
    kernel (<file>_kernel.c) is tested through what calls it, and the command line (src/cli) by its
    own scripts."""
    for path in house.files(root, ['src'], {'.c'}):
        layer, stem = path.parent.name, path.stem
        tests = root / 'tests' / layer
        if layer == 'cli' or stem.endswith('_kernel') or (tests / f'test_{stem}.c').is_file():
            continue
        said = '\n'.join(test.read_text(encoding='utf-8') for test in tests.glob('*.c'))
        names = exported(path) | {path.name}
        method = '"' + stem.replace('_', '-') + '"'
        used = any(re.search(rf'\b{re.escape(name)}\b', said) for name in names)
        if not used and method not in said:
            yield (f'{path.relative_to(root)}:1: no tests/{layer}/test_{stem}.c, and no test of '
                   f'the layer names {path.name} or uses what it defines')


def check(root):
    for path in house.files(root, FOLDERS, TEXT):
        if path.name == 'LICENSE' or '__pycache__' in path.parts:
            continue
        here = path.relative_to(root)
        yield from check_text(here, path)
        if path.suffix in CODE:
            yield from check_code(here, path)
    for name in ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'REFERENCES.md', 'lab',
                 'meson.build']:
        if (root / name).is_file():
            yield from check_text(name, root / name)
    yield from check_tested(root)


SPDX = '/* SPDX-License-Identifier: GPL-3.0-or-later */\n'
CASES = [
    ({'src/base/a.c': SPDX, 'tests/base/test_a.c': SPDX}, []),
    ({'src/base/a.c': SPDX, 'tests/base/test_b.c': SPDX + '/* a.c too */\n'}, []),
    ({'src/base/a.c': SPDX + 'int fpk_a(int x)\n', 'tests/base/test_b.c': SPDX + 'fpk_a(1);\n'},
     []),
    ({'src/base/a_b.c': SPDX, 'tests/base/test_b.c': SPDX + 'find("a-b");\n'}, []),
    ({'src/base/a.c': SPDX + 'const struct x fpk_a = {', 'tests/base/test_b.c': SPDX + 'fpk_a;\n'},
     []),
    ({'src/base/a.c': SPDX + 'static int fpk_a(int x)\n',
      'tests/base/test_b.c': SPDX + 'fpk_a(1);\n'}, ['no tests/base/test_a.c']),
    ({'src/base/a.c': SPDX, 'tests/base/test_b.c': SPDX}, ['no tests/base/test_a.c']),
    ({'tests/base/a.c': 'int a;\n'}, ['no SPDX']),
    ({'tests/base/a.c': SPDX + 'x' * 101 + '\n'}, ['101 columns']),
    ({'tests/base/a.c': SPDX + '\tint a;\n'}, ['a tab']),
    ({'tests/base/a.c': SPDX + 'int a; \n'}, ['white space']),
    ({'tests/base/a.c': SPDX + '/* TO' 'DO: more */\n'}, ['a note to oneself']),
    ({'tests/base/a.c': SPDX + '"/wo' 'rk/x"\n'}, ['a path of one machine']),
    ({'README.md': 'see /tm' 'p/x\n'}, ['a path of one machine']),
    ({'tests/base/a.c': SPDX + '\n' * 500}, ['501 lines']),
]

if __name__ == '__main__':
    house.main(check, CASES)
