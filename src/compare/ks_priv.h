/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FPK_COMPARE_KS_PRIV_H
#define FPK_COMPARE_KS_PRIV_H

#include <stdint.h>

/* P(D_n < d) exactly (Marsaglia, Tsang, Wang 2003), for n <= 100 and n d^2 < 2.25. */
double fpk_ks_matrix(uint64_t n, double d);

#endif
