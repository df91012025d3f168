/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the methods of this layer share. */
#ifndef FPK_SDE_STEP_PRIV_H
#define FPK_SDE_STEP_PRIV_H

#include "fpk/sde/stepper.h"

/* Rows of FPK_BLOCK doubles that hold n doubles. */
static inline size_t fpk_sde_rows(size_t n)
{
    return (n + FPK_BLOCK - 1) / FPK_BLOCK;
}

/* f_x [n] <- f'(x), one dimension: drift_x where it is known, else central differences at
 * 2^-17 max(1, |x|), whose error h^2 f'''/6 and rounding eps/h are both near 1e-11. */
void fpk_sde_slope(const struct fpk_model *model, double t, size_t n, const double *x, double *f_x);

/* g [dim][noise] <- g(t) of additive noise: the same for all n points x [dim][n], so it is asked at
 * the first of them, which is put together in point [dim]. */
void fpk_sde_additive(const struct fpk_model *model, double t, size_t n, const double *x,
                      double *point, double *g);

/* x += f dt + sum_j g_j(x, t) sqrt(dt) z_j with g where the step begins; f [dim][n], NULL: none.
 * room: fpk_sde_frozen_rows rows. In one dimension this is Gaussian: its standard deviation at x,
 * and whether it is zero everywhere, are what a transition needs. */
size_t fpk_sde_frozen_rows(const struct fpk_model *model);
void fpk_sde_frozen_step(const struct fpk_step *s, const double *f, double *room);
enum fpk_status fpk_sde_frozen_close(struct fpk_step_law *law, bool *deterministic) FPK_MUST_USE;
void fpk_sde_frozen_spread(const struct fpk_step_law *law, size_t n, const double *x, double *s);

/* out += weight (f(at, t) dt + sum_j g_j(at, t) sqrt(dt) z_j); room: fpk_sde_stage_rows rows. */
struct fpk_stage {
    double t;
    const double *at; /* [dim][n] */
    double weight;
    const double *z; /* [noise][n] */
    double *out;     /* [dim][n], not `at` */
};
size_t fpk_sde_stage_rows(const struct fpk_model *model);
void fpk_sde_stage(const struct fpk_step *s, struct fpk_stage stage, double *room);

/* u [dim][n], a first guess on entry, <- solution of u = y + h f(u, t); some component is not
 * finite where it was not found. room: fpk_sde_implicit_rows rows. */
#define FPK_IMPLICIT_DIM 16 /* most dimensions */
struct fpk_implicit {
    const struct fpk_model *model;
    double t, h;
    size_t n;
    const double *y; /* [dim][n] */
    double *u;
};
size_t fpk_sde_implicit_rows(const struct fpk_model *model);
void fpk_sde_implicit_solve(const struct fpk_implicit *equation, double *room);

#endif
