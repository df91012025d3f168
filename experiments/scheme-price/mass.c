/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mass along time. Summed over the cells, central differences of -f p_x - f' p give
 *
 *     dM/dt = sum p_i ((f_{i+1} - f_{i-1})/(2 h) - f'(x_i)) h = h^2/6 sum f'''(x_i) p_i h + ...
 *
 * and for the cubic f = x - x^3 exactly -h^2 M: the error of the differences eats the mass. Our
 * fluxes leave one cell for the next, so that M stays. */
#include "scheme-price.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include <math.h>

#define MASS_TIME 20.0 /* of the last instant */

static enum fpk_status start_on(size_t cells, struct fpk_field *field)
{
    struct fpk_start start = {0};
    FPK_TRY(fpk_start_normal(&start, 0.3, 0.25));
    FPK_TRY(fpk_field_init(field, price_grid(cells)));
    enum fpk_status status = fpk_field_from_start(field, &start);
    fpk_start_clear(&start);
    return status;
}

/* What the ends may have added or taken by now, if p there was always as now: the rates between the
 * last cell and the empty one behind it. */
static double ends_saw(const struct price *price, const struct fpk_field *field)
{
    size_t n = field->grid.n;
    double h = fpk_grid_width(&field->grid), x = PRICE_HIGH, f;
    price->model.drift(0, 1, &x, &f, price->model.ctx);
    double rate = price->temperature / (h * h) + fabs(f) / (2 * h);
    return MASS_TIME * rate * h * (fabs(field->value[0]) + fabs(field->value[n - 1]));
}

/* Crank-Nicolson multiplies the sum by (1 - z/2)/(1 + z/2) a step, z = h^2 dt. */
static double exact_mass(double h, double dt, size_t steps)
{
    double z = h * h * dt;
    return fpk_exp((double)steps * (fpk_log1p(-z / 2) - fpk_log1p(z / 2)));
}

static enum fpk_status leak(struct price *price, int j)
{
    const struct rung *rung = &price->rung[j + 1];
    size_t cells = rung->cells;
    struct stencil stencil = {0};
    struct fpk_field field = {0};
    struct went went;
    double between = MASS_TIME / (INSTANTS - 1), first;
    enum fpk_status status;
    FPK_TRY_DONE(status, start_on(cells, &field));
    FPK_TRY_DONE(status, stencil_init(&stencil, &price->model, field.grid, NON_CONSERVATIVE));
    price->mass_cells[j] = (double)cells;
    first = fpk_field_mass(&field);
    for (int k = 0; k < INSTANTS; k++) {
        price->instant[k] = between * k;
        price->mass[j][k] = fpk_field_mass(&field) / first;
        price->ends_saw = fmax(price->ends_saw, ends_saw(price, &field));
        price->mass_exact[j][k] = exact_mass(rung->h, between / MASS_STEPS, (size_t)k * MASS_STEPS);
        FPK_TRY_DONE(
            status, stencil_run(&stencil, CRANK_NICOLSON, between, MASS_STEPS, field.value, &went));
    }
done:
    stencil_clear(&stencil);
    fpk_field_clear(&field);
    return status;
}

static enum fpk_status keep(struct price *price)
{
    struct fpk_field field = {0};
    struct fpk_march march = {0};
    struct fpk_march_report report = fpk_march_report_zero();
    enum fpk_status status;
    FPK_TRY_DONE(status, start_on(price->rung[1].cells, &field));
    FPK_TRY_DONE(status, fpk_march_init(&march, &price->model, field.grid, INFINITY));
    double first = fpk_field_mass(&field);
    field.t = 0;
    for (int k = 0; k < INSTANTS; k++) {
        if (k > 0)
            FPK_TRY_DONE(status,
                         fpk_march_run(&march, &field, price->instant[k], MASS_STEPS, 0, &report));
        price->ours_mass[k] = fpk_field_mass(&field) / first;
    }
done:
    fpk_march_clear(&march);
    fpk_field_clear(&field);
    return status;
}

enum fpk_status price_of_mass(struct price *price)
{
    for (int j = 0; j < MASSES; j++)
        FPK_TRY(leak(price, j));
    return keep(price);
}
