/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The noncentral chi-square law chi'^2(nu, lambda), by which X_t follows from X_s in the equation
 * of Cox, Ingersoll and Ross (Glasserman 2003, doi:10.1007/978-0-387-21617-1, section 3.4):
 *
 *     nu > 1    (z + sqrt(lambda))^2 + chi^2(nu - 1)
 *     nu <= 1   chi^2(nu + 2 N), N Poisson of mean lambda/2;   chi^2(0) = 0
 *
 * and chi^2(nu) is twice a gamma variate of shape nu/2. */
#include "fpk/base/block.h"

#include "variates_priv.h"

#include <math.h>

static void shifted_normal(const struct fpk_noise *noise, const struct fpk_exact_law *law, size_t n,
                           double *x)
{
    double z[FPK_BLOCK], shape[FPK_BLOCK], gamma[FPK_BLOCK];
    for (size_t i = 0; i < n; i++)
        shape[i] = 0.5 * (law->freedom - 1);
    fpk_noise_normals(noise, 0, n, z);
    fpk_sde_gamma(noise, n, shape, gamma);
    for (size_t i = 0; i < n; i++) {
        double shifted = z[i] + sqrt(law->ratio * x[i]);
        x[i] = law->scale * (shifted * shifted + 2 * gamma[i]);
    }
}

static void mixture(const struct fpk_noise *noise, const struct fpk_exact_law *law, size_t n,
                    double *x)
{
    double shape[FPK_BLOCK];
    for (size_t i = 0; i < n; i++)
        x[i] *= 0.5 * law->ratio;
    fpk_sde_poisson(noise, n, x, shape);
    for (size_t i = 0; i < n; i++)
        shape[i] += 0.5 * law->freedom;
    fpk_sde_gamma(noise, n, shape, x);
    for (size_t i = 0; i < n; i++)
        x[i] *= 2 * law->scale;
}

void fpk_sde_chi_square(const struct fpk_noise *noise, const struct fpk_exact_law *law, size_t n,
                        double *x)
{
    if (noise->given)
        for (size_t i = 0; i < n; i++)
            x[i] = NAN;
    else if (law->freedom > 1)
        shifted_normal(noise, law, n, x);
    else
        mixture(noise, law, n, x);
}
