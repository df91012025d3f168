#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Peers: end points of fpk's samplers against those of diffusers and k-diffusion, same exact head
(mixture M1), same starts, double precision. Where method and options are the same they agree to
rounding; where a default differs the effect is printed.

    python3 peers.py BUILD/fpk [--full]

The peers are optional: `./lab setup peers`. Without them this says so and exits with 77."""

import re
import subprocess
import sys

import numpy as np

import libraries
import same_settings
from common import M1, Bench
from same_settings import LINEAR, grid, times

STARTS = np.linspace(-3, 3, 61)
SAME, TABLE = 1e-11, 1e-3  # the libraries' methods in double; with their tables in float32


class Peers:
    def __init__(self, bench, torch):
        self.bench, self.torch, self.mixture = bench, torch, libraries.Mixture(M1)
        self.target = bench.target(M1)
        self.worst = {}  # library's class -> largest difference, in double and as shipped

    def fpk(self, words, start=STARTS, quiet=True):
        """End points; with `quiet` the noise of the plan is left out (and its size returned)."""
        folder = self.bench.folder
        np.save(folder / 'start.npy', start.reshape(-1, 1))
        clip = re.search(r'--clip \S+', words)
        name, *rest = words.replace(clip.group() if clip else ' ', ' ').split()
        plan = subprocess.run([self.bench.fpk, 'show', 'sampler', name, *rest], check=True,
                              capture_output=True, text=True).stdout
        noise = [float(s) for s in re.findall(r'^MIX r0 .* \+ (\S+) xi', plan, re.M)]
        if quiet:
            plan = re.sub(r'(?m)^(MIX r0 .* \+ )\S+ xi', r'\g<1>0 xi', plan)
        (folder / 'plan.txt').write_text(plan, encoding='utf-8')
        self.bench.answer('sample', '--target', self.target, '--plan', folder / 'plan.txt',
                          '--start', folder / 'start.npy', '--particles', len(start), '--out',
                          folder / 'end.npy', *(clip.group().split() if clip else []))
        return np.load(folder / 'end.npy')[:, 0], np.array(noise)

    def theirs(self, name, options, steps, wide=True, ask='step', words=None):
        peer = libraries.Diffusers(self.torch, self.mixture, name, steps, wide, **options)
        return peer.run(STARTS, ask, **(words or {}))

    def agree(self, name, options, steps, words, step_words=None):
        mine = self.fpk(words)[0]
        off = [np.abs(self.theirs(name, options, steps, wide, words=step_words) - mine).max()
               for wide in (True, False)]
        before = self.worst.setdefault(name, [0, 0, 0])
        self.worst[name] = [max(before[0], off[0]), max(before[1], off[1]), before[2] + 1]
        said = ' '.join(f'{k}={v}' for k, v in options.items() if k not in LINEAR)
        self.bench.claim(off[0] <= SAME and off[1] <= TABLE,
                         f'{name} {steps} {said}: fpk {short(words)}: {off[0]:.1e}, with float32 '
                         f'tables {off[1]:.1e}')

    def noisy(self, name, options, step_words, words, steps):
        mine, noise = self.fpk(words)
        peer = [libraries.Diffusers(self.torch, self.mixture, name, steps, **options)
                for _ in range(2)]
        off = np.abs(peer[0].run(STARTS, **step_words) - mine).max()
        theirs = peer[1].noises(**step_words)
        std = np.abs(theirs - noise).max()
        self.bench.claim(off <= SAME and std <= SAME and noise[:-1].min() > 0,
                         f'{name} {steps} {options} {step_words}: fpk {short(words)}: mean '
                         f'{off:.1e}, deviation of a step {std:.1e}')

    def differ(self, what, one, other):
        """A difference in defaults: how far it moves end points."""
        moved = np.abs(one - other)
        self.bench.claim(moved.max() > 1e-8, f'{what}: end points move by {np.median(moved):.1e}, '
                         f'median, and at most {moved.max():.1e}')


    def label(self, name, spacing, options, steps, exact):
        """Is the network asked at the level of the step, or at a rounded label?"""
        one, other = (self.theirs(name, options, steps, ask=ask) for ask in ('step', 'label'))
        what = f'{name} use_{spacing}_sigmas: '
        if exact:
            off = np.abs(one - other).max()
            self.bench.claim(off <= SAME, what + f'its labels are those of its levels: {off:.1e}')
        else:
            self.differ(what + 'the network is asked at a whole label', one, other)


def short(words):
    return re.sub(r'(--times [^,]*),\S*', r'\1,...', words)


def differences(peers, steps):
    """Defaults that are not fpk's, one by one, on the schedule `linear`."""
    mine, theirs, t = peers.fpk, peers.theirs, times(grid(steps))
    for spacing in ('trailing', 'linspace'):
        options = {'clip_sample': False, 'timestep_spacing': spacing, **LINEAR}
        uneven = 7 if spacing == 'trailing' else steps
        peers.differ(f'DDIM {uneven} {spacing}: it steps by T div S, not to the grid\'s next time',
                     theirs('DDIM', options, uneven),
                     mine(f'ddim --spacing {spacing} --steps {uneven}')[0])
    ratio = peers_ratio(peers, steps)
    levels = '--sigmas ' + ','.join(f'{r:.17g}' for r in ratio[:-1])
    raised = STARTS * np.sqrt(1 + ratio[0] ** 2)
    heun = theirs('HeunDiscrete', LINEAR, steps)
    off = np.abs(heun - mine('edm-heun ' + levels, raised)[0]).max()
    peers.bench.claim(off <= SAME, f'HeunDiscrete linspace {steps} at its own sigmas: {off:.1e}')
    peers.differ('HeunDiscrete linspace: its times are fractional, fpk rounds them', heun,
                 mine(f'edm-heun --schedule linear --spacing linspace --steps {steps}')[0])
    peers.differ('HeunDiscrete linspace for fpk uniform: linear in sigma/alpha, not in its log',
                 heun, mine(f'edm-heun --schedule linear --spacing uniform --steps {steps}')[0])
    two = mine(f'dpm-solver++ {t}')[0]
    peers.differ('final_sigmas_type sigma_min for zero', two,
                 mine(f'dpm-solver++ {times(grid(steps) + [0])} --final sigma-min')[0])
    peers.differ('solver_type heun for midpoint', two,
                 mine(f'dpm-solver++ --solver-type heun {t}')[0])
    three = mine(f'dpm-solver++ --order 3 {t}')[0]
    peers.differ('3M as published for the weights of order 3', three,
                 mine(f'dpm-solver++ --order 3 --third-term published {t}')[0])
    peers.differ('3M: start-up ramp for single-step', three,
                 mine(f'dpm-solver++ --order 3 --start-up ramp {t}')[0])
    peers.differ('3M: lower_order_final', three,
                 mine(f'dpm-solver++ --order 3 --lower-order-final {t}')[0])
    for kind, head in (('bh1', True), ('bh2', False)):
        lost = theirs('UniPCMultistep', {'final_sigmas_type': 'zero', 'solver_type': kind,
                                         'predict_x0': head, **LINEAR}, steps)
        peers.bench.claim(np.isnan(lost).all(), 'UniPCMultistep to the clean end is not a number '
                          f'with {kind}, predict_x0={head}')
    peers.differ('clip_sample (DDIM\'s default)', theirs('DDIM', LINEAR, steps),
                 theirs('DDIM', {'clip_sample': False, **LINEAR}, steps))
    peers.differ('clip_sample without use_clipped_model_output (default) for with',
                 theirs('DDIM', LINEAR, steps),
                 theirs('DDIM', LINEAR, steps, words={'use_clipped_model_output': True}))
    for name in ('DPMSolverMultistep', 'UniPCMultistep', 'EulerDiscrete'):
        for spacing in ('karras', 'exponential'):
            options = {f'use_{spacing}_sigmas': True, **LINEAR}
            if name[0] == 'U':
                options['final_sigmas_type'] = 'zero'
            peers.label(name, spacing, options, steps, name == 'EulerDiscrete')


def single_third(mixture, ratio, exact):
    """3S (midpoint) from levels at thirds of each step in lambda, then the clean end; the stage at
    two thirds by exact weights, or as a step of 2S with midpoint's."""
    (alpha, sigma), x = libraries.preserving(ratio), STARTS
    for i in range(0, len(ratio) - 1, 3):
        def advance(j, i=i, x=x):
            return sigma[j] / sigma[i] * x - alpha[j] * np.expm1(np.log(ratio[j] / ratio[i])) * d0
        d0 = mixture.x0(x, alpha[i], sigma[i])
        h, r = np.log(ratio[i] / ratio[i + 3]), 2 / 3
        d1 = mixture.x0(advance(i + 1), alpha[i + 1], sigma[i + 1]) - d0
        weight = 2 * (np.expm1(-r * h) / (r * h) + 1) if exact else -np.expm1(-r * h)
        stage = advance(i + 2) + alpha[i + 2] * weight * d1
        d2 = mixture.x0(stage, alpha[i + 2], sigma[i + 2]) - d0
        x = advance(i + 3) + alpha[i + 3] * (np.expm1(-h) / h + 1) / r * d2
    return mixture.x0(x, alpha[-1], sigma[-1])


def single_step(peers, steps):
    """3S with midpoint: diffusers' stage is not the paper's."""
    peer = libraries.Diffusers(peers.torch, peers.mixture, 'DPMSolverSinglestep', 3 * steps + 1,
                               solver_order=3, use_exponential_sigmas=True, **LINEAR)
    ratio = np.asarray(peer.scheduler.sigmas, dtype=float)[:-1]
    theirs, mine = peer.run(STARTS), peers.fpk('dpm-solver++ --variant single-step --order 3 '
                                               f'--spacing logsnr --steps {steps + 1}')[0]
    off = [np.abs(single_third(peers.mixture, ratio, exact) - found).max()
           for exact, found in ((True, mine), (False, theirs))]
    peers.bench.claim(max(off) <= SAME, 'DPMSolverSinglestep order 3 midpoint: stage at 2/3 by '
                      f'midpoint\'s weights, {off[1]:.1e}; fpk: exact weights, {off[0]:.1e}')
    peers.differ('DPMSolverSinglestep order 3 midpoint: its stage', theirs, mine)


def peers_ratio(peers, steps):
    peer = libraries.Diffusers(peers.torch, peers.mixture, 'EulerDiscrete', steps, **LINEAR)
    return np.asarray(peer.scheduler.sigmas, dtype=float)


def main():
    torch, diffusers, k = libraries.load()
    if not (torch and (diffusers or k)):
        print('skipped: torch with diffusers or k-diffusion is not here; `./lab setup peers`')
        sys.exit(77)
    torch.set_num_threads(1)
    with Bench(__doc__) as bench:
        peers = Peers(bench, torch)
        several = (7, 10, 20, 50) if bench.full else (7,)
        for steps in several:
            if diffusers:
                of_diffusers(peers, steps)
            for name, function, options, words in same_settings.of_k(k, steps) if k else ():
                mine = peers.fpk(words, 80 * STARTS)[0]
                levels = np.append(same_settings.karras(steps), 0)
                off = np.abs(libraries.k_run(torch, function, peers.mixture, 80 * STARTS, levels,
                                             **options) - mine).max()
                bench.claim(off <= SAME, f'k-diffusion {name} {steps}: fpk {words}: {off:.1e}')
        if diffusers:
            differences(peers, 20)
            single_step(peers, 10)
        for name, (double, single, n) in peers.worst.items():
            print(f'{name}: {n} settings, largest difference {double:.1e}, with float32 tables '
                  f'{single:.1e}')


def of_diffusers(peers, steps):
    for cases in (same_settings.one_step, same_settings.multistep, same_settings.grids,
                  same_settings.clipped):
        for case in cases(steps):
            peers.agree(*case)
    for case in same_settings.noisy(steps):
        peers.noisy(*case, steps)


if __name__ == '__main__':
    main()
