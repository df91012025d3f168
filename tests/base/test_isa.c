/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/isa.h"

#include "../check.h"

#include <stdlib.h>

/* fpk_isa decides once, so the first question is asked with sse2 forced; the check reads the
 * environment each time. */
static void test_forced(void **state)
{
    (void)state;
    setenv("FPK_ISA", "sse2", 1);
    check_equal(fpk_isa(), FPK_ISA_SSE2);
    setenv("FPK_ISA", "avx512", 1);
    check_equal(fpk_isa(), FPK_ISA_SSE2);
    check_text(fpk_isa_name(FPK_ISA_AVX2), "avx2");
}

static void test_check(void **state)
{
    (void)state;
    setenv("FPK_ISA", "mmx", 1);
    check_refused(fpk_isa_check(), FPK_USAGE, "FPK_ISA=mmx: not one of sse2, avx2, avx512");
    setenv("FPK_ISA", "sse2", 1);
    check_ok(fpk_isa_check());
    setenv("FPK_ISA", "", 1);
    check_ok(fpk_isa_check());
    unsetenv("FPK_ISA");
    check_ok(fpk_isa_check());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forced),
        cmocka_unit_test(test_check),
    };
    return check_main(tests);
}
