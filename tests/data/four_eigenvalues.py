# SPDX-License-Identifier: GPL-3.0-or-later
# W2 between the output of the reverse-SDE samplers and the data N(0, diag(4, 1, .25, .01)), start
# N(0, I), grid of N points (N - 1 steps) uniform on [0, 1], noise in every step, VP with beta
# .1 .. 20 (dX = -beta/2 X dt + sqrt(beta) dW): recursions of Pierret & Galerne 2025,
# arXiv:2405.14250.
#     python3 tests/data/four_eigenvalues.py > tests/data/four_eigenvalues.txt
import numpy as np

V = np.array([4, 1, .25, .01])


def w2(N, rule):
    n, v = N - 1, np.ones(4)
    for i in range(n):
        t, u = 1 - i / n, 1 - (i + 1) / n
        B = lambda s: .1 * s + 19.9 * s * s / 2
        w = np.exp(-B(t)) * V - np.expm1(-B(t))
        if rule == "euler":
            h = (.1 + 19.9 * t) / n
            v = (1 + h / 2 - h / w)**2 * v + h
        else:
            grow = np.exp((B(t) - B(u)) / 2)
            v = (grow - 2 * (grow - 1) / w)**2 * v + grow**2 - 1
    return np.sqrt(((np.sqrt(v) - np.sqrt(V))**2).sum())


print("# N euler-maruyama exponential: W2; made by four_eigenvalues.py (numpy)")
for N in (50, 250, 500, 1000):
    print(N, "%.12e %.12e" % (w2(N, "euler"), w2(N, "exponential")))
