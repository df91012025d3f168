/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The probe: the start brought to the axes of the data, the sweeps over the plan, the output. */
#include "fpk/law/probe.h"

#include "fpk/base/memory.h"
#include "probe_kernel.h"

#include <float.h>
#include <math.h>
#include <string.h>

static enum fpk_status check_plan(const struct fpk_plan *plan)
{
    for (size_t i = 0; i < plan->n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        FPK_CHECK(in->op == FPK_EVAL || in->op == FPK_MIX, FPK_USAGE,
                  "probe of %s: step %llu %s, which is not affine: its output is no Gaussian; take "
                  "that option out, or ask for the law in one dimension",
                  plan->name, (unsigned long long)in->step,
                  in->op == FPK_CLIP ? "clips" : "accepts, rejects or bounds points");
    }
    return FPK_OK;
}

static enum fpk_status check_start(const struct fpk_plan *plan, const struct fpk_mixture *data,
                                   const struct fpk_start *start)
{
    FPK_CHECK(data->n == 1, FPK_USAGE,
              "probe of %s: the data are a mixture of %zu; a probe needs a single Gaussian",
              plan->name, data->n);
    if (!start)
        return FPK_OK;
    bool single = (start->kind == FPK_START_MIXTURE && start->mixture.n == 1) ||
                  (start->kind == FPK_START_POINTS && start->points.n == 1) ||
                  start->kind == FPK_START_DELTA;
    FPK_CHECK(single, FPK_USAGE,
              "probe of %s: the start must be a single Gaussian or a point, for the output to be "
              "Gaussian",
              plan->name);
    size_t dim = fpk_start_dim(start);
    FPK_CHECK(dim == data->dim, FPK_USAGE,
              "probe of %s: the start has %zu dimensions, the data %zu", plan->name, dim,
              data->dim);
    return FPK_OK;
}

/* The start's mean in the coordinates of the data, and its covariance: NULL for `flat` times I. */
struct given {
    const double *mean, *covariance;
    double flat;
};

static struct given given_by(const struct fpk_start *start)
{
    if (start->kind == FPK_START_DELTA)
        return (struct given){&start->a, NULL, 0};
    if (start->kind == FPK_START_POINTS) /* one point: its coordinates follow one another */
        return (struct given){fpk_points_block(&start->points, 0), NULL, 0};
    const struct fpk_mixture *m = &start->mixture;
    for (size_t i = 0; i < m->dim * m->dim; i++)
        if (m->covariance[i] != (i % (m->dim + 1) == 0 ? m->covariance[0] : 0))
            return (struct given){m->mean, m->covariance, 0};
    return (struct given){m->mean, NULL, m->covariance[0]};
}

/* probe->mean <- axes^T mean; probe->covariance <- axes^T covariance axes. */
static enum fpk_status rotate_start(struct fpk_probe *probe, const struct given *given)
{
    size_t dim = probe->dim;
    const double *axes = probe->data->axes;
    for (size_t a = 0; a < dim; a++)
        for (size_t i = 0; i < dim; i++)
            probe->mean[a] += axes[i * dim + a] * given->mean[i];
    for (size_t a = 0; a < dim; a++)
        probe->variance[a] = given->flat;
    if (!given->covariance)
        return FPK_OK;
    double *half = NULL; /* covariance axes */
    FPK_TRY(fpk_allocate(&probe->covariance, dim * dim));
    FPK_TRY(fpk_allocate(&half, dim * dim));
    for (size_t i = 0; i < dim; i++)
        for (size_t j = 0; j < dim; j++)
            for (size_t b = 0; b < dim; b++)
                half[i * dim + b] += given->covariance[i * dim + j] * axes[j * dim + b];
    for (size_t i = 0; i < dim; i++)
        for (size_t a = 0; a < dim; a++)
            for (size_t b = a; b < dim; b++)
                probe->covariance[a * dim + b] += axes[i * dim + a] * half[i * dim + b];
    for (size_t a = 0; a < dim; a++)
        probe->variance[a] = probe->covariance[a * dim + a];
    fpk_release(&half);
    return FPK_OK;
}

/* Mean and covariance of the start, along the axes, where those of the output will stand. */
static enum fpk_status set_start(struct fpk_probe *probe, const struct fpk_plan *plan,
                                 const struct fpk_probe_options *options)
{
    double alpha = plan->first.alpha, sigma = plan->first.sigma;
    if (options->exact)
        for (size_t a = 0; a < probe->dim; a++) {
            probe->mean[a] = alpha * probe->centre[a];
            probe->variance[a] = alpha * alpha * probe->data->spread[a] + sigma * sigma;
        }
    else if (options->start) {
        struct given given = given_by(options->start);
        return rotate_start(probe, &given);
    } else
        for (size_t a = 0; a < probe->dim; a++)
            probe->variance[a] = plan->start_std * plan->start_std;
    return FPK_OK;
}

/* probe->centre <- axes^T mu. */
static void set_centre(struct fpk_probe *probe)
{
    size_t dim = probe->dim;
    for (size_t i = 0; i < dim; i++)
        for (size_t a = 0; a < dim; a++)
            probe->centre[a] += probe->data->axes[i * dim + a] * probe->data->mean[i];
}

/* Axes first .. first + m - 1; empty lanes copy the last. */
static void sweep(struct fpk_probe *probe, const struct fpk_plan *plan, size_t n, size_t first,
                  fpk_lanes *size, fpk_lanes *work)
{
    struct fpk_probe_axes axes;
    for (size_t l = 0; l < FPK_PROBE_LANES; l++) {
        size_t a = first + l < probe->dim ? first + l : probe->dim - 1;
        axes.spread[l] = probe->data->spread[a];
        axes.centre[l] = probe->centre[a];
        axes.start_mean[l] = probe->mean[a];
        axes.start_variance[l] = probe->variance[a];
    }
    FPK_DISPATCH(fpk_probe_forward_kernel)(plan, n, &axes, work, size);
    FPK_DISPATCH(fpk_probe_backward_kernel)(plan, n, size, &axes, work);
    for (size_t l = 0; l < FPK_PROBE_LANES && first + l < probe->dim; l++) {
        probe->gain[first + l] = axes.gain[l];
        probe->shift[first + l] = axes.shift[l];
        probe->noise[first + l] = axes.noise[l];
        probe->error[first + l] = axes.error[l];
    }
}

static enum fpk_status sweep_all(struct fpk_probe *probe, const struct fpk_plan *plan, size_t n)
{
    double *work = NULL;
    size_t own = FPK_PROBE_WORK(plan->n_register);
    FPK_TRY(fpk_allocate(&work, own + n * FPK_PROBE_LANES));
    for (size_t first = 0; first < probe->dim; first += FPK_PROBE_LANES)
        sweep(probe, plan, n, first, (fpk_lanes *)(work + own), (fpk_lanes *)work);
    fpk_release(&work);
    return FPK_OK;
}

/* Start to output. A start that was brought to the axes by sums of `dim` terms is off by their
 * rounding. */
static enum fpk_status finish(struct fpk_probe *probe, const struct fpk_plan *plan, bool rotated)
{
    size_t dim = probe->dim;
    double turn = rotated && dim > 1 ? 4 * (double)(dim + 8) * DBL_EPSILON : 0, size = 0;
    for (size_t a = 0; a < dim; a++)
        size = fmax(size, sqrt(probe->variance[a] + probe->mean[a] * probe->mean[a]));
    for (size_t a = 0; a < dim; a++) {
        double gain = probe->gain[a];
        probe->mean[a] = gain * probe->mean[a] + probe->shift[a];
        probe->variance[a] = gain * gain * probe->variance[a] + probe->noise[a];
        probe->error[a] += turn * fabs(gain) * size;
        FPK_CHECK(isfinite(probe->mean[a]) && isfinite(probe->variance[a]) &&
                      isfinite(probe->error[a]),
                  FPK_NUMERIC,
                  "probe of %s: the output overflows along the axis of variance %.6g; take smaller "
                  "steps",
                  plan->name, probe->data->spread[a]);
    }
    for (size_t a = 0; probe->covariance && a < dim; a++)
        for (size_t b = a; b < dim; b++) {
            double c = probe->gain[a] * probe->covariance[a * dim + b] * probe->gain[b];
            c = a == b ? probe->variance[a] : c;
            probe->covariance[a * dim + b] = probe->covariance[b * dim + a] = c;
        }
    return FPK_OK;
}

/* How many instructions the first `steps` steps are, and the level that they reach. */
static size_t reach(struct fpk_probe *probe, const struct fpk_plan *plan, uint64_t steps)
{
    size_t n = 0;
    probe->level = plan->first;
    for (; n < plan->n && (steps == 0 || plan->instruction[n].step < steps); n++)
        if (plan->instruction[n].op == FPK_MIX && plan->instruction[n].out == 0)
            probe->level = plan->instruction[n].level;
    return n;
}

enum fpk_status fpk_probe_init(struct fpk_probe *probe, const struct fpk_plan *plan,
                               const struct fpk_mixture *data,
                               const struct fpk_probe_options *options)
{
    static const struct fpk_probe_options usual = {0};
    const struct fpk_probe_options *o = options ? options : &usual;
    *probe = (struct fpk_probe){.dim = data->dim, .data = data};
    FPK_TRY(check_plan(plan));
    FPK_TRY(check_start(plan, data, o->exact ? NULL : o->start));
    double **const array[] = {&probe->centre, &probe->gain,     &probe->shift, &probe->noise,
                              &probe->mean,   &probe->variance, &probe->error};
    const size_t arrays = sizeof array / sizeof *array;
    FPK_TRY(fpk_allocate(&probe->centre, arrays * data->dim)); /* holds the others too */
    for (size_t i = 1; i < arrays; i++)
        *array[i] = probe->centre + i * data->dim;
    enum fpk_status status;
    set_centre(probe);
    FPK_TRY_DONE(status, set_start(probe, plan, o));
    FPK_TRY_DONE(status, sweep_all(probe, plan, reach(probe, plan, o->steps)));
    status = finish(probe, plan, o->start && !o->exact);
done:
    if (status != FPK_OK)
        fpk_probe_clear(probe);
    return status;
}

void fpk_probe_clear(struct fpk_probe *probe)
{
    fpk_release(&probe->centre);
    fpk_release(&probe->covariance);
    probe->gain = probe->shift = probe->noise = NULL;
    probe->mean = probe->variance = probe->error = NULL;
}
