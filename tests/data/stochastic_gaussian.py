# SPDX-License-Identifier: GPL-3.0-or-later
# Output mean and variance of the stochastic samplers for data N(.7, .25), each step written out
# from the papers' formulas (Ho et al. 2020; Bao et al. 2022, theorem 1; Song & Ermon 2019, 2020;
# Song et al. 2021; Anderson 1982); integrals of the exponential step by scipy.
#     python3 tests/data/stochastic_gaussian.py > tests/data/stochastic_gaussian.txt
import numpy as np
from scipy.integrate import quad

M, V = .7, .25


class Process:
    def __init__(self, kind):
        self.kind, self.end = kind, 80. if kind == "edm" else 1.

    def beta(self, t):
        return .1 + 19.9 * t

    def B(self, t):
        return .1 * t + 19.9 * t * t / 2

    def level(self, t):
        if self.kind == "vp":
            return np.exp(-self.B(t) / 2), np.sqrt(-np.expm1(-self.B(t)))
        if self.kind == "sub-vp":
            return np.exp(-self.B(t) / 2), -np.expm1(-self.B(t))
        if self.kind == "ve":
            return 1., .01 * np.sqrt(5000.**(2 * t) - 1)
        if self.kind == "flow":
            return 1 - t, t
        return 1., t

    def b(self, t):
        if self.kind == "flow":
            return 1 / (1 - t)
        return self.beta(t) / 2 if self.kind in ("vp", "sub-vp") else 0.

    def g2(self, t):
        if self.kind == "vp":
            return self.beta(t)
        if self.kind == "sub-vp":
            return self.beta(t) * (1 - np.exp(-2 * self.B(t)))
        if self.kind == "ve":
            return 2 * np.log(5000.) * (.01 * 5000.**t)**2
        if self.kind == "flow":
            return 2 * t / (1 - t)
        return 2 * t


class State:
    """Mean and variance, pushed by x' = a x + b score + s xi."""

    def __init__(self, v):
        self.m, self.v = 0., v

    def step(self, level, a, b, s2):
        w = level[0]**2 * V + level[1]**2
        k = a - b / w
        self.m = k * self.m + b * level[0] * M / w
        self.v = k * k * self.v + s2


def start(p, level):
    return 1. if p.kind in ("vp", "sub-vp") else level[1]**2


def times(p, S, first=None):
    first = p.end if first is None else first
    return [first * (S - i) / S for i in range(S)] + [0.]


def euler(p, t, u):
    dt = t - u
    return 1 + p.b(t) * dt, p.g2(t) * dt, p.g2(t) * dt


def exponential(p, t, u):
    a = p.level(u)[0]
    grow = lambda r: a / p.level(r)[0]
    opts = dict(epsabs=1e-15, epsrel=1e-13, limit=200)
    return (grow(t), quad(lambda r: grow(r) * p.g2(r), u, t, **opts)[0],
            quad(lambda r: grow(r)**2 * p.g2(r), u, t, **opts)[0])


def between(p, t, u):
    (a, s), (c, r) = p.level(t), p.level(u)
    return a / c, s * s - (a / c)**2 * r * r


def ancestral(p, t, u):
    k, d = between(p, t, u)
    return 1 / k, d / k, d * p.level(u)[1]**2 / p.level(t)[1]**2


def diffusion(p, t, u):
    k, d = between(p, t, u)
    return 2 - k, d, d


def row(name, options, s):
    print(name, ",".join(options), "%.15g %.15g" % (s.m, s.v))


def reverse(name, rule, kind, S, last=True, first=None):
    p = Process(kind)
    t = times(p, S, first)
    if first is not None:
        t = [first] + [first * .5**k for k in range(1, S)] + [0.]
    s = State(start(p, p.level(t[0])))
    for i in range(S):
        a, b, s2 = rule(p, t[i], t[i + 1])
        s.step(p.level(t[i]), a, b, s2 if last or i < S - 1 else 0)
    options = ["schedule=" + kind]
    if first is None:
        options += ["steps=%d" % S]
    else:
        options += ["times=" + "/".join("%.17g" % k for k in t[:-1])]
    row(name, options + ([] if last else ["last-noise=off"]), s)


def corrected(kind, S, predictor, rule, steps, r, first):
    p = Process(kind)
    t = times(p, S)
    s = State(start(p, p.level(t[0])))

    def correct(u):
        level = p.level(u)
        if u > 0:
            for _ in range(steps):
                s.step(level, 1, 2 * (r * level[1])**2, 4 * (r * level[1])**2)
    for i in range(S):
        if first:
            correct(t[i])
        s.step(p.level(t[i]), *rule(p, t[i], t[i + 1]))
        if not first:
            correct(t[i + 1])
    row("predictor-corrector", ["schedule=" + kind, "steps=%d" % S, "predictor=" + predictor,
                                "corrector-steps=%d" % steps, "snr=%g" % r] +
        (["corrector-first=true"] if first else []), s)


def ddpm(S, variance, last):
    beta = np.linspace(1e-4, 2e-2, 1000)
    abar = np.cumprod(1 - beta)
    t = [i * (1000 // S) for i in range(S)][::-1]
    s = State(1.)
    for i in range(S):
        A, P = abar[t[i]], abar[t[i + 1]] if i < S - 1 else 1.
        alpha, bbar, bbar_next = A / P, 1 - A, 1 - P
        small = bbar_next / bbar * (1 - alpha)
        if variance == "analytic":  # Bao et al., theorem 1, with lambda^2 the small variance
            square = 1 / (A * V + bbar)  # E score^2
            gap = np.sqrt(bbar / alpha) - np.sqrt(max(bbar_next - small, 0.))
            noise = small + gap**2 * (1 - bbar * square)
        else:
            noise = small if variance == "small" else 1 - alpha
        noisy = i < S - 1 or (variance == "analytic" if last is None else last)
        s.step((np.sqrt(A), np.sqrt(bbar)), alpha**-.5, (1 - alpha) * alpha**-.5,
               noise if noisy else 0)
    row("ddpm", ["steps=%d" % S, "variance=" + variance] +
        ([] if last is None else ["last-noise=" + ("on" if last else "off")]), s)


def annealed(sigmas, text, inner, step, convention, denoise):
    s = State(sigmas[0]**2)
    c = 1 if convention == "full" else .5
    for sigma in sigmas:
        a = step * sigma**2 / sigmas[-1]**2
        for _ in range(inner):
            s.step((1., sigma), 1, c * a, 2 * c * a)
    if denoise:
        s.step((1., sigmas[-1]), 1, sigmas[-1]**2, 0)
    row("annealed-langevin", ["sigmas=" + text, "inner-steps=%d" % inner, "step=%g" % step,
                              "step-convention=" + convention] +
        (["final-denoise=true"] if denoise else []), s)


print("# sampler options mean variance, data N(.7, .25); made by stochastic_gaussian.py (numpy, "
      "scipy); '/' stands for ',' in lists")
for S in (1, 7, 40, 300):
    for kind in ("vp", "sub-vp", "ve", "edm"):
        reverse("reverse-euler-maruyama", euler, kind, S)
        reverse("reverse-exponential", exponential, kind, S)
reverse("reverse-euler-maruyama", euler, "vp", 20, last=False)
reverse("reverse-exponential", exponential, "ve", 20, last=False)
for rule, name in ((euler, "reverse-euler-maruyama"), (exponential, "reverse-exponential")):
    reverse(name, rule, "flow", 9, first=.99)
for kind in ("vp", "ve"):
    for name, rule in (("reverse-diffusion", diffusion), ("ancestral", ancestral),
                       ("euler-maruyama", euler), ("exponential", exponential)):
        corrected(kind, 30, name, rule, 1, .16, False)
corrected("vp", 30, "ancestral", ancestral, 3, .05, False)
corrected("sub-vp", 30, "ancestral", ancestral, 2, .16, True)
for S in (10, 50, 100, 1000):
    ddpm(S, "analytic", None)
ddpm(10, "small", True)
ddpm(10, "large", True)
ddpm(10, "analytic", False)
geometric = lambda a, b, n: a * (b / a)**(np.arange(n) / (n - 1))
annealed(geometric(1, .01, 10), "geometric:1:0.01:10", 100, 2e-5, "full", False)   # NCSN's code
annealed(geometric(1, .01, 10), "geometric:1:0.01:10", 100, 2e-5, "half", False)   # NCSN's paper
annealed(geometric(50, .01, 232), "geometric:50:0.01:232", 5, 6.2e-6, "full", True)  # NCSNv2
annealed(np.array([3., 1., .5]), "3/1/0.5", 4, .1, "half", True)
