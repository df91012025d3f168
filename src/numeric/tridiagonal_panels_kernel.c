/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A solve in lanes that goes through memory once; compiled once per instruction set.
 *
 * Blocks form panels over which solutions decay by 2^60. A panel goes back when the next one has
 * gone forward, with what that one alone carries into it. This leaves out, from beyond, the product
 * over the next panel times the first x of the panel after it: most often nothing, to rounding, and
 * added at the end where it is something, as in front of a peak. */
#include "tridiagonal_sweep_priv.h"

#define MOST FPK_LANES_PANEL_MOST

/* b += what a carry into the block, going back, adds to every row of it. */
static inline void add_carry(const struct sweep *s, const struct fpk_lanes_through *through,
                             double carry)
{
    _Alignas(64) double from[LANES];
    for (int j = 0; j < LANES; j++) {
        from[LANES - 1 - j] = carry;
        carry *= through->lane[j];
    }
    for (ptrdiff_t half = 0; half < LANES; half += ABREAST) {
        const double *gain = s->gain + half;
        double *b = s->b + half;
        EACH(FROM)
        for (size_t i = 0; i < s->n_row; i++) {
#define ADD(k)                                                                                     \
    y##k = OF(gain, k) * y##k;                                                                     \
    AT(b, k) = OF(b, k) + y##k;
            EACH(ADD)
            gain += s->step;
            b += s->step;
        }
    }
}

/* With `compact` factors of rates (tridiagonal_panels.c) the multiplier m' from a row into the next
 * and w = 1 - m' are one number v, the smaller of the two, -w when that is w; and 1/d = w/s, where
 * s goes on as s' = 1 + u s. */
typedef long long whole __attribute__((vector_size(8 * WIDTH), aligned(8), may_alias));

/* 1 where v < 0, else 0. */
static inline real below(real v)
{
    const real one = 1 + 0 * v;
    return (real)((whole)(v < 0) & (whole)one);
}

static inline void run_from_zero_compact(const struct sweep *s, const double *next, double *end)
{
    for (ptrdiff_t half = 0; half < LANES; half += ABREAST) {
        const double *gain = s->gain + half, *b = s->b + half;
        ptrdiff_t row = half;
#define NONE(k) real y##k = {0};
        EACH(NONE)
        for (size_t i = 0; i < s->n_row; i++) {
#define GO_COMPACT(k)                                                                              \
    real v##k = OF(gain, k);                                                                       \
    y##k = (OF(b, k) + y##k) * (v##k + below(v##k));                                               \
    FETCH(next, k)
            EACH(GO_COMPACT)
            gain += s->step;
            b += s->step;
            row += LANES;
        }
        EACH(END)
    }
}

static inline void run_compact(const struct sweep *s, const double *next, const double *from,
                               const double *sum)
{
    for (ptrdiff_t half = 0; half < LANES; half += ABREAST) {
        const double *gain = s->gain + half, *back = s->scale + half;
        double *b = s->b + half;
        ptrdiff_t row = half;
#define FROM_COMPACT(k) real c##k = OF(from + half, k), s##k = OF(sum + half, k);
        EACH(FROM_COMPACT)
        for (size_t i = 0; i < s->n_row; i++) {
#define KEEP_COMPACT(k)                                                                            \
    real v##k = OF(gain, k), l##k = below(v##k), y##k = OF(b, k) + c##k;                           \
    AT(b, k) = y##k * (((1 - l##k) - v##k) / s##k);                                                \
    c##k = y##k * (v##k + l##k);                                                                   \
    s##k = 1 + OF(back, k) * s##k;                                                                 \
    FETCH(next, k)
            EACH(KEEP_COMPACT)
            gain += s->step;
            back += s->step;
            b += s->step;
            row += LANES;
        }
    }
}

/* One block forward, and then its sweep back from zero; returns the carry out of it forward. */
static inline double go_forward(const struct fpk_tridiagonal_lanes *lanes, double *b, size_t k,
                                double carry, double *end)
{
    const struct fpk_lanes_through *through = (const void *)lanes->through;
    _Alignas(64) double from[LANES];
    size_t length = lanes->n_row * LANES, next = (k + 1 < lanes->n_block ? k + 1 : k) * length;
    struct sweep s = forward_of(lanes, b, k);
    if (lanes->compact) {
        s.scale = lanes->back + k * length;
        run_from_zero_compact(&s, lanes->multiplier + next, end);
        carry = carry_through(&through[2 * k], 1, end, carry, from);
        run_compact(&s, lanes->back + next, from, lanes->sums + k * LANES);
    } else {
        run_from_zero(&s, lanes->multiplier + next, end);
        carry = carry_through(&through[2 * k], 1, end, carry, from);
        run(&s, 1, lanes->inverse + next, lanes->back + next, from);
    }
    s = backward_of(lanes, b, k);
    run_from_zero(&s, b + next, end);
    return carry;
}

/* Blocks that go back, one at a call: `left` of them, the last one first. */
struct panel {
    size_t left, block;
    double carry;
};

static inline void go_back(const struct fpk_tridiagonal_lanes *lanes, double *b,
                           struct panel *panel, double (*end)[LANES])
{
    const struct fpk_lanes_through *through = (const void *)lanes->through;
    _Alignas(64) double from[LANES];
    size_t k = panel->block;
    struct sweep s = backward_of(lanes, b, k);
    panel->carry =
        carry_through(&through[2 * k + 1], 0, end[k % (3 * lanes->n_panel)], panel->carry, from);
    run(&s, 0, NULL, NULL, from);
    panel->left--;
    panel->block--;
}

/* The product over a block, going back. */
static inline double product(const struct fpk_tridiagonal_lanes *lanes, size_t k)
{
    const struct fpk_lanes_through *through = (const void *)lanes->through;
    double p = 1;
    for (int j = FPK_LANES_IN_GROUP - 1; j < LANES; j += FPK_LANES_IN_GROUP)
        p *= through[2 * k + 1].lane[j] * through[2 * k + 1].group[j];
    return p;
}

/* The blocks before `stop`, of the panel that has gone forward in [first, stop), begin to go back
 * with the carry of [stop, last), whose sweeps from zero end as said. */
static inline struct panel begin_panel(const struct fpk_tridiagonal_lanes *lanes, size_t first,
                                       size_t stop, size_t last, double (*end)[LANES])
{
    const struct fpk_lanes_through *through = (const void *)lanes->through;
    double from[LANES], carry = 0;
    for (size_t k = last; k-- > stop;)
        carry = carry_through(&through[2 * k + 1], 0, end[k % (3 * lanes->n_panel)], carry, from);
    return (struct panel){stop - first, stop - 1, carry};
}

/* Panel by panel, from the right: what was left out of the carry into each. */
static void complete(const struct fpk_tridiagonal_lanes *lanes, double *b)
{
    const struct fpk_lanes_through *through = (const void *)lanes->through;
    size_t w = lanes->n_panel, n = (lanes->n_block - 1) / w, length = lanes->n_row * LANES;
    for (size_t panel = n; panel-- > 1;) {
        double missing = b[(panel + 1) * w * length], has = b[panel * w * length];
        for (size_t k = panel * w; k < (panel + 1) * w; k++)
            missing *= product(lanes, k);
        if ((missing < 0 ? -missing : missing) <= 0x1p-60 * (has < 0 ? -has : has))
            continue;
        for (size_t k = panel * w; k-- > (panel - 1) * w;) {
            struct sweep s = backward_of(lanes, b, k);
            add_carry(&s, &through[2 * k + 1], missing);
            missing *= product(lanes, k);
        }
    }
}

void FPK_KERNEL(fpk_tridiagonal_panels_kernel)(const struct fpk_tridiagonal_lanes *lanes, double *b)
{
    _Alignas(64) double end[3 * MOST][LANES];
    size_t n = lanes->n_block, w = lanes->n_panel;
    struct panel panel = {0, 0, 0};
    double forward = 0;
    for (size_t k = 0; k < n; k++) {
        forward = go_forward(lanes, b, k, forward, end[k % (3 * lanes->n_panel)]);
        if (k % w == w - 1 && k >= w)
            panel = begin_panel(lanes, k + 1 - 2 * w, k + 1 - w, k + 1, end);
        if (panel.left)
            go_back(lanes, b, &panel, end);
    }
    size_t whole_panels = n / w * w;
    while (panel.left)
        go_back(lanes, b, &panel, end);
    if (n > whole_panels && n > w) {
        panel = begin_panel(lanes, whole_panels - w, whole_panels, n, end);
        while (panel.left)
            go_back(lanes, b, &panel, end);
    }
    size_t last = n > whole_panels ? whole_panels : n - w;
    panel = (struct panel){n - last, n - 1, 0};
    while (panel.left)
        go_back(lanes, b, &panel, end);
    complete(lanes, b);
}
