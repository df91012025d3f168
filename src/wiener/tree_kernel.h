/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The halving of (W, H) on a block; tree.h has the formulas. */
#ifndef FPK_WIENER_TREE_KERNEL_H
#define FPK_WIENER_TREE_KERNEL_H

#include "fpk/base/isa.h"

#include <stddef.h>

/* Standard deviations of an interval of length h about to be halved. */
struct fpk_tree_scale {
    double d, t; /* sqrt(h)/4, sqrt(h/48) */
};

/* Both halves; any output may be w or h. */
FPK_KERNEL_DECLARE(void, fpk_tree_split_kernel,
                   (size_t n, struct fpk_tree_scale scale, const double *z1, const double *z2,
                    const double *w, const double *h, double *w_left, double *h_left,
                    double *w_right, double *h_right));

/* One half in place of the whole: sign 1 the left, -1 the right; the bits of the other kernel. */
FPK_KERNEL_DECLARE(void, fpk_tree_half_kernel,
                   (size_t n, struct fpk_tree_scale scale, double sign, const double *z1,
                    const double *z2, double *w, double *h));

#endif
