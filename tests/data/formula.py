#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes formula.txt: values and x-derivatives of formulas, by mpmath at 60 digits.

Python reads the formulas itself (its ** binds as our ^ does), so that neither our parser nor our
rules of differentiation take part: derivatives are mpmath's numerical ones."""
import random
import mpmath as mp

mp.mp.dps = 60
PARAMETERS = {'a': mp.mpf(1.5), 'k_1': mp.mpf(-0.25)}
NAMES = {
    'exp': mp.exp, 'expm1': mp.expm1, 'log': mp.log, 'ln': mp.log, 'log1p': mp.log1p,
    'log10': mp.log10, 'log2': lambda u: mp.log(u, 2), 'sqrt': mp.sqrt, 'abs': abs,
    'sign': mp.sign, 'step': lambda u: (1 + mp.sign(u)) / 2, 'floor': mp.floor, 'ceil': mp.ceil,
    'sin': mp.sin, 'cos': mp.cos, 'tan': mp.tan, 'asin': mp.asin, 'acos': mp.acos,
    'atan': mp.atan, 'sinh': mp.sinh, 'cosh': mp.cosh, 'tanh': mp.tanh, 'erf': mp.erf,
    'erfc': mp.erfc, 'pow': lambda u, v: mp.mpf(u)**v, 'min': min, 'max': max, 'pi': mp.pi,
    'where': lambda s, u, v: u if s > 0 else v, **PARAMETERS,
}
HAND = """x - x^3; x^4/4 - x^2/2; a*sin(t) - x; -x^2; -x^4 + 2^-x; 2^x^2; 2^-x^2; x-x-x; x/x/x*3
a - (t - (x - 2)); (-x)^3; (-x)^-2; x^-3; x^2.5; x^0.5; x^(1/3); x^31; x^33; pow(x, 4); pow(a, x)
pow(x, x); x^t; t^x; exp(-x^2/2)/sqrt(2*pi); exp(expm1(x)); expm1(x)*log1p(x); ln(x)*log(x + 3)
log10(x + 2); log2(x + 2); log2(x^2 + 1)*x; sqrt(x^2 + 1); abs(x - 1); abs(sin(5*x)); x*sign(x - 2)
step(x - 0.1)*x^2; floor(3*x)*x; ceil(3*x) - x; sin(x)^2; cos(x^2); tan(x/3); asin(x/4); acos(x/4)
asin(x^2/16); acos(-x/5)*x; atan(x); atan(x^2); sinh(x); cosh(x); tanh(x); tanh(3*x)*x; erf(x)
erfc(x); erf(x)*erfc(x); min(x, x^2); max(x, sin(x)); min(max(x, 0.2), 3)*x; where(x - 1, x^2, -x)
where(sin(3*x), exp(x), cos(x)); 1/(1 + exp(-x)); x*(1 - x/a)*(x/k_1 - 1); k_1*x + a; 1e-3*x
.5*x + 5.e0*x + 1E+1; + x - - x + -x; -(-x); x*-2; x^2*x^3/x; (x + 1)^2/(x + 1); 3; t; sin(t)*pi
tanh(x)*(1 - tanh(x)^2); x/4 + x/3; (x + t)*(x - t) - x^2; (x*t + 1)*(x*t + 1); exp(x)*exp(-x)
exp(sin(cos(x))) - log(2 + sin(x)); (x^2 - 1)^2/(x^2 + 1)^2; -x^-1; x - 2*(x - 3*(x - 4*(x - 5)))"""


def random_formula(rng, depth):
    if depth == 0 or rng.random() < 0.12:
        return rng.choice(['x', 'x', 'x', 't', 'a', 'k_1', '2', '0.75', '3.25'])
    sub = lambda: random_formula(rng, depth - 1)
    kind = rng.random()
    if kind < 0.6:
        return '(%s) %s (%s)' % (sub(), rng.choice('+-*/'), sub())
    if kind < 0.7:
        return '(%s)^%d' % (sub(), rng.choice([2, 3, 4, -1, -2]))
    if kind < 0.76:
        return '%s(%s, %s)' % (rng.choice(['min', 'max']), sub(), sub())
    name = rng.choice(['exp', 'sin', 'cos', 'tanh', 'atan', 'erf', 'sqrt', 'log', 'abs', 'sinh',
                       'log1p', 'expm1'])
    return '%s(%s)' % (name, sub())


def values(formula, t, x):
    code = compile(formula.replace('^', '**'), 'formula', 'eval')
    f = lambda u: mp.mpf(1) * eval(code, {'__builtins__': {}}, {**NAMES, 'x': u, 't': mp.mpf(t)})
    got = [f(mp.mpf(x)), mp.diff(f, mp.mpf(x)), mp.diff(f, mp.mpf(x), 2)]
    if any(isinstance(v, mp.mpc) or not mp.isfinite(v) or abs(v) > 1e4 for v in got):
        raise ValueError(formula)
    return got


def rows():
    rng = random.Random(20)
    for formula in [f.strip() for line in HAND.splitlines() for f in line.split(';')]:
        for x in (0.375, 1.8125):
            try:
                yield formula, 0.625, x, values(formula, 0.625, x)
            except (ValueError, ZeroDivisionError):
                print('#', formula, x, 'left out: not finite or above 1e4')
    n = 0
    while n < 200:
        formula, x = random_formula(rng, 4), rng.randrange(-192, 192) / 64 + 0.0078125
        try:
            row = values(formula, 0.625, x)
        except (ValueError, ZeroDivisionError, OverflowError, TypeError, mp.libmp.NoConvergence):
            continue
        if len(formula) < 160:
            n += 1
            yield formula, 0.625, x, row


print('# mpmath %s, 60 digits (formula.py makes this file); a = 1.5, k_1 = -0.25' % mp.__version__)
print('# formula | t | x | f | df/dx | d2f/dx2')
for formula, t, x, row in rows():
    print(formula, t, x, *(mp.nstr(v, 20) for v in row), sep=' | ')
