#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program printed in docs/random.md gives the numbers that fpk gives, and so does its table.

usage: test_random_md.py docs/random.md tests/data/random_known.txt"""
import re
import sys

text = open(sys.argv[1]).read()
scope = {}
exec(re.search(r"```python\n(.*?)```", text, re.S).group(1), scope)
number = scope["number"]


def near(got, want, what):
    if not abs(got - want) <= 2e-15 * abs(want):
        sys.exit("%s: the program gives %.17g, the table says %.17g" % (what, got, want))


known = 0
for line in open(sys.argv[2]):
    if not line.startswith("#"):
        words = line.split()
        name = [int(w) for w in words[:6]]
        near(number(*name), float.fromhex(words[6]), "normal %s" % name)
        near(number(*name, normal=False), float.fromhex(words[7]), "uniform %s" % name)
        known += 1
printed = re.findall(r"^\| (\d+(?: \| \d+){5}) \| (\S+) \| (\S+) \|$", text, re.M)
for cells, normal, uniform in printed:
    name = [int(c) for c in cells.split(" | ")]
    near(number(*name), float(normal), "normal %s" % name)
    near(number(*name, normal=False), float(uniform), "uniform %s" % name)
if known < 200 or len(printed) < 8:
    sys.exit("too few numbers were compared: %d and %d" % (known, len(printed)))
