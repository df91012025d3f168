# SPDX-License-Identifier: GPL-3.0-or-later
"""Outputs: with --json one object that a strict parser takes; a standard output that is full, or
closed by the reader, is not taken for success and is no cause for noise; a full disk is exit code
74 and one line, with the earlier result as it was and no temporary left.

    python3 outputs.py FPK"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from refusals import GOOD, faults

EQUATION = ['--drift', '-x', '--diffusion', '1']
LAW = ['law', '--target', 'target.json', '--sampler', 'ddim', '--steps', '3']
SIMULATE = ['simulate'] + EQUATION + ['--dt', '0.1', '--particles', '1000']
SOLVE = ['solve'] + EQUATION + ['--initial', 'normal:0:1', '--at', '0,1']
TALKERS = [['list'], ['info'], ['show', 'models'], ['show', 'samplers'], ['show', 'integrators'],
           ['show', 'schedules'], ['show', 'sampler', 'ddim', '--steps', '3'],
           ['show', 'schedule', 'linear'], ['show', 'schedule', 'flow', '--steps', '1'],
           LAW, SIMULATE, SOLVE,
           ['solve'] + EQUATION + ['--eigenvalues', '3', '--first-passage', '0:1'],
           ['simulate', '--model', 'lorenz', '--dt', '0.01', '--time', '0.1', '--particles', '9',
            '--initial', 'normal:1,2,3:0.1']]
# Numbers that are not there: a point has no density, one sample no variance.
ODD = [['law', '--drift', '-x', '--diffusion', '1', '--dt', '0.5', '--initial', 'delta:1e300'],
       SIMULATE + ['--initial', 'delta:1e300'], SIMULATE + ['--particles', '1'],
       ['solve', '--drift', '0', '--diffusion', '0', '--initial', 'normal:0:1']]
failed = count = 0


def fault(text):
    global failed
    failed += 1
    print(text)


def run(fpk, words, folder, **how):
    global count
    count += 1
    return subprocess.run([fpk] + words, cwd=folder, check=False, timeout=60, **how)


def refuse(constant):
    raise ValueError(f'{constant} is not JSON')


def check_json(fpk, words, folder, may_fail=False):
    done = run(fpk, words + ['--json'], folder, capture_output=True)
    if may_fail and done.returncode in (2, 70) and not done.stdout:
        return
    if done.returncode != 0 or done.stderr:
        fault(f'{words}: exit {done.returncode}, {done.stderr[:200]!r}')
    try:
        found = json.loads(done.stdout, parse_constant=refuse)
        if not isinstance(found, dict):
            fault(f'{words}: not an object')
    except ValueError as error:
        fault(f'{words}: {error}: {done.stdout[:200]!r}')


def check_standard_output(fpk, folder):
    for words in TALKERS + [['--help'], ['--version'], ['help', '--man'], ['law', '--help']]:
        for more in [], ['--json']:
            if more and words not in TALKERS:
                continue
            with open('/dev/full', 'w', encoding='ascii') as full:
                done = run(fpk, words + more, folder, stdout=full, stderr=subprocess.PIPE)
            if done.returncode != 74 or done.stderr.count(b'\n') != 1:
                fault(f'{words + more} > /dev/full: exit {done.returncode}, {done.stderr!r}')
        read, write = os.pipe() # nobody reads: what `| head -0` does
        os.close(read)
        done = run(fpk, words, folder, stdout=write, stderr=subprocess.PIPE,
                   restore_signals=True)
        os.close(write)
        if done.returncode not in (-13, 74) or len(done.stderr) > 200:
            fault(f'{words} | nobody: exit {done.returncode}, {done.stderr!r}')
        done = run(fpk, words, folder, capture_output=True)
        if b'\x1b' in done.stdout or done.stderr:
            fault(f'{words}: colour without a terminal, or talk: {done.stderr!r}')


def check_disk(fpk):
    """Run in a name space of its own, where a disk of 64 KiB can be mounted."""
    with tempfile.TemporaryDirectory() as folder:
        disk = pathlib.Path(folder) / 'disk'
        disk.mkdir()
        (pathlib.Path(folder) / 'target.json').write_text(GOOD, encoding='utf-8')
        if subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=64k', 'none', disk],
                          check=False, stderr=subprocess.DEVNULL).returncode != 0:
            sys.exit(77)
        times = ','.join(str(i / 100) for i in range(1, 101))
        writers = [(SIMULATE + ['--particles', '100000'], 'x.npy'),
                   (['sample'] + LAW[1:] + ['--particles', '100000'], 'y.npy'),
                   (SOLVE + ['--times', times], 'z.h5')]
        for words, name in writers:
            (disk / name).write_bytes(b'earlier')
            before = sorted(os.listdir(disk))
            done = run(fpk, words + ['--out', f'disk/{name}'], folder, capture_output=True)
            for what in faults(done, 'disk full', 74, before, disk):
                fault(f'{words[0]} on a full disk: {what}')
            if (disk / name).read_bytes() != b'earlier':
                fault(f'{words[0]} on a full disk: the earlier result was touched')
        subprocess.run(['umount', disk], check=True)
        check_experiment_on_full_disk(fpk, folder, disk)


def contents(folder):
    return {path: path.read_bytes() for path in pathlib.Path(folder).rglob('*') if path.is_file()}


def check_experiment_on_full_disk(fpk, folder, disk):
    """A good result on a disk that fills up; then another seed, into the same folder (all stays as
    it was) and into a new one (full at the data, at the numbers drawn, at the pictures)."""
    words = ['run', 'ou-density', '--quick', '--particles', '10000', '--quiet', '--out']
    for name, room in ('good', 0), ('good', 600), ('new', 600), ('new', 800), ('new', 1400): # KiB
        subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=8m', 'none', disk], check=True)
        run(fpk, words + ['disk/good'], folder, capture_output=True)
        free = os.statvfs(disk)
        (disk / 'ballast').write_bytes(bytes(free.f_bavail * free.f_frsize - room * 1024))
        before = contents(disk)
        done = run(fpk, words + [f'disk/{name}', '--seed', '2'], folder, capture_output=True)
        after = contents(disk)
        what = f'experiment into {name} with {room} KiB left'
        if done.returncode != 74 or done.stdout or b'disk full' not in done.stderr:
            fault(f'{what}: exit {done.returncode}, {done.stderr!r}')
        if any(after.get(path) != data for path, data in before.items()):
            fault(f'{what}: an earlier file was touched')
        if any(not data or path.name.startswith('.') for path, data in after.items()):
            fault(f'{what}: an empty or a temporary file is left')
        subprocess.run(['umount', disk], check=True)


def main():
    fpk = str(pathlib.Path(sys.argv[1]).resolve())
    if len(sys.argv) > 2:
        check_disk(fpk)
        sys.exit(1 if failed else 0)
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / 'target.json').write_text(GOOD, encoding='utf-8')
        for words in TALKERS:
            check_json(fpk, words, folder)
        for words in ODD:
            check_json(fpk, words, folder, may_fail=True)
        check_standard_output(fpk, folder)
    disk = 77
    possible = ['unshare', '-rm', 'true'] # not inside a chroot, say
    if shutil.which('unshare') and subprocess.run(possible, check=False,
                                                  stderr=subprocess.DEVNULL).returncode == 0:
        disk = subprocess.run(['unshare', '-rm', sys.executable, __file__, fpk, '--disk'],
                              check=False, stderr=subprocess.DEVNULL).returncode
    if disk == 1:
        fault('see above: a full disk')
    print(f'{count} outputs, full disk {"checked" if disk in (0, 1) else "could not be mounted"}, '
          f'{failed} faults')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
