/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers to integers by the addition of constants; compiled once per instruction set.
 *
 * With a = 1.5 2^52 u the sum y = x + a is rounded to a multiple of the unit u, and since y stays
 * between 2^52 u and 2^53 u the bits of y, read as an integer, count these units. The remainder
 * r = x - (y - a) is exact and at most u/2, and goes the same way with the finer unit v. */
#include "binned_sum_kernel.h"

#include <math.h>
#include <string.h>

static inline uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

int FPK_KERNEL(fpk_binned_kernel)(size_t n, const double *x, struct fpk_binned_pair *s)
{
    const double a = ldexp(1.5, 52 + s->exponent);
    const double b = ldexp(1.5, 52 + s->exponent - FPK_BINNED_STEP);
    const uint64_t a_bits = bits_of(a);
    uint64_t high = 0, low = 0, moved = 0, lost = 0;
    for (size_t i = 0; i < n; i++) {
        double y = x[i] + a;
        double r = x[i] - (y - a);
        double z = r + b;
        high += bits_of(y);
        low += bits_of(z);
        moved |= bits_of(y) ^ a_bits; /* its exponent changed: too large, infinite or NaN */
        lost |= bits_of(r - (z - b)); /* +0 unless r has bits below v */
    }
    s->high = (int64_t)(high - n * a_bits); /* modulo 2^64: the integers themselves are small */
    s->low = (int64_t)(low - n * bits_of(b));
    return moved >> 52 == 0 && lost << 1 == 0; /* the sign of a zero is no bit */
}
