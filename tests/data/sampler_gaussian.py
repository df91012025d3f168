# SPDX-License-Identifier: GPL-3.0-or-later
# Makes sampler_gaussian.txt: 40 digits, the posterior mean written through x0 (Ho et al. 2020,
# eq. 7) and DDIM through (x0, eps) (Song et al. 2021, eq. 12), not as the code writes them.
from mpmath import mp, mpf, nstr, sqrt
mp.dps = 40
T, m0, v0 = 1000, mpf("0.7"), mpf("0.25")
abar, p = [], mpf(1)
for t in range(T):
    p *= 1 - (mpf("1e-4") + (mpf("2e-2") - mpf("1e-4")) * t / (T - 1))
    abar.append(p)
GRID = {"leading": lambda S: [i * (T // S) for i in range(S)][::-1],
        "trailing": lambda S: [round(mpf(T) - mpf(i) * T / S) - 1 for i in range(S)],
        "linspace": lambda S: [round(mpf(T - 1) * i / (S - 1)) if S > 1 else 0
                               for i in range(S)][::-1]}
def run(name, option, S, spacing):
    ts = GRID[spacing](S)
    m, v = mpf(0), mpf(1)
    for k, t in enumerate(ts):
        A, P = abar[t], abar[ts[k + 1]] if k + 1 < S else mpf(1)
        w = A * v0 + 1 - A
        x0_1, x0_0 = (1 - (1 - A) / w) / sqrt(A), (1 - A) * m0 / w     # x0 = x0_1 x + x0_0
        if name == "ddpm":
            c0, c1 = sqrt(P) * (1 - A / P) / (1 - A), sqrt(A / P) * (1 - P) / (1 - A)
            a, b = c1 + c0 * x0_1, c0 * x0_0
            s2 = (1 - A / P) * ((1 - P) / (1 - A) if option == "small" else 1)
            s2 = s2 if k + 1 < S else 0
        else:
            s2 = mpf(option) ** 2 * (1 - P) / (1 - A) * (1 - A / P)
            e = sqrt(1 - P - s2) / sqrt(1 - A)                         # eps = (x - sqrt(A) x0)/..
            a = sqrt(P) * x0_1 + e * (1 - sqrt(A) * x0_1)
            b = sqrt(P) * x0_0 - e * sqrt(A) * x0_0
        m, v = a * m + b, a * a * v + s2
    return m, v
print("# Made by sampler_gaussian.py: mpmath, 40 digits, written otherwise than the code.")
print("# Data N(0.7, variance 0.25), VP linear, T = 1000, exact score, start N(0, 1).")
print("# sampler option=value steps spacing mean variance")
for name, key, options in (("ddim", "eta", ("0", "0.5")),
                           ("ddpm", "variance", ("small", "large"))):
    for option in options:
        for spacing in GRID:
            for S in (1, 2, 7, 10, 30, 50, 100, 1000):
                m, v = run(name, option, S, spacing)
                print(name, f"{key}={option}", S, spacing, nstr(m, 16), nstr(v, 16))
