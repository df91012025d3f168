/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a program on a block, a few hundred points at a time so that its registers stay in the
 * first-level cache. Compiled once per instruction set (base/isa.h). */
#include "program_priv.h"

#include "fpk/base/block.h"
#include "fpk/numeric/elementary.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* `out` may be one of the arguments, index for index: no dependence between iterations. */
#if defined(__clang__)
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif

/* The loops. u, v, w name the arguments in `expression`; the ones named by `scalars` are one number
 * for all points and stay in a CPU register. */
#define LOOP(U, V, W, expression)                                                                  \
    do {                                                                                           \
        INDEPENDENT                                                                                \
        for (size_t i = 0; i < n; i++) {                                                           \
            const double u = (U), v = (V), w = (W);                                                \
            (void)u, (void)v, (void)w;                                                             \
            out[i] = (expression);                                                                 \
        }                                                                                          \
    } while (0)

#define EACH1(expression)                                                                          \
    do {                                                                                           \
        const double a0 = a[0];                                                                    \
        if (scalars & 1)                                                                           \
            LOOP(a0, 0, 0, expression);                                                            \
        else                                                                                       \
            LOOP(a[i], 0, 0, expression);                                                          \
    } while (0)

#define EACH2(expression)                                                                          \
    do {                                                                                           \
        const double a0 = a[0], b0 = b[0];                                                         \
        if (scalars == 1)                                                                          \
            LOOP(a0, b[i], 0, expression);                                                         \
        else if (scalars == 2)                                                                     \
            LOOP(a[i], b0, 0, expression);                                                         \
        else                                                                                       \
            LOOP(a[i], b[i], 0, expression);                                                       \
    } while (0)

#define EACH3(expression)                                                                          \
    do {                                                                                           \
        const double a0 = a[0], b0 = b[0], c0 = c[0];                                              \
        switch (scalars) {                                                                         \
        case 1:                                                                                    \
            LOOP(a0, b[i], c[i], expression);                                                      \
            break;                                                                                 \
        case 2:                                                                                    \
            LOOP(a[i], b0, c[i], expression);                                                      \
            break;                                                                                 \
        case 3:                                                                                    \
            LOOP(a0, b0, c[i], expression);                                                        \
            break;                                                                                 \
        case 4:                                                                                    \
            LOOP(a[i], b[i], c0, expression);                                                      \
            break;                                                                                 \
        case 5:                                                                                    \
            LOOP(a0, b[i], c0, expression);                                                        \
            break;                                                                                 \
        case 6:                                                                                    \
            LOOP(a[i], b0, c0, expression);                                                        \
            break;                                                                                 \
        default:                                                                                   \
            LOOP(a[i], b[i], c[i], expression);                                                    \
        }                                                                                          \
    } while (0)

#define SPREAD FPK_KERNEL(spread)
#define ARC    FPK_KERNEL(arc)
#define LOG2   FPK_KERNEL(base_2)
#define APPLY  FPK_KERNEL(fpk_formula_apply)
#define RUN    FPK_KERNEL(fpk_formula_run)

/* The argument itself, or n copies of it in `room`. */
static const double *SPREAD(bool scalar, size_t n, const double *a, double *room)
{
    for (size_t i = 0; scalar && i < n; i++)
        room[i] = a[0];
    return scalar ? room : a;
}

/* asin a = atan(a / sqrt(1 - a^2)), acos a = 2 atan sqrt((1 - a)/(1 + a)); 1 - a and 1 + a are
 * exact where it matters. NaN for |a| > 1 comes out by itself. */
static void ARC(enum fpk_op op, size_t n, const double *a, double *out)
{
    const unsigned scalars = 0;
    if (op == FPK_OP_ASIN)
        EACH1(u / sqrt((1 - u) * (1 + u)));
    else
        EACH1(sqrt((1 - u) / (1 + u)));
    fpk_atan_block(n, out, out);
    if (op == FPK_OP_ACOS) {
        a = out;
        EACH1(2 * u);
    }
}

/* log2 a = k + ln(m)/ln 2 with a = m 2^k, m near 1: exact for powers of two. */
static void LOG2(size_t n, const double *a, double *out)
{
    double k[FPK_WIDTH];
    for (size_t i = 0; i < n; i++) {
        double v = a[i];
        bool tiny = v<0x1p-1022, ordinary = v> 0 && v <= 0x1.fffffffffffffp1023;
        uint64_t u;
        v = tiny ? v * 0x1p54 : v;
        memcpy(&u, &v, sizeof u);
        int e = (int)(u >> 52) - 1023;
        u = (u & 0xFFFFFFFFFFFFFu) | 0x3FF0000000000000u;
        double m;
        memcpy(&m, &u, sizeof m);
        bool upper = m > 1.4142135623730951;
        k[i] = ordinary ? e - (tiny ? 54 : 0) + upper : 0;
        out[i] = ordinary ? (upper ? 0.5 * m : m) : v;
    }
    fpk_log_block(n, out, out);
    for (size_t i = 0; i < n; i++)
        out[i] = k[i] + out[i] / 0.69314718055994531;
}

static void FPK_KERNEL(power)(unsigned scalars, size_t n, const double *a, const double *b,
                              double *out)
{
    double room[FPK_WIDTH];
    if (scalars == 0 && out == b) { /* the block form may overwrite its base only */
        memcpy(room, b, n * sizeof *b);
        b = room;
    }
    a = SPREAD(scalars == 1, n, a, room);
    b = SPREAD(scalars == 2, n, b, room);
    fpk_pow_block(n, a, b, out);
}

/* Arithmetic and the comparisons. A NaN argument gives NaN, in min, max, sign and step too. */
static bool FPK_KERNEL(arithmetic)(enum fpk_op op, unsigned scalars, size_t n, const double *a,
                                   const double *b, const double *c, double *out)
{
    switch (op) {
    case FPK_OP_COPY:
        EACH1(u);
        return true;
    case FPK_OP_NEGATE:
        EACH1(-u);
        return true;
    case FPK_OP_ADD:
        EACH2(u + v);
        return true;
    case FPK_OP_SUB:
        EACH2(u - v);
        return true;
    case FPK_OP_MUL:
        EACH2(u * v);
        return true;
    case FPK_OP_DIV:
        EACH2(u / v);
        return true;
    case FPK_OP_MIN:
        EACH2(u < v || u != u ? u : v);
        return true;
    case FPK_OP_MAX:
        EACH2(u > v || u != u ? u : v);
        return true;
    case FPK_OP_WHERE:
        EACH3(u > 0 ? v : (u == u ? w : u));
        return true;
    case FPK_OP_MUL_ADD:
        EACH3(u * v + w);
        return true;
    case FPK_OP_MUL_SUB:
        EACH3(u * v - w);
        return true;
    case FPK_OP_SUB_MUL:
        EACH3(w - u * v);
        return true;
    case FPK_OP_MUL_MUL:
        EACH3(u * v * w);
        return true;
    case FPK_OP_SQUARE_MUL_ADD:
        EACH3(u * u * v + w);
        return true;
    case FPK_OP_SQUARE_MUL_SUB:
        EACH3(u * u * v - w);
        return true;
    case FPK_OP_SUB_SQUARE_MUL:
        EACH3(w - u * u * v);
        return true;
    default:
        return false;
    }
}

/* Functions made of exact operations. */
static bool FPK_KERNEL(exact)(enum fpk_op op, size_t n, const double *a, double *out)
{
    const unsigned scalars = 0;
    switch (op) {
    case FPK_OP_SQRT:
        EACH1(sqrt(u));
        return true;
    case FPK_OP_ABS:
        EACH1(fabs(u));
        return true;
    case FPK_OP_SIGN:
        EACH1(u > 0 ? 1 : (u < 0 ? -1 : u));
        return true;
    case FPK_OP_STEP:
        EACH1(u > 0 ? 1 : (u < 0 ? 0 : (u == u ? 0.5 : u)));
        return true;
    case FPK_OP_FLOOR:
        EACH1(floor(u));
        return true;
    case FPK_OP_CEIL:
        EACH1(ceil(u));
        return true;
    default:
        return false;
    }
}

typedef void block_function(size_t n, const double *x, double *out);

static block_function *FPK_KERNEL(elementary)(enum fpk_op op)
{
    switch (op) {
    case FPK_OP_EXP:
        return fpk_exp_block;
    case FPK_OP_EXPM1:
        return fpk_expm1_block;
    case FPK_OP_LOG:
    case FPK_OP_LOG10:
        return fpk_log_block;
    case FPK_OP_LOG1P:
        return fpk_log1p_block;
    case FPK_OP_SIN:
        return fpk_sin_block;
    case FPK_OP_COS:
        return fpk_cos_block;
    case FPK_OP_TAN:
        return fpk_tan_block;
    case FPK_OP_ATAN:
        return fpk_atan_block;
    case FPK_OP_SINH:
        return fpk_sinh_block;
    case FPK_OP_COSH:
        return fpk_cosh_block;
    case FPK_OP_TANH:
        return fpk_tanh_block;
    case FPK_OP_ERF:
        return fpk_erf_block;
    default:
        return fpk_erfc_block;
    }
}

void APPLY(enum fpk_op op, unsigned scalars, size_t n, const double *a, const double *b,
           const double *c, double *out)
{
    if (FPK_KERNEL(arithmetic)(op, scalars, n, a, b, c, out))
        return;
    if (FPK_KERNEL(exact)(op, n, a, out))
        return;
    if (op == FPK_OP_POW)
        FPK_KERNEL(power)(scalars, n, a, b, out);
    else if (op == FPK_OP_ASIN || op == FPK_OP_ACOS)
        ARC(op, n, a, out);
    else if (op == FPK_OP_LOG2)
        LOG2(n, a, out);
    else
        FPK_KERNEL(elementary)(op)(n, a, out);
    if (op == FPK_OP_LOG10) {
        a = out;
        scalars = 0;
        EACH1(u / 2.3025850929940457);
    }
}

/* The memory of one evaluation; see program_priv.h for what a place is. */
struct frame {
    double *scalar, *work, *out;
    const double *x[FPK_RESULT];
    size_t n, width, n_root;
};

static double *FPK_KERNEL(written)(const struct frame *f, int place)
{
    if (place < 0)
        return f->scalar + ~place;
    size_t k = (size_t)(place - FPK_RESULT);
    return k < f->n_root ? f->out + k * f->n : f->work + (k - f->n_root) * f->width;
}

static const double *FPK_KERNEL(read)(const struct frame *f, int place)
{
    return place >= 0 && place < FPK_RESULT ? f->x[place] : FPK_KERNEL(written)(f, place);
}

static void FPK_KERNEL(step)(const struct frame *f, const struct fpk_instruction *k, size_t n)
{
    APPLY(k->op, k->scalars, n, FPK_KERNEL(read)(f, k->a), FPK_KERNEL(read)(f, k->b),
          FPK_KERNEL(read)(f, k->c), FPK_KERNEL(written)(f, k->out));
}

void RUN(const struct fpk_program *program, double t, size_t n, const double *x, double *out)
{
    _Alignas(64) double work[FPK_WORK];
    double scalar[FPK_SCALARS_MAX];
    struct frame f = {
        .scalar = scalar, .work = work, .n = n, .width = program->width, .n_root = program->n_root};
    memcpy(scalar, program->scalar, program->n_scalar * sizeof *scalar);
    scalar[0] = t;
    for (size_t k = 0; k < program->n_once; k++)
        FPK_KERNEL(step)(&f, &program->instruction[k], 1);
    for (size_t i = 0; i < n; i += f.width) {
        size_t m = n - i < f.width ? n - i : f.width;
        for (size_t d = 0; d < program->dim; d++)
            f.x[d] = x + d * n + i;
        f.out = out + i;
        for (size_t k = program->n_once; k < program->n; k++)
            FPK_KERNEL(step)(&f, &program->instruction[k], m);
    }
}
