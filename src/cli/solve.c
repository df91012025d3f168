/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk solve`: the density of an equation by its Fokker-Planck equation, to a tolerance. */
#include "answer.h"
#include "equation.h"
#include "rates.h"

#include "fpk/base/memory.h"
#include "fpk/fokker_planck/solve.h"
#include "fpk/record/file.h"
#include "fpk/record/record.h"

static const struct fpk_parameter rows[] = {
    {.name = "at", .type = FPK_REALS, .doc = "points where the density is wanted"},
    {.name = "tolerance",
     .type = FPK_REAL,
     .fallback = "1e-6",
     .min = 1e-12,
     .max = 1,
     .doc =
         "error wanted: absolute of densities, mean, variance; relative of eigenvalues and times"},
    {.name = "domain",
     .type = FPK_REALS,
     .doc = "a,b: reflecting ends; left out: wide enough for all the mass"},
    FPK_RATES_EIGENVALUES,
    FPK_RATES_FIRST_PASSAGE,
    FPK_RATES_COMMITTOR,
    FPK_RATES_ORACLE,
    {.name = "times",
     .type = FPK_REALS,
     .unit = "time",
     .doc = "times of the density fields written to --out; left out: --time alone"},
    {.name = "out",
     .type = FPK_TEXT,
     .doc = "write fields and moments to this HDF5 file",
     .free_of_numbers = true},
};

static enum fpk_status reals_if_given(const struct fpk_values *values, const char *name,
                                      double **out, size_t *n)
{
    *n = 0;
    return fpk_values_has(values, name) ? fpk_values_reals(values, name, out, n) : FPK_OK;
}

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
    fpk_answer_number(a, "order", r->order);
    fpk_answer_integer(a, "cells", (long long)r->n_cell);
    fpk_answer_integer(a, "steps", (long long)r->n_step);
    fpk_answer_integer(a, "steps_redone", (long long)r->n_redone);
    fpk_answer_text(a, "converged", r->converged ? "yes" : "no");
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
        for (size_t i = 0; i < nx; i++)
            p[k * nx + i] = r->field[k].value[i];
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

static enum fpk_status save(const struct fpk_fokker_planck_result *r,
                            const struct fpk_values *values, const char *path)
{
    struct fpk_record *record = NULL;
    struct fpk_provenance provenance = {0};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_record_new(&record));
    FPK_TRY_DONE(status, add_fields(record, r));
    FPK_TRY_DONE(status, fpk_provenance_init(&provenance));
    FPK_TRY_DONE(status, fpk_provenance_text(&provenance, "verb", "solve"));
    FPK_TRY_DONE(status, fpk_provenance_values(&provenance, values));
    FPK_TRY_DONE(status, fpk_equation_provenance(values, &provenance));
    FPK_TRY_DONE(status, fpk_record_provenance(record, &provenance));
    status = fpk_record_save(record, path, NULL);
done:
    fpk_provenance_clear(&provenance);
    fpk_record_free(&record);
    return status;
}

static enum fpk_status solve(const struct fpk_call *call, struct fpk_answer *answer,
                             struct fpk_fokker_planck_problem *problem,
                             struct fpk_fokker_planck_result *result)
{
    const char *out = fpk_values_text(call->values, "out");
    if (out)
        FPK_TRY(fpk_file_try(out)); /* a wrong --out ends a long run at its beginning */
    FPK_TRY(fpk_fokker_planck_solve(problem, result));
    answer_result(answer, result, problem->at);
    if (out) {
        FPK_TRY(save(result, call->values, out));
        fpk_answer_text(answer, "out", out);
    }
    return fpk_answer_print(answer, call);
}

static enum fpk_status run(const struct fpk_call *call)
{
    const struct fpk_values *values = call->values;
    struct fpk_answer answer = {0};
    struct fpk_model model = {0};
    struct fpk_conversion ito;
    struct fpk_start start = {0};
    struct fpk_fokker_planck_result result = {0};
    double *at = NULL, *times = NULL, *domain = NULL;
    size_t n_at, n_time, n_domain;
    enum fpk_status status;
    FPK_TRY_DONE(status, reals_if_given(values, "at", &at, &n_at));
    FPK_TRY_DONE(status, reals_if_given(values, "times", &times, &n_time));
    FPK_TRY_DONE(status, reals_if_given(values, "domain", &domain, &n_domain));
    if (n_domain != 0 && (n_domain != 2 || domain[0] >= domain[1])) {
        status = fpk_fail(FPK_USAGE, "--domain: %s: give two ends a,b with a < b",
                          fpk_values_text(values, "domain"));
        goto done;
    }
    FPK_TRY_DONE(status, fpk_equation_model(values, &model));
    FPK_TRY_DONE(status, fpk_equation_on_line(&model, "the Fokker-Planck equation is solved"));
    FPK_TRY_DONE(status, fpk_model_convert(&ito, &model, FPK_ITO));
    if (fpk_rates_given(values)) {
        FPK_TRY_DONE(status,
                     fpk_rates_answer(values, &ito.model, n_domain ? domain : NULL, &answer));
        status = fpk_answer_print(&answer, call);
        goto done;
    }
    if (fpk_values_flag(values, "oracle")) {
        status = fpk_fail(FPK_USAGE, "--oracle goes with --eigenvalues");
        goto done;
    }
    FPK_TRY_DONE(status, fpk_equation_start(values, &model, &start));
    struct fpk_fokker_planck_problem problem = {.model = &ito.model,
                                                .start = &start,
                                                .t1 = fpk_values_real(values, "time"),
                                                .a = n_domain ? domain[0] : 0,
                                                .b = n_domain ? domain[1] : 0,
                                                .tolerance = fpk_values_real(values, "tolerance"),
                                                .n_at = n_at,
                                                .at = at,
                                                .n_time = n_time,
                                                .time = times};
    status = solve(call, &answer, &problem, &result);
done:
    fpk_answer_clear(&answer);
    fpk_fokker_planck_result_clear(&result);
    fpk_start_clear(&start);
    fpk_model_clear(&model);
    fpk_release(&at);
    fpk_release(&times);
    fpk_release(&domain);
    return status;
}

const struct fpk_verb fpk_verb_solve = {
    .name = "solve",
    .sentence = "solve the Fokker-Planck equation of dX = f dt + g dW to a tolerance",
    .arguments = "--potential U --temperature D | --drift F --diffusion G  [--at x1,x2,...]",
    .example =
        "fpk solve --potential \"x^4/4 - x^2/2\" --temperature 0.25 --initial normal:0.3:0.25 "
        "--time 0.5 --at -1,0,1",
    .story =
        "p_t = -(f p)_x + 1/2 (g^2 p)_xx (Ito) on a grid that is refined until the numbers are\n"
        "good to --tolerance. p is the density at a point; numerical_error goes with it. min_p\n"
        "is the least density of any cell at any time: nothing is clipped. --eigenvalues,\n"
        "--first-passage and --committor ask for rates instead, without a start or an end; without "
        "--domain\n"
        "reflecting walls stand so far away that they do not matter.",
    .takes = FPK_TAKES_EQUATION,
    .own = {rows, sizeof rows / sizeof *rows},
    .run = run,
};
