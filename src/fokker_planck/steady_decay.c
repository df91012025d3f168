/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady_priv.h"

#include "fpk/numeric/elementary.h"
#include "fpk/numeric/sum.h"

#include <math.h>

#define STEPS     6
#define ROUNDS    60
#define SETTLED   1e-14 /* 1/2 int |error| */
#define DEPENDENT 1e-9  /* changes that differ by less are not used */

/* Room of the state: what each array holds, as logarithms. */
enum {
    HALF,
    TO_RIGHT,
    SHARE,
    BEFORE,
    AFTER,
    NEXT,
    KEPT,
    COPY = KEPT + STEPS + 1,
    END = COPY + STEPS
};
_Static_assert(END <= FPK_STEADY_ROOM, "room");

/* One application of the inverse of minus the Fokker-Planck operator, by its Green's function. With
 *     T(x) = int_x^b e^{Phi(y) - Phi(x)} dy,  h = committor to b (1 where a does not absorb),
 *     D p(x) = T(x) int_a^x h q + h(x) int_x^b e^{Phi(z) - Phi(x)} T(z) q(z) dz,
 * positive numbers all. NEXT <- ln p; returns ln int p. */
static double apply(struct fpk_steady *state)
{
    const struct fpk_scale *scale = &state->scale;
    double *before = state->room[BEFORE], *after = state->room[AFTER], *next = state->room[NEXT];
    const double *to_right = state->room[TO_RIGHT], *share = state->room[SHARE];
    for (size_t i = 0; i < scale->n; i++) {
        before[i] = share[i] + state->log_p[i];
        after[i] = to_right[i] + state->log_p[i];
    }
    fpk_scale_prefix(scale, 0, before, before, state->edge);
    fpk_scale_suffix(scale, 1, after, after, state->edge);
    for (size_t i = 0; i < scale->n; i++)
        next[i] = fpk_log_add(to_right[i] + before[i], share[i] + after[i]) - scale->log_d[i];
    return fpk_scale_log_integral(scale, next);
}

static void prepare(struct fpk_steady *state)
{
    const struct fpk_scale *scale = &state->scale;
    double *to_right = state->room[TO_RIGHT], *share = state->room[SHARE];
    bool both = state->ends.left == FPK_ABSORBING && state->ends.right == FPK_ABSORBING;
    fpk_scale_suffix(scale, 1, NULL, to_right, state->edge);
    if (both)
        fpk_scale_prefix(scale, 1, NULL, share, state->edge);
    for (size_t i = 0; i < scale->n; i++) {
        share[i] = both ? share[i] - fpk_log_add(share[i], to_right[i]) : 0;
        state->log_p[i] = -scale->phi[i] - scale->log_d[i];
    }
    double z = fpk_scale_log_integral(scale, state->log_p), *half = state->room[HALF];
    double top = -INFINITY;
    for (size_t i = 0; i < scale->n; i++) {
        state->log_p[i] -= z;
        half[i] = 0.5 * (scale->phi[i] + scale->log_d[i]);
        top = fmax(top, state->log_p[i] + half[i]);
    }
    for (size_t i = 0; i < scale->n; i++)
        half[i] -= top;
}

/* y = sqrt(D e^Phi) p, up to a factor: on it the operator is symmetric. KEPT + j <- y. */
static void keep(struct fpk_steady *state, size_t j)
{
    double *y = state->room[KEPT + j];
    for (size_t i = 0; i < state->scale.n; i++)
        y[i] = state->log_p[i] + state->room[HALF][i];
    fpk_exp_block(state->scale.n, y, y);
}

/* log_p <- NEXT less its mass, kept as iterate j; returns the change of y relative to y, in the
 * root-mean-square sense, and in *ratio how it compares with the one before: the ratio of the
 * slowest mode once that is alone. */
static double take(struct fpk_steady *state, double mass, size_t j, double *ratio)
{
    const struct fpk_scale *scale = &state->scale;
    struct fpk_sum change = {0}, product = {0}, square = {0}, size = {0};
    for (size_t i = 0; i < scale->n; i++)
        state->log_p[i] = state->room[NEXT][i] - mass;
    keep(state, j);
    const double *now = state->room[KEPT + j], *before = state->room[KEPT + j - 1];
    const double *last = state->room[KEPT + (j > 1 ? j - 2 : 0)];
    for (size_t i = 0; i < scale->n; i++) {
        double w = scale->weight[i], d = now[i] - before[i], old = before[i] - last[i];
        fpk_sum_add(&change, w * d * d);
        fpk_sum_add(&product, w * d * old);
        fpk_sum_add(&square, w * old * old);
        fpk_sum_add(&size, w * now[i] * now[i]);
    }
    if (j > 1)
        *ratio = fpk_sum_value(&product) / fpk_sum_value(&square);
    return sqrt(fpk_sum_value(&change) / fpk_sum_value(&size));
}

static double dot(const struct fpk_scale *scale, const double *u, const double *v)
{
    struct fpk_sum sum = {0};
    for (size_t i = 0; i < scale->n; i++)
        fpk_sum_add(&sum, scale->weight[i] * u[i] * v[i]);
    return fpk_sum_value(&sum);
}

/* Weights, of sum 1, with which the STEPS changes add up to the least. The changes, in KEPT + j,
 * become orthonormal; R of their QR decomposition gives R^T R d = 1. Returns how many are used. */
static size_t weigh(struct fpk_steady *state, double *gamma)
{
    const struct fpk_scale *scale = &state->scale;
    double r[STEPS][STEPS] = {{0}}, total = 0;
    size_t k = 0;
    for (; k < STEPS; k++) {
        double *u = state->room[KEPT + k], size = sqrt(dot(scale, u, u));
        for (size_t j = 0; j < k; j++) {
            const double *q = state->room[KEPT + j];
            r[j][k] = dot(scale, q, u);
            for (size_t i = 0; i < scale->n; i++)
                u[i] -= r[j][k] * q[i];
        }
        r[k][k] = sqrt(dot(scale, u, u));
        if (!(r[k][k] > DEPENDENT * size))
            break;
        for (size_t i = 0; i < scale->n; i++)
            u[i] /= r[k][k];
    }
    for (size_t j = 0; j < k; j++) {
        gamma[j] = 1;
        for (size_t i = 0; i < j; i++)
            gamma[j] -= r[i][j] * gamma[i];
        gamma[j] /= r[j][j];
    }
    for (size_t j = k; j-- > 0;) {
        for (size_t i = j + 1; i < k; i++)
            gamma[j] -= r[j][i] * gamma[i];
        gamma[j] /= r[j][j];
        total += gamma[j];
    }
    for (size_t j = 0; j < k; j++)
        gamma[j] /= total;
    return k;
}

/* Reduced rank extrapolation of the iterates kept (Eddy 1979; Smith, Ford, Sidi 1987,
 * doi:10.1137/1029042), where it leaves the density positive; the tails follow by themselves. */
static void jump(struct fpk_steady *state)
{
    const struct fpk_scale *scale = &state->scale;
    double gamma[STEPS], *first = state->room[BEFORE], *sum = state->room[AFTER];
    for (size_t i = 0; i < scale->n; i++) {
        first[i] = state->room[KEPT][i];
        sum[i] = 0;
    }
    for (size_t j = 0; j < STEPS; j++)
        for (size_t i = 0; i < scale->n; i++)
            state->room[KEPT + j][i] = state->room[KEPT + j + 1][i] - state->room[KEPT + j][i];
    /* sum_j gamma_j x_{j+1} = x_0 + sum_j (gamma_j + gamma_{j+1} + ...) u_j, u being lost to q. */
    for (size_t j = 0; j < STEPS; j++)
        for (size_t i = 0; i < scale->n; i++)
            state->room[COPY + j][i] = state->room[KEPT + j][i];
    size_t used = weigh(state, gamma);
    for (size_t j = 0; j < used; j++) {
        double rest = 0;
        for (size_t i = j; i < used; i++)
            rest += gamma[i];
        for (size_t i = 0; i < scale->n; i++)
            sum[i] += rest * state->room[COPY + j][i];
    }
    for (size_t i = 0; i < scale->n; i++)
        if (first[i] > 0 && first[i] + sum[i] > 0.01 * first[i])
            state->log_p[i] = fpk_log(first[i] + sum[i]) - state->room[HALF][i];
    double z = fpk_scale_log_integral(scale, state->log_p);
    for (size_t i = 0; i < scale->n; i++)
        state->log_p[i] -= z;
}

/* Rounds of STEPS applications and a jump, until nothing changes or no longer less. The change is
 * worth change/(1 - ratio) of the slowest mode met. */
static double iterate(struct fpk_steady *state)
{
    double mass = 0, slowest = 0, best = INFINITY;
    for (int round = 0, idle = 0; round < ROUNDS && idle < 3; round++, idle++) {
        double change = 0, ratio = 0;
        keep(state, 0);
        for (size_t j = 1; j <= STEPS; j++) {
            mass = apply(state);
            change = take(state, mass, j, &ratio);
        }
        if (change > 1e-13)
            slowest = fmin(fmax(slowest, ratio), 0.9999999);
        if (change < 0.5 * best) {
            best = change;
            idle = 0;
        }
        state->unsettled = change / (1 - slowest);
        if (state->unsettled < SETTLED)
            break;
        if (round + 1 < ROUNDS)
            jump(state);
    }
    return mass;
}

/* At most how much 1/2 int |error of p| is per relative error of y:
 * 1/2 sqrt(int D e^Phi p^2 int e^-Phi/D), 1/2 where p is e^-Phi/D. */
static double worth(struct fpk_steady *state)
{
    const struct fpk_scale *scale = &state->scale;
    double *square = state->room[BEFORE], *rest = state->room[AFTER];
    for (size_t i = 0; i < scale->n; i++) {
        rest[i] = -scale->phi[i] - scale->log_d[i];
        square[i] = 2 * state->log_p[i] - rest[i];
    }
    return 0.5 * fpk_exp(0.5 * (fpk_scale_log_integral(scale, square) +
                                fpk_scale_log_integral(scale, rest)));
}

void fpk_steady_decay(struct fpk_steady *state)
{
    const struct fpk_scale *scale = &state->scale;
    prepare(state);
    double mass = iterate(state);
    for (size_t i = 0; i < scale->n; i++) {
        state->smooth[i] = state->log_p[i] + scale->log_d[i] + scale->phi[i];
        state->room[BEFORE][i] = state->room[SHARE][i] + state->log_p[i];
    }
    bool both = state->ends.left == FPK_ABSORBING && state->ends.right == FPK_ABSORBING;
    double right = both ? fpk_exp(fpk_scale_log_integral(scale, state->room[BEFORE]))
                        : (double)(state->ends.right == FPK_ABSORBING);
    state->number[FPK_STEADY_DECAY] = state->natural[FPK_STEADY_DECAY] = fpk_exp(-mass);
    state->number[FPK_STEADY_EXIT_RIGHT] = right;
    state->natural[FPK_STEADY_EXIT_RIGHT] = 1;
    state->unsettled *= worth(state);
    state->rounding[FPK_STEADY_DECAY] = 1e-15 * fabs(mass) * fpk_exp(-mass);
}
