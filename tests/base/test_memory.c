/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/memory.h"

#include "../check.h"

static void test_zeroed_and_aligned(void **state)
{
    (void)state;
    for (size_t n = 0; n < 40; n++) {
        double *x = NULL;
        check_ok(fpk_allocate(&x, n));
        check_true(x != NULL);
        check_equal((uintptr_t)x % FPK_ALIGN, 0);
        for (size_t i = 0; i < n; i++) {
            check_same_bits(x[i], 0.0);
            x[i] = 1; /* dirties what the next round may be given */
        }
        fpk_release(&x);
        check_true(x == NULL);
        fpk_release(&x); /* a second time does nothing */
    }
}

static void test_balance_counts(void **state)
{
    (void)state;
    long before = fpk_memory_balance();
    char *text = NULL;
    double *x = NULL;
    check_ok(fpk_copy_text(&text, "abc"));
    check_ok(fpk_allocate(&x, 3));
    check_equal(fpk_memory_balance() - before, 2);
    check_text(text, "abc");
    fpk_release(&text);
    check_equal(fpk_memory_balance() - before, 1);
    fpk_release(&x);
    check_equal(fpk_memory_balance() - before, 0);
}

/* count * size would wrap round to 8 bytes. */
static void test_overflow_is_refused(void **state)
{
    (void)state;
    double *x = (double *)&x;
    check_refused(fpk_allocate(&x, (size_t)-1 / 8 + 2), FPK_NUMERIC, "does not fit in memory");
    check_true(x == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zeroed_and_aligned),
        cmocka_unit_test(test_balance_counts),
        cmocka_unit_test(test_overflow_is_refused),
    };
    return check_main(tests);
}
