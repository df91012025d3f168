/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Eigenvalues, relaxation times and modes: how the equation forgets. */
#include "question.h"

#include "fpk/base/memory.h"
#include "fpk/fokker_planck/modes.h"
#include "fpk/fokker_planck/spectral.h"

static enum fpk_status answer_times(struct fpk_answer *answer, const struct fpk_spectrum *s)
{
    size_t first = s->value[0] > 0 ? 0 : 1, n = s->n - first;
    double *time = NULL, *error = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&time, n));
    FPK_TRY_DONE(status, fpk_allocate(&error, n));
    for (size_t k = 0; k < n; k++) {
        time[k] = 1 / s->value[first + k];
        error[k] = s->error[first + k] * time[k] * time[k];
    }
    fpk_answer_list(answer, "relaxation_times", n, time, error);
done:
    fpk_release(&time);
    fpk_release(&error);
    return status;
}

static enum fpk_status answer_spectrum(struct fpk_asked *asked, const struct fpk_spectrum *s)
{
    bool oracle = asked->line->oracle;
    const double ends[2] = {s->a, s->b};
    fpk_answer_list(asked->answer, "eigenvalues", s->n, s->value, s->error);
    FPK_TRY(answer_times(asked->answer, s));
    fpk_answer_list(asked->answer, "domain", 2, ends, NULL);
    if (!oracle)
        fpk_answer_number(asked->answer, "order", s->order);
    fpk_answer_integer(asked->answer, oracle ? "polynomials" : "cells", (long long)s->n_cell);
    asked->converged = asked->converged && s->converged;
    return FPK_OK;
}

/* mode [mode][x] and the stationary density. */
static enum fpk_status add_modes(struct fpk_record *record, const struct fpk_modes *m)
{
    size_t nx = m->grid.n, n = m->spectrum.n;
    double *x = NULL;
    enum fpk_status status;
    FPK_TRY(fpk_allocate(&x, nx));
    for (size_t i = 0; i < nx; i++)
        x[i] = fpk_grid_centre(&m->grid, i);
    FPK_TRY_DONE(status, fpk_record_axis(record, "x", nx, x, "1", "cell centre"));
    FPK_TRY_DONE(status, fpk_record_axis(record, "eigenvalue", n, m->spectrum.value, "1/time",
                                         "eigenvalue of minus the generator"));
    const struct fpk_array array[] = {
        {"mode", 2, {n, nx}, {"eigenvalue", "x"}, m->field, "1", "eigenfunction phi of L"},
        {"mode_error",
         1,
         {n},
         {"eigenvalue"},
         m->field_error,
         "1",
         "largest sqrt(p_s) |error| of phi"},
        {"stationary", 1, {nx}, {"x"}, m->stationary, "1", "p_s, the weight of the modes"},
    };
    for (size_t i = 0; i < sizeof array / sizeof *array && status == FPK_OK; i++)
        status = fpk_record_array(record, &array[i]);
done:
    fpk_release(&x);
    return status;
}

static enum fpk_status answer_modes(struct fpk_asked *asked,
                                    const struct fpk_spectrum_problem *problem)
{
    struct fpk_modes m = {0};
    double *at = NULL;
    size_t n_at = 0;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_values_reals(asked->values, "at", &at, &n_at));
    FPK_TRY_DONE(status, fpk_modes_solve(problem, n_at, at, &m));
    FPK_TRY_DONE(status, answer_spectrum(asked, &m.spectrum));
    const size_t shape[2] = {m.spectrum.n, n_at};
    const char *const index[2] = {"mode", "x"};
    fpk_answer_list(asked->answer, "x", n_at, at, NULL);
    fpk_answer_column(asked->answer, "stationary", n_at, m.stationary_at, NULL);
    fpk_answer_nested(asked->answer, "modes", 2, shape, index, m.mode);
    fpk_answer_nested(asked->answer, "modes_error", 2, shape, index, m.mode_error);
    asked->converged = asked->converged && m.converged;
    if (asked->record)
        status = add_modes(asked->record, &m);
done:
    fpk_modes_clear(&m);
    fpk_release(&at);
    return status;
}

static enum fpk_status ask(struct fpk_asked *asked)
{
    const struct fpk_line *line = asked->line;
    struct fpk_spectrum s;
    struct fpk_spectrum_problem problem = {
        .model = &line->ito.model,
        .ends = line->ends,
        .coordinate = line->coordinate,
        .tolerance = line->tolerance,
        .n = (size_t)fpk_values_integer(asked->values, "eigenvalues")};
    FPK_TRY(fpk_line_ends(line, "--eigenvalues", &problem.a, &problem.b));
    if (fpk_values_given(asked->values, "at") && !line->oracle)
        return answer_modes(asked, &problem);
    FPK_CHECK(!fpk_values_given(asked->values, "at"), FPK_USAGE,
              "the oracle gives eigenvalues, not modes at --at: use two runs");
    FPK_TRY(line->oracle ? fpk_spectral_solve(&problem, &s) : fpk_spectrum_solve(&problem, &s));
    enum fpk_status status = answer_spectrum(asked, &s);
    fpk_spectrum_clear(&s);
    return status;
}

const struct fpk_question fpk_question_eigenvalues = {
    .option = "eigenvalues", .reads = {"at", "boundary", "mesh", "oracle"}, .ask = ask};
