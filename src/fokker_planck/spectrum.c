/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/spectrum.h"

#include "confine_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include <math.h>

#define BASE_CELLS 128
#define WALL_CELLS 512
#define MAX_CELLS  16384
#define LEVELS     10
#define COLUMNS    5
#define FIRST_LOOK 8.0   /* walls are looked for from -8 and 8 on */
#define ROUNDING   2e-14 /* relative: of the rates, and of U at U/D = 80 */
#define MOVES      24

void fpk_spectrum_clear(struct fpk_spectrum *spectrum)
{
    fpk_release(&spectrum->value);
    fpk_release(&spectrum->error);
}

static enum fpk_status on_grid(const struct fpk_spectrum_problem *problem, double a, double b,
                               size_t cells, size_t n, double *value)
{
    const struct fpk_coordinate *mesh = &problem->coordinate;
    struct fpk_generator gen = {0};
    struct fpk_grid grid;
    enum fpk_status status;
    FPK_TRY(fpk_grid_init(&grid, fpk_coordinate_u(mesh, a), fpk_coordinate_u(mesh, b), cells));
    FPK_TRY_DONE(status, fpk_generator_init(&gen, grid));
    gen.ends = problem->ends;
    gen.coordinate = *mesh;
    FPK_TRY_DONE(status, fpk_generator_set(&gen, problem->model, 0));
    status = fpk_generator_eigenvalues(&gen, n, value);
done:
    fpk_generator_clear(&gen);
    return status;
}

static size_t enough(size_t cells, size_t n)
{
    while (cells < 8 * n)
        cells *= 2;
    return cells;
}

/* Which ends were left to be chosen. */
struct chosen {
    bool left, right;
};

static struct chosen chosen_of(const struct fpk_spectrum_problem *problem)
{
    bool both = problem->a == 0 && problem->b == 0;
    return (struct chosen){both || isinf(problem->a), both || isinf(problem->b)};
}

/* Chosen walls moved out with the cells' width kept: what changes is due to the walls alone. */
static enum fpk_status move_walls(const struct fpk_spectrum_problem *problem, struct chosen chosen,
                                  struct fpk_spectrum *s, double tolerance)
{
    size_t cells = enough(WALL_CELLS, s->n), first = fpk_ends_absorb(problem->ends) ? 0 : 1;
    double h = (s->b - s->a) / (double)cells, allowed = fmax(0.01 * tolerance, 1e-12);
    FPK_TRY(on_grid(problem, s->a, s->b, cells, s->n, s->value));
    for (int k = 0; k < MOVES; k++) {
        size_t more = (cells + 7) / 8;
        double a = s->a - (chosen.left ? h * (double)more : 0);
        double b = s->b + (chosen.right ? h * (double)more : 0);
        cells += more * (chosen.left && chosen.right ? 2 : 1);
        FPK_TRY(on_grid(problem, a, b, cells, s->n, s->error));
        s->wall = 0;
        for (size_t i = first; i < s->n; i++)
            s->wall = fmax(s->wall, fabs(s->value[i] - s->error[i]) / s->error[i]);
        if (s->wall <= allowed)
            return FPK_OK;
        s->a = a;
        s->b = b;
        for (size_t i = 0; i < s->n; i++)
            s->value[i] = s->error[i];
    }
    return fpk_fail(FPK_NUMERIC,
                    "the first %zu eigenvalues depend on the walls however far they are (by a "
                    "relative %.3g still at [%.6g, %.6g]): some belong to a continuous spectrum; "
                    "ask for fewer or give a domain",
                    s->n, s->wall, s->a, s->b);
}

/* table[j][i]: column j of the latest row; row[0] is replaced by `plain`. Errors are even powers of
 * h; absorbing ends, where a half cell is crossed, add odd ones from h^3 on. */
static void extrapolate(size_t n, size_t level, bool even, double *const *table,
                        const double *plain)
{
    for (size_t i = 0; i < n; i++) {
        double next = plain[i];
        for (size_t j = 0; j < COLUMNS && j <= level; j++) {
            double old = table[j][i];
            table[j][i] = next;
            next = next + (next - old) / (ldexp(1, (int)(even ? 2 * j + 2 : j + 2)) - 1);
        }
    }
}

struct ladder {
    double *table[COLUMNS], *plain, *best, *step;
    double change, change_before; /* of the last plain eigenvalue */
};

static enum fpk_status climb(const struct fpk_spectrum_problem *problem, struct ladder *l,
                             struct fpk_spectrum *s)
{
    double tolerance = problem->tolerance > 0 ? problem->tolerance : 1e-6;
    size_t most = problem->max_cells ? problem->max_cells : MAX_CELLS;
    size_t cells = enough(BASE_CELLS, s->n), n = s->n;
    bool even = !fpk_ends_absorb(problem->ends);
    size_t first = fpk_ends_absorb(problem->ends) ? 0 : 1;
    FPK_CHECK(cells <= most, FPK_USAGE, "%zu eigenvalues need %zu cells, and %zu are allowed", n,
              cells, most);
    for (size_t level = 0; level < LEVELS && cells <= most && !s->converged; level++) {
        FPK_TRY(on_grid(problem, s->a, s->b, cells, n, l->plain));
        l->change_before = l->change;
        l->change = fabs(l->plain[n - 1] - l->table[0][n - 1]);
        extrapolate(n, level, even, l->table, l->plain);
        size_t column = level < COLUMNS ? level : COLUMNS - 1;
        s->converged = level >= 2;
        for (size_t i = first; i < n; i++) {
            double best = l->table[column][i], step = fabs(best - l->best[i]);
            s->value[i] = best;
            s->error[i] = level ? fmax(step, l->step[i] / 16) + (ROUNDING + s->wall) * best : best;
            l->step[i] = step;
            l->best[i] = best;
            s->converged = s->converged && s->error[i] <= tolerance * best;
        }
        s->n_cell = cells;
        cells *= 2;
        if (level >= 2 && l->change > 1e-12 * l->plain[n - 1])
            s->order = fpk_log(l->change_before / l->change) / fpk_log(2);
    }
    return FPK_OK;
}

static enum fpk_status run(const struct fpk_spectrum_problem *problem, struct ladder *l,
                           struct fpk_spectrum *s)
{
    struct chosen chosen = chosen_of(problem);
    double tolerance = problem->tolerance > 0 ? problem->tolerance : 1e-6;
    for (size_t j = 0; j < COLUMNS; j++)
        FPK_TRY(fpk_allocate(&l->table[j], s->n));
    FPK_TRY(fpk_allocate(&l->plain, s->n));
    FPK_TRY(fpk_allocate(&l->best, s->n));
    FPK_TRY(fpk_allocate(&l->step, s->n));
    FPK_TRY(fpk_allocate(&s->value, s->n));
    FPK_TRY(fpk_allocate(&s->error, s->n));
    s->a = chosen.left ? fmin(chosen.right ? 0 : problem->b, 0) - FIRST_LOOK : problem->a;
    s->b = chosen.right ? fmax(chosen.left ? 0 : problem->a, 0) + FIRST_LOOK : problem->b;
    if (chosen.left || chosen.right) {
        FPK_TRY(fpk_confine(problem->model, chosen.left, chosen.right, &s->a, &s->b));
        FPK_TRY(move_walls(problem, chosen, s, tolerance));
    }
    s->value[0] = s->error[0] = 0;
    return climb(problem, l, s);
}

static enum fpk_status check(const struct fpk_spectrum_problem *problem)
{
    struct chosen chosen = chosen_of(problem);
    bool any = chosen.left || chosen.right;
    FPK_TRY(fpk_stationary_model(problem->model, "eigenvalues are computed"));
    FPK_CHECK(problem->n >= 1 && problem->n <= MAX_CELLS / 8, FPK_USAGE,
              "%zu eigenvalues are asked for: ask for 1 ... %d", problem->n, MAX_CELLS / 8);
    FPK_CHECK((chosen.left && chosen.right) || problem->a < problem->b, FPK_USAGE,
              "the domain [%.6g, %.6g] is empty", problem->a, problem->b);
    FPK_CHECK(problem->ends.left != FPK_PERIODIC && problem->ends.right != FPK_PERIODIC, FPK_USAGE,
              "eigenvalues are computed between two ends, and on a ring there are none");
    FPK_CHECK(!(chosen.left && problem->ends.left == FPK_ABSORBING) &&
                  !(chosen.right && problem->ends.right == FPK_ABSORBING),
              FPK_USAGE, "an absorbing end needs a place: give the domain");
    FPK_CHECK(problem->coordinate.kind == FPK_COORDINATE_LINEAR || !any, FPK_USAGE,
              "a mesh needs a domain: give both ends");
    return any ? FPK_OK : fpk_coordinate_check(&problem->coordinate, problem->a, problem->b);
}

enum fpk_status fpk_spectrum_solve(const struct fpk_spectrum_problem *problem,
                                   struct fpk_spectrum *spectrum)
{
    struct ladder l = {0};
    *spectrum = (struct fpk_spectrum){.n = problem->n, .order = NAN};
    FPK_TRY(check(problem));
    enum fpk_status status = run(problem, &l, spectrum);
    for (size_t j = 0; j < COLUMNS; j++)
        fpk_release(&l.table[j]);
    fpk_release(&l.plain);
    fpk_release(&l.best);
    fpk_release(&l.step);
    if (status != FPK_OK)
        fpk_spectrum_clear(spectrum);
    return status;
}
