/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/root.h"

#include <math.h>
#include <stdbool.h>

/* Chandrupatla's test: inverse quadratic interpolation through the three points stays inside. */
static bool interpolates(double x1, double f1, double x2, double f2, double x3, double f3)
{
    double xi = (x1 - x2) / (x3 - x2), phi = (f1 - f2) / (f3 - f2);
    return phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
}

enum fpk_status fpk_root_find(const char *what, fpk_real_fn *f, const void *ctx, double a, double b,
                              double tol, double *root)
{
    /* x1 is the newest point, [x1, x2] the bracket, x3 the point before */
    double x1 = b, x2 = a, x3 = a, f1 = f(b, ctx), f2 = f(a, ctx), f3 = f2, t = 0.5;
    FPK_CHECK(isfinite(f1) && isfinite(f2), FPK_NUMERIC,
              "%s: f(%.17g) = %g and f(%.17g) = %g must both be finite", what, a, f2, b, f1);
    FPK_CHECK((f1 <= 0 && f2 >= 0) || (f1 >= 0 && f2 <= 0), FPK_NUMERIC,
              "%s: no change of sign between f(%.17g) = %g and f(%.17g) = %g; widen the bracket",
              what, a, f2, b, f1);
    for (int k = 0; k < 400; k++) {
        double best = fabs(f1) < fabs(f2) ? x1 : x2;
        double reach = tol + 0x1p-52 * fabs(best), gap = fabs(x2 - x1);
        if (f1 == 0 || f2 == 0 || gap <= reach) {
            *root = best;
            return FPK_OK;
        }
        double least = 0.5 * reach / gap;
        t = t < least ? least : (t > 1 - least ? 1 - least : t);
        double x = x1 + t * (x2 - x1), fx = f(x, ctx);
        FPK_CHECK(isfinite(fx), FPK_NUMERIC, "%s: f(%.17g) = %g is not finite", what, x, fx);
        bool same_side = (fx > 0) == (f1 > 0) && fx != 0;
        x3 = same_side ? x1 : x2;
        f3 = same_side ? f1 : f2;
        if (!same_side) {
            x2 = x1;
            f2 = f1;
        }
        x1 = x;
        f1 = fx;
        t = 0.5;
        if (f1 != f2 && f3 != f2 && f3 != f1 && interpolates(x1, f1, x2, f2, x3, f3))
            t = f1 / (f2 - f1) * f3 / (f2 - f3) +
                (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2);
    }
    return fpk_fail(FPK_NUMERIC, "%s: no root to %g within 400 steps in [%.17g, %.17g]", what, tol,
                    a, b);
}
