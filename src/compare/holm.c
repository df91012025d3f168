/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/compare/holm.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <stdlib.h>

struct ranked {
    double p;
    size_t index;
};

/* By p, NaN last, ties by index. */
static int by_p(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (isnan(x->p) != isnan(y->p))
        return isnan(x->p) ? 1 : -1;
    if (x->p != y->p && !isnan(x->p))
        return x->p < y->p ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

enum fpk_status fpk_holm(size_t m, const double *p, double *adjusted)
{
    struct ranked *order = NULL;
    FPK_TRY(fpk_allocate(&order, m));
    for (size_t i = 0; i < m; i++)
        order[i] = (struct ranked){.p = p[i], .index = i};
    qsort(order, m, sizeof *order, by_p);
    double running = 0; /* a test is rejected only when all smaller ones are */
    for (size_t k = 0; k < m; k++) {
        running = fmax(running, fmin(1, (double)(m - k) * order[k].p));
        adjusted[order[k].index] = isnan(order[k].p) ? NAN : running;
    }
    fpk_release(&order);
    return FPK_OK;
}
