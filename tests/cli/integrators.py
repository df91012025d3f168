# SPDX-License-Identifier: GPL-3.0-or-later
"""Integrators: the table of orders is of its own digest, the document holds the table that the
command prints, and options that do not belong are refused.

    python3 integrators.py ROOT FPK [--write]     (--write: puts the table into the document)"""

import hashlib
import json
import math
import pathlib
import re
import subprocess
import sys

BLOCK = re.compile(r'(<!-- orders: begin -->\n```\n).*?(```\n<!-- orders: end -->)', re.S)


def fpk_out(fpk, *words):
    return subprocess.run([fpk, 'show', 'integrators', *words], text=True, capture_output=True,
                          check=False, timeout=120)


def number(value):
    """As C prints %.8e; null is infinite (an order, a slope without an error)."""
    return 'inf' if value is None else f'{value:.8e}'


def digest(answer):
    lines = []
    for method in answer['integrators']:
        for s in method['studies']:
            head = [method['name'], s['problem'], s['noise'], s['kind'], s['how'],
                    number(s['claimed']), number(s['drifts']), number(s['diffusions'])]
            points = [number(v) for p in zip(s['h'], s['error'], s['se']) for v in p]
            tail = [number(s[k]) for k in ('slope', 'slope_se', 'fine', 'bend')]
            lines.append(' '.join(head + points + tail + ['passed' if s['passed'] else 'failed']))
    return hashlib.sha256(('\n'.join(lines) + '\n').encode()).hexdigest()


def slope_of(s):
    """The weighted line again, in Python's own arithmetic."""
    x = [math.log2(h) for h in s['h']]
    y = [math.log2(e) for e in s['error']]
    w = [(e / d) ** 2 if d else 1.0 for e, d in zip(s['error'], s['se'])]
    mean_x = sum(a * b for a, b in zip(w, x)) / sum(w)
    mean_y = sum(a * b for a, b in zip(w, y)) / sum(w)
    return (sum(a * (b - mean_x) * (c - mean_y) for a, b, c in zip(w, x, y)) /
            sum(a * (b - mean_x) ** 2 for a, b in zip(w, x)))


def check(root, fpk):
    table = fpk_out(fpk)
    if table.returncode != 0:
        why = table.stderr or 'a claim in the table fails'
        yield f'fpk show integrators: exit code {table.returncode}: {why}'
    answer = json.loads(fpk_out(fpk, '--json').stdout)
    if digest(answer) != answer['sha256'] or answer['sha256'] not in table.stdout:
        yield 'the digest is not that of the numbers'
    for method in answer['integrators']:
        for s in method['studies']:
            if s['slope'] is not None and abs(slope_of(s) - s['slope']) > 1e-6:
                yield f'{method["name"]} on {s["problem"]}: slope {s["slope"]}, got {slope_of(s)}'
    if table.stdout.split('\n\n')[0] + '\n' not in (root / 'docs/orders.md').read_text('utf-8'):
        yield ('docs/orders.md does not hold the table of `fpk show integrators`; '
               'integrators.py --write puts it there')
    for words in ['--seed', '3'], ['--write', 'x.inc']:
        if fpk_out(fpk, *words).returncode != 2:
            yield f'{words} without --measure is not refused'
    if subprocess.run([fpk, 'show', 'models', '--measure'], capture_output=True,
                      check=False).returncode != 2:
        yield '--measure of models is not refused'


def main():
    root, fpk = pathlib.Path(sys.argv[1]), str(pathlib.Path(sys.argv[2]).resolve())
    if '--write' in sys.argv:
        page = root / 'docs/orders.md'
        table = fpk_out(fpk).stdout.split('\n\n')[0] + '\n'
        page.write_text(BLOCK.sub(lambda m: m[1] + table + m[2], page.read_text('utf-8')), 'utf-8')
        return
    found = list(check(root, fpk))
    if found:
        sys.exit('\n'.join(found))
    print('the table of orders is of its own digest')


if __name__ == '__main__':
    main()
