/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/spectral.h"

#include "models.h"

#include "../check.h"

TEST_FUNCTION(itself, x)
TEST_FUNCTION(push, 0.4)

static const struct fpk_ends both = {FPK_ABSORBING, FPK_ABSORBING};

/* A time of exit at one x against the mean and variance that it must have. */
static void check_exit(const struct fpk_exit_problem *problem, double x, double mean,
                       double variance, double tolerance)
{
    double got[4];
    size_t order;
    bool converged;
    struct fpk_exit_problem one = *problem;
    one.n = 1;
    one.x = &x;
    one.tolerance = 1e-10;
    check_ok(fpk_spectral_exit(&one, &got[0], &got[1], &got[2], &got[3], &order, &converged));
    check_true(converged);
    check_close(got[0], mean, got[1] + 1e-16 * mean);
    check_relative(got[0], mean, tolerance);
    if (isnan(variance))
        return;
    check_close(got[2], variance, got[3] + 1e-16 * variance);
    check_relative(got[2], variance, tolerance);
}

/* Brownian motion out of (-1, 1): 1 - x^2 and 2/3 (1 - x^4); from a reflecting wall at -1 the way
 * is that out of (-3, 1). */
static void test_brownian(void **state)
{
    (void)state;
    double d = 0.5;
    struct fpk_model model = ou_model(&d);
    model.drift = zero;
    struct fpk_exit_problem out = {.model = &model, .a = -1, .b = 1, .ends = both};
    struct fpk_exit_problem right = out, left = out;
    right.ends.left = left.ends.right = FPK_REFLECTING;
    for (double x = -0.9; x < 1; x += 0.3) {
        double y = (x + 1) / 2;
        check_exit(&out, x, 1 - x * x, (1 - x * x * x * x) * 2 / 3, 1e-13);
        check_exit(&right, x, 4 * (1 - y * y), 16 * (1 - y * y * y * y) * 2 / 3, 1e-13);
        check_exit(&left, -x, 4 * (1 - y * y), 16 * (1 - y * y * y * y) * 2 / 3, 1e-13);
    }
}

/* dX = .4 dt + dW out of (-1, 1); OU, D = 1, out of (-b, b) (quadrature); dX = X dW out of (1, e):
 * 2 ln x - 2 (x - 1)/(e - 1). */
static void test_drifts(void **state)
{
    (void)state;
    double half = 0.5, d = 1;
    struct fpk_model model = ou_model(&half);
    model.drift = push;
    struct fpk_exit_problem out = {.model = &model, .a = -1, .b = 1, .ends = both};
    for (double x = -0.8; x < 1; x += 0.4) {
        double up = -expm1(-0.8 * (x + 1)) / -expm1(-1.6);
        check_exit(&out, x, (2 * up - 1 - x) / 0.4, NAN, 1e-13);
    }
    check_exit(&out, 0, tanh(0.4) / 0.4, NAN, 1e-13);
    model = ou_model(&d);
    check_exit(&out, 0, 0.59574931851276, NAN, 1e-13);
    out.a = -2;
    out.b = 2;
    check_exit(&out, 0, 4.5016024162291, NAN, 1e-13);
    model.drift = zero;
    model.diffusion = itself;
    out.a = 1;
    out.b = exp(1);
    for (double x = 1.2; x < 2.7; x += 0.3)
        check_exit(&out, x, 2 * log(x) - 2 * (x - 1) / (exp(1) - 1), NAN, 1e-12);
}

/* The double well and OU, to points on both sides; D, from, to, mean. */
static void test_passage(void **state)
{
    (void)state;
    static const double known[][4] = {
        {0.5, -1, 0, 2.52170421493},  {0.5, -1, 1, 6.69775790711}, {0.25, -1, 0, 5.74343706804},
        {0.25, -1, 1, 14.2777366365}, {0.1, -1, 0, 30.8213024727}, {0.1, -1, 1, 66.2686263649},
        {0.25, 1, 0, 5.74343706804},  {0.1, 1, -1, 66.2686263649}, /* in the mirror */
    };
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        struct fpk_model model = well_model(&known[k][0]);
        struct fpk_passage_problem problem = {
            .model = &model, .from = known[k][1], .to = known[k][2], .tolerance = 1e-10};
        struct fpk_passage p;
        check_ok(fpk_spectral_passage(&problem, &p));
        check_true(p.converged);
        check_relative(p.mean, known[k][3], 1e-11); /* of which 12 digits are given */
    }
    double d = 1;
    struct fpk_model ou = ou_model(&d);
    struct fpk_passage_problem problem = {.model = &ou, .to = 1, .tolerance = 1e-10};
    struct fpk_passage p;
    check_ok(fpk_spectral_passage(&problem, &p));
    check_relative(p.mean, 2.0934066496783, 1e-13);
    problem.to = 2;
    check_ok(fpk_spectral_passage(&problem, &p));
    check_relative(p.mean, 10.428409397996, 1e-12);
}

/* Two ways: quadratures of positive numbers and these equations, from low barriers to those that
 * leave no digits (e^33); the estimate covers the distance. */
static void test_honest(void **state)
{
    (void)state;
    size_t lost = 0;
    for (double d = 2; d > 0.007; d /= 2.2) {
        struct fpk_model model = well_model(&d);
        struct fpk_passage_problem problem = {
            .model = &model, .from = -1.1, .to = 0.7, .a = -2, .b = 3, .tolerance = 1e-10};
        struct fpk_passage p, panels;
        check_ok(fpk_passage_solve(&problem, &panels));
        check_ok(fpk_spectral_passage(&problem, &p));
        check_close(p.mean, panels.mean, p.mean_error + panels.mean_error);
        check_close(p.variance, panels.variance, p.variance_error + panels.variance_error);
        check_true(p.converged || d < 0.03);
        lost += p.mean_error > p.mean;

        const double x[3] = {-0.9, 0.05, 0.8};
        double q[3], error[3], want[3], want_error[3];
        bool converged;
        struct fpk_committor_problem which = {
            .model = &model, .a = -1.2, .b = 0.9, .tolerance = 1e-11, .n = 3, .x = x};
        check_ok(fpk_committor_solve(&which, want, want_error, &converged));
        check_ok(fpk_spectral_committor(&which, q, error, &converged));
        for (int i = 0; i < 3; i++)
            check_close(q[i], want[i], error[i] + want_error[i]);
    }
    check_true(lost <= 2);
}

/* P(1 before -1) of dX = .4 dt + dW, and of dX = X dW between 1 and 3. */
static void test_committor(void **state)
{
    (void)state;
    const double x[4] = {-0.6, 0, 0.3, 0.95}, y[2] = {1.1, 2.9};
    double d = 0.5, q[4], error[4];
    bool converged;
    struct fpk_model model = ou_model(&d);
    struct fpk_committor_problem problem = {
        .model = &model, .a = -1, .b = 1, .tolerance = 1e-12, .n = 4, .x = x};
    model.drift = push;
    check_ok(fpk_spectral_committor(&problem, q, error, &converged));
    check_true(converged);
    check_close(q[1], 0.6899744811276, 1e-13);
    for (int i = 0; i < 4; i++)
        check_close(q[i], expm1(-0.8 * (x[i] + 1)) / expm1(-1.6), error[i]);
    model.drift = zero;
    model.diffusion = itself;
    problem = (struct fpk_committor_problem){
        .model = &model, .a = 1, .b = 3, .tolerance = 1e-12, .n = 2, .x = y};
    check_ok(fpk_spectral_committor(&problem, q, error, &converged));
    for (int i = 0; i < 2; i++)
        check_close(q[i], (y[i] - 1) / 2, error[i]);
}

static void test_refusals(void **state)
{
    (void)state;
    double d = 1, x = 2, out[4];
    size_t order;
    bool converged;
    struct fpk_model model = ou_model(&d);
    struct fpk_exit_problem exit = {.model = &model, .a = -1, .b = 1, .n = 1, .x = &x};
    struct fpk_passage_problem passage = {.model = &model, .from = 1, .to = 1};
    struct fpk_passage p;
    struct fpk_committor_problem which = {.model = &model, .a = -1, .b = 1, .n = 1, .x = &x};
    check_refused(fpk_spectral_exit(&exit, out, out + 1, out + 2, out + 3, &order, &converged),
                  FPK_USAGE, "absorbing end");
    exit.ends = both;
    check_refused(fpk_spectral_exit(&exit, out, out + 1, out + 2, out + 3, &order, &converged),
                  FPK_USAGE, "x = 2");
    check_refused(fpk_spectral_committor(&which, out, out + 1, &converged), FPK_USAGE, "x = 2");
    check_refused(fpk_spectral_passage(&passage, &p), FPK_USAGE, "different");
    passage.to = 3;
    passage.b = 2;
    check_refused(fpk_spectral_passage(&passage, &p), FPK_USAGE, "leaves the domain");
    model.drift = zero;
    model.potential = NULL;
    passage.b = 0;
    check_refused(fpk_spectral_passage(&passage, &p), FPK_NUMERIC, "not confined");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_brownian),  cmocka_unit_test(test_drifts),
        cmocka_unit_test(test_passage),   cmocka_unit_test(test_honest),
        cmocka_unit_test(test_committor), cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
