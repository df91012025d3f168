/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table.h"

#include "fpk/numeric/log_density.h"

/* The largest errors of score and score_x over the range where a sampler's points are. */
static void errors(const struct fpk_mixture *m, size_t n, size_t k, double *of, double *of_x)
{
    struct fpk_score_table table;
    struct fpk_score_samples samples = samples_of(m, FPK_HEAD_SCORE, n);
    struct fpk_level level = grid_level(k);
    check_ok(fpk_score_table_init(&table, &samples));
    struct fpk_score exact = fpk_score_exact(m), score = fpk_score_from_table(&table);
    *of = *of_x = 0;
    for (double x = -4; x <= 4; x += 0.0037) {
        double s, s_x, t, t_x;
        exact.both(&level, 1, &x, &s, &s_x, exact.ctx);
        score.both(&level, 1, &x, &t, &t_x, score.ctx);
        *of = fmax(*of, fabs(s - t));
        *of_x = fmax(*of_x, fabs(s_x - t_x));
    }
    fpk_score_table_clear(&table);
}

static void test_order(void **state)
{
    (void)state;
    struct fpk_mixture m;
    make_target(&m);
    for (size_t k = 0; k < GRID_T; k++) {
        double e, e_x, before = 0, before_x = 0;
        for (size_t n = 801; n <= GRID_X; n = 2 * n - 1) {
            errors(&m, n, k, &e, &e_x);
            if (n > 801 && k < 3) { /* at k = 3 the score is nearly a straight line: rounding */
                print_message(
                    "level %zu, %4zu points: score %.1e (order %.2f), slope %.1e (%.2f)\n", k, n, e,
                    log2(before / e), e_x, log2(before_x / e_x));
                check_between(log2(before / e), 3.6, 4.4);
                check_between(log2(before_x / e_x), 2.6, 3.4);
            }
            before = e;
            before_x = e_x;
        }
        check_between(e, 0, k < 3 ? 1e-4 : 1e-12);
    }
    fpk_mixture_clear(&m);
}

/* From averages over cells alone: log density, its mask and the table together give the score, in
 * the tails too, where the outermost trusted cells go on as straight lines. */
static void test_from_averages(void **state)
{
    (void)state;
    enum { N = 2000 };
    static double average[N], log_p[N], value[N], x[N];
    static unsigned char masked[N];
    struct fpk_mixture m;
    make_target(&m);
    double a = -10, h = 20.0 / N;
    for (int i = 0; i < N; i++) {
        double face[2] = {a + i * h, a + (i + 1) * h}, f[2];
        x[i] = a + (i + 0.5) * h;
        (x[i] < 0 ? fpk_mixture_cdf : fpk_mixture_tail)(&m, 2, face, f);
        average[i] = fabs(f[1] - f[0]) / h;
    }
    check_ok(fpk_log_density(N, h, average, 0, log_p, value, masked));
    double t = 0;
    struct fpk_score_table table;
    check_ok(fpk_score_table_init(&table, &(struct fpk_score_samples){.head = FPK_HEAD_SCORE,
                                                                      .nx = N,
                                                                      .nt = 1,
                                                                      .x = x,
                                                                      .t = &t,
                                                                      .value = value,
                                                                      .masked = masked}));
    struct fpk_score exact = fpk_score_exact(&m), score = fpk_score_from_table(&table);
    struct fpk_level level = {.alpha = 1, .sigma = 0, .t = 0};
    int outside = 0;
    for (double v = -11; v <= 11; v += 0.0173) {
        double s, got;
        exact.score(&level, 1, &v, &s, exact.ctx);
        score.score(&level, 1, &v, &got, score.ctx);
        double z = v < 0 ? (v + 2) / 0.3 : (v - 1.5) / 0.5;
        if (z > -7) /* far below, where no cell is trusted, the wider component takes over */
            check_close(got, s, 5e-5 + (fabs(z) < 7 ? 0 : 1e-6 * fabs(s))); /* spline: 2e-5 */
        outside += z > 8;
    }
    check_true(outside > 100);
    fpk_score_table_clear(&table);
    fpk_mixture_clear(&m);
}

/* A hole in a row is bridged by the spline of what is left: what stands in it is not read. */
static void test_mask(void **state)
{
    (void)state;
    enum { N = 12 };
    double x[N], value[N], t = 1;
    unsigned char masked[N] = {1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1};
    for (int i = 0; i < N; i++) {
        x[i] = i;
        value[i] = masked[i] ? NAN : 0.01 * i * i * i - i;
    }
    struct fpk_score_samples samples = {.head = FPK_HEAD_SCORE,
                                        .nx = N,
                                        .nt = 1,
                                        .x = x,
                                        .t = &t,
                                        .value = value,
                                        .masked = masked};
    struct fpk_score_table table;
    check_ok(fpk_score_table_init(&table, &samples));
    struct fpk_score score = fpk_score_from_table(&table);
    struct fpk_level level = {.alpha = 1, .sigma = 1, .t = 1};
    for (double v = -1; v <= 13; v += 0.125) {
        double s, s_x, side = v < 1 ? 1 : v > 9 ? 9 : v;
        score.both(&level, 1, &v, &s, &s_x, score.ctx);
        check_close(s_x, 0.03 * side * side - 1, 1e-13);
        check_close(s, 0.01 * side * side * side - side + s_x * (v - side), 1e-12);
    }
    fpk_score_table_clear(&table);
    memset(masked, 0, N);
    memset(masked, 1, N - 3);
    value[10] = value[11] = 1;
    check_refused(fpk_score_table_init(&table, &samples), FPK_USAGE,
                  "3 points that are not masked");
    masked[4] = 0;
    check_refused(fpk_score_table_init(&table, &samples), FPK_USAGE, "row 0 (t = 1), column 4");
    check_true(table.x == NULL);
}

static void refused(struct fpk_score_samples samples, const char *part)
{
    struct fpk_score_table table;
    check_refused(fpk_score_table_init(&table, &samples), FPK_USAGE, part);
    check_true(table.x == NULL && table.value == NULL);
}

static void test_refusals(void **state)
{
    (void)state;
    double x[] = {0, 1, 2, 3, 4}, t[] = {0, 1}, value[10] = {0}, alpha[] = {1, 0.5},
           sigma[] = {0, 1};
    struct fpk_score_samples good = {.head = FPK_HEAD_EPS,
                                     .nx = 5,
                                     .nt = 2,
                                     .x = x,
                                     .t = t,
                                     .alpha = alpha,
                                     .sigma = sigma,
                                     .value = value};
    struct fpk_score_table table;
    check_ok(fpk_score_table_init(&table, &good));
    fpk_score_table_clear(&table);
    struct fpk_score_samples few = good, many = good;
    few.nx = 3;
    refused(few, "3 points x at 2 levels");
    few.nx = 5;
    few.nt = 0;
    refused(few, "0 levels");
    many.nx = SIZE_MAX / 2;
    refused(many, "2^27");
    x[3] = 2;
    refused(good, "x[3] = 2 comes after 2");
    x[3] = NAN;
    refused(good, "x[3] is");
    x[3] = 3;
    t[1] = -1;
    refused(good, "t is not ascending");
    t[1] = 1;
    alpha[1] = -.1;
    refused(good, "alpha[1] is -0.1");
    alpha[1] = 0.5;
    sigma[0] = -1;
    refused(good, "sigma[0] is -1");
    sigma[0] = 0;
    value[7] = NAN;
    refused(good, "row 1 (t = 1), column 2 (x = 2) is NaN");
    value[7] = 1e308;
    value[8] = -1e308;
    refused(good, "too steep");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_from_averages),
        cmocka_unit_test(test_mask),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
