/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates and times of the double well over barrier/temperature.
 *
 *     true       lambda_1 of the generator, to full relative accuracy
 *     Kramers    lambda_1 ~ 2 k,  k = sqrt(U''(1) |U''(0)|)/(2 pi) e^{-1/(4 D)}
 *     passage    T(-1 -> 1) = Z B/(2 D),  Z = int e^{-U/D} dx,  B = int_{-1}^1 e^{U/D} dx
 *
 * (that closed form because U is even: what lies left and right of -x and x adds up to Z.)
 * Laplace's method on both integrals gives the same series, for Z around the wells and for B around
 * the top, S = sum_j (4j-1)!!/(4^j j!) D^j = 1 + 3 D/4 + 105 D^2/32 + ..., so that
 *
 *     lambda_1 ~ 2 k/S^2 = 2 k (1 - 3 D/2 - 39 D^2/8 - ...)
 *
 * up to terms of the relative size e^{-1/(4 D)}; the first correction is Edholm's and Leimar's,
 * Physica A 98, 313 (1979), for this potential. */
#include "kramers.h"

#include "fpk/fokker_planck/passage.h"
#include "fpk/fokker_planck/spectral.h"
#include "fpk/numeric/elementary.h"

#include <math.h>
#include <stdio.h>

enum { ORACLES = 16 }; /* of the barriers, up to 15: as far as the oracle has six digits */

static const double barrier[BARRIERS] = {.5, .6,   .75, 1,    1.25, 1.5, 2,  2.5, 3,  4,  5,  6, 8,
                                         10, 12.5, 15,  17.5, 20,   25,  30, 35,  40, 50, 60, 70};

enum fpk_status kramers_model(double temperature, struct fpk_model *model)
{
    const struct fpk_model_kind *kind = NULL;
    struct fpk_values values = {0};
    char text[32];
    snprintf(text, sizeof text, "%.17g", temperature);
    FPK_TRY(fpk_model_find("double-well", &kind));
    enum fpk_status status = fpk_values_init(&values, kind->parameter, kind->n_parameter);
    if (status == FPK_OK)
        status = fpk_values_set(&values, "temperature", text);
    if (status == FPK_OK)
        status = kind->init(model, &values);
    fpk_values_clear(&values);
    return status;
}

static double potential(double x)
{
    return x * x * (0.25 * x * x - 0.5);
}

/* int_a^b e^{sign U/d - shift} dx by Simpson's rule on n intervals. */
static double simpson(double a, double b, double sign, double d, double shift, int n)
{
    double h = (b - a) / n, sum = 0;
    for (int i = 0; i <= n; i++) {
        double weight = i == 0 || i == n ? 1 : i % 2 ? 4 : 2;
        sum += weight * fpk_exp(sign * potential(a + i * h) / d - shift);
    }
    return sum * h / 3;
}

/* T(-1 -> 1) = Z B/(2 D), with an error from half as many nodes. The left half of Z ends where its
 * integrand is e^-46 of the largest. */
static double closed_form(double d, double *error)
{
    double far = 1, value[2];
    while (potential(far) + 0.25 < 46 * d)
        far += 0.01;
    for (int k = 0; k < 2; k++) {
        int n = k ? 8192 : 4096;
        double z = 2 * simpson(0, far, -1, d, 0.25 / d, n), b = 2 * simpson(0, 1, 1, d, 0, n);
        value[k] = fpk_exp(0.25 / d) * z * b / (2 * d);
    }
    *error = fabs(value[1] - value[0]) + 1e-14 * value[1];
    return value[1];
}

/* 1/S^2, cut off. */
static double series(double d, int corrections)
{
    static const double term[3] = {1, -3.0 / 2, -39.0 / 8};
    double sum = 0, power = 1;
    for (int j = 0; j <= corrections; j++, power *= d)
        sum += term[j] * power;
    return sum;
}

static enum fpk_status passage(const struct fpk_model *model, double to, double *mean,
                               double *error)
{
    const struct fpk_passage_problem problem = {
        .model = model, .from = -1, .to = to, .tolerance = 1e-10};
    struct fpk_passage out;
    FPK_TRY(fpk_passage_solve(&problem, &out));
    *mean = out.mean;
    *error = out.mean_error;
    return FPK_OK;
}

/* lambda_1 by one of the two solvers. */
static enum fpk_status eigenvalue(const struct fpk_model *model, bool oracle, double *value,
                                  double *error)
{
    const struct fpk_spectrum_problem problem = {.model = model, .tolerance = 1e-9, .n = 2};
    struct fpk_spectrum spectrum = {0};
    FPK_TRY(oracle ? fpk_spectral_solve(&problem, &spectrum)
                   : fpk_spectrum_solve(&problem, &spectrum));
    *value = spectrum.value[1];
    *error = spectrum.error[1];
    fpk_spectrum_clear(&spectrum);
    return FPK_OK;
}

static enum fpk_status fill(struct rates *r, bool oracle)
{
    static const double pi = 3.14159265358979323846;
    struct fpk_model model = {0};
    double d = r->temperature, unused;
    r->kramers = sqrt(2) / pi * fpk_exp(-r->barrier);
    for (int j = 0; j < 3; j++)
        r->series[j] = r->kramers * series(d, j);
    r->well_closed = closed_form(d, &r->well_closed_error);
    r->oracle = r->oracle_error = NAN;
    FPK_TRY(kramers_model(d, &model));
    enum fpk_status status = eigenvalue(&model, false, &r->rate, &r->rate_error);
    if (status == FPK_OK && oracle)
        status = eigenvalue(&model, true, &r->oracle, &r->oracle_error);
    if (status == FPK_OK)
        status = passage(&model, 1, &r->well, &r->well_error);
    if (status == FPK_OK)
        status = passage(&model, 0, &r->top, &unused);
    fpk_model_clear(&model);
    return status == FPK_OK ? kramers_dense(d, &r->dense) : status;
}

enum fpk_status kramers_rates(struct kramers *k, struct fpk_run *run)
{
    for (int b = 0; b < BARRIERS; b++) {
        k->rates[b].barrier = barrier[b];
        k->rates[b].temperature = 0.25 / barrier[b];
        FPK_TRY(fpk_run_progress(run, 0.2 * b / BARRIERS, "rates over the barrier"));
        FPK_TRY(fill(&k->rates[b], b < ORACLES && (b % 5 == 0 || !fpk_run_quick(run))));
    }
    return FPK_OK;
}
