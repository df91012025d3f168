# SPDX-License-Identifier: GPL-3.0-or-later
"""What the style checks share: where the sources are, the layers, and how a check reports.

A check is a function `check(root)` that yields one sentence per violation, each beginning with
file:line. `main` runs it on the tree given on the command line; with --self-test it makes a small
tree with planted violations and asks that exactly those are reported, so that a check which has
gone blind fails."""

import pathlib
import re
import shutil
import sys
import tempfile

SKIPPED = 77  # what meson takes for "skipped"


def files(root, folders, suffixes):
    """The files with these suffixes below the given folders of root, in a fixed order."""
    root = pathlib.Path(root)
    for folder in folders:
        for path in sorted((root / folder).rglob('*')):
            if path.suffix in suffixes and path.is_file():
                yield path


def lines(path):
    """(number, line) of a text file, from 1."""
    return enumerate(path.read_text(encoding='utf-8').split('\n'), start=1)


def layers(root):
    """{layer: set of layers that it may use}, in meson.build's order, which is bottom to top."""
    text = (pathlib.Path(root) / 'meson.build').read_text(encoding='utf-8')
    table = re.search(r'^layers = \[\n(.*?)^\]', text, re.S | re.M)
    if not table:
        sys.exit('meson.build has no table "layers = [...]"')
    found = {}
    for row in re.finditer(r"\[\s*'(\w+)',\s*\[([^\]]*)\],\s*\[[^\]]*\]\s*\]", table.group(1)):
        found[row.group(1)] = set(re.findall(r"'(\w+)'", row.group(2)))
    return found


def includes(path):
    """(line, spelling, quoted) of each #include of a file."""
    for number, line in lines(path):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if match:
            yield number, match.group(2), match.group(1) == '"'


def plant(root, tree):
    """Writes {path: text} below root."""
    for name, text in tree.items():
        path = pathlib.Path(root) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding='utf-8')


def self_test(check, cases):
    """cases: [(tree, expected)]; each tree must give exactly as many sentences as expected has
    entries, and the k-th sentence must contain the k-th entry."""
    failed = 0
    for number, (tree, expected) in enumerate(cases, start=1):
        root = pathlib.Path(tempfile.mkdtemp())
        try:
            plant(root, tree)
            got = list(check(root))
        finally:
            shutil.rmtree(root)
        good = len(got) == len(expected) and all(e in g for e, g in zip(expected, got))
        if not good:
            failed += 1
            print(f'self-test, case {number}: got {got}, want sentences with {expected}')
    print(f'self-test: {len(cases) - failed} of {len(cases)} cases as planted')
    return 1 if failed else 0


def main(check, cases):
    """ROOT: check that tree. --self-test: check the check. Both can be given; both run."""
    arguments = sys.argv[1:]
    status = 0
    if '--self-test' in arguments:
        arguments.remove('--self-test')
        status = self_test(check, cases)
    if arguments:
        found = list(check(pathlib.Path(arguments[0])))
        for sentence in found:
            print(sentence)
        status = 1 if found else status
    sys.exit(status)
