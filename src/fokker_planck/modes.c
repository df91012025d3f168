/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/modes.h"

#include "fpk/fokker_planck/stationary.h"

#include "solve_priv.h"

#include "fpk/base/memory.h"

#include <math.h>

#define BASE_CELLS 128
#define MAX_CELLS  16384
#define FIELD      512
#define GROUP      8  /* modes of one grid in memory at a time */
#define NEAREST    10 /* centres of a polynomial */
#define ROUNDING   1e-13

/* All points of one problem, those asked for and the field's centres, and a room for one grid. */
struct sheet {
    const struct fpk_spectrum_problem *problem;
    const struct fpk_spectrum *spectrum;
    size_t n_point;
    double *u, *root; /* [n_point] mesh coordinate, sqrt(p_s) */
    double *value;    /* [n] */
    double *phi, *mass, *work;
};

void fpk_modes_clear(struct fpk_modes *modes)
{
    fpk_spectrum_clear(&modes->spectrum);
    fpk_release(&modes->mode);
    fpk_release(&modes->mode_error);
    fpk_release(&modes->field);
    fpk_release(&modes->field_error);
    fpk_release(&modes->stationary);
    fpk_release(&modes->stationary_at);
}

/* Value at offset v, in cells from the first centre, of the polynomial through the nearest ones. */
static double at_offset(size_t cells, const double *phi, double v)
{
    double first = fmin(fmax(floor(v) - (NEAREST / 2 - 1), 0), (double)(cells - NEAREST));
    double sum = 0;
    for (int j = 0; j < NEAREST; j++) {
        double l = phi[(size_t)first + (size_t)j];
        for (int m = 0; m < NEAREST; m++)
            l *= m == j ? 1 : (v - first - m) / (j - m);
        sum += l;
    }
    return sum;
}

/* out [n][n_point] <- the modes of one grid. */
static enum fpk_status on_grid(struct sheet *sheet, size_t cells, double *out)
{
    const struct fpk_coordinate *mesh = &sheet->problem->coordinate;
    const struct fpk_spectrum *s = sheet->spectrum;
    struct fpk_generator gen = {0};
    struct fpk_grid grid;
    enum fpk_status status;
    FPK_TRY(
        fpk_grid_init(&grid, fpk_coordinate_u(mesh, s->a), fpk_coordinate_u(mesh, s->b), cells));
    FPK_TRY_DONE(status, fpk_generator_init(&gen, grid));
    gen.ends = sheet->problem->ends;
    gen.coordinate = *mesh;
    FPK_TRY_DONE(status, fpk_generator_set(&gen, sheet->problem->model, 0));
    FPK_TRY_DONE(status, fpk_generator_eigenvalues(&gen, s->n, sheet->value));
    double h = fpk_grid_width(&grid);
    for (size_t k = 0; k < s->n;) { /* one after another in both groups: a pair alike is seen */
        size_t first = k > 0 ? k - 1 : 0, more = s->n - first < GROUP ? s->n - first : GROUP;
        FPK_TRY_DONE(status, fpk_generator_modes(&gen, more, sheet->value + first, sheet->phi,
                                                 sheet->mass, sheet->work));
        for (; k < first + more; k++)
            for (size_t i = 0; i < sheet->n_point; i++)
                out[k * sheet->n_point + i] = at_offset(cells, sheet->phi + (k - first) * cells,
                                                        (sheet->u[i] - grid.a) / h - 0.5);
    }
done:
    fpk_generator_clear(&gen);
    return status;
}

/* Largest sqrt(p_s) |phi| and sqrt(p_s) |error| of mode k over the points from `from` to `to`. */
static void largest(const struct sheet *sheet, const struct fpk_romberg *r, size_t k, size_t from,
                    size_t to, double *size, double *error)
{
    for (size_t i = from; i < to; i++) {
        size_t j = k * sheet->n_point + i;
        *size = fmax(*size, sheet->root[i] * fabs(fpk_romberg_best(r, j)));
        *error = fmax(*error, sheet->root[i] * fpk_romberg_error(r, j));
    }
}

/* What rounding may have turned of mode k towards its neighbours, relative. */
static double rounding(const double *value, size_t n, size_t k)
{
    double gap = k > 0 ? value[k] - value[k - 1] : INFINITY;
    gap = k + 1 < n ? fmin(gap, value[k + 1] - value[k]) : gap;
    return ROUNDING + 1e-15 * value[k] / gap;
}

static enum fpk_status climb(struct sheet *sheet, double tolerance, struct fpk_romberg *r,
                             struct fpk_modes *modes)
{
    size_t n = sheet->spectrum->n, cells = BASE_CELLS;
    size_t most = sheet->problem->max_cells ? sheet->problem->max_cells : MAX_CELLS;
    bool settled = false;
    while (cells < 8 * n)
        cells *= 2;
    FPK_CHECK(cells <= most, FPK_USAGE, "%zu modes need %zu cells, and %zu are allowed", n, cells,
              most);
    for (; cells <= most && !settled; cells *= 2) {
        FPK_TRY(on_grid(sheet, cells, fpk_romberg_slot(r)));
        fpk_romberg_add(r);
        modes->n_cell = cells;
        settled = r->level >= 3;
        for (size_t k = 0; k < n; k++) {
            double size = 0, error = 0;
            largest(sheet, r, k, 0, sheet->n_point, &size, &error);
            settled = settled && error <= tolerance * size;
        }
    }
    modes->converged = settled && sheet->spectrum->converged;
    return FPK_OK;
}

static void store(const struct sheet *sheet, const struct fpk_romberg *r, struct fpk_modes *modes)
{
    size_t n_at = modes->n_at;
    for (size_t k = 0; k < sheet->spectrum->n; k++) {
        double size = 0, turned = rounding(sheet->spectrum->value, sheet->spectrum->n, k);
        largest(sheet, r, k, n_at, sheet->n_point, &size, &modes->field_error[k]);
        modes->field_error[k] += turned * size;
        for (size_t i = 0; i < n_at; i++) {
            size_t j = k * sheet->n_point + i;
            modes->mode[k * n_at + i] = fpk_romberg_best(r, j);
            modes->mode_error[k * n_at + i] =
                fpk_romberg_error(r, j) + turned * size / fmax(sheet->root[i], 1e-300);
        }
        for (size_t i = 0; i < FIELD; i++)
            modes->field[k * FIELD + i] = fpk_romberg_best(r, k * sheet->n_point + n_at + i);
    }
}

/* p_s at all points, by quadrature: that between walls which reflect, whatever the ends. */
static enum fpk_status stationary(const struct fpk_spectrum_problem *problem,
                                  const struct sheet *sheet, const double *x,
                                  struct fpk_modes *modes)
{
    struct fpk_stationary s;
    FPK_TRY(fpk_stationary_solve(&(struct fpk_stationary_problem){.model = problem->model,
                                                                  .a = modes->spectrum.a,
                                                                  .b = modes->spectrum.b,
                                                                  .coordinate = problem->coordinate,
                                                                  .tolerance = 1e-10,
                                                                  .n_at = sheet->n_point,
                                                                  .at = x},
                                 &s));
    size_t n_at = modes->n_at;
    for (size_t i = 0; i < sheet->n_point; i++) {
        sheet->root[i] = sqrt(s.density[i]);
        if (i < n_at)
            modes->stationary_at[i] = s.density[i];
        else
            modes->stationary[i - n_at] = s.density[i];
    }
    fpk_stationary_clear(&s);
    return FPK_OK;
}

static enum fpk_status allocate(struct sheet *sheet, struct fpk_modes *modes)
{
    size_t n = modes->spectrum.n, n_at = modes->n_at, most = sheet->problem->max_cells;
    most = most ? most : MAX_CELLS;
    FPK_TRY(fpk_allocate(&sheet->u, sheet->n_point));
    FPK_TRY(fpk_allocate(&sheet->root, sheet->n_point));
    FPK_TRY(fpk_allocate(&sheet->value, n));
    FPK_TRY(fpk_allocate(&sheet->phi, GROUP * most));
    FPK_TRY(fpk_allocate(&sheet->mass, most));
    FPK_TRY(fpk_allocate(&sheet->work, 2 * most));
    FPK_TRY(fpk_allocate(&modes->mode, n * n_at));
    FPK_TRY(fpk_allocate(&modes->mode_error, n * n_at));
    FPK_TRY(fpk_allocate(&modes->field, n * FIELD));
    FPK_TRY(fpk_allocate(&modes->field_error, n));
    FPK_TRY(fpk_allocate(&modes->stationary, FIELD));
    return fpk_allocate(&modes->stationary_at, n_at);
}

static enum fpk_status run(const struct fpk_spectrum_problem *problem, const double *at,
                           struct sheet *sheet, struct fpk_romberg *r, struct fpk_modes *modes)
{
    double *x = NULL;
    enum fpk_status status;
    const struct fpk_spectrum *s = &modes->spectrum;
    FPK_TRY(fpk_grid_init(&modes->grid, s->a, s->b, FIELD));
    FPK_TRY(allocate(sheet, modes));
    FPK_TRY(
        fpk_romberg_init(r, s->n * sheet->n_point, 0, 2, fpk_ends_absorb(problem->ends) ? 1 : 2));
    FPK_TRY(fpk_allocate(&x, sheet->n_point));
    for (size_t i = 0; i < sheet->n_point; i++) {
        x[i] = i < modes->n_at ? at[i] : fpk_grid_centre(&modes->grid, i - modes->n_at);
        sheet->u[i] = fpk_coordinate_u(&problem->coordinate, x[i]);
        if (x[i] >= s->a && x[i] <= s->b)
            continue;
        status = fpk_fail(FPK_USAGE,
                          "modes are asked for at %.6g, which is not in the domain [%.6g, %.6g]",
                          x[i], s->a, s->b);
        goto done;
    }
    FPK_TRY_DONE(status, stationary(problem, sheet, x, modes));
    FPK_TRY_DONE(status,
                 climb(sheet, problem->tolerance > 0 ? problem->tolerance : 1e-6, r, modes));
    store(sheet, r, modes);
done:
    fpk_release(&x);
    return status;
}

enum fpk_status fpk_modes_solve(const struct fpk_spectrum_problem *problem, size_t n_at,
                                const double *at, struct fpk_modes *modes)
{
    *modes = (struct fpk_modes){.n_at = n_at};
    FPK_TRY(fpk_spectrum_solve(problem, &modes->spectrum));
    struct sheet sheet = {
        .problem = problem, .spectrum = &modes->spectrum, .n_point = n_at + FIELD};
    struct fpk_romberg r = {0};
    enum fpk_status status = run(problem, at, &sheet, &r, modes);
    fpk_romberg_clear(&r);
    fpk_release(&sheet.u);
    fpk_release(&sheet.root);
    fpk_release(&sheet.value);
    fpk_release(&sheet.phi);
    fpk_release(&sheet.mass);
    fpk_release(&sheet.work);
    if (status != FPK_OK)
        fpk_modes_clear(modes);
    return status;
}
