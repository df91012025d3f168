/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the differences in space cost on 50, 100, ..., 800 cells: in the stationary state, in the
 * rate of relaxation, and at the end of a run from a normal start. */
#include "scheme-price.h"

#include "fpk/base/memory.h"
#include "fpk/fokker_planck/spectrum.h"
#include "fpk/numeric/elementary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static double potential(const struct fpk_model *model, double x)
{
    double u;
    model->potential(0, 1, &x, &u, model->ctx);
    return u;
}

/* exp(-U/D) at the centres, mass 1. */
static void boltzmann(const struct price *price, size_t n, double *p)
{
    struct fpk_grid grid = price_grid(n);
    for (size_t i = 0; i < n; i++)
        p[i] = fpk_exp(-potential(&price->model, fpk_grid_centre(&grid, i)) / price->temperature);
    double mass = price_sum(n, p, 0);
    for (size_t i = 0; i < n; i++)
        p[i] /= mass;
}

/* The cells next to the barrier and to the well, at 0+ and 1-. */
static void barrier_and_well(size_t n, size_t *barrier, size_t *well)
{
    struct fpk_grid grid = price_grid(n);
    *barrier = n / 2;
    *well = *barrier;
    while (fpk_grid_centre(&grid, *well + 1) <= 1)
        ++*well;
}

/* The temperature T with p(well)/p(barrier) = e^{(U(barrier) - U(well))/T}. */
static double warmth(const struct price *price, size_t n, const double *p)
{
    struct fpk_grid grid = price_grid(n);
    size_t a, b;
    barrier_and_well(n, &a, &b);
    double fall = potential(&price->model, fpk_grid_centre(&grid, a)) -
                  potential(&price->model, fpk_grid_centre(&grid, b));
    return fall / fpk_log(p[b] / p[a]);
}

/* Upwind adds |f| h/2 to D (its modified equation): ln p grows by f h/(D + |f| h/2) a face. */
static double upwind_warmth(const struct price *price, size_t n)
{
    struct fpk_grid grid = price_grid(n);
    size_t a, b;
    double h = fpk_grid_width(&grid), rise = 0, fall;
    barrier_and_well(n, &a, &b);
    for (size_t i = a; i < b; i++) {
        double x = fpk_grid_face(&grid, i + 1), f;
        price->model.drift(0, 1, &x, &f, price->model.ctx);
        rise += f * h / (price->temperature + 0.5 * fabs(f) * h);
    }
    fall = potential(&price->model, fpk_grid_centre(&grid, a)) -
           potential(&price->model, fpk_grid_centre(&grid, b));
    return fall / rise;
}

static enum fpk_status look_at_state(struct price *price, const struct stencil *stencil,
                                     enum space space, int k, double *p, double *exact)
{
    struct rung *rung = &price->rung[k];
    size_t n = rung->cells;
    FPK_TRY(stencil_stationary(stencil, p));
    boltzmann(price, n, exact);
    rung->state[space] = price_tv(n, p, exact);
    rung->warmth[space] = warmth(price, n, p);
    rung->least[space] = p[0];
    for (size_t i = 0; i < n; i++)
        rung->least[space] = fmin(rung->least[space], p[i]);
    if (k == 0) {
        memcpy(price->coarse[space], p, n * sizeof *p);
        memcpy(price->coarse_exact, exact, n * sizeof *p);
    }
    return stencil_relaxation(stencil, &rung->relaxation[space]);
}

/* The end from the normal start; ours by its own time step, the others by Crank-Nicolson. */
static enum fpk_status run_to_end(const struct price *price, const struct stencil *stencil,
                                  enum space space, const struct fpk_start *start, double *p)
{
    struct fpk_field field = {0};
    struct fpk_march_report report;
    struct went went;
    size_t n = stencil->grid.n;
    FPK_TRY(fpk_field_init(&field, stencil->grid));
    enum fpk_status status = fpk_field_from_start(&field, start);
    if (status == FPK_OK && space == SCHARFETTER_GUMMEL)
        status = price_march(price, &field, 2 * n, 0, &report);
    else if (status == FPK_OK)
        status = stencil_run(stencil, CRANK_NICOLSON, PRICE_TIME, 2 * n, field.value, &went);
    memcpy(p, field.value, n * sizeof *p);
    fpk_field_clear(&field);
    return status;
}

/* reference [cells of this rung]; p, work [same]; before: ours on the rung below, replaced. */
static enum fpk_status climb(struct price *price, int k, const struct fpk_start *start,
                             const double *reference, double *p, double *work, double *before)
{
    struct rung *rung = &price->rung[k];
    size_t n = rung->cells, half = n / 2;
    for (int s = 0; s < SPACES; s++) {
        struct stencil stencil = {0};
        FPK_TRY(stencil_init(&stencil, &price->model, price_grid(n), (enum space)s));
        rung->state[s] = rung->least[s] = rung->warmth[s] = rung->relaxation[s] = NAN;
        enum fpk_status status = FPK_OK;
        if (s != NON_CONSERVATIVE)
            status = look_at_state(price, &stencil, (enum space)s, k, p, work);
        if (status == FPK_OK)
            status = run_to_end(price, &stencil, (enum space)s, start, p);
        stencil_clear(&stencil);
        FPK_TRY(status);
        rung->end[s] = price_tv(n, p, reference);
        rung->mass[s] = price_sum(n, p, 0);
    }
    /* p is ours now: Scharfetter-Gummel is the last */
    rung->richardson = NAN;
    if (k > 0) {
        price_extrapolate(half, p, before, work);
        price_pair(half, reference, work + half);
        rung->richardson = price_tv(half, work, work + half);
    }
    memcpy(before, p, n * sizeof *p);
    return FPK_OK;
}

static enum fpk_status true_relaxation(struct price *price)
{
    struct fpk_spectrum_problem problem = {.model = &price->model, .n = 2, .tolerance = 1e-10};
    struct fpk_spectrum spectrum = {0};
    FPK_TRY(fpk_spectrum_solve(&problem, &spectrum));
    price->relaxation = spectrum.value[1];
    fpk_spectrum_clear(&spectrum);
    return FPK_OK;
}

static enum fpk_status allocate(struct price *price)
{
    struct fpk_grid grid = price_grid(price->rung[0].cells);
    FPK_TRY(fpk_allocate(&price->coarse_x, grid.n));
    FPK_TRY(fpk_allocate(&price->coarse_exact, grid.n));
    for (int s = 0; s < SPACES; s++)
        FPK_TRY(fpk_allocate(&price->coarse[s], grid.n));
    for (size_t i = 0; i < grid.n; i++)
        price->coarse_x[i] = fpk_grid_centre(&grid, i);
    return FPK_OK;
}

enum fpk_status price_at_equal_cells(struct price *price, struct fpk_run *run)
{
    size_t n = price->cells;
    struct fpk_start start = {0};
    double *all = NULL, error; /* reference, the same on this rung, p, work, before */
    enum fpk_status status;
    for (int k = 0; k < LADDER; k++) {
        struct rung *rung = &price->rung[k];
        rung->cells = n >> (LADDER - 1 - k);
        rung->h = (PRICE_HIGH - PRICE_LOW) / (double)rung->cells;
        rung->predicted = upwind_warmth(price, rung->cells);
        snprintf(rung->label, sizeof rung->label, "h = %.4g", rung->h);
    }
    FPK_TRY_DONE(status, fpk_run_progress(run, 0.4, "at equal cells"));
    FPK_TRY_DONE(status, allocate(price));
    FPK_TRY_DONE(status, true_relaxation(price));
    FPK_TRY_DONE(status, fpk_start_normal(&start, 0.3, 0.25));
    FPK_TRY_DONE(status, fpk_allocate(&all, 5 * n));
    FPK_TRY_DONE(status, price_reference(price, &start, n, all, &error));
    FPK_TRY_DONE(status, price_ask_oracle(price, &start, n, all, error, &price->from_normal));
    for (int k = 0; k < LADDER; k++) {
        memcpy(all + n, all, n * sizeof *all);
        for (int j = LADDER - 1; j > k; j--)
            price_pair(price->rung[j - 1].cells, all + n, all + n);
        FPK_TRY_DONE(status,
                     climb(price, k, &start, all + n, all + 2 * n, all + 3 * n, all + 4 * n));
    }
done:
    fpk_start_clear(&start);
    fpk_release(&all);
    return status;
}
