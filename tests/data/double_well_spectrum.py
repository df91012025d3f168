# SPDX-License-Identifier: GPL-3.0-or-later
"""Eigenvalues of minus the generator, dX = (X - X^3) dt + sqrt(2 D) dW, to 20 digits, by shooting:
D phi'' + (x - x^3) phi' + lambda phi = 0 has entire solutions, odd or even, whose Taylor series is
summed in 200 or 500 digits (300 are too few at D = 0.0036); phi'(L) = 0 where e^(-U/D) is below
1e-43. Writes double_well_spectrum.txt."""

import pathlib

from mpmath import mp, mpf


def slope(lam, d, length, odd):
    """phi'(length)."""
    c = [mpf(0), mpf(1)] if odd else [mpf(1), mpf(0)]
    total, power, k = mpf(0), mpf(1), 0
    small = 0
    while small < 8:
        back = (k - 2) * c[k - 2] if k >= 2 else 0
        c.append((back - (k + lam) * c[k]) / (d * (k + 2) * (k + 1)))
        term = (k + 1) * c[k + 1] * power
        total += term
        small = small + 1 if k > 40 and abs(term) <= abs(total) * mpf(10) ** (-mp.dps) else 0
        power *= length
        k += 1
    return total


def eigenvalue(d, guess, odd):
    length = mpf(1)
    while ((length ** 2 - 1) ** 2 / 4) / d < 100 + 0.25 / d:
        length += mpf('0.05')
    old, new = guess * (1 - mpf(10) ** -7), guess * (1 + mpf(10) ** -7)
    f_old = slope(old, d, length, odd)
    for _ in range(5):  # secant
        f_new = slope(new, d, length, odd)
        if f_new == f_old or abs(new - old) < abs(new) * mpf(10) ** -30:
            break
        old, new, f_old = new, new - f_new * (new - old) / (f_new - f_old), f_new
    return new


def main():
    lines = ['# eigenvalues of the double well U = x^4/4 - x^2/2: D, k, lambda_k',
             '# by double_well_spectrum.py: Taylor shooting, mpmath']
    for d, row in GUESS.items():
        mp.dps = 500 if float(d) < 0.01 else 200
        for k, guess in enumerate(row, 1):
            value = eigenvalue(mpf(d), mpf(guess), k % 2 == 1)
            lines.append(f'{d} {k} {mp.nstr(value, 20)}')
    pathlib.Path(__file__).with_suffix('.txt').write_text('\n'.join(lines) + '\n')


# From a finite-volume run, seven digits: the root is polished from there.
GUESS = {'0.5': [0.4229446, 2.3149132, 4.5037788], '0.3': [0.2380224, 1.6802076, 3.2717712],
         '0.25': [0.1871704, 1.5010284, 2.9151739], '0.1': [0.03354529, 0.9273721, 1.6802638],
         '0.02': [1.623215e-6, 0.9285948, 1.5873171], '0.0075': [1.485388e-15, 0.9763560],
         '0.0036': [3.102031e-31, 0.9889535]}
if __name__ == '__main__':
    main()
