/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panels: storage, laying and splitting. */
#include "fpk/base/memory.h"
#include "law_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void fpk_panels_clear(struct fpk_panels *panels)
{
    fpk_release(&panels->a);
    fpk_release(&panels->b);
    fpk_release(&panels->x);
    fpk_release(&panels->j);
    fpk_release(&panels->rho);
    fpk_release(&panels->tail);
    fpk_release(&panels->noise);
    panels->n = panels->capacity = 0;
}

static enum fpk_status grow(double **array, size_t used, size_t capacity)
{
    double *bigger = NULL;
    FPK_TRY(fpk_allocate(&bigger, capacity));
    if (used)
        memcpy(bigger, *array, used * sizeof *bigger);
    fpk_release(array);
    *array = bigger;
    return FPK_OK;
}

enum fpk_status fpk_panels_reserve(struct fpk_panels *panels, size_t n)
{
    if (n <= panels->capacity)
        return FPK_OK;
    size_t capacity = n + n / 2 + 16, used = panels->n;
    FPK_TRY(grow(&panels->a, used, capacity));
    FPK_TRY(grow(&panels->b, used, capacity));
    FPK_TRY(grow(&panels->tail, used, capacity));
    FPK_TRY(grow(&panels->noise, used, capacity));
    FPK_TRY(grow(&panels->x, used * FPK_PANEL, capacity * FPK_PANEL));
    FPK_TRY(grow(&panels->j, used * FPK_PANEL, capacity * FPK_PANEL));
    FPK_TRY(grow(&panels->rho, used * FPK_PANEL, capacity * FPK_PANEL));
    panels->capacity = capacity;
    return FPK_OK;
}

double fpk_panels_u(const struct fpk_panels *panels, const struct fpk_panel_rule *rule, size_t i,
                    size_t k)
{
    double a = panels->a[i], b = panels->b[i];
    return .5 * (a + b) + .5 * (b - a) * rule->x[k];
}

double fpk_panels_weight(const struct fpk_panels *panels, const struct fpk_panel_rule *rule,
                         size_t i, size_t k)
{
    return .5 * (panels->b[i] - panels->a[i]) * rule->w[k];
}

/* Piece q of k of [a, b], with the end b exact. */
static void cut(double a, double b, size_t q, size_t k, double *low, double *high)
{
    double h = (b - a) / (double)k;
    *low = a + (double)q * h;
    *high = q + 1 < k ? a + (double)(q + 1) * h : b;
}

enum fpk_status fpk_panels_lay(struct fpk_panels *panels, const struct fpk_panel_rule *rule,
                               double a, double b, size_t k)
{
    FPK_TRY(fpk_panels_reserve(panels, panels->n + k));
    for (size_t q = 0; q < k; q++) {
        size_t i = panels->n++;
        cut(a, b, q, k, &panels->a[i], &panels->b[i]);
        panels->rho[i * FPK_PANEL] = -1;
        panels->tail[i] = INFINITY;
        panels->noise[i] = 0;
        for (size_t node = 0; node < FPK_PANEL; node++) {
            panels->x[i * FPK_PANEL + node] = fpk_panels_u(panels, rule, i, node);
            panels->j[i * FPK_PANEL + node] = 1;
        }
    }
    return FPK_OK;
}

enum fpk_status fpk_panels_split(struct fpk_panels *panels, const struct fpk_panel_rule *rule,
                                 const struct fpk_panels *from, size_t i, size_t k, bool moved)
{
    size_t first = panels->n;
    double a = from->a[i], b = from->b[i];
    FPK_TRY(fpk_panels_lay(panels, rule, a, b, k));
    for (size_t p = first; p < panels->n; p++) {
        panels->tail[p] = from->tail[i];
        panels->noise[p] = from->noise[i];
    }
    for (size_t p = first; moved && p < panels->n; p++)
        for (size_t node = 0; node < FPK_PANEL; node++) {
            double u = fpk_panels_u(panels, rule, p, node);
            double t = (u - .5 * (a + b)) / (.5 * (b - a));
            size_t at = p * FPK_PANEL + node;
            panels->x[at] = fpk_panel_interpolate(rule, from->x + i * FPK_PANEL, t);
            panels->j[at] = fpk_panel_interpolate(rule, from->j + i * FPK_PANEL, t);
        }
    return FPK_OK;
}

enum fpk_status fpk_panels_append(struct fpk_panels *panels, const struct fpk_panels *from,
                                  size_t i, const double *x, const double *j)
{
    FPK_TRY(fpk_panels_reserve(panels, panels->n + 1));
    size_t at = panels->n++, bytes = FPK_PANEL * sizeof *x;
    panels->a[at] = from->a[i];
    panels->b[at] = from->b[i];
    panels->tail[at] = INFINITY;
    panels->noise[at] = from->noise[i];
    memcpy(panels->x + at * FPK_PANEL, x, bytes);
    memcpy(panels->j + at * FPK_PANEL, j, bytes);
    memcpy(panels->rho + at * FPK_PANEL, from->rho + i * FPK_PANEL, bytes);
    return FPK_OK;
}

struct place {
    double a;
    size_t i;
};

static int by_a(const void *p, const void *q)
{
    double a = ((const struct place *)p)->a, b = ((const struct place *)q)->a;
    return a < b ? -1 : a > b;
}

enum fpk_status fpk_panels_sort(struct fpk_panels *panels)
{
    struct place *order = NULL;
    struct fpk_panels sorted = {0};
    bool ascending = true;
    for (size_t i = 1; ascending && i < panels->n; i++)
        ascending = panels->a[i - 1] <= panels->a[i];
    if (ascending)
        return FPK_OK;
    enum fpk_status status = fpk_allocate(&order, panels->n);
    if (status == FPK_OK)
        status = fpk_panels_reserve(&sorted, panels->n);
    for (size_t i = 0; status == FPK_OK && i < panels->n; i++)
        order[i] = (struct place){panels->a[i], i};
    if (status == FPK_OK)
        qsort(order, panels->n, sizeof *order, by_a);
    for (size_t i = 0; status == FPK_OK && i < panels->n; i++) {
        size_t from = order[i].i;
        status = fpk_panels_append(&sorted, panels, from, panels->x + from * FPK_PANEL,
                                   panels->j + from * FPK_PANEL);
    }
    fpk_release(&order);
    if (status == FPK_OK) {
        fpk_panels_clear(panels);
        *panels = sorted;
    } else {
        fpk_panels_clear(&sorted);
    }
    return status;
}

enum fpk_status fpk_panels_weigh(struct fpk_panels *panels, const struct fpk_panel_rule *rule,
                                 const struct fpk_base *base, int threads)
{
    double *u = NULL;
    size_t n = 0;
    FPK_TRY(fpk_allocate(&u, 2 * panels->n * FPK_PANEL));
    double *pdf = u + panels->n * FPK_PANEL;
    for (size_t i = 0; i < panels->n; i++)
        for (size_t k = 0; panels->rho[i * FPK_PANEL] < 0 && k < FPK_PANEL; k++)
            u[n++] = fpk_panels_u(panels, rule, i, k);
    fpk_base_pdf(base, n, u, pdf, threads);
    n = 0;
    for (size_t i = 0; i < panels->n; i++)
        if (panels->rho[i * FPK_PANEL] < 0) {
            memcpy(panels->rho + i * FPK_PANEL, pdf + n, FPK_PANEL * sizeof *pdf);
            n += FPK_PANEL;
        }
    fpk_release(&u);
    return FPK_OK;
}
