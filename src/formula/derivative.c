/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dag_priv.h"

#include "fpk/base/block.h"
#include "fpk/base/memory.h"
#include "fpk/formula/formula.h"

/* A node being differentiated: its number i, arguments a, b, c and their derivatives. */
struct step {
    struct fpk_dag *dag;
    int variable;
    int i, a, b, c, da, db, dc;
};

static int num(struct step *s, double v)
{
    return fpk_dag_number(s->dag, v);
}

static int neg(struct step *s, int u)
{
    return fpk_make1(s->dag, FPK_OP_NEGATE, u);
}

static int add(struct step *s, int u, int v)
{
    return fpk_make2(s->dag, FPK_OP_ADD, u, v);
}

static int sub(struct step *s, int u, int v)
{
    return fpk_make2(s->dag, FPK_OP_SUB, u, v);
}

static int mul(struct step *s, int u, int v)
{
    return fpk_make2(s->dag, FPK_OP_MUL, u, v);
}

static int quo(struct step *s, int u, int v)
{
    return fpk_make2(s->dag, FPK_OP_DIV, u, v);
}

static int fun(struct step *s, enum fpk_op op, int u)
{
    return fpk_make1(s->dag, op, u);
}

static int square(struct step *s, int u)
{
    return fpk_make_power(s->dag, u, 2);
}

/* On the variable of the derivative. */
static bool depends(const struct step *s, int u)
{
    return s->dag->node[u].has & 1u << s->variable;
}

/* (a/b)' = (a' - (a/b) b')/b uses the quotient itself: one division fewer, no b^2 to overflow. */
static int quotient_rule(struct step *s)
{
    return quo(s, sub(s, s->da, mul(s, s->i, s->db)), s->b);
}

/* (a^b)' = b a^(b-1) a' + a^b ln(a) b'; the second term only where b depends on x, so that a
 * negative base does not meet the logarithm otherwise. */
static int power_rule(struct step *s)
{
    int whole = num(s, 0);
    if (depends(s, s->a)) {
        int lower = fpk_make2(s->dag, FPK_OP_POW, s->a, sub(s, s->b, num(s, 1)));
        whole = mul(s, mul(s, s->b, lower), s->da);
    }
    if (depends(s, s->b))
        whole = add(s, whole, mul(s, mul(s, s->i, fun(s, FPK_OP_LOG, s->a)), s->db));
    return whole;
}

static int arithmetic(struct step *s, enum fpk_op op)
{
    switch (op) {
    case FPK_OP_NEGATE:
        return neg(s, s->da);
    case FPK_OP_ADD:
        return add(s, s->da, s->db);
    case FPK_OP_SUB:
        return sub(s, s->da, s->db);
    case FPK_OP_MUL:
        return add(s, mul(s, s->da, s->b), mul(s, s->a, s->db));
    case FPK_OP_DIV:
        return quotient_rule(s);
    case FPK_OP_INTEGER: {
        int k = s->dag->node[s->i].b;
        return mul(s, mul(s, num(s, k), fpk_make_power(s->dag, s->a, k - 1)), s->da);
    }
    case FPK_OP_POW:
        return power_rule(s);
    case FPK_OP_MIN: /* a < b: a' */
        return fpk_make3(s->dag, FPK_OP_WHERE, sub(s, s->b, s->a), s->da, s->db);
    case FPK_OP_MAX:
        return fpk_make3(s->dag, FPK_OP_WHERE, sub(s, s->a, s->b), s->da, s->db);
    default: /* where */
        return fpk_make3(s->dag, FPK_OP_WHERE, s->a, s->db, s->dc);
    }
}

/* The factor h'(a) of (h(a))' = h'(a) a'. i is h(a) itself. */
static int outer(struct step *s, enum fpk_op op)
{
    int one = num(s, 1), a = s->a, i = s->i;
    switch (op) {
    case FPK_OP_EXP:
        return i;
    case FPK_OP_EXPM1:
        return fun(s, FPK_OP_EXP, a);
    case FPK_OP_ABS:
        return fun(s, FPK_OP_SIGN, a);
    case FPK_OP_SIN:
        return fun(s, FPK_OP_COS, a);
    case FPK_OP_COS:
        return neg(s, fun(s, FPK_OP_SIN, a));
    case FPK_OP_TAN:
        return add(s, one, square(s, i));
    case FPK_OP_SINH:
        return fun(s, FPK_OP_COSH, a);
    case FPK_OP_COSH:
        return fun(s, FPK_OP_SINH, a);
    case FPK_OP_TANH: /* not 1/cosh^2, whose own derivative is 0/0 once cosh overflows */
        return sub(s, one, square(s, i));
    case FPK_OP_ERF:
    case FPK_OP_ERFC: {
        double scale = op == FPK_OP_ERF ? 1.1283791670955126 : -1.1283791670955126; /* 2/sqrt(pi) */
        return mul(s, num(s, scale), fun(s, FPK_OP_EXP, neg(s, square(s, a))));
    }
    default: /* sign, step, floor, ceil: flat almost everywhere */
        return num(s, 0);
    }
}

/* The divisor d of (h(a))' = a'/d, for the functions where it is a quotient; -1 for the others. */
static int divisor(struct step *s, enum fpk_op op)
{
    int one = num(s, 1), a = s->a;
    int root; /* sqrt(1 - a^2) without cancellation near a = 1 */
    switch (op) {
    case FPK_OP_LOG:
        return a;
    case FPK_OP_LOG1P:
        return add(s, one, a);
    case FPK_OP_LOG10:
        return mul(s, num(s, 2.3025850929940457), a);
    case FPK_OP_LOG2:
        return mul(s, num(s, 0.69314718055994531), a);
    case FPK_OP_SQRT:
        return mul(s, num(s, 2), s->i);
    case FPK_OP_ATAN:
        return add(s, one, square(s, a));
    case FPK_OP_ASIN:
    case FPK_OP_ACOS:
        root = fun(s, FPK_OP_SQRT, mul(s, sub(s, one, a), add(s, one, a)));
        return op == FPK_OP_ASIN ? root : neg(s, root);
    default:
        return -1;
    }
}

static int differentiate(struct step *s)
{
    struct fpk_node k = s->dag->node[s->i];
    if (!depends(s, s->i))
        return num(s, 0);
    if (k.op == FPK_OP_X || k.op == FPK_OP_T)
        return num(s, 1);
    if (k.op < FPK_OP_EXP)
        return arithmetic(s, k.op);
    int d = divisor(s, k.op);
    return d >= 0 ? quo(s, s->da, d) : mul(s, outer(s, k.op), s->da);
}

int fpk_dag_derivative(struct fpk_dag *dag, int root, int variable)
{
    bool *needed = NULL;
    int *d = NULL, result = 0; /* d[i]: node of the derivative of node i */
    dag->status = fpk_allocate(&needed, dag->n);
    if (dag->status == FPK_OK)
        dag->status = fpk_allocate(&d, dag->n);
    if (dag->status != FPK_OK)
        goto done;
    fpk_dag_mark(dag, 1, &root, needed);
    for (int i = 0; i <= root; i++) { /* arguments come first */
        if (!needed[i])
            continue;
        struct fpk_node k = dag->node[i];
        int arity = fpk_op_arity(k.op);
        struct step s = {.dag = dag, .variable = variable, .i = i, .a = k.a, .b = k.b, .c = k.c};
        s.da = arity > 0 ? d[k.a] : 0;
        s.db = arity > 1 ? d[k.b] : 0;
        s.dc = arity > 2 ? d[k.c] : 0;
        d[i] = differentiate(&s);
    }
    result = d[root];
done:
    fpk_release(&needed);
    fpk_release(&d);
    return result;
}
