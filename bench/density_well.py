# SPDX-License-Identifier: GPL-3.0-or-later
"""Double well: lambda_1 of dX = (X - X^3) dt + sqrt(2 D) dW, the rate of hopping, at two
temperatures. Its error is relative, against Taylor series in 300 digits
(tests/data/double_well_spectrum.py: D = 0.1 from its table, D = 0.01 by
eigenvalue(mpf('0.01'), mpf('6.15e-12'), True)). Domain or half width are given by hand to all
others, to fpk only where that is said."""

from ladder import Contender, Rung

POTENTIAL = 'x^4/4 - x^2/2'
# temperature: lambda_1, half width of the cells' domain, of the sinc functions', a shift below 0
EXACT = {0.1: (0.033545287308000610927, 3.0, 3.0, -1e-3),
         0.01: (6.1546501759069340415e-12, 2.0, 2.0, -1e-12)}


class Well:
    """The problem for numpy and scipy."""

    def __init__(self, found, temperature):
        import scipy.linalg
        import scipy.sparse.linalg
        self.np, self.scipy, self.d = found.numpy, scipy, temperature
        self.exact, self.cells, self.half, self.shift = EXACT[temperature]

    def far(self, value):
        return abs(value / self.exact - 1)

    def symmetric(self, n):
        """Diagonal and neighbours of minus the generator on n cells, symmetrised."""
        np, h = self.np, 2 * self.cells / n
        x = (np.arange(n) + 0.5) * h - self.cells
        w = -np.diff(x**4 / 4 - x**2 / 2) / self.d
        w = np.where(np.abs(w) < 1e-12, 1e-12, w)
        up, down = (self.d / h**2 * v / np.expm1(v) for v in [-w, w])
        diagonal = np.zeros(n)
        diagonal[:-1] += up
        diagonal[1:] += down
        return diagonal, -np.sqrt(up * down)

    def lanczos(self, n):
        """Shift and invert; the start is given so that the answer is always the same."""
        main, beside = self.symmetric(n)
        matrix = self.scipy.sparse.diags([beside, main, beside], [-1, 0, 1], format='csc')
        return self.scipy.sparse.linalg.eigsh(
            matrix, k=2, sigma=self.shift, v0=self.np.linspace(1, 2, n),
            return_eigenvectors=False).max()

    def tridiagonal(self, n):
        return self.scipy.linalg.eigh_tridiagonal(
            *self.symmetric(n), eigvals_only=True, select='i', select_range=(0, 1))[1]

    def sinc(self, n):
        np, d, h = self.np, self.d, 2 * self.half / n
        x, k = (np.arange(n) - (n - 1) / 2) * h, np.subtract.outer(np.arange(n), np.arange(n))
        with np.errstate(divide='ignore'):
            second = np.where(k == 0, np.pi**2 / 3, 2 * (-1.0)**k / k**2.0) * d / h**2
        well = (x - x**3)**2 / (4 * d) + (1 - 3 * x * x) / 2
        return self.scipy.linalg.eigvalsh(second + np.diag(well), subset_by_index=[0, 1])[1]


def tables(fpk, found, quick):
    return [table(fpk, Well(found, temperature), quick) for temperature in EXACT]


def table(fpk, well, quick):
    sizes = [100, 400] if quick else [100, 400, 1600, 6400]
    fails = well.d < 0.05  # rounding is larger than lambda_1 for all but fpk: that is the point

    def by_tolerance(name, ends, oracle, tolerances, at_most):
        return Contender(name, [
            Rung(f'tolerance {tolerance:.0e}', lambda tolerance=tolerance: fpk.eigenvalue(
                POTENTIAL, well.d, ends, tolerance, oracle), lambda answer: well.far(answer[0]),
                lambda answer: answer[1] / well.exact)
            for tolerance in tolerances], at_most, ours=True)

    def by_size(name, work, chosen, unit, at_most):
        return Contender(name, [Rung(f'{n} {unit}', lambda n=n: work(n), well.far)
                                for n in chosen], float('inf') if fails else at_most)

    field = [by_tolerance('fpk solve --eigenvalues', (0, 0), 0, [1e-3, 1e-6, 1e-10], 1e-12),
             by_tolerance('the same, domain by hand', (-well.cells, well.cells), 0, [1e-3, 1e-6],
                          1e-9)]
    if not fails:
        field.append(by_tolerance('fpk, --oracle', (0, 0), 1, [1e-3, 1e-6], 1e-10))
    field += [by_size('scipy eigsh, shift-invert', well.lanczos, sizes, 'cells', 1e-3),
              by_size('scipy eigh_tridiagonal', well.tridiagonal, sizes, 'cells', 1e-3),
              by_size('numpy, sinc matrix by hand', well.sinc,
                      [64, 128] if fails else [32, 48, 64, 128], 'functions', 1e-10)]
    title = f'double well, D = {well.d}, lambda_1 = {well.exact:.6g}'
    return title, 'relative error', field, []
