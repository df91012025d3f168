/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All mass in one cell at t = 0: what the time step makes of a start that no grid resolves. */
#include "scheme-price.h"

#include "fpk/base/memory.h"

#include <math.h>

static void put_point(const struct point *point, size_t n, double *p)
{
    struct fpk_grid grid = price_grid(n);
    double h = fpk_grid_width(&grid);
    for (size_t i = 0; i < n; i++)
        p[i] = 0;
    p[(size_t)((point->x0 - PRICE_LOW) / h)] = 1 / h;
}

static void finish(size_t n, const double *p, const double *reference, struct point_row *row)
{
    double mean = price_sum(n, p, 1);
    row->mass = price_sum(n, p, 0);
    row->variance = price_sum(n, p, 2) - mean * mean;
    row->tv = price_tv(n, p, reference);
}

/* One of the textbook steps on central differences. p [cells] <- the end. */
static enum fpk_status textbook(const struct price *price, const struct stencil *stencil,
                                enum step step, size_t steps, double *p, struct point_row *row)
{
    struct went went;
    put_point(&price->point, price->cells, p);
    FPK_TRY(stencil_run(stencil, step, PRICE_TIME, steps, p, &went));
    *row = (struct point_row){.steps = steps, .least = went.least, .least_end = went.least_end};
    finish(price->cells, p, price->point.reference, row);
    return FPK_OK;
}

/* Scharfetter-Gummel and TR-BDF2 on `cells` cells; end [cells]. damped 0: from one cell. */
static enum fpk_status ours(const struct price *price, size_t cells, size_t steps, size_t damped,
                            double *end, struct point_row *row)
{
    struct fpk_start start = {.kind = FPK_START_DELTA, .a = price->point.x0, .b = price->point.x0};
    struct fpk_field field = {0};
    struct fpk_march_report report;
    FPK_TRY(fpk_field_init(&field, price_grid(cells)));
    enum fpk_status status = FPK_OK;
    if (damped)
        status = fpk_field_from_start(&field, &start);
    else
        put_point(&price->point, cells, field.value);
    if (status == FPK_OK)
        status = price_march(price, &field, steps, damped, &report);
    if (status == FPK_OK) {
        *row = (struct point_row){
            .steps = steps, .least = report.min_p, .least_end = fpk_field_min(&field)};
        for (size_t i = 0; i < cells; i++)
            end[i] = field.value[i];
        if (cells == price->cells)
            finish(cells, end, price->point.reference, row);
    }
    fpk_field_clear(&field);
    return status;
}

/* end [cells/2] <- (4 fine - coarse)/3, where `fine` [cells] is ours with as many steps. work
 * [cells]. */
static enum fpk_status richardson(const struct price *price, size_t steps, const double *fine,
                                  double *work, double *end, struct point_row *row)
{
    size_t half = price->cells / 2;
    struct point_row coarse;
    FPK_TRY(ours(price, half, steps / 2, 2, work, &coarse));
    price_extrapolate(half, fine, work, end);
    price_pair(half, price->point.reference, work);
    *row = (struct point_row){.steps = steps, .least = NAN, .least_end = end[0]};
    for (size_t i = 0; i < half; i++)
        row->least_end = fmin(row->least_end, end[i]);
    finish(half, end, work, row);
    return FPK_OK;
}

/* One per cent more steps than those below which the explicit step multiplies the shortest wave by
 * less than -1. */
static size_t explicit_steps(const struct stencil *stencil)
{
    double fastest = 0;
    for (size_t i = 0; i < stencil->grid.n; i++)
        fastest = fmax(fastest, -stencil->diag[i]);
    return (size_t)ceil(1.01 * PRICE_TIME * fastest);
}

static enum fpk_status fill_rows(const struct price *price, const struct stencil *central,
                                 struct point *point)
{
    size_t enough = explicit_steps(central), few = enough - enough / 50;
    double *work = NULL;
    enum fpk_status status;
    struct point_row *row = point->row;
    FPK_TRY_DONE(status, fpk_allocate(&work, price->cells));
    FPK_TRY_DONE(status, textbook(price, central, EXPLICIT_EULER, enough, point->end[EXPLICIT],
                                  &row[EXPLICIT]));
    FPK_TRY_DONE(status, textbook(price, central, EXPLICIT_EULER, few, point->end[EXPLICIT_FEW],
                                  &row[EXPLICIT_FEW]));
    FPK_TRY_DONE(status,
                 textbook(price, central, CRANK_NICOLSON, price->steps, point->end[CN], &row[CN]));
    FPK_TRY_DONE(status, textbook(price, central, CLIPPED, price->steps, point->end[CN_CLIPPED],
                                  &row[CN_CLIPPED]));
    FPK_TRY_DONE(status,
                 ours(price, price->cells, price->steps, 0, point->end[TR_BDF2], &row[TR_BDF2]));
    FPK_TRY_DONE(status, ours(price, price->cells, price->steps, 2, point->end[OURS], &row[OURS]));
    status = richardson(price, price->steps, point->end[OURS], work, point->end[RICHARDSON],
                        &row[RICHARDSON]);
done:
    fpk_release(&work);
    return status;
}

/* The TV at the end over the number of steps. */
static enum fpk_status sweep(const struct price *price, const struct stencil *central,
                             struct point *point)
{
    static const size_t steps[SWEEP] = {20, 28, 40, 56, 80, 112, 160, 224, 320, 448, 640};
    static const double times[SWEEP_OK] = {1, 1.5, 2, 3};
    size_t enough = explicit_steps(central), n = price->cells;
    double *p = NULL, *end;
    struct point_row row;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&p, 3 * n));
    end = p + 2 * n;
    for (int k = 0; k < SWEEP; k++) {
        point->steps[k] = (double)steps[k];
        FPK_TRY_DONE(status, textbook(price, central, CRANK_NICOLSON, steps[k], p, &row));
        point->cn[k] = row.tv;
        FPK_TRY_DONE(status, textbook(price, central, CLIPPED, steps[k], p, &row));
        point->clipped[k] = row.tv;
        FPK_TRY_DONE(status, ours(price, n, steps[k], 2, p, &row));
        point->ours[k] = row.tv;
        FPK_TRY_DONE(status, richardson(price, steps[k], p, p + n, end, &row));
        point->richardson[k] = row.tv;
    }
    for (int k = 0; k < SWEEP_OK; k++) {
        size_t many = (size_t)(times[k] * (double)enough);
        FPK_TRY_DONE(status, textbook(price, central, EXPLICIT_EULER, many, p, &row));
        point->explicit_steps[k] = (double)many;
        point->explicit_euler[k] = row.tv;
    }
done:
    fpk_release(&p);
    return status;
}

enum fpk_status price_from_a_point(struct price *price, struct fpk_run *run)
{
    struct point *point = &price->point;
    struct stencil central = {0};
    struct fpk_grid grid = price_grid(price->cells);
    enum fpk_status status;
    point->x0 = fpk_grid_centre(&grid, (size_t)((0.3 - PRICE_LOW) / fpk_grid_width(&grid) + 0.5));
    struct fpk_start start = {.kind = FPK_START_DELTA, .a = point->x0, .b = point->x0};
    FPK_TRY_DONE(status, fpk_run_progress(run, 0, "from a point"));
    FPK_TRY_DONE(status, fpk_allocate(&point->reference, price->cells));
    for (int k = 0; k < POINT_SCHEMES; k++)
        FPK_TRY_DONE(status, fpk_allocate(&point->end[k], price->cells));
    FPK_TRY_DONE(status,
                 price_reference(price, &start, price->cells, point->reference, &point->error));
    FPK_TRY_DONE(status, price_ask_oracle(price, &start, price->cells, point->reference,
                                          point->error, &price->from_point));
    double mean = price_sum(price->cells, point->reference, 1);
    point->variance = price_sum(price->cells, point->reference, 2) - mean * mean;
    FPK_TRY_DONE(status, stencil_init(&central, &price->model, grid, CENTRAL));
    FPK_TRY_DONE(status, fill_rows(price, &central, point));
    status = sweep(price, &central, point);
done:
    stencil_clear(&central);
    return status;
}
