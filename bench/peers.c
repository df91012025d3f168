/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bench/peers.py calls: fpk's ensemble and the same loops with GSL's generator, behind flat
 * functions, so that C and Python contenders are timed in one process.
 *
 *     X' = X + f(X) dt + s sqrt(dt) z,   f = -x (0), x - x^3 (1), score of eight Gaussians (2)
 *
 * with s = 1, 0.7, sqrt(2). */
#include "fpk/base/isa.h"
#include "fpk/base/memory.h"
#include "fpk/distribution/mixture.h"
#include "fpk/numeric/histogram.h"
#include "fpk/numeric/sum.h"
#include "fpk/numeric/tridiagonal_lanes.h"
#include "fpk/sde/ensemble.h"
#include "fpk/wiener/normal.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_version.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__clang__)
#define COMPILER __VERSION__
#else
#define COMPILER "gcc " __VERSION__
#endif

#define COMPONENTS 8
#define HORIZON    (1u << 30) /* steps that a run may be asked for in all */

enum equation { OU, DOUBLE_WELL, MIXTURE };

struct peers_run {
    struct fpk_mixture mixture;
    struct fpk_model model;
    struct fpk_ensemble ensemble;
    struct fpk_ensemble_result result;
};

struct peers_solve;

const char *peers_about(int what);
void peers_normals(uint64_t step, size_t n, double *out);
void peers_noise(uint64_t step, uint64_t steps, size_t n, double *z);
struct peers_run *peers_new(int equation, size_t n, double dt, int threads);
double *peers_points(struct peers_run *run);
int peers_steps(struct peers_run *run, uint64_t steps);
void peers_free(struct peers_run *run);
gsl_rng *peers_gsl_new(int fast);
void peers_gsl_normals(gsl_rng *rng, size_t n, double *out);
void peers_gsl_steps(gsl_rng *rng, int equation, size_t n, double dt, uint64_t steps, double *x);
int peers_histogram(size_t n, const double *x, size_t bins, uint64_t *count);
double peers_binned_sum(size_t n, const double *x);
double peers_plain_sum(size_t n, const double *x);
struct peers_solve *peers_solve_new(size_t n, const double *lower, const double *diag,
                                    const double *upper, const double *p);
void peers_solve(struct peers_solve *solve, size_t times);
void peers_solve_end(struct peers_solve *solve, double *p);
uint64_t peers_latency(uint64_t n);

/* 0: the instruction set in use; 1: the compiler; 2: GSL. */
const char *peers_about(int what)
{
    const char *const said[] = {fpk_isa_name(fpk_isa()), COMPILER, "GSL " GSL_VERSION};
    return said[what];
}

/* ---- fpk ---- */

void peers_normals(uint64_t step, size_t n, double *out)
{
    struct fpk_stream stream = {.seed = 1, .purpose = FPK_FOR_TEST, .step = step};
    fpk_normal_fill(stream, 0, n, out);
}

/* The normals of an ensemble's steps and nothing else: blocks of FPK_BLOCK, z [FPK_BLOCK]. */
void peers_noise(uint64_t step, uint64_t steps, size_t n, double *z)
{
    struct fpk_noise noise = {.seed = 1, .refine = 1};
    for (noise.first = 0; noise.first < n; noise.first += FPK_BLOCK)
        for (noise.step = step; noise.step < step + steps; noise.step++)
            fpk_noise_normals(&noise, 0, n - noise.first < FPK_BLOCK ? n - noise.first : FPK_BLOCK,
                              z);
}

static void drift_of_mixture(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    fpk_mixture_score(ctx, n, x, out);
}

static void root_two(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)x, (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = sqrt(2);
}

static double mean_of(int k)
{
    return k - 3.5;
}

static double variance_of(int k)
{
    return 0.25 + 0.0625 * (k % 4);
}

static double weight_of(int k)
{
    return (1 + k % 3) / 15.0;
}

static enum fpk_status make_mixture(struct peers_run *run)
{
    double weight[COMPONENTS], mean[COMPONENTS], variance[COMPONENTS];
    for (int k = 0; k < COMPONENTS; k++) {
        weight[k] = weight_of(k);
        mean[k] = mean_of(k);
        variance[k] = variance_of(k);
    }
    FPK_TRY(fpk_mixture_init(&run->mixture, 1, COMPONENTS, weight, mean, variance));
    run->model = (struct fpk_model){.name = "mixture",
                                    .sentence = "Langevin in a mixture",
                                    .dim = 1,
                                    .noise = 1,
                                    .autonomous = true,
                                    .drift = drift_of_mixture,
                                    .diffusion = root_two,
                                    .ctx = &run->mixture};
    return FPK_OK;
}

static enum fpk_status make(struct peers_run *run, enum equation equation, size_t n, double dt)
{
    if (equation == OU)
        FPK_TRY(fpk_model_from_drift(&run->model, "-x", "1", NULL));
    if (equation == DOUBLE_WELL)
        FPK_TRY(fpk_model_from_drift(&run->model, "x - x^3", "0.7", NULL));
    if (equation == MIXTURE)
        FPK_TRY(make_mixture(run));
    run->ensemble.model = &run->model;
    run->ensemble.stepper = &fpk_euler_maruyama;
    run->ensemble.t1 = HORIZON * dt;
    run->ensemble.n_step = HORIZON;
    run->ensemble.seed = 1;
    run->ensemble.particles = n;
    return fpk_ensemble_result_init(&run->result, &run->ensemble);
}

/* n particles at 0, or NULL after a sentence on stderr. */
struct peers_run *peers_new(int equation, size_t n, double dt, int threads)
{
    struct peers_run *run = calloc(1, sizeof *run);
    if (!run || make(run, (enum equation)equation, n, dt) != FPK_OK) {
        fprintf(stderr, "peers: %s\n", run ? fpk_message() : "no memory");
        free(run);
        return NULL;
    }
    run->ensemble.threads = threads;
    return run;
}

double *peers_points(struct peers_run *run)
{
    return run->result.points.x;
}

/* The next steps of every particle. */
int peers_steps(struct peers_run *run, uint64_t steps)
{
    run->ensemble.step_begin = run->ensemble.step_end;
    run->ensemble.step_end += steps;
    run->result.blocks_done = 0;
    return fpk_ensemble_run(&run->ensemble, &run->result);
}

void peers_free(struct peers_run *run)
{
    fpk_ensemble_result_clear(&run->result);
    fpk_model_clear(&run->model);
    fpk_mixture_clear(&run->mixture);
    free(run);
}

/* Of [-4, 4). */
int peers_histogram(size_t n, const double *x, size_t bins, uint64_t *count)
{
    struct fpk_histogram h;
    FPK_TRY(fpk_histogram_init(&h, -4, 4, bins));
    fpk_histogram_add(&h, n, x);
    memcpy(count, h.count, bins * sizeof *count);
    fpk_histogram_clear(&h);
    return 0;
}

double peers_binned_sum(size_t n, const double *x)
{
    struct fpk_binned_sum sum = {0};
    fpk_binned_sum_add(&sum, n, x);
    return fpk_binned_sum_value(&sum);
}

/* What a compiler makes of a sum that may be split: 16 partial sums, no more care. */
double peers_plain_sum(size_t n, const double *x)
{
    double part[16] = {0}, sum = 0;
    for (size_t i = 0; i + 16 <= n; i += 16)
        for (size_t j = 0; j < 16; j++)
            part[j] += x[i + j];
    for (size_t i = n / 16 * 16; i < n; i++)
        sum += x[i];
    for (size_t j = 0; j < 16; j++)
        sum += part[j];
    return sum;
}

/* ---- GSL: a particle's steps in one loop, its position in a register ---- */

gsl_rng *peers_gsl_new(int fast)
{
    return gsl_rng_alloc(fast ? gsl_rng_taus : gsl_rng_mt19937);
}

void peers_gsl_normals(gsl_rng *rng, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = gsl_ran_gaussian_ziggurat(rng, 1.0);
}

struct line {
    double mean[COMPONENTS], height[COMPONENTS], curve[COMPONENTS], pull[COMPONENTS];
};

static struct line make_line(void)
{
    struct line line;
    for (int k = 0; k < COMPONENTS; k++) {
        line.mean[k] = mean_of(k);
        line.height[k] = log(weight_of(k)) - 0.5 * log(variance_of(k));
        line.curve[k] = -0.5 / variance_of(k);
        line.pull[k] = 1 / variance_of(k);
    }
    return line;
}

static double score(const struct line *line, double x)
{
    double top = -INFINITY, sum = 0, force = 0;
    for (int k = 0; k < COMPONENTS; k++) {
        double d = line->mean[k] - x;
        top = fmax(top, line->height[k] + line->curve[k] * (d * d));
    }
    for (int k = 0; k < COMPONENTS; k++) {
        double d = line->mean[k] - x;
        double w = exp(line->height[k] + line->curve[k] * (d * d) - top);
        sum += w;
        force += w * (d * line->pull[k]);
    }
    return force / sum;
}

#define GSL_STEPS(f, s)                                                                            \
    for (size_t i = 0; i < n; i++) {                                                               \
        double y = x[i];                                                                           \
        for (uint64_t k = 0; k < steps; k++)                                                       \
            y += (f)*dt + (s)*gsl_ran_gaussian_ziggurat(rng, 1.0);                                 \
        x[i] = y;                                                                                  \
    }

void peers_gsl_steps(gsl_rng *rng, int equation, size_t n, double dt, uint64_t steps, double *x)
{
    double root = sqrt(dt);
    const struct line line = make_line();
    if (equation == OU)
        GSL_STEPS(-y, root)
    if (equation == DOUBLE_WELL)
        GSL_STEPS(y - y * y * y, 0.7 * root)
    if (equation == MIXTURE)
        GSL_STEPS(score(&line, y), sqrt(2) * root)
}

/* Implicit steps with one matrix: the densities stay in the order of the lanes. */
struct peers_solve {
    struct fpk_tridiagonal_lanes lanes;
    double *p;
};

struct peers_solve *peers_solve_new(size_t n, const double *lower, const double *diag,
                                    const double *upper, const double *p)
{
    struct peers_solve *solve = calloc(1, sizeof *solve);
    if (!solve)
        return NULL;
    if (fpk_tridiagonal_lanes_init(&solve->lanes, n) != FPK_OK ||
        fpk_tridiagonal_lanes_factor(&solve->lanes, lower, diag, upper) != FPK_OK ||
        fpk_allocate(&solve->p, solve->lanes.size) != FPK_OK) {
        fprintf(stderr, "peers: %s\n", fpk_message());
        fpk_tridiagonal_lanes_clear(&solve->lanes);
        free(solve);
        return NULL;
    }
    fpk_tridiagonal_lanes_pack(&solve->lanes, p, solve->p);
    return solve;
}

void peers_solve(struct peers_solve *solve, size_t times)
{
    for (size_t k = 0; k < times; k++)
        fpk_tridiagonal_lanes_solve(&solve->lanes, solve->p);
}

void peers_solve_end(struct peers_solve *solve, double *p)
{
    fpk_tridiagonal_lanes_unpack(&solve->lanes, solve->p, p);
    fpk_release(&solve->p);
    fpk_tridiagonal_lanes_clear(&solve->lanes);
    free(solve);
}

/* ---- is the machine quiet? a chain of n multiplications, which nothing but a clock bounds ---- */

uint64_t peers_latency(uint64_t n)
{
    uint64_t x = n | 1;
    for (uint64_t i = 0; i < n; i++) {
        x *= 0xd1342543de82ef95u;
        __asm__ volatile("" : "+r"(x));
    }
    return x;
}
