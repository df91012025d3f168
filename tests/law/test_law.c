/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps (state.c) and starts, read back by density (read.c), at points (at.c) and in moments. */
#include "target.h"

#include "fpk/numeric/elementary.h"

/* x' = k x + b + s xi, or with a cubic term. */
struct scheme {
    double k, b, s, cubic;
};

static void eval(size_t n, const double *x, double *m, double *m_x, double *s, const void *ctx)
{
    const struct scheme *c = ctx;
    for (size_t i = 0; i < n; i++) {
        m[i] = c->k * x[i] + c->b + c->cubic * x[i] * x[i] * x[i];
        m_x[i] = c->k + 3 * c->cubic * x[i] * x[i];
        s[i] = c->s;
    }
}

static struct fpk_transition transition_of(const struct scheme *scheme)
{
    return (struct fpk_transition){eval, scheme, scheme->s == 0};
}

static struct fpk_law *begun(const char *text, const struct fpk_law_options *options)
{
    struct fpk_start start;
    struct fpk_law *law = NULL;
    check_ok(fpk_start_parse(&start, text));
    check_ok(fpk_law_begin(&law, &start, options));
    fpk_start_clear(&start);
    return law;
}

static void step_times(struct fpk_law *law, const struct scheme *scheme, int times)
{
    struct fpk_transition transition = transition_of(scheme);
    for (int i = 0; i < times; i++)
        check_ok(fpk_law_step(law, &transition));
}

/* Euler on the Ornstein-Uhlenbeck process from a point: normal, mean 2 (1-h)^n, stationary variance
 * 1/(1 - h/2); density and distribution function at given points. */
static void test_ou_from_a_point(void **state)
{
    (void)state;
    struct scheme euler = {.k = .9, .s = sqrt(.2)};
    struct fpk_law *law = begun("delta:2", &one_thread);
    double mean = 2, variance = 0;
    for (int i = 0; i < 10; i++) {
        mean *= .9;
        variance = .81 * variance + .2;
    }
    step_times(law, &euler, 10);
    static const double x[] = {-3, -1, .5, 1, 4};
    double pdf[5], cdf[5], pdf_error[5], cdf_error[5];
    check_ok(fpk_law_at(law, 5, x, pdf, pdf_error, cdf, cdf_error));
    for (int i = 0; i < 5; i++) {
        double z = (x[i] - mean) / sqrt(variance);
        check_close(pdf[i], fpk_normal_pdf(z) / sqrt(variance), 1e-13);
        check_close(cdf[i], fpk_normal_cdf(z), 1e-13);
        check_between(pdf_error[i], 0, 1e-11);
        check_between(cdf_error[i], 0, 1e-11);
    }
    step_times(law, &euler, 190);
    struct fpk_law_moments moments;
    check_ok(fpk_law_moments(law, &moments));
    check_close(moments.variance, 1 / (1 - .1 / 2), 1e-12);
    check_close(moments.mass, 1, 1e-12);
    fpk_law_end(&law);
}

/* uniform(0, 1) + s xi: F(y) = s [g(y/s) - g((y-1)/s)], g(z) = z Phi(z) + phi(z). */
static void test_uniform_start(void **state)
{
    (void)state;
    struct scheme add = {.k = 1, .s = .05};
    struct fpk_law *law = begun("uniform:0:1", &one_thread);
    step_times(law, &add, 1);
    for (double y = -.2; y < 1.2; y += .07) {
        double pdf, cdf, a = y / .05, b = (y - 1) / .05;
        check_ok(fpk_law_at(law, 1, &y, &pdf, NULL, &cdf, NULL));
        check_close(pdf, fpk_normal_cdf(a) - fpk_normal_cdf(b), 1e-12);
        check_close(cdf,
                    .05 * (a * fpk_normal_cdf(a) + fpk_normal_pdf(a) - b * fpk_normal_cdf(b) -
                           fpk_normal_pdf(b)),
                    1e-12);
    }
    fpk_law_end(&law);
}

/* A deterministic step alone, x' = x + x^3/5 from N(0,1): p'(y) = phi(x)/(1 + 3x^2/5). Then one
 * with noise, against the integral over the start by a plain trapezoid. */
static void test_change_of_variables_then_noise(void **state)
{
    (void)state;
    struct scheme cubic = {.k = 1, .cubic = .2}, add = {.k = .5, .b = 1, .s = .1};
    struct fpk_law *law = begun("normal:0:1", &one_thread);
    step_times(law, &cubic, 1);
    for (double x = -3; x <= 3; x += .37) {
        double y = x + .2 * x * x * x, pdf, cdf;
        check_ok(fpk_law_at(law, 1, &y, &pdf, NULL, &cdf, NULL));
        check_relative(pdf, fpk_normal_pdf(x) / (1 + .6 * x * x), 1e-9);
        check_close(cdf, fpk_normal_cdf(x), 1e-11);
    }
    step_times(law, &add, 1);
    for (double y = -1; y <= 3; y += .4) {
        double pdf, cdf, want = 0, error;
        for (double x = -9; x < 9; x += .002) {
            double m = .5 * (x + .2 * x * x * x) + 1;
            want += .002 * fpk_normal_pdf(x) * fpk_normal_pdf((y - m) / .1) / .1;
        }
        check_ok(fpk_law_at(law, 1, &y, &pdf, &error, &cdf, NULL));
        check_close(pdf, want, 1e-9);
        check_close(pdf, want, error + 1e-13);
    }
    fpk_law_end(&law);
}

/* An orientation that turns over (slope -2) keeps a proper law: the cdf is the tail of before. */
static void test_reversed_line(void **state)
{
    (void)state;
    struct scheme turn = {.k = -2, .b = 1};
    struct fpk_law *law = begun("normal:1:1", &one_thread);
    step_times(law, &turn, 1);
    double y = 0, pdf, cdf;
    check_ok(fpk_law_at(law, 1, &y, &pdf, NULL, &cdf, NULL));
    check_close(pdf, fpk_normal_pdf(.5) / 2, 1e-12);
    check_close(cdf, fpk_normal_cdf(.5), 1e-12);
    struct fpk_law_pair pair;
    check_ok(fpk_law_density(law, &pair));
    for (size_t i = 0; i < pair.fine.n; i++) {
        check_true(i == 0 || pair.fine.x[i] > pair.fine.x[i - 1]);
        check_close(pair.fine.cdf[i], fpk_normal_cdf((pair.fine.x[i] + 1) / 2), 1e-12);
        check_close(pair.fine.cdf[i] + pair.fine.tail[i], 1, 1e-12);
    }
    fpk_law_pair_clear(&pair);
    fpk_law_end(&law);
}

static void test_refusals(void **state)
{
    (void)state;
    struct scheme fold = {.k = 1, .cubic = -.3}, add = {.k = 1, .s = .5};
    struct scheme thin = {.k = 1, .s = 1e-9}, wild = {.k = 1e300, .cubic = 1e300};
    struct fpk_transition transition;
    struct fpk_law_pair pair;
    struct fpk_law *law = begun("delta:1", &one_thread);
    check_refused(fpk_law_density(law, &pair), FPK_NUMERIC, "concentrated on points");
    fpk_law_end(&law);

    /* folded: no density, but moments, and noise makes it whole again */
    law = begun("normal:0:1", &one_thread);
    step_times(law, &fold, 1);
    struct fpk_law_moments moments;
    check_refused(fpk_law_density(law, &pair), FPK_NUMERIC, "folds the line near x = ");
    check_ok(fpk_law_moments(law, &moments));
    check_close(moments.variance, 1 - 2 * .3 * 3 + .09 * 15, 1e-9); /* E x^4 = 3, E x^6 = 15 */
    step_times(law, &add, 1);
    check_ok(fpk_law_density(law, &pair));
    fpk_law_pair_clear(&pair);
    check_ok(fpk_law_moments(law, &moments));
    check_close(moments.variance, .55 + .25, 1e-9);
    fpk_law_end(&law);

    law = begun("normal:0:1", &one_thread);
    transition = transition_of(&thin);
    check_refused(fpk_law_step(law, &transition), FPK_NUMERIC, "too narrow");
    fpk_law_end(&law);
    law = begun("normal:0:1e5", &one_thread);
    transition = transition_of(&wild);
    check_refused(fpk_law_step(law, &transition), FPK_NUMERIC, "step 0 is not finite near x = ");
    fpk_law_end(&law);
}

static struct fpk_density density_of(const struct fpk_plan *plan, const struct fpk_score *score,
                                     int threads)
{
    struct fpk_law_options options = {.threads = threads};
    struct fpk_law *law = NULL;
    struct fpk_law_pair pair;
    check_ok(fpk_law_of_plan(&law, plan, score, NULL, &options, NULL, NULL));
    check_ok(fpk_law_density(law, &pair));
    fpk_law_end(&law);
    fpk_density_clear(&pair.coarse);
    return pair.fine;
}

static void test_bits_do_not_depend_on_threads(void **state)
{
    (void)state;
    struct fpk_mixture m1 = mixture_m1();
    struct fpk_score score = fpk_score_exact(&m1);
    struct fpk_plan plan;
    build_plan(&plan, "ddpm", "steps=20");
    struct fpk_density one = density_of(&plan, &score, 1);
    for (int threads = 2; threads <= 3; threads++) {
        struct fpk_density more = density_of(&plan, &score, threads);
        check_equal(more.n, one.n);
        for (size_t i = 0; i < one.n; i++) {
            check_same_bits(more.x[i], one.x[i]);
            check_same_bits(more.pdf[i], one.pdf[i]);
            check_same_bits(more.cdf[i], one.cdf[i]);
        }
        fpk_density_clear(&more);
    }
    fpk_density_clear(&one);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&m1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ou_from_a_point),
        cmocka_unit_test(test_uniform_start),
        cmocka_unit_test(test_change_of_variables_then_noise),
        cmocka_unit_test(test_reversed_line),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_bits_do_not_depend_on_threads),
    };
    return check_main(tests);
}
