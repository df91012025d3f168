/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Survival, and the density of the time of exit. */
#include "question.h"

#include "equation.h"

#include "fpk/base/memory.h"
#include "fpk/fokker_planck/spectral.h"
#include "fpk/fokker_planck/survival.h"

static void answer_result(struct fpk_answer *a, const struct fpk_survival *s, const double *time,
                          bool oracle)
{
    const double ends[2] = {s->a, s->b};
    size_t n = s->n_time;
    fpk_answer_list(a, "times", n, time, NULL);
    fpk_answer_column(a, "survival", n, s->survival, s->survival_error);
    fpk_answer_column(a, "exit_density_left", n, s->density_left, s->density_left_error);
    fpk_answer_column(a, "exit_density_right", n, s->density_right, s->density_right_error);
    fpk_answer_column(a, "exited_left", n, s->exited_left, s->exited_left_error);
    fpk_answer_column(a, "exited_right", n, s->exited_right, s->exited_right_error);
    fpk_answer_list(a, "domain", 2, ends, NULL);
    if (!oracle)
        fpk_answer_number(a, "order", s->order);
    fpk_answer_integer(a, oracle ? "polynomials" : "cells", (long long)s->n_cell);
    if (s->warning[0])
        fpk_answer_text(a, "warning", s->warning);
}

static enum fpk_status ask(struct fpk_asked *asked)
{
    const struct fpk_line *line = asked->line;
    struct fpk_survival s = {0};
    struct fpk_start start = {0};
    struct fpk_survival_problem problem = {.model = &line->ito.model,
                                           .start = &start,
                                           .a = line->a,
                                           .b = line->b,
                                           .ends = line->ends,
                                           .coordinate = line->coordinate,
                                           .tolerance = line->tolerance};
    double *time = NULL;
    enum fpk_status status;
    FPK_CHECK(fpk_ends_absorb(line->ends), FPK_USAGE,
              "--survival needs an end that absorbs: --domain a,b --boundary absorbing, or "
              "--boundary absorbing,natural");
    FPK_TRY_DONE(status, fpk_values_reals(asked->values, "survival", &time, &problem.n_time));
    problem.time = time;
    FPK_TRY_DONE(status, fpk_equation_start(asked->values, &line->given, &start));
    FPK_TRY_DONE(status, line->oracle ? fpk_spectral_survival(&problem, &s)
                                      : fpk_survival_solve(&problem, &s));
    answer_result(asked->answer, &s, time, line->oracle);
    asked->converged = asked->converged && s.converged;
done:
    fpk_survival_clear(&s);
    fpk_start_clear(&start);
    fpk_release(&time);
    return status;
}

const struct fpk_question fpk_question_survival = {
    .option = "survival", .reads = {"initial", "boundary", "mesh", "oracle"}, .ask = ask};
