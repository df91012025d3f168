/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/score/clip.h"

#include "../check.h"

static const struct fpk_level level = {.alpha = 0.6, .sigma = 0.8, .t = 7};

/* x0 of the clipped score is x0 of the inner one, clipped; where it is not, no bit changes. Three
 * points in two dimensions, one component beyond either end; together and apart. */
static void test_plane(void **state)
{
    (void)state;
    struct fpk_mixture m;
    check_ok(fpk_mixture_init(&m, 2, 1, (double[]){1}, (double[]){0, 0}, (double[]){4, 1, 1, 4}));
    struct fpk_score inner = fpk_score_exact(&m);
    struct fpk_score_clip clip = {.inner = inner, .low = -1, .high = 1.5};
    struct fpk_score score = fpk_score_clipped(&clip);
    const double x[6] = {0.3, -3, 0.1, 0.2, 0.4, 4}; /* [dim][n] */
    double raw[6], raw_x[12], s[6], s_x[12], alone[6], alone_x[12], x0[6], x0_x[12], want[6];
    check_equal(score.dim, 2);
    inner.both(&level, 3, x, raw, raw_x, inner.ctx);
    score.both(&level, 3, x, s, s_x, score.ctx);
    score.score(&level, 3, x, alone, score.ctx);
    score.score_x(&level, 3, x, alone_x, score.ctx);
    fpk_score_head(&score, FPK_HEAD_X0, &level, 3, x, x0, x0_x);
    fpk_score_head(&inner, FPK_HEAD_X0, &level, 3, x, want, NULL);
    int clipped = 0;
    for (int d = 0; d < 2; d++)
        for (int i = 0; i < 3; i++) {
            int k = 3 * d + i;
            int is = want[k] < -1 || want[k] > 1.5;
            clipped += is;
            check_close(x0[k], fmin(fmax(want[k], -1), 1.5), 1e-15);
            check_close((x[k] + 0.64 * s[k]) / 0.6, x0[k], 1e-14); /* the score says the same */
            for (int e = 0; e < 2; e++)
                check_close(((d == e) + 0.64 * s_x[(2 * d + e) * 3 + i]) / 0.6,
                            x0_x[(2 * d + e) * 3 + i], 1e-14);
            check_same_bits(alone[k], s[k]);
            if (!is)
                check_same_bits(s[k], raw[k]);
            for (int e = 0; e < 2; e++) {
                int j = (2 * d + e) * 3 + i;
                check_same_bits(alone_x[j], s_x[j]);
                if (is)
                    check_close(s_x[j], d == e ? -1 / 0.64 : 0, 1e-15);
                else
                    check_same_bits(s_x[j], raw_x[j]);
            }
        }
    check_equal(clipped, 2);
    fpk_mixture_clear(&m);
}

/* On a line: the slope is that of the score on both sides of the kinks, more points than fit in one
 * piece; without noise, or with infinite ends, the inner score. */
static void test_line(void **state)
{
    (void)state;
    enum { N = FPK_BLOCK };
    static double x[N], s[N], s_x[N], more[N], raw[N];
    struct fpk_mixture m;
    check_ok(fpk_mixture_init(&m, 1, 2, (double[]){0.3, 0.7}, (double[]){-2, 1.5},
                              (double[]){0.09, 0.25}));
    struct fpk_score_clip clip = {.inner = fpk_score_exact(&m), .low = -1, .high = 1};
    struct fpk_score score = fpk_score_clipped(&clip);
    double h = 1e-6;
    for (int i = 0; i < N; i++)
        x[i] = -5 + 10.0 * i / N;
    score.score_x(&level, N, x, s_x, score.ctx);
    score.score(&level, N, x, s, score.ctx);
    for (int i = 0; i < N; i++)
        x[i] += h;
    score.score(&level, N, x, more, score.ctx);
    int off = 0, clipped = 0;
    for (int i = 0; i < N; i++) {
        off += !(fabs((more[i] - s[i]) / h - s_x[i]) < 1e-3);
        clipped += fabs(s_x[i] + 1 / 0.64) < 1e-15;
    }
    check_between(off, 0, 2); /* at the kinks */
    check_between(clipped, 500, 1000);
    struct fpk_level clean = {.alpha = 1, .sigma = 0};
    clip.inner.score(&clean, N, x, raw, clip.inner.ctx);
    score.score(&clean, N, x, s, score.ctx);
    check_true(memcmp(raw, s, sizeof s) == 0);
    clip.low = -INFINITY;
    clip.high = INFINITY;
    clip.inner.score(&level, N, x, raw, clip.inner.ctx);
    score.score(&level, N, x, s, score.ctx);
    check_true(memcmp(raw, s, sizeof s) == 0);
    struct fpk_level noise = {.alpha = 0, .sigma = 1}; /* no data: the mean .45, inside and not */
    clip.low = -1;
    clip.high = .25;
    score = fpk_score_clipped(&clip);
    double x0, x0_x;
    fpk_score_head(&score, FPK_HEAD_X0, &noise, 1, x, &x0, &x0_x);
    check_same_bits(x0, .25);
    check_same_bits(x0_x, 0);
    clip.high = .75;
    fpk_score_head(&score, FPK_HEAD_X0, &noise, 1, x, &x0, &x0_x);
    check_close(x0, .45, 1e-15);
    clip.inner.mean = NULL;
    check_true(fpk_score_clipped(&clip).mean == NULL);
    clip.inner.score_x = NULL;
    score = fpk_score_clipped(&clip);
    check_true(!score.score_x && !score.both);
    fpk_mixture_clear(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plane),
        cmocka_unit_test(test_line),
    };
    return check_main(tests);
}
