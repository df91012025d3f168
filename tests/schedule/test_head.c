/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/schedule/head.h"

#include "../check.h"

/* Every head of the same (x0, eps), by its definition. */
static double defined(enum fpk_head head, struct fpk_level l, double x0, double eps)
{
    const double value[FPK_HEADS] = {-eps / l.sigma, eps, x0, l.alpha * eps - l.sigma * x0,
                                     eps - x0};
    return value[head];
}

static void test_every_pair(void **state)
{
    (void)state;
    const struct fpk_level level[] = {{.alpha = 1, .sigma = 80},
                                      {.alpha = .6, .sigma = .8},
                                      {.alpha = .25, .sigma = .75},
                                      {.alpha = 1, .sigma = .002},
                                      {.alpha = .0064, .sigma = 1}};
    for (size_t k = 0; k < sizeof level / sizeof *level; k++)
        for (int from = 0; from < FPK_HEADS; from++)
            for (int to = 0; to < FPK_HEADS; to++) {
                double x0 = 1.25, eps = -.7, a, b;
                double x = level[k].alpha * x0 + level[k].sigma * eps;
                check_ok(
                    fpk_head_convert((enum fpk_head)from, (enum fpk_head)to, level[k], &a, &b));
                double have = defined((enum fpk_head)from, level[k], x0, eps);
                double want = defined((enum fpk_head)to, level[k], x0, eps);
                check_close(a * x + b * have, want, 1e-13 * (fabs(a * x) + fabs(b * have)) + 1e-15);
            }
}

/* Pure noise and clean data: who still knows what. */
static void test_ends(void **state)
{
    (void)state;
    const struct fpk_level noise = {.alpha = 0, .sigma = 1}, clean = {.alpha = 1, .sigma = 0};
    double a, b;
    check_refused(fpk_head_convert(FPK_HEAD_EPS, FPK_HEAD_X0, noise, &a, &b), FPK_USAGE, "head");
    check_refused(fpk_head_convert(FPK_HEAD_SCORE, FPK_HEAD_FLOW, noise, &a, &b), FPK_USAGE,
                  "head");
    check_ok(fpk_head_convert(FPK_HEAD_FLOW, FPK_HEAD_X0, noise, &a, &b)); /* x0 = x - flow */
    check_close(a, 1, 0);
    check_close(b, -1, 0);
    check_ok(fpk_head_convert(FPK_HEAD_V, FPK_HEAD_X0, noise, &a, &b)); /* v = -x0 */
    check_close(a, 0, 0);
    check_close(b, -1, 0);
    check_refused(fpk_head_convert(FPK_HEAD_X0, FPK_HEAD_EPS, clean, &a, &b), FPK_USAGE, "head");
    check_refused(fpk_head_convert(FPK_HEAD_EPS, FPK_HEAD_SCORE, clean, &a, &b), FPK_USAGE, "head");
    check_ok(fpk_head_convert(FPK_HEAD_EPS, FPK_HEAD_X0, clean, &a, &b)); /* x0 = x */
    check_close(a, 1, 0);
    check_close(b, 0, 0);
}

static void test_names(void **state)
{
    (void)state;
    enum fpk_head head;
    for (int i = 0; i < FPK_HEADS; i++) {
        check_ok(fpk_head_find(fpk_head_name((enum fpk_head)i), &head));
        assert_int_equal(head, i);
    }
    check_refused(fpk_head_find("epsilon", &head), FPK_USAGE, "head");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_pair),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_names),
    };
    return check_main(tests);
}
