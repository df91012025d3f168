/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/points.h"

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

/* One component at a time lands where the blocks say. */
static void test_get_and_set(void **state)
{
    (void)state;
    struct fpk_points p;
    check_ok(fpk_points_init(&p, FPK_BLOCK + 5, 2));
    fpk_points_set(&p, FPK_BLOCK + 3, 1, 2.5);
    check_close(fpk_points_block(&p, 1)[1 * 5 + 3], 2.5, 0);
    check_close(fpk_points_get(&p, FPK_BLOCK + 3, 1), 2.5, 0);
    check_close(fpk_points_get(&p, FPK_BLOCK + 3, 0), 0, 0);
    fpk_points_clear(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_round_trip),
        cmocka_unit_test(test_get_and_set),
    };
    return check_main(tests);
}
