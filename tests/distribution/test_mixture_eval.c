/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Density, score and its derivative in one dimension. The bounds are first-order error bounds,
 * computed at each point: every exponent e_k is off by at most a few 2^-53 of its own parts, which
 * moves the posterior weights r_k by as much. */
#include "reference.h"

#include "fpk/base/block.h"
#include "fpk/wiener/normal.h"

#define EPS 0x1p-53

struct bound {
    double log_pdf, score, score_x;
};

/* At x, for the mixture `m` noised to `level`; the posterior weights from libm. */
static struct bound bound_at(const struct fpk_mixture *m, struct fpk_level level, double x)
{
    double e[16], size[16], s[16], inverse[16], top = -INFINITY, sum = 0, mean = 0, spread = 0;
    for (size_t k = 0; k < m->n; k++) {
        double mu = level.alpha * m->mean[k], d = x - mu;
        double var = level.alpha * level.alpha * m->covariance[k] + level.sigma * level.sigma;
        inverse[k] = 1 / var;
        s[k] = -d / var;
        e[k] = log(m->weight[k]) - 0.5 * log(var) - 0.5 * d * d / var;
        size[k] =
            4 + fabs(log(m->weight[k])) + fabs(log(var)) + 4 * d * d / var + fabs(s[k]) * fabs(mu);
        top = fmax(top, e[k]);
    }
    for (size_t k = 0; k < m->n; k++)
        sum += e[k] = exp(e[k] - top);
    struct bound b = {0};
    for (size_t k = 0; k < m->n; k++) {
        mean += e[k] / sum * s[k];
        b.log_pdf += 2 * EPS * e[k] / sum * size[k];
    }
    for (size_t k = 0; k < m->n; k++)
        spread += e[k] / sum * (s[k] - mean) * (s[k] - mean);
    for (size_t k = 0; k < m->n; k++) {
        double r = e[k] / sum, off = fabs(s[k] - mean), mu = fabs(level.alpha * m->mean[k]);
        double rounding = 4 * fabs(s[k]) + inverse[k] * mu; /* of s_k itself */
        b.score += 2 * EPS * r * (size[k] * off + rounding);
        b.score_x += 2 * EPS * r *
                     (size[k] * (off * off + spread + inverse[k]) + 2 * off * rounding +
                      8 * inverse[k] + 8 * off * off);
    }
    return b;
}

static void check_row(const struct fpk_mixture *m, const double *row)
{
    struct fpk_level level = {.alpha = row[0], .sigma = row[1]};
    double x = row[2], s, s_x, both, both_x, log_pdf, pdf;
    struct bound b = bound_at(m, level, x);
    fpk_mixture_score_at(m, level, 1, &x, &s);
    fpk_mixture_score_x_at(m, level, 1, &x, &s_x);
    fpk_mixture_score_both_at(m, level, 1, &x, &both, &both_x);
    check_close(s, row[5], b.score + 1e-290);
    check_close(both, row[5], b.score + 1e-290);
    check_close(s_x, row[6], b.score_x);
    check_same_bits(both_x, s_x);
    fpk_mixture_log_pdf_at(m, level, 1, &x, &log_pdf);
    check_close(log_pdf, row[3], b.log_pdf + EPS * fabs(row[3]));
    struct fpk_mixture noised; /* the other way to the same numbers */
    check_ok(fpk_mixture_diffuse(m, level, &noised));
    fpk_mixture_log_pdf(&noised, 1, &x, &log_pdf);
    fpk_mixture_pdf(&noised, 1, &x, &pdf);
    check_close(log_pdf, row[3], b.log_pdf + EPS * fabs(row[3]));
    check_close(pdf, row[4], row[4] * (b.log_pdf + 2 * EPS * (1 + fabs(row[3]))) + 1e-307);
    fpk_mixture_score(&noised, 1, &x, &s);
    fpk_mixture_score_x(&noised, 1, &x, &s_x);
    check_close(s, row[5], b.score + 1e-290);
    check_close(s_x, row[6], b.score_x);
    fpk_mixture_clear(&noised);
}

static void test_known(void **state)
{
    (void)state;
    FILE *file = open_reference(FPK_TEST_DATA "/mixture_line.txt");
    struct fpk_mixture m;
    double row[9];
    size_t rows = 0;
    while (next_mixture(file, 1, &m)) {
        for (; next_row(file, 9, row); rows++)
            check_row(&m, row);
        fpk_mixture_clear(&m);
    }
    fclose(file);
    check_equal(rows, 5 * (14 + 7 + 10 + 9 + 6));
}

/* Central difference of sixth order from f at x - 6h, ..., x + 6h in steps of h; stride 1 or 2. */
static double slope(const double f[13], int stride, double h)
{
    const double *c = f + 6;
    int d = stride;
    return ((c[3 * d] - c[-3 * d]) - 9 * (c[2 * d] - c[-2 * d]) + 45 * (c[d] - c[-d])) /
           (60 * h * d);
}

/* |slope - exact|: the error at 2h is 64 times that at h, so it is their difference over 63 (twice
 * that, for the higher orders), and the rounding of f, 8 ulp of it over h. */
static void check_slope(const double f[13], double h, double exact)
{
    double fine = slope(f, 1, h), coarse = slope(f, 2, h);
    check_close(fine, exact, 2 * fabs(fine - coarse) / 63 + 8 * EPS * (fabs(f[6]) + 1) / h);
    check_close(fine, exact, 1e-7 * (1 + fabs(exact)));
}

/* Two ways: score = d log p/dx and score_x = d score/dx. */
static void test_derivatives(void **state)
{
    (void)state;
    struct fpk_mixture m;
    make_m1(&m);
    const double h = 0x1p-8;
    for (double x = -4; x <= 4; x += 0.0625) {
        double at[13], log_pdf[13], score[13], score_x;
        for (int i = 0; i < 13; i++)
            at[i] = x + (i - 6) * h;
        fpk_mixture_log_pdf(&m, 13, at, log_pdf);
        fpk_mixture_score(&m, 13, at, score);
        fpk_mixture_score_x(&m, 1, &x, &score_x);
        check_slope(log_pdf, h, score[6]);
        check_slope(score, h, score_x);
    }
    fpk_mixture_clear(&m);
}

/* Far out, infinitely improbable or absent: a number where one exists, NaN for NaN, never a
 * trap. */
static void test_extremes(void **state)
{
    (void)state;
    struct fpk_mixture m;
    make_m1(&m);
    const double x[] = {1e100, -1e100, NAN, 0};
    double s[4], p[4], l[4];
    fpk_mixture_score(&m, 4, x, s);
    fpk_mixture_pdf(&m, 4, x, p);
    fpk_mixture_log_pdf(&m, 4, x, l);
    check_relative(s[0], -4e100, 1e-15);
    check_relative(s[1], 4e100, 1e-15);
    check_true(isnan(s[2]) && isnan(p[2]) && isnan(l[2]));
    check_true(isfinite(s[3]) && isfinite(p[3]) && isfinite(l[3]));
    check_same_bits(p[0], 0);
    check_relative(l[0], -2e200, 1e-15);
    fpk_mixture_clear(&m);
}

/* A block gives each point the bits that it would have alone, wherever it stands. */
static void test_position_does_not_matter(void **state)
{
    (void)state;
    struct fpk_mixture m;
    make_m1(&m);
    double x[FPK_BLOCK], s[FPK_BLOCK], s_x[FPK_BLOCK], one, one_x;
    struct fpk_level level = {.alpha = 0.6, .sigma = 0.8};
    fpk_normal_fill((struct fpk_stream){.seed = 7, .purpose = FPK_FOR_TEST}, 0, FPK_BLOCK, x);
    for (size_t n = 1; n <= FPK_BLOCK; n = n * 3 + 1) {
        fpk_mixture_score_both_at(&m, level, n, x, s, s_x);
        fpk_mixture_score_both_at(&m, level, 1, &x[n - 1], &one, &one_x);
        check_same_bits(s[n - 1], one);
        check_same_bits(s_x[n - 1], one_x);
        fpk_mixture_score_at(&m, level, n, x, s);
        fpk_mixture_score_at(&m, level, 1, &x[n - 1], &one);
        check_same_bits(s[n - 1], one);
    }
    fpk_mixture_clear(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_derivatives),
        cmocka_unit_test(test_extremes),
        cmocka_unit_test(test_position_does_not_matter),
    };
    return check_main(tests);
}
