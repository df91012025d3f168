/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table.h"

/* The heads are tables of one score: at the points they agree to rounding, and there each is
 * exact. A cubic spline keeps straight lines, so they agree between the points as well. */
static void test_heads(void **state)
{
    (void)state;
    struct fpk_mixture m;
    make_target(&m);
    struct fpk_score_table table[FPK_HEADS];
    struct fpk_score score[FPK_HEADS], exact = fpk_score_exact(&m);
    for (int head = FPK_HEAD_SCORE; head < FPK_HEADS; head++) {
        struct fpk_score_samples samples = samples_of(&m, (enum fpk_head)head, GRID_X);
        check_ok(fpk_score_table_init(&table[head], &samples));
        score[head] = fpk_score_from_table(&table[head]);
        check_equal(score[head].dim, 1);
    }
    for (size_t k = 0; k < GRID_T; k++)
        for (double x = -10; x <= 10; x += 0.31) {
            struct fpk_level level = grid_level(k);
            double s[FPK_HEADS], s_x[FPK_HEADS], alone, size, mean, mean_x;
            for (int head = 0; head < FPK_HEADS; head++)
                score[head].both(&level, 1, &x, &s[head], &s_x[head], score[head].ctx);
            size = (fabs(x) + 8) / (level.sigma * level.sigma) + fabs(s[0]);
            size *= 1 + level.sigma / level.alpha;
            for (int head = 1; head < FPK_HEADS; head++) {
                check_close(s[head], s[0], 1e-13 * size);
                check_close(s_x[head], s_x[0], 1e-11 * size);
                check_true((score[head].mean != NULL) == (head >= FPK_HEAD_X0));
                if (!score[head].mean)
                    continue;
                score[head].mean(&level, 1, &x, &mean, &mean_x, score[head].ctx);
                double sigma2 = level.sigma * level.sigma, alpha = level.alpha;
                check_close(alpha * mean, x + sigma2 * s[head], 1e-13 * sigma2 * size);
                check_close(alpha * mean_x, 1 + sigma2 * s_x[head], 1e-13 * sigma2 * size);
            }
            score[1].score(&level, 1, &x, &alone, score[1].ctx);
            check_same_bits(alone, s[1]);
            score[1].score_x(&level, 1, &x, &alone, score[1].ctx);
            check_same_bits(alone, s_x[1]);
        }
    for (size_t i = 0; i < GRID_X; i += 100) {
        struct fpk_level level = grid_level(1);
        double want, got;
        exact.score(&level, 1, &grid_x[i], &want, exact.ctx);
        score[0].score(&level, 1, &grid_x[i], &got, score[0].ctx);
        check_same_bits(got, want);
    }
    for (int head = 0; head < FPK_HEADS; head++)
        fpk_score_table_clear(&table[head]);
    fpk_mixture_clear(&m);
}

/* Between levels the head is mixed in proportion to t, over more points than one block of the
 * reader holds; the level's own sigma makes it a score. */
static void test_between(void **state)
{
    (void)state;
    enum { N = 150 };
    struct fpk_mixture m;
    make_target(&m);
    struct fpk_score_samples samples = samples_of(&m, FPK_HEAD_EPS, 401);
    struct fpk_score_table table;
    check_ok(fpk_score_table_init(&table, &samples));
    struct fpk_score score = fpk_score_from_table(&table);
    struct fpk_level level = {.alpha = 0.9, .sigma = 0.4, .t = 100}; /* 3/13 of the way */
    struct fpk_level low = grid_level(1), high = grid_level(2);
    static double x[N], s[N], s_x[N], l[N], l_x[N], h[N], h_x[N];
    for (int i = 0; i < N; i++)
        x[i] = -9 + 18.0 * i / N;
    check_true(!fpk_score_table_has(&table, &level));
    check_true(fpk_score_table_has(&table, &low) && fpk_score_table_has(&table, &high));
    score.both(&level, N, x, s, s_x, score.ctx);
    score.both(&low, N, x, l, l_x, score.ctx);
    score.both(&high, N, x, h, h_x, score.ctx);
    for (int i = 0; i < N; i++) {
        double scale = 13 * level.sigma;
        check_close(s[i], (10 * low.sigma * l[i] + 3 * high.sigma * h[i]) / scale,
                    1e-14 * (1 + fabs(s[i])));
        check_close(s_x[i], (10 * low.sigma * l_x[i] + 3 * high.sigma * h_x[i]) / scale,
                    1e-14 * (1 + fabs(s_x[i])));
    }
    fpk_score_table_clear(&table);
    fpk_mixture_clear(&m);
}

static void test_covers(void **state)
{
    (void)state;
    struct fpk_mixture m;
    make_target(&m);
    struct fpk_score_samples samples = samples_of(&m, FPK_HEAD_X0, 101);
    struct fpk_score_table table;
    check_ok(fpk_score_table_init(&table, &samples));
    struct fpk_score score = fpk_score_from_table(&table);
    struct fpk_level level = grid_level(2);
    double x = 0.3, s, s_x;
    check_ok(fpk_score_table_covers(&table, &level));
    level.t *= 1 + 1e-14; /* rounding of a label */
    check_ok(fpk_score_table_covers(&table, &level));
    check_true(fpk_score_table_has(&table, &level));
    level.alpha *= 1.002;
    check_refused(fpk_score_table_covers(&table, &level), FPK_USAGE, "has alpha = 0.6");
    level = grid_level(2);
    level.sigma *= 0.998;
    check_refused(fpk_score_table_covers(&table, &level), FPK_USAGE, "has sigma = 0.8");
    level.t = 500; /* nothing to hold it against */
    check_ok(fpk_score_table_covers(&table, &level));
    level.sigma = 0;
    check_refused(fpk_score_table_covers(&table, &level), FPK_USAGE, "sigma is 0");
    score.both(&level, 1, &x, &s, &s_x, score.ctx);
    check_true(isnan(s) && isnan(s_x));
    level = grid_level(3);
    level.t = 1000;
    check_refused(fpk_score_table_covers(&table, &level), FPK_USAGE, "t = 1000");
    score.score(&level, 1, &x, &s, score.ctx);
    score.score_x(&level, 1, &x, &s_x, score.ctx);
    check_true(isnan(s) && isnan(s_x));
    level.t = -1;
    check_refused(fpk_score_table_covers(&table, &level), FPK_USAGE, "go from t = 0 to 999");
    fpk_score_table_clear(&table);
    fpk_mixture_clear(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_heads),
        cmocka_unit_test(test_between),
        cmocka_unit_test(test_covers),
    };
    return check_main(tests);
}
