/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Euler-Maruyama steps of a model given as formulas, against the same model as callbacks written by
 * hand in C, compiled for this machine, with fpk's block functions for sin, cos and exp. The goal:
 * at most twice the time of the hand-written one. Particles agree to 1e-9 before a time is
 * believed. */
#include "fpk/model/model.h"
#include "fpk/numeric/elementary.h"
#include "fpk/sde/ensemble.h"

#include "ratio.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

enum { PARTICLES = 16 * FPK_BLOCK, STEPS = 32 };

struct task {
    const char *name, *drift, *diffusion;
    size_t dim, noise;
    enum fpk_noise_kind kind;
    fpk_block_fn *f, *g;
};

/* ---- by hand ---- */

static void constant(size_t rows, size_t n, const double *value, double *out)
{
    for (size_t k = 0; k < rows; k++)
        for (size_t i = 0; i < n; i++)
            out[k * n + i] = value[k];
}

static void ou(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = 1.5 * (0.3 - x[i]);
}

static void well(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = x[i] - x[i] * x[i] * x[i];
}

static void steady(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)x, (void)ctx;
    constant(1, n, (const double[]){0.7}, out);
}

static void wave(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    double e[FPK_BLOCK] = {0};
    for (size_t i = 0; i < n; i++)
        e[i] = -(x[i] * x[i]);
    fpk_exp_block(n, e, e);
    fpk_sin_block(n, x, out);
    for (size_t i = 0; i < n; i++)
        out[i] = 0.5 * e[i] - out[i];
}

static void wave_noise(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    fpk_cos_block(n, x, out);
    for (size_t i = 0; i < n; i++)
        out[i] = 0.5 + 0.1 * out[i];
}

static void duffing(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    const double *y = x + n;
    for (size_t i = 0; i < n; i++) {
        out[i] = y[i];
        out[n + i] = x[i] - x[i] * x[i] * x[i] - 0.2 * y[i];
    }
}

static void kick(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)x, (void)ctx;
    constant(2, n, (const double[]){0, 0.5}, out);
}

static void lorenz(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    const double *y = x + n, *z = y + n;
    for (size_t i = 0; i < n; i++) {
        out[i] = 10 * (y[i] - x[i]);
        out[n + i] = x[i] * (28 - z[i]) - y[i];
        out[2 * n + i] = x[i] * y[i] - 2.5 * z[i];
    }
}

static void three(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)x, (void)ctx;
    constant(9, n, (const double[]){1, 0, 0, 0, 1, 0, 0, 0, 1}, out);
}

/* Two wells of exponentials in the plane: each exponential is in both rows. */
static void valley(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    const double *y = x + n;
    double e[FPK_BLOCK] = {0}, h[FPK_BLOCK] = {0};
    for (size_t i = 0; i < n; i++) {
        e[i] = -((x[i] - 1) * (x[i] - 1)) - 10 * (y[i] * y[i]);
        h[i] = -(x[i] * x[i]) - 10 * ((y[i] - 0.5) * (y[i] - 0.5));
    }
    fpk_exp_block(n, e, e);
    fpk_exp_block(n, h, h);
    for (size_t i = 0; i < n; i++) {
        out[i] = -2 * (x[i] - 1) * e[i] - 2 * x[i] * h[i];
        out[n + i] = -20 * y[i] * e[i] - 20 * (y[i] - 0.5) * h[i];
    }
}

static void two(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)x, (void)ctx;
    constant(4, n, (const double[]){0.7, 0, 0, 0.7}, out);
}

#define WELL_E "exp(-(x - 1)^2 - 10*y^2)"
#define WELL_H "exp(-x^2 - 10*(y - 0.5)^2)"

static const struct task tasks[] = {
    {"OU", "1.5*(0.3 - x)", "0.7", 1, 1, FPK_NOISE_ADDITIVE, ou, steady},
    {"double well", "x - x^3", "0.7", 1, 1, FPK_NOISE_ADDITIVE, well, steady},
    {"sin, exp, cos", "0.5*exp(-x^2) - sin(x)", "0.5 + 0.1*cos(x)", 1, 1, FPK_NOISE_SCALAR, wave,
     wave_noise},
    {"Duffing", "y; x - x^3 - 0.2*y", "0; 0.5", 2, 1, FPK_NOISE_ADDITIVE, duffing, kick},
    {"two valleys",
     "-2*(x - 1)*" WELL_E " - 2*x*" WELL_H "; -20*y*" WELL_E " - 20*(y - 0.5)*" WELL_H, "0.7", 2, 2,
     FPK_NOISE_ADDITIVE, valley, two},
    {"Lorenz", "10*(y - x); x*(28 - z) - y; x*y - 2.5*z", "1", 3, 3, FPK_NOISE_ADDITIVE, lorenz,
     three},
};
enum { N_TASKS = sizeof tasks / sizeof *tasks };

/* ---- timed ---- */

struct job {
    struct fpk_model model;
    struct fpk_start start;
    struct fpk_ensemble ensemble;
    struct fpk_ensemble_result result;
};

static void must(enum fpk_status status)
{
    if (status == FPK_OK)
        return;
    fprintf(stderr, "%s\n", fpk_message());
    exit((int)status);
}

static void prepare(struct job *job, size_t dim)
{
    must(fpk_start_parse(&job->start, "normal:0:1"));
    must(fpk_start_spread(&job->start, dim));
    job->ensemble = (struct fpk_ensemble){.model = &job->model,
                                          .start = &job->start,
                                          .t1 = STEPS * 1e-3,
                                          .n_step = STEPS,
                                          .particles = PARTICLES,
                                          .seed = 1,
                                          .threads = 1};
    must(fpk_stepper_find("euler-maruyama", &job->ensemble.stepper));
    must(fpk_ensemble_result_init(&job->result, &job->ensemble));
}

static void run(void *ctx)
{
    struct job *job = ctx;
    fpk_ensemble_result_clear(&job->result); /* a finished result would only be looked at */
    must(fpk_ensemble_result_init(&job->result, &job->ensemble));
    must(fpk_ensemble_run(&job->ensemble, &job->result));
}

/* The callbacks alone, as a step asks for them. */
static void ask(void *ctx)
{
    const struct job *job = ctx;
    static double out[9 * FPK_BLOCK];
    const struct fpk_model *m = &job->model;
    for (int k = 0; k < 16 * STEPS; k++)
        m->drift(0, FPK_BLOCK, job->result.points.x, out, m->ctx);
    for (int k = 0; k < 16 * STEPS && m->noise_kind != FPK_NOISE_ADDITIVE; k++)
        m->diffusion(0, FPK_BLOCK, job->result.points.x, out, m->ctx);
}

static void compare(const struct task *task)
{
    struct job hand = {0}, formula = {0};
    hand.model = (struct fpk_model){.name = "by hand",
                                    .dim = task->dim,
                                    .noise = task->noise,
                                    .noise_kind = task->kind,
                                    .autonomous = true,
                                    .drift = task->f,
                                    .diffusion = task->g};
    must(fpk_model_from_drift(&formula.model, task->drift, task->diffusion, NULL));
    prepare(&hand, task->dim);
    prepare(&formula, task->dim);
    run(&hand);
    run(&formula);
    for (size_t i = 0; i < PARTICLES * task->dim; i++)
        if (!(fabs(hand.result.points.x[i] - formula.result.points.x[i]) <= 1e-9)) {
            fprintf(stderr, "%s: the two do not solve the same equation\n", task->name);
            exit(1);
        }
    char name[80];
    snprintf(name, sizeof name, "%s, a step", task->name);
    ratio_print(name, (double)PARTICLES * STEPS, 20,
                (struct contender[]){{"C by hand", run, &hand}, {"formula", run, &formula}}, 2);
    snprintf(name, sizeof name, "%s, f (and g)", task->name);
    ratio_print(name, (double)PARTICLES * STEPS, 20,
                (struct contender[]){{"C by hand", ask, &hand}, {"formula", ask, &formula}}, 2);
    struct job *both[] = {&hand, &formula};
    for (int i = 0; i < 2; i++) {
        fpk_ensemble_result_clear(&both[i]->result);
        fpk_start_clear(&both[i]->start);
        fpk_model_clear(&both[i]->model);
    }
}

int main(void)
{
    omp_set_num_threads(1);
    for (size_t i = 0; i < N_TASKS; i++)
        compare(&tasks[i]);
    return 0;
}
