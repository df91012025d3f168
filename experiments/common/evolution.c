/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evolution.h"

#include "fpk/base/memory.h"
#include "fpk/compare/null_band.h"
#include "fpk/sde/stepper.h"

#include <math.h>

enum { LAW_TIMES = 33 }; /* about as many */

#define BELOW 1e-11 /* a density that only bounds say anything about */

/* ---- the law ---- */

static enum fpk_status law_step(struct fpk_law *law, const struct fpk_model *model, double t,
                                double dt)
{
    struct fpk_step_law store;
    struct fpk_transition transition;
    FPK_TRY(fpk_sde_transition(&fpk_euler_maruyama, model, t, dt, &store, &transition));
    return fpk_law_step(law, &transition);
}

enum fpk_status fpk_evolution_law(const struct fpk_evolution *p, const struct fpk_start *start,
                                  uint64_t n_step, struct fpk_law **law)
{
    double dt = p->t1 / (double)n_step;
    FPK_TRY(fpk_law_begin(law, start, NULL));
    for (uint64_t k = 0; k < n_step; k++)
        FPK_TRY(law_step(*law, p->model, fpk_step_time(0, p->t1, n_step, k), dt));
    return FPK_OK;
}

/* Cell averages of the law and their TV from row k of the reference. */
static enum fpk_status law_on_cells(const struct fpk_law *law, const struct fpk_evolution_views *v,
                                    size_t k, double *row, double *tv)
{
    struct fpk_grid grid = v->grid.field[0].grid;
    double *face = NULL, h = fpk_grid_width(&grid); /* faces, pdf, cdf there */
    size_t n = grid.n + 1;
    FPK_TRY(fpk_allocate(&face, 3 * n));
    for (size_t i = 0; i < n; i++)
        face[i] = fpk_grid_face(&grid, i);
    enum fpk_status status = fpk_law_at(law, n, face, face + n, NULL, face + 2 * n, NULL);
    for (size_t i = 0; i < grid.n; i++)
        row[i] = (face[2 * n + i + 1] - face[2 * n + i]) / h;
    *tv = fpk_evolution_cells_tv(&grid, row, v->exact + k * grid.n);
    fpk_release(&face);
    return status;
}

/* `bounded`: with numerical errors, at twice the cost. At the end alone if there is no closed form.
 */
static enum fpk_status law_error(const struct fpk_evolution *p, const struct fpk_evolution_views *v,
                                 double t, struct fpk_law *law, bool bounded,
                                 struct fpk_distances *out)
{
    struct fpk_law_pair pair = {0};
    struct fpk_mixture exact = {0};
    struct fpk_side target = {.fine = &v->end_density};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_law_density(law, &pair));
    if (p->exact) {
        FPK_TRY_DONE(status, p->exact(t, &exact, p->ctx));
        target = (struct fpk_side){.mixture = &exact};
    }
    struct fpk_side found = {.fine = &pair.fine, .coarse = bounded ? &pair.coarse : NULL};
    status = fpk_distance(&target, &found, out);
done:
    fpk_mixture_clear(&exact);
    fpk_law_pair_clear(&pair);
    return status;
}

/* The law at dt along time: its distance from the closed form at some of the stored times (each
 * costs as much as several steps). */
static enum fpk_status law_along(const struct fpk_evolution *p, struct fpk_evolution_views *v)
{
    struct fpk_law *law = NULL;
    struct fpk_distances d;
    double dt = p->t1 / (double)p->n_step;
    size_t next = 0, every = p->n_time > LAW_TIMES ? (p->n_time - 1) / (LAW_TIMES - 1) : 1;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_law_begin(&law, p->start, NULL));
    for (uint64_t k = 0; k <= p->n_step; k++) {
        double t = fpk_step_time(0, p->t1, p->n_step, k);
        for (; next < p->n_time && p->time[next] <= t + 1e-9 * p->t1; next += every) {
            size_t at = v->n_law_time++;
            v->law_time[at] = p->time[next];
            if (v->law_cells) {
                FPK_TRY_DONE(status,
                             law_on_cells(law, v, next, v->law_cells + at * FPK_EVOLUTION_CELLS,
                                          &v->law_tv[at]));
                continue;
            }
            FPK_TRY_DONE(status, law_error(p, v, t, law, false, &d));
            v->law_tv[at] = d.tv.value;
            v->law_w1[at] = d.w1.value;
        }
        if (k < p->n_step)
            FPK_TRY_DONE(status, law_step(law, p->model, t, dt));
    }
    FPK_TRY_DONE(status, law_error(p, v, p->t1, law, true, &v->error[0]));
    status = fpk_law_density(law, &v->law);
done:
    fpk_law_end(&law);
    return status;
}

/* The same at the end with dt/2, dt/4. */
static enum fpk_status law_orders(const struct fpk_evolution *p, struct fpk_evolution_views *v)
{
    v->dt[0] = p->t1 / (double)p->n_step;
    for (int i = 1; i < FPK_EVOLUTION_STEPS; i++) {
        struct fpk_law *law = NULL;
        uint64_t n_step = p->n_step << i;
        v->dt[i] = p->t1 / (double)n_step;
        enum fpk_status status = fpk_evolution_law(p, p->start, n_step, &law);
        if (status == FPK_OK)
            status = law_error(p, v, p->t1, law, true, &v->error[i]);
        fpk_law_end(&law);
        if (status != FPK_OK)
            return status;
    }
    return FPK_OK;
}

/* ---- grid ---- */

static enum fpk_status compare_grid(const struct fpk_evolution *p, struct fpk_evolution_views *v)
{
    struct fpk_grid grid = v->grid.field[0].grid;
    FPK_TRY(fpk_evolution_reference_cells(p, p->n_time, p->time, grid, v->exact, v->exact_error));
    for (size_t k = 0; k < p->n_time; k++)
        v->grid_tv[k] =
            fpk_evolution_cells_tv(&grid, v->grid.field[k].value, v->exact + k * grid.n);
    return FPK_OK;
}

static enum fpk_status run_grid(const struct fpk_evolution *p, struct fpk_evolution_views *v)
{
    struct fpk_fokker_planck_problem problem = {.model = p->model,
                                                .start = p->start,
                                                .t1 = p->t1,
                                                .a = v->a,
                                                .b = v->b,
                                                .tolerance = p->tolerance,
                                                .field_cells = FPK_EVOLUTION_CELLS,
                                                .n_time = p->n_time,
                                                .time = p->time};
    FPK_TRY(fpk_fokker_planck_solve(&problem, &v->grid));
    FPK_TRY(fpk_allocate(&v->exact, p->n_time * v->grid.field[0].grid.n));
    return compare_grid(p, v);
}

/* A histogram needs its ends before the grid has chosen them. */
static enum fpk_status choose_domain(const struct fpk_evolution *p, struct fpk_evolution_views *v)
{
    struct fpk_fokker_planck_problem problem = {.model = p->model, .start = p->start, .t1 = p->t1};
    v->a = p->a;
    v->b = p->b;
    return p->bins && p->a == p->b ? fpk_fokker_planck_domain(&problem, &v->a, &v->b) : FPK_OK;
}

static enum fpk_status make_room(const struct fpk_evolution *p, struct fpk_evolution_views *v)
{
    FPK_TRY(fpk_allocate(&v->grid_tv, p->n_time));
    FPK_TRY(fpk_allocate(&v->exact_error, p->n_time));
    FPK_TRY(fpk_allocate(&v->law_time, p->n_time));
    FPK_TRY(fpk_allocate(&v->law_tv, p->n_time));
    if (p->bins)
        FPK_TRY(fpk_allocate(&v->count, p->n_time * (p->bins + 2)));
    if (p->exact)
        return fpk_allocate(&v->law_w1, p->n_time);
    return fpk_allocate(&v->law_cells, p->n_time * FPK_EVOLUTION_CELLS);
}

/* The oracle at the end, where its density is above its own rounding. */
static enum fpk_status ask_end(const struct fpk_evolution *p, struct fpk_evolution_views *v)
{
    const struct fpk_grid *grid = &v->grid.field[0].grid;
    const double *row = v->exact + (p->n_time - 1) * grid->n;
    size_t first = 0, last = grid->n;
    while (first < grid->n && row[first] < BELOW)
        first++;
    while (last > first && row[last - 1] < BELOW)
        last--;
    FPK_TRY(fpk_evolution_reference_density(p, v, p->t1, fpk_grid_face(grid, first),
                                            fpk_grid_face(grid, last), &v->end_density));
    v->end_density.outside = BELOW * (grid->b - grid->a);
    return FPK_OK;
}

enum fpk_status fpk_evolution_run(const struct fpk_evolution *p, struct fpk_evolution_views *v)
{
    *v = (struct fpk_evolution_views){0};
    FPK_TRY(choose_domain(p, v));
    FPK_TRY(make_room(p, v));
    FPK_TRY(fpk_evolution_particles(p, v));
    FPK_TRY(run_grid(p, v));
    if (p->exact)
        FPK_TRY(p->exact(p->t1, &v->end, p->ctx));
    else
        FPK_TRY(ask_end(p, v));
    FPK_TRY(law_along(p, v));
    return law_orders(p, v);
}

void fpk_evolution_clear(struct fpk_evolution_views *v)
{
    fpk_ensemble_result_clear(&v->particles);
    fpk_points_clear(&v->jump);
    fpk_fokker_planck_result_clear(&v->grid);
    fpk_mixture_clear(&v->end);
    fpk_law_pair_clear(&v->law);
    fpk_density_clear(&v->end_density);
    fpk_release(&v->count);
    fpk_release(&v->exact);
    fpk_release(&v->exact_error);
    fpk_release(&v->grid_tv);
    fpk_release(&v->law_time);
    fpk_release(&v->law_tv);
    fpk_release(&v->law_w1);
    fpk_release(&v->law_cells);
}

/* ---- verdicts ---- */

enum fpk_status fpk_evolution_test(const struct fpk_evolution_views *v, struct fpk_chi_square *test)
{
    return fpk_chi_square_pair(&v->law.fine, &v->law.coarse, &v->particles.points, test);
}

static void mixture_cdf(size_t n, const double *x, double *cdf, double *tail, const void *ctx)
{
    for (size_t i = 0; i < n; i += FPK_BLOCK) {
        size_t m = n - i < FPK_BLOCK ? n - i : FPK_BLOCK;
        fpk_mixture_cdf(ctx, m, x + i, cdf + i);
        fpk_mixture_tail(ctx, m, x + i, tail + i);
    }
}

enum fpk_status fpk_evolution_test_jump(const struct fpk_evolution_views *v,
                                        struct fpk_chi_square *test)
{
    struct fpk_cells cells = {0};
    FPK_TRY(fpk_cells_of_cdf(&cells, mixture_cdf, &v->end, fpk_mixture_quantile(&v->end, 1e-15),
                             fpk_mixture_quantile_tail(&v->end, 1e-15),
                             fpk_cells_count(v->jump.n)));
    enum fpk_status status = fpk_chi_square_test(&cells, &v->jump, 0, test);
    fpk_cells_clear(&cells);
    return status;
}

enum fpk_status fpk_evolution_histogram_tv(const struct fpk_cells *cells,
                                           const struct fpk_points *points, double *tv)
{
    uint64_t *count = NULL;
    FPK_TRY(fpk_allocate(&count, cells->n));
    enum fpk_status status = fpk_cells_tally(cells, points, count);
    if (status == FPK_OK)
        *tv = fpk_cells_tv(cells, count);
    fpk_release(&count);
    return status;
}

struct fpk_verdict fpk_evolution_judge_grid(const struct fpk_evolution_views *v)
{
    size_t last = v->grid.n_time - 1;
    return fpk_verdict_deterministic("TV", v->grid_tv[last], v->grid.moments[last].tv_error,
                                     v->exact_error[last], FPK_DETERMINISTIC_CAP);
}

struct fpk_verdict fpk_evolution_judge_order(const struct fpk_evolution_views *v)
{
    double d[FPK_EVOLUTION_STEPS];
    for (int i = 0; i < FPK_EVOLUTION_STEPS; i++)
        d[i] = v->error[i].tv.value;
    return fpk_verdict_approximate("TV", FPK_EVOLUTION_STEPS, v->dt, d);
}
