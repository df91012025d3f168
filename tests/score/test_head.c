/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/score/score.h"

#include "fpk/numeric/elementary.h"

#include "../check.h"

static const struct fpk_level levels[] = {
    {.alpha = 1, .sigma = 0},     {.alpha = 0.999, .sigma = 0.04471017781},
    {.alpha = 0.6, .sigma = 0.8}, {.alpha = 0.0064, .sigma = 0.99998},
    {.alpha = 5e-5, .sigma = 1},  {.alpha = 1e-8, .sigma = 1},
    {.alpha = 1, .sigma = 157},
};
enum { N_LEVELS = sizeof levels / sizeof levels[0] };

static void make_target(struct fpk_mixture *m)
{
    check_ok(fpk_mixture_init(m, 1, 2, (double[]){0.3, 0.7}, (double[]){-2, 1.5},
                              (double[]){0.09, 0.25}));
}

/* x = alpha x0 + sigma eps at every level, by the heads' own values: x0 rounds to 2^-53 |x|/alpha,
 * which alpha undoes. */
static void test_heads_agree(void **state)
{
    (void)state;
    struct fpk_mixture m;
    make_target(&m);
    struct fpk_score score = fpk_score_exact(&m);
    for (int l = 0; l < N_LEVELS; l++) {
        const struct fpk_level *level = &levels[l];
        for (double x = -5; x <= 5; x += 0.3) {
            double s, eps, x0;
            fpk_score_head(&score, FPK_HEAD_SCORE, level, 1, &x, &s, NULL);
            fpk_score_head(&score, FPK_HEAD_EPS, level, 1, &x, &eps, NULL);
            fpk_score_head(&score, FPK_HEAD_X0, level, 1, &x, &x0, NULL);
            check_close(level->alpha * x0 + level->sigma * eps, x,
                        4 * 0x1p-53 * (fabs(x) + level->sigma * fabs(eps)));
            check_close(eps, -level->sigma * s, 0);
            if (level->sigma == 0) {
                check_same_bits(x0, x);
                check_close(eps, 0, 0);
            }
        }
    }
    fpk_mixture_clear(&m);
}

/* Independent way to x0: the mean of p(x0) N(x; alpha x0, sigma^2) over x0 by the trapezoidal rule,
 * which for a Gaussian integrand of width s and step h errs by exp(-2 (pi s/h)^2). The posterior is
 * never narrower than 1/sqrt(1/.09 + alpha^2/sigma^2); h is a sixth of that: below 1e-300. */
static double posterior_mean(const struct fpk_mixture *m, struct fpk_level level, double x)
{
    double ratio = level.alpha / level.sigma;
    double h = 1 / sqrt(1 / 0.09 + ratio * ratio) / 6, top = 0, sum = 0;
    for (double y = -12; y <= 12; y += h) {
        double prior, z = (x - level.alpha * y) / level.sigma;
        fpk_mixture_pdf(m, 1, &y, &prior);
        double w = prior * fpk_exp(-0.5 * z * z);
        sum += w;
        top += w * y;
    }
    return top / sum;
}

static void test_tweedie(void **state)
{
    (void)state;
    struct fpk_mixture m;
    make_target(&m);
    struct fpk_score score = fpk_score_exact(&m);
    for (int l = 1; l < N_LEVELS; l++)
        for (int i = -4; i <= 4; i++) {
            const struct fpk_level *level = &levels[l];
            double x = 0.37 + 0.5 * i * (level->alpha + level->sigma), x0;
            fpk_score_head(&score, FPK_HEAD_X0, level, 1, &x, &x0, NULL);
            check_close(x0, posterior_mean(&m, *level, x),
                        1e-13 + 4 * 0x1p-53 * fabs(x) / level->alpha);
        }
    fpk_mixture_clear(&m);
}

/* out_x is the derivative of out: central differences of fourth order at two steps, whose
 * difference over 15 is the error of the finer (twice that is allowed), and rounding: 8 ulp of the
 * terms of the head over h. */
static void check_derivative(const struct fpk_score *score, enum fpk_head head,
                             const struct fpk_level *level, double x)
{
    double h = 1e-3, at[9], f[9], f_x[9], d[2], scale = 1;
    for (int i = 0; i < 9; i++)
        at[i] = x + (i - 4) * h;
    fpk_score_head(score, head, level, 9, at, f, f_x);
    for (int k = 1; k <= 2; k++)
        d[k - 1] = (8 * (f[4 + k] - f[4 - k]) - (f[4 + 2 * k] - f[4 - 2 * k])) / (12 * h * k);
    if (head == FPK_HEAD_X0)
        scale = 1 / level->alpha;
    double size = fabs(f[4]) + scale * (1 + fabs(x));
    check_close(d[0], f_x[4], 2 * fabs(d[1] - d[0]) / 15 + 8 * 0x1p-53 * size / h);
    check_true(fabs(d[1] - d[0]) <= 1e-2 * (1 + fabs(d[0])) + 32 * 0x1p-53 * size / h);
}

static void test_derivatives(void **state)
{
    (void)state;
    struct fpk_mixture m;
    make_target(&m);
    struct fpk_score score = fpk_score_exact(&m);
    struct fpk_score slow = score; /* without the combined function: the same to rounding */
    slow.both = NULL;
    for (int l = 0; l < N_LEVELS; l++)
        for (int head = FPK_HEAD_SCORE; head <= FPK_HEAD_X0; head++)
            for (double x = -3; x <= 3; x += 0.7) {
                double f, f_x, g, g_x;
                check_derivative(&score, (enum fpk_head)head, &levels[l], x);
                fpk_score_head(&score, (enum fpk_head)head, &levels[l], 1, &x, &f, &f_x);
                fpk_score_head(&slow, (enum fpk_head)head, &levels[l], 1, &x, &g, &g_x);
                check_close(g, f, 1e-14 * (1 + fabs(x) / levels[l].alpha + fabs(f)));
                check_close(g_x, f_x, 0);
            }
    fpk_mixture_clear(&m);
}

/* In two dimensions every component of the block is converted. */
static void test_space(void **state)
{
    (void)state;
    struct fpk_mixture m;
    check_ok(
        fpk_mixture_init(&m, 2, 1, (double[]){1}, (double[]){1, -2}, (double[]){0.25, 0, 0, 4}));
    struct fpk_score score = fpk_score_exact(&m);
    struct fpk_level level = {.alpha = 0.6, .sigma = 0.8};
    double x[] = {0.3, 1.1, -0.5, 2, -2, 0}, x0[6]; /* [dim][n], n = 3 */
    fpk_score_head(&score, FPK_HEAD_X0, &level, 3, x, x0, NULL);
    for (int i = 0; i < 6; i++) { /* m + alpha C (x - alpha m)/(alpha^2 C + sigma^2) */
        double mean = i < 3 ? 1 : -2, c = i < 3 ? 0.25 : 4;
        check_close(x0[i], mean + 0.6 * c * (x[i] - 0.6 * mean) / (0.36 * c + 0.64), 2e-15);
    }
    fpk_mixture_clear(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_heads_agree),
        cmocka_unit_test(test_tweedie),
        cmocka_unit_test(test_derivatives),
        cmocka_unit_test(test_space),
    };
    return check_main(tests);
}
