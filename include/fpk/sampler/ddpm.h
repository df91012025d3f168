/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The optimal variance of a DDPM step, which depends on the data:
 *
 *     variance_i = sigma_next^2 drop/sigma_now^2 + (alpha_next drop/sigma_now^2)^2 V_i,
 *     V_i = E tr Cov(x_0 | x_now) / dim,
 *
 * the variance of x_next given x_now and x_0 plus that of its mean. It is the isotropic Gaussian
 * step nearest in KL to the true one (Bao, Li, Zhu & Zhang 2022, arXiv:2201.06503, theorem 1, whose
 * 1 - sigma^2 E|score|^2/dim is alpha^2 V/sigma^2, written without their subtraction). The last
 * step to clean data has no first term: it draws E Cov(x_0 | x_now). */
#ifndef FPK_SAMPLER_DDPM_H
#define FPK_SAMPLER_DDPM_H

#include "fpk/distribution/mixture.h"
#include "fpk/schedule/path.h"

/* *out <- E tr Cov(x_0 | x)/dim for x = alpha x_0 + sigma eps, sigma > 0. A single Gaussian: closed
 * form in any dimension. A mixture: one dimension, Gauss-Legendre panels of three quarters of the
 * least standard deviation there, about 1e-11 relative; cost about 400 n evaluations of n
 * components. FPK_USAGE for a mixture in more dimensions. */
enum fpk_status fpk_ddpm_data_variance(const struct fpk_mixture *mixture, struct fpk_level level,
                                       double *out) FPK_MUST_USE;

/* variance [path->n], as above; fails as fpk_ddpm_data_variance does. */
enum fpk_status fpk_ddpm_analytic_variances(const struct fpk_mixture *mixture,
                                            const struct fpk_path *path,
                                            double *variance) FPK_MUST_USE;

#endif
