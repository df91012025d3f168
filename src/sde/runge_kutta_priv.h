/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stochastic Runge-Kutta methods as tables of numbers, and what their step functions share.
 *
 * With dW_k = sqrt(h) z_k and U_k = I_(k,0)/h = dW_k/2 + H_k (sde/noise.h), stages i = 1..s:
 *
 *     H0_i = X + sum_j A0_ij f(t + c0_j h, H0_j) h + sum_j B0_ij sum_l g_l(t + c1_j h, H_j^(l)) U_l
 *
 * Roessler 2010, doi:10.1137/09076636X. Arrays named F and G hold f and the columns of g at all
 * stages: F_i at F + i dim FPK_BLOCK, shape [dim][n]. */
#ifndef FPK_SDE_RUNGE_KUTTA_PRIV_H
#define FPK_SDE_RUNGE_KUTTA_PRIV_H

#include "step_priv.h"
#include "update_priv.h"

#include <string.h>

enum { FPK_RK_STAGES = 4 };

/* Additive noise (Roessler's SRA):
 *
 *     X' = X + sum_i alpha_i f(H0_i) h
 *            + sum_k sum_i (beta1_i dW_k + beta2_i U_k) g_k(t + c1_i h) */
struct fpk_sra {
    size_t s;
    double c0[3], A0[3][3], B0[3][3], alpha[3];
    double c1[3], beta1[3], beta2[3];
    bool three_point; /* weak: sqrt(h) times a three-point variable is both dW and U */
};

/* Scalar and diagonal noise (SRIW): the stages of g are H_i = X + sum A1 f(H0) h + sum B1 g(H)
 * sqrt(h), and with I_(k,k) = (dW^2 - h)/2, I_(k,k,k) = (dW^3 - 3 h dW)/6
 *
 *     X' = X + sum alpha f(H0) h + sum_k sum_i (beta1_i dW + beta2_i I_(k,k)/sqrt(h) + beta3_i U
 *                                               + beta4_i I_(k,k,k)/h) g_k(t + c1_i h, H_i)      */
struct fpk_sriw {
    size_t s;
    double c0[4], A0[4][4], B0[4][4], alpha[4];
    double c1[4], A1[4][4], B1[4][4], beta1[4], beta2[4], beta3[4], beta4[4];
    struct fpk_sra additive; /* what it is when g does not depend on x */
};

/* Any noise (SRI): H_i^(k) = X + sum A1 f(H0) h + sum_l sum_j B1_ij g_l(H_j^(l)) I_(l,k)/sqrt(h),
 *
 *     X' = X + sum alpha f(H0) h + sum_k sum_i (beta1_i dW_k + beta2_i sqrt(h)) g_k(H_i^(k))
 *
 * with dW_l in the place of U_l in H0, and I_(l,k) = (dW_l dW_k - h [l = k])/2. */
struct fpk_sri {
    size_t s;
    double c0[3], A0[3][3], B0[3][3], alpha[3];
    double c1[3], A1[3][3], B1[3][3], beta1[3], beta2[3];
    struct fpk_sra additive;
};

/* Weak methods (Debrabant, Roessler 2009, doi:10.1016/j.apnum.2008.03.012), three-point variables
 * in the place of z: H_i^(k) = X + sum A1 f(H0) h + sum B1 g_k(H_j^(k)) sqrt(h), further stages
 *
 *     K_i^(k) = X + sum_{l != k} sum_j B2_ij g_l(H_j^(l)) I_(k,l)/sqrt(h)
 *     X' = X + sum alpha f(H0) h
 *            + sum_k sum_i (beta1_i dW_k + beta2_i I_(k,k)/sqrt(h)) g_k(t + c1_i h, H_i^(k))
 *            + sum_k sum_i (beta3_i dW_k + beta4_i sqrt(h)) g_k(t, K_i^(k))                  */
struct fpk_dri {
    size_t s;
    double c0[3], A0[3][3], B0[3][3], alpha[3];
    double c1[3], A1[3][3], B1[3][3], B2[3][3], beta1[3], beta2[3], beta3[3], beta4[3];
    struct fpk_sra additive;
};

extern const struct fpk_sra fpk_sra1_table, fpk_sra3_table;
extern const struct fpk_sriw fpk_sriw1_table;
extern const struct fpk_sri fpk_sri1_table;
extern const struct fpk_dri fpk_dri1_table;

/* A step with additive noise, and the rows that it needs. */
void fpk_sra_step(const struct fpk_sra *table, const struct fpk_step *step);
size_t fpk_sra_work(const struct fpk_sra *table, const struct fpk_model *model);

/* x [m] += a f */
static inline void fpk_rk_add(size_t m, double a, const double *f, double *x)
{
    if (a != 0)
        FPK_DISPATCH(fpk_sde_add)(m, a, f, x);
}

/* x [m] += a (g z) */
static inline void fpk_rk_add_product(size_t m, double a, const double *g, const double *z,
                                      double *x)
{
    if (a != 0)
        FPK_DISPATCH(fpk_sde_add_product)(m, a, g, z, x);
}

/* point [dim][n] <- X + sum_{j < i} h a_j F_j, the drift's part of a stage. */
static inline void fpk_rk_stage(const struct fpk_step *s, size_t i, const double *a,
                                const double *F, double *point)
{
    size_t dim = s->model->dim, rows = dim * s->n;
    memcpy(point, s->x, rows * sizeof *point);
    for (size_t j = 0; j < i; j++)
        fpk_rk_add(rows, s->dt * a[j], F + j * dim * FPK_BLOCK, point);
}

/* Is g_k at a stage the same function of X for all k at once? With one noise, or diagonal. */
static inline bool fpk_rk_joint(const struct fpk_model *model)
{
    return model->noise == 1 || model->noise_kind == FPK_NOISE_DIAGONAL;
}

/* Row of g [dim][noise][n] where the own column of component d stands (scalar or diagonal). */
static inline size_t fpk_rk_own(const struct fpk_model *model, size_t d)
{
    return model->noise == 1 ? d : d * model->noise + d;
}

/* Where everything stands in the work of a method for several noises. */
struct fpk_rk_room {
    double *F;     /* [s][dim] */
    double *G;     /* [s][dim][noise]: column k of stage i is g_k(H_i^(k)) */
    double *point; /* [dim] where something is asked next */
    double *z;     /* [noise] */
    double *w;     /* a row */
    double *all;   /* [dim][noise] g at one point of each particle; nothing when fpk_rk_joint. The
                    * last: what a method needs beside comes after it */
    size_t stage, matrix; /* doubles between two stages of F, of G */
};
size_t fpk_rk_work(const struct fpk_model *model, size_t stages);
struct fpk_rk_room fpk_rk_room(const struct fpk_step *step, size_t stages);

/* F_i <- f(t + c h, X + sum_j A_j F_j h + sum_j B_j sum_l g_l(H_j^(l)) sqrt(h) z_l) */
void fpk_rk_ask_drift(const struct fpk_step *step, const struct fpk_rk_room *room, size_t i,
                      double c, const double *A, const double *B);

/* Column k of G [dim][noise] <- that of g(t, point). */
void fpk_rk_ask_column(const struct fpk_step *step, const struct fpk_rk_room *room, double t,
                       size_t k, double *G);

/* u <- root (z/2 + a/sqrt(12)) */
FPK_KERNEL_DECLARE(void, fpk_rk_time_integral,
                   (size_t n, double root, const double *z, const double *a, double *u));
/* w <- b1 dW + b2 I_(k,k)/sqrt(h) + b3 U + b4 I_(k,k,k)/h, root = sqrt(h), b = b1 .. b4 */
FPK_KERNEL_DECLARE(void, fpk_rk_weight,
                   (size_t n, double root, const double *b, const double *z, const double *u,
                    double *w));
/* w <- root (y z - minus)/2 */
FPK_KERNEL_DECLARE(void, fpk_rk_pair,
                   (size_t n, double root, const double *y, const double *z, double minus,
                    double *w));

#endif
