/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/text.h"

#include "../check.h"

#include <float.h>
#include <stdlib.h>

static void test_growth(void **state)
{
    (void)state;
    struct fpk_text t = {0};
    for (int i = 0; i < 1000; i++)
        fpk_text_add(&t, "%d,", i);
    fpk_text_add_bytes(&t, "\0end", 4);
    check_ok(fpk_text_status(&t));
    check_equal(t.n, 10 * 2 + 90 * 3 + 900 * 4 + 4);
    check_true(memcmp(t.bytes + t.n - 8, "999,\0end", 9) == 0);
    fpk_text_clear(&t);
}

static void test_numbers(void **state)
{
    (void)state;
    const struct {
        double value;
        const char *want;
    } known[] = {{0.1, "0.1"},      {-0.0, "-0"},
                 {1e300, "1e+300"}, {1.0 / 3, "0.3333333333333333"},
                 {1e6, "1000000"},  {0.1 + 0.2, "0.30000000000000004"},
                 {NAN, "nan"},      {-INFINITY, "-inf"}};
    char out[FPK_NUMBER_TEXT];
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        check_text(fpk_number_text(known[i].value, out), known[i].want);
    /* Every text reads back as the same bits, at the ends of the range too. */
    double hard[] = {DBL_MIN, DBL_MAX, 4.9406564584124654e-324, 9007199254740993.0, 5e-324, M_PI};
    for (size_t i = 0; i < sizeof hard / sizeof *hard; i++)
        check_same_bits(strtod(fpk_number_text(hard[i], out), NULL), hard[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_growth),
        cmocka_unit_test(test_numbers),
    };
    return check_main(tests);
}
