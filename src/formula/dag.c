/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dag_priv.h"

#include "fpk/base/memory.h"

#include <stdint.h>
#include <string.h>

enum { FIRST_CAPACITY = 64, MOST_NODES = 1 << 15 };

int fpk_op_arity(enum fpk_op op)
{
    switch (op) {
    case FPK_OP_NUMBER:
    case FPK_OP_X:
    case FPK_OP_T:
        return 0;
    case FPK_OP_ADD:
    case FPK_OP_SUB:
    case FPK_OP_MUL:
    case FPK_OP_DIV:
    case FPK_OP_POW:
    case FPK_OP_MIN:
    case FPK_OP_MAX:
        return 2;
    case FPK_OP_WHERE:
    case FPK_OP_MUL_ADD:
    case FPK_OP_MUL_SUB:
    case FPK_OP_SUB_MUL:
    case FPK_OP_MUL_MUL:
    case FPK_OP_SQUARE_MUL_ADD:
    case FPK_OP_SQUARE_MUL_SUB:
    case FPK_OP_SUB_SQUARE_MUL:
        return 3;
    default:
        return 1;
    }
}

static enum fpk_status allocate(struct fpk_dag *dag, size_t capacity)
{
    dag->capacity = capacity;
    FPK_TRY(fpk_allocate(&dag->node, capacity));
    return fpk_allocate(&dag->table, 2 * capacity);
}

enum fpk_status fpk_dag_init(struct fpk_dag *dag)
{
    *dag = (struct fpk_dag){0};
    FPK_TRY(allocate(dag, FIRST_CAPACITY));
    fpk_dag_number(dag, 0);
    return FPK_OK;
}

void fpk_dag_clear(struct fpk_dag *dag)
{
    fpk_release(&dag->node);
    fpk_release(&dag->table);
    dag->n = dag->capacity = 0;
}

static uint64_t bits(double v)
{
    uint64_t u;
    memcpy(&u, &v, sizeof u);
    return u;
}

static size_t hash(const struct fpk_node *k)
{
    uint64_t h = bits(k->number) ^ (uint64_t)k->op * 0x9E3779B97F4A7C15u;
    const int argument[] = {k->a, k->b, k->c};
    for (int i = 0; i < 3; i++)
        h = (h ^ (uint32_t)argument[i]) * 0xD6E8FEB86659FD93u, h ^= h >> 32;
    return (size_t)h;
}

static bool same(const struct fpk_node *p, const struct fpk_node *q)
{
    return p->op == q->op && p->a == q->a && p->b == q->b && p->c == q->c &&
           bits(p->number) == bits(q->number);
}

/* Where the node is in the table, or the free place where it belongs. */
static size_t place(const struct fpk_dag *dag, const struct fpk_node *k)
{
    size_t size = 2 * dag->capacity, h = hash(k) % size;
    while (dag->table[h] && !same(&dag->node[dag->table[h] - 1], k))
        h = (h + 1) % size;
    return h;
}

/* Room for `capacity` nodes of `dag`, in *out. */
static enum fpk_status move(struct fpk_dag *out, const struct fpk_dag *dag, size_t capacity)
{
    *out = (struct fpk_dag){.n = dag->n};
    enum fpk_status status = allocate(out, capacity);
    if (status != FPK_OK) {
        fpk_dag_clear(out);
        return status;
    }
    memcpy(out->node, dag->node, dag->n * sizeof *dag->node);
    for (size_t i = 0; i < dag->n; i++)
        out->table[place(out, &out->node[i])] = (int)i + 1;
    return FPK_OK;
}

enum fpk_status fpk_dag_copy(struct fpk_dag *out, const struct fpk_dag *dag)
{
    return move(out, dag, dag->capacity);
}

static enum fpk_status grow(struct fpk_dag *dag)
{
    FPK_CHECK(dag->capacity < MOST_NODES, FPK_USAGE,
              "the formula, or its derivative, has more than %d operations; write a shorter one",
              MOST_NODES);
    struct fpk_dag larger;
    FPK_TRY(move(&larger, dag, 2 * dag->capacity));
    fpk_dag_clear(dag);
    *dag = larger;
    return FPK_OK;
}

int fpk_dag_find(const struct fpk_dag *dag, enum fpk_op op, int a, int b)
{
    struct fpk_node k = {.op = op, .a = a, .b = b, .c = -1};
    return dag->table[place(dag, &k)] - 1;
}

/* Not differentiable everywhere inside its domain. */
static bool has_kink(enum fpk_op op)
{
    switch (op) {
    case FPK_OP_MIN:
    case FPK_OP_MAX:
    case FPK_OP_WHERE:
    case FPK_OP_ABS:
    case FPK_OP_SIGN:
    case FPK_OP_STEP:
    case FPK_OP_FLOOR:
    case FPK_OP_CEIL:
        return true;
    default:
        return false;
    }
}

int fpk_dag_node(struct fpk_dag *dag, enum fpk_op op, int a, int b, int c, double number)
{
    if (dag->status != FPK_OK)
        return 0;
    struct fpk_node k = {.op = op, .a = a, .b = b, .c = c, .number = number};
    size_t h = place(dag, &k);
    if (dag->table[h])
        return dag->table[h] - 1;
    if (dag->n == dag->capacity) {
        dag->status = grow(dag);
        if (dag->status != FPK_OK)
            return 0;
        h = place(dag, &k);
    }
    int arity = fpk_op_arity(op);
    k.has = op == FPK_OP_X ? 1u << a : op == FPK_OP_T ? FPK_HAS_T : 0;
    k.has |= has_kink(op) ? FPK_HAS_KINK : 0;
    k.has |= arity > 0 ? dag->node[a].has : 0;
    k.has |= arity > 1 ? dag->node[b].has : 0;
    k.has |= arity > 2 ? dag->node[c].has : 0;
    dag->node[dag->n] = k;
    dag->table[h] = (int)++dag->n;
    return (int)dag->n - 1;
}

int fpk_dag_number(struct fpk_dag *dag, double value)
{
    return fpk_dag_node(dag, FPK_OP_NUMBER, -1, -1, -1, value);
}

int fpk_dag_coordinate(struct fpk_dag *dag, int k)
{
    return fpk_dag_node(dag, FPK_OP_X, k, -1, -1, 0);
}

bool fpk_dag_is(const struct fpk_dag *dag, int i, double value)
{
    return dag->node[i].op == FPK_OP_NUMBER && dag->node[i].number == value;
}

void fpk_dag_mark(const struct fpk_dag *dag, size_t n_root, const int *root, bool *needed)
{
    int last = 0;
    memset(needed, 0, dag->n * sizeof *needed);
    for (size_t r = 0; r < n_root; r++) {
        needed[root[r]] = true;
        last = root[r] > last ? root[r] : last;
    }
    for (int i = last; i >= 0; i--) {
        if (!needed[i])
            continue;
        const struct fpk_node *k = &dag->node[i];
        int arity = fpk_op_arity(k->op);
        if (arity > 0)
            needed[k->a] = true;
        if (arity > 1)
            needed[k->b] = true;
        if (arity > 2)
            needed[k->c] = true;
    }
}

int fpk_dag_import(struct fpk_dag *dag, const struct fpk_dag *from, int root)
{
    bool *needed = NULL;
    int *map = NULL, result = -1;
    if (dag->status == FPK_OK)
        dag->status = fpk_allocate(&needed, from->n);
    if (dag->status == FPK_OK)
        dag->status = fpk_allocate(&map, from->n);
    if (dag->status != FPK_OK)
        goto done;
    fpk_dag_mark(from, 1, &root, needed);
    for (int i = 0; i <= root; i++) { /* arguments come first */
        struct fpk_node k = from->node[i];
        int arity = fpk_op_arity(k.op);
        if (needed[i])
            map[i] = fpk_dag_node(dag, k.op, arity > 0 ? map[k.a] : k.a, arity > 1 ? map[k.b] : k.b,
                                  arity > 2 ? map[k.c] : k.c, k.number);
    }
    if (dag->status == FPK_OK)
        result = map[root];
done:
    fpk_release(&needed);
    fpk_release(&map);
    return result;
}
