# SPDX-License-Identifier: GPL-3.0-or-later
"""References: every DOI and arXiv number cited in the code or the documentation is in
REFERENCES.md, where the paper has its authors, title and year.

    python3 references.py [--self-test] ROOT"""

import re

import house

CITED = re.compile(r'\b(10\.\d{4,9}/[^\s"\'<>,;\\*|\]]+)|\barXiv:?\s?(\d{4}\.\d{4,5})')


def numbers(path):
    """(line, number) of each DOI or arXiv number, without the punctuation of the sentence."""
    for line, text in house.lines(path):
        for doi, arxiv in CITED.findall(text):
            name = (doi or arxiv).rstrip('.:')
            while name.endswith(')') and name.count(')') > name.count('('):
                name = name[:-1].rstrip('.:')
            yield line, name.lower()


def check(root):
    page = root / 'REFERENCES.md'
    known = {name for _, name in numbers(page)} if page.is_file() else set()
    told = set()
    for path in house.files(root, ['include', 'src', 'experiments', 'docs', 'tests'],
                            {'.c', '.h', '.md', '.txt'}):
        for line, name in numbers(path):
            if name not in known and name not in told:
                told.add(name)
                yield f'{path.relative_to(root)}:{line}: cites {name}, which REFERENCES.md lacks'


CASES = [
    ({'src/a.c': '/* Song 2021, arXiv:2011.13456. */\n',
      'REFERENCES.md': '- Song, arXiv 2011.13456\n'}, []),
    ({'src/a.c': '/* (doi:10.1016/S0965-9978(96)00001-2). */\n',
      'REFERENCES.md': 'doi:10.1016/s0965-9978(96)00001-2\n'}, []),
    ({'src/a.c': '/* doi:10.1000/1 */\n', 'REFERENCES.md': 'doi:10.1000/2\n'}, ['10.1000/1']),
]

if __name__ == '__main__':
    house.main(check, CASES)
