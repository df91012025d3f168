/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/points.h"

#include "fpk/base/failure.h"
#include "fpk/base/grid.h"

#include "../check.h"

/* 2500 points in 3-D: two whole blocks and a part; rows -> blocks -> rows is the identity. */
static void test_rows_round_trip(void **state)
{
    (void)state;
    struct fpk_points p;
    check_ok(fpk_points_init(&p, 2500, 3));
    double *rows = NULL, *back = NULL;
    check_ok(fpk_allocate(&rows, 7500));
    check_ok(fpk_allocate(&back, 7500));
    for (size_t i = 0; i < 7500; i++)
        rows[i] = (double)i;
    fpk_points_from_rows(&p, rows);
    check_equal(fpk_points_blocks(&p), 3);
    check_equal(fpk_points_block_size(&p, 2), 2500 - 2048);
    check_close(fpk_points_block(&p, 2)[1 * 452 + 7], (2048 + 7) * 3 + 1, 0);
    fpk_points_to_rows(&p, back);
    check_true(memcmp(rows, back, 7500 * sizeof *rows) == 0);
    fpk_release(&rows);
    fpk_release(&back);
    fpk_points_clear(&p);
}

static void test_grid(void **state)
{
    (void)state;
    struct fpk_grid g;
    check_ok(fpk_grid_init(&g, -1, 2, 7));
    check_same_bits(fpk_grid_face(&g, 7), 2);
    check_close(fpk_grid_centre(&g, 0), -1 + 1.5 / 7, 1e-15);
    check_refused(fpk_grid_init(&g, 1, 1, 7), FPK_USAGE, "a < b");
    check_refused(fpk_grid_init(&g, 0, INFINITY, 7), FPK_USAGE, "finite");
    struct fpk_field f;
    check_ok(fpk_grid_init(&g, 0, 1, 10));
    check_ok(fpk_field_init(&f, g));
    for (size_t i = 0; i < 10; i++)
        f.value[i] = i == 3 ? -1.0 : 1.0;
    check_close(fpk_field_mass(&f), 0.8, 1e-16);
    check_close(fpk_field_min(&f), -1, 0);
    fpk_field_clear(&f);
}

/* The kept failure does not depend on the order in which they arrive. */
static void test_failure_order(void **state)
{
    (void)state;
    struct fpk_failure a = {.found = true, .step = 3, .particle = 9};
    struct fpk_failure b = {.found = true, .step = 3, .particle = 2};
    struct fpk_failure c = {.found = true, .step = 4, .particle = 0};
    struct fpk_failure kept = {0};
    fpk_failure_offer(&kept, c);
    fpk_failure_offer(&kept, a);
    fpk_failure_offer(&kept, b);
    fpk_failure_offer(&kept, (struct fpk_failure){0});
    check_equal(kept.step, 3);
    check_equal(kept.particle, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_round_trip),
        cmocka_unit_test(test_grid),
        cmocka_unit_test(test_failure_order),
    };
    return check_main(tests);
}
