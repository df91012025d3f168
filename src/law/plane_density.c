/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture of the density: a grid of starts is pushed, and each of its triangles painted. */
#include "fpk/base/block.h"
#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "plane_priv.h"

#include <math.h>
#include <stdbool.h>

struct corner {
    double x, y, log_q;
};

/* First cell centre not below v, and the number of centres below v, on n cells of [low, high]. */
static long long first_at(double v, double low, double high, size_t n)
{
    double i = ceil((v - low) / (high - low) * (double)n - .5);
    return i <= 0 ? 0 : i >= (double)n ? (long long)n : (long long)i;
}

/* Adds exp(interpolated log q) to every centre inside; edges count to one of their two triangles,
 * since the barycentric test is half open. */
static void paint(const struct fpk_plane_grid *grid, const struct corner *p, double *pdf)
{
    double ax = p[1].x - p[0].x, ay = p[1].y - p[0].y, bx = p[2].x - p[0].x, by = p[2].y - p[0].y;
    double area = ax * by - ay * bx;
    if (area == 0 || !isfinite(area))
        return;
    double low_x = fmin(p[0].x, fmin(p[1].x, p[2].x)), high_x = fmax(p[0].x, fmax(p[1].x, p[2].x));
    double low_y = fmin(p[0].y, fmin(p[1].y, p[2].y)), high_y = fmax(p[0].y, fmax(p[1].y, p[2].y));
    long long i0 = first_at(low_x, grid->x0, grid->x1, grid->nx);
    long long i1 = first_at(high_x, grid->x0, grid->x1, grid->nx);
    long long j0 = first_at(low_y, grid->y0, grid->y1, grid->ny);
    long long j1 = first_at(high_y, grid->y0, grid->y1, grid->ny);
    for (long long j = j0; j < j1; j++)
        for (long long i = i0; i < i1; i++) {
            double dx = (grid->x1 - grid->x0) / (double)grid->nx;
            double dy = (grid->y1 - grid->y0) / (double)grid->ny;
            double x = grid->x0 + ((double)i + .5) * dx - p[0].x;
            double y = grid->y0 + ((double)j + .5) * dy - p[0].y;
            double s = (x * by - y * bx) / area, t = (ax * y - ay * x) / area;
            if (s < 0 || t < 0 || s + t >= 1)
                continue;
            pdf[(size_t)j * grid->nx + (size_t)i] +=
                fpk_exp(p[0].log_q + s * (p[1].log_q - p[0].log_q) + t * (p[2].log_q - p[0].log_q));
        }
}

/* Row k of the grid of starts. */
static void push_row(const struct fpk_plane_map *map, const struct fpk_plane_grid *grid,
                     const double *low, const double *high, size_t k, struct corner *row,
                     double *scratch)
{
    double *u = scratch, *x = u + 2 * FPK_BLOCK, *det = x + 2 * FPK_BLOCK;
    double *log_rho = det + FPK_BLOCK, *work = log_rho + FPK_BLOCK;
    double step[2] = {(high[0] - low[0]) / (double)(grid->n - 1),
                      (high[1] - low[1]) / (double)(grid->n - 1)};
    for (size_t first = 0; first < grid->n; first += FPK_BLOCK) {
        size_t m = grid->n - first < FPK_BLOCK ? grid->n - first : FPK_BLOCK;
        for (size_t i = 0; i < m; i++) {
            u[i] = low[0] + step[0] * (double)(first + i);
            u[m + i] = low[1] + step[1] * (double)k;
        }
        fpk_plane_map_eval(map, m, u, x, det, log_rho, work);
        for (size_t i = 0; i < m; i++)
            row[first + i] =
                (struct corner){x[i], x[m + i], log_rho[i] - fpk_log(fmax(fabs(det[i]), 1e-300))};
    }
}

static enum fpk_status draw(const struct fpk_plane_map *map, const struct fpk_plane_grid *grid,
                            double *pdf)
{
    double low[2], high[2], *scratch = NULL;
    struct corner *row[2] = {NULL, NULL};
    enum fpk_status status;
    fpk_plane_map_box(map, low, high);
    FPK_TRY_DONE(status, fpk_allocate(&scratch, map->each + 6 * FPK_BLOCK));
    FPK_TRY_DONE(status, fpk_allocate(&row[0], grid->n));
    FPK_TRY_DONE(status, fpk_allocate(&row[1], grid->n));
    for (size_t i = 0; i < grid->nx * grid->ny; i++)
        pdf[i] = 0;
    push_row(map, grid, low, high, 0, row[0], scratch);
    for (size_t k = 1; k < grid->n; k++) {
        push_row(map, grid, low, high, k, row[k % 2], scratch);
        const struct corner *a = row[(k + 1) % 2], *b = row[k % 2];
        for (size_t i = 0; i + 1 < grid->n; i++) {
            paint(grid, (struct corner[3]){a[i], a[i + 1], b[i]}, pdf);
            paint(grid, (struct corner[3]){b[i + 1], b[i], a[i + 1]}, pdf);
        }
    }
done:
    fpk_release(&scratch);
    fpk_release(&row[0]);
    fpk_release(&row[1]);
    return status;
}

enum fpk_status fpk_plane_density(const struct fpk_plane_grid *grid, const struct fpk_plan *plan,
                                  const struct fpk_score *score, const struct fpk_start *start,
                                  double *pdf)
{
    struct fpk_plane_map map;
    FPK_CHECK(grid->nx > 0 && grid->ny > 0 && grid->n > 1 && grid->x0 < grid->x1 &&
                  grid->y0 < grid->y1,
              FPK_USAGE, "density of %s: %zu by %zu cells and %zu by %zu starts make no picture",
              plan->name, grid->nx, grid->ny, grid->n, grid->n);
    FPK_TRY(fpk_plane_map_init(&map, plan, score, start));
    enum fpk_status status = draw(&map, grid, pdf);
    fpk_plane_map_clear(&map);
    return status;
}
