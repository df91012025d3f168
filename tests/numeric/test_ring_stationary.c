/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stationary masses and currents of rings against sums over spanning trees (mpmath), and against
 * Boltzmann where there is no current. */
#include "fpk/numeric/tridiagonal_ring.h"

#include "../check.h"

#define MOST 4000

static double up[MOST], down[MOST], m[MOST], want[MOST];

static void test_known(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/tridiagonal_ring.txt", "r");
    char line[512];
    size_t n, cases = 0;
    double exact, current, worst = 0;
    check_true(file != NULL);
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "ring %zu %*f %lf", &n, &exact) != 2)
            continue;
        for (size_t i = 0; i < n; i++) {
            check_true(fgets(line, sizeof line, file) != NULL);
            check_equal(sscanf(line, "%lf %lf %*f %*f %*f %lf", &up[i], &down[i], &want[i]), 3);
        }
        check_ok(fpk_ring_stationary(n, up, down, m));
        current = fpk_ring_current(n, up, down, m);
        for (size_t i = 0; i < n; i++) {
            check_relative(m[i], want[i], 2e-14);
            worst = fmax(worst, fabs(m[i] / want[i] - 1));
        }
        check_relative(current, exact, 2e-14);
        worst = fmax(worst, fabs(current / exact - 1));
        cases++;
    }
    fclose(file);
    check_equal(cases, 20);
    print_message("largest relative error of a mass or current: %.2e\n", worst);
}

/* U = 400 cos(2 pi x), cell 0 on the barrier: masses e^{-U} over 347 orders of magnitude, of which
 * doubles hold 308; no current but rounding. */
static void test_detailed_balance(void **state)
{
    (void)state;
    double current, sum = 0, worst = 0;
    for (size_t i = 0; i < MOST; i++) {
        double here = 400 * cos(2 * acos(-1) * (double)i / MOST);
        double next = 400 * cos(2 * acos(-1) * (double)((i + 1) % MOST) / MOST);
        up[i] = exp((here - next) / 2);
        down[(i + 1) % MOST] = exp((next - here) / 2);
        want[i] = exp(-here - 400);
        sum += want[i];
    }
    check_ok(fpk_ring_stationary(MOST, up, down, m));
    current = fpk_ring_current(MOST, up, down, m);
    for (size_t i = 0; i < MOST; i++)
        if (want[i] > 1e-280) {
            check_relative(m[i], want[i] / sum, 2e-12);
            worst = fmax(worst, fabs(m[i] / (want[i] / sum) - 1));
        } else
            check_between(m[i], 0, 1e-279);
    print_message("largest relative error %.2e, current %.2e\n", worst, current);
    check_close(current, 0, 1e-300);
}

/* All one way round: m_i ~ 1/up_i, and the current is 1/sum(1/up). */
static void test_one_way(void **state)
{
    (void)state;
    double current, sum = 0;
    size_t n = 100;
    for (size_t i = 0; i < n; i++) {
        up[i] = 1 + (double)(i * i % 17);
        down[i] = 0;
        sum += 1 / up[i];
    }
    check_ok(fpk_ring_stationary(n, up, down, m));
    current = fpk_ring_current(n, up, down, m);
    check_relative(current, 1 / sum, 1e-14);
    for (size_t i = 0; i < n; i++)
        check_relative(m[i], 1 / up[i] / sum, 1e-14);
    check_ok(fpk_ring_stationary(n, down, up, m));
    current = fpk_ring_current(n, down, up, m);
    check_relative(current, -1 / sum, 1e-14);
}

static void test_refusals(void **state)
{
    (void)state;
    double u[3] = {1, 0, 1}, d[3] = {1, 0, 1};
    check_refused(fpk_ring_stationary(1, u, d, m), FPK_USAGE, "ring of 1 cells");
    check_refused(fpk_ring_stationary(3, u, d, m), FPK_NUMERIC, "cell 1");
    u[1] = -1;
    check_refused(fpk_ring_stationary(3, u, d, m), FPK_NUMERIC, "cell 1");
    u[1] = INFINITY;
    check_refused(fpk_ring_stationary(3, u, d, m), FPK_NUMERIC, "cell 1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_detailed_balance),
        cmocka_unit_test(test_one_way),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
