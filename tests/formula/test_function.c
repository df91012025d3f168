/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/formula/parse_priv.h"

#include "../check.h"

/* Every function of one argument has a name, and the name leads back to it. */
static void test_names(void **state)
{
    (void)state;
    for (int op = FPK_OP_EXP; op <= FPK_OP_ERFC; op++) {
        const struct fpk_function *f = fpk_function_of((enum fpk_op)op);
        check_true(f != NULL);
        check_equal(fpk_function_find(f->name, strlen(f->name))->op, op);
    }
    check_equal(fpk_function_find("heaviside", 9)->op, FPK_OP_STEP);
    check_text(fpk_function_of(FPK_OP_STEP)->name, "step");
    check_true(fpk_function_find("sine", 4) == NULL);
    check_equal(fpk_function_find("sine", 3)->op, FPK_OP_SIN);
}

static void test_nearest(void **state)
{
    (void)state;
    struct fpk_parameters p;
    check_ok(fpk_parameters_read(&p, "gamma=1,kappa=2", 1));
    check_text(fpk_function_nearest("gama", &p), "gamma");
    check_text(fpk_function_nearest("sni", &p), "sin");
    check_text(fpk_function_nearest("atn", &p), "atan");
    check_text(fpk_function_nearest("y", &p), "x");
    check_true(fpk_function_nearest("velocity", &p) == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_nearest),
    };
    return check_main(tests);
}
