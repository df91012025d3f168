/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tree_kernel.h"

/* An output may be an input, but only at its own place: no iteration sees another's. */
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wpass-failed" /* sanitizers keep loops scalar: slow, not wrong */
#define VECTOR_LOOP _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define VECTOR_LOOP _Pragma("GCC ivdep")
#else
#define VECTOR_LOOP
#endif

void FPK_KERNEL(fpk_tree_split_kernel)(size_t n, struct fpk_tree_scale scale, const double *z1,
                                       const double *z2, const double *w, const double *h,
                                       double *w_left, double *h_left, double *w_right,
                                       double *h_right)
{
    VECTOR_LOOP
    for (size_t i = 0; i < n; i++) {
        double half = 0.5 * w[i], d = 1.5 * h[i] + scale.d * z1[i];
        double s = h[i] - 0.5 * d, t = scale.t * z2[i];
        w_left[i] = half + d;
        w_right[i] = half - d;
        h_left[i] = s + t;
        h_right[i] = s - t;
    }
}

void FPK_KERNEL(fpk_tree_half_kernel)(size_t n, struct fpk_tree_scale scale, double sign,
                                      const double *z1, const double *z2, double *w, double *h)
{
    VECTOR_LOOP
    for (size_t i = 0; i < n; i++) {
        double half = 0.5 * w[i], d = 1.5 * h[i] + scale.d * z1[i];
        double s = h[i] - 0.5 * d, t = scale.t * z2[i];
        w[i] = half + sign * d;
        h[i] = s + sign * t;
    }
}
