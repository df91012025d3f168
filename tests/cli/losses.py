# SPDX-License-Identifier: GPL-3.0-or-later
"""Losses: a run killed at any moment leaves the earlier result as it was or the new one whole; so
does a disk that is full, which is exit code 74 and one line.

    python3 losses.py FPK [KILLS]      (default 20; times come from a fixed seed)"""

import hashlib
import os
import pathlib
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time

TARGET = '{"kind": "gaussian-mixture", "weights": [1], "means": [0.5], "covariances": [0.25]}'
SAMPLE = ['sample', '--target', 'target.json', '--sampler', 'ddim', '--schedule', 'linear',
          '--steps', '5', '--particles', '300000', '--out', 'x.npy', '--seed']


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def killed(command, folder, delay):
    """Starts the command and kills it after delay seconds; did it end by itself before?"""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    return process.wait() == 0


def full_disk(command, folder):
    """The command where no file may grow beyond 64 KiB. (Python ignores SIGXFSZ, and
    restore_signals=False hands that on, so that write() fails as on a full disk.)"""
    return subprocess.run(command, cwd=folder, capture_output=True, check=False,
                          restore_signals=False, preexec_fn=lambda: resource.setrlimit(
                              resource.RLIMIT_FSIZE, (65536, 65536)))


def main():
    fpk = str(pathlib.Path(sys.argv[1]).resolve())
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    random.seed(1)
    faults = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        out = folder / 'x.npy'
        (folder / 'target.json').write_text(TARGET, encoding='utf-8')
        begun = time.monotonic()
        subprocess.run([fpk] + SAMPLE + ['2'], cwd=folder, check=True, capture_output=True)
        duration = time.monotonic() - begun
        new = digest(out)
        subprocess.run([fpk] + SAMPLE + ['1'], cwd=folder, check=True, capture_output=True)
        old = digest(out)
        if old == new:
            faults.append('two seeds gave the same bytes: nothing here could be seen')

        finished = replaced = 0
        for _ in range(kills):
            finished += killed([fpk] + SAMPLE + ['2'], folder, random.uniform(0, 1.2 * duration))
            now = digest(out)
            if now not in (old, new):
                faults.append('a killed run left neither the earlier nor the new result')
            if now == new:
                replaced += 1
                subprocess.run([fpk] + SAMPLE + ['1'], cwd=folder, check=True, capture_output=True)
        if finished == kills:
            faults.append('every run ended before it was killed')
        if replaced < finished:
            faults.append(f'{finished} runs ended well, but only {replaced} left their result')

        for left in folder.iterdir(): # what killed runs left under temporary names
            if left.name not in ('x.npy', 'target.json'):
                left.unlink()
        before = sorted(os.listdir(folder))
        done = full_disk([fpk] + SAMPLE + ['2'], folder)
        if done.returncode != 74 or done.stdout or done.stderr.count(b'\n') != 1:
            faults.append(f'full disk: exit {done.returncode}, {done.stdout!r}, {done.stderr!r}')
        if digest(out) != old or sorted(os.listdir(folder)) != before:
            faults.append('full disk: the earlier result was touched, or something was left')
    for fault in faults:
        print(fault)
    print(f'{kills} kills, {finished} came too late, {replaced} results replaced; '
          f'{len(faults)} faults')
    sys.exit(1 if faults else 0)


if __name__ == '__main__':
    main()
