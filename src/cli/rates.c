/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rates.h"

#include "fpk/fokker_planck/passage.h"
#include "fpk/fokker_planck/spectral.h"
#include "fpk/fokker_planck/spectrum.h"

#include <string.h>

bool fpk_rates_given(const struct fpk_values *values)
{
    return fpk_values_has(values, "eigenvalues") || fpk_values_has(values, "first-passage");
}

/* An option that nothing would read is refused, not ignored. */
static enum fpk_status no_evolution(const struct fpk_values *values)
{
    static const char *const names[] = {"initial", "time", "at", "times", "out"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        FPK_CHECK(!fpk_values_given(values, names[i]), FPK_USAGE,
                  "--%s goes with a density in time; eigenvalues and first passage have none: use "
                  "two runs",
                  names[i]);
    return FPK_OK;
}

/* "FROM:TO" */
static enum fpk_status read_passage(const char *text, double *from, double *to)
{
    char first[64];
    const char *colon = strchr(text, ':');
    size_t n = colon ? (size_t)(colon - text) : 0;
    FPK_CHECK(colon && n < sizeof first, FPK_USAGE,
              "--first-passage: %.60s: give two numbers, FROM:TO", text);
    memcpy(first, text, n);
    first[n] = '\0';
    FPK_TRY(fpk_parse_real("--first-passage: FROM", first, from));
    return fpk_parse_real("--first-passage: TO", colon + 1, to);
}

static enum fpk_status eigenvalues(const struct fpk_values *values, const struct fpk_model *model,
                                   const double *domain, struct fpk_answer *answer, bool *converged)
{
    struct fpk_spectrum s;
    struct fpk_spectrum_problem problem = {.model = model,
                                           .a = domain ? domain[0] : 0,
                                           .b = domain ? domain[1] : 0,
                                           .tolerance = fpk_values_real(values, "tolerance"),
                                           .n = (size_t)fpk_values_integer(values, "eigenvalues")};
    bool oracle = fpk_values_flag(values, "oracle");
    FPK_TRY(oracle ? fpk_spectral_solve(&problem, &s) : fpk_spectrum_solve(&problem, &s));
    const double ends[2] = {s.a, s.b};
    fpk_answer_list(answer, "eigenvalues", s.n, s.value, s.error);
    fpk_answer_list(answer, "domain", 2, ends, NULL);
    if (!oracle)
        fpk_answer_number(answer, "order", s.order);
    fpk_answer_integer(answer, oracle ? "sinc_functions" : "cells", (long long)s.n_cell);
    *converged = *converged && s.converged;
    fpk_spectrum_clear(&s);
    return FPK_OK;
}

static enum fpk_status first_passage(const struct fpk_values *values, const struct fpk_model *model,
                                     const double *domain, struct fpk_answer *answer,
                                     bool *converged)
{
    struct fpk_passage p;
    struct fpk_passage_problem problem = {.model = model,
                                          .a = domain ? domain[0] : 0,
                                          .b = domain ? domain[1] : 0,
                                          .tolerance = fpk_values_real(values, "tolerance")};
    FPK_TRY(read_passage(fpk_values_text(values, "first-passage"), &problem.from, &problem.to));
    FPK_TRY(fpk_passage_solve(&problem, &p));
    fpk_answer_bounded(answer, "mean_first_passage_time", p.mean, p.mean_error);
    fpk_answer_bounded(answer, "first_passage_time_variance", p.variance, p.variance_error);
    fpk_answer_number(answer, "reflecting_wall", p.wall);
    fpk_answer_integer(answer, "panels", (long long)p.panels);
    *converged = *converged && p.converged;
    return FPK_OK;
}

enum fpk_status fpk_rates_answer(const struct fpk_values *values, const struct fpk_model *model,
                                 const double *domain, struct fpk_answer *answer)
{
    bool converged = true;
    FPK_TRY(no_evolution(values));
    FPK_CHECK(!fpk_values_flag(values, "oracle") || !fpk_values_has(values, "first-passage"),
              FPK_USAGE,
              "--oracle goes with --eigenvalues; times of first passage are integrals by "
              "Gauss-Legendre panels, without a grid to judge");
    if (fpk_values_has(values, "eigenvalues"))
        FPK_TRY(eigenvalues(values, model, domain, answer, &converged));
    if (fpk_values_has(values, "first-passage"))
        FPK_TRY(first_passage(values, model, domain, answer, &converged));
    fpk_answer_text(answer, "converged", converged ? "yes" : "no");
    return FPK_OK;
}
