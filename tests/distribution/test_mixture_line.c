/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reference.h"

#define EPS 0x1p-53

/* Relative error of sum w_k Phi(z_k): z off by 2 ulp of its own and by that of x - mean, which
 * moves Phi in the tail by (1 + z^2) of that, plus the 4 ulp of Phi. */
static double bound(const struct fpk_mixture *m, double sign, double x)
{
    double sum = 0, off = 0;
    for (size_t k = 0; k < m->n; k++) {
        double s = sqrt(m->covariance[k]), z = sign * (x - m->mean[k]) / s;
        double p = m->weight[k] * 0.5 * erfc(-z / sqrt(2)), tail = z < 0 ? 1 + z * z : 1;
        double shift = fabs(m->mean[k]) / s; /* the noised mean itself is rounded */
        sum += p;
        off += p * (8 * tail + shift * (1 + fabs(z)));
    }
    return sum > 0 ? EPS * (off / sum + (double)m->n) : 1;
}

static void check_row(const struct fpk_mixture *m, const double *row)
{
    struct fpk_mixture noised;
    double x = row[2], cdf, tail;
    struct fpk_level level = {.alpha = row[0], .sigma = row[1]};
    check_ok(fpk_mixture_diffuse(m, level, &noised));
    fpk_mixture_cdf(&noised, 1, &x, &cdf);
    fpk_mixture_tail(&noised, 1, &x, &tail);
    check_close(cdf, row[7], row[7] * bound(&noised, 1, x) + 1e-306);
    check_close(tail, row[8], row[8] * bound(&noised, -1, x) + 1e-306);
    check_close(cdf + tail, 1, 1e-15);
    fpk_mixture_clear(&noised);
}

static void test_known(void **state)
{
    (void)state;
    FILE *file = open_reference(FPK_TEST_DATA "/mixture_line.txt");
    struct fpk_mixture m;
    double row[9];
    while (next_mixture(file, 1, &m)) {
        while (next_row(file, 9, row))
            check_row(&m, row);
        fpk_mixture_clear(&m);
    }
    fclose(file);
}

/* The quantile of x's own cdf is x: an error of r in the probability p moves it by r p/pdf. */
static void check_inverse(const struct fpk_mixture *m, double x)
{
    double cdf, tail, pdf;
    fpk_mixture_cdf(m, 1, &x, &cdf);
    fpk_mixture_tail(m, 1, &x, &tail);
    fpk_mixture_pdf(m, 1, &x, &pdf);
    double narrow = EPS * (4 * fabs(x) + 4);
    if (cdf > 0 && cdf <= 0.5)
        check_close(fpk_mixture_quantile(m, cdf), x, 3 * bound(m, 1, x) * cdf / pdf + narrow);
    if (tail > 0 && tail <= 0.5)
        check_close(fpk_mixture_quantile_tail(m, tail), x,
                    3 * bound(m, -1, x) * tail / pdf + narrow);
}

static void test_quantile_inverts(void **state)
{
    (void)state;
    struct fpk_mixture m;
    make_m1(&m);
    for (double x = -12; x <= 18; x += 0.11)
        check_inverse(&m, x);
    fpk_mixture_clear(&m);
}

/* p is met to a few ulp, from 1e-300 to the other tail; across a gap without any density too. */
static void test_quantile_is_met(void **state)
{
    (void)state;
    struct fpk_mixture m[2];
    make_m1(&m[0]);
    check_ok(fpk_mixture_init(&m[1], 1, 3, (double[]){0.25, 0.5, 0.25}, (double[]){-100, 0, 1e4},
                              (double[]){1e-6, 1, 1e-4}));
    const double p[] = {1e-300, 1e-30, 1e-6, 0.1, 0.2, 0.24999, 0.25001, 0.3, 0.4, 0.49999};
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < sizeof p / sizeof *p; i++) {
            double got, x = fpk_mixture_quantile(&m[k], p[i]);
            fpk_mixture_cdf(&m[k], 1, &x, &got);
            /* plus what half an ulp of x itself moves */
            double pdf;
            fpk_mixture_pdf(&m[k], 1, &x, &pdf);
            check_relative(got, p[i], 2 * bound(&m[k], 1, x) + 2 * EPS * fabs(x) * pdf / p[i]);
            x = fpk_mixture_quantile_tail(&m[k], p[i]);
            fpk_mixture_tail(&m[k], 1, &x, &got);
            fpk_mixture_pdf(&m[k], 1, &x, &pdf);
            check_relative(got, p[i], 2 * bound(&m[k], -1, x) + 2 * EPS * fabs(x) * pdf / p[i]);
            check_same_bits(fpk_mixture_quantile(&m[k], 1 - p[i]),
                            fpk_mixture_quantile_tail(&m[k], 1 - (1 - p[i])));
        }
    check_true(isinf(fpk_mixture_quantile(&m[0], 0)) && fpk_mixture_quantile(&m[0], 0) < 0);
    check_true(isinf(fpk_mixture_quantile(&m[0], 1)) && fpk_mixture_quantile(&m[0], 1) > 0);
    check_true(isinf(fpk_mixture_quantile_tail(&m[0], 0)));
    check_true(isnan(fpk_mixture_quantile(&m[0], -0.1)) && isnan(fpk_mixture_quantile(&m[0], NAN)));
    fpk_mixture_clear(&m[0]);
    fpk_mixture_clear(&m[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_quantile_inverts),
        cmocka_unit_test(test_quantile_is_met),
    };
    return check_main(tests);
}
