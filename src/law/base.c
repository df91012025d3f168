/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The base's sources: taking them in, and where their mass lies. */
#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "law_priv.h"

#include <math.h>
#include <stdlib.h>

/* The default of what a step may leave outside, to which the reach of kernels belongs. */
#define LEAST_OUTSIDE 1e-30

struct source {
    double m, s, mass;
    size_t i;
};

/* Ties by index: a total order, so that every sorting algorithm gives the same result. */
static int by_place(const void *a, const void *b)
{
    const struct source *p = a, *q = b;
    if (p->m != q->m)
        return p->m < q->m ? -1 : 1;
    return p->i < q->i ? -1 : 1;
}

static enum fpk_status sort_sources(struct fpk_base *base)
{
    bool sorted = true;
    for (size_t i = 1; sorted && i < base->n; i++)
        sorted = base->m[i - 1] <= base->m[i];
    if (sorted)
        return FPK_OK;
    struct source *list = NULL;
    FPK_TRY(fpk_allocate(&list, base->n));
    for (size_t i = 0; i < base->n; i++)
        list[i] = (struct source){base->m[i], base->s ? base->s[i] : 0, base->mass[i], i};
    qsort(list, base->n, sizeof *list, by_place);
    for (size_t i = 0; i < base->n; i++) {
        base->m[i] = list[i].m;
        base->mass[i] = list[i].mass;
        if (base->s)
            base->s[i] = list[i].s;
    }
    fpk_release(&list);
    return FPK_OK;
}

/* Sources that together hold no more than `outside` are not worth a node. */
static void drop_small(struct fpk_base *base, double outside, double *lost)
{
    size_t kept = 0;
    double floor = outside / (double)(base->n + 1);
    for (size_t i = 0; i < base->n; i++) {
        if (base->mass[i] <= floor) {
            *lost += base->mass[i];
            continue;
        }
        base->m[kept] = base->m[i];
        base->mass[kept] = base->mass[i];
        if (base->s)
            base->s[kept] = base->s[i];
        kept++;
    }
    base->n = kept;
}

static enum fpk_status sum_sources(struct fpk_base *base)
{
    FPK_TRY(fpk_allocate(&base->below, base->n + 1));
    FPK_TRY(fpk_allocate(&base->above, base->n + 1));
    for (size_t i = 0; i < base->n; i++)
        base->below[i + 1] = base->below[i] + base->mass[i];
    for (size_t i = base->n; i-- > 0;)
        base->above[i] = base->above[i + 1] + base->mass[i];
    base->total = base->below[base->n];
    base->s_min = INFINITY;
    base->s_max = 0;
    if (base->s) {
        FPK_TRY(fpk_allocate(&base->rate, base->n));
        FPK_TRY(fpk_allocate(&base->amplitude, base->n));
    }
    for (size_t i = 0; base->s && i < base->n; i++) {
        base->rate[i] = 1 / base->s[i];
        base->amplitude[i] = base->mass[i] * base->rate[i];
        base->s_min = base->s[i] < base->s_min ? base->s[i] : base->s_min;
        base->s_max = base->s[i] > base->s_max ? base->s[i] : base->s_max;
    }
    base->smooth = base->s_min;
    return FPK_OK;
}

enum fpk_status fpk_base_take(struct fpk_base *base, enum fpk_base_kind kind, size_t n, double *m,
                              double *s, double *mass, double outside, double *lost)
{
    *base = (struct fpk_base){.kind = kind, .n = n, .m = m, .s = s, .mass = mass, .nearer = 1};
    if (outside > LEAST_OUTSIDE)
        base->nearer = sqrt(fpk_log(outside) / fpk_log(LEAST_OUTSIDE));
    drop_small(base, outside, lost);
    enum fpk_status status = sort_sources(base);
    if (status == FPK_OK)
        status = sum_sources(base);
    if (status != FPK_OK)
        fpk_base_clear(base);
    return status;
}

void fpk_base_clear(struct fpk_base *base)
{
    fpk_release(&base->m);
    fpk_release(&base->s);
    fpk_release(&base->mass);
    fpk_release(&base->rate);
    fpk_release(&base->amplitude);
    fpk_release(&base->below);
    fpk_release(&base->above);
    base->n = 0;
}

/* Source i may leave `each` beyond: Q(z) <= exp(-z^2/2)/2 gives its reach z s; one of less mass
 * does not count. */
static double reach_of(const struct fpk_base *base, size_t i, double each)
{
    double ratio = base->mass[i] / each;
    if (!(ratio > 1))
        return -INFINITY;
    return base->s ? sqrt(2 * fpk_log(ratio)) * base->s[i] : 0;
}

/* Sources are in order: from either end, until none can reach further. */
void fpk_base_range(const struct fpk_base *base, double outside, double *low, double *high)
{
    if (base->kind == FPK_BASE_UNIFORM) {
        *low = base->a;
        *high = base->b;
        return;
    }
    double each = outside / (double)base->n;
    double most = base->s ? sqrt(2 * fpk_log(base->total / each)) * base->s_max : 0;
    *low = INFINITY;
    *high = -INFINITY;
    for (size_t i = 0; i < base->n && base->m[i] - most < *low; i++)
        *low = fmin(*low, base->m[i] - reach_of(base, i, each));
    for (size_t i = base->n; i-- > 0 && base->m[i] + most > *high;)
        *high = fmax(*high, base->m[i] + reach_of(base, i, each));
}

static size_t first_not_below(const double *m, size_t n, double value)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (m[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

double fpk_base_width(const struct fpk_base *base, double a, double b)
{
    if (base->kind == FPK_BASE_UNIFORM)
        return INFINITY;
    if (base->s_max <= base->s_min * 1.000001)
        return base->s_min;
    double reach = 9 * base->s_max, width = INFINITY;
    size_t i = first_not_below(base->m, base->n, a - reach);
    for (; i < base->n && base->m[i] <= b + reach; i++)
        if (base->m[i] + 9 * base->s[i] >= a && base->m[i] - 9 * base->s[i] <= b)
            width = fmin(width, base->s[i]);
    return isfinite(width) ? width : base->s_max;
}
