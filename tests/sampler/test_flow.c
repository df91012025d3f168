/* SPDX-License-Identifier: GPL-3.0-or-later */
/* flow_point.c, flow_run.c, flow_step.c, flow_likelihood.c, probability_flow_adaptive.c. */
#include "plans.h"

#include "fpk/numeric/elementary.h"
#include "fpk/sampler/flow.h"
#include "fpk/wiener/normal.h"

extern const struct fpk_sampler fpk_sampler_probability_flow_adaptive;

static const char *const everything[] = {"schedule=vp", "schedule=sub-vp", "schedule=ve",
                                         "schedule=edm", "schedule=flow"};
enum { ALL = sizeof everything / sizeof everything[0], N = 60 };

static struct fpk_flow flow_of(const char *options)
{
    struct fpk_values values;
    struct fpk_flow flow;
    values_of(&values, &fpk_sampler_probability_flow_adaptive, options);
    check_ok(fpk_sampler_probability_flow_adaptive.flow(&flow, &values));
    fpk_values_clear(&values);
    return flow;
}

static struct fpk_mixture two_modes(void)
{
    struct fpk_mixture m1;
    check_ok(
        fpk_mixture_init(&m1, 1, 2, (double[]){.3, .7}, (double[]){-2, 1.5}, (double[]){.09, .25}));
    return m1;
}

/* Quantiles (i + 1/2)/N of the mixture at a level, as points. */
static struct fpk_points quantiles(const struct fpk_mixture *mixture, struct fpk_level level)
{
    struct fpk_points points;
    struct fpk_mixture noised;
    check_ok(fpk_points_init(&points, N, 1));
    check_ok(fpk_mixture_diffuse(mixture, level, &noised));
    for (int i = 0; i < N; i++)
        points.x[i] = fpk_mixture_quantile(&noised, (i + .5) / N);
    fpk_mixture_clear(&noised);
    return points;
}

/* The flow of a line keeps quantiles, forwards and back. */
static void test_end_points(void **state)
{
    (void)state;
    struct fpk_mixture m1 = two_modes();
    struct fpk_score score = fpk_score_exact(&m1);
    for (int k = 0; k < 2 * ALL; k++) {
        struct fpk_flow flow = flow_of(everything[k / 2]);
        if (k % 2) {
            struct fpk_level first = flow.first;
            flow.first = flow.last;
            flow.last = first;
        }
        struct fpk_points from = quantiles(&m1, flow.first), want = quantiles(&m1, flow.last), got;
        struct fpk_start start;
        uint64_t evaluations = 0;
        check_ok(fpk_points_init(&got, N, 1));
        check_ok(fpk_start_points(&start, &from));
        check_ok(fpk_flow_run(&flow, &score, &start, 1, 0, &got, 1, &evaluations));
        for (int i = 0; i < N; i++)
            check_close(got.x[i], want.x[i], 2e-8 * (1 + fabs(want.x[i])));
        check_between((double)evaluations, 20 * N, 5000 * N);
        fpk_start_clear(&start);
        fpk_points_clear(&want);
        fpk_points_clear(&got);
    }
    fpk_mixture_clear(&m1);
}

/* The errors follow the tolerance, for each pair of methods. */
static void test_tolerances(void **state)
{
    (void)state;
    static const char *const method[] = {"rkf45", "rkck", "rk8pd"};
    struct fpk_mixture m1 = two_modes();
    struct fpk_score score = fpk_score_exact(&m1);
    for (int k = 0; k < 9; k++) {
        char options[64];
        double tolerance = (double[]){1e-4, 1e-7, 1e-10}[k % 3], worst = 0;
        snprintf(options, sizeof options, "method=%s,tolerance=%g", method[k / 3], tolerance);
        struct fpk_flow flow = flow_of(options);
        struct fpk_points from = quantiles(&m1, flow.first), want = quantiles(&m1, flow.last);
        struct fpk_start start;
        check_ok(fpk_start_points(&start, &from));
        struct fpk_points got;
        check_ok(fpk_points_init(&got, N, 1));
        check_ok(fpk_flow_run(&flow, &score, &start, 1, 0, &got, 1, NULL));
        for (int i = 0; i < N; i++)
            worst = fmax(worst, fabs(got.x[i] - want.x[i]));
        check_between(worst, 1e-4 * tolerance, 100 * tolerance);
        fpk_start_clear(&start);
        fpk_points_clear(&want);
        fpk_points_clear(&got);
    }
    fpk_mixture_clear(&m1);
}

/* m' p_last(m(x)) = p_first(x): the slope by densities, not by the variational equation. */
static void test_transition(void **state)
{
    (void)state;
    struct fpk_mixture m1 = two_modes(), first, last;
    struct fpk_score score = fpk_score_exact(&m1);
    for (int k = 0; k < ALL; k++) {
        struct fpk_flow flow = flow_of(everything[k]);
        struct fpk_flow_step *step = NULL;
        struct fpk_points x = quantiles(&m1, flow.first);
        double m[N], m_x[N], s[N], p[N], q[N];
        check_ok(fpk_flow_step_new(&step, &flow, &score, 1));
        struct fpk_transition transition = fpk_flow_transition(step);
        check_true(transition.deterministic);
        transition.eval(N, x.x, m, m_x, s, transition.ctx);
        check_ok(fpk_mixture_diffuse(&m1, flow.first, &first));
        check_ok(fpk_mixture_diffuse(&m1, flow.last, &last));
        fpk_mixture_pdf(&first, N, x.x, p);
        fpk_mixture_pdf(&last, N, m, q);
        for (int i = 0; i < N; i++) {
            check_close(s[i], 0, 0);
            check_relative(m_x[i], p[i] / q[i], 1e-7);
        }
        fpk_flow_step_free(&step);
        fpk_points_clear(&x);
        fpk_mixture_clear(&first);
        fpk_mixture_clear(&last);
    }
    fpk_mixture_clear(&m1);
}

/* log density of the noised mixture, by building it. */
static void log_noised(const struct fpk_level *level, size_t n, const double *x, double *out,
                       const void *ctx)
{
    struct fpk_mixture noised;
    check_ok(fpk_mixture_diffuse(ctx, *level, &noised));
    fpk_mixture_log_pdf(&noised, n, x, out);
    fpk_mixture_clear(&noised);
}

static void test_log_likelihood(void **state)
{
    (void)state;
    struct fpk_mixture m1 = two_modes();
    struct fpk_score score = fpk_score_exact(&m1);
    score.log_pdf = log_noised;
    for (int k = 0; k < ALL; k++) {
        struct fpk_flow flow = flow_of(everything[k]);
        struct fpk_points x = quantiles(&m1, flow.last);
        double got[N], error[N], want[N];
        check_ok(fpk_flow_log_likelihood(&flow, &score, FPK_FLOW_FROM_EXACT, &x, got, error, 1));
        fpk_mixture_log_pdf(&m1, N, x.x, want);
        for (int i = 0; i < N; i++) {
            check_close(got[i], want[i], 1e-7);
            check_close(got[i], want[i], error[i] + 1e-11);
        }
        fpk_points_clear(&x);
    }
    fpk_mixture_clear(&m1);
}

/* Gaussian data and the usual start: everything is Gaussian, the flow is
 * y = mean_T + (std_T/std_0) (x - mean_0), log p = log N(y; 0, start) + log(std_T/std_0). */
static void test_log_likelihood_of_the_start(void **state)
{
    (void)state;
    struct fpk_mixture g1;
    check_ok(fpk_mixture_init(&g1, 1, 1, (double[]){1}, (double[]){.7}, (double[]){.25}));
    struct fpk_score score = fpk_score_exact(&g1);
    for (int k = 0; k < ALL; k++) {
        struct fpk_flow flow = flow_of(everything[k]);
        struct fpk_points x = quantiles(&g1, flow.last);
        double got[N], alpha = flow.first.alpha, sigma = flow.first.sigma, s = flow.start_std;
        double stretch = sqrt(alpha * alpha * .25 + sigma * sigma) / .5;
        check_ok(fpk_flow_log_likelihood(&flow, &score, FPK_FLOW_FROM_START, &x, got, NULL, 1));
        for (int i = 0; i < N; i++) {
            double y = (alpha * .7 + stretch * (x.x[i] - .7)) / s;
            double want = -.5 * y * y - .5 * log(2 * FPK_PI) + log(stretch / s);
            check_close(got[i], want, 1e-7);
        }
        fpk_points_clear(&x);
    }
    fpk_mixture_clear(&g1);
}

/* Two correlated modes in the plane: the trace of the Jacobian. */
static void test_log_likelihood_in_the_plane(void **state)
{
    (void)state;
    struct fpk_mixture plane;
    check_ok(fpk_mixture_init(&plane, 2, 2, (double[]){.4, .6}, (double[]){-1, .5, 1.2, -.3},
                              (double[]){.3, .1, .1, .2, .25, -.15, -.15, .4}));
    struct fpk_score score = fpk_score_exact(&plane);
    score.log_pdf = log_noised;
    struct fpk_points x;
    check_ok(fpk_points_init(&x, 20, 2));
    check_ok(fpk_mixture_sample(&plane, 3, FPK_FOR_DATA, &x));
    for (int k = 0; k < ALL; k++) {
        struct fpk_flow flow = flow_of(everything[k]);
        double got[20], error[20], want[20];
        check_ok(fpk_flow_log_likelihood(&flow, &score, FPK_FLOW_FROM_EXACT, &x, got, error, 1));
        fpk_mixture_log_pdf(&plane, 20, x.x, want);
        for (int i = 0; i < 20; i++) {
            check_close(got[i], want[i], 1e-7);
            check_close(got[i], want[i], error[i] + 1e-11);
        }
    }
    fpk_points_clear(&x);
    fpk_mixture_clear(&plane);
}

static void test_bits_do_not_depend_on_threads_or_shards(void **state)
{
    (void)state;
    struct fpk_mixture m1 = two_modes();
    struct fpk_score score = fpk_score_exact(&m1);
    struct fpk_flow flow = flow_of("tolerance=1e-4,method=rkf45");
    struct fpk_points one, two, shard;
    uint64_t evaluations[2];
    check_ok(fpk_points_init(&one, 2100, 1));
    check_ok(fpk_points_init(&two, 2100, 1));
    check_ok(fpk_points_init(&shard, 76, 1));
    check_ok(fpk_flow_run(&flow, &score, NULL, 5, 0, &one, 1, &evaluations[0]));
    check_ok(fpk_flow_run(&flow, &score, NULL, 5, 0, &two, 2, &evaluations[1]));
    check_ok(fpk_flow_run(&flow, &score, NULL, 5, 2024, &shard, 1, NULL));
    check_equal(evaluations[0], evaluations[1]);
    for (int i = 0; i < 2100; i++)
        check_same_bits(two.x[i], one.x[i]);
    for (int i = 0; i < 76; i++)
        check_same_bits(shard.x[i], one.x[2024 + i]);
    fpk_points_clear(&one);
    fpk_points_clear(&two);
    fpk_points_clear(&shard);
    fpk_mixture_clear(&m1);
}

/* Each method takes its own number of evaluations; the usual start is N(0, start_std^2). */
static void test_methods_and_the_usual_start(void **state)
{
    (void)state;
    struct fpk_mixture m1 = two_modes();
    struct fpk_score score = fpk_score_exact(&m1);
    static const char *const method[] = {"rkf45", "rkck", "rk8pd"};
    uint64_t evaluations[3];
    struct fpk_points one, two;
    struct fpk_start start;
    check_ok(fpk_points_init(&one, 5, 1));
    check_ok(fpk_points_init(&two, 5, 1));
    check_ok(fpk_start_normal(&start, 0, 80));
    for (int k = 0; k < 3; k++) {
        char options[64];
        snprintf(options, sizeof options, "schedule=edm,tolerance=1e-6,method=%s", method[k]);
        struct fpk_flow flow = flow_of(options);
        check_ok(fpk_flow_run(&flow, &score, NULL, 2, 0, &one, 1, &evaluations[k]));
        check_ok(fpk_flow_run(&flow, &score, &start, 2, 0, &two, 1, NULL));
        for (int i = 0; i < 5; i++)
            check_same_bits(one.x[i], two.x[i]);
    }
    check_true(evaluations[0] != evaluations[1] && evaluations[1] != evaluations[2]);
    check_true(evaluations[0] != evaluations[2]);
    fpk_points_clear(&one);
    fpk_points_clear(&two);
    fpk_start_clear(&start);
    fpk_mixture_clear(&m1);
}

static void no_score(const struct fpk_level *level, size_t n, const double *x, double *out,
                     const void *ctx)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = level->t < .5 && x[i] > 0 ? NAN : 0;
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_flow flow = flow_of("");
    struct fpk_score score = {.dim = 1, .score = no_score};
    struct fpk_points points, wide;
    struct fpk_flow_step *step = NULL;
    double log_p[4];
    check_ok(fpk_points_init(&points, 4, 1));
    check_ok(fpk_points_init(&wide, 4, 2));
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "delta:1"));
    check_refused(fpk_flow_run(&flow, &score, &start, 1, 7, &points, 2, NULL), FPK_NUMERIC,
                  "gave up at t = 0.5");
    check_refused(fpk_flow_run(&flow, &score, &start, 1, 7, &points, 2, NULL), FPK_NUMERIC,
                  "on particle 7, which began at 1");
    check_refused(fpk_flow_run(&flow, &score, NULL, 1, 0, &wide, 1, NULL), FPK_USAGE,
                  "the score has 1 dimensions, the points have 2");
    check_refused(fpk_flow_step_new(&step, &flow, &score, 1), FPK_USAGE, "without its Jacobian");
    check_true(step == NULL);
    check_refused(
        fpk_flow_log_likelihood(&flow, &score, FPK_FLOW_FROM_EXACT, &points, log_p, NULL, 1),
        FPK_USAGE, "not known to this score");
    struct fpk_values values;
    values_of(&values, &fpk_sampler_probability_flow_adaptive, "steps=10");
    check_refused(fpk_sampler_probability_flow_adaptive.flow(&flow, &values), FPK_USAGE,
                  "leave out --steps");
    fpk_values_clear(&values);
    flow = flow_of("schedule=flow");
    check_refused(fpk_flow_run(&flow, &score, &start, 1, 7, &points, 1, NULL), FPK_USAGE,
                  "does not give flow at alpha = 0");
    fpk_start_clear(&start);
    fpk_points_clear(&points);
    fpk_points_clear(&wide);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_end_points),
        cmocka_unit_test(test_tolerances),
        cmocka_unit_test(test_transition),
        cmocka_unit_test(test_log_likelihood),
        cmocka_unit_test(test_log_likelihood_of_the_start),
        cmocka_unit_test(test_log_likelihood_in_the_plane),
        cmocka_unit_test(test_bits_do_not_depend_on_threads_or_shards),
        cmocka_unit_test(test_methods_and_the_usual_start),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
