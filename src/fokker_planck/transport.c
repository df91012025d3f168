/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include <math.h>

/* n <= FPK_BLOCK characteristics dX/ds = f(X, s) by the classical Runge-Kutta method of order 4;
 * with `stretch` also ln(dX(t_end)/dX(t)) = int f_x ds. */
struct bundle {
    double x[FPK_BLOCK], stretch[FPK_BLOCK], k[4][FPK_BLOCK], c[4][FPK_BLOCK], y[FPK_BLOCK];
};

static void slope(const struct fpk_model *model, double t, size_t n, const double *x, double *k,
                  double *c)
{
    model->drift(t, n, x, k, model->ctx);
    if (c)
        model->drift_x(t, n, x, c, model->ctx);
}

static void runge_kutta(const struct fpk_model *model, double t, double dt, size_t n,
                        struct bundle *b, bool stretch)
{
    static const double node[4] = {0, 0.5, 0.5, 1};
    for (int s = 0; s < 4; s++) {
        for (size_t i = 0; i < n; i++)
            b->y[i] = s ? b->x[i] + node[s] * dt * b->k[s - 1][i] : b->x[i];
        slope(model, t + node[s] * dt, n, b->y, b->k[s], stretch ? b->c[s] : NULL);
    }
    for (size_t i = 0; i < n; i++)
        b->x[i] += dt / 6 * ((b->k[0][i] + b->k[3][i]) + 2 * (b->k[1][i] + b->k[2][i]));
    for (size_t i = 0; stretch && i < n; i++)
        b->stretch[i] += dt / 6 * ((b->c[0][i] + b->c[3][i]) + 2 * (b->c[1][i] + b->c[2][i]));
}

/* Feet at t0 of the characteristics that end at b->x at the end of base step `last`. */
static enum fpk_status trace_back(const struct fpk_setting *setting, size_t k, size_t last,
                                  size_t n, struct bundle *b, bool stretch)
{
    const struct fpk_fokker_planck_problem *problem = setting->problem;
    size_t m = (size_t)1 << k;
    double end[2] = {0};
    for (size_t i = 0; i < n; i++)
        b->stretch[i] = 0;
    end[0] = b->x[0];
    end[1] = b->x[n - 1];
    for (size_t s = last + 1; s-- > 0;) {
        double t = setting->step_end[s], from = s ? setting->step_end[s - 1] : problem->t0;
        double dt = (from - t) / (double)m;
        for (size_t j = 0; j < m; j++)
            runge_kutta(problem->model, t + dt * (double)j, dt, n, b, stretch);
    }
    for (size_t i = 0; i < n; i++)
        FPK_CHECK(
            isfinite(b->x[i]) && (!stretch || isfinite(b->stretch[i])), FPK_NUMERIC,
            "a characteristic that ends in [%.6g, %.6g] at t = %.6g is not finite when traced "
            "back to t = %.6g; use a smaller domain",
            end[0], end[1], setting->step_end[last], problem->t0);
    return FPK_OK;
}

/* Cell averages at the end of base step `last` (SIZE_MAX: at t0): differences of F_0 at feet. */
static enum fpk_status averages(const struct fpk_setting *setting, size_t k, size_t last,
                                struct bundle *b, struct fpk_field *field)
{
    const struct fpk_grid *grid = &field->grid;
    double cdf[FPK_BLOCK], tail[FPK_BLOCK], h = fpk_grid_width(grid);
    for (size_t first = 0; first < grid->n; first += FPK_BLOCK - 1) {
        size_t m = grid->n - first < FPK_BLOCK - 1 ? grid->n - first : FPK_BLOCK - 1;
        for (size_t i = 0; i <= m; i++)
            b->x[i] = fpk_grid_face(grid, first + i);
        if (last != SIZE_MAX)
            FPK_TRY(trace_back(setting, k, last, m + 1, b, false));
        fpk_start_cdf(setting->problem->start, m + 1, b->x, cdf, tail);
        for (size_t i = 0; i < m; i++)
            field->value[first + i] =
                (cdf[i + 1] < 0.5 ? cdf[i + 1] - cdf[i] : tail[i] - tail[i + 1]) / h;
    }
    return FPK_OK;
}

static void start_pdf(const struct fpk_start *start, size_t n, const double *x, double *out)
{
    if (start->kind == FPK_START_MIXTURE) {
        fpk_mixture_pdf(&start->mixture, n, x, out);
        return;
    }
    for (size_t i = 0; i < n; i++)
        out[i] = x[i] >= start->a && x[i] <= start->b ? 1 / (start->b - start->a) : 0;
}

/* p(x, t1) = p_0(X_0) exp(-int f_x dt) at the points asked for. */
static enum fpk_status points(const struct fpk_setting *setting, size_t k, struct bundle *b,
                              double *value)
{
    const struct fpk_fokker_planck_problem *problem = setting->problem;
    for (size_t first = 0; first < problem->n_at; first += FPK_BLOCK) {
        size_t left = problem->n_at - first, m = left < FPK_BLOCK ? left : FPK_BLOCK;
        for (size_t i = 0; i < m; i++)
            b->x[i] = problem->at[first + i];
        FPK_TRY(trace_back(setting, k, setting->n_step - 1, m, b, true));
        start_pdf(problem->start, m, b->x, value + first);
        fpk_exp_block(m, b->stretch, b->y);
        for (size_t i = 0; i < m; i++)
            value[first + i] *= b->y[i]; /* traced backwards: stretch = -int f_x dt */
    }
    return FPK_OK;
}

static void survey(const struct fpk_field *field, struct fpk_march_report *report)
{
    double width = field->grid.b - field->grid.a;
    report->min_p = fmin(report->min_p, fpk_field_min(field));
    report->end_mass =
        fmax(report->end_mass, fmax(field->value[0], field->value[field->grid.n - 1]) * width);
    report->mass_error = fmax(report->mass_error, fabs(fpk_field_mass(field) - 1));
}

/* Numbers of one time; of a uniform start with exact averages, because the reconstruction rings at
 * its jumps. */
static enum fpk_status keep(const struct fpk_setting *setting, size_t k, size_t last,
                            struct bundle *b, const struct fpk_field *field,
                            struct fpk_field *stored, double *value)
{
    const struct fpk_layout *layout = &setting->layout;
    struct fpk_state state = {.field = field, .mesh = &setting->mesh};
    FPK_TRY(layout->store(setting, &state, value));
    if (setting->problem->start->kind == FPK_START_MIXTURE)
        return FPK_OK;
    FPK_TRY(averages(setting, k, last, b, stored));
    for (size_t i = 0; i < layout->n_time; i++)
        for (size_t j = 0; layout->time[i] == field->t && j < layout->field.n; j++)
            value[layout->n_scalar + i * layout->field.n + j] = stored->value[j];
    return FPK_OK;
}

static enum fpk_status run(const struct fpk_setting *setting, size_t k, struct bundle *b,
                           struct fpk_field *field, struct fpk_field *stored, double *value,
                           struct fpk_march_report *report)
{
    const struct fpk_layout *layout = &setting->layout;
    const struct fpk_fokker_planck_problem *problem = setting->problem;
    for (size_t s = 0; s <= setting->n_step; s++) {
        double t = s ? setting->step_end[s - 1] : problem->t0;
        bool wanted = s == setting->n_step;
        for (size_t i = 0; i < layout->n_time; i++)
            wanted = wanted || layout->time[i] == t;
        if (!wanted)
            continue;
        field->t = stored->t = t;
        FPK_TRY(averages(setting, k, s ? s - 1 : SIZE_MAX, b, field));
        survey(field, report);
        FPK_TRY(keep(setting, k, s ? s - 1 : SIZE_MAX, b, field, stored, value));
    }
    if (problem->model->drift_x)
        FPK_TRY(points(setting, k, b, value));
    report->n_step += setting->n_step << k;
    return FPK_OK;
}

enum fpk_status fpk_level_transport(struct fpk_setting *setting, size_t k, double *value,
                                    struct fpk_march_report *report)
{
    struct fpk_field field = {0}, stored = {0};
    struct bundle *b = NULL;
    struct fpk_grid grid;
    enum fpk_status status;
    FPK_TRY(fpk_grid_init(&grid, setting->a, setting->b, setting->base_cells << k));
    FPK_TRY_DONE(status, fpk_field_init(&field, grid));
    FPK_TRY_DONE(status, fpk_field_init(&stored, setting->layout.field));
    FPK_TRY_DONE(status, fpk_allocate(&b, 1));
    status = run(setting, k, b, &field, &stored, value, report);
done:
    fpk_field_clear(&field);
    fpk_field_clear(&stored);
    fpk_release(&b);
    return status;
}

enum fpk_status fpk_transport_domain(const struct fpk_fokker_planck_problem *problem, double *a,
                                     double *b)
{
    struct bundle *c = NULL;
    FPK_TRY(fpk_allocate(&c, 1));
    fpk_start_range(problem->start, 1e-16, &c->x[0], &c->x[1]);
    double low = c->x[0], high = c->x[1], dt = (problem->t1 - problem->t0) / 512;
    for (int k = 0; k < 512; k++) {
        runge_kutta(problem->model, problem->t0 + dt * k, dt, 2, c, false);
        low = fmin(low, c->x[0]);
        high = fmax(high, c->x[1]);
    }
    bool finite = isfinite(c->x[0]) && isfinite(c->x[1]);
    fpk_release(&c);
    FPK_CHECK(finite, FPK_NUMERIC,
              "the ends of the start are carried to infinity before t = %.6g; give a domain or a "
              "shorter time",
              problem->t1);
    *a = low - 0.01 * (high - low);
    *b = high + 0.01 * (high - low);
    return FPK_OK;
}
