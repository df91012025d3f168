/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "program_priv.h"

#include <math.h>

static bool is_number(const struct fpk_dag *dag, int i)
{
    return dag->node[i].op == FPK_OP_NUMBER;
}

static double number(const struct fpk_dag *dag, int i)
{
    return i >= 0 ? dag->node[i].number : 0;
}

/* Constants are folded by the code that evaluates, so folding changes no bit. */
static int fold(struct fpk_dag *dag, enum fpk_op op, int a, int b, int c)
{
    double u = number(dag, a), v = number(dag, b), w = number(dag, c), r;
    FPK_DISPATCH(fpk_formula_apply)(op, 0, 1, &u, &v, &w, &r);
    return fpk_dag_number(dag, r);
}

/* A product or quotient of two whole numbers that is a whole number and exact. */
static bool whole(double v, double limit)
{
    return v == floor(v) && fabs(v) <= limit;
}

static bool exact_product(double a, double b)
{
    return whole(a, 0x1p26) && whole(b, 0x1p26);
}

static bool exact_quotient(double a, double b)
{
    return whole(a, 0x1p26) && whole(b, 0x1p26) && b != 0 && whole(a / b, 0x1p26);
}

/* c * u with c a number: is node i of this form? */
static bool is_scaled(const struct fpk_dag *dag, int i)
{
    return dag->node[i].op == FPK_OP_MUL && is_number(dag, dag->node[i].a);
}

static int negate(struct fpk_dag *dag, int a)
{
    struct fpk_node k = dag->node[a];
    if (k.op == FPK_OP_NEGATE)
        return k.a;
    if (k.op == FPK_OP_SUB)
        return fpk_make2(dag, FPK_OP_SUB, k.b, k.a);
    if (is_scaled(dag, a))
        return fpk_make2(dag, FPK_OP_MUL, fpk_dag_number(dag, -number(dag, k.a)), k.b);
    return fpk_dag_node(dag, FPK_OP_NEGATE, a, -1, -1, 0);
}

int fpk_make1(struct fpk_dag *dag, enum fpk_op op, int a)
{
    if (is_number(dag, a))
        return fold(dag, op, a, -1, -1);
    if (op == FPK_OP_NEGATE)
        return negate(dag, a);
    return fpk_dag_node(dag, op, a, -1, -1, 0);
}

/* An operation whose arguments may be exchanged: one node for either order. */
static int commutative(struct fpk_dag *dag, enum fpk_op op, int a, int b)
{
    int swapped = fpk_dag_find(dag, op, b, a);
    return swapped >= 0 ? swapped : fpk_dag_node(dag, op, a, b, -1, 0);
}

/* -u or a negative number: *minus <- u, what is to be subtracted instead. */
static bool is_negative(struct fpk_dag *dag, int i, int *minus)
{
    struct fpk_node k = dag->node[i];
    if (k.op == FPK_OP_NUMBER && k.number < 0)
        *minus = fpk_dag_number(dag, -k.number);
    else if (k.op == FPK_OP_NEGATE)
        *minus = k.a;
    else
        return false;
    return true;
}

static int add(struct fpk_dag *dag, int a, int b)
{
    int minus;
    if (fpk_dag_is(dag, a, 0))
        return b;
    if (fpk_dag_is(dag, b, 0))
        return a;
    if (is_negative(dag, b, &minus))
        return fpk_make2(dag, FPK_OP_SUB, a, minus);
    if (is_negative(dag, a, &minus))
        return fpk_make2(dag, FPK_OP_SUB, b, minus);
    return commutative(dag, FPK_OP_ADD, a, b);
}

static int subtract(struct fpk_dag *dag, int a, int b)
{
    int minus;
    if (fpk_dag_is(dag, b, 0))
        return a;
    if (fpk_dag_is(dag, a, 0))
        return fpk_make1(dag, FPK_OP_NEGATE, b);
    if (a == b)
        return fpk_dag_number(dag, 0);
    if (is_negative(dag, b, &minus))
        return fpk_make2(dag, FPK_OP_ADD, a, minus);
    return fpk_dag_node(dag, FPK_OP_SUB, a, b, -1, 0);
}

static int multiply(struct fpk_dag *dag, int a, int b)
{
    if (is_number(dag, b)) { /* numbers first */
        int swap = a;
        a = b;
        b = swap;
    }
    struct fpk_node p = dag->node[a], q = dag->node[b];
    if (fpk_dag_is(dag, a, 0) || fpk_dag_is(dag, a, 1))
        return p.number == 0 ? a : b;
    if (fpk_dag_is(dag, a, -1))
        return fpk_make1(dag, FPK_OP_NEGATE, b);
    if (p.op == FPK_OP_NEGATE)
        return fpk_make1(dag, FPK_OP_NEGATE, fpk_make2(dag, FPK_OP_MUL, p.a, b));
    if (q.op == FPK_OP_NEGATE)
        return fpk_make1(dag, FPK_OP_NEGATE, fpk_make2(dag, FPK_OP_MUL, a, q.a));
    if (p.op == FPK_OP_NUMBER && is_scaled(dag, b) && exact_product(p.number, number(dag, q.a)))
        return fpk_make2(dag, FPK_OP_MUL, fpk_dag_number(dag, p.number * number(dag, q.a)), q.b);
    return commutative(dag, FPK_OP_MUL, a, b);
}

static int divide(struct fpk_dag *dag, int a, int b)
{
    struct fpk_node p = dag->node[a], q = dag->node[b];
    if (fpk_dag_is(dag, a, 0) || fpk_dag_is(dag, b, 1))
        return a;
    if (fpk_dag_is(dag, b, -1))
        return fpk_make1(dag, FPK_OP_NEGATE, a);
    if (p.op == FPK_OP_NEGATE)
        return fpk_make1(dag, FPK_OP_NEGATE, fpk_make2(dag, FPK_OP_DIV, p.a, b));
    if (q.op == FPK_OP_NEGATE)
        return fpk_make1(dag, FPK_OP_NEGATE, fpk_make2(dag, FPK_OP_DIV, a, q.a));
    if (q.op == FPK_OP_NUMBER && is_scaled(dag, a) && exact_quotient(number(dag, p.a), q.number))
        return fpk_make2(dag, FPK_OP_MUL, fpk_dag_number(dag, number(dag, p.a) / q.number), p.b);
    return fpk_dag_node(dag, FPK_OP_DIV, a, b, -1, 0);
}

static int power(struct fpk_dag *dag, int a, int b)
{
    double k = is_number(dag, b) ? number(dag, b) : NAN;
    if (whole(k, FPK_POWER_MAX))
        return fpk_make_power(dag, a, (int)k);
    if (k == 0.5)
        return fpk_make1(dag, FPK_OP_SQRT, a);
    return fpk_dag_node(dag, FPK_OP_POW, a, b, -1, 0);
}

int fpk_make2(struct fpk_dag *dag, enum fpk_op op, int a, int b)
{
    if (is_number(dag, a) && is_number(dag, b))
        return fold(dag, op, a, b, -1);
    switch (op) {
    case FPK_OP_ADD:
        return add(dag, a, b);
    case FPK_OP_SUB:
        return subtract(dag, a, b);
    case FPK_OP_MUL:
        return multiply(dag, a, b);
    case FPK_OP_DIV:
        return divide(dag, a, b);
    case FPK_OP_POW:
        return power(dag, a, b);
    default: /* min, max */
        return a == b ? a : fpk_dag_node(dag, op, a, b, -1, 0);
    }
}

int fpk_make3(struct fpk_dag *dag, enum fpk_op op, int a, int b, int c)
{
    if (is_number(dag, a)) /* only `where` is built from outside programs */
        return number(dag, a) > 0 ? b : c;
    return b == c ? b : fpk_dag_node(dag, op, a, b, c, 0);
}

int fpk_make_power(struct fpk_dag *dag, int a, int k)
{
    if (k == 0)
        return fpk_dag_number(dag, 1);
    if (k == 1)
        return a;
    if (is_number(dag, a))
        return fpk_make2(dag, FPK_OP_POW, a, fpk_dag_number(dag, k));
    if (dag->node[a].op == FPK_OP_NEGATE) {
        int plain = fpk_make_power(dag, dag->node[a].a, k);
        return k % 2 ? fpk_make1(dag, FPK_OP_NEGATE, plain) : plain;
    }
    return fpk_dag_node(dag, FPK_OP_INTEGER, a, k, -1, 0);
}
