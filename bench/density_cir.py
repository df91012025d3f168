# SPDX-License-Identifier: GPL-3.0-or-later
"""CIR: dV = 1.2 (0.4 - V) dt + 0.7 sqrt(V) dW from 0.4, its density at t = 1: the square-root
process of QuantLib's own test of its Fokker-Planck operator (test-suite/hestonslvmodel). Error:
L1, against the noncentral chi-square law (Cox, Ingersoll, Ross 1985, doi:10.2307/1911242), by the
nodes of QuantLib's mesh or fpk's cells; what lies outside of either's domain is not counted.

QuantLib's first mesh is its test's, 1001 nodes and 500 steps among the rungs, which ends at
theta + 6 vol; the others are wider, with as many steps as make its error in time disappear. It
starts at t = 0.01 from the closed density, fpk from a point at t = 0."""

import ctypes
import math
import sys

from ladder import Contender, Rung

KAPPA, THETA, SIGMA, START, END = 1.2, 0.4, 0.7, 0.4, 1.0
FIRST = 0.01
VOL = SIGMA * math.sqrt(THETA / (2 * KAPPA))
LOW, HIGH = 1e-8, 5.0  # for fpk


class Law:
    """V/scale is noncentral chi-square."""

    def __init__(self, found):
        import scipy.stats
        self.np, self.chi = found.numpy, scipy.stats.ncx2
        self.scale = SIGMA**2 * -math.expm1(-KAPPA * END) / (4 * KAPPA)
        self.parameters = (4 * KAPPA * THETA / SIGMA**2,
                           START * math.exp(-KAPPA * END) / self.scale)

    def density(self, v):
        return self.chi.pdf(v / self.scale, *self.parameters) / self.scale

    def masses(self, v):
        """Between neighbours of v."""
        return self.np.diff(self.chi.cdf(v / self.scale, *self.parameters))


class Quantlib:
    """cir_quantlib.cpp."""

    def __init__(self, path, numpy):
        self.np, self.c = numpy, ctypes.CDLL(path)
        array = numpy.ctypeslib.ndpointer(dtype=numpy.float64, flags='C')
        real, size, number = ctypes.c_double, ctypes.c_size_t, ctypes.c_int
        self.c.quantlib_cir.argtypes = [array, real, real, size, size, number, array, array]
        self.c.quantlib_version.restype = ctypes.c_char_p
        self.version = self.c.quantlib_version().decode()

    def solve(self, points, steps, log, low, high):
        v, p = self.np.empty(points), self.np.empty(points)
        parameter = self.np.array([KAPPA, THETA, SIGMA, START, low, high])
        if self.c.quantlib_cir(parameter, FIRST, END, points, steps, log, v, p) != 0:
            sys.exit(2)
        return v, p


def tables(fpk, found, quick):
    np, law, cells = found.numpy, Law(found), 512

    def far_nodes(answer):
        v, p = answer
        return float((np.gradient(v) * np.abs(p - law.density(v))).sum())

    def ours(name, how, low, tolerances, at_most):
        want = law.masses(np.linspace(low, HIGH, cells + 1))
        return Contender(name, [
            Rung(f'tolerance {tolerance:.0e}', lambda tolerance=tolerance: fpk.at_end(
                f'{KAPPA}*({THETA} - x)', f'{SIGMA}*sqrt(x)', f'delta:{START}', END, (low, HIGH),
                how, tolerance, cells),
                lambda answer: np.abs(answer[0] * (HIGH - low) / cells - want).sum(),
                lambda answer: answer[2])
            for tolerance in tolerances], at_most, ours=True)

    def theirs(name, log, ends, part, at_most):
        return Contender(name, [
            Rung(f'{n} nodes, {n // part} steps', lambda n=n: found.quantlib.solve(
                n, n // part, log, *ends), far_nodes)
            for n in ([401, 1001] if quick else [401, 1001, 2001, 4001])], at_most)

    field = [ours('fpk solve --mesh log:0', 'log', LOW, [1e-3, 1e-6, 1e-8], 1e-7),
             ours('fpk solve, equal cells', 'cells', 0.0, [1e-3, 1e-6], 1e-4)]
    if found.quantlib:
        field += [theirs('QuantLib, as in its test', 0,
                         (max(2e-4, THETA - 6 * VOL), THETA + 6 * VOL), 2, 1e-3),
                  theirs('QuantLib, wider', 0, (1e-3, 3.0), 8, 1e-3),
                  theirs('QuantLib, in ln V, concentrated', 1, (1e-4, 3.5), 8, 1e-3)]
    return [('CIR density, t = 1', 'L1 error', field, [])]
