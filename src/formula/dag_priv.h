/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dag: an expression as an array of nodes in which equal expressions are one node, so that common
 * subexpressions cost nothing to find. A node's arguments always come before it. */
#ifndef FPK_FORMULA_DAG_PRIV_H
#define FPK_FORMULA_DAG_PRIV_H

#include "fpk/base/status.h"

#include <stdbool.h>
#include <stddef.h>

enum fpk_op {
    FPK_OP_NUMBER,
    FPK_OP_X, /* coordinate a: 0 is x, 1 y, 2 z */
    FPK_OP_T,
    FPK_OP_COPY,    /* programs only */
    FPK_OP_NEGATE,  /* -a */
    FPK_OP_ADD,     /* a + b */
    FPK_OP_SUB,     /* a - b */
    FPK_OP_MUL,     /* a * b */
    FPK_OP_DIV,     /* a / b */
    FPK_OP_INTEGER, /* a ^ k, k stored in b; becomes multiplications in a program */
    FPK_OP_POW,
    FPK_OP_MIN,
    FPK_OP_MAX,
    FPK_OP_WHERE,   /* a > 0 ? b : c */
    FPK_OP_MUL_ADD, /* a * b + c, every operation rounded; this and the next six in programs only */
    FPK_OP_MUL_SUB, /* a * b - c */
    FPK_OP_SUB_MUL, /* c - a * b */
    FPK_OP_MUL_MUL, /* a * b * c */
    FPK_OP_SQUARE_MUL_ADD, /* (a * a) * b + c */
    FPK_OP_SQUARE_MUL_SUB, /* (a * a) * b - c */
    FPK_OP_SUB_SQUARE_MUL, /* c - (a * a) * b */
    FPK_OP_EXP,            /* functions of one argument from here on */
    FPK_OP_EXPM1,
    FPK_OP_LOG,
    FPK_OP_LOG1P,
    FPK_OP_LOG10,
    FPK_OP_LOG2,
    FPK_OP_SQRT,
    FPK_OP_ABS,
    FPK_OP_SIGN,
    FPK_OP_STEP,
    FPK_OP_FLOOR,
    FPK_OP_CEIL,
    FPK_OP_SIN,
    FPK_OP_COS,
    FPK_OP_TAN,
    FPK_OP_ASIN,
    FPK_OP_ACOS,
    FPK_OP_ATAN,
    FPK_OP_SINH,
    FPK_OP_COSH,
    FPK_OP_TANH,
    FPK_OP_ERF,
    FPK_OP_ERFC
};

/* Bit k: the coordinate k occurs; the last: t does. So 1u << variable for an enum fpk_variable. */
enum { FPK_HAS_X = 1, FPK_HAS_Y = 2, FPK_HAS_Z = 4, FPK_HAS_POINT = 7, FPK_HAS_T = 8 };
enum { FPK_HAS_KINK = 16 };  /* abs, sign, step, floor, ceil, min, max or where */
enum { FPK_POWER_MAX = 32 }; /* integer powers up to here are multiplications */

struct fpk_node {
    enum fpk_op op;
    int a, b, c;   /* arguments; -1 where there is none */
    unsigned has;  /* FPK_HAS_... */
    double number; /* FPK_OP_NUMBER */
};

struct fpk_dag {
    struct fpk_node *node; /* [n], room for `capacity`; owned */
    int *table;            /* [2 capacity] hash table of node numbers + 1; owned */
    size_t n, capacity;
    enum fpk_status status; /* the first failure sticks; its sentence is the thread's message */
};

/* Number of arguments of a node. */
int fpk_op_arity(enum fpk_op op);

enum fpk_status fpk_dag_init(struct fpk_dag *dag) FPK_MUST_USE;
enum fpk_status fpk_dag_copy(struct fpk_dag *out, const struct fpk_dag *dag) FPK_MUST_USE;
void fpk_dag_clear(struct fpk_dag *dag);

/* The node itself, found or added, nothing simplified. After a failure (dag->status) every builder
 * below returns node 0, which exists, so that callers may check once at the end. */
int fpk_dag_node(struct fpk_dag *dag, enum fpk_op op, int a, int b, int c, double number);

/* The node of a binary operation, or -1 when it is not there. */
int fpk_dag_find(const struct fpk_dag *dag, enum fpk_op op, int a, int b);

int fpk_dag_number(struct fpk_dag *dag, double value);
int fpk_dag_coordinate(struct fpk_dag *dag, int k);              /* x, y, z for k = 0, 1, 2 */
bool fpk_dag_is(const struct fpk_dag *dag, int i, double value); /* is it this number? */

/* Marks [n] which nodes the roots [n_root] need, themselves included. */
void fpk_dag_mark(const struct fpk_dag *dag, size_t n_root, const int *root, bool *needed);

/* The node in `dag` of what is `root` in another one, all that it needs added: -1 after a failure,
 * which is dag->status too. */
int fpk_dag_import(struct fpk_dag *dag, const struct fpk_dag *from, int root);

/* simplify.c: an operation on nodes, folded and simplified. Every rule keeps the value to the last
 * bit wherever the arguments are finite, but for the sign of a zero and where two whole-number
 * factors become one (a rounding fewer). */
int fpk_make1(struct fpk_dag *dag, enum fpk_op op, int a);
int fpk_make2(struct fpk_dag *dag, enum fpk_op op, int a, int b);
int fpk_make3(struct fpk_dag *dag, enum fpk_op op, int a, int b, int c);
int fpk_make_power(struct fpk_dag *dag, int a, int k);

/* derivative.c: the node of d root / d variable, an enum fpk_variable. */
int fpk_dag_derivative(struct fpk_dag *dag, int root, int variable);

/* print.c: owned text of `root`. */
enum fpk_status fpk_dag_print(const struct fpk_dag *dag, int root, char **out) FPK_MUST_USE;

#endif
