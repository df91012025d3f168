# SPDX-License-Identifier: GPL-3.0-or-later
"""What to ask of diffusers, of k-diffusion and of fpk so that all solve the same equation with the
same method at the same levels. Used by peers.py."""

import numpy as np

LINEAR = {'beta_start': 1e-4, 'beta_end': .02}


def karras(steps):
    return (80 ** (1 / 7) + np.linspace(0, 1, steps) * (.002 ** (1 / 7) - 80 ** (1 / 7))) ** 7


def grid(steps):
    """The times of diffusers' multistep schedulers, `linspace`."""
    return list(np.linspace(0, 999, steps + 1).round()[::-1][:-1].astype(int))


def times(values):
    return '--times ' + ','.join(f'{v:.17g}' for v in values)


def one_step(steps):
    """DDIM, Euler, Heun, LMS, PNDM: (scheduler, its options, steps, fpk's words)."""
    for spacing in ('leading', 'trailing'):
        where = f'--schedule linear --spacing {spacing} --steps {steps}'
        options = {'timestep_spacing': spacing, **LINEAR}
        if spacing == 'leading' or 1000 % steps == 0:  # DDIM steps by T div S
            yield 'DDIM', {'clip_sample': False, **options}, steps, 'ddim ' + where
        yield 'EulerDiscrete', options, steps, 'lms --order 1 ' + where
        yield 'HeunDiscrete', options, steps, 'edm-heun ' + where
        yield 'LMSDiscrete', options, steps, 'lms --order 4 ' + where
    end = f'--steps {steps} --offset 1 --set-alpha-to-one=false'
    sd = {'steps_offset': 1, 'set_alpha_to_one': False, **LINEAR}
    yield 'DDIM', {'clip_sample': False, **sd}, steps, 'ddim ' + end
    clean = {'set_alpha_to_one': True, **LINEAR}
    yield 'PNDM', {'skip_prk_steps': True, **sd}, steps, 'plms --warm-up improved-euler ' + end
    yield 'PNDM', {'skip_prk_steps': True, **clean}, steps, (
        f'plms --warm-up improved-euler --steps {steps}')
    if 1000 // steps % 2 == 0:  # it halves T div S as a whole number
        yield 'PNDM', sd, steps, 'plms --warm-up prk ' + end
        yield 'PNDM', clean, steps, f'plms --warm-up prk --steps {steps}'
    for shift in (1, 3):
        t = np.linspace(1, .001, steps)
        if shift == 1:
            for kind in ('Euler', 'Heun'):
                yield f'FlowMatch{kind}Discrete', {}, steps, f'flow-{kind.lower()} {times(t)}'
        else:  # its ends are shifted twice, so that its times are given as they come out
            t = np.linspace(1, 3 * .001 / (1 + 2 * .001), steps)
            yield 'FlowMatchEulerDiscrete', {'shift': 3}, steps, f'flow-euler --shift 3 {times(t)}'


def multistep(steps):
    """DPM-Solver++ and UniPC at diffusers' default grid, to the clean end and to abar_0."""
    for final, end in (('zero', ''), ('sigma_min', '--final sigma-min')):
        t = times(grid(steps) + ([] if final == 'zero' else [0]))
        base = {'final_sigmas_type': final, **LINEAR}
        for order in (1, 2, 3):
            lower = '--lower-order-final' if steps < 15 else ''
            ramp = '--start-up ramp ' + ('--third-term published' if order == 3 else '')
            for kind in ('midpoint', 'heun'):
                words = f'dpm-solver++ --order {order} --solver-type {kind} {ramp} {t} {end}'
                options = {'solver_order': order, 'solver_type': kind, **base}
                yield 'DPMSolverMultistep', options, steps, f'{words} {lower}'
                yield ('DPMSolverMultistep', {'euler_at_final': True, **options}, steps,
                       f'{words} {lower} --euler-at-final')
            for kind in ('bh1', 'bh2'):
                for head in ('x0', 'eps'):
                    if final == 'zero' and (kind, head) != ('bh2', 'x0'):
                        continue  # there diffusers has 0 times infinity: not a number
                    yield ('UniPCMultistep', {'solver_order': order, 'solver_type': kind,
                                              'predict_x0': head == 'x0', **base}, steps,
                           f'unipc --order {order} --variant {kind} --prediction {head} '
                           f'--start-up ramp --lower-order-final {t} {end}')
    words = f'unipc --order 2 --corrector off --lower-order-final {times(grid(steps))}'
    yield 'UniPCMultistep', {'disable_corrector': list(range(steps)), 'final_sigmas_type': 'zero',
                             **LINEAR}, steps, words


def grids(steps):
    """Other grids, and single steps where diffusers' intermediate levels are evenly spaced."""
    for spacing in ('karras', 'exponential'):
        options = {f'use_{spacing}_sigmas': True, **LINEAR}
        where = f'--schedule linear --spacing {spacing} --steps {steps}'
        yield 'EulerDiscrete', options, steps, 'lms --order 1 ' + where
        yield 'HeunDiscrete', options, steps, 'edm-heun ' + where
        yield 'DPMSolverMultistep', options, steps, 'dpm-solver++ ' + where + (
            ' --lower-order-final' if steps < 15 else '')
        yield 'UniPCMultistep', {'final_sigmas_type': 'zero', **options}, steps, (
            'unipc --lower-order-final ' + where)
    for order in (2, 3):
        where = f'--order {order} --spacing logsnr --steps {steps + 1}'
        options = {'solver_order': order, 'use_exponential_sigmas': True, **LINEAR}
        for kind in ('midpoint', 'heun') if order == 2 else ('heun',):
            yield 'DPMSolverSinglestep', {'solver_type': kind, **options}, order * steps + 1, (
                f'dpm-solver++ --variant single-step --solver-type {kind} {where}')
            yield ('DPMSolverSinglestep',
                   {'algorithm_type': 'dpmsolver', 'solver_type': kind,
                    'final_sigmas_type': 'sigma_min', 'lower_order_final': True, **options},
                   order * steps + 1,
                   f'dpm-solver --solver-type {kind} {where} --final sigma-min')


def clipped(steps):
    """x0 kept in [-1, 1]: as fpk clips, the noise follows the clipped estimate."""
    yield 'DDIM', {'clip_sample': True, **LINEAR}, steps, (
        f'ddim --steps {steps} --clip -1:1'), {'use_clipped_model_output': True}
    yield ('DPMSolverMultistep', {'thresholding': True, 'sample_max_value': 1, **LINEAR}, steps,
           f'dpm-solver++ --clip -1:1 {times(grid(steps))}', {})


def noisy(steps):
    """(scheduler, options, words of its step, fpk's words): mean by a run without noise, and the
    standard deviation of every step."""
    for kind in ('small', 'large'):
        yield ('DDPM', {'clip_sample': False, 'variance_type': 'fixed_' + kind}, {},
               f'ddpm --variance {kind} --steps {steps}')
    for eta in (.5, 1):
        yield 'DDIM', {'clip_sample': False}, {'eta': eta}, f'ddim --eta {eta} --steps {steps}'
    for order, kind in ((1, 'midpoint'), (2, 'midpoint'), (2, 'heun')):
        yield ('DPMSolverMultistep', {'algorithm_type': 'sde-dpmsolver++', 'solver_order': order,
                                      'solver_type': kind}, {},
               f'dpm-solver++-sde --order {order} --solver-type {kind} {times(grid(steps))}')


def of_k(k, steps):
    """(name, function, options, fpk's words) of k-diffusion, Karras's levels 80 to .002."""
    where = f'--schedule edm --spacing karras --steps {steps}'
    pp = 'dpm-solver++'
    yield 'sample_euler', k.sample_euler, {}, f'lms --order 1 {where}'
    yield 'sample_heun', k.sample_heun, {}, f'edm-heun {where}'
    yield 'sample_lms', k.sample_lms, {}, f'lms --order 4 {where}'
    yield 'sample_dpm_2', k.sample_dpm_2, {}, f'dpm-solver --order 2 {where}'
    yield 'sample_dpmpp_2m', k.sample_dpmpp_2m, {}, f'{pp} --order 2 {where}'
    yield ('sample_dpmpp_2s_ancestral, eta 0', k.sample_dpmpp_2s_ancestral, {'eta': 0},
           f'{pp} --order 2 --variant single-step {where}')
    for kind in ('midpoint', 'heun'):
        yield (f'sample_dpmpp_2m_sde, {kind}, eta 0', k.sample_dpmpp_2m_sde,
               {'eta': 0, 'solver_type': kind}, f'{pp} --order 2 --solver-type {kind} {where}')
        yield (f'sample_dpmpp_2m_sde, {kind}, noise 0', k.sample_dpmpp_2m_sde,
               {'solver_type': kind, 's_noise': 0},
               f'dpm-solver++-sde --order 2 --solver-type {kind} {where}')
    yield ('sample_dpmpp_3m_sde, eta 0', k.sample_dpmpp_3m_sde, {'eta': 0},
           f'{pp} --order 3 --solver-type heun --start-up ramp --third-term published {where}')
    yield ('sample_euler_ancestral, noise 0', k.sample_euler_ancestral, {'s_noise': 0},
           f'ddim --eta 1 {where}')
