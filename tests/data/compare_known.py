# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes compare_known.txt: known answers for the compare layer, by scipy and mpmath.

    python3 compare_known.py > compare_known.txt"""

import mpmath
import scipy
from scipy import optimize, stats

print(f'# Made by compare_known.py with scipy {scipy.__version__}, mpmath {mpmath.__version__}.')
print('# ks n d P(D_n >= d)                        scipy.stats.kstwo.sf (exact)')
for n, x in [(1, .7), (5, .3), (5, .9), (20, .5), (20, 1.1), (20, 1.9), (20, 2.6), (100, .4),
             (100, .8), (100, 1.5), (100, 1.99), (100, 2.5), (101, .4), (101, .8), (101, 1.5),
             (1000, .5), (1000, 1), (1000, 1.8), (1000, 2.2), (1000, 3), (10000, .6),
             (10000, 1.2), (10000, 2.5), (100000, 1), (100000, 2.7)]:
    d = x / n ** .5 if n > 1 else x
    print('ks', n, repr(d), repr(float(stats.kstwo.sf(d, n))))

print('# ncx2 x dof lambda P(chi2_dof(lambda) >= x)  by the Poisson mixture in 40 digits')
mpmath.mp.dps = 40
for x, dof, lam in [(10, 5, 0), (10, 5, 3), (3, 1, 2), (450, 312, 0), (450, 312, 100),
                    (450, 312, 250), (30, 20, 60), (1000, 787, 400), (12, 4, 1e-6)]:
    total, j = mpmath.mpf(0), 0
    half = mpmath.mpf(lam) / 2
    while True:
        weight = mpmath.exp(-half) * half ** j / mpmath.factorial(j)
        total += weight * mpmath.gammainc(mpmath.mpf(dof) / 2 + j, mpmath.mpf(x) / 2,
                                          regularized=True)
        j += 1
        if j > half and weight < mpmath.mpf(10) ** -30:
            break
    print('ncx2', x, dof, repr(lam), mpmath.nstr(total, 17))

print('# critical dof alpha x                         scipy.stats.chi2.isf')
for dof in (1, 48, 312, 4999, 100000):
    for alpha in (.5, 1e-6, 1e-12):
        print('critical', dof, alpha, repr(float(stats.chi2.isf(alpha, dof))))

print('# detects n dof alpha power sqrt(lambda/n)    root of scipy.stats.ncx2.sf')
for n, dof, alpha, power in [(10000, 48, 1e-6, .999), (1000000, 312, 1e-6, .999),
                             (1000, 10, .01, .9), (10000000, 787, 1e-7, .999)]:
    critical = stats.chi2.isf(alpha, dof)
    lam = optimize.brentq(lambda v: stats.ncx2.sf(critical, dof, v) - power, 1e-3, 1e4,
                          xtol=1e-10, rtol=1e-12)
    print('detects', n, dof, alpha, power, repr((lam / n) ** .5))

print('# deviation n p E|N - n p|                    sum over the binomial law in 40 digits')
for n, p in [(1, .5), (10, .3), (10, .97), (1000, .02), (5000, .25)]:
    q = mpmath.mpf(p)
    total = sum(abs(k - n * q) * mpmath.binomial(n, k) * q ** k * (1 - q) ** (n - k)
                for k in range(n + 1))
    print('deviation', n, p, mpmath.nstr(total, 17))

print('# root int sqrt(Phi (1 - Phi)) dx             mpmath quadrature')
value = mpmath.quad(lambda x: mpmath.sqrt(mpmath.ncdf(x) * mpmath.ncdf(-x)),
                    [-40, -10, -3, 0, 3, 10, 40])
print('root', mpmath.nstr(value, 17))
