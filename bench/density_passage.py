# SPDX-License-Identifier: GPL-3.0-or-later
"""First passage: dX = 0.4 dt + dW from 0, out of (-1, 1), densities of the time of exit at either
end up to T = 4. Error: the integral over time of |error| at both ends, by the contender's own
times. Exact: images for early and sines for late times (Navarro, Fuss 2009,
doi:10.1016/j.jmp.2009.02.003), each to the last digit where it is used. PyDDM's first-order core
is read at the times at which it is nearest, half a step early."""

import math
import sys

from ladder import Contender, Rung

DRIFT, END = 0.4, 4.0
TIMES = 400  # at which fpk and LSODA are asked
UP_BEFORE_END, UP = 0.685316693390, 0.6899744811276  # P(out at +1 before END), P(out at +1)


def exact(np, t):
    """Densities of exit at +1 and at -1, at times t > 0."""
    t = np.asarray(t, float)
    early, tau = t < 1, np.maximum(t, 1e-3)
    images = sum((1 + 4 * j) * np.exp(-(1 + 4 * j)**2 / (2 * tau)) for j in range(-6, 7))
    images = images / np.sqrt(2 * np.pi * tau**3)
    sines = sum(math.pi / 4 * n * math.sin(n * math.pi / 2) * np.exp(-(n * math.pi)**2 * tau / 8)
                for n in range(1, 20, 2))
    plain = np.where(t > 1e-3, np.where(early, images, sines), 0.0)  # e^(-1/2t): 0 before
    plain = plain * np.exp(-DRIFT**2 * t / 2)
    return plain * math.exp(DRIFT), plain * math.exp(-DRIFT)


def check(np):
    """The series against the splitting probabilities, by Gauss-Legendre on 400 growing panels."""
    node, weight = np.polynomial.legendre.leggauss(8)
    for last, want in [(END, UP_BEFORE_END), (80.0, UP)]:
        edge = last * (np.arange(401) / 400)**3
        width = np.diff(edge)
        t = edge[:-1, None] + (node + 1) / 2 * width[:, None]
        got = float((exact(np, t)[0] @ weight) @ width / 2)
        if not abs(got - want) < 2e-12:
            sys.exit(f'first passage: the series gives {got!r} where {want!r} is right')


class Passage:
    """The problem for numpy and scipy."""

    def __init__(self, found):
        import scipy.integrate
        import scipy.sparse
        self.np, self.scipy, self.pyddm = found.numpy, scipy, found.pyddm
        self.times = self.np.arange(1, TIMES + 1) * END / TIMES
        check(self.np)

    def far(self, answer):
        t, step, up, down, *_ = answer
        right = exact(self.np, t)
        return step * (self.np.abs(up - right[0]) + self.np.abs(down - right[1])).sum()

    def ddm(self, dx, dt, method):
        ddm = self.pyddm
        model = ddm.Model(drift=ddm.DriftConstant(drift=DRIFT), noise=ddm.NoiseConstant(noise=1),
                          bound=ddm.BoundConstant(B=1), dx=dx, dt=dt, T_dur=END)
        found = (model.solve_numerical_c() if method == 'c' else
                 model.solve_numerical_cn())
        shift = dt / 2 if method == 'c' else 0.0
        t = model.t_domain() - shift
        return t, dt, found.pdf('correct'), found.pdf('error')

    def ours(self, work):
        """Two densities, and what fpk says of their errors if it does."""
        down, up, *claim = work(str(DRIFT))
        return self.times, END / TIMES, up, down, *claim

    def lsoda(self, n, tolerance):
        """Central differences between absorbing ends, fluxes by one-sided ones."""
        np, h, step = self.np, 2 / n, END / TIMES
        up, down = 0.5 / h**2 + DRIFT / (2 * h), 0.5 / h**2 - DRIFT / (2 * h)
        matrix = self.scipy.sparse.diags([up, -1 / h**2, down], [-1, 0, 1], shape=(n - 1, n - 1),
                                         format='csr')
        start = np.zeros(n - 1)
        start[n // 2 - 1] = 1 / h
        p = self.scipy.integrate.solve_ivp(
            lambda t, p: matrix @ p, (0, END), start, method='LSODA', t_eval=self.times,
            rtol=tolerance, atol=tolerance / 100, lband=1, uband=1).y
        return self.times, step, (4 * p[-1] - p[-2]) / (4 * h), (4 * p[0] - p[1]) / (4 * h)


def tables(fpk, found, quick):
    passage, goals = Passage(found), []
    ours = [Contender('fpk solve --survival', [
        Rung(f'tolerance {tolerance:.0e}', lambda tolerance=tolerance: passage.ours(
            lambda drift: fpk.exit(drift, tolerance, passage.times)), passage.far,
            lambda answer: answer[1] * answer[4].sum())
        for tolerance in [1e-3, 1e-6, 1e-9]], 1e-8, ours=True)]
    ours += [Contender('fpk, one grid, contour', [
        Rung(f'{n} cells', lambda n=n: passage.ours(
            lambda drift: fpk.exit_one_grid(drift, END, n, TIMES)), passage.far)
        for n in [50, 200, 800]], 1e-4, ours=True)]
    field = ours + [Contender('scipy LSODA', [
        Rung(f'{n} cells, rtol {tolerance:.0e}', lambda n=n, tolerance=tolerance:
             passage.lsoda(n, tolerance), passage.far)
        for n, tolerance in [(100, 1e-5), (400, 1e-6), (1600, 1e-8)][:2 if quick else 3]], 1e-3)]
    for method, name, steps in [
            ('c', 'PyDDM, C core', [(.01, .01), (.005, .001), (.005, 1e-4)]),
            ('cn', 'PyDDM, Crank-Nicolson', [(.01, .01), (.002, .002), (.001, .001)])]:
        if found.pyddm:
            field.append(Contender(name, [
                Rung(f'dx {dx:g}, dt {dt:g}', lambda dx=dx, dt=dt, how=method:
                     passage.ddm(dx, dt, how), passage.far)
                for dx, dt in steps[:1 if quick else None]], 3e-2))
            goals.append(('exit times', field[-1], ours, 100))
    return [('drift-diffusion, exit times up to 4', 'L1 error', field, goals)]
