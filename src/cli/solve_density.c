/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The density in time. */
#include "question.h"

#include "equation.h"
#include "fields.h"

#include "fpk/base/memory.h"
#include "fpk/fokker_planck/solve.h"
#include "fpk/fokker_planck/spectral.h"

#include <math.h>
#include <string.h>

static void answer_result(struct fpk_answer *a, const struct fpk_fokker_planck_result *r,
                          const double *at, bool oracle)
{
    const struct fpk_fokker_planck_moments *end = &r->end;
    if (r->n_at) {
        fpk_answer_list(a, "x", r->n_at, at, NULL);
        fpk_answer_column(a, "p", r->n_at, r->density, r->density_error);
    }
    fpk_answer_bounded(a, "mass", end->mass, end->mass_error);
    fpk_answer_bounded(a, "mean", end->mean, end->mean_error);
    fpk_answer_bounded(a, "variance", end->variance, end->variance_error);
    if (!oracle)
        fpk_answer_number(a, "min_p", r->min_p);
    fpk_answer_text(a, "boundary_left", fpk_boundary_name(r->ends.left));
    fpk_answer_text(a, "boundary_right", fpk_boundary_name(r->ends.right));
    if (!oracle)
        fpk_answer_number(a, "order", r->order);
    fpk_answer_integer(a, oracle ? "polynomials" : "cells", (long long)r->n_cell);
    if (!oracle) {
        fpk_answer_text(a, "method", r->method == FPK_TIME_CONTOUR ? "contour" : "march");
        fpk_answer_integer(a, "steps", (long long)r->n_step);
        fpk_answer_integer(a, "steps_redone", (long long)r->n_redone);
    }
    if (r->warning[0])
        fpk_answer_text(a, "warning", r->warning);
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
    FPK_CHECK(asked->record || !fpk_values_flag(asked->values, "score"), FPK_USAGE,
              "--score is a field: give the file that it goes to, --out FILE.h5");
    if (fpk_values_has(asked->values, "at"))
        FPK_TRY_DONE(status, fpk_values_reals(asked->values, "at", &at, &problem.n_at));
    FPK_TRY_DONE(status, read_times(asked->values, &time, &problem.n_time));
    problem.at = at;
    problem.time = time;
    FPK_TRY_DONE(status, fpk_equation_start(asked->values, &line->given, &start));
    FPK_TRY_DONE(status, line->oracle ? fpk_spectral_density(&problem, &result)
                                      : fpk_fokker_planck_solve(&problem, &result));
    answer_result(asked->answer, &result, at, line->oracle);
    if (currents)
        answer_currents(asked->answer, &result);
    asked->converged = asked->converged && result.converged;
    if (!asked->record)
        goto done;
    FPK_TRY_DONE(status, fpk_fields_density(asked->record, &result));
    if (currents)
        FPK_TRY_DONE(status, fpk_fields_currents(asked->record, &result));
    if (fpk_values_flag(asked->values, "score"))
        status = fpk_fields_score(asked->record, &result);
done:
    fpk_fokker_planck_result_clear(&result);
    fpk_start_clear(&start);
    fpk_release(&at);
    fpk_release(&time);
    return status;
}

const struct fpk_question fpk_question_density = {.reads = {"initial", "time", "times", "at",
                                                            "method", "currents", "score",
                                                            "boundary", "mesh", "oracle"},
                                                  .ask = ask};
