/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reference.h"

static void refuse(size_t dim, size_t n, const double *w, const double *m, const double *c,
                   const char *part)
{
    struct fpk_mixture mix;
    check_refused(fpk_mixture_init(&mix, dim, n, w, m, c), FPK_USAGE, part);
    check_true(mix.weight == NULL);
}

static void test_refusals(void **state)
{
    (void)state;
    const double w[] = {0.5, 0.5}, m[] = {0, 1, 2, 3}, c[] = {1, 0.5, 0.5, 1, 1, 0, 0, 1};
    refuse(1, 2, (double[]){0.4, 0.5}, m, c, "sum to 0.9");
    refuse(1, 2, (double[]){0.5, 0.5 + 1e-8}, m, c, "not to 1");
    refuse(1, 2, (double[]){1.5, -0.5}, m, c, "component 1 is -0.5");
    refuse(1, 2, (double[]){1, 0}, m, c, "component 1 is 0");
    refuse(1, 2, (double[]){NAN, 1}, m, c, "component 0 is");
    refuse(1, 2, w, (double[]){0, NAN}, c, "mean of component 1");
    refuse(1, 2, w, (double[]){INFINITY, 0}, c, "mean of component 0");
    refuse(1, 2, w, m, (double[]){1, -0.25}, "component 1 has variance -0.25");
    refuse(1, 2, w, m, (double[]){1, 0}, "component 1 has variance 0");
    refuse(1, 2, w, m, (double[]){NAN, 1}, "covariance of component 0 is not finite");
    refuse(2, 2, w, m, (double[]){1, 0.5, 0.4, 1, 1, 0, 0, 1}, "component 0 is not symmetric");
    refuse(2, 2, w, m, (double[]){1, 0.5, 0.5, 1, 1, 2, 2, 1},
           "component 1 is not positive definite");
    refuse(2, 2, w, m, (double[]){1, 1, 1, 1, 1, 0, 0, 1}, "component 0 is not positive definite");
    refuse(1, 0, w, m, c, "0 components");
    refuse(1, 257, w, m, c, "257 components");
    refuse(0, 2, w, m, c, "0 dimensions");
    refuse(2000, 2, w, m, c, "2000 dimensions");
}

/* Weights off by less than 1e-9 are normalised; entries that differ by rounding are averaged. */
static void test_tolerated(void **state)
{
    (void)state;
    struct fpk_mixture m;
    check_ok(fpk_mixture_init(&m, 2, 1, (double[]){1 + 5e-10}, (double[]){0, 0},
                              (double[]){1, 0.5, 0.5 + 1e-14, 1}));
    check_same_bits(m.weight[0], 1);
    check_same_bits(m.covariance[1], m.covariance[2]);
    fpk_mixture_clear(&m);
    check_true(m.axes == NULL);
}

/* Mean and covariance of the sum of the parts, by hand: M1 has mean .3 (-2) + .7 (1.5) = .45 and
 * variance .3 (.09 + 2.45^2) + .7 (.25 + 1.05^2). */
static void test_moments(void **state)
{
    (void)state;
    struct fpk_mixture m;
    double mean[2], c[4];
    make_m1(&m);
    fpk_mixture_mean(&m, mean);
    fpk_mixture_covariance(&m, c);
    check_close(mean[0], 0.45, 0x1p-52); /* two products, each rounded */
    check_relative(c[0], 0.3 * (0.09 + 2.45 * 2.45) + 0.7 * (0.25 + 1.05 * 1.05), 1e-15);
    fpk_mixture_clear(&m);
    check_ok(fpk_mixture_init(&m, 2, 2, (double[]){0.25, 0.75}, (double[]){4, 0, 0, 8},
                              (double[]){1, 0.5, 0.5, 2, 1, 0, 0, 1}));
    fpk_mixture_mean(&m, mean);
    fpk_mixture_covariance(&m, c);
    check_close(mean[0], 1, 0);
    check_close(mean[1], 6, 0);
    check_close(c[0], 1 + 0.25 * 9 + 0.75 * 1, 1e-15);
    check_close(c[1], 0.125 + 0.25 * 3 * -6 + 0.75 * -1 * 2, 1e-15);
    check_same_bits(c[1], c[2]);
    check_close(c[3], 0.25 * (2 + 36) + 0.75 * (1 + 4), 1e-15);
    fpk_mixture_clear(&m);
}

/* Diffuse, then diffuse = diffuse of the composed level; and level (1, 0) changes nothing. */
static void test_diffuse(void **state)
{
    (void)state;
    FILE *file = open_reference(FPK_TEST_DATA "/mixture_space.txt");
    struct fpk_mixture m, one, two, both, same;
    check_true(next_mixture(file, 3, &m));
    fclose(file);
    struct fpk_level a = {.alpha = 0.8, .sigma = 0.6}, b = {.alpha = 0.5, .sigma = 0.3};
    check_ok(fpk_mixture_diffuse(&m, a, &one));
    check_ok(fpk_mixture_diffuse(&one, b, &two));
    check_ok(fpk_mixture_diffuse(&m, fpk_level_compose(a, b), &both));
    check_ok(fpk_mixture_diffuse(&m, (struct fpk_level){.alpha = 1}, &same));
    for (size_t i = 0; i < 9; i++) {
        check_close(two.mean[i], both.mean[i], 1e-15);
        check_same_bits(same.mean[i], m.mean[i]);
    }
    for (size_t i = 0; i < 27; i++) {
        check_close(two.covariance[i], both.covariance[i], 4e-16);
        check_close(two.factor[i], both.factor[i], 4e-16);
        check_same_bits(same.covariance[i], m.covariance[i]);
    }
    fpk_mixture_clear(&m);
    fpk_mixture_clear(&one);
    fpk_mixture_clear(&two);
    fpk_mixture_clear(&both);
    fpk_mixture_clear(&same);
}

/* factor factor^T and axes diag(spread) axes^T both give the covariance back. */
static void test_factors(void **state)
{
    (void)state;
    FILE *file = open_reference(FPK_TEST_DATA "/mixture_space.txt");
    struct fpk_mixture m;
    check_true(next_mixture(file, 3, &m));
    fclose(file);
    for (size_t k = 0; k < 3; k++)
        for (size_t a = 0; a < 3; a++)
            for (size_t b = 0; b < 3; b++) {
                const double *l = m.factor + 9 * k, *q = m.axes + 9 * k, *v = m.spread + 3 * k;
                double ll = 0, qvq = 0, qq = 0;
                for (size_t j = 0; j < 3; j++) {
                    ll += l[3 * a + j] * l[3 * b + j];
                    qvq += q[3 * a + j] * v[j] * q[3 * b + j];
                    qq += q[3 * a + j] * q[3 * b + j];
                }
                check_close(ll, m.covariance[9 * k + 3 * a + b], 1e-15);
                check_close(qvq, m.covariance[9 * k + 3 * a + b], 4e-15);
                check_close(qq, a == b, 2e-15);
            }
    fpk_mixture_clear(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refusals), cmocka_unit_test(test_tolerated),
        cmocka_unit_test(test_moments),  cmocka_unit_test(test_diffuse),
        cmocka_unit_test(test_factors),
    };
    return check_main(tests);
}
