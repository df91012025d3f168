/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sweeps of a contour exponential, and the poles and weights that they use. */
#ifndef FPK_NUMERIC_CONTOUR_KERNEL_H
#define FPK_NUMERIC_CONTOUR_KERNEL_H

#include "fpk/base/isa.h"
#include "fpk/numeric/contour.h"

/* e^x = sum over k of Re weight_k / (pole_k - x), (e^x - 1)/x the same with `integral`. */
struct fpk_contour_rule {
    double pole[2][FPK_CONTOUR_POLES]; /* real parts, imaginary parts */
    double weight[2][FPK_CONTOUR_POLES];
    double integral[2][FPK_CONTOUR_POLES]; /* weight / pole */
};
extern const struct fpk_contour_rule fpk_contour_rule;

/* out and integral (or NULL), as fpk_contour_exponential. */
FPK_KERNEL_DECLARE(void, fpk_contour_kernel,
                   (struct fpk_contour * contour, double t, const double *up, const double *down,
                    const double *p, double *out, double *integral));

#endif
