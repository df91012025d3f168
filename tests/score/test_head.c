/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/score/score.h"

#include "fpk/numeric/elementary.h"
#include "fpk/schedule/path.h"

#include "../check.h"

static const struct fpk_level levels[] = {
    {.alpha = 1, .sigma = 0},     {.alpha = 0.999, .sigma = 0.04471017781},
    {.alpha = 0.6, .sigma = 0.8}, {.alpha = 0.0064, .sigma = 0.99998},
    {.alpha = 5e-5, .sigma = 1},  {.alpha = 1e-8, .sigma = 1},
    {.alpha = 1, .sigma = 157},   {.alpha = 0, .sigma = 1},
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
            check_close(x0, posterior_mean(&m, *level, x), 1e-13);
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
    if (head >= FPK_HEAD_X0 && level->alpha >= level->sigma)
        scale = 1 / level->alpha;
    if (head == FPK_HEAD_V)
        scale *= 1 + level->sigma;
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
        for (int head = FPK_HEAD_SCORE; head < FPK_HEADS; head++)
            for (double x = -3; x <= 3; x += 0.7) {
                double f, f_x, g, g_x;
                check_derivative(&score, (enum fpk_head)head, &levels[l], x);
                fpk_score_head(&score, (enum fpk_head)head, &levels[l], 1, &x, &f, &f_x);
                fpk_score_head(&slow, (enum fpk_head)head, &levels[l], 1, &x, &g, &g_x);
                check_close(g, f, 1e-14 * (1 + fabs(x) + fabs(f)));
                check_close(g_x, f_x, 0);
            }
    fpk_mixture_clear(&m);
}

/* Every head at every level of every schedule, the ends included, against its definition by the
 * mean and the eps of the data; where there is no answer (the score apart, at a clean end) none is
 * claimed. */
static void check_all_heads(const struct fpk_score *score, const struct fpk_level *level, double x)
{
    double mean, slope, eps, value[FPK_HEADS], slopes[FPK_HEADS], size;
    score->mean(level, 1, &x, &mean, &slope, score->ctx);
    fpk_score_head(score, FPK_HEAD_EPS, level, 1, &x, &eps, NULL);
    for (int head = 0; head < FPK_HEADS; head++) {
        check_ok(fpk_score_head_known(score, (enum fpk_head)head, level));
        fpk_score_head(score, (enum fpk_head)head, level, 1, &x, &value[head], &slopes[head]);
        check_true(isfinite(value[head]) && isfinite(slopes[head]));
    }
    size = 1 + fabs(x) / (level->alpha + level->sigma);
    check_close(value[FPK_HEAD_X0], mean, 1e-14 * size);
    check_close(slopes[FPK_HEAD_X0], slope, 1e-13 / (level->alpha + level->sigma));
    check_close(value[FPK_HEAD_V], level->alpha * eps - level->sigma * mean,
                1e-14 * size * (1 + level->sigma));
    check_close(value[FPK_HEAD_FLOW], eps - mean, 1e-14 * size);
    check_close(eps, -level->sigma * value[FPK_HEAD_SCORE], 1e-14 * size);
    for (int from = 0; from < FPK_HEADS; from++) /* and each from each other, by its values */
        for (int to = 0; to < FPK_HEADS; to++) {
            double a, b;
            if (fpk_head_coefficients((enum fpk_head)from, (enum fpk_head)to, *level, &a, &b)) {
                double terms = fabs(a * x) + fabs(b) * (fabs(value[from]) + size);
                check_close(a * x + b * value[from], value[to], 1e-13 * terms + 1e-14 * size);
                check_close(a + b * slopes[from], slopes[to],
                            1e-12 * (fabs(a) + fabs(b) * (fabs(slopes[from]) + 1)) + 1e-13);
            }
        }
}

static void test_every_level_of_every_schedule(void **state)
{
    (void)state;
    static const char *const names[] = {
        "linear", "scaled-linear", "cosine", "sigmoid", "exponential",
        "vp",     "sub-vp",        "ve",     "edm",     "flow"};
    static const struct fpk_parameter table[] = {FPK_PATH_PARAMETERS};
    struct fpk_mixture m;
    make_target(&m);
    struct fpk_score score = fpk_score_exact(&m);
    for (int k = 0; k < 15; k++) { /* discrete ones a second time, with zero terminal SNR */
        struct fpk_values values;
        struct fpk_path path;
        check_ok(fpk_values_init(&values, table, sizeof table / sizeof *table));
        check_ok(fpk_values_set(&values, "schedule", names[k % 10]));
        check_ok(fpk_values_set(&values, "steps", "40"));
        if (k % 10 < 5)
            check_ok(fpk_values_set(&values, "spacing", "trailing"));
        if (k >= 10)
            check_ok(fpk_values_set(&values, "zero-terminal-snr", "true"));
        check_ok(fpk_path_init(&path, &values, true));
        check_true((path.level[0].alpha == 0) == (k >= 9));
        for (size_t i = 0; i <= path.n; i++)
            for (double x = -3; x <= 3; x += 1.5)
                check_all_heads(&score, &path.level[i],
                                x * (path.level[i].alpha + path.level[i].sigma));
        fpk_path_clear(&path);
        fpk_values_clear(&values);
    }
    fpk_mixture_clear(&m);
}

/* Without the mean, x0 is not known at pure noise: a sentence beforehand, NaN if asked. */
static void test_what_is_not_known(void **state)
{
    (void)state;
    struct fpk_mixture m;
    make_target(&m);
    struct fpk_score score = fpk_score_exact(&m);
    struct fpk_level noise = {.alpha = 0, .sigma = 1, .t = 1};
    double x = .3, x0;
    score.mean = NULL;
    check_refused(fpk_score_head_known(&score, FPK_HEAD_X0, &noise), FPK_USAGE,
                  "head score does not give x0");
    check_refused(fpk_score_head_known(&score, FPK_HEAD_V, &noise), FPK_USAGE, "alpha = 0");
    check_ok(fpk_score_head_known(&score, FPK_HEAD_EPS, &noise));
    fpk_score_head(&score, FPK_HEAD_X0, &noise, 1, &x, &x0, NULL);
    check_true(isnan(x0));
    fpk_mixture_clear(&m);
}

/* The Jacobian in two dimensions, [dim][dim][n], of every head: fourth-order differences with step
 * h = 1e-3 err by h^4 times a fifth derivative of some 10, and rounding over h. */
static void test_jacobian_in_space(void **state)
{
    (void)state;
    struct fpk_mixture m;
    check_ok(fpk_mixture_init(&m, 2, 2, (double[]){.4, .6}, (double[]){1, -2, -1, .5},
                              (double[]){0.25, .1, .1, 2, 1, 0, 0, .5}));
    struct fpk_score score = fpk_score_exact(&m);
    const struct fpk_level level[] = {{.alpha = .6, .sigma = .8},
                                      {.alpha = .9, .sigma = .3},
                                      {.alpha = 0, .sigma = 1},
                                      {.alpha = 1, .sigma = 3}};
    for (size_t k = 0; k < 4; k++)
        for (int head = 0; head < FPK_HEADS; head++) {
            double h = 1e-3, x[10], f[10], jacobian[20]; /* n = 5: a point and four beside it */
            for (int d = 0; d < 2; d++) {
                for (int i = 0; i < 5; i++) {
                    x[i] = .3;
                    x[5 + i] = -.8;
                    x[5 * d + i] += (i == 0 ? 0 : i < 3 ? h : 2 * h) * (i % 2 ? 1 : -1);
                }
                fpk_score_head(&score, (enum fpk_head)head, &level[k], 5, x, f, jacobian);
                for (int c = 0; c < 2; c++) {
                    const double *g = f + 5 * c;
                    double slope = (8 * (g[1] - g[2]) - (g[3] - g[4])) / (12 * h);
                    check_close(jacobian[(c * 2 + d) * 5], slope, 2e-9);
                }
            }
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
        cmocka_unit_test(test_every_level_of_every_schedule),
        cmocka_unit_test(test_what_is_not_known),
        cmocka_unit_test(test_jacobian_in_space),
        cmocka_unit_test(test_space),
    };
    return check_main(tests);
}
