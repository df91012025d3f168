/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests ks.c and ks_matrix.c. */
#include "fpk/compare/ks.h"

#include "draws.h"

/* The three errors that the header states. */
static void test_known(void **state)
{
    (void)state;
    FILE *file = known_open();
    double v[6];
    int lines = 0;
    for (; known_next(file, "ks", v) == 3; lines++) {
        double got = fpk_ks_tail((uint64_t)v[0], v[1]);
        if (v[0] * v[1] * v[1] >= 2.25)
            check_relative(got, v[2], 2e-6);
        else
            check_close(got, v[2], v[0] <= 100 ? 1e-12 : 0.02 / v[0]);
    }
    check_equal(lines, 25);
    fclose(file);
    check_close(fpk_ks_tail(10, 0.05), 1, 0);
    check_close(fpk_ks_tail(10, 1), 0, 0);
}

static void test_by_hand(void **state)
{
    (void)state;
    double p[5] = {0.9, 0.2, 0.2, 0.5, 0.7};
    struct fpk_ks ks;
    check_ok(fpk_ks_uniform(5, p, &ks));
    check_close(ks.d, 0.2, 1e-15); /* at 0.2: below it none, 0.2 - 0; above it 2/5 - 0.2 */
    check_equal(ks.ties, 1);
    check_ok(fpk_ks_uniform(1, p, &ks));
    check_close(ks.d, 0.9, 1e-15);
    check_close(ks.p_value, 0.2, 1e-12);
    p[3] = NAN;
    check_refused(fpk_ks_uniform(5, p, &ks), FPK_USAGE, "point 3 of 5 is nan");
    check_refused(fpk_ks_uniform(0, p, &ks), FPK_USAGE, "no points");
}

/* Null p-values of 2000 samples, themselves uniform (false alarm 1e-4 over choices of seed); and
 * a shift of .1 in 2000 points (D near .04, p near 1e-3 ... 1e-5) is seen in most of 50. */
static void test_null_and_power(void **state)
{
    (void)state;
    enum { SEEDS = 2000, N = 300, BIG = 2000 };
    double p[SEEDS], x[BIG];
    struct fpk_ks ks;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        draw_normals(seed + 1, N, x);
        check_ok(fpk_ks_test(N, x, normal_cdf, NULL, &ks));
        p[seed] = ks.p_value;
    }
    check_ok(fpk_ks_uniform(SEEDS, p, &ks));
    check_between(ks.p_value, 1e-4, 1);
    int seen = 0;
    for (uint64_t seed = 0; seed < 50; seed++) {
        draw_normals(seed + 90000, BIG, x);
        for (int i = 0; i < BIG; i++)
            x[i] += 0.1;
        check_ok(fpk_ks_test(BIG, x, normal_cdf, NULL, &ks));
        seen += ks.p_value < 0.05;
    }
    check_between(seen, 40, 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_null_and_power),
    };
    return check_main(tests);
}
