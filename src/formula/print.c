/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parse_priv.h"

#include "fpk/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How tightly an expression binds; an argument that binds less than asked gets parentheses. */
enum binding { SUM = 1, PRODUCT, POWER, ATOM };

struct printer {
    const struct fpk_dag *dag;
    char text[FPK_FORMULA_LENGTH + 1];
    size_t n;
    unsigned depth;
    bool full;
};

static void put(struct printer *p, const char *text)
{
    size_t m = strlen(text);
    if (p->full || p->n + m > FPK_FORMULA_LENGTH) {
        p->full = true;
        return;
    }
    memcpy(p->text + p->n, text, m + 1);
    p->n += m;
}

/* The fewest digits that read back to the same double. */
static void put_number(struct printer *p, double v)
{
    char text[32];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, v);
        if (strtod(text, NULL) == v)
            break;
    }
    put(p, text);
}

static enum binding binding(const struct fpk_node *k)
{
    switch (k->op) {
    case FPK_OP_NUMBER:
        return k->number < 0 ? PRODUCT : ATOM;
    case FPK_OP_ADD:
    case FPK_OP_SUB:
        return SUM;
    case FPK_OP_NEGATE:
    case FPK_OP_MUL:
    case FPK_OP_DIV:
        return PRODUCT;
    case FPK_OP_INTEGER:
        return POWER;
    default:
        return ATOM;
    }
}

static void put_node(struct printer *p, int i, enum binding least);

static void put_call(struct printer *p, const struct fpk_node *k)
{
    const int argument[] = {k->a, k->b, k->c};
    put(p, fpk_function_of(k->op)->name);
    put(p, "(");
    for (int i = 0; i < fpk_op_arity(k->op); i++) {
        put(p, i ? ", " : "");
        put_node(p, argument[i], SUM);
    }
    put(p, ")");
}

/* The right argument must bind more than its operator, as a - (b - c) and a * (b * c) must keep
 * their order of operations for equal bits. */
static void put_binary(struct printer *p, const struct fpk_node *k, const char *sign)
{
    enum binding own = binding(k);
    put_node(p, k->a, own);
    put(p, sign);
    put_node(p, k->b, (enum binding)(own + 1));
}

static void put_body(struct printer *p, const struct fpk_node *k)
{
    char exponent[16];
    switch (k->op) {
    case FPK_OP_NUMBER:
        put_number(p, k->number);
        return;
    case FPK_OP_X:
        put(p, k->a == 0 ? "x" : k->a == 1 ? "y" : "z");
        return;
    case FPK_OP_T:
        put(p, "t");
        return;
    case FPK_OP_NEGATE:
        put(p, "-");
        put_node(p, k->a, PRODUCT);
        return;
    case FPK_OP_ADD:
    case FPK_OP_SUB:
        put_binary(p, k, k->op == FPK_OP_ADD ? " + " : " - ");
        return;
    case FPK_OP_MUL:
    case FPK_OP_DIV:
        put_binary(p, k, k->op == FPK_OP_MUL ? "*" : "/");
        return;
    case FPK_OP_INTEGER:
        put_node(p, k->a, ATOM);
        snprintf(exponent, sizeof exponent, "^%d", k->b);
        put(p, exponent);
        return;
    default:
        put_call(p, k);
    }
}

static void put_node(struct printer *p, int i, enum binding least)
{
    enum { DEEPEST = 2500 };
    const struct fpk_node *k = &p->dag->node[i];
    bool wrap = binding(k) < least;
    if (p->depth == DEEPEST)
        p->full = true;
    if (p->full) /* an expression with shared parts can be exponentially long: stop here */
        return;
    p->depth++;
    put(p, wrap ? "(" : "");
    put_body(p, k);
    put(p, wrap ? ")" : "");
    p->depth--;
}

enum fpk_status fpk_dag_print(const struct fpk_dag *dag, int root, char **out)
{
    struct printer p = {.dag = dag};
    put_node(&p, root, SUM);
    if (p.full)
        snprintf(p.text, sizeof p.text, "(%zu operations)", dag->n);
    return fpk_copy_text(out, p.text);
}
