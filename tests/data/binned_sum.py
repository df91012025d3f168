# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes binned_sum.txt: sums of doubles, exact by Python's fractions and rounded once.

    python3 binned_sum.py > binned_sum.txt

The numbers of case k are x_i = (floor(s_i/2^11) - 2^52) 2^(low + s_i mod width), where s_i is the
state of the 64-bit linear congruential generator s <- 6364136223846793005 s + 1442695040888963407
with s_0 = k, so that a test can make them again with exact arithmetic."""

import fractions
import math


def numbers(k, n, low, width):
    s = k
    for _ in range(n):
        s = (6364136223846793005 * s + 1442695040888963407) % 2**64
        yield math.ldexp((s >> 11) - 2**52, low + s % width)


def main():
    print("# Sums of pseudo-random doubles, rounded once. Source: Python's fractions.Fraction,")
    print('# checked against math.fsum; made by binned_sum.py, which says how to make the x.')
    print('# seed, how many, lowest exponent, number of exponents, sum')
    for k, n, low, width in [(1, 1, -52, 1), (2, 1000, -52, 1), (3, 10000, -52, 20),
                             (4, 10000, -60, 60), (5, 5000, -1074, 2040), (6, 3000, -1074, 30),
                             (7, 5000, 900, 60), (8, 7001, -1074, 1), (9, 4097, -200, 200)]:
        x = list(numbers(k, n, low, width))
        exact = float(sum(map(fractions.Fraction, x)))
        assert exact == math.fsum(x)
        print(k, n, low, width, exact.hex())


if __name__ == '__main__':
    main()
