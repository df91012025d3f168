# SPDX-License-Identifier: GPL-3.0-or-later
"""Samplers: the table of their orders is of its own digest, its slopes are those of its points, and
the document holds the table that the command prints.

    python3 samplers.py ROOT FPK [--write]     (--write: puts the table into the document)"""

import hashlib
import json
import math
import pathlib
import re
import subprocess
import sys

BLOCK = re.compile(r'(<!-- orders: begin -->\n```\n)(.*?)(```\n<!-- orders: end -->)', re.S)
PAGE = 'docs/sampler-orders.md'


def fpk_out(fpk, *words):
    return subprocess.run([fpk, 'show', 'samplers', *words], text=True, capture_output=True,
                          check=False, timeout=120).stdout


def number(value, null):
    """As C prints %.8e; a null stands for `null`."""
    return null if value is None else f'{value:.8e}'


def line(name, claim, s):
    """The line of a study that enters the digest."""
    points = zip(s['steps'], s['evaluations'], s['error'], s['numerical_error'])
    words = [name, f"[{claim['options']}]", claim.get('spacing', '-'), s['problem'], s['measure'],
             number(claim['claimed'], 'inf')]
    words += [number(v, 'nan') for p in points for v in p]
    words += [number(s['slope'], 'inf'), number(s['slope_se'], '?'), number(s['fine'], 'inf')]
    return ' '.join(words + ['passed' if s['passed'] else 'failed'])


def fitted(s):
    """Slope of log error against log steps, and that of the two finest points."""
    x = [-math.log(n) for n in s['steps']]
    y = [math.log(e) for e in s['error']]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    slope = (sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) /
             sum((a - mean_x) ** 2 for a in x))
    return slope, (y[-1] - y[-2]) / (x[-1] - x[-2])


def check(root, fpk):
    answer = json.loads(fpk_out(fpk, '--json'))
    lines, studies = [], 0
    for sampler in answer['samplers']:
        for claim in sampler['claims']:
            for s in claim['studies']:
                studies += 1
                lines.append(line(sampler['name'], claim, s))
                if not s['passed']:
                    yield f"{sampler['name']} {claim['options']}: {s['measure']} on the " \
                          f"{s['problem']} does not bear out {claim['claimed']}"
                if s['slope'] is None:
                    continue
                slope, fine = fitted(s)
                if abs(slope - s['slope']) > 1e-6 or abs(fine - s['fine']) > 1e-6:
                    yield f"{sampler['name']} {claim['options']}: {slope}, {fine}, got {s}"
    text = fpk_out(fpk)
    if hashlib.sha256(('\n'.join(lines) + '\n').encode()).hexdigest() != answer['sha256'] or \
            answer['sha256'] not in text or studies != answer['studies']:
        yield 'the digest is not that of the numbers'
    rows = set(text.split('\n\n')[0].split('\n'))
    for row in BLOCK.search((root / PAGE).read_text('utf-8'))[2].strip('\n').split('\n'):
        if row not in rows:
            yield f'{PAGE}: the command does not print {row!r}; samplers.py --write makes it new'


def main():
    root, fpk = pathlib.Path(sys.argv[1]), str(pathlib.Path(sys.argv[2]).resolve())
    if '--write' in sys.argv:
        page = root / PAGE
        table = fpk_out(fpk).split('\n\n')[0] + '\n'
        page.write_text(BLOCK.sub(lambda m: m[1] + table + m[3], page.read_text('utf-8')), 'utf-8')
        return
    found = list(check(root, fpk))
    if found:
        sys.exit('\n'.join(found))
    print('the orders of the samplers are of their own digest')


if __name__ == '__main__':
    main()
