/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evolution_errors.h"

#include "fpk/base/memory.h"
#include "fpk/compare/null_band.h"
#include "fpk/fokker_planck/march.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

/* [2 n] -> [n]. */
static void pair_cells(size_t n, const double *fine, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = 0.5 * (fine[2 * i] + fine[2 * i + 1]);
}

/* One plain grid on its way, stopped at the stored times or at the end alone. */
struct plain {
    struct fpk_march march;
    struct fpk_field field;
};

static enum fpk_status plain_init(struct plain *plain, const struct fpk_evolution *p,
                                  const struct fpk_evolution_views *v, size_t cells)
{
    struct fpk_grid grid = {.a = v->a, .b = v->b, .n = cells};
    *plain = (struct plain){.field = {.t = 0}};
    FPK_TRY(fpk_field_init(&plain->field, grid));
    FPK_TRY(fpk_field_from_start(&plain->field, p->start));
    return fpk_march_init(&plain->march, p->model, grid, INFINITY);
}

static void plain_clear(struct plain *plain)
{
    fpk_march_clear(&plain->march);
    fpk_field_clear(&plain->field);
}

static enum fpk_status plain_run(struct plain *plain, double t, size_t steps)
{
    struct fpk_march_report report = fpk_march_report_zero();
    return fpk_march_run(&plain->march, &plain->field, t, steps, 0, &report);
}

/* TV of (4 fine - coarse)/3 from the reference [2 n], on the coarse cells [n]; work [2 n]. */
static double extrapolated_tv(const struct plain *fine, const struct plain *coarse,
                              const double *reference, double *work)
{
    size_t n = coarse->field.grid.n;
    pair_cells(n, fine->field.value, work);
    for (size_t i = 0; i < n; i++)
        work[i] += (work[i] - coarse->field.value[i]) / 3;
    pair_cells(n, reference, work + n);
    return fpk_evolution_cells_tv(&coarse->field.grid, work, work + n);
}

/* ---- against cost ---- */

static enum fpk_status climb(const struct fpk_evolution *p, const struct fpk_evolution_views *v,
                             int k, const double *reference, struct plain *below, double *work,
                             struct fpk_evolution_errors *e)
{
    size_t cells = (size_t)32 << k, steps = cells * e->steps_per_rung / 64;
    struct fpk_errors_rung *rung = &e->rung[k];
    struct plain here = {0};
    enum fpk_status status;
    FPK_TRY_DONE(status, plain_init(&here, p, v, cells));
    FPK_TRY_DONE(status, plain_run(&here, p->t1, steps));
    *rung = (struct fpk_errors_rung){.cells = (double)cells,
                                     .steps = (double)steps,
                                     .cost = (double)(cells * steps),
                                     .richardson_cost = NAN,
                                     .richardson_tv = NAN};
    rung->tv = fpk_evolution_cells_tv(&here.field.grid, here.field.value, reference);
    if (k > 0) {
        rung->richardson_cost = rung->cost + e->rung[k - 1].cost;
        rung->richardson_tv = extrapolated_tv(&here, below, reference, work);
    }
done:
    plain_clear(below);
    *below = here;
    return status;
}

static enum fpk_status against_cost(const struct fpk_evolution *p,
                                    const struct fpk_evolution_views *v,
                                    struct fpk_evolution_errors *e)
{
    size_t most = (size_t)32 << (FPK_ERRORS_RUNGS - 1);
    double *all = NULL, error; /* the reference, the same on fewer cells, work */
    struct plain below = {0};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&all, 3 * most));
    struct fpk_grid grid = {.a = v->a, .b = v->b, .n = most};
    FPK_TRY_DONE(status, fpk_evolution_reference_cells(p, 1, &p->t1, grid, all, &error));
    for (int k = 0; k < FPK_ERRORS_RUNGS; k++) {
        double *here = all + most;
        memcpy(here, all, most * sizeof *here);
        for (size_t n = most / 2; n >= (size_t)32 << k; n /= 2)
            pair_cells(n, here, here);
        FPK_TRY_DONE(status, climb(p, v, k, here, &below, all + 2 * most, e));
    }
done:
    plain_clear(&below);
    fpk_release(&all);
    return status;
}

/* ---- against time ---- */

static enum fpk_status along_time(const struct fpk_evolution *p,
                                  const struct fpk_evolution_views *v,
                                  struct fpk_evolution_errors *e)
{
    size_t cells = FPK_ERRORS_ALONG, between = p->n_time - 1;
    /* as many steps as on that rung, rounded up to whole numbers between two stored times */
    size_t steps = 2 * ((cells * e->steps_per_rung / 64 + 2 * between - 1) / (2 * between));
    struct plain fine = {0}, coarse = {0};
    double *work = NULL, *row; /* work, the reference on `cells` cells */
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&work, 2 * cells));
    row = work + cells;
    FPK_TRY_DONE(status, plain_init(&fine, p, v, cells));
    FPK_TRY_DONE(status, plain_init(&coarse, p, v, cells / 2));
    for (size_t k = 0; k < p->n_time; k++) {
        if (k > 0) {
            FPK_TRY_DONE(status, plain_run(&fine, p->time[k], steps));
            FPK_TRY_DONE(status, plain_run(&coarse, p->time[k], steps / 2));
        }
        pair_cells(cells, v->exact + k * FPK_EVOLUTION_CELLS, row);
        e->plain_tv[k] = fpk_evolution_cells_tv(&fine.field.grid, fine.field.value, row);
        e->richardson_tv[k] = extrapolated_tv(&fine, &coarse, row, work);
    }
done:
    plain_clear(&fine);
    plain_clear(&coarse);
    fpk_release(&work);
    return status;
}

/* The histogram, and the mean of its TV: each |N_k/n - p_k| has mean sqrt(2 p_k (1 - p_k)/(pi n)).
 * What lies outside the bins is one bin more on either side, where the reference has nothing. */
static void histograms(const struct fpk_evolution *p, const struct fpk_evolution_views *v,
                       struct fpk_evolution_errors *e)
{
    size_t cells = FPK_EVOLUTION_CELLS / p->bins;
    double h = (v->b - v->a) / FPK_EVOLUTION_CELLS, n = (double)p->particles;
    for (size_t k = 0; k < p->n_time; k++) {
        const double *count = v->count + k * (p->bins + 2), *exact = v->exact;
        double tv = count[0] / n + count[p->bins + 1] / n, mean = 0;
        exact += k * FPK_EVOLUTION_CELLS;
        for (size_t i = 0; i < p->bins; i++) {
            double q = 0;
            for (size_t j = 0; j < cells; j++)
                q += h * exact[i * cells + j];
            q = fmin(fmax(q, 0), 1);
            tv += fabs(count[i + 1] / n - q);
            mean += sqrt(2 * q * (1 - q) / (pi * n));
        }
        e->histogram_tv[k] = 0.5 * tv;
        e->histogram_mean[k] = 0.5 * mean;
    }
}

/* ---- against the number of particles ---- */

static enum fpk_status against_number(const struct fpk_evolution *p,
                                      const struct fpk_evolution_views *v,
                                      struct fpk_evolution_errors *e)
{
    struct fpk_density exact = {0};
    struct fpk_null_band band;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_evolution_reference_density(p, v, p->t1, v->a, v->b, &exact));
    for (size_t n = 125; n <= p->particles && e->n_count < FPK_ERRORS_COUNTS; n *= 2) {
        struct fpk_points first = {.n = n, .dim = 1, .x = v->particles.points.x};
        size_t k = e->n_count++;
        e->count[k] = (double)n;
        FPK_TRY_DONE(status, fpk_points_w1(&v->law.fine, &first, &e->to_law[k]));
        FPK_TRY_DONE(status, fpk_points_w1(&exact, &first, &e->to_exact[k]));
        FPK_TRY_DONE(status, fpk_null_band_w1(&v->law.fine, n, 0.05, &band));
        e->expected[k] = band.mean;
    }
    e->law_w1 = v->error[0].w1.value;
done:
    fpk_density_clear(&exact);
    return status;
}

enum fpk_status fpk_evolution_errors_run(const struct fpk_evolution *p,
                                         const struct fpk_evolution_views *v, size_t steps_per_rung,
                                         struct fpk_evolution_errors *e)
{
    *e = (struct fpk_evolution_errors){.steps_per_rung = steps_per_rung, .n_time = p->n_time};
    FPK_TRY(fpk_allocate(&e->plain_tv, p->n_time));
    FPK_TRY(fpk_allocate(&e->richardson_tv, p->n_time));
    FPK_TRY(fpk_allocate(&e->histogram_tv, p->n_time));
    FPK_TRY(fpk_allocate(&e->histogram_mean, p->n_time));
    FPK_TRY(against_cost(p, v, e));
    FPK_TRY(along_time(p, v, e));
    histograms(p, v, e);
    return against_number(p, v, e);
}

void fpk_evolution_errors_clear(struct fpk_evolution_errors *e)
{
    fpk_release(&e->plain_tv);
    fpk_release(&e->richardson_tv);
    fpk_release(&e->histogram_tv);
    fpk_release(&e->histogram_mean);
}

static enum fpk_status judge(const struct fpk_evolution_errors *e, struct fpk_run *run,
                             const char *what, size_t offset)
{
    double h[3], tv[3];
    for (int k = 0; k < 3; k++) {
        const struct fpk_errors_rung *rung = &e->rung[FPK_ERRORS_RUNGS - 3 + k];
        h[k] = 1 / rung->cells;
        tv[k] = *(const double *)((const char *)rung + offset);
    }
    struct fpk_verdict verdict = fpk_verdict_approximate("TV", 3, h, tv);
    return fpk_run_verdict(run, what, &verdict);
}

enum fpk_status fpk_evolution_errors_judge(const struct fpk_evolution_errors *e,
                                           struct fpk_run *run)
{
    FPK_TRY(judge(e, run, "one grid, 256 to 1024 cells, in 1/cells",
                  offsetof(struct fpk_errors_rung, tv)));
    return judge(e, run, "two grids and Richardson, in 1/cells",
                 offsetof(struct fpk_errors_rung, richardson_tv));
}
