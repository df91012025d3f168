/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an expression to a program, in five steps:
 *   1 lower   integer powers become multiplications, division by 2^k a multiplication
 *   2 shape   a product used once, by a sum or a product, merges with it (every operation rounded)
 *   3 order   arguments first, the one that needs more registers before the other (Sethi, Ullman
 *             1970, doi:10.1145/321607.321620)
 *   4 place   each value gets the lowest free register; a register is free after its last reader
 *   5 emit    scalar work (constants, functions of t) first, once a call; then the block work */
#include "program_priv.h"

#include "fpk/base/memory.h"

#include <assert.h>
#include <math.h>
#include <string.h>

struct shape {
    enum fpk_op op;
    int arity, argument[3];
};

struct compiler {
    struct fpk_dag *dag;
    struct fpk_program *program;
    int root[FPK_ROOTS_MAX], n_root;
    int last;            /* the largest root */
    struct shape *shape; /* [dag->n] what is run for a node */
    int *uses;           /* [dag->n] readers of the value */
    int *need;           /* [dag->n] registers that its evaluation takes */
    int *place;          /* [dag->n] where its value is; see program_priv.h */
    int *order, n_order; /* [dag->n] nodes in order of evaluation */
    int *stack;          /* [4 dag->n + FPK_ROOTS_MAX] */
    bool *done;          /* [dag->n] */
    bool taken[FPK_RESULT + FPK_ROOTS_MAX + FPK_REGISTERS_MAX];
};

/* a^k by squaring. */
static int lower_power(struct fpk_dag *dag, int a, int k)
{
    if (k == 1)
        return a;
    int half = lower_power(dag, a, k % 2 ? k - 1 : k / 2);
    return fpk_make2(dag, FPK_OP_MUL, half, k % 2 ? a : half);
}

/* Is 1/v exact, so that a division by v is a multiplication by it? */
static bool is_power_of_two(double v)
{
    int exponent;
    return isfinite(v) && fabs(frexp(v, &exponent)) == 0.5 && exponent > -1000 && exponent < 1000;
}

static int lower_node(struct fpk_dag *dag, struct fpk_node k, const int *map)
{
    int arity = fpk_op_arity(k.op);
    int a = arity > 0 ? map[k.a] : -1, b = arity > 1 ? map[k.b] : -1;
    if (k.op == FPK_OP_INTEGER) {
        int power = lower_power(dag, a, k.b < 0 ? -k.b : k.b);
        return k.b > 0 ? power : fpk_make2(dag, FPK_OP_DIV, fpk_dag_number(dag, 1), power);
    }
    if (k.op == FPK_OP_DIV && dag->node[b].op == FPK_OP_NUMBER &&
        is_power_of_two(dag->node[b].number))
        return fpk_make2(dag, FPK_OP_MUL, fpk_dag_number(dag, 1 / dag->node[b].number), a);
    if (arity == 3)
        return fpk_make3(dag, k.op, a, b, map[k.c]);
    return arity == 2 ? fpk_make2(dag, k.op, a, b) : fpk_make1(dag, k.op, a);
}

static enum fpk_status lower(struct fpk_dag *dag, size_t n_root, int *root)
{
    bool *needed = NULL;
    int *map = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&needed, dag->n));
    FPK_TRY_DONE(status, fpk_allocate(&map, dag->n));
    fpk_dag_mark(dag, n_root, root, needed);
    for (int i = 0, n = (int)dag->n; i < n; i++)
        if (needed[i])
            map[i] = fpk_op_arity(dag->node[i].op) == 0 ? i : lower_node(dag, dag->node[i], map);
    for (size_t r = 0; r < n_root; r++)
        root[r] = map[root[r]];
    status = dag->status;
done:
    fpk_release(&needed);
    fpk_release(&map);
    return status;
}

static enum fpk_status compiler_init(struct compiler *c, struct fpk_dag *dag, size_t n_root,
                                     const int *root)
{
    *c = (struct compiler){.dag = dag, .n_root = (int)n_root};
    for (size_t r = 0; r < n_root; r++) {
        c->root[r] = root[r];
        c->last = root[r] > c->last ? root[r] : c->last;
    }
    FPK_TRY(fpk_allocate(&c->shape, dag->n));
    FPK_TRY(fpk_allocate(&c->uses, dag->n));
    FPK_TRY(fpk_allocate(&c->need, dag->n));
    FPK_TRY(fpk_allocate(&c->place, dag->n));
    FPK_TRY(fpk_allocate(&c->order, dag->n));
    FPK_TRY(fpk_allocate(&c->stack, 4 * dag->n + FPK_ROOTS_MAX));
    return fpk_allocate(&c->done, dag->n);
}

static void compiler_clear(struct compiler *c)
{
    fpk_release(&c->shape);
    fpk_release(&c->uses);
    fpk_release(&c->need);
    fpk_release(&c->place);
    fpk_release(&c->order);
    fpk_release(&c->stack);
    fpk_release(&c->done);
}

static bool has_point(const struct compiler *c, int i)
{
    return c->dag->node[i].has & FPK_HAS_POINT;
}

/* A product of points that nobody but its one reader needs. */
static bool merges(const struct compiler *c, int i)
{
    return c->dag->node[i].op == FPK_OP_MUL && c->uses[i] == 1 && has_point(c, i);
}

/* The product m merged into its reader, whose other argument is `rest`: as op, or as square_op when
 * one factor is itself a square that merges, which is how x^3 and 3*x^2 arrive. */
static struct shape merged(const struct compiler *c, int m, int rest, enum fpk_op op,
                           enum fpk_op square_op)
{
    const struct fpk_node *k = &c->dag->node[m];
    const int factor[] = {k->a, k->b};
    for (int j = 0; op != FPK_OP_MUL_MUL && j < 2; j++) {
        const struct fpk_node *f = &c->dag->node[factor[j]];
        if (merges(c, factor[j]) && f->a == f->b)
            return (struct shape){square_op, 3, {f->a, factor[1 - j], rest}};
    }
    return (struct shape){op, 3, {k->a, k->b, rest}};
}

static struct shape shape_of(const struct compiler *c, int i)
{
    const struct fpk_node *k = &c->dag->node[i];
    bool left = has_point(c, i) && fpk_op_arity(k->op) == 2 && merges(c, k->a);
    bool right = has_point(c, i) && fpk_op_arity(k->op) == 2 && merges(c, k->b);
    int m = left ? k->a : k->b, rest = left ? k->b : k->a;
    if (k->op == FPK_OP_ADD && (left || right))
        return merged(c, m, rest, FPK_OP_MUL_ADD, FPK_OP_SQUARE_MUL_ADD);
    if (k->op == FPK_OP_MUL && (left || right))
        return merged(c, m, rest, FPK_OP_MUL_MUL, FPK_OP_MUL_MUL);
    if (k->op == FPK_OP_SUB && left)
        return merged(c, m, rest, FPK_OP_MUL_SUB, FPK_OP_SQUARE_MUL_SUB);
    if (k->op == FPK_OP_SUB && right)
        return merged(c, m, rest, FPK_OP_SUB_MUL, FPK_OP_SUB_SQUARE_MUL);
    return (struct shape){k->op, fpk_op_arity(k->op), {k->a, k->b, k->c}};
}

/* Step 2. Shapes first follow the plain use counts; then uses count the readers of shapes. */
static void shape_all(struct compiler *c, const bool *needed)
{
    for (int r = 0; r < c->n_root; r++)
        c->uses[c->root[r]]++;
    for (int i = 0; i <= c->last; i++) {
        const struct fpk_node *k = &c->dag->node[i];
        const int argument[] = {k->a, k->b, k->c};
        for (int j = 0; needed[i] && j < fpk_op_arity(k->op); j++)
            c->uses[argument[j]]++;
    }
    for (int i = 0; i <= c->last; i++)
        if (needed[i])
            c->shape[i] = shape_of(c, i);
    memset(c->uses, 0, c->dag->n * sizeof *c->uses);
}

/* Sethi-Ullman number: a lone value takes 1; otherwise arguments are evaluated in order of need,
 * the k-th while k values wait. */
static int need_of(const struct compiler *c, const struct shape *s)
{
    int need[3], n = 0, most = 1;
    for (int j = 0; j < s->arity; j++) {
        int i = s->argument[j], k = n;
        if (!has_point(c, i) || c->dag->node[i].op == FPK_OP_X)
            continue;
        for (; k > 0 && need[k - 1] < c->need[i]; k--)
            need[k] = need[k - 1];
        need[k] = c->need[i];
        n++;
    }
    for (int k = 0; k < n; k++)
        most = need[k] + k > most ? need[k] + k : most;
    return most;
}

/* Pushes what node i waits for, the one that needs most on top. */
static int push_arguments(struct compiler *c, int i, int top)
{
    const struct shape *s = &c->shape[i];
    int first = top;
    for (int j = s->arity - 1; j >= 0; j--) {
        int a = s->argument[j], k = top;
        if (c->done[a])
            continue;
        for (; k > first && c->need[c->stack[k - 1]] > c->need[a]; k--)
            c->stack[k] = c->stack[k - 1];
        c->stack[k] = a;
        top++;
    }
    return top;
}

/* Step 3, depth first without recursion: a chain of 2000 sums is 2000 deep. A node waits below its
 * arguments, so one that is met again is done; the stack holds at most 3 new ones for each node. */
static void order_all(struct compiler *c)
{
    int top = 0;
    for (int r = c->n_root - 1; r >= 0; r--)
        c->stack[top++] = c->root[r];
    while (top > 0) {
        int i = c->stack[top - 1], now = c->done[i] ? top : push_arguments(c, i, top);
        if (now > top) {
            top = now;
            continue;
        }
        top--;
        if (!c->done[i]) {
            c->done[i] = true;
            c->order[c->n_order++] = i;
        }
    }
    for (int k = 0; k < c->n_order; k++) {
        const struct shape *s = &c->shape[c->order[k]];
        for (int j = 0; j < s->arity; j++)
            c->uses[s->argument[j]]++;
    }
}

static enum fpk_status new_scalar(struct compiler *c, double value, int *place)
{
    struct fpk_program *p = c->program;
    FPK_CHECK(p->n_scalar < FPK_SCALARS_MAX, FPK_USAGE,
              "a formula with more than %d constants; write a shorter one", FPK_SCALARS_MAX);
    *place = ~(int)p->n_scalar;
    p->scalar[p->n_scalar++] = value;
    return FPK_OK;
}

/* The number of a root, or -1. */
static int find_root(const struct compiler *c, int i)
{
    int r = 0;
    while (r < c->n_root && c->root[r] != i)
        r++;
    return r < c->n_root ? r : -1;
}

/* Step 4, after the arguments were released: the lowest free register; a root's is its result. A
 * single result serves as workspace until it is computed; several are kept for themselves. */
static enum fpk_status new_register(struct compiler *c, int i)
{
    int root = find_root(c, i), work_first = FPK_RESULT + c->n_root;
    int k = root >= 0 ? FPK_RESULT + root : (c->n_root == 1 ? FPK_RESULT : work_first);
    while (root < 0 && c->taken[k] && k < work_first + FPK_REGISTERS_MAX - 1)
        k++;
    FPK_CHECK(!c->taken[k], FPK_USAGE,
              "a formula, or its derivative, with more than %d values to keep at once; write a "
              "shorter one",
              FPK_REGISTERS_MAX);
    c->taken[k] = true;
    c->place[i] = k;
    size_t work = k < work_first ? 0 : (size_t)(k - work_first + 1);
    if (work > c->program->n_work)
        c->program->n_work = work;
    return FPK_OK;
}

static void release_arguments(struct compiler *c, const struct shape *s)
{
    for (int j = 0; j < s->arity; j++) {
        int a = s->argument[j];
        if (--c->uses[a] == 0 && c->place[a] >= FPK_RESULT)
            c->taken[c->place[a]] = false;
    }
}

static void append(struct compiler *c, const struct shape *s, int out)
{
    struct fpk_instruction k = {.op = s->op, .out = out, .a = -1, .b = -1, .c = -1};
    int *place[] = {&k.a, &k.b, &k.c};
    for (int j = 0; j < s->arity; j++) {
        *place[j] = c->place[s->argument[j]];
        k.scalars |= out >= 0 && *place[j] < 0 ? 1u << j : 0;
    }
    c->program->instruction[c->program->n++] = k;
}

/* Step 5: scalars (and x, y, z) in one pass, the block work in a second. */
static enum fpk_status emit(struct compiler *c)
{
    for (int k = 0; k < c->n_order; k++) {
        int i = c->order[k];
        const struct fpk_node *node = &c->dag->node[i];
        if (node->op == FPK_OP_NUMBER)
            FPK_TRY(new_scalar(c, node->number, &c->place[i]));
        else if (node->op == FPK_OP_T)
            c->place[i] = ~0;
        else if (node->op == FPK_OP_X)
            c->place[i] = node->a;
        else if (!has_point(c, i)) {
            FPK_TRY(new_scalar(c, 0, &c->place[i]));
            append(c, &c->shape[i], c->place[i]);
        }
    }
    c->program->n_once = c->program->n;
    for (int k = 0; k < c->n_order; k++) {
        int i = c->order[k];
        if (!has_point(c, i) || c->dag->node[i].op == FPK_OP_X)
            continue;
        struct shape s = c->shape[i];
        release_arguments(c, &s);
        FPK_TRY(new_register(c, i));
        append(c, &s, c->place[i]);
    }
    for (int r = 0; r < c->n_root; r++)
        if (c->place[c->root[r]] != FPK_RESULT + r)
            append(c, &(struct shape){FPK_OP_COPY, 1, {c->root[r], -1, -1}}, FPK_RESULT + r);
    return FPK_OK;
}

/* The widest strip whose registers fit in the workspace. */
static size_t width_for(size_t n_work)
{
    size_t width = FPK_WIDTH;
    while (width * n_work > FPK_WORK)
        width /= 2;
    return width;
}

static enum fpk_status compile(struct compiler *c, struct fpk_program *program)
{
    c->program = program;
    fpk_dag_mark(c->dag, (size_t)c->n_root, c->root, c->done);
    shape_all(c, c->done);
    memset(c->done, 0, c->dag->n * sizeof *c->done);
    for (int i = 0; i <= c->last; i++)
        c->need[i] = need_of(c, &c->shape[i]);
    order_all(c);
    FPK_TRY(fpk_allocate(&program->instruction, (size_t)(c->n_order + c->n_root)));
    FPK_TRY(fpk_allocate(&program->scalar, FPK_SCALARS_MAX));
    program->n_scalar = 1; /* t */
    FPK_TRY(emit(c));
    program->width = width_for(program->n_work);
    return FPK_OK;
}

enum fpk_status fpk_program_init(struct fpk_program *program, struct fpk_dag *dag, size_t n_root,
                                 const int *root, size_t dim)
{
    *program = (struct fpk_program){.dim = dim, .n_root = n_root};
    int lowered[FPK_ROOTS_MAX];
    assert(n_root >= 1 && n_root <= FPK_ROOTS_MAX);
    memcpy(lowered, root, n_root * sizeof *root);
    FPK_TRY(lower(dag, n_root, lowered));
    struct compiler c;
    enum fpk_status status = compiler_init(&c, dag, n_root, lowered);
    if (status == FPK_OK)
        status = compile(&c, program);
    compiler_clear(&c);
    if (status != FPK_OK)
        fpk_program_clear(program);
    return status;
}

void fpk_program_clear(struct fpk_program *program)
{
    fpk_release(&program->instruction);
    fpk_release(&program->scalar);
    program->n = program->n_once = program->n_scalar = 0;
}
