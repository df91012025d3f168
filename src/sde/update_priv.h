/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kernels of src/sde/update_kernel.c, one copy per instruction set. */
#ifndef FPK_SDE_UPDATE_PRIV_H
#define FPK_SDE_UPDATE_PRIV_H

#include "fpk/base/isa.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

FPK_KERNEL_DECLARE(void, fpk_sde_add, (size_t n, double a, const double *f, double *x));
FPK_KERNEL_DECLARE(bool, fpk_sde_add_two,
                   (size_t n, double a, const double *f, double b, const double *z, double *x));
FPK_KERNEL_DECLARE(void, fpk_sde_add_product,
                   (size_t n, double a, const double *g, const double *z, double *x));
FPK_KERNEL_DECLARE(void, fpk_sde_add_pair,
                   (size_t n, double a, const double *u, const double *v, const double *y,
                    const double *z, double c, double *x));
FPK_KERNEL_DECLARE(void, fpk_sde_norm, (size_t n, size_t dim, const double *f, double *norm));
FPK_KERNEL_DECLARE(void, fpk_sde_tame, (size_t n, double a, const double *norm, double *f));
FPK_KERNEL_DECLARE(size_t, fpk_sde_newton,
                   (size_t n, double h, const double *y, const double *f, const double *f_x,
                    double *settled, double *u));
FPK_KERNEL_DECLARE(void, fpk_sde_affine,
                   (size_t n, double alpha, double shift, double sigma, const double *z,
                    double *x));
FPK_KERNEL_DECLARE(bool, fpk_sde_any_bad, (size_t n, const double *x));

#endif
