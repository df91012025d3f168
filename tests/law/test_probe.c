/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.h"

#include "../../src/law/probe_kernel.h"
#include "../isa.h"

#include "fpk/law/probe.h"

#include <float.h>
#include <stdlib.h>

enum { DIM = 3, PUSHES = 64, REGISTERS = 4 };

/* Uniform in [-1, 1), a fixed sequence. */
static double draw(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-52 - 1;
}

/* All rows of the table made with 40 digits, to its own digits and to the error claimed. */
static void test_known_answers(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/sampler_gaussian.txt", "r");
    check_true(file != NULL);
    char line[256], name[32], option[32], spacing[32], options[128];
    struct fpk_mixture g1 = mixture_of(1, (double[]){1}, (double[]){.7}, (double[]){.25});
    double mean, variance;
    int rows = 0, steps;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        check_equal(sscanf(line, "%31s %31s %d %31s %lf %lf", name, option, &steps, spacing, &mean,
                           &variance),
                    6);
        snprintf(options, sizeof options, "%s,steps=%d,spacing=%s", option, steps, spacing);
        struct fpk_plan plan;
        struct fpk_probe probe;
        build_plan(&plan, name, options);
        check_ok(fpk_probe_init(&probe, &plan, &g1, NULL));
        check_close(probe.mean[0], mean, probe.error[0]);
        check_close(sqrt(probe.variance[0]), sqrt(variance), probe.error[0]);
        /* one step from alpha .0064: terms 157 times their sum */
        check_between(probe.error[0], 1e-16, 6e-13 + 2e-15 * steps);
        fpk_probe_clear(&probe);
        fpk_plan_clear(&plan);
        rows++;
    }
    fclose(file);
    fpk_mixture_clear(&g1);
    check_between(rows, 90, 200);
}

/* Registers as affine functions of everything random, in all coordinates together: column 0 the
 * constant, 1 .. DIM the start, then the noises. Another road than the probe's: no axes, forwards,
 * a matrix inverted at every level. */
struct pushes {
    long double a[REGISTERS + 1][DIM][1 + DIM + PUSHES];
    int used;
};

/* m <- its inverse, by Gauss and Jordan with pivots. */
static void invert(long double m[DIM][DIM])
{
    long double w[DIM][2 * DIM] = {{0}};
    for (int i = 0; i < DIM; i++) {
        memcpy(w[i], m[i], sizeof m[i]);
        w[i][DIM + i] = 1;
    }
    for (int k = 0; k < DIM; k++) {
        int best = k;
        for (int i = k + 1; i < DIM; i++)
            best = fabsl(w[i][k]) > fabsl(w[best][k]) ? i : best;
        for (int j = 0; j < 2 * DIM; j++) {
            long double t = w[k][j];
            w[k][j] = w[best][j];
            w[best][j] = t;
        }
        for (int i = 0; i < DIM; i++) {
            long double f = i == k ? 0 : w[i][k] / w[k][k];
            for (int j = 0; j < 2 * DIM; j++)
                w[i][j] -= f * w[k][j];
        }
    }
    for (int i = 0; i < DIM; i++)
        for (int j = 0; j < DIM; j++)
            m[i][j] = w[i][DIM + j] / w[i][i];
}

/* The head as p score + q x: x0 = (x + sigma^2 score)/alpha, or the mean of the data at alpha 0. */
static void push_eval(struct pushes *p, const struct fpk_instruction *in,
                      const struct fpk_mixture *data)
{
    long double alpha = in->level.alpha, sigma = in->level.sigma, m[DIM][DIM];
    long double score_part = 0, x_part = 0;
    for (int i = 0; i < DIM; i++)
        for (int j = 0; j < DIM; j++)
            m[i][j] = alpha * alpha * data->covariance[i * DIM + j] + (i == j ? sigma * sigma : 0);
    invert(m);
    switch (in->head) {
    case FPK_HEAD_SCORE:
        score_part = 1;
        break;
    case FPK_HEAD_EPS:
        score_part = -sigma;
        break;
    case FPK_HEAD_X0:
        score_part = sigma * sigma / alpha, x_part = 1 / alpha;
        break;
    case FPK_HEAD_V:
        score_part = -alpha * sigma - sigma * sigma * sigma / alpha, x_part = -sigma / alpha;
        break;
    case FPK_HEAD_FLOW:
        score_part = -sigma - sigma * sigma / alpha, x_part = -1 / alpha;
        break;
    }
    for (int c = 0; c < 1 + DIM + PUSHES; c++)
        for (int i = 0; i < DIM; i++) {
            long double score = 0;
            for (int j = 0; j < DIM; j++)
                score -= m[i][j] * (p->a[in->in[0]][j][c] - (c == 0 ? alpha * data->mean[j] : 0));
            p->a[REGISTERS][i][c] = score_part * score + x_part * p->a[in->in[0]][i][c];
        }
    memcpy(p->a[in->out], p->a[REGISTERS], sizeof p->a[0]);
}

static void push_mix(struct pushes *p, const struct fpk_instruction *in)
{
    memset(p->a[REGISTERS], 0, sizeof p->a[0]);
    for (int j = 0; j < in->n_in; j++)
        for (int i = 0; i < DIM; i++)
            for (int c = 0; c < 1 + DIM + PUSHES; c++)
                p->a[REGISTERS][i][c] += in->c[j] * p->a[in->in[j]][i][c];
    if (in->noise > 0)
        for (int i = 0; i < DIM; i++)
            p->a[REGISTERS][i][1 + DIM + p->used++] = in->noise;
    assert_true(p->used <= PUSHES);
    memcpy(p->a[in->out], p->a[REGISTERS], sizeof p->a[0]);
}

/* Twelve instructions with four registers: histories, every head, noise half of the time. */
static void random_plan(struct fpk_plan *plan, uint64_t *seed)
{
    check_ok(fpk_plan_init(plan, "random", REGISTERS));
    plan->first = (struct fpk_level){.6, .8, 1};
    plan->start_std = 1.25;
    for (int i = 0; i < 24; i++) {
        struct fpk_instruction in = {.n_in = 1, .step = (uint64_t)i};
        in.op = i % 2 ? FPK_MIX : FPK_EVAL;
        in.out = i % 2 ? (i % 6 == 5 ? 0 : 2 * (i % 4 == 1)) : 1 + i / 2 % 3;
        in.in[0] = in.op == FPK_MIX ? 0 : 2 * (i % 3 == 1);
        in.head = (enum fpk_head)(i / 2 % FPK_HEADS);
        in.level = (struct fpk_level){.55 + .4 * draw(seed), .55 + .5 * draw(seed), 0};
        in.n_in = in.op == FPK_MIX ? 4 : 1;
        for (int j = 0; j < 4 && in.op == FPK_MIX; j++) {
            in.in[j] = j;
            in.c[j] = j == 0 ? 1 : .4 * draw(seed);
        }
        in.noise = in.op == FPK_MIX ? fmax(0, draw(seed)) : 0;
        check_ok(fpk_plan_add(plan, in));
    }
    plan->instruction[plan->n - 1].out = 0;
    plan->steps = 24;
}

static void random_gaussian(struct fpk_mixture *g, uint64_t *seed)
{
    double a[DIM * DIM], c[DIM * DIM] = {0}, mean[DIM], one = 1;
    for (int i = 0; i < DIM * DIM; i++)
        a[i] = draw(seed);
    for (int i = 0; i < DIM * DIM; i++)
        for (int k = 0; k < DIM; k++)
            c[i] += a[i / DIM * DIM + k] * a[i % DIM * DIM + k];
    for (int i = 0; i < DIM; i++) {
        mean[i] = 2 * draw(seed);
        c[i * DIM + i] += .01;
    }
    check_ok(fpk_mixture_init(g, DIM, 1, &one, mean, c));
}

static void run_pushes(const struct fpk_plan *plan, const struct fpk_mixture *data,
                       struct pushes *p)
{
    *p = (struct pushes){.used = 0};
    for (int i = 0; i < DIM; i++)
        p->a[0][i][1 + i] = 1;
    for (size_t i = 0; i < plan->n; i++)
        if (plan->instruction[i].op == FPK_EVAL)
            push_eval(p, &plan->instruction[i], data);
        else
            push_mix(p, &plan->instruction[i]);
}

static void check_probe(const struct fpk_probe *probe, const struct pushes *p, const double *mean,
                        const double *start)
{
    double got_mean[DIM], got[DIM * DIM], mean_error[DIM], error[DIM * DIM], size = 1;
    fpk_probe_mean(probe, got_mean, mean_error);
    fpk_probe_covariance(probe, got, error);
    for (int i = 0; i < DIM; i++)
        size = fmax(size, sqrt(got[i * (DIM + 1)]) + fabs(got_mean[i]));
    for (int i = 0; i < DIM; i++) {
        long double want = p->a[0][i][0];
        for (int k = 0; k < DIM; k++)
            want += p->a[0][i][1 + k] * (mean ? mean[k] : 0);
        check_close(got_mean[i], (double)want, mean_error[i]);
        check_between(mean_error[i], 0, 1e-12 * size);
        for (int j = 0; j < DIM; j++) {
            long double c = 0;
            for (int k = 0; k < DIM; k++)
                for (int l = 0; l < DIM; l++)
                    c += p->a[0][i][1 + k] * start[k * DIM + l] * p->a[0][j][1 + l];
            for (int k = 0; k < PUSHES; k++)
                c += p->a[0][i][1 + DIM + k] * p->a[0][j][1 + DIM + k];
            check_close(got[i * DIM + j], (double)c, error[i * DIM + j]);
            check_between(error[i * DIM + j], 0, 1e-12 * size * size);
        }
    }
}

/* Random plans with memory and noise on random data: the usual start, a Gaussian whose axes are
 * not the data's, the exact one. */
static void test_unit_pushes(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int k = 0; k < 30; k++) {
        struct fpk_plan plan;
        struct fpk_mixture data, begin, noised;
        struct fpk_start start = {.kind = FPK_START_MIXTURE};
        struct fpk_probe probe;
        struct pushes p;
        double usual[DIM * DIM] = {0};
        random_plan(&plan, &seed);
        random_gaussian(&data, &seed);
        random_gaussian(&begin, &seed);
        for (int i = 0; i < DIM; i++)
            usual[i * (DIM + 1)] = 1.25 * 1.25;
        run_pushes(&plan, &data, &p);
        check_ok(fpk_probe_init(&probe, &plan, &data, NULL));
        check_true(probe.covariance == NULL);
        check_probe(&probe, &p, NULL, usual);
        fpk_probe_clear(&probe);
        start.mixture = begin;
        check_ok(
            fpk_probe_init(&probe, &plan, &data, &(struct fpk_probe_options){.start = &start}));
        check_probe(&probe, &p, begin.mean, begin.covariance);
        fpk_probe_clear(&probe);
        check_ok(fpk_mixture_diffuse(&data, plan.first, &noised));
        check_ok(fpk_probe_init(&probe, &plan, &data, &(struct fpk_probe_options){.exact = true}));
        check_probe(&probe, &p, noised.mean, noised.covariance);
        fpk_probe_clear(&probe);
        fpk_mixture_clear(&noised);
        fpk_mixture_clear(&begin);
        fpk_mixture_clear(&data);
        fpk_plan_clear(&plan);
    }
}

/* The runner agrees: without noises points stay on gain x + shift. */
static void test_the_runner(void **state)
{
    (void)state;
    uint64_t seed = 9;
    struct fpk_plan plan;
    struct fpk_mixture data;
    struct fpk_probe probe;
    struct fpk_points points, origin;
    struct fpk_start start;
    random_gaussian(&data, &seed);
    build_plan(&plan, "ddpm", "steps=20");
    for (size_t i = 0; i < plan.n; i++)
        plan.instruction[i].noise = 0;
    struct fpk_score score = fpk_score_exact(&data);
    for (int k = 0; k <= DIM; k++) { /* the origin, then the axes' ends */
        check_ok(fpk_points_init(&origin, 1, DIM));
        for (int i = 0; i < DIM; i++)
            origin.x[i] = k == 0 ? 0 : data.axes[i * DIM + k - 1];
        check_ok(fpk_start_points(&start, &origin));
        check_ok(fpk_points_init(&points, 1, DIM));
        check_ok(fpk_sampler_run(&plan, &score, &start, 1, 0, &points, 1));
        check_ok(
            fpk_probe_init(&probe, &plan, &data, &(struct fpk_probe_options){.start = &start}));
        double mean[DIM], error[DIM];
        fpk_probe_mean(&probe, mean, error);
        for (int i = 0; i < DIM; i++) {
            check_close(points.x[i], mean[i], 1e-13 + error[i]);
            check_close(probe.variance[i], 0, 0);
        }
        fpk_probe_clear(&probe);
        fpk_points_clear(&points);
        fpk_start_clear(&start);
    }
    fpk_mixture_clear(&data);
    fpk_plan_clear(&plan);
}

/* Half of a plan is the plan of half the steps; more axes than lanes; equal bits on every path. */
static void test_steps_and_bits(void **state)
{
    (void)state;
    enum { MANY = 21 };
    double one = 1, mean[MANY], c[MANY * MANY] = {0}, first[MANY];
    struct fpk_plan plan, half;
    struct fpk_mixture data;
    struct fpk_probe probe, other;
    for (int i = 0; i < MANY; i++) {
        mean[i] = i;
        c[i * (MANY + 1)] = .01 * (1 + i * i);
    }
    check_ok(fpk_mixture_init(&data, MANY, 1, &one, mean, c));
    build_plan(&plan, "annealed-langevin", "inner-steps=4");
    build_plan(&half, "annealed-langevin", "inner-steps=4");
    while (half.instruction[half.n - 1].step >= 17)
        half.n--;
    check_ok(fpk_probe_init(&probe, &plan, &data, &(struct fpk_probe_options){.steps = 17}));
    check_ok(fpk_probe_init(&other, &half, &data, NULL));
    check_same_bits(probe.level.sigma, half.instruction[half.n - 1].level.sigma);
    for (int i = 0; i < MANY; i++) {
        check_same_bits(probe.mean[i], other.mean[i]);
        check_same_bits(probe.variance[i], other.variance[i]);
        first[i] = probe.variance[i];
    }
    fpk_probe_clear(&probe);
    fpk_probe_clear(&other);
    for (int i = 0; i < MANY; i++) { /* each axis alone gives what it gives among the others */
        struct fpk_mixture line = mixture_of(1, &one, &mean[i], &c[i * (MANY + 1)]);
        check_ok(fpk_probe_init(&probe, &half, &line, NULL));
        check_same_bits(probe.variance[0], first[i]);
        fpk_probe_clear(&probe);
        fpk_mixture_clear(&line);
    }
    fpk_mixture_clear(&data);
    fpk_plan_clear(&plan);
    fpk_plan_clear(&half);
}

/* Level alpha 0 holds no data: the estimate of the data is their mean, v is -x0, eps all of x. */
static void test_pure_noise(void **state)
{
    (void)state;
    const double mu = .7, gain[FPK_HEADS] = {-.25, .5, 0, 0, .5};
    const double constant[FPK_HEADS] = {0, 0, mu, -2 * mu, -mu};
    struct fpk_mixture g1 = mixture_of(1, (double[]){1}, &mu, (double[]){.25});
    for (int head = 0; head < FPK_HEADS; head++) {
        struct fpk_plan plan;
        struct fpk_probe probe;
        check_ok(fpk_plan_init(&plan, "noise", 1));
        plan.first = (struct fpk_level){0, 2, 1};
        plan.start_std = 2;
        check_ok(fpk_plan_add(&plan, (struct fpk_instruction){.op = FPK_EVAL,
                                                              .n_in = 1,
                                                              .head = (enum fpk_head)head,
                                                              .level = plan.first}));
        check_ok(fpk_probe_init(&probe, &plan, &g1, NULL));
        check_close(probe.gain[0], gain[head], 1e-16);
        check_close(probe.mean[0], constant[head], 1e-15);
        fpk_probe_clear(&probe);
        fpk_plan_clear(&plan);
    }
    fpk_mixture_clear(&g1);
}

#if defined(FPK_MULTI_ISA)
/* All compiled copies of the sweeps and of the turn, bit for bit. */
static void test_same_bits_of_all_copies(void **state)
{
    (void)state;
    enum { N = 30 };
    uint64_t seed = 3;
    struct fpk_plan plan;
    static double work[3][FPK_PROBE_WORK(REGISTERS)], m[N * N], out[3][N];
    static fpk_lanes size2[3][N];
    struct fpk_probe_axes axes[3];
    random_plan(&plan, &seed);
    for (int l = 0; l < FPK_PROBE_LANES; l++) {
        axes[0].spread[l] = 1 + draw(&seed);
        axes[0].centre[l] = draw(&seed);
        axes[0].start_mean[l] = draw(&seed);
        axes[0].start_variance[l] = 1 + draw(&seed);
    }
    for (int i = 0; i < N * N; i++)
        m[i] = draw(&seed);
    axes[1] = axes[2] = axes[0];
    fpk_probe_forward_kernel_sse2(&plan, plan.n, &axes[0], (fpk_lanes *)work[0], size2[0]);
    fpk_probe_backward_kernel_sse2(&plan, plan.n, size2[0], &axes[0], (fpk_lanes *)work[0]);
    fpk_probe_rows_kernel_sse2(N, N, m + N, m, out[0]);
    if (check_isa_runs(FPK_ISA_AVX2)) {
        fpk_probe_forward_kernel_avx2(&plan, plan.n, &axes[1], (fpk_lanes *)work[1], size2[1]);
        fpk_probe_backward_kernel_avx2(&plan, plan.n, size2[1], &axes[1], (fpk_lanes *)work[1]);
        fpk_probe_rows_kernel_avx2(N, N, m + N, m, out[1]);
        assert_memory_equal(&axes[1], &axes[0], sizeof axes[0]);
        assert_memory_equal(size2[1], size2[0], plan.n * sizeof(fpk_lanes));
        assert_memory_equal(out[1], out[0], sizeof out[0]);
    }
    if (check_isa_runs(FPK_ISA_AVX512)) {
        fpk_probe_forward_kernel_avx512(&plan, plan.n, &axes[2], (fpk_lanes *)work[2], size2[2]);
        fpk_probe_backward_kernel_avx512(&plan, plan.n, size2[2], &axes[2], (fpk_lanes *)work[2]);
        fpk_probe_rows_kernel_avx512(N, N, m + N, m, out[2]);
        assert_memory_equal(&axes[2], &axes[0], sizeof axes[0]);
        assert_memory_equal(size2[2], size2[0], plan.n * sizeof(fpk_lanes));
        assert_memory_equal(out[2], out[0], sizeof out[0]);
    }
    fpk_plan_clear(&plan);
}
#endif

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_mixture m1 = mixture_m1();
    struct fpk_mixture g1 = mixture_of(1, (double[]){1}, (double[]){.7}, (double[]){.25});
    struct fpk_plan plan;
    struct fpk_probe probe;
    struct fpk_start start;
    build_plan(&plan, "ddim", "steps=3");
    check_refused(fpk_probe_init(&probe, &plan, &m1, NULL), FPK_USAGE,
                  "the data are a mixture of 2");
    check_ok(fpk_start_parse(&start, "uniform:0:1"));
    check_refused(fpk_probe_init(&probe, &plan, &g1, &(struct fpk_probe_options){.start = &start}),
                  FPK_USAGE, "the start must be a single Gaussian");
    fpk_start_clear(&start);
    check_ok(fpk_start_parse(&start, "normal:0,1:1,2"));
    check_refused(fpk_probe_init(&probe, &plan, &g1, &(struct fpk_probe_options){.start = &start}),
                  FPK_USAGE, "the start has 2 dimensions, the data 1");
    fpk_start_clear(&start);
    plan.instruction[3].c[0] = 1e300;
    plan.instruction[5].c[0] = 1e300;
    check_refused(fpk_probe_init(&probe, &plan, &g1, NULL), FPK_NUMERIC, "overflows");
    plan.instruction[3] =
        (struct fpk_instruction){.op = FPK_CLIP, .n_in = 1, .bound = 1, .step = 1};
    check_refused(fpk_probe_init(&probe, &plan, &g1, NULL), FPK_USAGE, "step 1 clips");
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&m1);
    fpk_mixture_clear(&g1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_unit_pushes),
        cmocka_unit_test(test_the_runner),
        cmocka_unit_test(test_steps_and_bits),
        cmocka_unit_test(test_pure_noise),
#if defined(FPK_MULTI_ISA)
        cmocka_unit_test(test_same_bits_of_all_copies),
#endif
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
