/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "passage.h"

#include "fpk/base/memory.h"
#include "fpk/compare/null_band.h"
#include "fpk/sde/stepper.h"

#include <math.h>

enum { LAW_TIMES = 33 }; /* about as many */

/* ---- the law ---- */

static enum fpk_status law_step(struct fpk_law *law, const struct fpk_model *model, double t,
                                double dt)
{
    struct fpk_step_law store;
    struct fpk_transition transition;
    FPK_TRY(fpk_sde_transition(&fpk_euler_maruyama, model, t, dt, &store, &transition));
    return fpk_law_step(law, &transition);
}

enum fpk_status fpk_passage_law(const struct fpk_passage *p, const struct fpk_start *start,
                                uint64_t n_step, struct fpk_law **law)
{
    double dt = p->t1 / (double)n_step;
    FPK_TRY(fpk_law_begin(law, start, NULL));
    for (uint64_t k = 0; k < n_step; k++)
        FPK_TRY(law_step(*law, p->model, fpk_step_time(0, p->t1, n_step, k), dt));
    return FPK_OK;
}

/* `bounded`: with numerical errors, at twice the cost. */
static enum fpk_status law_error(const struct fpk_passage *p, double t, struct fpk_law *law,
                                 bool bounded, struct fpk_distances *out)
{
    struct fpk_law_pair pair = {0};
    struct fpk_mixture exact = {0};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_law_density(law, &pair));
    FPK_TRY_DONE(status, p->exact(t, &exact, p->ctx));
    struct fpk_side target = {.mixture = &exact};
    struct fpk_side found = {.fine = &pair.fine, .coarse = bounded ? &pair.coarse : NULL};
    status = fpk_distance(&target, &found, out);
done:
    fpk_mixture_clear(&exact);
    fpk_law_pair_clear(&pair);
    return status;
}

/* The law at dt along time: its distance from the closed form at some of the stored times (each
 * costs as much as several steps). */
static enum fpk_status law_along(const struct fpk_passage *p, struct fpk_passage_views *v)
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
            FPK_TRY_DONE(status, law_error(p, t, law, false, &d));
            v->law_time[v->n_law_time] = p->time[next];
            v->law_tv[v->n_law_time] = d.tv.value;
            v->law_w1[v->n_law_time++] = d.w1.value;
        }
        if (k < p->n_step)
            FPK_TRY_DONE(status, law_step(law, p->model, t, dt));
    }
    FPK_TRY_DONE(status, law_error(p, p->t1, law, true, &v->error[0]));
    status = fpk_law_density(law, &v->law);
done:
    fpk_law_end(&law);
    return status;
}

/* The same at the end with dt/2, dt/4. */
static enum fpk_status law_orders(const struct fpk_passage *p, struct fpk_passage_views *v)
{
    v->dt[0] = p->t1 / (double)p->n_step;
    for (int i = 1; i < FPK_PASSAGE_STEPS; i++) {
        struct fpk_law *law = NULL;
        uint64_t n_step = p->n_step << i;
        v->dt[i] = p->t1 / (double)n_step;
        enum fpk_status status = fpk_passage_law(p, p->start, n_step, &law);
        if (status == FPK_OK)
            status = law_error(p, p->t1, law, true, &v->error[i]);
        fpk_law_end(&law);
        if (status != FPK_OK)
            return status;
    }
    return FPK_OK;
}

/* ---- grid and closed form ---- */

/* Cell averages of the mixture, differences of the cdf taken from the nearer tail. */
static void average_cells(const struct fpk_mixture *mixture, const struct fpk_grid *grid,
                          double *out)
{
    double cdf0, tail0, h = fpk_grid_width(grid), x = grid->a;
    fpk_mixture_cdf(mixture, 1, &x, &cdf0);
    fpk_mixture_tail(mixture, 1, &x, &tail0);
    for (size_t i = 0; i < grid->n; i++) {
        double cdf, tail;
        x = fpk_grid_face(grid, i + 1);
        fpk_mixture_cdf(mixture, 1, &x, &cdf);
        fpk_mixture_tail(mixture, 1, &x, &tail);
        out[i] = (cdf < 0.5 ? cdf - cdf0 : tail0 - tail) / h;
        cdf0 = cdf;
        tail0 = tail;
    }
}

static enum fpk_status compare_grid(const struct fpk_passage *p, struct fpk_passage_views *v)
{
    struct fpk_grid grid = v->grid.field[0].grid;
    double h = fpk_grid_width(&grid);
    for (size_t k = 0; k < p->n_time; k++) {
        struct fpk_mixture exact = {0};
        double *row = v->exact + k * grid.n, tv = 0;
        FPK_TRY(p->exact(p->time[k], &exact, p->ctx));
        average_cells(&exact, &grid, row);
        fpk_mixture_clear(&exact);
        for (size_t i = 0; i < grid.n; i++)
            tv += fabs(v->grid.field[k].value[i] - row[i]);
        v->grid_tv[k] = 0.5 * h * tv;
    }
    return FPK_OK;
}

static enum fpk_status run_grid(const struct fpk_passage *p, struct fpk_passage_views *v)
{
    struct fpk_fokker_planck_problem problem = {.model = p->model,
                                                .start = p->start,
                                                .t1 = p->t1,
                                                .tolerance = p->tolerance,
                                                .n_time = p->n_time,
                                                .time = p->time};
    FPK_TRY(fpk_fokker_planck_solve(&problem, &v->grid));
    FPK_TRY(fpk_allocate(&v->exact, p->n_time * v->grid.field[0].grid.n));
    return compare_grid(p, v);
}

enum fpk_status fpk_passage_run(const struct fpk_passage *p, struct fpk_passage_views *v)
{
    *v = (struct fpk_passage_views){0};
    FPK_TRY(fpk_allocate(&v->grid_tv, p->n_time));
    FPK_TRY(fpk_allocate(&v->law_time, p->n_time));
    FPK_TRY(fpk_allocate(&v->law_tv, p->n_time));
    FPK_TRY(fpk_allocate(&v->law_w1, p->n_time));
    FPK_TRY(p->exact(p->t1, &v->end, p->ctx));
    FPK_TRY(fpk_passage_particles(p, v));
    FPK_TRY(run_grid(p, v));
    FPK_TRY(law_along(p, v));
    return law_orders(p, v);
}

void fpk_passage_clear(struct fpk_passage_views *v)
{
    fpk_ensemble_result_clear(&v->particles);
    fpk_points_clear(&v->jump);
    fpk_fokker_planck_result_clear(&v->grid);
    fpk_mixture_clear(&v->end);
    fpk_law_pair_clear(&v->law);
    fpk_release(&v->exact);
    fpk_release(&v->grid_tv);
    fpk_release(&v->law_time);
    fpk_release(&v->law_tv);
    fpk_release(&v->law_w1);
}

/* ---- verdicts ---- */

enum fpk_status fpk_passage_test(const struct fpk_passage_views *v, struct fpk_chi_square *test)
{
    return fpk_chi_square_pair(&v->law.fine, &v->law.coarse, &v->particles.points, test);
}

static void mixture_cdf(size_t n, const double *x, double *cdf, double *tail, const void *ctx)
{
    fpk_mixture_cdf(ctx, n, x, cdf);
    fpk_mixture_tail(ctx, n, x, tail);
}

enum fpk_status fpk_passage_test_jump(const struct fpk_passage_views *v,
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

enum fpk_status fpk_passage_histogram_tv(const struct fpk_cells *cells,
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

struct fpk_verdict fpk_passage_judge_grid(const struct fpk_passage_views *v)
{
    size_t last = v->grid.n_time - 1;
    /* rounding of a closed-form cell average: a few ulp of the cdf's terms */
    double closed_form_error = 1e-14;
    return fpk_verdict_deterministic("TV", v->grid_tv[last], v->grid.moments[last].tv_error,
                                     closed_form_error, FPK_DETERMINISTIC_CAP);
}

struct fpk_verdict fpk_passage_judge_order(const struct fpk_passage_views *v)
{
    double d[FPK_PASSAGE_STEPS];
    for (int i = 0; i < FPK_PASSAGE_STEPS; i++)
        d[i] = v->error[i].tv.value;
    return fpk_verdict_approximate("TV", FPK_PASSAGE_STEPS, v->dt, d);
}
