/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/spectral.h"

#include "spectral_priv.h"

#include "fpk/base/memory.h"

#include <math.h>

#define MOST_VALUES 100

struct question {
    const struct fpk_spectrum_problem *problem;
    double a, b;
    enum fpk_nodes_kind kind;
};

static enum fpk_status level(size_t order, void *ctx, double *value, double *floor, double *scale)
{
    const struct question *q = ctx;
    struct fpk_spectral_modes modes;
    bool kept = !fpk_ends_absorb(q->problem->ends); /* the eigenvalue 0 is known */
    FPK_TRY(fpk_spectral_modes_init(&modes, q->problem->model, q->kind, q->a, q->b,
                                    q->problem->ends, order));
    for (size_t k = 0; k < q->problem->n; k++) {
        double s = modes.sigma[k], moved = modes.rounding;
        value[k] = scale[k] = kept && k == 0 ? 0 : s * s;
        floor[k] = kept && k == 0 ? 0 : moved * (2 * s + moved);
    }
    fpk_spectral_modes_clear(&modes);
    return FPK_OK;
}

static enum fpk_status run(struct question *question, struct fpk_spectrum *s)
{
    const struct fpk_spectrum_problem *problem = question->problem;
    size_t first = FPK_SPECTRAL_FIRST;
    s->a = question->a;
    s->b = question->b;
    while (first < 2 * s->n)
        first *= 2;
    first = first > FPK_SPECTRAL_MODES / 2 ? FPK_SPECTRAL_MODES / 2 : first;
    FPK_TRY(fpk_allocate(&s->value, s->n));
    FPK_TRY(fpk_allocate(&s->error, s->n));
    return fpk_spectral_refine(first, FPK_SPECTRAL_MODES,
                               problem->tolerance > 0 ? problem->tolerance : 1e-6, s->n, level,
                               question, s->value, s->error, &s->n_cell, &s->converged);
}

enum fpk_status fpk_spectral_solve(const struct fpk_spectrum_problem *problem,
                                   struct fpk_spectrum *spectrum)
{
    struct question question = {.problem = problem, .a = problem->a, .b = problem->b};
    bool whole;
    *spectrum = (struct fpk_spectrum){.n = problem->n, .order = NAN};
    FPK_TRY(fpk_spectral_domain(problem->model, problem->ends, &question.a, &question.b, &whole));
    question.kind = whole ? FPK_NODES_SINC : FPK_NODES_LEGENDRE;
    FPK_CHECK(problem->n >= 1 && problem->n <= MOST_VALUES, FPK_USAGE,
              "%zu eigenvalues are asked of the spectral oracle: ask for 1 ... %d", problem->n,
              MOST_VALUES);
    enum fpk_status status = run(&question, spectrum);
    if (status != FPK_OK)
        fpk_spectrum_clear(spectrum);
    return status;
}
