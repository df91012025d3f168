# SPDX-License-Identifier: GPL-3.0-or-later
"""Catalogue: docs/models.md is what `fpk show models` says: each model, parameter, fact, number.

    python3 catalogue.py FPK PAGE"""

import json
import pathlib
import subprocess
import sys


def plain(text):
    """Markdown's escapes and entities taken back."""
    for code, sign in ('\\*', '*'), ('\\_', '_'), ('\\|', '|'), ('&lt;', '<'), ('&gt;', '>'):
        text = text.replace(code, sign)
    return text


def wanted(model):
    """The lines, or parts of lines, that the section of a model must have."""
    yield model['citation'].split(',')[0]
    for parameter in model['parameters']:
        yield f"`{parameter['name']}` = {parameter['default']}"
    for fact in model['facts']:
        value = f"{fact['value']:.10g}" if 'value' in fact else ''
        yield f"| {fact['name']} | {fact['formula']} | {value} |"


def main():
    done = subprocess.run([sys.argv[1], 'show', 'models', '--json'], capture_output=True,
                          check=True, timeout=60)
    models = json.loads(done.stdout)['models']
    page = plain(pathlib.Path(sys.argv[2]).read_text(encoding='utf-8'))
    sections = {part.split('\n')[0]: part for part in page.split('\n### ')[1:]}
    faults = [f'{name}: not in the catalogue' for name in sections.keys() -
              {m['name'] for m in models}]
    for model in models:
        section = sections.get(model['name'], '')
        faults += [f"{model['name']}: the page lacks {part!r}" for part in wanted(model)
                   if part not in section]
        if f"| `{model['name']}` | {model['equation']} |" not in page:
            faults.append(f"{model['name']}: its equation is not in the table")
    for fault in faults:
        print(fault)
    print(f'{len(models)} models, {len(faults)} faults')
    sys.exit(1 if faults or len(models) < 16 else 0)


if __name__ == '__main__':
    main()
