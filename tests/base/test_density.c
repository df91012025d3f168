/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/density.h"

#include "../check.h"

static void test_room_for_all_five(void **state)
{
    (void)state;
    struct fpk_density d;
    check_ok(fpk_density_init(&d, 100));
    double *array[] = {d.x, d.w, d.pdf, d.cdf, d.tail};
    for (int a = 0; a < 5; a++)
        for (int b = 0; b < 100; b++) {
            check_same_bits(array[a][b], 0.0);
            array[a][b] = a + 1; /* two arrays in one place would fail the line above */
        }
    fpk_density_clear(&d);
    check_true(!d.x && !d.w && !d.pdf && !d.cdf && !d.tail && d.n == 0);
}

/* What could not be had leaves nothing behind (the balance at the end sees to it). */
static void test_too_large_is_refused(void **state)
{
    (void)state;
    struct fpk_density d;
    check_refused(fpk_density_init(&d, (size_t)-1 / 4), FPK_NUMERIC, "memory");
    check_true(!d.x && !d.tail);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_room_for_all_five),
        cmocka_unit_test(test_too_large_is_refused),
    };
    return check_main(tests);
}
