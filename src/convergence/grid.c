/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weak errors in one dimension by the method's own backward equation,
 *
 *     u_n = phi,   u_{k-1}(x) = sum_j w_j u_k(step_k(x; noise j)),   E phi(X_h(t1)) = u_0(x_0),
 *
 * u being kept on FPK_BLOCK points, equal apart in y = x or arsinh(x), and read between them by the
 * polynomial through the nearest 12 (barycentric form: Berrut, Trefethen 2004,
 * doi:10.1137/S0036144502417715), always centred: that is what keeps hundreds of steps stable.
 * Beyond the ends u is its value there: X comes there with a probability below 1e-12, and stencils
 * are local, so nothing of that reaches x_0.
 *
 * One step is a matrix, made from the method's step once for all of an autonomous equation. */
#include "convergence_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include <math.h>
#include <string.h>

enum { N = FPK_BLOCK, STENCIL = 12 };

/* (-1)^k binomial(11, k): barycentric weights of equal distances. */
static const double barycentric[STENCIL] = {1,   -11,  55,  -165, 330, -462,
                                            462, -330, 165, -55,  11,  -1};

struct grid {
    double low, step; /* in y */
    bool stretched;
    double *u, *next, *x, *y; /* [N] */
    double *noise;            /* [4][N]: one value each, repeated */
    double *matrix;           /* [N][N] */
    size_t begin[N], end[N];  /* of the entries of a row that are not 0 */
};

static void add_entry(struct grid *grid, size_t row, double column, double value)
{
    size_t k = (size_t)fmin(fmax(column, 0), N - 1);
    grid->matrix[row * N + k] += value;
    grid->begin[row] = k < grid->begin[row] ? k : grid->begin[row];
    grid->end[row] = k >= grid->end[row] ? k + 1 : grid->end[row];
}

/* Adds `weight` times the reading of u at y to a row. */
static void add_reading(struct grid *grid, size_t row, double weight, double y)
{
    double s = fmin(fmax((y - grid->low) / grid->step, 0), N - 1);
    double first = floor(s) - (STENCIL / 2 - 1), c[STENCIL], sum = 0;
    for (size_t k = 0; k < STENCIL; k++) {
        double distance = s - first - (double)k;
        if (distance == 0) {
            add_entry(grid, row, s, weight);
            return;
        }
        c[k] = barycentric[k] / distance;
        sum += c[k];
    }
    for (size_t k = 0; k < STENCIL; k++)
        add_entry(grid, row, first + (double)k, weight * (c[k] / sum));
}

static void repeat(const double *from, size_t j, double *to)
{
    for (size_t i = 0; from && i < N; i++)
        to[i] = from[j];
}

/* The matrix of step k. */
static void grid_matrix(const struct fpk_setting *setting, const struct fpk_noises *all,
                        uint64_t n_step, uint64_t k, struct grid *grid)
{
    double *z = grid->noise, *a = z + N, *three = a + N, *two = three + N;
    struct fpk_noise_given given = {N, z, a, three, two};
    memset(grid->matrix, 0, (size_t)N * N * sizeof *grid->matrix);
    for (size_t i = 0; i < N; i++) {
        grid->begin[i] = N;
        grid->end[i] = 0;
    }
    for (size_t j = 0; j < all->n; j++) {
        repeat(all->z, j, z);
        repeat(all->a, j, a);
        repeat(all->three, j, three);
        repeat(all->two, j, two);
        memcpy(grid->y, grid->x, N * sizeof *grid->y);
        fpk_setting_step(setting, n_step, k, N, grid->y, &given);
        if (grid->stretched)
            fpk_asinh_block(N, grid->y, grid->y);
        for (size_t i = 0; i < N; i++)
            add_reading(grid, i, all->weight[j], grid->y[i]);
    }
}

/* sum_k a_k b_k, in eight interleaved parts. */
static double dot(size_t n, const double *a, const double *b)
{
    double part[8] = {0}, sum = 0;
    size_t k = 0;
    for (; k + 8 <= n; k += 8)
        for (size_t j = 0; j < 8; j++)
            part[j] += a[k + j] * b[k + j];
    for (; k < n; k++)
        sum += a[k] * b[k];
    for (size_t j = 0; j < 8; j++)
        sum += part[j];
    return sum;
}

/* u <- matrix u */
static void grid_back(struct grid *grid)
{
    for (size_t i = 0; i < N; i++)
        grid->next[i] = dot(grid->end[i] - grid->begin[i], grid->matrix + i * N + grid->begin[i],
                            grid->u + grid->begin[i]);
    double *u = grid->u;
    grid->u = grid->next;
    grid->next = u;
}

/* u_n = phi; then u_0. */
static void grid_run(const struct fpk_setting *setting, const struct fpk_noises *all,
                     uint64_t n_step, struct grid *grid)
{
    for (size_t i = 0; i < N; i++) {
        double y = grid->low + grid->step * (double)i;
        grid->x[i] = grid->stretched ? fpk_sinh(y) : y;
        grid->u[i] = setting->problem->phi(&grid->x[i]);
    }
    for (uint64_t k = n_step; k > 0; k--) {
        if (k == n_step || !setting->model.autonomous)
            grid_matrix(setting, all, n_step, k - 1, grid);
        grid_back(grid);
    }
}

/* u at x_0: one row of a matrix. */
static double grid_read(const struct fpk_setting *setting, struct grid *grid)
{
    double x0 = setting->problem->x0[0];
    memset(grid->matrix, 0, N * sizeof *grid->matrix);
    grid->begin[0] = N;
    grid->end[0] = 0;
    add_reading(grid, 0, 1, grid->stretched ? fpk_asinh(x0) : x0);
    return dot(grid->end[0] - grid->begin[0], grid->matrix + grid->begin[0],
               grid->u + grid->begin[0]);
}

enum fpk_status fpk_grid_expect(const struct fpk_setting *setting, uint64_t n_step, double *value)
{
    const struct fpk_problem *problem = setting->problem;
    bool area = setting->stepper->uses & FPK_USES_AREA;
    struct fpk_nodes nodes = {area ? 12 : 16, 6};
    struct fpk_noises all = {0};
    struct grid *grid = NULL;
    double *room = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_noises_init(&all, setting->stepper->uses, 1, nodes));
    FPK_TRY_DONE(status, fpk_allocate(&grid, 1));
    FPK_TRY_DONE(status, fpk_allocate(&room, (8 + (size_t)N) * N));
    *grid = (struct grid){.low = problem->low,
                          .step = (problem->high - problem->low) / (N - 1),
                          .stretched = problem->stretched,
                          .u = room,
                          .next = room + N,
                          .x = room + 2 * N,
                          .y = room + 3 * N,
                          .noise = room + 4 * N,
                          .matrix = room + 8 * N};
    grid_run(setting, &all, n_step, grid);
    *value = grid_read(setting, grid);
done:
    fpk_release(&room);
    fpk_release(&grid);
    fpk_noises_clear(&all);
    return status;
}
