# SPDX-License-Identifier: GPL-3.0-or-later
"""Mean velocity and effective diffusivity on a ring of 2 pi, dX = (sin X + F) dt + sqrt(2 d(X)) dW
(Ito), d = D (1 + e cos x), from Fourier matrices: with A p = -(f p)' + (d p)'' and A p_0 = 0,
    v = int f p_0,  A p_1 = f p_0 - 2 (d p_0)' - v p_0,  D_eff = int d p_0 - int f p_1,
which is A_k = e^(-ikx) A e^(ikx) expanded to second order in k. 129 modes against 193: the digits
that agree are written. Writes ring_known.txt."""

import pathlib

import numpy as np


def solve(d, force, e, modes):
    k = np.fft.fftfreq(modes, 1 / modes)
    x = 2 * np.pi * np.arange(modes) / modes
    fourier = np.exp(1j * np.outer(x, k))
    derive = np.real(fourier * (1j * k) @ np.linalg.inv(fourier))
    f, dd = np.sin(x) + force, d * (1 + e * np.cos(x))
    a = -derive @ np.diag(f) + derive @ derive @ np.diag(dd)
    h = 2 * np.pi / modes
    a[0] = h  # the equations are dependent: one gives way to the mass
    right = np.zeros(modes)
    right[0] = 1
    p0 = np.linalg.solve(a, right)
    v = h * f @ p0
    right = f * p0 - 2 * derive @ (dd * p0) - v * p0
    right[0] = 0
    p1 = np.linalg.solve(a, right)
    return np.array([v, h * dd @ p0 - h * f @ p1, p0[0]])


def main():
    rng = np.random.default_rng(20)
    lines = ['# D F e v D_eff p(0), a ring: dX = (sin X + F) dt + sqrt(2 D (1 + e cos X)) dW, Ito',
             '# by ring_known.py: Fourier matrices']
    rows = [(.5, .5, 0), (1, 1, 0), (.5, 0, .3)]
    rows += [(np.exp(rng.uniform(np.log(.2), np.log(3))), rng.uniform(-2, 2), rng.uniform(-.8, .8))
             for _ in range(20)]
    for row in rows:
        row = [float(f'{r:.6g}') for r in row]
        fine, coarse = solve(*row, 193), solve(*row, 129)
        assert np.all(abs(fine - coarse) < 2e-11 * (1 + abs(fine))), (row, fine, coarse)
        lines.append(' '.join([f'{r:.6g}' for r in row] + [f'{r:.13g}' for r in fine]))
    pathlib.Path(__file__).with_suffix('.txt').write_text('\n'.join(lines) + '\n')


if __name__ == '__main__':
    main()
