/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spacings in sigma/alpha: Karras et al. 2022, arXiv:2206.00364, equation 5, and its limit of large
 * rho, geometric in sigma/alpha, which is equal steps of lambda. */
#include "path_priv.h"

#include "fpk/numeric/elementary.h"

double fpk_path_ratio(const struct fpk_path_request *request, double most, double least, size_t i,
                      size_t S)
{
    if (i == 0)
        return most;
    if (i == S)
        return least;
    double share = (double)i / (double)S;
    if (request->spacing == FPK_SPACING_KARRAS) { /* over most, so that no power overflows */
        double fall = 1 - fpk_pow(least / most, 1 / request->rho);
        return most * fpk_pow(1 - share * fall, request->rho);
    }
    if (request->spacing == FPK_SPACING_EXPONENTIAL)
        return most * fpk_pow(least / most, share);
    double first = fpk_log(most);
    return fpk_exp(first + share * (fpk_log(least) - first));
}
