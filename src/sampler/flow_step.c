/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include <omp.h>

struct fpk_flow_step {
    int threads;
    struct fpk_flow_work **work; /* [threads]; owned */
};

enum fpk_status fpk_flow_step_new(struct fpk_flow_step **out, const struct fpk_flow *flow,
                                  const struct fpk_score *score, int threads)
{
    struct fpk_flow_step *step = NULL;
    *out = NULL;
    FPK_CHECK(score->dim == 1, FPK_USAGE,
              "probability-flow-adaptive: a transition is of one dimension, the score has %zu",
              score->dim);
    FPK_TRY(fpk_allocate(&step, 1));
    step->threads = threads > 0 ? threads : omp_get_max_threads();
    enum fpk_status status = fpk_flow_works_new(&step->work, step->threads, flow, score, true);
    if (status != FPK_OK)
        fpk_flow_step_free(&step);
    *out = step;
    return status;
}

void fpk_flow_step_free(struct fpk_flow_step **step)
{
    if (!*step)
        return;
    fpk_flow_works_free(&(*step)->work, (*step)->threads);
    fpk_release(step);
}

/* In one dimension the flow keeps order: dx'/dx is positive, the exponential of the divergence. */
static void eval(size_t n, const double *x, double *m, double *m_x, double *s, const void *ctx)
{
    const struct fpk_flow_step *step = ctx;
    struct fpk_flow_work *work = step->work[omp_get_thread_num()];
    uint64_t evaluations = 0;
    for (size_t i = 0; i < n; i++) {
        double y = x[i], log_slope, t;
        (void)fpk_flow_point(work, &y, &log_slope, &t, &evaluations); /* NaN says it */
        m[i] = y;
        if (m_x)
            m_x[i] = fpk_exp(log_slope);
        s[i] = 0;
    }
}

struct fpk_transition fpk_flow_transition(const struct fpk_flow_step *step)
{
    return (struct fpk_transition){.eval = eval, .ctx = step, .deterministic = true};
}
