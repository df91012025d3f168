/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/study/bound.h"

#include "target.h"

static struct fpk_plan plan_of(const char *options)
{
    const struct fpk_sampler *sampler;
    struct fpk_values values;
    struct fpk_plan plan;
    values_of(&values, &sampler, "ddpm", options);
    check_ok(sampler->build(&plan, &values));
    fpk_values_clear(&values);
    return plan;
}

/* The numbers of the chain of 1000 steps on N(.7, .25), closed forms from elsewhere. */
static void test_recorded(void **state)
{
    (void)state;
    static const struct {
        enum fpk_bound_variance variance;
        enum fpk_bound_last last;
        double total;
    } rows[] = {{FPK_BOUND_SMALL, FPK_BOUND_USUAL, 1.29573},
                {FPK_BOUND_LARGE, FPK_BOUND_USUAL, .84047},
                {FPK_BOUND_LARGE, FPK_BOUND_BETA, .72689},
                {FPK_BOUND_SMALL, FPK_BOUND_BETA, 1.18215},
                {FPK_BOUND_ANALYTIC, FPK_BOUND_OWN, .72580}};
    struct fpk_mixture g1 = mixture_g1();
    struct fpk_plan plan = plan_of("");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fpk_bound b;
        check_ok(fpk_bound_of_plan(&plan, &g1, rows[i].variance, rows[i].last, &b));
        check_close(b.total.value, rows[i].total, 5e-6);
        check_close(b.prior.value, 1.493e-5, 5e-9);
        check_close(b.entropy.value, .72579, 5e-6);
        check_between(b.total.error, 0, 1e-9);
        check_true(b.n == 1000 && b.total.value > b.entropy.value);
        fpk_bound_clear(&b);
    }
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&g1);
}

/* With its best variances the chain loses nothing on a Gaussian but what the prior misses: the
 * bound is the entropy and KL(p_T, N(0, 1)). */
static void test_nothing_else_is_lost(void **state)
{
    (void)state;
    struct fpk_mixture g1 = mixture_g1();
    struct fpk_plan plan = plan_of("steps=4");
    struct fpk_bound b;
    check_ok(fpk_bound_of_plan(&plan, &g1, FPK_BOUND_ANALYTIC, FPK_BOUND_OWN, &b));
    double a2 = plan.first.alpha * plan.first.alpha, v = a2 * .25 + 1 - a2;
    check_close(b.total.value - b.entropy.value, .5 * (v - 1 - log(v) + a2 * .49), 1e-12);
    fpk_bound_clear(&b);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&g1);
}

/* The noises that a plan was built with are the conventions of the same name, and a Gaussian in two
 * equal halves, by quadrature, has the terms of the closed form. */
static void test_two_ways(void **state)
{
    (void)state;
    struct fpk_mixture g1 = mixture_g1();
    struct fpk_mixture halves =
        mixture_of(2, (double[]){.5, .5}, (double[]){.7, .7}, (double[]){.25, .25});
    for (int large = 0; large < 2; large++) {
        struct fpk_plan plan = plan_of(large ? "steps=20 variance=large" : "steps=20");
        struct fpk_bound a, b, c;
        check_ok(fpk_bound_of_plan(&plan, &g1, FPK_BOUND_PLAN, FPK_BOUND_USUAL, &a));
        check_ok(fpk_bound_of_plan(&plan, &g1, large ? FPK_BOUND_LARGE : FPK_BOUND_SMALL,
                                   FPK_BOUND_USUAL, &b));
        check_ok(fpk_bound_of_plan(&plan, &halves, FPK_BOUND_PLAN, FPK_BOUND_USUAL, &c));
        for (size_t i = 0; i + 1 < a.n; i++) {
            check_relative(b.step[i], a.step[i], 1e-10);
            check_relative(c.step[i], a.step[i], 1e-12);
        }
        check_relative(c.total.value, a.total.value, 1e-12);
        fpk_bound_clear(&a);
        fpk_bound_clear(&b);
        fpk_bound_clear(&c);
        fpk_plan_clear(&plan);
    }
    fpk_mixture_clear(&halves);
    fpk_mixture_clear(&g1);
}

/* A plan changed by hand has other means, and the terms are not its. */
static void test_another_mean_is_refused(void **state)
{
    (void)state;
    struct fpk_mixture g1 = mixture_g1();
    for (int j = 0; j < 2; j++) {
        struct fpk_plan plan = plan_of("steps=4");
        struct fpk_bound b;
        plan.instruction[3].c[j] *= 1.001;
        check_refused(fpk_bound_of_plan(&plan, &g1, FPK_BOUND_PLAN, FPK_BOUND_USUAL, &b), FPK_USAGE,
                      "step 1 of ddpm is not a step of ddpm");
        fpk_plan_clear(&plan);
    }
    fpk_mixture_clear(&g1);
}

/* One step by hand: KL of two normals averaged over x_0 and x, on a grid of both. */
static void test_a_term_by_quadrature(void **state)
{
    (void)state;
    struct fpk_mixture g1 = mixture_g1();
    struct fpk_plan plan = plan_of("steps=2");
    struct fpk_bound b;
    check_ok(fpk_bound_of_plan(&plan, &g1, FPK_BOUND_LARGE, FPK_BOUND_BETA, &b));
    double A = b.now[0].alpha * b.now[0].alpha, P = b.now[1].alpha * b.now[1].alpha;
    double s2 = 1 - A / P, v = (1 - P) / (1 - A) * s2, sum = 0, mass = 0, h = .05;
    for (double z = -8; z <= 8; z += h)
        for (double e = -8; e <= 8; e += h) {
            double x0 = .7 + .5 * z, x = sqrt(A) * x0 + sqrt(1 - A) * e;
            double guess = .7 + sqrt(A) * .25 * (x - sqrt(A) * .7) / (A * .25 + 1 - A);
            double gap = sqrt(P) * s2 / (1 - A) * (x0 - guess), w = exp(-(z * z + e * e) / 2);
            sum += w * .5 * (log(s2 / v) + (v + gap * gap) / s2 - 1);
            mass += w;
        }
    check_relative(b.step[0], sum / mass, 1e-11);
    fpk_bound_clear(&b);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&g1);
}

/* Independent components: every term is the sum of theirs. */
static void test_dimensions_add(void **state)
{
    (void)state;
    struct fpk_mixture g1 = mixture_g1(), other, plane;
    struct fpk_plan plan = plan_of("steps=10");
    struct fpk_bound a, b, both;
    other = mixture_of(1, (double[]){1}, (double[]){-1}, (double[]){2});
    check_ok(fpk_mixture_init(&plane, 2, 1, (double[]){1}, (double[]){.7, -1},
                              (double[]){.25, 0, 0, 2}));
    check_ok(fpk_bound_of_plan(&plan, &g1, FPK_BOUND_SMALL, FPK_BOUND_BETA, &a));
    check_ok(fpk_bound_of_plan(&plan, &other, FPK_BOUND_SMALL, FPK_BOUND_BETA, &b));
    check_ok(fpk_bound_of_plan(&plan, &plane, FPK_BOUND_SMALL, FPK_BOUND_BETA, &both));
    check_relative(both.total.value, a.total.value + b.total.value, 1e-13);
    check_relative(both.prior.value, a.prior.value + b.prior.value, 1e-12);
    check_relative(both.entropy.value, a.entropy.value + b.entropy.value, 1e-13);
    fpk_bound_clear(&a);
    fpk_bound_clear(&b);
    fpk_bound_clear(&both);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&g1);
    fpk_mixture_clear(&other);
    fpk_mixture_clear(&plane);
}

static void test_refused(void **state)
{
    (void)state;
    struct fpk_mixture g1 = mixture_g1();
    struct fpk_bound b;
    struct fpk_plan one = plan_of("steps=1"), two = plan_of("steps=2");
    check_equal(fpk_bound_of_plan(&one, &g1, FPK_BOUND_SMALL, FPK_BOUND_BETA, &b), FPK_USAGE);
    check_true(strstr(fpk_message(), "two steps") != NULL);
    for (size_t i = 0; i < two.n; i++)
        two.instruction[i].noise = 0;
    check_equal(fpk_bound_of_plan(&two, &g1, FPK_BOUND_PLAN, FPK_BOUND_BETA, &b), FPK_USAGE);
    check_true(strstr(fpk_message(), "no noise") != NULL);
    fpk_plan_clear(&one);
    fpk_plan_clear(&two);
    fpk_mixture_clear(&g1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recorded),
        cmocka_unit_test(test_nothing_else_is_lost),
        cmocka_unit_test(test_two_ways),
        cmocka_unit_test(test_a_term_by_quadrature),
        cmocka_unit_test(test_dimensions_add),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_another_mean_is_refused),
    };
    return check_main(tests);
}
