/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "curve.h"

#include "fpk/numeric/elementary.h"

enum { CURVE = 201 };

enum fpk_status fpk_panel_curve(struct fpk_panel *panel, const char *label, double low, double high,
                                double (*f)(double x, double p), double p, struct fpk_store *store)
{
    double *x = NULL, *y = NULL;
    FPK_TRY(fpk_store_new(store, CURVE, &x));
    FPK_TRY(fpk_store_new(store, CURVE, &y));
    for (int k = 0; k < CURVE; k++) {
        double part = (double)k / (CURVE - 1);
        x[k] = panel->log_x ? low * fpk_pow(high / low, part) : low + (high - low) * part;
        y[k] = f(x[k], p);
    }
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = label,
                                            .n = CURVE,
                                            .x = x,
                                            .y = y,
                                            .colour = FPK_BLACK,
                                            .dash = FPK_DASHED});
    return FPK_OK;
}
