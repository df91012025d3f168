/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/compare/gaussian.h"

#include "../check.h"

#include <stdlib.h>

enum { MOST = 6 };

static void read_numbers(FILE *file, int n, double *out)
{
    char word[64];
    for (int i = 0; i < n; i++) {
        check_equal(fscanf(file, "%63s", word), 1);
        out[i] = strtod(word, NULL);
    }
}

static void check_number(struct fpk_number got, double want, double tol)
{
    check_close(got.value, want, got.error);
    check_between(got.error, 0, tol * want);
}

/* What gaussian_w2.c and gaussian_kl.c find against 60 digits by textbook formulas: every number is
 * within its error, and the errors are small in units of the number even where the two laws are
 * 1e-9 apart. Both ways round. */
static void test_known_answers(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/gaussian_distances.txt", "r");
    check_true(file != NULL);
    char line[256];
    int dim, diagonal, rows = 0;
    check_true(fgets(line, sizeof line, file) && fgets(line, sizeof line, file));
    while (fscanf(file, "%d %d", &dim, &diagonal) == 2) {
        double x[2 * MOST + 2 * MOST * MOST], want[3], variance[2][MOST];
        read_numbers(file, 2 * dim + 2 * dim * dim, x);
        read_numbers(file, 3, want);
        size_t d = (size_t)dim;
        struct fpk_gaussian p = {.dim = d, .mean = x, .covariance = x + d};
        struct fpk_gaussian q = {.dim = d, .mean = x + d + d * d, .covariance = x + 2 * d + d * d};
        for (int form = 0; form <= 3 * diagonal; form++) { /* either may say that it is diagonal */
            for (size_t i = 0; i < d; i++) {
                variance[0][i] = x[d + i * (d + 1)];
                variance[1][i] = x[2 * d + d * d + i * (d + 1)];
            }
            p.covariance = form & 1 ? NULL : x + d;
            q.covariance = form & 2 ? NULL : x + 2 * d + d * d;
            p.variance = variance[0];
            q.variance = variance[1];
            struct fpk_gaussian_distances got, back;
            check_ok(fpk_gaussian_distance(&p, &q, &got));
            check_ok(fpk_gaussian_distance(&q, &p, &back));
            check_number(got.w2, want[0], 2e-11);
            check_number(got.kl_pq, want[1], want[0] < 1e-3 ? 1e-9 : 2e-7);
            check_number(got.kl_qp, want[2], want[0] < 1e-3 ? 1e-9 : 2e-7);
            check_number(back.w2, want[0], 2e-11);
            check_number(back.kl_qp, want[1], want[0] < 1e-3 ? 1e-9 : 2e-7);
            check_number(back.kl_pq, want[2], want[0] < 1e-3 ? 1e-9 : 2e-7);
        }
        rows++;
    }
    fclose(file);
    check_equal(rows, 64);
}

static struct fpk_gaussian line(const double *mean, const double *variance, const double *error)
{
    return (struct fpk_gaussian){.dim = 1, .mean = mean, .variance = variance, .error = error};
}

/* On the line: the quadrature of fpk_distance finds the same, in all five. */
static void test_the_line_by_quadrature(void **state)
{
    (void)state;
    static const double pair[][4] = {
        {0, 1, .3, 1}, {0, 1, 0, 1.2}, {0, 1, -2, .25}, {5, .01, 5.02, .011}, {0, 4, .1, 4.1}};
    for (size_t k = 0; k < sizeof pair / sizeof *pair; k++) {
        double one = 1;
        struct fpk_mixture m[2];
        for (int i = 0; i < 2; i++)
            check_ok(fpk_mixture_init(&m[i], 1, 1, &one, &pair[k][2 * i], &pair[k][2 * i + 1]));
        struct fpk_side a = {.mixture = &m[0]}, b = {.mixture = &m[1]};
        struct fpk_gaussian p = line(m[0].mean, m[0].covariance, NULL);
        struct fpk_gaussian q = line(m[1].mean, m[1].covariance, NULL);
        struct fpk_distances got, want;
        check_ok(fpk_gaussian_on_line(&p, &q, &got));
        check_ok(fpk_distance(&a, &b, &want));
        check_close(got.kl_pq.value, want.kl_pq.value, got.kl_pq.error + want.kl_pq.error);
        check_close(got.kl_qp.value, want.kl_qp.value, got.kl_qp.error + want.kl_qp.error);
        check_close(got.tv.value, want.tv.value, got.tv.error + want.tv.error);
        check_close(got.w1.value, want.w1.value, got.w1.error + want.w1.error);
        check_close(got.w2.value, want.w2.value, got.w2.error + want.w2.error);
        check_between(want.tv.error + want.w1.error + want.w2.error, 0, 1e-6);
        check_between(got.tv.error + got.w1.error, 0, 1e-14 * (1 + got.w1.value));
        for (int i = 0; i < 2; i++)
            fpk_mixture_clear(&m[i]);
    }
}

/* Neighbours: tv of a shift d is erf(d/sqrt 8); of variances 1 and (1 + g)^2 it is 2 g phi(1) to
 * first order, relative corrections below g; w1 of the same g sqrt(2/pi). */
static void test_neighbours_on_the_line(void **state)
{
    (void)state;
    double zero = 0, one = 1;
    for (double d = 1e-3; d > 1e-14; d /= 10) {
        struct fpk_gaussian p = line(&zero, &one, NULL), q = line(&d, &one, NULL);
        struct fpk_distances got;
        check_ok(fpk_gaussian_on_line(&p, &q, &got));
        check_relative(got.tv.value, erf(d / sqrt(8)), 1e-14);
        check_relative(got.w1.value, d, 1e-14);
        double variance = 1 + d, g = d / (sqrt(variance) + 1);
        g = (variance - 1) / (sqrt(variance) + 1);
        q = line(&zero, &variance, NULL);
        check_ok(fpk_gaussian_on_line(&p, &q, &got));
        check_relative(got.tv.value, 2 * g * .241970724519143365, g + 1e-14);
        check_relative(got.w1.value, g * .797884560802865356, 1e-14);
        check_relative(got.w2.value, g, 1e-14);
    }
}

/* A collapsed law is infinitely far in KL, and says why; two equal ones are not apart. The error of
 * an input comes out as an error, and a width below it is not trusted. */
static void test_no_width(void **state)
{
    (void)state;
    double mean[2] = {1, 2}, variance[2] = {1, 4}, flat[2] = {1, 0}, error[2] = {0, .1};
    struct fpk_gaussian p = {.dim = 2, .mean = mean, .variance = variance};
    struct fpk_gaussian q = {.dim = 2, .mean = mean, .variance = flat};
    struct fpk_gaussian_distances got;
    check_ok(fpk_gaussian_distance(&p, &q, &got));
    check_close(got.w2.value, 2, 1e-14);
    check_true(isinf(got.kl_pq.value) && isinf(got.kl_qp.value));
    check_true(strstr(got.kl_pq.reason, "no width") != NULL);
    check_ok(fpk_gaussian_distance(&q, &q, &got));
    check_close(got.w2.value + got.kl_pq.value + got.kl_qp.value, 0, 0);
    double full[2][4] = {{1, .5, .5, 4}, {1, 0, 0, 0}}; /* the same through matrices */
    struct fpk_gaussian dense = {.dim = 2, .mean = mean, .covariance = full[0]};
    struct fpk_gaussian hollow = {.dim = 2, .mean = mean, .covariance = full[1]};
    for (int k = 0; k < 2; k++) {
        struct fpk_gaussian *collapsed = k ? &q : &hollow;
        check_ok(fpk_gaussian_distance(&dense, collapsed, &got));
        /* Q has rank 1: w2^2 = tr P + tr Q - 2 sqrt(P_11) */
        check_close(got.w2.value, 2, 1e-13);
        check_true(!isfinite(got.kl_pq.value) && got.kl_pq.reason); /* exactly none, or rounding */
        check_ok(fpk_gaussian_distance(collapsed, &dense, &got));
        check_close(got.w2.value, 2, 1e-13);
    }
    flat[1] = 1e-4;
    q.error = error;
    check_ok(fpk_gaussian_distance(&p, &q, &got));
    check_close(got.w2.error, .1, 1e-12);
    check_true(isnan(got.kl_pq.value) && strstr(got.kl_pq.reason, "numerical error"));
}

/* The error of an input covers what it does to the numbers: each mean and standard deviation moved
 * by its error. */
static void test_errors_cover(void **state)
{
    (void)state;
    double mean[2] = {0, .2}, variance[2] = {1.3, 2}, e = 1e-6;
    double full[2][4] = {{1, .3, .3, 2}, {1.1, .2, .2, 1.7}}, move[2] = {e, e},
           straight[2] = {1, 2};
    for (int k = 0; k < 16; k++) {
        double moved[2], v[2], m[4];
        for (int i = 0; i < 2; i++) {
            moved[i] = mean[i] + e * .7 * (k >> i & 1 ? 1 : -1);
            v[i] = pow(sqrt(variance[i]) + e * .7 * (k >> (2 + i) & 1 ? 1 : -1), 2);
        }
        for (int i = 0; i < 4; i++) /* each coordinate scaled, which moves it by .7 e in all */
            m[i] = full[1][i] * sqrt(v[i / 2] / variance[i / 2] * v[i % 2] / variance[i % 2]);
        struct fpk_gaussian p = {.dim = 2, .mean = mean, .covariance = full[0]};
        struct fpk_gaussian q = {.dim = 2, .mean = mean, .covariance = full[1], .error = move};
        struct fpk_gaussian r = {.dim = 2, .mean = moved, .covariance = m};
        struct fpk_gaussian_distances a, b;
        for (int diagonal = 0; diagonal < 2; diagonal++) {
            check_ok(fpk_gaussian_distance(&p, &q, &a));
            check_ok(fpk_gaussian_distance(&p, &r, &b));
            check_close(b.w2.value, a.w2.value, a.w2.error);
            check_close(b.kl_pq.value, a.kl_pq.value, a.kl_pq.error);
            check_close(b.kl_qp.value, a.kl_qp.value, a.kl_qp.error);
            check_between(a.kl_pq.error, 1e-9, 1e-4);
            p.covariance = q.covariance = r.covariance = NULL;
            p.variance = straight;
            q.variance = variance;
            r.variance = v;
        }
    }
}

/* Of two equal widths only the shift is uncertain: its error alone decides that of KL. */
static void test_error_of_the_mean(void **state)
{
    (void)state;
    double zero = 0, one = 1, shift = .1, e = 1e-6;
    struct fpk_gaussian p = line(&zero, &one, NULL), q = line(&shift, &one, &e);
    struct fpk_gaussian_distances a, b;
    check_ok(fpk_gaussian_distance(&p, &q, &a));
    double moved = shift + e;
    q = line(&moved, &one, NULL);
    check_ok(fpk_gaussian_distance(&p, &q, &b));
    check_close(b.kl_pq.value, a.kl_pq.value, a.kl_pq.error);
    check_close(b.kl_qp.value, a.kl_qp.value, a.kl_qp.error);
    check_close(b.w2.value, a.w2.value, a.w2.error);
}

static void test_refusals(void **state)
{
    (void)state;
    double zero[2] = {0}, one[2] = {1, 1}, bad[2] = {1, -1};
    struct fpk_gaussian p = {.dim = 2, .mean = zero, .variance = one}, q = p, r = p;
    struct fpk_gaussian_distances got;
    struct fpk_distances on_line;
    q.dim = 1;
    r.variance = bad;
    check_refused(fpk_gaussian_distance(&p, &q, &got), FPK_USAGE, "one has 2 dimensions");
    check_refused(fpk_gaussian_distance(&p, &r, &got), FPK_USAGE, "coordinate 1 has mean 0 and");
    check_refused(fpk_gaussian_on_line(&p, &p, &on_line), FPK_USAGE, "closed form in one");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_the_line_by_quadrature),
        cmocka_unit_test(test_neighbours_on_the_line),
        cmocka_unit_test(test_no_width),
        cmocka_unit_test(test_errors_cover),
        cmocka_unit_test(test_error_of_the_mean),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
