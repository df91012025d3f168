/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/lab/seed.h"

#include "../check.h"

#include <stdbool.h>

static void test_read(void **state)
{
    (void)state;
    uint64_t seed, other;
    check_ok(fpk_seed_read(FPK_SEED_DEFAULT, &seed));
    check_equal(seed, 1);
    check_ok(fpk_seed_read("18446744073709551615", &seed));
    check_true(seed == UINT64_MAX);
    check_refused(fpk_seed_read("18446744073709551616", &seed), FPK_USAGE, "2^64 - 1");
    check_refused(fpk_seed_read("-1", &seed), FPK_USAGE, "random");
    check_refused(fpk_seed_read("", &seed), FPK_USAGE, "random");
    check_refused(fpk_seed_read("1e6", &seed), FPK_USAGE, "1e6");
    /* Two draws are equal with probability 2^-32; four in a row with 2^-96. */
    bool differ = false;
    check_ok(fpk_seed_read("random", &seed));
    for (int i = 0; i < 3; i++) {
        check_ok(fpk_seed_read("random", &other));
        differ = differ || other != seed;
    }
    check_true(differ);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),
    };
    return check_main(tests);
}
