# SPDX-License-Identifier: GPL-3.0-or-later
# Makes sampler_ode.txt: 40 digits. Points are p z + q with z ~ N(0, 1); methods are written from
# the papers: in y = x/alpha and s = sigma/alpha (LMS, PNDM, EDM) with Lagrange polynomials
# integrated by quadrature, in t with the closed forms of the processes otherwise.
from mpmath import mp, mpf, mpc, nstr, sqrt, exp, log, quad, floor
mp.dps = 40
m0, v0 = mpf("0.7"), mpf("0.25")

class Line:                                    # p z + q, with extra variance w from later noise
    def __init__(self, p, q): self.p, self.q = p, q
    def __add__(self, o): return Line(self.p + o.p, self.q + o.q)
    def __sub__(self, o): return Line(self.p - o.p, self.q - o.q)
    def __rmul__(self, c): return Line(c * self.p, c * self.q)
def eps(x, a, s):                              # E[eps | x] of the data N(m0, v0)
    return (s / (a * a * v0 + s * s)) * (x - Line(mpf(0), a * m0))
def x0(x, a, s):
    return (a * v0 / (a * a * v0 + s * s)) * (x - Line(mpf(0), a * m0)) + Line(mpf(0), m0)
def score(x, a, s):
    return (-1 / (a * a * v0 + s * s)) * (x - Line(mpf(0), a * m0))

# ---- levels ----
T = 1000
abar, prod = [], mpf(1)
for t in range(T):
    prod *= 1 - (mpf("1e-4") + (mpf("2e-2") - mpf("1e-4")) * t / (T - 1))
    abar.append(prod)
def discrete(t): return (sqrt(abar[t]), sqrt(1 - abar[t]))
B = lambda t: t * mpf("0.1") + mpf("19.9") * t * t / 2
beta = lambda t: mpf("0.1") + mpf("19.9") * t
low, high = mpf("0.01"), mpf(50)
LEVEL = {"linear": lambda t: (exp(-B(t) / 2), sqrt(1 - exp(-B(t)))),
         "sub-vp": lambda t: (exp(-B(t) / 2), 1 - exp(-B(t))),
         "ve": lambda t: (mpf(1), low * sqrt((high / low) ** (2 * t) - 1)),
         "edm": lambda t: (mpf(1), t), "flow": lambda t: (1 - t, t)}
def velocity(kind, x, t):                      # dx/dt of the probability flow
    a, s = LEVEL[kind](t)
    if kind == "flow": return eps(x, a, s) - x0(x, a, s)
    if kind == "linear": return (-beta(t) / 2) * (x + score(x, a, s))
    if kind == "sub-vp":
        g2 = beta(t) * (1 - exp(-2 * B(t)))
        return (-beta(t) / 2) * x + (-g2 / 2) * score(x, a, s)
    if kind == "ve": return (-low ** 2 * log(high / low) * (high / low) ** (2 * t)) * score(x, a, s)
    return (-t) * score(x, a, s)

def in_time(kind, S, method, final):
    end = mpf(80) if kind == "edm" else mpf(1)
    std = {"edm": mpf(80), "ve": LEVEL["ve"](mpf(1))[1]}.get(kind, mpf(1))
    x, h = Line(std, mpf(0)), -end / S
    f = lambda x, t: velocity(kind, x, t)
    for i in range(S):
        t = end * (S - i) / S
        k1 = f(x, t)
        if method == "euler" or (i == S - 1 and final == "euler"):
            x = x + h * k1
        elif method == "heun":
            x = x + (h / 2) * (k1 + f(x + h * k1, end * (S - i - 1) / S))
        else:
            k2 = f(x + (h / 2) * k1, t + h / 2)
            k3 = f(x + (h / 2) * k2, t + h / 2)
            k4 = f(x + h * k3, end * (S - i - 1) / S)
            x = x + (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4)
    return x.q, x.p ** 2

def karras(S, rho=7, s0=mpf(80), s1=mpf("0.002")):
    r = mpf(1) / rho
    return [(s0 ** r + mpf(i) / max(S - 1, 1) * (s1 ** r - s0 ** r)) ** rho for i in range(S)]
def leading(S): return [i * (T // S) for i in range(S)][::-1]
def grid(name, S):                             # levels with the clean end, labels
    if name == "leading":
        ts = leading(S)
        return [discrete(t) for t in ts] + [(mpf(1), mpf(0))], ts + [-1]
    if name == "edm":
        s = karras(S)
        return [(mpf(1), a) for a in s] + [(mpf(1), mpf(0))], s + [0]
    ts = [mpf(S - i) / S for i in range(S)] + [mpf(0)]
    return [LEVEL[name](t) for t in ts], ts
def start(levels): return Line(levels[0][1] if levels[0][0] == 1 else mpf(1), mpf(0))

def lagrange(nodes, j, u):
    p = mpf(1)
    for k, n in enumerate(nodes):
        if k != j: p *= (u - n) / (nodes[j] - n)
    return p
def lms(name, S, order):
    levels, _ = grid(name, S)
    s = [b / a for a, b in levels]
    x, history = (1 / levels[0][0]) * start(levels), []
    for i in range(S):
        a, b = levels[i]
        history = [eps(a * x, a, b)] + history[:order - 1]
        nodes = [s[i - j] for j in range(len(history))]
        for j, e in enumerate(history):
            x = x + quad(lambda u: lagrange(nodes, j, u), [s[i], s[i + 1]]) * e
    return x.q, x.p ** 2

AB = [[1], [mpf(3) / 2, -mpf(1) / 2], [mpf(23) / 12, -mpf(16) / 12, mpf(5) / 12],
      [mpf(55) / 24, -mpf(59) / 24, mpf(37) / 24, -mpf(9) / 24]]
def phi(x, e, now, to):                        # Liu et al. eq. 11 in (abar, abar')
    a, b = now; c, d = to
    return (c / a) * x + (d - c * b / a) * e
def plms(name, S, order, warm_up):
    levels, ts = grid(name, S)
    x, history = start(levels), []
    for i in range(S):
        now, to = levels[i], levels[i + 1]
        e = eps(x, *now)
        history = [e] + history[:order - 1]
        clean = to[1] == 0
        if warm_up == "prk" and i < order - 1 and not clean:
            t = (ts[i] + ts[i + 1]) / mpf(2)
            if name != "leading": half = LEVEL[name](t)
            elif t == floor(t): half = discrete(int(t))
            else:
                f, g = discrete(int(floor(t))), discrete(int(floor(t)) + 1)
                r = sqrt(f[1] / f[0] * g[1] / g[0])
                half = (1 / sqrt(1 + r * r), r / sqrt(1 + r * r))
            e2 = eps(phi(x, e, now, half), *half)
            e3 = eps(phi(x, e2, now, half), *half)
            e4 = eps(phi(x, e3, now, to), *to)
            e = (mpf(1) / 6) * (e + 2 * e2 + 2 * e3 + e4)
        elif warm_up == "improved-euler" and i == 0 and order > 1 and not clean:
            e = mpf("0.5") * (e + eps(phi(x, e, now, to), *to))
        else:
            w, e = AB[len(history) - 1], Line(mpf(0), mpf(0))
            for c, h in zip(w, history): e = e + c * h
        x = phi(x, e, now, to)
    return x.q, x.p ** 2

def edm_heun(name, S, churn, tmin, tmax, noise):
    levels, _ = grid(name, S)
    s = [b / a for a, b in levels]
    def curve(r): return mpf(1) if name == "edm" else 1 / sqrt(1 + r * r)
    mean, var = mpf(0), (start(levels).p / levels[0][0]) ** 2
    for i in range(S):
        gamma = min(mpf(churn) / S, sqrt(mpf(2)) - 1) if tmin <= s[i] <= tmax else mpf(0)
        up = s[i] * (1 + gamma)
        var += mpf(noise) ** 2 * (up ** 2 - s[i] ** 2)
        d = lambda y, r: (1 / r) * (y - x0(curve(r) * y, curve(r), curve(r) * r))
        y = Line(mpf(1), mpf(0))
        d1 = d(y, up)
        z = y + (s[i + 1] - up) * d1
        if s[i + 1] != 0: z = y + (s[i + 1] - up) * (mpf("0.5") * (d1 + d(z, s[i + 1])))
        mean, var = z.p * mean + z.q, z.p ** 2 * var
    return mean, var

def row(name, options, result):
    print(name, options, nstr(result[0], 16), nstr(result[1], 16))
print("# Made by sampler_ode.py: mpmath, 40 digits, written from the papers.")
print("# Data N(0.7, variance 0.25), exact score; name, options, mean, variance of the output.")
STEPS = (1, 2, 3, 4, 5, 7, 18, 40)
for S in STEPS:
    for kind in ("linear", "sub-vp", "ve", "edm", "flow"):
        row("probability-flow-euler", f"schedule={kind},steps={S}", in_time(kind, S, "euler", ""))
        for method in ("heun", "rk4"):
            for final in ("euler", "same"):
                row(f"probability-flow-{method}", f"schedule={kind},final={final},steps={S}",
                    in_time(kind, S, method, final))
    row("flow-euler", f"steps={S}", in_time("flow", S, "euler", ""))
    row("flow-heun", f"steps={S}", in_time("flow", S, "heun", "euler"))
    for order in (1, 2, 3, 4):
        for name, option in (("leading", "spacing=leading"), ("linear", "schedule=vp"),
                             ("edm", "schedule=edm,spacing=karras")):
            row("lms", f"order={order},{option},steps={S}", lms(name, S, order))
    for warm_up in ("prk", "improved-euler", "lower-order"):
        for order in (1, 2, 4):
            for name, option in (("leading", "spacing=leading"), ("linear", "schedule=vp")):
                row("plms", f"warm-up={warm_up},order={order},{option},steps={S}",
                    plms(name, S, order, warm_up))
    for name, option in (("edm", ""), ("leading", "schedule=linear,spacing=leading,")):
        row("edm-heun", f"{option}steps={S}", edm_heun(name, S, 0, 0, mp.inf, 1))
        row("edm-heun", f"{option}churn=6,s-noise=1.007,s-tmin=0.05,s-tmax=50,steps={S}",
            edm_heun(name, S, 6, mpf("0.05"), mpf(50), mpf("1.007")))
