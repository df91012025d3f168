/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/grid.h"

#include "../check.h"

static void test_grid(void **state)
{
    (void)state;
    struct fpk_grid g;
    check_ok(fpk_grid_init(&g, -1, 2, 7));
    check_same_bits(fpk_grid_face(&g, 7), 2);
    check_close(fpk_grid_centre(&g, 0), -1 + 1.5 / 7, 1e-15);
    check_refused(fpk_grid_init(&g, 1, 1, 7), FPK_USAGE, "a < b");
    check_refused(fpk_grid_init(&g, 0, INFINITY, 7), FPK_USAGE, "finite");
    check_refused(fpk_grid_init(&g, -1e308, 1e308, 7), FPK_USAGE, "finite width");
    struct fpk_field f;
    check_ok(fpk_grid_init(&g, 0, 1, 10));
    check_ok(fpk_field_init(&f, g));
    for (size_t i = 0; i < 10; i++)
        f.value[i] = i == 3 ? -1.0 : 1.0;
    check_close(fpk_field_mass(&f), 0.8, 1e-16);
    check_close(fpk_field_min(&f), -1, 0);
    fpk_field_clear(&f);
}

/* 1 + 1e6 times 1e-16 is lost by a plain sum: every addition rounds back to 1. */
static void test_mass_is_compensated(void **state)
{
    (void)state;
    struct fpk_grid g;
    struct fpk_field f;
    check_ok(fpk_grid_init(&g, 0, 1000001, 1000001));
    check_ok(fpk_field_init(&f, g));
    f.value[0] = 1;
    for (size_t i = 1; i < g.n; i++)
        f.value[i] = 1e-16;
    check_close(fpk_field_mass(&f) - 1, 1e-10, 3e-16);
    fpk_field_clear(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grid),
        cmocka_unit_test(test_mass_is_compensated),
    };
    return check_main(tests);
}
