/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate.h"

/* Gaussian data under OU (theta, mu, sigma): X_t ~ N(mean(t), variance(t)). */
static const double theta = 0.8, mu = 0.5, sigma = 1.3, mean0 = 2, variance0 = 0.09;

static double mean(double t)
{
    return mu + (mean0 - mu) * exp(-theta * t);
}

static double variance(double t)
{
    double limit = sigma * sigma / (2 * theta);
    return limit + (variance0 - limit) * exp(-2 * theta * t);
}

static void score(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = (mean(t) - x[i]) / variance(t);
}

static void score_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)x, (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = -1 / variance(t);
}

/* For every lambda the reverse model carries N(mean, variance) backwards: its drift is a x + b with
 * a mean + b = -mean', and 2 a variance + lambda^2 sigma^2 = -variance'. The right sides come from
 * the moments of the forward equation, mean' = theta (mu - mean) and
 * variance' = sigma^2 - 2 theta variance. */
static void test_moments_run_backwards(void **state)
{
    (void)state;
    struct fpk_model forward, back;
    make(&forward, "ou", (const char *[]){"theta", "0.8", "mu", "0.5", "sigma", "1.3", NULL});
    for (double lambda = 0; lambda < 2.5; lambda += 0.5)
        for (double r = 0; r <= 3; r += 0.375) {
            check_ok(fpk_model_reverse(&back, &forward, score, score_x, NULL, 3, lambda));
            double t = 3 - r, m = mean(t), v = variance(t), a = at(&back, back.drift_x, r, 0.3);
            double b = at(&back, back.drift, r, 0);
            check_close(a * m + b, -theta * (mu - m), 1e-12);
            check_close(2 * a * v + lambda * lambda * sigma * sigma, 2 * theta * v - sigma * sigma,
                        1e-12);
            check_close(at(&back, back.drift, r, 1.7), a * 1.7 + b, 1e-12);
            check_close(at(&back, back.diffusion, r, 1.7), lambda * sigma, 1e-15);
            fpk_model_clear(&back);
        }
    fpk_model_clear(&forward);
}

/* At stationarity (the data are N(mu, sigma^2/(2 theta))) and lambda = 1 the process is reversible:
 * the reverse drift is the forward drift. Here theta = 1, mu = 0, sigma^2 = 2: score = -x. */
static void minus(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = -x[i];
}

static void test_reversible(void **state)
{
    (void)state;
    struct fpk_model forward, back;
    make(&forward, "ou", (const char *[]){"sigma", "1.4142135623730951", NULL});
    check_ok(fpk_model_reverse(&back, &forward, minus, NULL, NULL, 1, 1));
    check_close(at(&back, back.drift, 0.25, 1.5), -1.5, 1e-15);
    check_true(back.drift_x == NULL);
    fpk_model_clear(&back);
    check_ok(fpk_model_reverse(&back, &forward, minus, NULL, NULL, 1, 0));
    check_close(at(&back, back.drift, 0.25, 1.5), 0, 1e-15);
    check_same_bits(at(&back, back.diffusion, 0.25, 1.5), 0);
    fpk_model_clear(&back);
    fpk_model_clear(&forward);
}

/* A linear model in DIM dimensions with correlated noise, for the general code and its strips. */
enum { DIM = 9 };

static double entry(size_t i, size_t j)
{
    return (double)((3 * i + 5 * j) % 7) - 2.5;
}

static void matrix_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)ctx;
    for (size_t d = 0; d < DIM; d++)
        for (size_t i = 0; i < n; i++)
            out[d * n + i] = t * x[((d + 1) % DIM) * n + i];
}

static void matrix_drift_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)x, (void)ctx;
    for (size_t r = 0; r < DIM; r++)
        for (size_t c = 0; c < DIM; c++)
            for (size_t i = 0; i < n; i++)
                out[(r * DIM + c) * n + i] = c == (r + 1) % DIM ? t : 0;
}

static void matrix_diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)x, (void)ctx;
    for (size_t r = 0; r < DIM; r++)
        for (size_t c = 0; c < 2; c++)
            for (size_t i = 0; i < n; i++)
                out[(r * 2 + c) * n + i] = entry(r, c);
}

static void matrix_score(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    for (size_t i = 0; i < DIM * n; i++)
        out[i] = -x[i] * x[i];
}

static void matrix_score_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    memset(out, 0, DIM * DIM * n * sizeof *out);
    for (size_t d = 0; d < DIM; d++)
        for (size_t i = 0; i < n; i++)
            out[(d * DIM + d) * n + i] = -2 * x[d * n + i];
}

static void test_general_noise(void **state)
{
    (void)state;
    struct fpk_model forward = {.name = "matrix",
                                .dim = DIM,
                                .noise = 2,
                                .noise_kind = FPK_NOISE_ADDITIVE,
                                .drift = matrix_drift,
                                .drift_x = matrix_drift_x,
                                .diffusion = matrix_diffusion};
    struct fpk_model back;
    enum { N = 1000 };
    static double x[DIM * N], f[DIM * N], j[DIM * DIM * N];
    for (int i = 0; i < DIM * N; i++)
        x[i] = 0.01 * (i % 101) - 0.4;
    check_ok(fpk_model_reverse(&back, &forward, matrix_score, matrix_score_x, NULL, 2, 0.5));
    back.drift(0.5, N, x, f, back.ctx);
    back.drift_x(0.5, N, x, j, back.ctx);
    for (size_t i = 0; i < N; i += 37)
        for (size_t r = 0; r < DIM; r++) {
            double want = -1.5 * x[(r + 1) % DIM * N + i];
            for (size_t c = 0; c < DIM; c++) {
                double a = 0.625 * (entry(r, 0) * entry(c, 0) + entry(r, 1) * entry(c, 1));
                double y = x[c * N + i];
                want -= a * y * y;
                check_close(j[(r * DIM + c) * N + i], -2 * a * y - (c == (r + 1) % DIM ? 1.5 : 0),
                            1e-13);
            }
            check_close(f[r * N + i], want, 1e-13);
        }
    fpk_model_clear(&back);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_model forward, back;
    make(&forward, "gbm", NULL);
    check_refused(fpk_model_reverse(&back, &forward, score, NULL, NULL, 1, 1), FPK_USAGE,
                  "the reverse of gbm: its noise depends on x");
    fpk_model_clear(&forward);
    make(&forward, "ou", NULL);
    check_refused(fpk_model_reverse(&back, &forward, score, NULL, NULL, 0, 1), FPK_USAGE,
                  "end time 0");
    check_refused(fpk_model_reverse(&back, &forward, score, NULL, NULL, 1, -1), FPK_USAGE,
                  "lambda = -1");
    check_refused(fpk_model_reverse(&back, &forward, score, NULL, NULL, 1, NAN), FPK_USAGE,
                  "lambda");
    check_true(back.clear == NULL);
    forward.dim = forward.noise = 65;
    check_refused(fpk_model_reverse(&back, &forward, score, NULL, NULL, 1, 1), FPK_USAGE,
                  "at most 64");
    forward.dim = forward.noise = 1;
    fpk_model_clear(&forward);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moments_run_backwards),
        cmocka_unit_test(test_reversible),
        cmocka_unit_test(test_general_noise),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
