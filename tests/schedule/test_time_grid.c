/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/schedule/schedule.h"

#include "../check.h"

#include <stdlib.h>

static void test_known(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/time_grid.txt", "r");
    check_true(file != NULL);
    char line[4096], name[32];
    size_t T, S, rows = 0;
    int used;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        check_equal(sscanf(line, "%31s %zu %zu%n", name, &T, &S, &used), 3);
        long *grid = NULL;
        check_ok(fpk_time_grid(name, T, S, &grid));
        char *at = line + used;
        for (size_t i = 0; i < S; i++)
            check_equal(grid[i], strtol(at, &at, 10));
        fpk_release(&grid);
        rows++;
    }
    fclose(file);
    check_equal(rows, 33);
}

/* Any S: strictly descending inside 0 .. T-1; trailing starts at T-1, leading and linspace end at
 * 0. */
static void test_every_count(void **state)
{
    (void)state;
    const char *const names[] = {"leading", "trailing", "linspace"};
    for (int k = 0; k < 3; k++)
        for (size_t S = 1; S <= 100; S++) {
            long *grid = NULL;
            check_ok(fpk_time_grid(names[k], 100, S, &grid));
            for (size_t i = 1; i < S; i++)
                check_true(grid[i] < grid[i - 1]);
            check_true(grid[0] <= 99 && grid[S - 1] >= 0);
            if (k == 1)
                check_equal(grid[0], 99);
            else
                check_equal(grid[S - 1], 0);
            fpk_release(&grid);
        }
}

static void test_refusals(void **state)
{
    (void)state;
    long *grid = NULL;
    check_refused(fpk_time_grid("leadin", 10, 2, &grid), FPK_USAGE, "did you mean leading?");
    check_refused(fpk_time_grid("leading", 10, 0, &grid), FPK_USAGE, "steps must be 1 .. 10");
    check_refused(fpk_time_grid("leading", 10, 11, &grid), FPK_USAGE, "11 steps");
    check_refused(fpk_time_grid("leading", (size_t)-1, 11, &grid), FPK_USAGE, "at most");
    check_true(grid == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_every_count),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
