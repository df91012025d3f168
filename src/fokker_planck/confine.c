/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "confine_priv.h"

#include "fpk/base/memory.h"
#include "fpk/fokker_planck/generator.h"
#include "fpk/numeric/elementary.h"

#include <math.h>

#define CELLS     512
#define DEPTH     80.0 /* e^-80: far below rounding; eigenfunctions grow in the tails */
#define STEEPEST  745.0
#define WIDENINGS 60

enum fpk_status fpk_stationary_model(const struct fpk_model *model, const char *what)
{
    FPK_CHECK(model->dim == 1, FPK_USAGE, "%s in one dimension, and the model %s has %zu", what,
              model->name ? model->name : "given", model->dim);
    FPK_CHECK(model->autonomous, FPK_USAGE,
              "%s for coefficients that do not depend on time, and those of %s do", what,
              model->name ? model->name : "the model");
    return FPK_OK;
}

/* ln of the stationary density at the centres, up to a constant; returns its largest value. */
static double log_stationary(const struct fpk_generator *gen, double *l)
{
    double top = l[0] = 0;
    for (size_t i = 0; i + 1 < gen->grid.n; i++) {
        double up = gen->up[i], down = gen->down[i + 1];
        double w = up > 0 ? down > 0 ? fpk_log(up / down) : STEEPEST : -STEEPEST;
        l[i + 1] = l[i] + w;
        top = fmax(top, l[i + 1]);
    }
    return top;
}

struct look {
    struct fpk_generator gen;
    double *l, top;
};

static enum fpk_status look_at(struct look *look, const struct fpk_model *model, double a, double b)
{
    FPK_TRY(fpk_grid_init(&look->gen.grid, a, b, CELLS));
    enum fpk_status status = fpk_generator_set(&look->gen, model, 0);
    if (status != FPK_OK)
        return fpk_fail_context(status, "choosing where the walls may stand, at [%.6g, %.6g]", a,
                                b);
    look->top = log_stationary(&look->gen, look->l);
    return FPK_OK;
}

static enum fpk_status widen(struct look *look, const struct fpk_model *model, bool free_left,
                             bool free_right, double *a, double *b)
{
    for (int k = 0; k < WIDENINGS; k++) {
        FPK_TRY(look_at(look, model, *a, *b));
        bool left = free_left && look->l[0] > look->top - DEPTH;
        bool right = free_right && look->l[CELLS - 1] > look->top - DEPTH;
        if (!left && !right)
            return FPK_OK;
        double more = 0.5 * (*b - *a);
        *a -= left ? more : 0;
        *b += right ? more : 0;
    }
    return fpk_fail(FPK_NUMERIC,
                    "the motion is not confined: even between walls at %.3g and %.3g the "
                    "stationary density has not fallen to e^-80 of its largest value at both; "
                    "give a domain",
                    *a, *b);
}

/* Cells whose density counts for nothing are left out, until few are. */
static enum fpk_status narrow(struct look *look, const struct fpk_model *model, bool free_left,
                              bool free_right, double *a, double *b)
{
    for (int k = 0; k < WIDENINGS; k++) {
        size_t first = 0, last = CELLS - 1;
        while (free_left && first < last && look->l[first + 1] <= look->top - DEPTH)
            first++;
        while (free_right && last > first && look->l[last - 1] <= look->top - DEPTH)
            last--;
        double low = fpk_grid_face(&look->gen.grid, first);
        double high = fpk_grid_face(&look->gen.grid, last + 1);
        bool little = high - low > 0.8 * (*b - *a);
        *a = low;
        *b = high;
        if (little)
            break;
        FPK_TRY(look_at(look, model, *a, *b));
    }
    return FPK_OK;
}

enum fpk_status fpk_confine(const struct fpk_model *model, bool free_left, bool free_right,
                            double *a, double *b)
{
    struct look look = {0};
    struct fpk_grid grid;
    enum fpk_status status;
    FPK_TRY(fpk_grid_init(&grid, *a, *b, CELLS));
    FPK_TRY_DONE(status, fpk_generator_init(&look.gen, grid));
    FPK_TRY_DONE(status, fpk_allocate(&look.l, CELLS));
    FPK_TRY_DONE(status, widen(&look, model, free_left, free_right, a, b));
    status = narrow(&look, model, free_left, free_right, a, b);
done:
    fpk_generator_clear(&look.gen);
    fpk_release(&look.l);
    return status;
}
