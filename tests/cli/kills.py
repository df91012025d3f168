# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills: an experiment killed (-9) at uniformly random times over an earlier good result. After
every kill each file of the folder holds the earlier bytes or the new ones, HDF5 and JSON files can
be opened, and what else lies there is only what the next run takes up or removes (a checkpoint, a
temporary). At the end the same command finishes to the bytes of a run that was never killed, and
leaves nothing else behind. Interrupted (SIGINT, SIGTERM) it says so by its exit code, and resumes.

    python3 kills.py FPK [KILLS [EXPERIMENT OPTION ...]]    (default: 1, a small ddim-duel)"""

import hashlib
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

PROSE = {'manifest.json'} # carries the time of day


def run(command, folder):
    return subprocess.run(command, cwd=folder, capture_output=True, check=False)


def stopped(command, folder, delay, number):
    """The exit code of the command, to which a signal is sent after delay seconds."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    time.sleep(delay)
    process.send_signal(number)
    return process.wait()


def digests(folder):
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob('*')) if path.is_file()}


def is_leftover(name):
    last = os.path.basename(name)
    return last.endswith('.checkpoint') or (last.startswith('.') and '.tmp-' in last)


def faults_after(folder, old, new, fpk):
    now = digests(folder)
    for name in sorted(set(old) - set(now)):
        yield f'{name} is gone'
    for name, digest in now.items():
        if name in PROSE:
            json.loads((folder / name).read_text(encoding='utf-8'))
        elif name not in new and not is_leftover(name):
            yield f'{name} is neither a result nor what a next run takes up'
        elif name in new and digest not in (old.get(name), new[name]):
            yield f'{name} is neither the earlier nor the new one'
        if name.endswith('.h5') and run([fpk, 'show', name], folder).returncode != 0:
            yield f'{name} does not open'


def main():
    fpk = str(pathlib.Path(sys.argv[1]).resolve())
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    words = sys.argv[3:] or ['ddim-duel', '--quick', '--particles', '1e3',
                             '--budgets', '10,20']
    random.seed(int(os.environ.get('SEED', '1')))
    faults, counts = [], {'finished': 0, 'new data': 0, 'leftovers': 0}
    with tempfile.TemporaryDirectory() as name:
        clean, top = pathlib.Path(name) / 'clean', pathlib.Path(name) / 'killed'
        clean.mkdir()
        top.mkdir()

        def command(seed): # the same words in both places: verdict.json names the folder
            return [fpk, 'run'] + words + ['--seed', seed, '--out', 'results']

        begun = time.monotonic()
        fine = run(command('2'), clean).returncode
        duration = time.monotonic() - begun
        code = run(command('1'), top).returncode
        if {fine, code} - {0, 1, 3}:
            sys.exit(f'the experiment itself ends with {fine}, {code}')
        folder = top / 'results'
        new, old = digests(clean / 'results'), digests(folder)
        data = [n for n in new if n.endswith('.h5')]
        if not data or any(new[n] == old[n] for n in data):
            faults.append('two seeds gave the same data: nothing here could be seen')

        for _ in range(kills):
            ended = stopped(command('2'), top, random.uniform(0, duration), signal.SIGKILL)
            counts['finished'] += ended >= 0
            faults += faults_after(folder, old, new, fpk)
            now = digests(folder)
            counts['leftovers'] += any(is_leftover(n) and 'tmp' in n for n in now)
            if any(now.get(n) == new[n] for n in data):
                counts['new data'] += 1
                run(command('1'), top)
        # An interrupt: 75 with a checkpoint, else 128 + n; 0, 1 or 3 when it came too late.
        codes = []
        for number in signal.SIGINT, signal.SIGTERM:
            delay = random.uniform(0.2, 0.6) * duration
            codes.append(stopped(command('2'), top, delay, number))
            if codes[-1] not in (75, 128 + number, fine):
                faults.append(f'signal {number}: exit code {codes[-1]}')
            faults += faults_after(folder, old, new, fpk)

        if run(command('2'), top).returncode != fine:
            faults.append('the same command does not finish')
        now = digests(folder)
        for file in sorted(set(now) | set(new)):
            if file not in PROSE and now.get(file) != new.get(file):
                faults.append(f'finished, but {file} differs from a run that was never killed')
    for fault in faults:
        print(fault)
    print(f'{kills} kills of {" ".join(words)} ({duration:.1f} s): {counts}; interrupted: {codes}; '
          f'{len(faults)} faults')
    sys.exit(1 if faults else 0)


if __name__ == '__main__':
    main()
