/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/coordinate.h"

#include "../check.h"

#include <math.h>

static const struct fpk_coordinate all[] = {
    {.kind = FPK_COORDINATE_LINEAR},
    {.kind = FPK_COORDINATE_LOG, .origin = -0.5, .width = 2},
    {.kind = FPK_COORDINATE_LOG, .origin = 3, .width = -0.25},
    {.kind = FPK_COORDINATE_GRADED, .origin = 0.7, .width = 0.01},
};
#define ALL (sizeof all / sizeof *all)
#define N   1500

/* u -> x -> u, x increasing, and the stretch against a central difference. */
static void test_there_and_back(void **state)
{
    (void)state;
    double u[N], x[N], stretch[N], up[N], down[N], alone[N], h = 1e-5;
    for (size_t c = 0; c < ALL; c++) {
        for (size_t i = 0; i < N; i++)
            u[i] = -6 + 12.0 * (double)i / N;
        fpk_coordinate_x(&all[c], N, u, x, stretch);
        fpk_coordinate_x(&all[c], N, u, alone, NULL);
        for (size_t i = 0; i < N; i++)
            u[i] += h;
        fpk_coordinate_x(&all[c], N, u, up, NULL);
        for (size_t i = 0; i < N; i++)
            u[i] -= 2 * h;
        fpk_coordinate_x(&all[c], N, u, down, NULL);
        for (size_t i = 0; i < N; i++) {
            double at = -6 + 12.0 * (double)i / N;
            check_close(fpk_coordinate_u(&all[c], x[i]), at,
                        4e-16 * (8 + fabs(all[c].origin) / stretch[i]));
            check_close(alone[i], x[i], 0);
            check_close((up[i] - down[i]) / (2 * h), stretch[i], 1e-9 * (stretch[i] + 1));
            check_true(stretch[i] > 0 && (i == 0 || x[i] > x[i - 1]));
        }
    }
}

static void test_closed_forms(void **state)
{
    (void)state;
    double u = 1.25, x, stretch;
    fpk_coordinate_x(&all[1], 1, &u, &x, &stretch);
    check_close(x, -0.5 + 2 * exp(1.25), 1e-14);
    check_close(stretch, 2 * exp(1.25), 1e-14);
    fpk_coordinate_x(&all[2], 1, &u, &x, &stretch);
    check_close(x, 3 - 0.25 * exp(-1.25), 1e-15);
    check_close(stretch, 0.25 * exp(-1.25), 1e-16);
    fpk_coordinate_x(&all[3], 1, &u, &x, &stretch);
    check_close(x, 0.7 + 0.01 * sinh(1.25), 1e-15);
    check_close(stretch, 0.01 * cosh(1.25), 1e-16);
    check_true(fpk_coordinate_u(&all[1], -0.5) == -INFINITY);
    check_true(fpk_coordinate_u(&all[2], 4) == INFINITY);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_coordinate log = {FPK_COORDINATE_LOG, 0, 1}, graded = {FPK_COORDINATE_GRADED, 0, -1};
    check_ok(fpk_coordinate_check(&all[0], -1, 1));
    check_ok(fpk_coordinate_check(&log, 1e-9, 1));
    check_refused(fpk_coordinate_check(&log, 0, 1), FPK_USAGE, "cannot reach its origin");
    log.width = -1;
    check_ok(fpk_coordinate_check(&log, -5, -1));
    check_refused(fpk_coordinate_check(&log, -5, 1), FPK_USAGE, "cannot reach its origin");
    log.width = 0;
    check_refused(fpk_coordinate_check(&log, 1, 2), FPK_USAGE, "other than 0");
    check_refused(fpk_coordinate_check(&graded, 0, 1), FPK_USAGE, "must be positive");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_closed_forms),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
