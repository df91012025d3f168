/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The density in time. */
#include "question.h"

#include "equation.h"

#include "fpk/base/memory.h"
#include "fpk/fokker_planck/solve.h"

#include <math.h>
#include <string.h>

static void answer_result(struct fpk_answer *a, const struct fpk_fokker_planck_result *r,
                          const double *at)
{
    const struct fpk_fokker_planck_moments *end = &r->end;
    if (r->n_at) {
        fpk_answer_list(a, "x", r->n_at, at, NULL);
        fpk_answer_column(a, "p", r->n_at, r->density, r->density_error);
    }
    fpk_answer_bounded(a, "mass", end->mass, end->mass_error);
    fpk_answer_bounded(a, "mean", end->mean, end->mean_error);
    fpk_answer_bounded(a, "variance", end->variance, end->variance_error);
    fpk_answer_number(a, "min_p", r->min_p);
    fpk_answer_text(a, "boundary_left", fpk_boundary_name(r->ends.left));
    fpk_answer_text(a, "boundary_right", fpk_boundary_name(r->ends.right));
    fpk_answer_number(a, "order", r->order);
    fpk_answer_integer(a, "cells", (long long)r->n_cell);
    fpk_answer_integer(a, "steps", (long long)r->n_step);
    fpk_answer_integer(a, "steps_redone", (long long)r->n_redone);
    if (r->warning[0])
        fpk_answer_text(a, "warning", r->warning);
}

/* density [time][x] with its axes, and the moments along time. */
static enum fpk_status add_fields(struct fpk_record *record,
                                  const struct fpk_fokker_planck_result *r)
{
    struct fpk_grid grid = r->field[0].grid;
    size_t nx = grid.n, nt = r->n_time;
    double *x = NULL, *t = NULL, *p = NULL, *mean = NULL, *variance = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&x, nx));
    FPK_TRY_DONE(status, fpk_allocate(&t, nt));
    FPK_TRY_DONE(status, fpk_allocate(&p, nt * nx));
    FPK_TRY_DONE(status, fpk_allocate(&mean, nt));
    FPK_TRY_DONE(status, fpk_allocate(&variance, nt));
    for (size_t i = 0; i < nx; i++)
        x[i] = fpk_grid_centre(&grid, i);
    for (size_t k = 0; k < nt; k++) {
        t[k] = r->moments[k].t;
        mean[k] = r->moments[k].mean;
        variance[k] = r->moments[k].variance;
        memcpy(p + k * nx, r->field[k].value, nx * sizeof *p);
    }
    FPK_TRY_DONE(status, fpk_record_axis(record, "time", nt, t, "time", "time"));
    FPK_TRY_DONE(status, fpk_record_axis(record, "x", nx, x, "1", "cell centre"));
    const struct fpk_array array[] = {
        {"density", 2, {nt, nx}, {"time", "x"}, p, "1", "probability density, cell averages"},
        {"mean", 1, {nt}, {"time"}, mean, "1", "mean"},
        {"variance", 1, {nt}, {"time"}, variance, "1", "variance"},
    };
    for (size_t i = 0; i < sizeof array / sizeof *array; i++)
        FPK_TRY_DONE(status, fpk_record_array(record, &array[i]));
done:
    fpk_release(&x);
    fpk_release(&t);
    fpk_release(&p);
    fpk_release(&mean);
    fpk_release(&variance);
    return status;
}

static void answer_currents(struct fpk_answer *a, const struct fpk_fokker_planck_result *r)
{
    const struct fpk_fokker_planck_moments *end = &r->end;
    static const char no[] = "no stationary state to compare with, or an end that absorbs";
    fpk_answer_found(a, "relative_entropy",
                     (struct fpk_number){end->relative_entropy, end->relative_entropy_error, no});
    fpk_answer_found(
        a, "entropy_production",
        (struct fpk_number){end->entropy_production, end->entropy_production_error, no});
}

/* flux [time][face], relative entropy and entropy production along time. */
static enum fpk_status add_currents(struct fpk_record *record,
                                    const struct fpk_fokker_planck_result *r)
{
    struct fpk_grid grid = r->field[0].grid;
    size_t nf = grid.n + 1, nt = r->n_time;
    double *face = NULL, *flux = NULL, *entropy = NULL, *production = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&face, nf));
    FPK_TRY_DONE(status, fpk_allocate(&flux, nt * nf));
    FPK_TRY_DONE(status, fpk_allocate(&entropy, nt));
    FPK_TRY_DONE(status, fpk_allocate(&production, nt));
    for (size_t i = 0; i < nf; i++)
        face[i] = fpk_grid_face(&grid, i);
    for (size_t k = 0; k < nt; k++) {
        memcpy(flux + k * nf, r->flux[k], nf * sizeof *flux);
        entropy[k] = r->moments[k].relative_entropy;
        production[k] = r->moments[k].entropy_production;
    }
    FPK_TRY_DONE(status, fpk_record_axis(record, "face", nf, face, "1", "face between cells"));
    const struct fpk_array array[] = {
        {"flux", 2, {nt, nf}, {"time", "face"}, flux, "1/time", "probability flux to the right"},
        {"relative_entropy", 1, {nt}, {"time"}, entropy, "nat", "relative entropy"},
        {"entropy_production", 1, {nt}, {"time"}, production, "nat/time", "entropy production"},
    };
    for (size_t i = 0; i < sizeof array / sizeof *array; i++)
        FPK_TRY_DONE(status, fpk_record_array(record, &array[i]));
done:
    fpk_release(&face);
    fpk_release(&flux);
    fpk_release(&entropy);
    fpk_release(&production);
    return status;
}

static enum fpk_status read_times(const struct fpk_values *values, double **time, size_t *n)
{
    *n = 0;
    return fpk_values_has(values, "times") ? fpk_values_reals(values, "times", time, n) : FPK_OK;
}

static enum fpk_time_method method(const struct fpk_values *values)
{
    const char *text = fpk_values_text(values, "method");
    return strcmp(text, "march") == 0     ? FPK_TIME_MARCH
           : strcmp(text, "contour") == 0 ? FPK_TIME_CONTOUR
                                          : FPK_TIME_AUTO;
}

static enum fpk_status ask(struct fpk_asked *asked)
{
    const struct fpk_line *line = asked->line;
    struct fpk_start start = {0};
    struct fpk_fokker_planck_result result = {0};
    bool everywhere = isinf(line->a) && isinf(line->b);
    bool currents = fpk_values_flag(asked->values, "currents");
    struct fpk_fokker_planck_problem problem = {.model = &line->ito.model,
                                                .start = &start,
                                                .t1 = fpk_values_real(asked->values, "time"),
                                                .a = everywhere ? 0 : line->a,
                                                .b = everywhere ? 0 : line->b,
                                                .ends = line->ends,
                                                .currents = currents,
                                                .coordinate = line->coordinate,
                                                .method = method(asked->values),
                                                .tolerance = line->tolerance};
    double *at = NULL, *time = NULL;
    enum fpk_status status;
    if (fpk_values_has(asked->values, "at"))
        FPK_TRY_DONE(status, fpk_values_reals(asked->values, "at", &at, &problem.n_at));
    FPK_TRY_DONE(status, read_times(asked->values, &time, &problem.n_time));
    problem.at = at;
    problem.time = time;
    FPK_TRY_DONE(status, fpk_equation_start(asked->values, &line->given, &start));
    FPK_TRY_DONE(status, fpk_fokker_planck_solve(&problem, &result));
    answer_result(asked->answer, &result, at);
    if (currents)
        answer_currents(asked->answer, &result);
    asked->converged = asked->converged && result.converged;
    if (asked->record)
        status = add_fields(asked->record, &result);
    if (status == FPK_OK && asked->record && currents)
        status = add_currents(asked->record, &result);
done:
    fpk_fokker_planck_result_clear(&result);
    fpk_start_clear(&start);
    fpk_release(&at);
    fpk_release(&time);
    return status;
}

const struct fpk_question fpk_question_density = {
    .reads = {"initial", "time", "times", "at", "method", "currents", "boundary", "mesh"},
    .ask = ask};
