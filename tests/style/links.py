# SPDX-License-Identifier: GPL-3.0-or-later
"""Links: every relative link and picture of the documentation exists, headings included; so does
every page that a comment in the code names; and every page under docs/ is reached from another.

    python3 links.py [--self-test] ROOT"""

import re

import house


def pages(root):
    yield from sorted(root.glob('*.md'))
    yield from house.files(root, ['docs', 'experiments', 'bench', 'notebooks-data'], {'.md'})


def prose(path):
    """(number, line) outside fenced and indented code."""
    fenced = False
    for number, line in house.lines(path):
        if line.startswith('```'):
            fenced = not fenced
        elif not fenced and not line.startswith('    '):
            yield number, line


def anchors(path):
    """The headings of a page as the anchors that a Markdown viewer makes of them."""
    for _, line in prose(path):
        if line.startswith('#'):
            title = re.sub(r'[`*]', '', line.lstrip('#').strip()).lower()
            yield re.sub(r'[^\w -]', '', title).replace(' ', '-')


def check(root):
    linked = set()
    for path in pages(root):
        here = path.relative_to(root)
        for number, line in prose(path):
            for target in re.findall(r'\[[^\]]*\]\(([^)\s]+)\)', line):
                if re.match(r'[a-z]+:', target):
                    continue
                name, _, anchor = target.partition('#')
                goal = (path.parent / name).resolve() if name else path
                if not goal.exists():
                    yield f'{here}:{number}: links to {target}, which does not exist'
                    continue
                linked.add(goal)
                if anchor and goal.suffix == '.md' and anchor not in set(anchors(goal)):
                    yield f'{here}:{number}: links to {target}; there is no such heading'
    for path in house.files(root, ['include', 'src', 'experiments', 'tests'], {'.c', '.h', '.txt'}):
        for number, line in house.lines(path):
            for name in re.findall(r'\bdocs/[\w-]+\.md\b', line):
                if not (root / name).is_file():
                    yield f'{path.relative_to(root)}:{number}: names {name}, which does not exist'
    index = root / 'docs/README.md'
    for path in house.files(root, ['docs'], {'.md'}):
        if index.is_file() and path != index and path.resolve() not in linked:
            yield f'{path.relative_to(root)}:1: no page links to it; name it in docs/README.md'


CASES = [
    ({'README.md': '# A b\n[x](docs/a.md) [y](#a-b) [z](https://example.org)\n    [no](code)\n',
      'docs/a.md': ''}, []),
    ({'README.md': '[x](docs/gone.md)\n'}, ['docs/gone.md, which does not exist']),
    ({'README.md': '![x](docs/gone.png)\n'}, ['docs/gone.png']),
    ({'README.md': '[x](docs/a.md#part)\n', 'docs/a.md': '# Other\n'}, ['no such heading']),
    ({'docs/README.md': '', 'docs/a.md': ''}, ['no page links to it']),
    ({'src/a.c': '/* see docs/a.md and docs/gone.md */\n', 'docs/a.md': ''},
     ['a.c:1: names docs/gone.md']),
]

if __name__ == '__main__':
    house.main(check, CASES)
