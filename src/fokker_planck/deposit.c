/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include "fpk/numeric/elementary.h"
#include "fpk/numeric/quadrature.h"

#include <math.h>

#define DEGREE 7 /* of the B-spline that a point is spread by */
#define NODES  12
#define REACH  8.5  /* standard deviations: all but 2e-17 */
#define IMAGES 4096 /* turns of a ring that a start may cover */

/* Cell averages by differences of the cdf, or of the tail where that is the smaller number, so that
 * both tails keep their digits; added to `average`. Blocks share their end face. */
static void add_averages(const struct fpk_start *start, const struct fpk_grid *grid,
                         const struct fpk_mesh *mesh, double shift, double *average)
{
    double x[FPK_BLOCK], cdf[FPK_BLOCK], tail[FPK_BLOCK];
    double h = fpk_grid_width(grid);
    for (size_t first = 0; first < grid->n; first += FPK_BLOCK - 1) {
        size_t m = grid->n - first < FPK_BLOCK - 1 ? grid->n - first : FPK_BLOCK - 1;
        for (size_t k = 0; k <= m; k++)
            cdf[k] = fpk_grid_face(grid, first + k);
        fpk_coordinate_x(&mesh->coordinate, m + 1, cdf, x, NULL);
        for (size_t k = 0; k <= m; k++)
            x[k] += shift;
        fpk_start_cdf(start, m + 1, x, cdf, tail);
        for (size_t k = 0; k < m; k++) {
            double mass = cdf[k + 1] < 0.5 ? cdf[k + 1] - cdf[k] : tail[k] - tail[k + 1];
            average[first + k] += mass / h;
        }
    }
}

enum fpk_status fpk_start_averages(const struct fpk_start *start, const struct fpk_grid *grid,
                                   const struct fpk_mesh *mesh, double *average)
{
    for (size_t i = 0; i < grid->n; i++)
        average[i] = 0;
    if (!fpk_ends_ring(mesh->ends)) {
        add_averages(start, grid, mesh, 0, average);
        return FPK_OK;
    }
    double low, high, turn = grid->b - grid->a;
    fpk_start_range(start, 1e-18, &low, &high);
    double first = floor((low - grid->a) / turn), last = floor((high - grid->a) / turn);
    FPK_CHECK(last - first <= IMAGES, FPK_USAGE,
              "the start covers %.3g turns of the ring [%.6g, %.6g]; give a narrower one or "
              "uniform:%.6g:%.6g",
              last - first, grid->a, grid->b, grid->a, grid->b);
    for (double k = first; k <= last; k++)
        add_averages(start, grid, mesh, k * turn, average);
    return FPK_OK;
}

/* B-splines of the degree at s in [0, 1) of a cell between two centres, all positive and of sum 1
 * (de Boor 1972, doi:10.1016/0021-9045(72)90080-9). */
static void splines(double s, double value[DEGREE + 1])
{
    value[0] = 1;
    for (int k = 1; k <= DEGREE; k++) {
        double inner = 0; /* value[k] of the degree before */
        for (int j = k; j >= 0; j--) {
            double outer = j ? value[j - 1] : 0;
            value[j] = ((s + k - j) * outer + (j + 1 - s) * inner) / k;
            inner = outer;
        }
    }
}

/* The cell that holds what falls on cell i, which may lie beyond an end, and with what sign: a
 * reflecting wall sends it back, an absorbing one sends back minus it (p is odd about the wall,
 * which keeps it positive inside), a ring goes on at the other end. */
static size_t folded(long i, long n, struct fpk_ends ends, double *sign)
{
    if (fpk_ends_ring(ends)) {
        long cell = i % n;
        return (size_t)(cell < 0 ? cell + n : cell);
    }
    while (i < 0 || i >= n) {
        enum fpk_boundary end = i < 0 ? ends.left : ends.right;
        *sign = end == FPK_ABSORBING ? -*sign : *sign;
        i = i < 0 ? -1 - i : 2 * n - 1 - i;
    }
    return (size_t)i;
}

/* A start in the making. */
struct deposit {
    struct fpk_field *field;
    const struct fpk_mesh *mesh;
    double *lost; /* [2] to absorbing walls */
};

static void add_point(const struct deposit *to, double x, double w)
{
    struct fpk_field *field = to->field;
    const struct fpk_mesh *mesh = to->mesh;
    const struct fpk_grid *grid = &field->grid;
    double h = fpk_grid_width(grid), at = fpk_coordinate_u(&mesh->coordinate, x);
    if (fpk_ends_ring(mesh->ends))
        at -= (grid->b - grid->a) * floor((at - grid->a) / (grid->b - grid->a));
    else if (!(at >= grid->a && at <= grid->b)) {
        to->lost[at > grid->b] += w;
        return;
    }
    double u = (at - grid->a) / h - 0.5; /* in cells, from the first centre */
    double low = floor(u), value[DEGREE + 1];
    splines(u - low, value);
    for (int j = 0; j <= DEGREE; j++) {
        double sign = 1;
        size_t cell = folded((long)low + j - DEGREE / 2, (long)grid->n, mesh->ends, &sign);
        field->value[cell] += sign * w * value[j] / h;
        if (sign < 0)
            to->lost[low + j - DEGREE / 2 > 0] += 2 * w * value[j];
    }
}

/* The next place after x where a spline has a knot: a cell's centre. */
static double next_knot(const struct fpk_grid *grid, const struct fpk_coordinate *c, double x)
{
    double h = fpk_grid_width(grid), first = grid->a + 0.5 * h;
    double k = floor((fpk_coordinate_u(c, x) - first) / h) + 1, knot = x;
    while (knot <= x) {
        double u = first + h * k++;
        fpk_coordinate_x(c, 1, &u, &knot, NULL);
    }
    return knot;
}

/* What the mass between x and end is: w times the normal density, or uniform. */
struct piece {
    double x, end, w, mean, std; /* std = 0: uniform, density w */
};

/* Mass of the piece below x. */
static double below(const struct piece *p, double x)
{
    return p->w * (p->std > 0 ? fpk_normal_cdf((x - p->mean) / p->std) : fmax(x - p->x, 0));
}

/* Cuts off what lies beyond the ends of a line: it is lost. */
static void cut(const struct deposit *to, struct piece *p)
{
    double u[2] = {to->field->grid.a, to->field->grid.b}, x[2];
    if (fpk_ends_ring(to->mesh->ends))
        return;
    fpk_coordinate_x(&to->mesh->coordinate, 2, u, x, NULL);
    if (p->x < x[0])
        to->lost[0] += below(p, x[0]);
    if (p->end > x[1])
        to->lost[1] += p->std > 0 ? p->w * fpk_normal_tail((x[1] - p->mean) / p->std)
                                  : p->w * (p->end - fmax(x[1], p->x));
    p->x = fmax(p->x, x[0]);
    p->end = fmin(p->end, x[1]);
}

/* Through the splines: Gauss-Legendre between the knots and in pieces of at most one std, so that
 * every integrand is smooth. */
static void add_piece(const struct deposit *to, struct piece p)
{
    cut(to, &p);
    double unit[NODES], unit_weight[NODES], node[NODES], weight[NODES], x = p.x;
    fpk_gauss_legendre(NODES, unit, unit_weight);
    while (x < p.end) {
        double next = fmin(next_knot(&to->field->grid, &to->mesh->coordinate, x), p.end);
        next = p.std > 0 ? fmin(next, x + p.std) : next;
        fpk_gauss_legendre_on(x, next, NODES, unit, unit_weight, node, weight);
        for (size_t i = 0; i < NODES; i++) {
            double z = p.std > 0 ? (node[i] - p.mean) / p.std : 0;
            double density = p.std > 0 ? fpk_normal_pdf(z) / p.std : 1;
            add_point(to, node[i], p.w * weight[i] * density);
        }
        x = next;
    }
}

static void spread_mixture(const struct deposit *to, const struct fpk_mixture *mixture)
{
    for (size_t k = 0; k < mixture->n; k++) {
        double mean = mixture->mean[k], std = sqrt(mixture->covariance[k]);
        double low = mean - REACH * std, high = mean + REACH * std;
        add_piece(to, (struct piece){low, high, mixture->weight[k], mean, std});
    }
}

/* The smooth start of a mixture; what lies beyond an absorbing wall is gone at once. */
static enum fpk_status average_mixture(const struct deposit *to, const struct fpk_start *start)
{
    const struct fpk_grid *grid = &to->field->grid;
    double u[2] = {grid->a, grid->b}, x[2], cdf[2], tail[2];
    fpk_coordinate_x(&to->mesh->coordinate, 2, u, x, NULL);
    fpk_start_cdf(start, 2, x, cdf, tail);
    if (!fpk_ends_ring(to->mesh->ends)) {
        to->lost[0] += cdf[0];
        to->lost[1] += tail[1];
    }
    return fpk_start_averages(start, grid, to->mesh, to->field->value);
}

enum fpk_status fpk_deposit(struct fpk_field *field, const struct fpk_mesh *mesh,
                            const struct fpk_start *start, bool spread, double lost[2])
{
    struct deposit to = {field, mesh, lost};
    FPK_CHECK(fpk_start_dim(start) == 1, FPK_USAGE,
              "the start has %zu dimensions, but the Fokker-Planck equation is solved in one",
              fpk_start_dim(start));
    lost[0] = lost[1] = 0;
    if (start->kind == FPK_START_MIXTURE && !spread)
        return average_mixture(&to, start);
    for (size_t i = 0; i < field->grid.n; i++)
        field->value[i] = 0;
    switch (start->kind) {
    case FPK_START_MIXTURE:
        spread_mixture(&to, &start->mixture);
        break;
    case FPK_START_DELTA:
        add_point(&to, start->a, 1);
        break;
    case FPK_START_UNIFORM:
        add_piece(&to, (struct piece){start->a, start->b, 1 / (start->b - start->a), 0, 0});
        break;
    case FPK_START_POINTS:
        for (size_t i = 0; i < start->points.n; i++)
            add_point(&to, start->points.x[i], 1 / (double)start->points.n);
        break;
    }
    return FPK_OK;
}

enum fpk_status fpk_field_from_start(struct fpk_field *field, const struct fpk_start *start)
{
    return fpk_deposit(field, &(struct fpk_mesh){0}, start, false, (double[2]){0});
}

enum fpk_status fpk_field_spread_start(struct fpk_field *field, const struct fpk_start *start)
{
    return fpk_deposit(field, &(struct fpk_mesh){0}, start, true, (double[2]){0});
}
