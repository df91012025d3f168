/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/study/method.h"

#include "../check.h"

static void test_words(void **state)
{
    (void)state;
    struct fpk_method m;
    check_ok(fpk_method_parse(&m, "ddim"));
    check_true(strcmp(m.sampler->name, "ddim") == 0);
    check_close(fpk_values_real(&m.values, "eta"), 0, 0);
    fpk_method_clear(&m);
    check_ok(fpk_method_parse(&m, "ddim:eta=0.5,steps=7,spacing=trailing"));
    check_close(fpk_values_real(&m.values, "eta"), .5, 0);
    check_equal(fpk_values_integer(&m.values, "steps"), 7);
    check_ok(fpk_method_set(&m, "steps=9  eta=0.25 "));
    check_equal(fpk_values_integer(&m.values, "steps"), 9);
    check_close(fpk_values_real(&m.values, "eta"), .25, 0);
    check_ok(fpk_method_set(&m, ""));
    fpk_method_clear(&m);
}

/* A comma inside a list is not the end of its value. */
static void test_lists(void **state)
{
    (void)state;
    struct fpk_method m;
    check_ok(fpk_method_parse(&m, "annealed-langevin:sigmas=3,2,1,inner-steps=4"));
    check_true(strcmp(fpk_values_text(&m.values, "sigmas"), "3,2,1") == 0);
    check_equal(fpk_values_integer(&m.values, "inner-steps"), 4);
    fpk_method_clear(&m);
}

static void test_try(void **state)
{
    (void)state;
    struct fpk_method m;
    check_ok(fpk_method_parse(&m, "ddpm"));
    check_true(fpk_method_try(&m, "steps", "12"));
    check_true(!fpk_method_try(&m, "steps", "none"));
    check_true(!fpk_method_try(&m, "stpes", "12"));
    check_true(fpk_message()[0] == '\0');
    check_equal(fpk_values_integer(&m.values, "steps"), 12);
    fpk_method_clear(&m);
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const bad[][2] = {{"dddim", "ddim"},         {"", "sampler"},
                                         {"ddim:eta", "key=value"}, {"ddim:=3", "key=value"},
                                         {"ddim:eta=x", "eta"},     {"ddim:steps=3,ita=1", "eta"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct fpk_method m;
        check_equal(fpk_method_parse(&m, bad[i][0]), FPK_USAGE);
        if (!strstr(fpk_message(), bad[i][1]))
            check_fail("%s: \"%s\" lacks \"%s\"", bad[i][0], fpk_message(), bad[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_try),
        cmocka_unit_test(test_refused),
    };
    return check_main(tests);
}
