# SPDX-License-Identifier: GPL-3.0-or-later
"""OU: dX = -X dt + sqrt(2) dW on [-6, 6] from N(2, 0.3^2), its density at t = 1 against the closed
Gaussian, in L1. (The Gaussian has 1e-8 of its mass outside: no answer between these walls is
better than that.) Finite volumes are judged by cell averages, the others by values at their points;
fplanck by whichever is nearer, its values at the points."""

import math

from ladder import Contender, Rung

A, B = -6.0, 6.0
START = 2.0, 0.3
END = 2 * math.exp(-1), math.sqrt(0.09 * math.exp(-2) + 1 - math.exp(-2))


class Ou:
    """The problem for numpy and scipy."""

    def __init__(self, found):
        self.np = np = found.numpy
        import scipy.integrate
        import scipy.linalg
        import scipy.sparse.linalg
        import scipy.special
        self.scipy, self.root = scipy, np.sqrt(2 * np.pi)

    def averages(self, n, mean, deviation, ends=(A, B)):
        """Of a Gaussian, cell by cell, from the nearer tail."""
        np, cdf = self.np, self.scipy.special.ndtr
        z = (np.linspace(*ends, n + 1) - mean) / deviation
        return np.where(z[1:] < 0, np.diff(cdf(z)), -np.diff(cdf(-z))) * n / (ends[1] - ends[0])

    def gaussian(self, x, mean, deviation):
        return self.np.exp(-0.5 * ((x - mean) / deviation)**2) / (deviation * self.root)

    def far(self, n):
        exact = self.averages(n, *END)
        return lambda p: (B - A) / n * self.np.abs(p - exact).sum()

    def far_anywhere(self, answer):
        p, ends, _ = answer
        exact = self.averages(len(p), *END, ends)
        return (ends[1] - ends[0]) / len(p) * self.np.abs(p - exact).sum()

    def generator(self, n):
        """Scharfetter's and Gummel's rates, as fpk has them; columns sum to 0."""
        np, h = self.np, (B - A) / n
        w = -h * np.linspace(A, B, n + 1)[1:-1]
        w = np.where(w == 0, 1e-30, w)
        up, down = -w / np.expm1(-w) / h**2, w / np.expm1(w) / h**2
        diagonal = np.zeros(n)
        diagonal[:-1] -= up
        diagonal[1:] -= down
        return self.scipy.sparse.diags([up, diagonal, down], [-1, 0, 1], format='csr')

    def expm_multiply(self, n):
        return self.scipy.sparse.linalg.expm_multiply(self.generator(n), self.averages(n, *START))

    def integrate(self, n, method, tolerance):
        """LSODA knows that the Jacobian has three bands, BDF that it is the matrix."""
        matrix = self.generator(n)
        known = ({'lband': 1, 'uband': 1} if method == 'LSODA' else {'jac': matrix.tocsc()})
        return self.scipy.integrate.solve_ivp(
            lambda t, p: matrix @ p, (0, 1), self.averages(n, *START), method=method, t_eval=[1],
            rtol=tolerance, atol=tolerance / 100, **known).y[:, -1]

    def sinc(self, n, half):
        """e^(x^2/4) p on n sinc functions: a symmetric matrix, diagonalised."""
        np, h = self.np, 2 * half / n
        x, k = (np.arange(n) - (n - 1) / 2) * h, np.subtract.outer(np.arange(n), np.arange(n))
        with np.errstate(divide='ignore'):
            second = np.where(k == 0, np.pi**2 / 3, 2 * (-1.0)**k / k**2.0) / h**2
        rate, mode = self.scipy.linalg.eigh(second + np.diag(x * x / 4 - 0.5))
        tilt = np.exp(x * x / 4)
        part = mode.T @ (tilt * self.gaussian(x, *START))
        p = mode @ (np.exp(-rate) * part) / tilt
        return h * np.abs(p - self.gaussian(x, *END)).sum()

    def fplanck(self, module, n):
        from scipy.constants import k as boltzmann
        solver = module.fokker_planck(temperature=1 / boltzmann, drag=1, extent=B - A,
                                      resolution=(B - A) / n, potential=lambda x: x * x / 2)
        return solver.propagate(lambda x: self.averages(n, *START), 1.0)

    def far_points(self, n):
        x = A + (self.np.arange(n) + 0.5) * (B - A) / n
        exact = self.gaussian(x, *END) * (B - A) / n
        return lambda p: self.np.abs(p - exact).sum()


def tables(fpk, found, quick):
    ou = Ou(found)
    sizes = [200, 400] if quick else [200, 400, 800, 1600]

    def rungs(work, far=ou.far):
        return [Rung(f'{n} cells', lambda n=n: work(n), far(n)) for n in sizes]

    def to_tolerance(name, ends, how, tolerances, at_most):
        return Contender(name, [
            Rung(f'tolerance {tolerance:.0e}', lambda tolerance=tolerance: fpk.at_end(
                '-x', 'sqrt(2)', 'normal:2:0.3', 1.0, ends, how, tolerance, 512),
                ou.far_anywhere, lambda answer: answer[2])
            for tolerance in tolerances], at_most, ours=True)

    ours = to_tolerance('fpk solve', (A, B), 'cells', [1e-3, 1e-6], 1e-7)
    wide = to_tolerance('fpk solve, its own domain', (0, 0), 'cells', [1e-3, 1e-6, 1e-10], 1e-10)
    oracle = to_tolerance('fpk solve --oracle', (0, 0), 'oracle', [1e-3, 1e-6], 1e-10)
    contour = Contender('fpk, one grid, contour', rungs(lambda n: fpk.one_grid(n, 0)), 3e-4,
                        ours=True)
    march = Contender('fpk, one grid, N/8 steps', rungs(lambda n: fpk.one_grid(n, n // 8)), 3e-4,
                      ours=True)
    expm = Contender('scipy expm_multiply', rungs(ou.expm_multiply), 3e-4)
    field = [ours, wide, oracle, contour, march, expm]
    for method in ['LSODA', 'BDF']:
        field.append(Contender(f'scipy {method}', [
            Rung(f'{n} cells, rtol {tolerance:.0e}', lambda n=n, tolerance=tolerance, how=method:
                 ou.integrate(n, how, tolerance), ou.far(n))
            for n, tolerance in zip(sizes, [1e-4, 1e-5, 1e-5, 1e-6])], 1e-3))
    goals = [('any-time density', expm, [contour], 1000),
             ('density to 1e-7, extrapolated', expm, [ours], 1000)]
    if found.fplanck:
        field.append(Contender('fplanck', rungs(lambda n: ou.fplanck(found.fplanck, n),
                                                ou.far_points), 1e-3))
        goals.append(('density', field[-1], [ours], 100))
    field.append(Contender('numpy, sinc matrix by hand', [
        Rung(f'{n} functions', lambda n=n, half=half: ou.sinc(n, half), lambda error: error)
        for n, half in [(32, 5.5), (40, 6.0), (80, 7.0), (128, 7.0)]], 1e-8))
    return [('OU density, t = 1', 'L1 error', field, goals)]
