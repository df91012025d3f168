/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ring as a chain of jumps between cells, the generator's own rates:
 *
 *     J_i = p_i up_i - p_{i+1} down_{i+1}, the same through all faces at rest
 *     sigma = sum_i J_i ln(p_i up_i/(p_{i+1} down_{i+1}))        (Schnakenberg 1976, eq. 7.6)
 *
 * The logarithms add up to the sum of w = int f/D over all faces, 2 pi F/D, since p cancels around
 * the ring: sigma is F v/D with the mesh's own v to rounding, and only v has an error in h. */
#include "ring.h"

#include "fpk/base/block.h"
#include "fpk/fokker_planck/generator.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/sum.h"
#include "fpk/numeric/tridiagonal_ring.h"

#include <float.h>
#include <math.h>

enum { MOST_CELLS = 1024 };

static enum fpk_status measure(const struct fpk_generator *g, const struct fpk_field *p,
                               struct mesh *mesh)
{
    double flux[MOST_CELLS + 1], h = fpk_grid_width(&g->grid);
    struct fpk_sum current = {0}, production = {0};
    double one_way = 0;
    size_t n = g->grid.n;
    fpk_generator_flux(g, p->value, flux);
    for (size_t i = 0; i < n; i++) {
        size_t next = (i + 1) % n;
        double ratio = p->value[i] * g->up[i] / (p->value[next] * g->down[next]);
        one_way = fmax(one_way, p->value[i] * g->up[i] * h);
        fpk_sum_add(&current, flux[i + 1]);
        fpk_sum_add(&production, flux[i + 1] * fpk_log(ratio));
    }
    double j = fpk_sum_value(&current) / (double)n;
    mesh->v = j * h * (double)n;
    mesh->production = fpk_sum_value(&production);
    mesh->rounding = 8 * DBL_EPSILON * one_way / fabs(j);
    mesh->uneven = 0;
    for (size_t i = 0; i < n; i++)
        mesh->uneven = fmax(mesh->uneven, fabs(flux[i + 1] / j - 1));
    return FPK_OK;
}

enum fpk_status ring_mesh(double force, double temperature, struct mesh *mesh)
{
    struct fpk_model model = {0};
    struct fpk_grid grid;
    struct fpk_generator generator = {0};
    struct fpk_field p = {0};
    enum fpk_status status;
    FPK_CHECK(mesh->cells <= MOST_CELLS, FPK_USAGE, "at most %d cells", MOST_CELLS);
    FPK_TRY(ring_model(force, temperature, &model));
    FPK_TRY_DONE(status, fpk_grid_init(&grid, 0, 2 * FPK_PI, (size_t)mesh->cells));
    FPK_TRY_DONE(status, fpk_generator_init(&generator, grid));
    generator.ends = (struct fpk_ends){FPK_PERIODIC, FPK_PERIODIC};
    FPK_TRY_DONE(status, fpk_generator_set(&generator, &model, 0));
    FPK_TRY_DONE(status, fpk_field_init(&p, grid));
    FPK_TRY_DONE(status, fpk_ring_stationary(grid.n, generator.up, generator.down, p.value));
    for (size_t i = 0; i < grid.n; i++) /* masses to densities */
        p.value[i] /= fpk_grid_width(&grid);
    status = measure(&generator, &p, mesh);
done:
    fpk_field_clear(&p);
    fpk_generator_clear(&generator);
    fpk_model_clear(&model);
    return status;
}
