/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 2^t for t <= 0, inside kernels: the weights of a log-sum-exp.
 *
 * Apart from numeric's exp because here the argument has a sign, no special values matter, and base
 * 2 saves the reduction: the mixture's exponents are formed in base 2 to begin with. */
#ifndef FPK_DISTRIBUTION_EXP2_PRIV_H
#define FPK_DISTRIBUTION_EXP2_PRIV_H

#include <stdint.h>
#include <string.h>

/* Below 2^-1000 the result stays at 2^-1000: beside the weight 1 of the largest component it counts
 * for nothing. Relative error of the polynomial 1.8e-17 (Remez on [-1/2, 1/2], relative to 2^f). */
static inline double exp2_below(double t)
{
    const double magic = 0x1.8p52; /* adding it rounds to a whole number, left in the low bits */
    t = t > -1000.0 ? t : -1000.0;
    double shifted = t + magic;
    double f = t - (shifted - magic);
    /* Estrin's scheme: short chains, up to a quarter faster than Horner's at the same error (1
     * ulp), because 1 is added last. */
    double f2 = f * f, f4 = f2 * f2;
    double low = (0x1.ebfbdff82c598p-3 + 0x1.c6b08d7048f31p-5 * f) +
                 (0x1.3b2ab6fba1e1dp-7 + 0x1.5d87fe7bbbed8p-10 * f) * f2;
    double high = (0x1.4309130960d86p-13 + 0x1.ffcbee3ac9a25p-17 * f) +
                  (0x1.62bfd49f5dcf5p-20 + 0x1.b54168266b234p-24 * f) * f2;
    double top = 0x1.e605f89c37da9p-28 + 0x1.c062c3e8122dfp-32 * f;
    double p = 1.0 + (0x1.62e42fefa39f3p-1 * f + (low + (high + top * f4) * f4) * f2);
    uint64_t whole, bits;
    memcpy(&whole, &shifted, sizeof whole);
    memcpy(&bits, &p, sizeof bits);
    bits += whole << 52;
    memcpy(&p, &bits, sizeof p);
    return p;
}

#endif
