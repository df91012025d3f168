# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evidence scripts share: running the fpk command, its numbers, targets in a scratch
folder, claims counted one by one. Each script is a command,

    python3 NAME.py BUILD/fpk [--full]

that prints one line per claim and ends with exit code 1 when one does not hold. Nothing here is
taken from fpk but what its command prints: the references are computed with numpy and scipy."""

import argparse
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np

DATA = pathlib.Path(__file__).resolve().parent.parent / 'data'
M1 = ([0.3, 0.7], [-2, 1.5], [0.09, 0.25])  # weights, means, variances
G1 = ([1], [0.7], [0.25])


class Bench:
    """The command, a scratch folder, and the claims so far. Used as `with Bench(__doc__) as b`."""

    def __init__(self, story):
        parser = argparse.ArgumentParser(description=story.splitlines()[0])
        parser.add_argument('fpk')
        parser.add_argument('--full', action='store_true', help='what the record asks, once')
        given = parser.parse_args()
        self.fpk = str(pathlib.Path(given.fpk).resolve())
        self.full = given.full
        self.failed = self.held = 0
        self.started = time.monotonic()

    def __enter__(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.scratch.name)
        return self

    def __exit__(self, *failure):
        self.scratch.cleanup()
        if failure[0] is None:
            print(f'{self.held} of {self.held + self.failed} claims hold; '
                  f'{time.monotonic() - self.started:.0f} s')
            sys.exit(1 if self.failed or not self.held else 0)

    def claim(self, holds, text):
        self.held += bool(holds)
        self.failed += not holds
        print(('ok   ' if holds else 'FAIL ') + text, flush=True)

    def target(self, mixture, name='target.json'):
        """The path of a target file for (weights, means, variances)."""
        path = self.folder / name
        path.write_text(json.dumps({'kind': 'gaussian-mixture', 'weights': list(mixture[0]),
                                    'means': list(mixture[1]),
                                    'covariances': list(mixture[2])}))
        return str(path)

    def run(self, *words):
        """(exit code, the JSON answer or None, what stood on standard error). One thread: no number
        depends on it, and on a busy machine threads wait for each other at every step of a law."""
        done = subprocess.run([self.fpk, *map(str, words), '--threads', '1', '--json'],
                              capture_output=True, text=True, check=False)
        return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr

    def answer(self, *words):
        code, found, error = self.run(*words)
        if code != 0:
            sys.exit(f'fpk {" ".join(map(str, words))}: exit code {code}: {error}')
        return found

    def check(self, points, *words):
        """The answer of `fpk check` for an array of points."""
        path = self.folder / 'points.npy'
        np.save(path, points.reshape(-1, 1))
        code, found, error = self.run('check', path, *words)
        if found is None or code not in (0, 1, 3):
            sys.exit(f'fpk check {" ".join(map(str, words))}: exit code {code}: {error}')
        return found

    def sample(self, seed, n, *words):
        path = self.folder / 'sample.npy'
        self.answer('sample', *words, '--particles', n, '--seed', seed, '--out', path)
        return np.load(path)[:, 0]


def options(text):
    """'steps=10,spacing=trailing' -> ['--steps', '10', '--spacing', 'trailing']"""
    return [word for pair in text.split(',') for word in ('--' + pair.split('=')[0],
                                                          pair.split('=')[1])]


def rows(name):
    """The lines of a file of tests/data, split, comments left out."""
    for line in (DATA / name).read_text(encoding='utf-8').splitlines():
        if line and not line.startswith('#'):
            yield line.split()


def normal_pdf(x, mean, variance):
    return np.exp(-(x - mean) ** 2 / (2 * variance)) / np.sqrt(2 * math.pi * variance)
