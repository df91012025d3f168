/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rates.h"

#include "fpk/base/memory.h"
#include "fpk/fokker_planck/committor.h"
#include "fpk/fokker_planck/passage.h"
#include "fpk/fokker_planck/spectral.h"
#include "fpk/fokker_planck/spectrum.h"

#include <string.h>

bool fpk_rates_given(const struct fpk_values *values)
{
    return fpk_values_has(values, "eigenvalues") || fpk_values_has(values, "first-passage") ||
           fpk_values_has(values, "committor");
}

/* An option that nothing would read is refused, not ignored. */
static enum fpk_status no_evolution(const struct fpk_values *values)
{
    static const char *const names[] = {"initial", "time", "times", "out"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        FPK_CHECK(!fpk_values_given(values, names[i]), FPK_USAGE,
                  "--%s goes with a density in time; eigenvalues, first passage and committor have "
                  "none: use two runs",
                  names[i]);
    FPK_CHECK(fpk_values_has(values, "at") == fpk_values_has(values, "committor"), FPK_USAGE,
              fpk_values_has(values, "at")
                  ? "--at goes with a density in time or with --committor A:B"
                  : "--committor A:B needs the points: --at x1,x2,...");
    return FPK_OK;
}

/* "FROM:TO", the value of --name */
static enum fpk_status read_pair(const struct fpk_values *values, const char *name, double *from,
                                 double *to)
{
    const char *text = fpk_values_text(values, name), *colon = strchr(text, ':');
    char first[64];
    size_t n = colon ? (size_t)(colon - text) : 0;
    FPK_CHECK(colon && n < sizeof first, FPK_USAGE,
              "--%s: %.60s: give two numbers with a colon between", name, text);
    memcpy(first, text, n);
    first[n] = '\0';
    FPK_TRY(fpk_parse_real(name, first, from));
    return fpk_parse_real(name, colon + 1, to);
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
    FPK_TRY(read_pair(values, "first-passage", &problem.from, &problem.to));
    FPK_TRY(fpk_passage_solve(&problem, &p));
    fpk_answer_bounded(answer, "mean_first_passage_time", p.mean, p.mean_error);
    fpk_answer_bounded(answer, "first_passage_time_variance", p.variance, p.variance_error);
    fpk_answer_number(answer, "reflecting_wall", p.wall);
    fpk_answer_integer(answer, "panels", (long long)p.panels);
    *converged = *converged && p.converged;
    return FPK_OK;
}

static enum fpk_status committor(const struct fpk_values *values, const struct fpk_model *model,
                                 struct fpk_answer *answer, bool *converged)
{
    struct fpk_committor_problem problem = {.model = model,
                                            .tolerance = fpk_values_real(values, "tolerance")};
    double *x = NULL, *q = NULL, *error = NULL;
    bool settled = false;
    enum fpk_status status;
    FPK_TRY(read_pair(values, "committor", &problem.a, &problem.b));
    FPK_TRY_DONE(status, fpk_values_reals(values, "at", &x, &problem.n));
    problem.x = x;
    FPK_TRY_DONE(status, fpk_allocate(&q, problem.n));
    FPK_TRY_DONE(status, fpk_allocate(&error, problem.n));
    FPK_TRY_DONE(status, fpk_committor_solve(&problem, q, error, &settled));
    fpk_answer_list(answer, "x", problem.n, x, NULL);
    fpk_answer_column(answer, "committor", problem.n, q, error);
    *converged = *converged && settled;
done:
    fpk_release(&x);
    fpk_release(&q);
    fpk_release(&error);
    return status;
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
    FPK_CHECK(!fpk_values_flag(values, "oracle") || fpk_values_has(values, "eigenvalues"),
              FPK_USAGE, "--oracle goes with --eigenvalues");
    if (fpk_values_has(values, "eigenvalues"))
        FPK_TRY(eigenvalues(values, model, domain, answer, &converged));
    if (fpk_values_has(values, "first-passage"))
        FPK_TRY(first_passage(values, model, domain, answer, &converged));
    if (fpk_values_has(values, "committor"))
        FPK_TRY(committor(values, model, answer, &converged));
    fpk_answer_text(answer, "converged", converged ? "yes" : "no");
    return FPK_OK;
}
