#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs printed in docs/random.md give the numbers that fpk gives, and so do its tables.

usage: test_random_md.py docs/random.md tests/data/random_known.txt tests/data/tree_known.txt"""
import re
import sys

text = open(sys.argv[1]).read()
scope = {}
for program in re.findall(r"```python\n(.*?)```", text, re.S):
    exec(program, scope)
number, node, walk = scope["number"], scope["node"], scope["walk"]
walks_at, tree_at = text.index("## A random walk"), text.index("## A Brownian tree")


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
printed = re.findall(r"^\| (\d+(?: \| \d+){5}) \| (\S+) \| (\S+) \|$", text[:walks_at], re.M)
for cells, normal, uniform in printed:
    name = [int(c) for c in cells.split(" | ")]
    near(number(*name), float(normal), "normal %s" % name)
    near(number(*name, normal=False), float(uniform), "uniform %s" % name)


def near_node(name, want):
    seed, particle, component, length, level, index = name
    size = (float(length) / 2 ** int(level)) ** 0.5
    got = node(int(seed), int(particle), int(component), float(length), int(level), int(index))
    for g, w in zip(got, want):
        if not abs(g - w) <= 1e-14 * size:
            sys.exit("node %s: the program gives %.17g, the table says %.17g" % (name, g, w))


walks = re.findall(r"^\| (\d+(?: \| \d+){6}) \| (-?\d+) \|$", text[walks_at:tree_at], re.M)
for cells, s in walks:
    if walk(*[int(c) for c in cells.split(" | ")]) != int(s):
        sys.exit("walk %s: the table says %s, the program something else" % (cells, s))
nodes = 0
for line in open(sys.argv[3]):
    if not line.startswith("#"):
        words = line.split()
        near_node(words[:6], [float.fromhex(w) for w in words[6:]])
        nodes += 1
listed = re.findall(r"^\| (\d+(?: \| [\d.]+){5}) \| (\S+) \| (\S+) \|$", text[tree_at:], re.M)
for cells, w, h in listed:
    near_node(cells.split(" | "), [float(w), float(h)])
if nodes < 100 or len(listed) < 8 or len(walks) < 5:
    sys.exit("too few nodes or walks: %d, %d and %d" % (nodes, len(listed), len(walks)))
if known < 200 or len(printed) < 8:
    sys.exit("too few numbers were compared: %d and %d" % (known, len(printed)))
