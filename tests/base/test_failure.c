/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/failure.h"

#include "../check.h"

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
        cmocka_unit_test(test_failure_order),
    };
    return check_main(tests);
}
