# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers: a file includes only its own layer and those that meson.build allows it, the graph of
includes has no circle, a layer's private headers stay inside it, and the table of layers in
docs/architecture.md says what meson.build says.

    python3 layers.py [--self-test] ROOT"""

import re

import house


def layer_of(root, path):
    """The layer that a file belongs to: src/<layer>/... or include/fpk/<layer>/..."""
    parts = path.relative_to(root).parts
    return parts[1] if parts[0] == 'src' else parts[2] if len(parts) > 3 else None


def check(root):
    allowed = house.layers(root)
    order = list(allowed)
    for position, name in enumerate(order):
        for lower in sorted(allowed[name]):
            if lower not in order[:position]:
                yield f'meson.build: layer {name} uses {lower}, which does not stand before it'
    allowed['cli'] = set(order)
    graph = {}
    for path in house.files(root, ['include', 'src'], {'.c', '.h'}):
        here = path.relative_to(root)
        layer = layer_of(root, path)
        if layer is None:
            continue
        if layer not in allowed:
            yield f'{here}: the folder {layer} is not a layer of meson.build'
            continue
        graph[str(here)] = []
        for line, name, quoted in house.includes(path):
            where = f'{here}:{line}'
            parts = name.split('/')
            if '..' in parts:
                yield f'{where}: includes {name}; a path with .. leaves the layer'
            elif parts[0] == 'fpk' and len(parts) > 2:
                graph[str(here)].append('include/' + name)
                if parts[1] != layer and parts[1] not in allowed[layer]:
                    yield f'{where}: {layer} includes {name}, but may use only ' + ', '.join(
                        sorted(allowed[layer]) or ['itself'])
                if not (root / 'include' / name).is_file():
                    yield f'{where}: includes {name}, which does not exist'
            elif quoted:
                graph[str(here)].append(str((here.parent / name).as_posix()))
                if not (path.parent / name).is_file():
                    yield f'{where}: includes "{name}", which is not in its own folder'
                elif here.parts[0] == 'include':
                    yield f'{where}: a public header includes the private {name}'
    yield from circles(graph)
    yield from documented(root, allowed)


def documented(root, allowed):
    """The rows "| `layer` | story | uses |" of the documentation against the build."""
    page = root / 'docs/architecture.md'
    if not page.is_file():
        return
    said = {}
    for number, line in house.lines(page):
        row = re.match(r'\| `(\w+)` \|.*\| ([^|]*) \|$', line)
        if row:
            said[row.group(1)] = number, set(re.findall(r'\w+', row.group(2)))
    for layer, lower in allowed.items():
        if layer not in said:
            yield f'docs/architecture.md:1: its table lacks the layer {layer}'
        elif layer != 'cli' and said[layer][1] != lower:
            yield (f'docs/architecture.md:{said[layer][0]}: meson.build lets {layer} use '
                   + (' '.join(sorted(lower)) or 'nothing'))


def circles(graph):
    """One sentence per circle of includes, by depth-first search."""
    done, path = set(), []

    def visit(node):
        if node in path:
            circle = path[path.index(node):] + [node]
            yield f'{node}: includes itself through ' + ' -> '.join(circle)
            return
        if node in done:
            return
        path.append(node)
        for following in graph.get(node, []):
            yield from visit(following)
        path.pop()
        done.add(node)

    for start in graph:
        yield from visit(start)


TABLE = "layers = [\n  ['base', [], []],\n  ['numeric', ['base'], ['gsl']],\n]\n"
CASES = [
    ({'meson.build': TABLE,
      'include/fpk/base/a.h': '#include <stdio.h>\n',
      'include/fpk/numeric/b.h': '#include "fpk/base/a.h"\n',
      'src/numeric/b.c': '#include "fpk/numeric/b.h"\n#include "b_priv.h"\n',
      'src/numeric/b_priv.h': ''}, []),
    ({'meson.build': TABLE,
      'include/fpk/base/a.h': '#include "fpk/numeric/b.h"\n',
      'include/fpk/numeric/b.h': ''}, ['a.h:1: base includes fpk/numeric/b.h']),
    ({'meson.build': TABLE,
      'include/fpk/base/a.h': '#include "fpk/base/b.h"\n',
      'include/fpk/base/b.h': '#include "fpk/base/a.h"\n'}, ['includes itself']),
    ({'meson.build': TABLE, 'src/base/a.c': '#include "../numeric/b_priv.h"\n'}, ['with ..']),
    ({'meson.build': TABLE, 'src/base/a.c': '#include "b_priv.h"\n',
      'src/numeric/b_priv.h': ''}, ['not in its own folder']),
    ({'meson.build': TABLE, 'src/base/a.c': '#include "fpk/base/gone.h"\n'}, ['does not exist']),
    ({'meson.build': TABLE, 'src/odd/a.c': ''}, ['not a layer']),
    ({'meson.build': "layers = [\n  ['base', ['numeric'], []],\n  ['numeric', [], []],\n]\n"},
     ['does not stand before']),
    ({'meson.build': TABLE,
      'docs/architecture.md': '| `base` | x |  |\n| `numeric` | x | base |\n| `cli` | x | all |\n'},
     []),
    ({'meson.build': TABLE,
      'docs/architecture.md': '| `base` | x | numeric |\n| `cli` | x | all |\n'},
     ['lets base use nothing', 'lacks the layer numeric']),
]

if __name__ == '__main__':
    house.main(check, CASES)
