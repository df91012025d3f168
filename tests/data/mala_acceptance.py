# SPDX-License-Identifier: GPL-3.0-or-later
# Acceptance rate of MALA in its stationary law, in one dimension:
#     integral of min(p(x) q(y|x), p(y) q(x|y)) dx dy,   q(y|x) = N(y; x + a s(x), 2 a),
# by the midpoint rule at spacings h and h/2 and one Richardson step (the kink costs h^2).
#     python3 tests/data/mala_acceptance.py > tests/data/mala_acceptance.txt
import numpy as np

TARGETS = {"G1": ([1.], [.7], [.25]), "M1": ([.3, .7], [-2., 1.5], [.09, .25])}


def normal(x, m, v):
    return np.exp(-(x - m)**2 / (2 * v)) / np.sqrt(2 * np.pi * v)


def acceptance(target, sigma, a, n):
    w, m, v = (np.array(k) for k in TARGETS[target])
    v = v + sigma**2
    x = (np.arange(n) + .5) / n * 18 - 9
    parts = w * normal(x[:, None], m, v)
    p = parts.sum(1)
    s = (parts * -(x[:, None] - m) / v).sum(1) / np.maximum(p, 1e-300)
    flow = p[:, None] * normal(x[None, :], (x + a * s)[:, None], 2 * a)
    return np.minimum(flow, flow.T).sum() * (18 / n)**2


print("# target sigma a acceptance: made by mala_acceptance.py (numpy); good to 1e-6")
for row in (("G1", 0, .1), ("G1", 0, .5), ("M1", 0, .05), ("M1", 0, .2), ("M1", .5, .6)):
    coarse, fine = acceptance(*row, 3000), acceptance(*row, 6000)
    print("%s %g %g %.7f" % (*row, fine + (fine - coarse) / 3))
