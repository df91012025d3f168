/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First passage: when a point is reached, and which of two. */
#include "question.h"

#include "fpk/base/memory.h"
#include "fpk/fokker_planck/committor.h"
#include "fpk/fokker_planck/kramers.h"
#include "fpk/fokker_planck/passage.h"
#include "fpk/fokker_planck/spectral.h"

#include <math.h>

/* Kramers' formula beside the true time, where there is a barrier on the way. */
static void answer_kramers(struct fpk_answer *answer, const struct fpk_passage_problem *problem)
{
    struct fpk_kramers k;
    if (fpk_kramers_rate(problem->model, problem->from, problem->to, &k) != FPK_OK) {
        fpk_message_clear();
        fpk_answer_found(answer, "kramers_time",
                         (struct fpk_number){NAN, NAN,
                                             "no barrier on the way, or noise that "
                                             "depends on x"});
        return;
    }
    fpk_answer_number(answer, "kramers_time", k.time);
    fpk_answer_number(answer, "kramers_time_corrected",
                      k.time / (1 - k.correction * k.diffusivity));
    fpk_answer_number(answer, "barrier_over_temperature", k.barrier);
}

static enum fpk_status ask_passage(struct fpk_asked *asked)
{
    struct fpk_answer *answer = asked->answer;
    struct fpk_passage p;
    struct fpk_passage_problem problem = {.model = &asked->line->ito.model,
                                          .tolerance = asked->line->tolerance};
    FPK_TRY(fpk_line_ends(asked->line, "--first-passage", &problem.a, &problem.b));
    FPK_TRY(fpk_line_pair(asked->values, "first-passage", &problem.from, &problem.to));
    bool oracle = asked->line->oracle;
    FPK_TRY(oracle ? fpk_spectral_passage(&problem, &p) : fpk_passage_solve(&problem, &p));
    fpk_answer_bounded(answer, "mean_first_passage_time", p.mean, p.mean_error);
    fpk_answer_bounded(answer, "first_passage_time_variance", p.variance, p.variance_error);
    answer_kramers(answer, &problem);
    fpk_answer_number(answer, "reflecting_wall", p.wall);
    fpk_answer_integer(answer, oracle ? "polynomials" : "panels", (long long)p.panels);
    asked->converged = asked->converged && p.converged;
    return FPK_OK;
}

static enum fpk_status ask_committor(struct fpk_asked *asked)
{
    struct fpk_committor_problem problem = {.model = &asked->line->ito.model,
                                            .tolerance = asked->line->tolerance};
    double *x = NULL, *q = NULL, *error = NULL;
    bool settled = false;
    enum fpk_status status;
    FPK_CHECK(fpk_values_has(asked->values, "at"), FPK_USAGE,
              "--committor A:B needs the points: --at x1,x2,...");
    FPK_TRY(fpk_line_pair(asked->values, "committor", &problem.a, &problem.b));
    FPK_TRY_DONE(status, fpk_values_reals(asked->values, "at", &x, &problem.n));
    problem.x = x;
    FPK_TRY_DONE(status, fpk_allocate(&q, problem.n));
    FPK_TRY_DONE(status, fpk_allocate(&error, problem.n));
    FPK_TRY_DONE(status, asked->line->oracle ? fpk_spectral_committor(&problem, q, error, &settled)
                                             : fpk_committor_solve(&problem, q, error, &settled));
    fpk_answer_list(asked->answer, "x", problem.n, x, NULL);
    fpk_answer_column(asked->answer, "committor", problem.n, q, error);
    asked->converged = asked->converged && settled;
done:
    fpk_release(&x);
    fpk_release(&q);
    fpk_release(&error);
    return status;
}

const struct fpk_question fpk_question_first_passage = {
    .option = "first-passage", .reads = {"oracle"}, .ask = ask_passage};
const struct fpk_question fpk_question_committor = {
    .option = "committor", .reads = {"at", "oracle"}, .ask = ask_committor};
