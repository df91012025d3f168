# SPDX-License-Identifier: GPL-3.0-or-later
# Makes exponential_known.txt: 40 digits; the formulas as the papers and their authors' code print
# them (differences D1, D2; UniPC's system R rho = b), not as the code writes them.
from mpmath import exp, expm1, factorial, log, lu_solve, matrix, mp, mpf, nstr, sqrt
mp.dps = 40
T, M, V = 1000, mpf("0.7"), mpf("0.25")
abar, p = [], mpf(1)
for t in range(T):
    p *= 1 - (mpf("1e-4") + (mpf("2e-2") - mpf("1e-4")) * t / (T - 1))
    abar.append(p)
GRID = {"leading": lambda S: [i * (T // S) for i in range(S)][::-1],
        "trailing": lambda S: [round(mpf(T) - mpf(i) * T / S) - 1 for i in range(S)]}


class X:  # a constant, plus a multiple of the start, plus one of each noise
    def __init__(s, c): s.c = list(c)
    def __add__(s, o):
        n, z = max(len(s.c), len(o.c)), [mpf(0)]
        pad = [c + z * (n - len(c)) for c in (s.c, o.c)]
        return X(a + b for a, b in zip(*pad))
    def __rmul__(s, k): return X(k * a for a in s.c)
    def __sub__(s, o): return s + (-1) * o
    def __truediv__(s, k): return X(a / k for a in s.c)
    def noise(s, k): return X(s.c + [k])


def levels(S, spacing):
    return [(sqrt(abar[t]), sqrt(1 - abar[t])) for t in GRID[spacing](S)] + [(mpf(1), mpf(0))]
def lam(l): return log(l[0] / l[1])
def at(lm): return 1 / sqrt(1 + exp(-2 * lm)), 1 / sqrt(1 + exp(2 * lm))
def x0(x, l):
    a, s = l
    k = a * V / (a * a * V + s * s)
    return k * x + X([s * s * M / (a * a * V + s * s)])
def eps(x, l): return (x - l[0] * x0(x, l)) / l[1]


def dpm(x, s, t, order, heun):  # DPM-Solver, one step
    if t[1] == 0: return (x - s[1] * eps(x, s)) / s[0]
    h, e = lam(t) - lam(s), eps(x, s)
    A, f1 = t[0] / s[0] * x, expm1(h)
    if order == 1: return A - t[1] * f1 * e
    r1 = mpf(1) / 2 if order == 2 else mpf(1) / 3
    s1 = at(lam(s) + r1 * h)
    e1 = eps(s1[0] / s[0] * x - s1[1] * expm1(r1 * h) * e, s1)
    f2 = f1 / h - 1
    if order == 2:
        return A - t[1] * f1 * e - (t[1] / r1 * f2 if heun else t[1] / (2 * r1) * f1) * (e1 - e)
    r2 = mpf(2) / 3
    s2 = at(lam(s) + r2 * h)
    g = expm1(r2 * h)
    u2 = s2[0] / s[0] * x - s2[1] * g * e - s2[1] * r2 / r1 * (g / (r2 * h) - 1) * (e1 - e)
    e2 = eps(u2, s2)
    if not heun: return A - t[1] * f1 * e - t[1] / r2 * f2 * (e2 - e)
    a, b = (e1 - e) / r1, (e2 - e) / r2
    D1, D2, f3 = (r2 * a - r1 * b) / (r2 - r1), 2 * (b - a) / (r2 - r1), f2 / h - mpf(1) / 2
    return A - t[1] * f1 * e - t[1] * f2 * D1 - t[1] * f3 * D2


def dpmpp(x, s, t, order, heun):  # DPM-Solver++, one single step
    m = x0(x, s)
    if t[1] == 0: return m
    h = lam(t) - lam(s)
    A, f1 = t[1] / s[1] * x, expm1(-h)
    if order == 1: return A - t[0] * f1 * m
    r1 = mpf(1) / 2 if order == 2 else mpf(1) / 3
    s1 = at(lam(s) + r1 * h)
    m1 = x0(s1[1] / s[1] * x - s1[0] * expm1(-r1 * h) * m, s1)
    f2 = f1 / h + 1
    if order == 2:
        return A - t[0] * f1 * m + (t[0] / r1 * f2 if heun else -t[0] / (2 * r1) * f1) * (m1 - m)
    r2 = mpf(2) / 3
    s2 = at(lam(s) + r2 * h)
    g = expm1(-r2 * h)
    u2 = s2[1] / s[1] * x - s2[0] * g * m + r2 / r1 * s2[0] * (g / (r2 * h) + 1) * (m1 - m)
    m2 = x0(u2, s2)
    if not heun: return A - t[0] * f1 * m + t[0] / r2 * f2 * (m2 - m)
    a, b = (m1 - m) / r1, (m2 - m) / r2
    D1, D2, f3 = (r2 * a - r1 * b) / (r2 - r1), 2 * (b - a) / (r2 - r1), f2 / h - mpf(1) / 2
    return A - t[0] * f1 * m + t[0] * f2 * D1 - t[0] * f3 * D2


def multi(x, L, order, heun, published, ramp, lower):
    m, n = [], len(L) - 1
    for i in range(n):
        s, t = L[i], L[i + 1]
        m.append(x0(x, s))
        k = min(order, i + 1)
        if lower: k = min(k, n - i)
        if t[1] == 0: return m[-1]
        h, (a, b) = lam(t) - lam(s), (t[0], t[1])
        A, f1 = b / s[1] * x, expm1(-h)
        if i == 0 and order == 3 and not ramp and not (lower and n < 3):
            x = dpmpp(x, s, t, 2, heun)
            continue
        if k == 1:
            x = A - a * f1 * m[-1]
            continue
        r0 = (lam(s) - lam(L[i - 1])) / h
        d = (m[-1] - m[-2]) / r0
        if k == 2:
            x = A - a * f1 * m[-1] + (a * (f1 / h + 1) if heun else -a * f1 / 2) * d
            continue
        r1 = (lam(L[i - 1]) - lam(L[i - 2])) / h
        e = (m[-2] - m[-3]) / r1
        D1, D2 = d + r0 / (r0 + r1) * (d - e), (1 if published else 2) / (r0 + r1) * (d - e)
        x = A - a * f1 * m[-1] + a * (f1 / h + 1) * D1 - a * ((f1 + h) / h**2 - mpf(1) / 2) * D2
    return x


def sde(x, L, order, heun):
    m = []
    for i in range(len(L) - 1):
        s, t = L[i], L[i + 1]
        m.append(x0(x, s))
        if t[1] == 0: return m[-1]
        h, q = lam(t) - lam(s), -expm1(-2 * (lam(t) - lam(s)))
        y = t[1] / s[1] * exp(-h) * x + t[0] * q * m[-1]
        if order == 2 and i:
            D1 = h / (lam(s) - lam(L[i - 1])) * (m[-1] - m[-2])
            y = y + (t[0] * (1 - q / (2 * h)) if heun else t[0] * q / 2) * D1
        x = y.noise(t[1] * sqrt(q))
    return x


def system(order, rk, hh, variant, corrector):  # B and rho of UniP (corrector: UniC)
    B = hh if variant == "bh1" else expm1(hh)
    n = order if corrector else order - 1
    if n == 0: return B, []
    if n == 1: return B, [mpf(1) / 2]
    R, b, f = matrix(n), matrix(n, 1), expm1(hh) / hh - 1
    for i in range(n):
        for j in range(n): R[i, j] = rk[j]**i
        b[i] = f * factorial(i + 1) / B
        f = f / hh - 1 / factorial(i + 2)
    return B, list(lu_solve(R, b))


def unipc(x, L, p, variant, corrector, ramp, head):
    f, n, last = [], len(L) - 1, None
    data, F = head == "x0", x0 if head == "x0" else eps
    single = dpmpp if data else dpm
    def update(x, i, k, new):  # from level i to i + 1
        s, t = L[i], L[i + 1]
        h = lam(t) - lam(s)
        hh = -h if data else h
        rk = [(lam(L[i - j]) - lam(s)) / h for j in range(1, k)]
        D = [(f[i - j] - f[i]) / r for j, r in zip(range(1, k), rk)]
        if new: rk, D = rk + [mpf(1)], D + [f[i + 1] - f[i]]
        B, rho = system(k, rk, hh, variant, new)
        y, w = (t[1] / s[1] * x, t[0]) if data else (t[0] / s[0] * x, t[1])
        y = y - w * expm1(hh) * f[i]
        for r, d in zip(rho, D): y = y - w * B * r * d
        return y
    for i in range(n):
        f.append(F(x, L[i]))
        if corrector and last is not None: x = update(last[0], i - 1, last[1], True)
        if L[i + 1][1] == 0:
            return f[-1] if data else (x - L[i][1] * f[-1]) / L[i][0]
        if i == 0 and p == 3 and not ramp:
            x = single(x, L[0], L[1], 3 if corrector else 2, False)
            continue
        k = min(p, i + 1)
        last = (x, k)
        x = update(x, i, k, False)
    return x


def row(name, options, S, spacing):
    o = dict(w.split("=") for w in options.split())
    L, x, p = levels(S, spacing), X([mpf(0), mpf(1)]), int(o["order"])
    heun = o.get("solver-type") == "heun"
    ramp = o.get("start-up") == "ramp"
    if name == "dpm-solver" or o.get("variant") == "single-step":
        for s, t in zip(L, L[1:]): x = (dpm if name == "dpm-solver" else dpmpp)(x, s, t, p, heun)
    elif name == "dpm-solver++":
        x = multi(x, L, p, heun, o.get("third-term") == "published", ramp, "lower-order-final" in o)
    elif name == "dpm-solver++-sde": x = sde(x, L, p, heun)
    else:
        x = unipc(x, L, p, o["variant"], o["corrector"] == "on", ramp, o["prediction"])
    print(name, nstr(x.c[0], 17), nstr(sum(c * c for c in x.c[1:]), 17),
          f"steps={S} spacing={spacing} {options}")


print("# Made by exponential_known.py: mpmath, 40 digits, written otherwise than the code.")
print("# Data N(0.7, variance 0.25), linear, T = 1000, exact head, start N(0, 1), clean end.")
print("# sampler mean variance options")
H, R = " solver-type=heun", " start-up=ramp"
CASES = [("dpm-solver", f"order={p}{h}") for p in (1, 2, 3) for h in ("", H)]
CASES += [("dpm-solver++", f"order={p} variant=single-step{h}") for p in (2, 3) for h in ("", H)]
CASES += [("dpm-solver++", f"order={p}{h}") for p in (1, 2, 3)
          for h in ("", H, " lower-order-final=true")]
CASES += [("dpm-solver++", "order=3" + R), ("dpm-solver++", "order=3 third-term=published" + R)]
CASES += [("dpm-solver++-sde", f"order={p}{h}") for p in (1, 2) for h in ("", H)]
CASES += [("unipc", f"order={p} variant={b} corrector={c} prediction={e}{r}") for p in (1, 2, 3)
          for b in ("bh1", "bh2") for c in ("on", "off") for e in ("x0", "eps") for r in ("", R)]
for name, options in CASES:
    for S, spacing in enumerate(["", "leading", "trailing", "leading", "", "", "", "trailing"]):
        if spacing:
            row(name, options, S, spacing)
    row(name, options, 20, "leading")
