#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Known answers for discrete noise schedules, mpmath at 50 digits from the definitions: betas
linear (in beta or its root) or from cos^2 with the clip at .999, abar their product, 1 - abar.
Time grids by numpy. Writes schedule.txt and time_grid.txt beside itself."""
import os
import mpmath as mp
import numpy as np

mp.mp.dps = 50
HERE = os.path.dirname(os.path.abspath(__file__))


def betas(name, T):
    if name == "cosine":
        s = mp.mpf("0.008")
        f = [mp.cos((mp.mpf(t) / T + s) / (1 + s) * mp.pi / 2) ** 2 for t in range(T + 1)]
        return [min(1 - f[t + 1] / f[t], mp.mpf("0.999")) for t in range(T)]
    if name == "linear":
        a, b, power = mp.mpf("1e-4"), mp.mpf("2e-2"), 1
    else:
        a, b, power = mp.sqrt(mp.mpf("0.00085")), mp.sqrt(mp.mpf("0.012")), 2
    return [(a + (b - a) * t / (T - 1)) ** power for t in range(T)]


with open(os.path.join(HERE, "schedule.txt"), "w") as out:
    out.write("# discrete schedules; source: make_schedule.py (mpmath, 50 digits)\n"
              "# name T t beta abar 1-abar\n")
    for name in ("linear", "scaled-linear", "cosine"):
        for T in (1000, 10):
            abar = mp.mpf(1)
            for t, beta in enumerate(betas(name, T)):
                abar *= 1 - beta
                if T == 10 or t in (0, 1, 2, 10, 100, 499, 500, 900, 998, 999):
                    out.write("%s %d %d %s %s %s\n" % (name, T, t, mp.nstr(beta, 20),
                                                       mp.nstr(abar, 20), mp.nstr(1 - abar, 20)))

with open(os.path.join(HERE, "time_grid.txt"), "w") as out:
    out.write("# time grids; source: make_schedule.py (numpy %s): linspace by np.linspace,\n"
              "# trailing by np.round(T - i * T / S) - 1 with i * T exact\n# spacing T S times...\n"
              % np.__version__)
    for T, S in ((1000, 10), (1000, 7), (1000, 16), (1000, 48), (1000, 27), (1000, 30), (10, 10),
                 (10, 4), (1000, 2), (1000, 1), (7, 3)):
        lead = (np.arange(S) * (T // S))[::-1]
        trail = [np.round(T - i * T / S) - 1 for i in range(S)]
        lin = np.round(np.linspace(0, T - 1, S))[::-1]
        for name, times in (("leading", lead), ("trailing", trail), ("linspace", lin)):
            out.write("%s %d %d " % (name, T, S) + " ".join(str(int(t)) for t in times) + "\n")
