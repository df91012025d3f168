/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/march.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <string.h>

/* gamma = 2 - sqrt 2 makes both stages share I - a A with a = gamma dt/2; BACK is the weight
 * (1 - gamma)^2/(gamma (2 - gamma)). The second stage is written q + BACK (q - p): its weights then
 * sum to 1 exactly and mass is kept over any number of steps. */
#define GAMMA 0.58578643762690495
#define BACK  0.20710678118654752

struct fpk_march_report fpk_march_report_zero(void)
{
    return (struct fpk_march_report){.min_p = INFINITY};
}

enum fpk_status fpk_march_init(struct fpk_march *march, const struct fpk_model *model,
                               struct fpk_grid grid, double undershoot)
{
    *march = (struct fpk_march){
        .model = model, .undershoot = undershoot, .factored_t = NAN, .factored_a = NAN};
    enum fpk_status status;
    size_t n = grid.n;
    FPK_TRY_DONE(status, fpk_generator_init(&march->from, grid));
    if (!model->autonomous) {
        FPK_TRY_DONE(status, fpk_generator_init(&march->mid, grid));
        FPK_TRY_DONE(status, fpk_generator_init(&march->to, grid));
    }
    FPK_TRY_DONE(status, fpk_allocate(&march->pivot, n));
    FPK_TRY_DONE(status, fpk_allocate(&march->lower, n));
    FPK_TRY_DONE(status, fpk_allocate(&march->upper, n));
    FPK_TRY_DONE(status, fpk_allocate(&march->q, n));
    FPK_TRY_DONE(status, fpk_allocate(&march->rhs, n));
    FPK_TRY_DONE(status, fpk_allocate(&march->before, n));
    return FPK_OK;
done:
    fpk_march_clear(march);
    return status;
}

void fpk_march_clear(struct fpk_march *march)
{
    fpk_generator_clear(&march->from);
    fpk_generator_clear(&march->mid);
    fpk_generator_clear(&march->to);
    fpk_release(&march->pivot);
    fpk_release(&march->lower);
    fpk_release(&march->upper);
    fpk_release(&march->q);
    fpk_release(&march->rhs);
    fpk_release(&march->before);
}

/* The rates at time t, kept when they are already there. */
static enum fpk_status rates(const struct fpk_march *march, struct fpk_generator *slot, double t)
{
    if (slot->t == t || (march->model->autonomous && !isnan(slot->t)))
        return FPK_OK;
    return fpk_generator_set(slot, march->model, t);
}

/* LU factors of I - a A. The columns of A sum to zero, so with s_i = (what is left of column i
 * after elimination) the pivots are sums of positive numbers:
 *     s_i = 1 + a down_i s_{i-1}/pivot_{i-1},   pivot_i = s_i + a up_i.
 * No subtraction: the solve is accurate cell by cell, keeps p >= 0 and the
 * tails their digits (Grassmann, Taksar, Heyman 1985, doi:10.1287/opre.33.5.1107). */
static void factor(struct fpk_march *march, const struct fpk_generator *gen, double a)
{
    if (march->factored_t == gen->t && march->factored_a == a)
        return;
    const double *up = gen->up, *down = gen->down;
    size_t n = gen->grid.n;
    double s = 1;
    for (size_t i = 0; i < n; i++) {
        double inverse = 1 / (s + a * up[i]);
        march->pivot[i] = inverse;
        if (i + 1 == n)
            break;
        march->lower[i + 1] = a * up[i] * inverse;
        march->upper[i] = a * down[i + 1] * inverse;
        s = 1 + a * down[i + 1] * (s * inverse);
    }
    march->factored_t = gen->t;
    march->factored_a = a;
}

/* (I - a A) x = r; x may be r. */
static void solve(const struct fpk_march *march, size_t n, const double *r, double *x)
{
    const double *inverse = march->pivot, *lower = march->lower, *upper = march->upper;
    double y = r[0];
    x[0] = y;
    for (size_t i = 1; i < n; i++)
        x[i] = y = r[i] + lower[i] * y;
    x[n - 1] = y = y * inverse[n - 1];
    for (size_t i = n - 1; i-- > 0;)
        x[i] = y = x[i] * inverse[i] + upper[i] * y;
}

static void swap(struct fpk_generator *a, struct fpk_generator *b)
{
    struct fpk_generator c = *a;
    *a = *b;
    *b = c;
}

static enum fpk_status tr_bdf2(struct fpk_march *march, double *p, double t, double t_end)
{
    bool fixed = march->model->autonomous;
    struct fpk_generator *from = &march->from, *mid = fixed ? from : &march->mid,
                         *to = fixed ? from : &march->to;
    double dt = t_end - t, a = 0.5 * GAMMA * dt;
    size_t n = from->grid.n;
    FPK_TRY(rates(march, from, t));
    FPK_TRY(rates(march, mid, t + GAMMA * dt));
    FPK_TRY(rates(march, to, t_end));
    fpk_generator_apply(from, p, march->rhs);
    for (size_t i = 0; i < n; i++)
        march->rhs[i] = p[i] + a * march->rhs[i];
    factor(march, mid, a);
    solve(march, n, march->rhs, march->q);
    for (size_t i = 0; i < n; i++)
        march->rhs[i] = march->q[i] + BACK * (march->q[i] - p[i]);
    factor(march, to, a);
    solve(march, n, march->rhs, p);
    if (!fixed)
        swap(from, to);
    return FPK_OK;
}

static enum fpk_status backward_euler(struct fpk_march *march, double *p, double t, double t_end)
{
    struct fpk_generator *from = &march->from;
    FPK_TRY(rates(march, from, t_end));
    factor(march, from, t_end - t);
    solve(march, from->grid.n, p, p);
    return FPK_OK;
}

/* m equal parts of one step, each by TR-BDF2 or by two backward-Euler halves. */
static enum fpk_status parts(struct fpk_march *march, double *p, double t, double t_end, size_t m,
                             bool euler)
{
    size_t pieces = euler ? 2 * m : m;
    for (size_t k = 0; k < pieces; k++) {
        double s = t + (t_end - t) * ((double)k / (double)pieces);
        double e = k + 1 == pieces ? t_end : t + (t_end - t) * ((double)(k + 1) / (double)pieces);
        FPK_TRY(euler ? backward_euler(march, p, s, e) : tr_bdf2(march, p, s, e));
    }
    return FPK_OK;
}

/* Least value and sum of a density; four chains, added in a fixed order. */
static void survey(size_t n, const double *p, double *least, double *sum)
{
    double low[4] = {p[0], p[0], p[0], p[0]}, s[4] = {0};
    size_t i = 0;
    for (; i + 4 <= n; i += 4)
        for (size_t k = 0; k < 4; k++) {
            low[k] = p[i + k] < low[k] ? p[i + k] : low[k];
            s[k] += p[i + k];
        }
    for (; i < n; i++) {
        low[0] = p[i] < low[0] ? p[i] : low[0];
        s[0] += p[i];
    }
    *least = fmin(fmin(low[0], low[1]), fmin(low[2], low[3]));
    *sum = (s[0] + s[1]) + (s[2] + s[3]);
}

static enum fpk_status record(const struct fpk_march *march, const struct fpk_field *field,
                              double mass, struct fpk_march_report *report)
{
    size_t n = field->grid.n;
    double least, sum, h = fpk_grid_width(&field->grid);
    survey(n, field->value, &least, &sum);
    FPK_CHECK(isfinite(sum), FPK_NUMERIC,
              "the density is not finite after the step to t = %.10g (%zu cells); the drift or "
              "diffusion is too large there: use a smaller domain",
              field->t, n);
    double ends = fmax(field->value[0], field->value[n - 1]) * (field->grid.b - field->grid.a);
    report->min_p = fmin(report->min_p, least);
    report->end_mass = fmax(report->end_mass, ends);
    report->mass_error = fmax(report->mass_error, fabs(sum * h - mass));
    report->peclet = fmax(report->peclet, march->from.peclet);
    return FPK_OK;
}

/* One step; below -undershoot it is taken again in 2, 4, 8 parts and at last by backward Euler,
 * which cannot go below zero. */
static enum fpk_status step(struct fpk_march *march, struct fpk_field *field, double t_end,
                            bool euler, struct fpk_march_report *report)
{
    size_t n = field->grid.n;
    double least, sum;
    if (!euler)
        memcpy(march->before, field->value, n * sizeof *field->value);
    FPK_TRY(parts(march, field->value, field->t, t_end, 1, euler));
    if (!euler) {
        survey(n, field->value, &least, &sum);
        bool redone = least < -march->undershoot;
        for (size_t m = 2; m <= 16 && least < -march->undershoot; m *= 2) {
            memcpy(field->value, march->before, n * sizeof *field->value);
            FPK_TRY(parts(march, field->value, field->t, t_end, m, m == 16));
            survey(n, field->value, &least, &sum);
        }
        report->n_redone += redone;
    }
    field->t = t_end;
    report->n_step++;
    return FPK_OK;
}

enum fpk_status fpk_march_run(struct fpk_march *march, struct fpk_field *field, double t_end,
                              size_t n_step, size_t n_rannacher, struct fpk_march_report *report)
{
    double t = field->t, mass = fpk_field_mass(field);
    FPK_TRY(record(march, field, mass, report));
    for (size_t k = 0; k < n_step; k++) {
        double next =
            k + 1 == n_step ? t_end : t + (t_end - t) * ((double)(k + 1) / (double)n_step);
        FPK_TRY(step(march, field, next, k < n_rannacher, report));
        FPK_TRY(record(march, field, mass, report));
    }
    return FPK_OK;
}
