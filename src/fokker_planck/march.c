/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/march.h"

#include "solve_priv.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <string.h>

/* gamma = 2 - sqrt 2 makes both stages share I - a A with a = gamma dt/2; BACK is the weight
 * (1 - gamma)^2/(gamma (2 - gamma)). The second stage is written q + BACK (q - p): its weights then
 * sum to 1 exactly and mass is kept over any number of steps. */
#define GAMMA 0.58578643762690495
#define BACK  0.20710678118654752

#define ROUNDING 1e-12 /* of the mass, in one step: what is put back */

struct fpk_march_report fpk_march_report_zero(void)
{
    return (struct fpk_march_report){.min_p = INFINITY};
}

static enum fpk_status init_rates(struct fpk_generator *generator, struct fpk_grid grid,
                                  const struct fpk_coordinate *coordinate, struct fpk_ends ends)
{
    FPK_TRY(fpk_generator_init(generator, grid));
    generator->coordinate = *coordinate;
    generator->ends = ends;
    return FPK_OK;
}

enum fpk_status fpk_march_init(struct fpk_march *march, const struct fpk_model *model,
                               struct fpk_grid grid, double undershoot)
{
    return fpk_march_init_on(march, model, grid, &(struct fpk_coordinate){0}, (struct fpk_ends){0},
                             undershoot);
}

enum fpk_status fpk_march_init_on(struct fpk_march *march, const struct fpk_model *model,
                                  struct fpk_grid grid, const struct fpk_coordinate *coordinate,
                                  struct fpk_ends ends, double undershoot)
{
    *march = (struct fpk_march){.model = model, .undershoot = undershoot};
    enum fpk_status status;
    size_t n = grid.n;
    FPK_TRY_DONE(status, init_rates(&march->from, grid, coordinate, ends));
    if (!model->autonomous) {
        FPK_TRY_DONE(status, init_rates(&march->mid, grid, coordinate, ends));
        FPK_TRY_DONE(status, init_rates(&march->to, grid, coordinate, ends));
    }
    FPK_TRY_DONE(status, fpk_implicit_init(&march->factors, n, ends));
    FPK_TRY_DONE(status, fpk_allocate(&march->packed, march->factors.size));
    FPK_TRY_DONE(status, fpk_allocate(&march->q, march->factors.size));
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
    fpk_implicit_clear(&march->factors);
    fpk_release(&march->packed);
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

static enum fpk_status check_finite(bool finite, double t, size_t n)
{
    FPK_CHECK(finite, FPK_NUMERIC,
              "the density is not finite after the step to t = %.10g (%zu cells); the drift or "
              "diffusion is too large there: use a smaller domain",
              t, n);
    return FPK_OK;
}

/* The columns of A sum to what leaks: nothing is subtracted, the solve is accurate cell by cell,
 * keeps p >= 0 and the tails their digits. */
static enum fpk_status factor(struct fpk_march *march, const struct fpk_generator *gen, double a,
                              double t_end)
{
    enum fpk_status status = fpk_implicit_factor(&march->factors, gen, a);
    return check_finite(status == FPK_OK, t_end, gen->grid.n);
}

/* What leaves in a time a at the end cells' densities `left` and `right`. */
static void leave(struct fpk_march *march, const struct fpk_generator *gen, double a, double left,
                  double right)
{
    double h = fpk_grid_width(&gen->grid);
    if (!march->factors.excess)
        return;
    march->exited[0] += a * h * gen->down[0] * left;
    march->exited[1] += a * h * gen->up[gen->grid.n - 1] * right;
}

static void leave_packed(struct fpk_march *march, const struct fpk_generator *gen, double a,
                         const double *packed)
{
    if (march->factors.excess)
        leave(march, gen, a, packed[fpk_implicit_place(&march->factors, 0)],
              packed[fpk_implicit_place(&march->factors, gen->grid.n - 1)]);
}

static void swap(struct fpk_generator *a, struct fpk_generator *b)
{
    struct fpk_generator c = *a;
    *a = *b;
    *b = c;
}

/* q <- (I - a A(mid))^-1 (I + a A(from)) p, with p in march->packed as well. With one A for both
 * this is 2 (I - a A)^-1 p - p. */
static enum fpk_status trapezium(struct fpk_march *march, const struct fpk_generator *from,
                                 const struct fpk_generator *mid, const double *p, double a,
                                 double t_end)
{
    struct fpk_implicit *factors = &march->factors;
    size_t n = from->grid.n, size = factors->size;
    double *q = march->q, *rhs = march->rhs;
    const double *packed = march->packed;
    FPK_TRY(factor(march, mid, a, t_end));
    if (from == mid) {
        memcpy(q, packed, size * sizeof *q);
        fpk_implicit_solve(factors, q);
        for (size_t i = 0; i < size; i++)
            q[i] += q[i] - packed[i];
        return FPK_OK;
    }
    fpk_generator_apply(from, p, rhs);
    for (size_t i = 0; i < n; i++)
        rhs[i] = p[i] + a * rhs[i];
    fpk_implicit_pack(factors, rhs, q);
    fpk_implicit_solve(factors, q);
    return FPK_OK;
}

static enum fpk_status tr_bdf2(struct fpk_march *march, double *p, double t, double dt,
                               double t_end)
{
    bool fixed = march->model->autonomous;
    struct fpk_generator *from = &march->from, *mid = fixed ? from : &march->mid,
                         *to = fixed ? from : &march->to;
    double a = 0.5 * GAMMA * dt, *packed = march->packed, *q = march->q;
    size_t size = march->factors.size;
    FPK_TRY(rates(march, from, t));
    FPK_TRY(rates(march, mid, t + GAMMA * dt));
    FPK_TRY(rates(march, to, t_end));
    fpk_implicit_pack(&march->factors, p, packed);
    FPK_TRY(trapezium(march, from, mid, p, a, t_end));
    leave(march, from, (1 + BACK) * a, p[0], p[from->grid.n - 1]);
    leave_packed(march, mid, (1 + BACK) * a, q);
    FPK_TRY(factor(march, to, a, t_end));
    for (size_t i = 0; i < size; i++)
        packed[i] = q[i] + BACK * (q[i] - packed[i]);
    fpk_implicit_solve(&march->factors, packed);
    fpk_implicit_unpack(&march->factors, packed, p);
    leave(march, to, a, p[0], p[to->grid.n - 1]);
    if (!fixed)
        swap(from, to);
    return FPK_OK;
}

static enum fpk_status backward_euler(struct fpk_march *march, double *p, double dt, double t_end)
{
    struct fpk_generator *from = &march->from;
    FPK_TRY(rates(march, from, t_end));
    FPK_TRY(factor(march, from, dt, t_end));
    fpk_implicit_pack(&march->factors, p, march->packed);
    fpk_implicit_solve(&march->factors, march->packed);
    fpk_implicit_unpack(&march->factors, march->packed, p);
    leave(march, from, dt, p[0], p[from->grid.n - 1]);
    return FPK_OK;
}

/* m equal parts of one step of length dt from t to t_end, each by TR-BDF2 or by two backward-Euler
 * halves. Parts of one length share their factors, so dt is not made from t and t_end, which round
 * apart. */
static enum fpk_status parts(struct fpk_march *march, double *p, double t, double dt, double t_end,
                             size_t m, bool euler)
{
    size_t pieces = euler ? 2 * m : m;
    march->exited[0] = march->exited[1] = 0;
    double length = dt / (double)pieces;
    for (size_t k = 0; k < pieces; k++) {
        double s = t + dt * ((double)k / (double)pieces);
        double e = k + 1 == pieces ? t_end : t + dt * ((double)(k + 1) / (double)pieces);
        FPK_TRY(euler ? backward_euler(march, p, length, e) : tr_bdf2(march, p, s, length, e));
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

double fpk_end_mass(const struct fpk_field *field, struct fpk_ends ends)
{
    double left = field->value[0], right = field->value[field->grid.n - 1];
    if (ends.left == FPK_ABSORBING || fpk_ends_ring(ends))
        left = 0;
    if (ends.right == FPK_ABSORBING || fpk_ends_ring(ends))
        right = 0;
    return fmax(left, right) * (field->grid.b - field->grid.a);
}

static enum fpk_status record(const struct fpk_march *march, const struct fpk_field *field,
                              double *mass, struct fpk_march_report *report)
{
    size_t n = field->grid.n;
    double least, sum, h = fpk_grid_width(&field->grid);
    survey(n, field->value, &least, &sum);
    FPK_TRY(check_finite(isfinite(sum), field->t, n));
    report->min_p = fmin(report->min_p, least);
    report->end_mass = fmax(report->end_mass, fpk_end_mass(field, march->from.ends));
    report->peclet = fmax(report->peclet, march->from.peclet);
    *mass = sum * h;
    return FPK_OK;
}

/* Factors that are used again round alike at every step: where the cells are alike too, each step
 * moves the mass the same way (3e-15 of it, of 1e3 cells). One factor for all cells puts it back:
 * signs stay, and so do the cells' relative errors. What rounding cannot explain is left to be
 * seen. */
static void put_back(struct fpk_field *field, double mass, double wanted)
{
    if (mass == wanted || !(fabs(mass - wanted) <= ROUNDING * wanted))
        return;
    double ratio = wanted / mass;
    for (size_t i = 0; i < field->grid.n; i++)
        field->value[i] *= ratio;
}

/* One step; below -undershoot it is taken again in 2, 4, 8 parts and at last by backward Euler,
 * which cannot go below zero. */
static enum fpk_status step(struct fpk_march *march, struct fpk_field *field, double dt,
                            double t_end, bool euler, struct fpk_march_report *report)
{
    size_t n = field->grid.n;
    double least, sum;
    if (!euler)
        memcpy(march->before, field->value, n * sizeof *field->value);
    FPK_TRY(parts(march, field->value, field->t, dt, t_end, 1, euler));
    if (!euler) {
        survey(n, field->value, &least, &sum);
        bool redone = least < -march->undershoot;
        for (size_t m = 2; m <= 16 && least < -march->undershoot; m *= 2) {
            memcpy(field->value, march->before, n * sizeof *field->value);
            FPK_TRY(parts(march, field->value, field->t, dt, t_end, m, m == 16));
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
    double t = field->t, dt = (t_end - t) / (double)n_step, wanted, mass, moved = 0;
    FPK_TRY(record(march, field, &wanted, report));
    for (size_t k = 0; k < n_step; k++) {
        double next =
            k + 1 == n_step ? t_end : t + (t_end - t) * ((double)(k + 1) / (double)n_step);
        FPK_TRY(step(march, field, dt, next, k < n_rannacher, report));
        FPK_TRY(record(march, field, &mass, report));
        wanted -= march->exited[0] + march->exited[1];
        report->exited[0] += march->exited[0];
        report->exited[1] += march->exited[1];
        moved += mass - wanted;
        report->mass_error = fmax(report->mass_error, fabs(moved));
        put_back(field, mass, wanted);
    }
    return FPK_OK;
}
