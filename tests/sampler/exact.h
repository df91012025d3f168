/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the exponential integrators share: plans by their options, exact means and
 * variances for Gaussian data, end points against the exact flow. */
#ifndef FPK_TESTS_SAMPLER_EXACT_H
#define FPK_TESTS_SAMPLER_EXACT_H

#include "../check.h"

#include "fpk/sampler/sampler.h"

#include <stdlib.h>

/* "key=value key=value"; FPK_USAGE as the builder gives it. */
static inline enum fpk_status try_plan(struct fpk_plan *plan, const char *name, const char *options)
{
    const struct fpk_sampler *sampler = NULL;
    struct fpk_values values;
    char text[256], *rest = text;
    snprintf(text, sizeof text, "%s", options);
    check_ok(fpk_sampler_find(name, &sampler));
    check_ok(fpk_values_init(&values, sampler->parameter, sampler->n_parameter));
    for (char *pair; (pair = strtok_r(rest, " ", &rest)) != NULL;) {
        char *value = strchr(pair, '=');
        *value++ = '\0';
        check_ok(fpk_values_set(&values, pair, value));
    }
    enum fpk_status status = sampler->build(plan, &values);
    fpk_values_clear(&values);
    return status;
}

static inline void plan_of(struct fpk_plan *plan, const char *name, const char *options)
{
    check_ok(try_plan(plan, name, options));
}

/* Exact head of data N(m, v): slope and shift of the straight line. */
static inline void gaussian_head(enum fpk_head head, struct fpk_level level, double m, double v,
                                 double *slope, double *shift)
{
    double alpha = level.alpha, sigma = level.sigma, width = alpha * alpha * v + sigma * sigma;
    switch (head) {
    case FPK_HEAD_X0: /* m + alpha v/width (x - alpha m) */
        *slope = alpha * v / width;
        *shift = sigma * sigma * m / width;
        break;
    case FPK_HEAD_EPS: /* sigma/width (x - alpha m) */
        *slope = sigma / width;
        *shift = -sigma * alpha * m / width;
        break;
    default:
        assert_int_equal(head, FPK_HEAD_SCORE);
        *slope = -1 / width;
        *shift = alpha * m / width;
    }
}

/* Mean and variance that a plan without CLIP makes of Gaussian data N(m, v), the score exact, from
 * N(*mean, *variance): every register is a constant, plus a multiple of the start, plus one of each
 * noise. */
static inline void affine_push(const struct fpk_plan *plan, double m, double v, double *mean,
                               double *variance)
{
    size_t columns = 2 + fpk_plan_noises(plan), noise = 2, K = (size_t)plan->n_register;
    double *r = calloc((K + 1) * columns, sizeof *r), *sum = r + K * columns;
    assert_non_null(r);
    r[0] = *mean;
    r[1] = sqrt(*variance);
    for (size_t i = 0; i < plan->n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        memset(sum, 0, columns * sizeof *sum);
        if (in->op == FPK_EVAL) {
            double slope, shift;
            gaussian_head(in->head, in->level, m, v, &slope, &shift);
            for (size_t c = 0; c < columns; c++)
                sum[c] = slope * r[(size_t)in->in[0] * columns + c] + (c ? 0 : shift);
        }
        for (int j = 0; in->op == FPK_MIX && j < in->n_in; j++)
            for (size_t c = 0; c < columns; c++)
                sum[c] += in->c[j] * r[(size_t)in->in[j] * columns + c];
        if (in->op == FPK_MIX && in->noise > 0)
            sum[noise++] = in->noise;
        memcpy(r + (size_t)in->out * columns, sum, columns * sizeof *sum);
    }
    *mean = r[0];
    *variance = 0;
    for (size_t c = 1; c < columns; c++)
        *variance += r[c] * r[c];
    free(r);
}

/* End points of a deterministic plan, in place. */
static inline void run_points(const struct fpk_plan *plan, const struct fpk_mixture *data, size_t n,
                              double *x)
{
    struct fpk_score score = fpk_score_exact(data);
    double *r = calloc(((size_t)plan->n_register + 1) * n, sizeof *r);
    assert_non_null(r);
    double *sum = r + (size_t)plan->n_register * n;
    memcpy(r, x, n * sizeof *x);
    for (size_t i = 0; i < plan->n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        memset(sum, 0, n * sizeof *sum);
        if (in->op == FPK_EVAL)
            fpk_score_head(&score, in->head, &in->level, n, r + (size_t)in->in[0] * n, sum, NULL);
        for (int j = 0; in->op == FPK_MIX && j < in->n_in; j++)
            for (size_t k = 0; k < n; k++)
                sum[k] += in->c[j] * r[(size_t)in->in[j] * n + k];
        memcpy(r + (size_t)in->out * n, sum, n * sizeof *sum);
    }
    memcpy(x, r, n * sizeof *x);
    free(r);
}

static inline struct fpk_mixture gaussian_g1(void)
{
    struct fpk_mixture mixture;
    check_ok(fpk_mixture_init(&mixture, 1, 1, (double[]){1}, (double[]){.7}, (double[]){.25}));
    return mixture;
}

static inline struct fpk_mixture mixture_m1(void)
{
    struct fpk_mixture mixture;
    check_ok(fpk_mixture_init(&mixture, 1, 2, (double[]){.3, .7}, (double[]){-2, 1.5},
                              (double[]){.09, .25}));
    return mixture;
}

/* Root mean square distance of end points from the exact flow. In one dimension the flow keeps
 * quantiles: the point at quantile u of the first level ends at quantile u of the last. */
#define END_POINTS 60
static inline double end_error(const struct fpk_plan *plan, const struct fpk_mixture *data)
{
    struct fpk_mixture from, to;
    double x[END_POINTS], sum = 0;
    check_ok(fpk_mixture_diffuse(data, plan->first, &from));
    check_ok(fpk_mixture_diffuse(data, plan->instruction[plan->n - 1].level, &to));
    for (int k = 0; k < END_POINTS; k++)
        x[k] = fpk_mixture_quantile(&from, (k + .5) / END_POINTS);
    run_points(plan, data, END_POINTS, x);
    for (int k = 0; k < END_POINTS; k++) {
        double off = x[k] - fpk_mixture_quantile(&to, (k + .5) / END_POINTS);
        sum += off * off;
    }
    fpk_mixture_clear(&from);
    fpk_mixture_clear(&to);
    return sqrt(sum / END_POINTS);
}

/* Rows of one method in tests/data/exponential_known.txt; returns how many there are. */
static inline int check_known(const char *sampler)
{
    FILE *file = fopen(FPK_TEST_DATA "/exponential_known.txt", "r");
    assert_non_null(file);
    char line[256], name[32], mean[40], variance[40], options[160];
    int rows = 0;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#' ||
            sscanf(line, "%31s %39s %39s %159[^\n]", name, mean, variance, options) != 4 ||
            strcmp(name, sampler) != 0)
            continue;
        struct fpk_plan plan;
        plan_of(&plan, name, options);
        double got_mean = 0, got_variance = plan.start_std * plan.start_std;
        affine_push(&plan, .7, .25, &got_mean, &got_variance);
        /* steps on eps from alpha .0064 multiply the rounding of x by up to 1/alpha = 157 */
        double ulps = strstr(options, "eps") ? 10 : 1;
        check_close(got_mean, strtod(mean, NULL), 3e-14 * ulps);
        check_relative(got_variance, strtod(variance, NULL), 3e-13 * ulps);
        fpk_plan_clear(&plan);
        rows++;
    }
    fclose(file);
    return rows;
}

/* Evaluations and order of what a method claims: end points against the exact flow of a Gaussian
 * and of a mixture, steps equal in lambda, from `from` (options) to an end that is not clean; the
 * slope of the last halving of n, n/2, n/4, n/8 steps, and each error above the next. */
static inline double slope_of(const char *name, const char *options, const char *path, int n,
                              const struct fpk_mixture *data, bool print)
{
    double last = 0, slope = 0;
    for (int steps = n / 8; steps <= n; steps *= 2) {
        char text[256];
        snprintf(text, sizeof text, "%s steps=%d %s", path, steps, options);
        struct fpk_plan plan;
        plan_of(&plan, name, text);
        double error = end_error(&plan, data);
        slope = last > 0 ? log2(last / error) : 0;
        if (print)
            print_message("%s %s: %d %.3g %.2f\n", name, options, steps, error, slope);
        last = error;
        fpk_plan_clear(&plan);
    }
    return slope;
}

#define FROM_NOISE "schedule=vp spacing=logsnr truncate=0.01"

static inline void check_claims(const char *name)
{
    const struct fpk_sampler *sampler = NULL;
    check_ok(fpk_sampler_find(name, &sampler));
    struct fpk_mixture data[] = {gaussian_g1(), mixture_m1()};
    assert_true(sampler->n_claim > 0);
    for (size_t c = 0; c < sampler->n_claim; c++) {
        const struct fpk_sampler_claim *claim = &sampler->claim[c];
        check_text(claim->spacing, "logsnr");
        for (int k = 0; k < 2; k++) {
            double slope = slope_of(name, claim->options, FROM_NOISE, 320, &data[k], false);
            check_between(slope, claim->order - .25, claim->order + .55);
        }
        struct fpk_plan few, more;
        char text[256];
        snprintf(text, sizeof text, FROM_NOISE " steps=20 %s", claim->options);
        plan_of(&few, name, text);
        snprintf(text, sizeof text, FROM_NOISE " steps=21 %s", claim->options);
        plan_of(&more, name, text);
        double each = (double)(fpk_plan_evaluations(&more) - fpk_plan_evaluations(&few));
        check_close(each, claim->evaluations, 0);
        fpk_plan_clear(&few);
        fpk_plan_clear(&more);
    }
    fpk_mixture_clear(&data[0]);
    fpk_mixture_clear(&data[1]);
}

/* From alpha 0 (the end of a rescaled schedule, of the flow) the first step has infinite length and
 * goes to (sigma'/sigma) x + alpha' x0, the next ones start afresh; from the exact start N(0, 1)
 * the mean is exact and the variance near. */
static inline void check_alpha_zero(const char *name, const char *options)
{
    static const char *const paths[] = {"zero-terminal-snr=true spacing=trailing steps=400",
                                        "schedule=flow steps=400"};
    for (int k = 0; k < 2; k++) {
        char text[160];
        snprintf(text, sizeof text, "%s %s", paths[k], options);
        struct fpk_plan plan;
        plan_of(&plan, name, text);
        check_close(plan.first.alpha, 0, 0);
        double mean = 0, variance = 1;
        affine_push(&plan, .7, .25, &mean, &variance);
        check_close(mean, .7, 1e-13);
        check_close(variance, .25, .02);
        fpk_plan_clear(&plan);
    }
}

/* Every value of the method's options with every schedule and spacing and 1 .. 40 steps: a plan of
 * finite numbers that ends where it says, or a sentence. Returns the number of plans built. */
static inline long check_sweep(const char *name, const char *const *options)
{
    static const char *const schedules[] = {
        "linear", "scaled-linear", "cosine", "sigmoid", "exponential",
        "vp",     "sub-vp",        "ve",     "edm",     "flow"};
    static const char *const spacings[] = {"leading", "linspace", "trailing",   "uniform",
                                           "logsnr",  "karras",   "exponential"};
    static const char *const more[] = {"", "final=sigma-min", "lower-order-final=true",
                                       "euler-at-final=true"};
    long built = 0;
    for (int n = 1; n <= 40; n = n < 8 ? n + 1 : n + 8)
        for (int s = 0; s < 10; s++)
            for (int g = 0; g < 7; g++)
                for (int m = 0; m < 4; m++)
                    for (const char *const *o = options; *o; o++) {
                        char text[256];
                        snprintf(text, sizeof text, "schedule=%s spacing=%s steps=%d %s %s",
                                 schedules[s], spacings[g], n, more[m], *o);
                        struct fpk_plan plan;
                        if (try_plan(&plan, name, text) != FPK_OK) {
                            assert_true(strlen(fpk_message()) > 20);
                            continue;
                        }
                        double mean = 0, variance = plan.start_std * plan.start_std;
                        affine_push(&plan, .7, .25, &mean, &variance);
                        if (!isfinite(mean) || !isfinite(variance))
                            check_fail("%s %s: mean %g, variance %g", name, text, mean, variance);
                        fpk_plan_clear(&plan);
                        built++;
                    }
    return built;
}

#endif
