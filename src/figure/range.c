/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The range of an axis from everything that a panel draws (fpk_panel_range). */
#include "figure_priv.h"

#include <math.h>

struct span {
    double low, high;
    bool log, any, thick; /* thick: marks or lines that should not touch the frame */
};

static void take(struct span *s, const double *v, size_t n)
{
    for (size_t i = 0; v && i < n; i++) {
        if (!isfinite(v[i]) || (s->log && v[i] <= 0))
            continue;
        s->low = s->any ? fmin(s->low, v[i]) : v[i];
        s->high = s->any ? fmax(s->high, v[i]) : v[i];
        s->any = true;
    }
}

static void take_x(struct span *s, const struct fpk_layer *l)
{
    take(s, l->x, l->kind == FPK_STEPS ? l->n + 1 : l->n);
    s->thick = s->thick || l->kind == FPK_POINTS;
}

static void take_y(struct span *s, const struct fpk_layer *l)
{
    static const double zero = 0;
    size_t n = l->kind == FPK_HEAT ? l->m : l->kind == FPK_PATHS ? l->n * l->m : l->n;
    take(s, l->y, n);
    if (l->kind != FPK_HEAT) {
        take(s, l->low, l->n);
        take(s, l->high, l->n);
        s->thick = true;
    }
    if (l->kind == FPK_STEPS)
        take(s, &zero, 1);
}

/* A little air around what is thick; a quantity that is never negative starts at 0 when it comes
 * near it. */
static void pad(struct span *s)
{
    if (!s->any)
        *s = (struct span){.low = s->log ? 0.1 : 0, .high = 1, .log = s->log};
    if (s->log) {
        double air = s->thick || s->low == s->high ? pow(s->high / s->low, 0.06) * 1.05 : 1;
        s->low /= air;
        s->high *= air;
        return;
    }
    double air = 0.05 * (s->high - s->low);
    if (air == 0)
        air = s->low != 0 ? 0.1 * fabs(s->low) : 1;
    else if (!s->thick)
        air = 0;
    bool from_zero = s->low >= 0 && s->low < 0.3 * s->high && s->thick;
    s->low = from_zero ? 0 : s->low - air;
    s->high += air;
}

bool fpk_panel_has_heat(const struct fpk_panel *panel)
{
    for (size_t k = 0; k < panel->n; k++)
        if (panel->layer[k].kind == FPK_HEAT)
            return true;
    return false;
}

void fpk_panel_range(const struct fpk_panel *panel, bool along_x, double *low, double *high)
{
    double given_low = along_x ? panel->x_min : panel->y_min;
    double given_high = along_x ? panel->x_max : panel->y_max;
    struct span s = {.log = along_x ? panel->log_x : panel->log_y};
    bool map = fpk_panel_has_heat(panel); /* fills its panel: what runs over it is cut off */
    for (size_t k = 0; k < panel->n; k++) {
        if (map && panel->layer[k].kind != FPK_HEAT)
            continue;
        if (along_x)
            take_x(&s, &panel->layer[k]);
        else
            take_y(&s, &panel->layer[k]);
    }
    pad(&s);
    bool given = given_low != 0 || given_high != 0;
    *low = given ? given_low : s.low;
    *high = given ? given_high : s.high;
}
