/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state that lasts, or the shape of what is left. */
#include "question.h"

#include "fpk/base/memory.h"
#include "fpk/fokker_planck/spectral.h"
#include "fpk/fokker_planck/stationary.h"

#include <math.h>

static void bounded(struct fpk_answer *a, const char *key, struct fpk_bounded number)
{
    fpk_answer_bounded(a, key, number.value, number.error);
}

static void answer_result(struct fpk_answer *a, const struct fpk_line *line,
                          const struct fpk_stationary *s, const double *at)
{
    const double ends[2] = {s->a, s->b};
    if (s->n_at) {
        fpk_answer_list(a, "x", s->n_at, at, NULL);
        fpk_answer_column(a, "p", s->n_at, s->density, s->density_error);
        fpk_answer_column(a, "log_p", s->n_at, s->log_density, NULL);
    }
    bounded(a, "mean", s->mean);
    bounded(a, "variance", s->variance);
    bounded(a, "entropy", s->entropy);
    if (fpk_ends_absorb(line->ends)) {
        bounded(a, "decay_rate", s->decay_rate);
        bounded(a, "exit_right", s->exit_right);
    }
    if (fpk_ends_ring(line->ends)) {
        bounded(a, "current", s->current);
        bounded(a, "velocity", s->velocity);
        bounded(a, "effective_diffusivity", s->diffusivity);
        bounded(a, "entropy_production", s->entropy_production);
    }
    fpk_answer_list(a, "domain", 2, ends, NULL);
    fpk_answer_integer(a, line->oracle ? "polynomials" : "panels", (long long)s->panels);
}

static enum fpk_status add_field(struct fpk_record *record, const struct fpk_field *field)
{
    size_t n = field->grid.n;
    double *x = NULL;
    enum fpk_status status;
    FPK_TRY(fpk_allocate(&x, n));
    for (size_t i = 0; i < n; i++)
        x[i] = fpk_grid_centre(&field->grid, i);
    FPK_TRY_DONE(status, fpk_record_axis(record, "x", n, x, "1", "cell centre"));
    status = fpk_record_array(
        record,
        &(struct fpk_array){
            "density", 1, {n}, {"x"}, field->value, "1", "stationary density, cell averages"});
done:
    fpk_release(&x);
    return status;
}

static enum fpk_status ask(struct fpk_asked *asked)
{
    const struct fpk_line *line = asked->line;
    bool everywhere = isinf(line->a) && isinf(line->b);
    struct fpk_stationary s = {0};
    struct fpk_stationary_problem problem = {.model = &line->ito.model,
                                             .a = everywhere ? 0 : line->a,
                                             .b = everywhere ? 0 : line->b,
                                             .ends = line->ends,
                                             .coordinate = line->coordinate,
                                             .tolerance = line->tolerance};
    double *at = NULL;
    enum fpk_status status;
    if (fpk_values_has(asked->values, "at"))
        FPK_TRY_DONE(status, fpk_values_reals(asked->values, "at", &at, &problem.n_at));
    problem.at = at;
    FPK_TRY_DONE(status, line->oracle ? fpk_spectral_stationary(&problem, &s)
                                      : fpk_stationary_solve(&problem, &s));
    answer_result(asked->answer, line, &s, at);
    asked->converged = asked->converged && s.converged;
    if (asked->record)
        status = add_field(asked->record, &s.field);
done:
    fpk_stationary_clear(&s);
    fpk_release(&at);
    return status;
}

const struct fpk_question fpk_question_stationary = {
    .option = "stationary", .reads = {"at", "boundary", "mesh", "oracle"}, .ask = ask};
