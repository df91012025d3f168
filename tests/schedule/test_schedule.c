/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/schedule/schedule.h"

#include "../check.h"

/* Every row of the table: beta and 1 - abar keep their relative accuracy, at t = 0 as at the end.
 * abar is a running product of T rounded factors 1 - beta, each off by at most 2^-53 relative, and
 * 1 - abar a sum of as many positive terms: bounds of (T + 10) 2^-53. The clip at .999 leaves
 * 1 - beta = .001 with an absolute error of 2^-54, 5.6e-14 relative. */
static void test_known(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/schedule.txt", "r");
    check_true(file != NULL);
    char line[256], name[32];
    size_t T, t, rows = 0;
    double beta, abar, noise;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        check_equal(sscanf(line, "%31s %zu %zu %lf %lf %lf", name, &T, &t, &beta, &abar, &noise),
                    6);
        struct fpk_schedule s;
        check_ok(fpk_schedule_init(&s, name, T));
        double tol = (double)(T + 10) * 0x1p-53;
        check_relative(s.beta[t], beta, 1e-14);
        check_relative(s.abar[t], abar,
                       tol + (beta >= 0.999 ? 5.6e-14 : 0) +
                           (strcmp(name, "cosine") == 0 ? 1e-12 : 0));
        check_relative(s.noise[t], noise, tol);
        struct fpk_level l = fpk_schedule_level(&s, (long)t);
        check_relative(l.alpha * l.alpha, s.abar[t], 1e-15);
        check_relative(l.sigma * l.sigma, noise, tol + 1e-15);
        fpk_schedule_clear(&s);
        rows++;
    }
    fclose(file);
    check_equal(rows, 3 * (10 + 10));
}

/* The figures that the literature's implementations print, to the digits given. */
static void test_published(void **state)
{
    (void)state;
    struct fpk_schedule s;
    check_ok(fpk_schedule_init(&s, "linear", 1000));
    check_close(s.abar[0], 0.9999, 1e-15);
    check_close(s.abar[999], 4.035830e-5, 5e-12);
    check_close(sqrt(s.noise[999] / s.abar[999]), 157.40728, 5e-6);
    fpk_schedule_clear(&s);
    check_ok(fpk_schedule_init(&s, "scaled-linear", 1000));
    check_close(s.abar[999], 0.00466010, 5e-9);
    struct fpk_level l = fpk_schedule_level(&s, 999);
    check_close(fpk_level_snr(l), 0.00468192, 5e-9);
    check_close(l.alpha, 0.0682649, 5e-8);
    check_close(l.sigma / l.alpha, 14.61464, 5e-6);
    fpk_schedule_clear(&s);
    check_ok(fpk_schedule_init(&s, "cosine", 1000));
    check_close(s.abar[999], 2.4287669e-9, 5e-17);
    check_close(s.abar[499], 0.49384359, 5e-9);
    int clipped = 0;
    for (size_t t = 0; t < 1000; t++)
        clipped += s.beta[t] == 0.999;
    check_equal(clipped, 1);
    fpk_schedule_clear(&s);
    const double ten[] = {0.97209274, 0.89870592, 0.78691051, 0.64747821, 0.49384359,
                          0.34080964, 0.20312147, 0.09404561, 0.02409172, 2.409172e-5};
    check_ok(fpk_schedule_init(&s, "cosine", 10));
    for (size_t t = 0; t < 10; t++)
        check_close(s.abar[t], ten[t], t < 9 ? 5e-9 : 5e-12);
    fpk_schedule_clear(&s);
}

/* sigmoid and exponential by their formulas; a list of betas by hand. */
static void test_more_schedules(void **state)
{
    (void)state;
    struct fpk_schedule s;
    check_ok(fpk_schedule_init(&s, "sigmoid", 1000));
    for (size_t t = 0; t < 1000; t += 111)
        check_relative(s.beta[t], .0199 / (1 + exp(6 - 12 * (double)t / 999)) + 1e-4, 4e-15);
    fpk_schedule_clear(&s);
    check_ok(fpk_schedule_init(&s, "exponential", 1000));
    for (size_t t = 0; t < 1000; t += 111) {
        check_relative(s.abar[t], exp(-.012 * (double)(t + 1)), 2e-13);
        check_relative(s.noise[t], -expm1(-.012 * (double)(t + 1)), 2e-13);
    }
    fpk_schedule_clear(&s);
    check_ok(fpk_schedule_init(&s, "exponential", 1)); /* 1 - e^-12 is above the clip */
    check_same_bits(s.beta[0], .999);
    fpk_schedule_clear(&s);
    check_ok(fpk_schedule_from_betas(&s, (const double[]){.5, 0, .25, 1}, 4));
    check_text(s.name, "betas");
    check_same_bits(s.abar[2], .375);
    check_same_bits(s.noise[2], .625);
    check_same_bits(s.abar[3], 0);
    check_same_bits(s.noise[3], 1);
    fpk_schedule_clear(&s);
    check_refused(fpk_schedule_from_betas(&s, (const double[]){.5, 1, .5}, 3), FPK_USAGE,
                  "number 2 is 1");
    check_refused(fpk_schedule_from_betas(&s, (const double[]){-.5}, 1), FPK_USAGE,
                  "number 1 is -0.5");
}

static void test_clean_end(void **state)
{
    (void)state;
    struct fpk_schedule s;
    check_ok(fpk_schedule_init(&s, "linear", 1));
    check_same_bits(s.beta[0], 1e-4);
    struct fpk_level l = fpk_schedule_level(&s, -1);
    check_same_bits(l.alpha, 1);
    check_same_bits(l.sigma, 0);
    fpk_schedule_clear(&s);
    check_true(s.beta == NULL);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_schedule s;
    check_refused(fpk_schedule_init(&s, "cosin", 10), FPK_USAGE, "did you mean cosine?");
    check_refused(fpk_schedule_init(&s, "xyzzy", 10), FPK_USAGE, "known: linear");
    check_refused(fpk_schedule_init(&s, "linear", 0), FPK_USAGE, "0 training times");
    check_refused(fpk_schedule_init(&s, "linear", 1u << 30), FPK_USAGE, "allowed are 1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),          cmocka_unit_test(test_published),
        cmocka_unit_test(test_more_schedules), cmocka_unit_test(test_clean_end),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
