/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/convergence/convergence_priv.h"

#include "../check.h"

/* E of the product of powers p, q of two rows. */
static double moment(const struct fpk_noises *v, const double *a, int p, const double *b, int q)
{
    double sum = 0;
    for (size_t i = 0; i < v->n; i++)
        sum += v->weight[i] * pow(a[i], p) * pow(b[i], q);
    return sum;
}

/* Variances 1, fourth moments 3 (normal, three-point) and 1 (two-point), everything independent of
 * everything: E a^2 b^2 = 1 between any two rows. */
static void test_independent(void **state)
{
    (void)state;
    struct fpk_noises v;
    unsigned all = FPK_USES_INCREMENT | FPK_USES_AREA | FPK_USES_THREE | FPK_USES_TWO;
    check_ok(fpk_noises_init(&v, all, 2, (struct fpk_nodes){5, 3}));
    check_equal(v.n, 25 * 9 * 9 * 4);
    const double *row[8] = {v.z,     v.z + v.n,     v.a,   v.a + v.n,
                            v.three, v.three + v.n, v.two, v.two + v.n};
    for (int i = 0; i < 8; i++) {
        check_close(moment(&v, row[i], 1, row[i], 0), 0, 1e-13);
        check_close(moment(&v, row[i], 4, row[i], 0), i < 6 ? 3 : 1, 1e-13);
        for (int k = 0; k < 8; k++)
            check_close(moment(&v, row[i], 1, row[k], 1), i == k, 1e-13);
        for (int k = 0; k < i; k++)
            check_close(moment(&v, row[i], 2, row[k], 2), 1, 1e-13);
    }
    fpk_noises_clear(&v);
}

static void test_only_what_is_used(void **state)
{
    (void)state;
    struct fpk_noises v;
    check_ok(fpk_noises_init(&v, FPK_USES_THREE, 2, (struct fpk_nodes){5, 3}));
    check_equal(v.n, 9);
    check_true(!v.z && !v.a && v.three && !v.two);
    fpk_noises_clear(&v);
    check_ok(fpk_noises_init(&v, FPK_USES_INCREMENT, 0, (struct fpk_nodes){5, 3}));
    check_equal(v.n, 1);
    check_close(v.weight[0], 1, 0);
    fpk_noises_clear(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_independent),
        cmocka_unit_test(test_only_what_is_used),
    };
    return check_main(tests);
}
