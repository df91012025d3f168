/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow_priv.h"

#include "fpk/base/memory.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>
#include <math.h>

enum { STEPS_MAX = 1000000 };

struct fpk_flow_work {
    struct fpk_flow flow;
    const struct fpk_score *score; /* borrowed */
    bool tangent;
    uint64_t evaluations;
    double *y;     /* [dim + 1]: x and log |det|; owned, as are all below */
    double *value; /* [dim]: the head */
    double *slope; /* [dim][dim]: its Jacobian */
    gsl_odeiv2_step *step;
    gsl_odeiv2_control *control;
    gsl_odeiv2_evolve *evolve;
};

/* dx/dt = x_part x + head_part head. The rates of a flow are infinite where alpha = 0, its own head
 * is not: dx/dt = eps - x0. */
static enum fpk_head rates(const struct fpk_process *process, double t, double *x_part,
                           double *head_part)
{
    bool is_flow = process->kind == FPK_FLOW;
    *x_part = is_flow ? 0 : -fpk_process_shrink(process, t);
    *head_part = is_flow ? 1 : -.5 * fpk_process_g2(process, t);
    return is_flow ? FPK_HEAD_FLOW : FPK_HEAD_SCORE;
}

/* The level of the ends themselves is not computed again: a clean end has sigma 0 exactly. */
static struct fpk_level level_at(const struct fpk_flow *flow, double t)
{
    if (t == flow->first.t)
        return flow->first;
    return t == flow->last.t ? flow->last : fpk_process_level(&flow->process, t);
}

static int slope(double t, const double *y, double *dydt, void *ctx)
{
    struct fpk_flow_work *work = ctx;
    size_t dim = work->score->dim;
    double x_part, head_part;
    enum fpk_head head = rates(&work->flow.process, t, &x_part, &head_part);
    struct fpk_level level = level_at(&work->flow, t);
    fpk_score_head(work->score, head, &level, 1, y, work->value,
                   work->tangent ? work->slope : NULL);
    work->evaluations++;
    for (size_t d = 0; d < dim; d++)
        dydt[d] = x_part * y[d] + head_part * work->value[d];
    if (work->tangent) {
        double trace = 0;
        for (size_t d = 0; d < dim; d++)
            trace += work->slope[d * dim + d];
        dydt[dim] = x_part * (double)dim + head_part * trace;
    }
    for (size_t d = 0; d < dim; d++)
        if (!isfinite(dydt[d]))
            return GSL_FAILURE; /* a shorter step is tried */
    return GSL_SUCCESS;
}

static const gsl_odeiv2_step_type *stepper(enum fpk_flow_method method)
{
    return method == FPK_FLOW_RKF45  ? gsl_odeiv2_step_rkf45
           : method == FPK_FLOW_RKCK ? gsl_odeiv2_step_rkck
                                     : gsl_odeiv2_step_rk8pd;
}

enum fpk_status fpk_flow_work_new(struct fpk_flow_work **out, const struct fpk_flow *flow,
                                  const struct fpk_score *score, bool tangent)
{
    struct fpk_flow_work *work = NULL;
    size_t dim = score->dim, n = dim + tangent;
    enum fpk_status status;
    *out = NULL;
    FPK_CHECK(!tangent || score->score_x, FPK_USAGE,
              "probability-flow-adaptive: the score comes without its Jacobian, which densities "
              "along the flow need");
    FPK_TRY(fpk_allocate(&work, 1));
    work->flow = *flow;
    work->score = score;
    work->tangent = tangent;
    FPK_TRY_DONE(status, fpk_allocate(&work->y, dim + 1));
    FPK_TRY_DONE(status, fpk_allocate(&work->value, dim));
    FPK_TRY_DONE(status, fpk_allocate(&work->slope, dim * dim));
    work->step = gsl_odeiv2_step_alloc(stepper(flow->method), n);
    work->control = gsl_odeiv2_control_standard_new(flow->tolerance, flow->tolerance, 1, 0);
    work->evolve = gsl_odeiv2_evolve_alloc(n);
    if (!work->step || !work->control || !work->evolve)
        status = fpk_fail(FPK_NUMERIC, "no memory for the ODE solver in %zu dimensions", n);
done:
    if (status != FPK_OK)
        fpk_flow_work_free(&work);
    *out = work;
    return status;
}

void fpk_flow_work_free(struct fpk_flow_work **work)
{
    if (!*work)
        return;
    fpk_release(&(*work)->y);
    fpk_release(&(*work)->value);
    fpk_release(&(*work)->slope);
    if ((*work)->evolve)
        gsl_odeiv2_evolve_free((*work)->evolve);
    if ((*work)->control)
        gsl_odeiv2_control_free((*work)->control);
    if ((*work)->step)
        gsl_odeiv2_step_free((*work)->step);
    fpk_release(work);
}

/* Between the ends every score knows every head. */
static enum fpk_status known_at(const struct fpk_flow *flow, const struct fpk_level *level,
                                const struct fpk_score *score)
{
    enum fpk_head head = flow->process.kind == FPK_FLOW ? FPK_HEAD_FLOW : FPK_HEAD_SCORE;
    enum fpk_status status = fpk_score_head_known(score, head, level);
    return status == FPK_OK ? FPK_OK : fpk_fail_context(status, "probability-flow-adaptive");
}

enum fpk_status fpk_flow_works_new(struct fpk_flow_work ***out, int threads,
                                   const struct fpk_flow *flow, const struct fpk_score *score,
                                   bool tangent)
{
    *out = NULL;
    FPK_TRY(known_at(flow, &flow->first, score));
    FPK_TRY(known_at(flow, &flow->last, score));
    FPK_TRY(fpk_allocate(out, (size_t)threads));
    enum fpk_status status = FPK_OK;
    for (int k = 0; status == FPK_OK && k < threads; k++)
        status = fpk_flow_work_new(&(*out)[k], flow, score, tangent);
    if (status != FPK_OK)
        fpk_flow_works_free(out, threads);
    return status;
}

void fpk_flow_works_free(struct fpk_flow_work ***works, int threads)
{
    for (int k = 0; *works && k < threads; k++)
        fpk_flow_work_free(&(*works)[k]);
    fpk_release(works);
}

static bool integrate(struct fpk_flow_work *work, double *t)
{
    size_t dim = work->score->dim, n = dim + work->tangent;
    gsl_odeiv2_system system = {.function = slope, .dimension = n, .params = work};
    double end = work->flow.last.t, h = (end - *t) / 100;
    gsl_odeiv2_evolve_reset(work->evolve);
    gsl_odeiv2_step_reset(work->step);
    for (int k = 0; *t != end; k++) {
        if (k == STEPS_MAX || gsl_odeiv2_evolve_apply(work->evolve, work->control, work->step,
                                                      &system, t, end, &h, work->y) != GSL_SUCCESS)
            return false;
        for (size_t d = 0; d < n; d++)
            if (!isfinite(work->y[d]))
                return false;
    }
    return true;
}

bool fpk_flow_point(struct fpk_flow_work *work, double *x, double *log_det, double *t,
                    uint64_t *evaluations)
{
    size_t dim = work->score->dim;
    for (size_t d = 0; d < dim; d++)
        work->y[d] = x[d];
    work->y[dim] = 0;
    work->evaluations = 0;
    *t = work->flow.first.t;
    bool done = integrate(work, t);
    for (size_t d = 0; d < dim; d++)
        x[d] = done ? work->y[d] : NAN;
    if (log_det)
        *log_det = done ? work->y[dim] : NAN;
    *evaluations += work->evaluations;
    return done;
}
