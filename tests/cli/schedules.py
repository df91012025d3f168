# SPDX-License-Identifier: GPL-3.0-or-later
"""Schedules: what `fpk show schedule` prints, against numpy: every schedule, process and spacing,
computed from the formulas of the papers and of the reference implementations (subtractions and
all, hence 1e-9), the published numbers, and what is refused.

    python3 schedules.py FPK"""

import json
import subprocess
import sys

import numpy as np

T = 1000
failed = 0


def show(words, code=0):
    global failed
    done = subprocess.run([sys.argv[1], 'show', 'schedule'] + words + ['--json'],
                          capture_output=True, text=True, check=False)
    if done.returncode != code:
        failed += 1
        print(words, 'exit', done.returncode, done.stderr)
        return None
    return json.loads(done.stdout) if code == 0 else done.stderr


def near(what, got, want, tolerance=1e-9):
    global failed
    got, want = np.asarray(got, float), np.asarray(want, float)
    if got.shape != want.shape or not np.all(abs(got - want) <= tolerance * (1e-3 + abs(want))):
        failed += 1
        print(what, 'got', got, 'want', want)


def abar_of(name):
    t = np.arange(T + 1) / T
    if name == 'cosine':  # improved-diffusion: betas from ratios, clipped
        f = np.cos((t + .008) / 1.008 * np.pi / 2) ** 2
        beta = np.minimum(1 - f[1:] / f[:-1], .999)
    elif name == 'exponential':  # diffusers, alpha_transform_type "exp"
        beta = np.minimum(1 - np.exp(-12 * t[1:]) / np.exp(-12 * t[:-1]), .999)
    elif name == 'sigmoid':
        beta = 1 / (1 + np.exp(-np.linspace(-6, 6, T))) * (.02 - 1e-4) + 1e-4
    elif name == 'scaled-linear':
        beta = np.linspace(.00085 ** .5, .012 ** .5, T) ** 2
    else:
        beta = np.linspace(1e-4, .02, T)
    return np.cumprod(1 - beta)


def zero_terminal(abar):  # arXiv:2305.08891, algorithm 1
    root = np.sqrt(abar)
    return ((root - root[-1]) * root[0] / (root[0] - root[-1])) ** 2


def curve(name, t):
    """alpha and sigma of a process."""
    if name in ('vp', 'sub-vp'):
        abar = np.exp(-(.1 * t + 19.9 * t * t / 2))
        return np.sqrt(abar), np.sqrt(1 - abar) if name == 'vp' else 1 - abar
    if name == 've':
        return 1 + 0 * t, .01 * np.sqrt(5000 ** (2 * t) - 1)
    return (1 + 0 * t, t) if name == 'edm' else (1 - t, t)


def grid(spacing, n):
    if spacing == 'leading':
        return (np.arange(n) * (T // n))[::-1]
    if spacing == 'trailing':
        return np.round(np.arange(T, 0, -T / n))[:n] - 1
    return np.round(np.linspace(0, T - 1, n))[::-1]


def ratios(spacing, first, last, n):
    """k-diffusion's sigmas."""
    if spacing == 'karras':
        return (first ** (1 / 7) + np.linspace(0, 1, n) * (last ** (1 / 7) - first ** (1 / 7))) ** 7
    return np.exp(np.linspace(np.log(first), np.log(last), n))


def discrete():
    for name in ['linear', 'scaled-linear', 'cosine', 'sigmoid', 'exponential']:
        abar = abar_of(name)
        got = show([name])
        near(name, got['table']['abar'], abar)
        near(name, np.square(got['table']['sigma']), 1 - abar, 1e-8)
        near(name, got['path']['abar'], np.append(abar[::-1], 1))
        got = show([name, '--zero-terminal-snr'])
        near(name + ' rescaled', got['table']['abar'], zero_terminal(abar), 1e-8)
        for spacing in ['leading', 'trailing', 'linspace']:
            t = grid(spacing, 50)
            got = show([name, '--spacing', spacing, '--steps', '50'])
            near((name, spacing), got['path']['t'], np.append(t, -1))
            near((name, spacing), got['path']['abar'], np.append(abar[t.astype(int)], 1))
        sigma = np.sqrt((1 - abar) / abar)
        for spacing in ['karras', 'exponential', 'logsnr']:
            r = ratios(spacing, sigma[-1], sigma[0], 20)
            got = show([name, '--spacing', spacing, '--steps', '20'])['path']
            near((name, spacing), np.array(got['sigma'][:-1]) / got['alpha'][:-1], r, 1e-6)
            # k-diffusion: sigma_to_t
            near((name, spacing, 't'), got['t'][:-1],
                 np.interp(np.log(r), np.log(sigma), np.arange(T)), 1e-5)
        t = np.linspace(T - 1, 0, 20)  # k-diffusion: get_sigmas
        r = np.exp(np.interp(t, np.arange(T), np.log(sigma)))
        got = show([name, '--spacing', 'uniform', '--steps', '20'])['path']
        near((name, 'uniform'), np.array(got['sigma'][:-1]) / got['alpha'][:-1], r, 1e-6)


def processes():
    for name in ['vp', 'sub-vp', 've', 'edm', 'flow']:
        end = 80 if name == 'edm' else 1
        t = np.linspace(end, 0, 33)
        got = show([name, '--steps', '32'])['path']
        near(name, got['t'], t)
        near(name, got['alpha'], curve(name, t)[0])
        near(name, got['sigma'], curve(name, t)[1])
        got = show([name, '--steps', '32', '--truncate', '.01'])['path']
        near(name, got['t'], np.linspace(end, .01, 33))
        if name == 'flow':
            continue
        least = {'ve': .01, 'edm': .002}.get(name)
        ends = [s / a for a, s in (curve(name, np.array(x)) for x in (end, 1e-3))]
        for spacing in ['karras', 'exponential', 'logsnr']:
            r = ratios(spacing, ends[0], least or ends[1], 20)
            got = show([name, '--spacing', spacing, '--steps', '20'])['path']
            near((name, spacing), np.array(got['sigma'][:-1]) / got['alpha'][:-1], r)
            near((name, spacing), curve(name, np.array(got['t'][:-1]))[1], got['sigma'][:-1], 1e-8)


def published():
    got = show(['linear'])
    near('linear', [got['abar_first'], got['abar_last'] * 1e5, got['sigma_over_alpha_last']],
         [.9999, 4.035830, 157.40728], 1e-6)
    got = show(['scaled-linear'])
    near('scaled-linear',
         [got['abar_last'], got['snr_last'], got['audit']['terminal_alpha'],
          got['sigma_over_alpha_last']], [.00466010, .00468192, .0682649, 14.61464], 1e-6)
    got = show(['cosine'])
    near('cosine', [got['abar_last'] * 1e9, got['table']['abar'][499],
                    got['audit']['clipped_betas']], [2.4287669, .49384359, 1], 1e-7)
    got = show(['cosine', '--training-times', '10'])['table']['abar']
    near('cosine 10', got, [.97209274, .89870592, .78691051, .64747821, .49384359, .34080964,
                            .20312147, .09404561, .02409172, 2.409172e-5], 1e-6)


def refused():
    global failed
    for words, part in [(['cosin'], 'did you mean cosine'), (['edm', '--rho', '3'], '--rho'),
                        (['betas'], 'give them'), (['linear', '--schedule', 'cosine'], 'another'),
                        (['flow', '--spacing', 'karras'], 'sigma/alpha'),
                        (['linear', '--steps', '1001'], '1001'),
                        (['sigmas', '--sigmas', '1,2'], 'decreasing')]:
        said = show(words, 2)
        if said is None or part not in said:
            failed += 1
            print(words, 'says', said)


def main():
    discrete()
    processes()
    published()
    refused()
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
