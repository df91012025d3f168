/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws of one step that are known, by hand, for the exact method; the drifts are not those of the
 * laws. */
#ifndef FPK_TESTS_SDE_LAWS_H
#define FPK_TESTS_SDE_LAWS_H

#include "models.h"

#include <string.h>

/* dX = V dt, dV = 3 dt + 2 dW: position and velocity of a body in free fall that is shaken. From
 * its own formulas: X' = x + h v + 3 h^2/2 + R, V' = v + 3 h + Q, with Var Q = 4 h, Cov = 2 h^2,
 * Var R = 4 h^3/3. */
static inline bool fall_exact(double s, double t, struct fpk_exact_law *law, const void *ctx)
{
    (void)ctx;
    double h = t - s;
    law->family = FPK_EXACT_MATRIX;
    if (!law->matrix)
        return true;
    const double a[4] = {1, h, 0, 1}, b[2] = {1.5 * h * h, 3 * h};
    const double l[4] = {2 * sqrt(h * h * h / 3), 0, sqrt(3 * h), sqrt(h)};
    memcpy(law->matrix, a, sizeof a);
    memcpy(law->mean, b, sizeof b);
    memcpy(law->factor, l, sizeof l);
    return true;
}

static inline struct fpk_model fall_model(void)
{
    struct fpk_model model = ou_model();
    model.name = "fall";
    model.dim = 2;
    model.exact = fall_exact;
    return model;
}

/* dX = .3 X dt + .8 X dW. */
static inline bool gbm_exact(double s, double t, struct fpk_exact_law *law, const void *ctx)
{
    (void)ctx;
    law->family = FPK_EXACT_LOGNORMAL;
    law->shift = (0.3 - 0.8 * 0.8 / 2) * (t - s);
    law->sigma = 0.8 * sqrt(t - s);
    return true;
}

static inline struct fpk_model gbm_model(void)
{
    struct fpk_model model = ou_model();
    model.name = "gbm";
    model.noise_kind = FPK_NOISE_SCALAR;
    model.exact = gbm_exact;
    return model;
}

/* dX = k (theta - X) dt + s sqrt(X) dW; ctx: k, theta, s. */
static inline bool cir_exact(double s, double t, struct fpk_exact_law *law, const void *ctx)
{
    const double *p = ctx;
    double decay = fpk_exp(-p[0] * (t - s));
    law->family = FPK_EXACT_CHI_SQUARE;
    law->freedom = 4 * p[0] * p[1] / (p[2] * p[2]);
    law->scale = p[2] * p[2] * (1 - decay) / (4 * p[0]);
    law->ratio = decay / law->scale;
    return true;
}

static inline struct fpk_model cir_model(const double *parameters)
{
    struct fpk_model model = ou_model();
    model.name = "cir";
    model.noise_kind = FPK_NOISE_SCALAR;
    model.exact = cir_exact;
    model.ctx = parameters;
    return model;
}

#endif
