/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bench/probe.py calls: the probe of a DDPM plan on Gaussian data, and the plan's numbers, so
 * that NumPy runs the same recursion on them. */
#include "fpk/base/memory.h"
#include "fpk/law/probe.h"
#include "fpk/sampler/sampler.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct probe_task {
    struct fpk_mixture data;
    struct fpk_plan plan;
};

struct probe_task *probe_new(size_t dim, const double *mean, const double *covariance,
                             const char *steps);
void probe_free(struct probe_task *task);
size_t probe_table(const struct probe_task *task, double *row);
int probe_axes(const struct probe_task *task, double *mean, double *variance);
int probe_space(const struct probe_task *task, double *mean, double *covariance);

static enum fpk_status build(struct fpk_plan *plan, const char *steps)
{
    const struct fpk_sampler *sampler = NULL;
    struct fpk_values values;
    FPK_TRY(fpk_sampler_find("ddpm", &sampler));
    FPK_TRY(fpk_values_init(&values, sampler->parameter, sampler->n_parameter));
    enum fpk_status status = fpk_values_set(&values, "steps", steps);
    if (status == FPK_OK)
        status = sampler->build(plan, &values);
    fpk_values_clear(&values);
    return status;
}

struct probe_task *probe_new(size_t dim, const double *mean, const double *covariance,
                             const char *steps)
{
    double one = 1;
    struct probe_task *task = calloc(1, sizeof *task);
    if (task && (fpk_mixture_init(&task->data, dim, 1, &one, mean, covariance) != FPK_OK ||
                 build(&task->plan, steps) != FPK_OK)) {
        fprintf(stderr, "%s\n", fpk_message());
        probe_free(task);
        return NULL;
    }
    return task;
}

void probe_free(struct probe_task *task)
{
    fpk_mixture_clear(&task->data);
    fpk_plan_clear(&task->plan);
    free(task);
}

/* row [steps][5] <- alpha, sigma of the score; a, b, s of x' = a x + b score + s xi. */
size_t probe_table(const struct probe_task *task, double *row)
{
    size_t n = task->plan.n / 2;
    for (size_t i = 0; i < n; i++) {
        const struct fpk_instruction *eval = &task->plan.instruction[2 * i], *mix = eval + 1;
        const double own[5] = {eval->level.alpha, eval->level.sigma, mix->c[0], mix->c[1],
                               mix->noise};
        memcpy(row + 5 * i, own, sizeof own);
    }
    return n;
}

int probe_axes(const struct probe_task *task, double *mean, double *variance)
{
    struct fpk_probe probe;
    if (fpk_probe_init(&probe, &task->plan, &task->data, NULL) != FPK_OK)
        return 1;
    memcpy(mean, probe.mean, probe.dim * sizeof *mean);
    memcpy(variance, probe.variance, probe.dim * sizeof *variance);
    fpk_probe_clear(&probe);
    return 0;
}

int probe_space(const struct probe_task *task, double *mean, double *covariance)
{
    struct fpk_probe probe;
    if (fpk_probe_init(&probe, &task->plan, &task->data, NULL) != FPK_OK)
        return 1;
    fpk_probe_mean(&probe, mean, NULL);
    fpk_probe_covariance(&probe, covariance, NULL);
    fpk_probe_clear(&probe);
    return 0;
}
