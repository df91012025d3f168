/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Eigenvalues: how fast the equation forgets. */
#include "question.h"

#include "fpk/fokker_planck/spectral.h"
#include "fpk/fokker_planck/spectrum.h"

static enum fpk_status ask(struct fpk_asked *asked)
{
    const struct fpk_line *line = asked->line;
    struct fpk_answer *answer = asked->answer;
    struct fpk_spectrum s;
    struct fpk_spectrum_problem problem = {
        .model = &line->ito.model,
        .ends = line->ends,
        .coordinate = line->coordinate,
        .tolerance = line->tolerance,
        .n = (size_t)fpk_values_integer(asked->values, "eigenvalues")};
    FPK_TRY(fpk_line_ends(line, "--eigenvalues", &problem.a, &problem.b));
    FPK_TRY(line->oracle ? fpk_spectral_solve(&problem, &s) : fpk_spectrum_solve(&problem, &s));
    const double ends[2] = {s.a, s.b};
    fpk_answer_list(answer, "eigenvalues", s.n, s.value, s.error);
    fpk_answer_list(answer, "domain", 2, ends, NULL);
    if (!line->oracle)
        fpk_answer_number(answer, "order", s.order);
    fpk_answer_integer(answer, line->oracle ? "polynomials" : "cells", (long long)s.n_cell);
    asked->converged = asked->converged && s.converged;
    fpk_spectrum_clear(&s);
    return FPK_OK;
}

const struct fpk_question fpk_question_eigenvalues = {
    .option = "eigenvalues", .reads = {"boundary", "mesh", "oracle"}, .ask = ask};
