/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First version: the interface complete, values from the C library. */
#include "fpk/numeric/elementary.h"

#include <math.h>

#define FPK_ONE(name)                                                                              \
    double fpk_##name(double x)                                                                    \
    {                                                                                              \
        return name(x);                                                                            \
    }                                                                                              \
    void fpk_##name##_block(size_t n, const double *x, double *out)                                \
    {                                                                                              \
        for (size_t i = 0; i < n; i++)                                                             \
            out[i] = name(x[i]);                                                                   \
    }

FPK_ONE(exp)
FPK_ONE(log)
FPK_ONE(sin)
FPK_ONE(cos)
FPK_ONE(expm1)
FPK_ONE(log1p)
FPK_ONE(tan)
FPK_ONE(sinh)
FPK_ONE(cosh)
FPK_ONE(tanh)
FPK_ONE(atan)
FPK_ONE(erf)
FPK_ONE(erfc)

double fpk_pow(double x, double y)
{
    return pow(x, y);
}

void fpk_pow_block(size_t n, const double *x, const double *y, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = pow(x[i], y[i]);
}
