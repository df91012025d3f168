#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference densities of the double well dX = (X - X^3) dt + sqrt(2D) dW from N(0.3, 0.25^2).

Shares nothing with the lab: the symmetrised operator H = D (-d2/dx2 + V), V = (U'/2D)^2 - U''/(2D),
U = x^4/4 - x^2/2, in the sinc basis x_j = j h (spectral; Stenger 1993), exponentiated by its
eigenvectors. p = sqrt(p_st) exp(-tH) (p_0/sqrt(p_st)), and values between the nodes by the sinc
series. Two resolutions must agree to 2e-12, else nothing is written.
"""
import numpy as np

M, S = 0.3, 0.25
X = [-1.5, -1.0, -0.5, 0.0, 0.3, 0.5, 1.0, 1.5]


def solve(d, t, half, n):
    h = half / n
    j = np.arange(-n, n + 1)
    x = j * h
    k = j[:, None] - j[None, :]
    with np.errstate(divide="ignore"):
        second = np.where(k == 0, -np.pi**2 / 3, -2.0 * (-1.0) ** k / np.where(k == 0, 1, k) ** 2)
    force = x - x**3  # -U'
    v = force**2 / (4 * d) + (1 - 3 * x**2) / 2  # D V, with -U'' = 1 - 3x^2
    e, q = np.linalg.eigh(-d * second / h**2 + np.diag(v))
    log_root = -(x**4 / 4 - x**2 / 2) / (2 * d)  # ln sqrt(p_st), up to a constant
    log_p0 = -((x - M) ** 2) / (2 * S * S) - np.log(S * np.sqrt(2 * np.pi))
    u = q @ (np.exp(-e * t) * (q.T @ np.exp(log_p0 - log_root)))
    p = u * np.exp(log_root)
    mean = h * np.sum(x * p)
    var = h * np.sum(x * x * p) - mean**2
    at = [np.sum(u * np.sinc((y - x) / h)) * np.exp(-(y**4 / 4 - y**2 / 2) / (2 * d)) for y in X]
    return np.array([h * np.sum(p), mean, var] + at)


print("# Double well dX = (X - X^3) dt + sqrt(2D) dW, X_0 ~ N(0.3, 0.25^2).")
print("# Source: sinc matrices at two resolutions that agree to 2e-12 (double_well_density.py).")
print("# D t mean variance " + " ".join(f"p({y:g})" for y in X))
for d, half in ((0.5, 4.4), (0.25, 3.2), (0.1, 2.5)):
    for t in (0.1, 0.5, 2.0):
        a, b = solve(d, t, half, 160), solve(d, t, half * 1.04, 220)
        worst = np.max(np.abs(a - b))
        assert worst < 2e-12 and abs(a[0] - 1) < 1e-11, (d, t, worst, a[0] - 1)
        print(f"{d} {t} " + " ".join(f"{y:.14g}" for y in b[1:]))
