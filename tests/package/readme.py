# SPDX-License-Identifier: GPL-3.0-or-later
"""README: every command line of it that begins with build/fpk runs as printed, with exit code 0
and something on standard output.

    python3 readme.py README FPK"""

import pathlib
import re
import shlex
import subprocess
import sys
import tempfile


def commands(text):
    """The indented lines that begin with build/fpk, continued lines joined."""
    text = re.sub(r' *\\\n *', ' ', text)
    return re.findall(r'^    build/fpk (.*)$', text, re.M)


def main():
    text = pathlib.Path(sys.argv[1]).read_text(encoding='utf-8')
    fpk = str(pathlib.Path(sys.argv[2]).resolve())
    target = re.search(r'^    (\{"kind".*\})$', text, re.M).group(1)
    lines = commands(text)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / 'target.json').write_text(target + '\n', encoding='utf-8')
        for line in lines:
            done = subprocess.run([fpk] + shlex.split(line), cwd=folder, text=True,
                                  capture_output=True, check=False, timeout=120)
            if done.returncode != 0 or not done.stdout.strip():
                failed += 1
                print(f'fpk {line}\n  exit {done.returncode}: {done.stderr.strip()}')
    print(f'{len(lines) - failed} of {len(lines)} commands of the README ran')
    sys.exit(1 if failed or len(lines) < 5 else 0)


if __name__ == '__main__':
    main()
