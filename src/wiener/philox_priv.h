/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Philox4x32-10: Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3",
 * doi:10.1145/2063384.2063405, table 2 and section 3.3. */
#ifndef FPK_WIENER_PHILOX_PRIV_H
#define FPK_WIENER_PHILOX_PRIV_H

#include <stdint.h>

#define FPK_PHILOX_M0 0xD2511F53u
#define FPK_PHILOX_M1 0xCD9E8D57u
#define FPK_PHILOX_W0 0x9E3779B9u /* golden ratio */
#define FPK_PHILOX_W1 0xBB67AE85u /* sqrt(3) - 1 */

/* c [4] <- the 128 random bits of counter c under the key. */
static inline void fpk_philox(uint32_t c[4], uint32_t k0, uint32_t k1)
{
    for (int round = 0; round < 10; round++) {
        uint64_t p0 = (uint64_t)FPK_PHILOX_M0 * c[0], p1 = (uint64_t)FPK_PHILOX_M1 * c[2];
        uint32_t d0 = (uint32_t)(p1 >> 32) ^ c[1] ^ k0, d2 = (uint32_t)(p0 >> 32) ^ c[3] ^ k1;
        c[0] = d0;
        c[1] = (uint32_t)p1;
        c[2] = d2;
        c[3] = (uint32_t)p0;
        k0 += FPK_PHILOX_W0;
        k1 += FPK_PHILOX_W1;
    }
}

#endif
