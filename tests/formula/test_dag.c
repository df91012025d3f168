/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/formula/dag_priv.h"

#include "../check.h"

/* Equal expressions are one node, in either order of a sum. */
static void test_equal_is_one(void **state)
{
    (void)state;
    struct fpk_dag d;
    check_ok(fpk_dag_init(&d));
    int x = fpk_dag_coordinate(&d, 0), t = fpk_dag_node(&d, FPK_OP_T, -1, -1, -1, 0);
    int s = fpk_make2(&d, FPK_OP_ADD, x, t);
    check_equal(fpk_make2(&d, FPK_OP_ADD, x, t), s);
    check_equal(fpk_make2(&d, FPK_OP_ADD, t, x), s);
    check_true(fpk_make2(&d, FPK_OP_SUB, x, t) != fpk_make2(&d, FPK_OP_SUB, t, x));
    check_equal(d.node[s].has, FPK_HAS_X | FPK_HAS_T);
    check_true(fpk_dag_number(&d, 0.0) != fpk_dag_number(&d, -0.0));
    fpk_dag_clear(&d);
}

/* Growth keeps numbers, and a copy is the same. */
static void test_growth(void **state)
{
    (void)state;
    struct fpk_dag d, copy;
    check_ok(fpk_dag_init(&d));
    int first = fpk_dag_number(&d, 1);
    for (int i = 0; i < 5000; i++)
        fpk_dag_number(&d, i);
    check_equal(d.n, 5000);
    check_equal(fpk_dag_number(&d, 1), first);
    check_ok(fpk_dag_copy(&copy, &d));
    check_equal(fpk_dag_number(&copy, 4999), fpk_dag_number(&d, 4999));
    check_equal(copy.n, 5000);
    fpk_dag_clear(&copy);
    fpk_dag_clear(&d);
}

/* Beyond the limit the failure sticks, with its sentence, and builders stay harmless. */
static void test_limit(void **state)
{
    (void)state;
    struct fpk_dag d;
    check_ok(fpk_dag_init(&d));
    for (int i = 0; i < 40000; i++)
        fpk_dag_number(&d, i);
    check_refused(d.status, FPK_USAGE, "more than 32768 operations");
    check_equal(fpk_dag_number(&d, 1e9), 0);
    fpk_dag_clear(&d);
}

static void test_mark(void **state)
{
    (void)state;
    struct fpk_dag d;
    check_ok(fpk_dag_init(&d));
    int x = fpk_dag_coordinate(&d, 0), two = fpk_dag_number(&d, 2);
    int unused = fpk_make1(&d, FPK_OP_SIN, x), root = fpk_make2(&d, FPK_OP_MUL, two, x);
    bool needed[16];
    fpk_dag_mark(&d, 1, &root, needed);
    check_true(needed[x] && needed[two] && needed[root] && !needed[unused]);
    fpk_dag_clear(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equal_is_one),
        cmocka_unit_test(test_growth),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_mark),
    };
    return check_main(tests);
}
