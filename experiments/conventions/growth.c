/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dX = s X dW from 1, where all is known at every time. In the reading with weight a (0, 1/2, 1 for
 * Ito, Stratonovich, Klimontovich) the Ito drift is a s^2 X, so
 *
 *     ln X(t) ~ N((a - 1/2) s^2 t, s^2 t),      E X(t) = e^{a s^2 t}.
 *
 * A step multiplies X by a random factor: Euler-Maruyama 1 + u, Heun and midpoint 1 + u + u^2/2,
 * end point 1 + u + u^2, with u = s dW of variance v. Their means are 1, 1 + v/2, 1 + v, the means
 * of their squares 1 + v, 1 + 2 v + 3 v^2/4, 1 + 3 v + 3 v^2; those of n steps are nth powers. */
#include "conventions.h"

#include "fpk/fokker_planck/solve.h"
#include "fpk/numeric/elementary.h"
#include "fpk/sde/ensemble.h"

#include <math.h>
#include <stdio.h>

static const double weight[READINGS] = {0, 0.5, 1};

static double lognormal(double x, double mean, double deviation)
{
    return fpk_normal_pdf((fpk_log(x) - mean) / deviation) / (deviation * x);
}

/* The grid, between the places that hold all but 1e-13 of all three laws. */
enum fpk_status conventions_growth(struct conventions *c)
{
    enum { AT = 2001 };
    double at[AT], s = c->strength, deviation = s * sqrt(c->time), shift = 0.5 * s * s * c->time;
    double low = fpk_exp(-7.5 * deviation - shift), high = fpk_exp(7.5 * deviation + shift);
    struct fpk_start start;
    FPK_TRY(fpk_start_parse(&start, "delta:1"));
    for (int i = 0; i < AT; i++) /* equally spaced in ln x */
        at[i] = low * fpk_exp(fpk_log(high / low) * (i + 0.5) / AT);
    enum fpk_status status = FPK_OK;
    for (int which = 0; status == FPK_OK && which < READINGS; which++) {
        struct fpk_conversion ito;
        struct fpk_fokker_planck_result result = {0};
        status = fpk_model_convert(&ito, &c->growth[which], FPK_ITO);
        const struct fpk_fokker_planck_problem problem = {.model = &ito.model,
                                                          .start = &start,
                                                          .t1 = c->time,
                                                          .a = low,
                                                          .b = high,
                                                          .coordinate = {FPK_COORDINATE_LOG, 0, 1},
                                                          .n_at = AT,
                                                          .at = at};
        if (status == FPK_OK)
            status = fpk_fokker_planck_solve(&problem, &result);
        if (status != FPK_OK)
            break;
        double mean = (weight[which] - 0.5) * s * s * c->time, dx = fpk_log(high / low) / AT;
        c->grown_tv[which] = c->grown_error[which] = 0;
        for (int i = 0; i < AT; i++) {
            double off = result.density[i] - lognormal(at[i], mean, deviation);
            c->grown_tv[which] += 0.5 * fabs(off) * at[i] * dx;
            c->grown_error[which] += 0.5 * result.density_error[i] * at[i] * dx;
        }
        c->grown_mean[which] = result.end.mean;
        fpk_fokker_planck_result_clear(&result);
    }
    fpk_start_clear(&start);
    return status;
}

/* Mean and mean square of one step's factor, u of variance v. */
static void factor(enum fpk_convention read, double v, double *first, double *second)
{
    static const double one[READINGS] = {0, 0.5, 1}, linear[READINGS] = {1, 2, 3},
                        square[READINGS] = {0, 0.75, 3};
    *first = 1 + one[read] * v;
    *second = 1 + linear[read] * v + square[read] * v * v;
}

static double power(double x, uint64_t n)
{
    double p = 1;
    for (; n; n >>= 1, x *= x)
        if (n & 1)
            p *= x;
    return p;
}

static void judge(const struct conventions *c, struct grower *g)
{
    double first, second, s = c->strength, t = c->time;
    factor(g->read, s * s * t / (double)c->n_step, &first, &second);
    double mean = power(first, c->n_step), variance = power(second, c->n_step) - mean * mean;
    const double z = (g->mean[TIMES - 1] - mean) / sqrt(variance / (double)c->particles);
    g->test = fpk_chi_square_scores(c->particles, 1, &z);
    for (int k = 0; k < REFINED; k++) {
        uint64_t n = (c->n_step / 4) << k;
        factor(g->read, s * s * t / (double)n, &first, &second);
        g->dt[k] = t / (double)n;
        g->error[k] = fabs(power(first, n) - fpk_exp(weight[g->read] * s * s * t));
    }
}

static enum fpk_status grow(struct conventions *c, struct grower *g, int number)
{
    struct fpk_start start;
    struct fpk_ensemble_result result = {0};
    FPK_TRY(fpk_start_parse(&start, "delta:1"));
    const struct fpk_ensemble ensemble = {.model = &c->growth[g->read],
                                          .stepper = g->stepper,
                                          .start = &start,
                                          .t1 = c->time,
                                          .n_step = c->n_step,
                                          .seed = c->seed,
                                          .first = (uint64_t)(SCHEMES + number) << 40,
                                          .particles = c->particles,
                                          .n_store = TIMES,
                                          .store = c->grown_time,
                                          .forget_points = true,
                                          .checkpoint = conventions_listen,
                                          .ctx = c};
    enum fpk_status status = fpk_ensemble_result_init(&result, &ensemble);
    if (status == FPK_OK)
        status = fpk_ensemble_run(&ensemble, &result);
    for (int k = 0; status == FPK_OK && k < TIMES; k++) {
        g->mean[k] = result.store_moments[k].mean;
        g->se[k] = k ? fpk_moments_mean_se(&result.store_moments[k]) : 0;
    }
    fpk_ensemble_result_clear(&result);
    fpk_start_clear(&start);
    return status;
}

enum fpk_status conventions_grow(struct conventions *c, struct fpk_run *run)
{
    static const struct fpk_stepper *const stepper[GROWERS] = {
        &fpk_euler_maruyama, &fpk_heun, &fpk_midpoint, &conventions_end_point};
    char key[32];
    for (int k = 0; k < TIMES; k++)
        c->grown_time[k] = c->time * k / (TIMES - 1);
    for (int i = 0; i < GROWERS; i++) {
        struct grower *g = &c->grower[i];
        c->fraction = 0.85 + 0.04 * i;
        g->stepper = stepper[i];
        g->read = stepper[i]->convention;
        snprintf(key, sizeof key, "growth %d", i);
        double both[2 * TIMES];
        if (!fpk_run_recall(run, key, 2 * TIMES, both)) {
            FPK_TRY(grow(c, g, i));
            for (int k = 0; k < TIMES; k++) {
                both[k] = g->mean[k];
                both[TIMES + k] = g->se[k];
            }
            FPK_TRY(fpk_run_keep(run, key, 2 * TIMES, both));
        }
        for (int k = 0; k < TIMES; k++) {
            g->mean[k] = both[k];
            g->se[k] = both[TIMES + k];
        }
        judge(c, g);
    }
    return FPK_OK;
}
