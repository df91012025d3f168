/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/generator.h"

#include "links_priv.h"

#include "fpk/base/memory.h"

#include <math.h>

enum fpk_status fpk_generator_init(struct fpk_generator *generator, struct fpk_grid grid)
{
    *generator = (struct fpk_generator){.grid = grid, .t = NAN};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&generator->up, grid.n));
    FPK_TRY_DONE(status, fpk_allocate(&generator->down, grid.n));
    FPK_TRY_DONE(status, fpk_allocate(&generator->work, FPK_LINKS_WORK * FPK_BLOCK));
    return FPK_OK;
done:
    fpk_generator_clear(generator);
    return status;
}

void fpk_generator_clear(struct fpk_generator *generator)
{
    fpk_release(&generator->up);
    fpk_release(&generator->down);
    fpk_release(&generator->work);
}

static enum fpk_status check(const struct fpk_generator *gen, const struct fpk_model *model)
{
    const char *name = model->name ? model->name : "given";
    bool ring = fpk_ends_ring(gen->ends);
    FPK_CHECK(model->dim == 1, FPK_USAGE,
              "the Fokker-Planck equation is solved in one dimension, but the model %s has %zu",
              name, model->dim);
    FPK_CHECK(model->convention == FPK_ITO || model->noise_kind == FPK_NOISE_ADDITIVE, FPK_USAGE,
              "the Fokker-Planck equation is written for Ito models; convert the drift of %s first",
              name);
    FPK_CHECK(ring == (gen->ends.right == FPK_PERIODIC), FPK_USAGE,
              "a ring has two periodic ends, but the left one is %s and the right one %s",
              fpk_boundary_name(gen->ends.left), fpk_boundary_name(gen->ends.right));
    FPK_CHECK(!ring || gen->coordinate.kind == FPK_COORDINATE_LINEAR, FPK_USAGE,
              "a ring has equal cells; leave the mesh out");
    return FPK_OK;
}

/* On a ring the coefficients at both ends are those of one point. */
static enum fpk_status check_ring(const struct fpk_generator *gen, const struct fpk_model *model)
{
    double x[2] = {gen->grid.a, gen->grid.b}, f[2], g[2];
    model->drift(gen->t, 2, x, f, model->ctx);
    model->diffusion(gen->t, 2, x, g, model->ctx);
    double size = fabs(f[0]) + fabs(f[1]) + g[0] * g[0] / (x[1] - x[0]);
    FPK_CHECK(!(fabs(f[0] - f[1]) > 1e-6 * size) &&
                  !(fabs(g[0] - g[1]) > 1e-6 * (fabs(g[0]) + fabs(g[1]))),
              FPK_USAGE,
              "the ends %.17g and %.17g of a ring are one point, but there f = %.10g and %.10g, g "
              "= %.10g and %.10g: the domain must be a period of both",
              x[0], x[1], f[0], f[1], g[0], g[1]);
    return FPK_OK;
}

/* Faces first + 1 ... first + m, between the cells first ... first + m; on a ring face n joins cell
 * n - 1 and cell 0, whose centre is also half a cell beyond the end. */
static enum fpk_status set_faces(struct fpk_generator *gen, const struct fpk_model *model,
                                 size_t first, size_t m)
{
    struct fpk_links links;
    fpk_links_init(&links, gen);
    links.m = m;
    links.distance = fpk_grid_width(&gen->grid);
    for (size_t k = 0; k < m; k++)
        links.u[k] = fpk_grid_face(&gen->grid, first + 1 + k);
    for (size_t k = 0; k <= m; k++)
        links.pu[k] = fpk_grid_centre(&gen->grid, first + k);
    FPK_TRY(fpk_links_rates(&links, gen, model));
    for (size_t k = 0; k < m; k++) {
        size_t right = first + k + 1 == gen->grid.n ? 0 : first + k + 1;
        gen->up[first + k] = links.up[k];
        gen->down[right] = links.down[k];
    }
    return FPK_OK;
}

/* What leaves through an end: 0, or over half a cell to an absorbing wall. */
static enum fpk_status set_end(struct fpk_generator *gen, const struct fpk_model *model, bool right)
{
    struct fpk_links links;
    size_t cell = right ? gen->grid.n - 1 : 0;
    double *rate = right ? &gen->up[cell] : &gen->down[cell], h = fpk_grid_width(&gen->grid);
    double wall = right ? gen->grid.b : gen->grid.a, centre = fpk_grid_centre(&gen->grid, cell);
    *rate = 0;
    if ((right ? gen->ends.right : gen->ends.left) != FPK_ABSORBING)
        return FPK_OK;
    fpk_links_init(&links, gen);
    links.m = 1;
    links.distance = 0.5 * h;
    links.u[0] = 0.5 * (wall + centre);
    links.pu[0] = right ? centre : wall;
    links.pu[1] = right ? wall : centre;
    FPK_TRY(fpk_links_rates(&links, gen, model));
    *rate = right ? links.up[0] : links.down[0];
    return FPK_OK;
}

enum fpk_status fpk_generator_set(struct fpk_generator *generator, const struct fpk_model *model,
                                  double t)
{
    bool ring = fpk_ends_ring(generator->ends);
    FPK_TRY(check(generator, model));
    generator->t = t;
    generator->peclet = 0;
    if (ring)
        FPK_TRY(check_ring(generator, model));
    size_t faces = generator->grid.n - (ring ? 0 : 1), most = FPK_BLOCK - 1;
    for (size_t first = 0; first < faces; first += most) {
        size_t left = faces - first;
        FPK_TRY(set_faces(generator, model, first, left < most ? left : most));
    }
    if (ring)
        return FPK_OK;
    FPK_TRY(set_end(generator, model, false));
    return set_end(generator, model, true);
}

/* Mass per time to the right through face i, 0 < i < n. */
static double through(const struct fpk_generator *gen, const double *p, size_t i)
{
    return gen->up[i - 1] * p[i - 1] - gen->down[i] * p[i];
}

static void through_ends(const struct fpk_generator *gen, const double *p, double *left,
                         double *right)
{
    size_t n = gen->grid.n;
    bool ring = fpk_ends_ring(gen->ends);
    *right = gen->up[n - 1] * p[n - 1] - (ring ? gen->down[0] * p[0] : 0);
    *left = ring ? *right : -gen->down[0] * p[0];
}

void fpk_generator_apply(const struct fpk_generator *generator, const double *p, double *out)
{
    size_t n = generator->grid.n;
    double in, last;
    through_ends(generator, p, &in, &last);
    for (size_t i = 0; i + 1 < n; i++) {
        double flux = through(generator, p, i + 1);
        out[i] = in - flux;
        in = flux;
    }
    out[n - 1] = in - last;
}

void fpk_generator_flux(const struct fpk_generator *generator, const double *p, double *flux)
{
    size_t n = generator->grid.n;
    double h = fpk_grid_width(&generator->grid);
    through_ends(generator, p, &flux[0], &flux[n]);
    for (size_t i = 1; i < n; i++)
        flux[i] = through(generator, p, i);
    for (size_t i = 0; i <= n; i++)
        flux[i] *= h;
}
