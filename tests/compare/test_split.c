/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/compare/split.h"

#include "../check.h"

static struct fpk_mixture normal(double mean, double variance)
{
    struct fpk_mixture m;
    double one = 1;
    check_ok(fpk_mixture_init(&m, 1, 1, &one, &mean, &variance));
    return m;
}

/* KL(N(a, s) || N(b, r)), variances s and r. */
static double kl(double a, double s, double b, double r)
{
    return .5 * (s / r - 1 + (a - b) * (a - b) / r + log(r / s));
}

/* Four normals in the four places: each part has its closed form, in the right direction. */
static void test_parts_are_the_closed_forms(void **state)
{
    (void)state;
    struct fpk_mixture m[4] = {normal(0, 1), normal(.1, 1.2), normal(.3, 1.5), normal(.2, .9)};
    struct fpk_side side[4];
    struct fpk_split split;
    for (int i = 0; i < 4; i++)
        side[i] = (struct fpk_side){.mixture = &m[i]};
    check_ok(fpk_split_of(&side[0], &side[1], &side[2], &side[3], &split));
    check_close(split.discretisation.kl_pq.value, kl(0, 1, .1, 1.2), 1e-9);
    check_close(split.initialisation.kl_pq.value, kl(.1, 1.2, .3, 1.5), 1e-9);
    check_close(split.score.kl_pq.value, kl(.3, 1.5, .2, .9), 1e-9);
    check_close(split.total.kl_pq.value, kl(0, 1, .2, .9), 1e-9);
    check_close(split.total.w2.value, hypot(.2, 1 - sqrt(.9)), 1e-8);
    for (int i = 0; i < 4; i++)
        fpk_mixture_clear(&m[i]);
}

/* The exact score was used: its part is nothing, and the total is that of the usual start. */
static void test_exact_score_costs_nothing(void **state)
{
    (void)state;
    struct fpk_mixture m[3] = {normal(0, 1), normal(.1, 1.2), normal(.3, 1.5)};
    struct fpk_side side[3];
    struct fpk_split split;
    for (int i = 0; i < 3; i++)
        side[i] = (struct fpk_side){.mixture = &m[i]};
    check_ok(fpk_split_of(&side[0], &side[1], &side[2], &side[2], &split));
    check_close(split.score.tv.value, 0, 0);
    check_close(split.score.w1.error, 0, 0);
    check_close(split.total.kl_qp.value, kl(.3, 1.5, 0, 1), 1e-9);
    for (int i = 0; i < 3; i++)
        fpk_mixture_clear(&m[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_are_the_closed_forms),
        cmocka_unit_test(test_exact_score_costs_nothing),
    };
    return check_main(tests);
}
