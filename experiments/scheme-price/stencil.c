/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stencil.h"

#include "fpk/base/memory.h"
#include "fpk/fokker_planck/spectrum.h"
#include "fpk/numeric/tridiagonal.h"

#include <math.h>
#include <string.h>

const char *const space_name[SPACES] = {"central differences", "first-order upwind",
                                        "non-conservative form", "Scharfetter-Gummel"};

/* f and f' at one point, D = g^2/2. */
struct coefficients {
    double f, f_x, d;
};

static struct coefficients at(const struct fpk_model *model, double x)
{
    struct coefficients c;
    double g;
    model->drift(0, 1, &x, &c.f, model->ctx);
    model->drift_x(0, 1, &x, &c.f_x, model->ctx);
    model->diffusion(0, 1, &x, &g, model->ctx);
    c.d = 0.5 * g * g;
    return c;
}

/* Rates through the face between cells i and i + 1. */
static void set_face(struct stencil *s, size_t i, double up, double down)
{
    s->lower[i + 1] = up;
    s->diag[i] -= up;
    s->upper[i] = down;
    s->diag[i + 1] -= down;
}

static void set_fluxes(struct stencil *s, const struct fpk_model *model, enum space space)
{
    double h = fpk_grid_width(&s->grid);
    for (size_t i = 0; i + 1 < s->grid.n; i++) {
        struct coefficients c = at(model, fpk_grid_face(&s->grid, i + 1));
        double diffusion = c.d / (h * h);
        double forward = space == UPWIND ? fmax(c.f, 0) : c.f / 2;
        double backward = space == UPWIND ? fmax(-c.f, 0) : -c.f / 2;
        set_face(s, i, diffusion + forward / h, diffusion + backward / h);
    }
}

static void set_non_conservative(struct stencil *s, const struct fpk_model *model)
{
    double h = fpk_grid_width(&s->grid);
    for (size_t i = 0; i < s->grid.n; i++) {
        struct coefficients c = at(model, fpk_grid_centre(&s->grid, i));
        s->lower[i] = c.d / (h * h) + c.f / (2 * h);
        s->upper[i] = c.d / (h * h) - c.f / (2 * h);
        s->diag[i] = -2 * c.d / (h * h) - c.f_x;
    }
    s->lower[0] = s->upper[s->grid.n - 1] = 0;
}

static enum fpk_status set_ours(struct stencil *s, const struct fpk_model *model)
{
    struct fpk_generator generator = {0};
    FPK_TRY(fpk_generator_init(&generator, s->grid));
    enum fpk_status status = fpk_generator_set(&generator, model, 0);
    for (size_t i = 0; status == FPK_OK && i + 1 < s->grid.n; i++)
        set_face(s, i, generator.up[i], generator.down[i + 1]);
    fpk_generator_clear(&generator);
    return status;
}

enum fpk_status stencil_init(struct stencil *s, const struct fpk_model *model, struct fpk_grid grid,
                             enum space space)
{
    *s = (struct stencil){.grid = grid};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&s->lower, grid.n));
    FPK_TRY_DONE(status, fpk_allocate(&s->diag, grid.n));
    FPK_TRY_DONE(status, fpk_allocate(&s->upper, grid.n));
    if (space == SCHARFETTER_GUMMEL)
        FPK_TRY_DONE(status, set_ours(s, model));
    else if (space == NON_CONSERVATIVE)
        set_non_conservative(s, model);
    else
        set_fluxes(s, model, space);
    return FPK_OK;
done:
    stencil_clear(s);
    return status;
}

void stencil_clear(struct stencil *s)
{
    fpk_release(&s->lower);
    fpk_release(&s->diag);
    fpk_release(&s->upper);
}

/* ---- time ---- */

/* Factors of I - a A. */
static enum fpk_status factor(const struct stencil *s, double a, struct fpk_tridiagonal *out)
{
    size_t n = s->grid.n;
    double *m = NULL;
    FPK_TRY(fpk_allocate(&m, 3 * n));
    for (size_t i = 0; i < n; i++) {
        m[i] = -a * s->lower[i];
        m[n + i] = 1 - a * s->diag[i];
        m[2 * n + i] = -a * s->upper[i];
    }
    enum fpk_status status = fpk_tridiagonal_init(out, n, m, m + n, m + 2 * n);
    fpk_release(&m);
    return status;
}

static double mass_of(const struct fpk_grid *grid, const double *p)
{
    double sum = 0;
    for (size_t i = 0; i < grid->n; i++)
        sum += p[i];
    return sum * fpk_grid_width(grid);
}

static void clip(const struct fpk_grid *grid, double *p)
{
    double before = mass_of(grid, p);
    for (size_t i = 0; i < grid->n; i++)
        p[i] = fmax(p[i], 0);
    double factor = before / mass_of(grid, p);
    for (size_t i = 0; i < grid->n; i++)
        p[i] *= factor;
}

static void look(const struct fpk_grid *grid, const double *p, struct went *went)
{
    went->least_end = INFINITY;
    for (size_t i = 0; i < grid->n; i++) {
        went->least_end = fmin(went->least_end, p[i]);
        went->most = fmax(went->most, fabs(p[i]));
    }
    went->least = fmin(went->least, went->least_end);
}

enum fpk_status stencil_run(const struct stencil *s, enum step step, double time, size_t steps,
                            double *p, struct went *went)
{
    struct fpk_tridiagonal implicit = {0};
    double *change = NULL, dt = time / (double)steps, here = step == EXPLICIT_EULER ? dt : dt / 2;
    size_t n = s->grid.n;
    enum fpk_status status;
    *went = (struct went){.least = INFINITY};
    FPK_TRY_DONE(status, fpk_allocate(&change, n));
    if (step != EXPLICIT_EULER)
        FPK_TRY_DONE(status, factor(s, dt / 2, &implicit));
    for (size_t k = 0; k < steps; k++) {
        fpk_tridiagonal_apply(n, s->lower, s->diag, s->upper, p, change);
        for (size_t i = 0; i < n; i++)
            p[i] += here * change[i];
        if (step != EXPLICIT_EULER)
            fpk_tridiagonal_solve(&implicit, p);
        if (step == CLIPPED)
            clip(&s->grid, p);
        look(&s->grid, p, went);
    }
    went->mass = mass_of(&s->grid, p);
done:
    fpk_tridiagonal_clear(&implicit);
    fpk_release(&change);
    return status;
}

/* ---- long times ---- */

enum fpk_status stencil_stationary(const struct stencil *s, double *p)
{
    p[0] = 1e-150; /* far from the largest value, so that nothing overflows on the way up */
    for (size_t i = 0; i + 1 < s->grid.n; i++)
        p[i + 1] = p[i] * s->lower[i + 1] / s->upper[i];
    double mass = mass_of(&s->grid, p);
    FPK_CHECK(isfinite(mass) && mass != 0, FPK_NUMERIC, /* < 0: signs alternate from the end on */
              "the scheme has no stationary state on %zu cells: its sum is %g; take more cells",
              s->grid.n, mass);
    for (size_t i = 0; i < s->grid.n; i++)
        p[i] /= mass;
    return FPK_OK;
}

enum fpk_status stencil_relaxation(const struct stencil *s, double *rate)
{
    struct fpk_generator generator = {0};
    double value[2];
    bool positive = true;
    FPK_TRY(fpk_generator_init(&generator, s->grid));
    for (size_t i = 0; i + 1 < s->grid.n; i++) {
        generator.up[i] = s->lower[i + 1];
        generator.down[i + 1] = s->upper[i];
        positive = positive && s->lower[i + 1] > 0 && s->upper[i] > 0;
    }
    enum fpk_status status = positive ? fpk_generator_eigenvalues(&generator, 2, value) : FPK_OK;
    fpk_generator_clear(&generator);
    *rate = positive ? value[1] : NAN;
    return status;
}
