/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/generator.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include <math.h>

enum fpk_status fpk_generator_init(struct fpk_generator *generator, struct fpk_grid grid)
{
    *generator = (struct fpk_generator){.grid = grid, .t = NAN};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&generator->up, grid.n));
    FPK_TRY_DONE(status, fpk_allocate(&generator->down, grid.n));
    FPK_TRY_DONE(status, fpk_allocate(&generator->work, 6 * FPK_BLOCK));
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

/* Coefficients around m faces: [m] at faces, [m + 1] at centres; D = g^2/2. */
struct around {
    double *x, *f_face, *d_face, *f_centre, *d_centre, *w;
};

static void evaluate_d(const struct fpk_model *model, double t, size_t n, const double *x,
                       double *d)
{
    model->diffusion(t, n, x, d, model->ctx);
    for (size_t i = 0; i < n; i++)
        d[i] = 0.5 * d[i] * d[i];
}

static enum fpk_status check_finite(const char *what, double t, size_t n, const double *x,
                                    const double *v)
{
    for (size_t i = 0; i < n; i++)
        FPK_CHECK(isfinite(v[i]), FPK_NUMERIC,
                  "%s is not finite at x = %.10g, t = %.10g; the Fokker-Planck equation needs it "
                  "finite over the whole domain: give a smaller domain or another formula",
                  what, x[i], t);
    return FPK_OK;
}

/* w = -(difference of U)/D between neighbouring centres. */
static enum fpk_status w_from_potential(const struct fpk_generator *gen,
                                        const struct fpk_model *model, size_t first, size_t m,
                                        struct around c)
{
    for (size_t k = 0; k <= m; k++)
        c.x[k] = fpk_grid_centre(&gen->grid, first + k);
    model->potential(gen->t, m + 1, c.x, c.f_centre, model->ctx);
    FPK_TRY(check_finite("the potential", gen->t, m + 1, c.x, c.f_centre));
    for (size_t k = 0; k < m; k++)
        c.w[k] = -(c.f_centre[k + 1] - c.f_centre[k]) / c.d_face[k];
    return FPK_OK;
}

/* w = int f/D dx - ln(D_{k+1}/D_k): Simpson's rule when the cost is paid once, else midpoint. */
static enum fpk_status w_from_drift(const struct fpk_generator *gen, const struct fpk_model *model,
                                    size_t first, size_t m, struct around c)
{
    double h = fpk_grid_width(&gen->grid);
    bool additive = model->noise_kind == FPK_NOISE_ADDITIVE;
    model->drift(gen->t, m, c.x, c.f_face, model->ctx);
    FPK_TRY(check_finite("the drift", gen->t, m, c.x, c.f_face));
    for (size_t k = 0; k < m; k++)
        c.w[k] = h * (c.f_face[k] / c.d_face[k]);
    if (additive && !model->autonomous)
        return FPK_OK;

    for (size_t k = 0; k <= m; k++)
        c.x[k] = fpk_grid_centre(&gen->grid, first + k);
    evaluate_d(model, gen->t, m + 1, c.x, c.d_centre);
    FPK_TRY(check_finite("the diffusion", gen->t, m + 1, c.x, c.d_centre));
    model->drift(gen->t, m + 1, c.x, c.f_centre, model->ctx);
    FPK_TRY(check_finite("the drift", gen->t, m + 1, c.x, c.f_centre));
    for (size_t k = 0; k < m; k++) {
        double left = c.d_centre[k], right = c.d_centre[k + 1];
        if (!(left > 0 && right > 0)) {
            /* D vanishes at a centre: the effective drift at the face instead of the integrals. */
            c.w[k] = (h * c.f_face[k] - (right - left)) / c.d_face[k];
            continue;
        }
        if (model->autonomous)
            c.w[k] = h / 6 *
                     (c.f_centre[k] / left + 4 * (c.f_face[k] / c.d_face[k]) +
                      c.f_centre[k + 1] / right);
        if (!additive)
            c.w[k] -= fpk_log(right / left);
    }
    return FPK_OK;
}

/* Rates over m faces: B(|w|) = |w|/expm1|w| and B(-|w|) = B(|w|) + |w| lose no digits. */
static void set_rates(struct fpk_generator *gen, size_t first, size_t m, struct around c)
{
    double h = fpk_grid_width(&gen->grid);
    for (size_t k = 0; k < m; k++)
        c.f_centre[k] = fabs(c.w[k]);
    fpk_expm1_block(m, c.f_centre, c.f_centre);
    for (size_t k = 0; k < m; k++) {
        double size = fabs(c.w[k]), scale = c.d_face[k] / (h * h);
        double b = size > 0 ? size / c.f_centre[k] : 1;
        double with = scale * (b + size), against = scale * b;
        gen->up[first + k] = c.w[k] > 0 ? with : against;
        gen->down[first + k + 1] = c.w[k] > 0 ? against : with;
        gen->peclet = fmax(gen->peclet, size);
    }
}

/* Where D = 0 at a face (f/D is no number): pure upwinding, the limit of the rates as D -> 0. */
static enum fpk_status set_upwind(struct fpk_generator *gen, const struct fpk_model *model,
                                  size_t face)
{
    double h = fpk_grid_width(&gen->grid), x = fpk_grid_face(&gen->grid, face), f;
    model->drift(gen->t, 1, &x, &f, model->ctx);
    FPK_TRY(check_finite("the drift", gen->t, 1, &x, &f));
    gen->up[face - 1] = f > 0 ? f / h : 0;
    gen->down[face] = f < 0 ? -f / h : 0;
    if (f != 0)
        gen->peclet = INFINITY;
    return FPK_OK;
}

/* Faces first + 1 ... first + m, between the cells first ... first + m. */
static enum fpk_status set_block(struct fpk_generator *gen, const struct fpk_model *model,
                                 size_t first, size_t m)
{
    double *w = gen->work;
    struct around c = {w,
                       w + FPK_BLOCK,
                       w + 2 * FPK_BLOCK,
                       w + 3 * FPK_BLOCK,
                       w + 4 * FPK_BLOCK,
                       w + 5 * FPK_BLOCK};
    for (size_t k = 0; k < m; k++)
        c.x[k] = fpk_grid_face(&gen->grid, first + 1 + k);
    evaluate_d(model, gen->t, m, c.x, c.d_face);
    FPK_TRY(check_finite("the diffusion", gen->t, m, c.x, c.d_face));
    bool degenerate = false;
    for (size_t k = 0; k < m; k++) {
        degenerate = degenerate || c.d_face[k] == 0;
        if (c.d_face[k] == 0)
            c.d_face[k] = INFINITY; /* gives w = 0 and is overwritten below */
    }
    if (model->potential)
        FPK_TRY(w_from_potential(gen, model, first, m, c));
    else
        FPK_TRY(w_from_drift(gen, model, first, m, c));
    set_rates(gen, first, m, c);
    if (!degenerate)
        return FPK_OK;
    for (size_t k = 0; k < m; k++)
        if (isinf(c.d_face[k]))
            FPK_TRY(set_upwind(gen, model, first + 1 + k));
    return FPK_OK;
}

enum fpk_status fpk_generator_set(struct fpk_generator *generator, const struct fpk_model *model,
                                  double t)
{
    FPK_CHECK(model->dim == 1, FPK_USAGE,
              "the Fokker-Planck equation is solved in one dimension, but the model %s has %zu",
              model->name ? model->name : "given", model->dim);
    FPK_CHECK(model->convention == FPK_ITO || model->noise_kind == FPK_NOISE_ADDITIVE, FPK_USAGE,
              "the Fokker-Planck equation is written for Ito models; convert the drift of %s first",
              model->name ? model->name : "the model");
    generator->t = t;
    generator->peclet = 0;
    size_t n = generator->grid.n, most = FPK_BLOCK - 1;
    generator->down[0] = generator->up[n - 1] = 0;
    for (size_t first = 0; first < n - 1; first += most) {
        size_t left = n - 1 - first;
        FPK_TRY(set_block(generator, model, first, left < most ? left : most));
    }
    return FPK_OK;
}

void fpk_generator_apply(const struct fpk_generator *generator, const double *p, double *out)
{
    const double *up = generator->up, *down = generator->down;
    size_t n = generator->grid.n;
    double in = 0; /* flux through the left face */
    for (size_t i = 0; i + 1 < n; i++) {
        double flux = up[i] * p[i] - down[i + 1] * p[i + 1];
        out[i] = in - flux;
        in = flux;
    }
    out[n - 1] = in;
}

/* The cell of the largest stationary density, from the products' binary exponents. */
static size_t mode_of(const struct fpk_generator *gen)
{
    size_t best = 0;
    double mantissa = 1, best_mantissa = 1;
    long exponent = 0, best_exponent = 0;
    for (size_t i = 0; i + 1 < gen->grid.n; i++) {
        double up = gen->up[i], down = gen->down[i + 1];
        int e = 0;
        if (up > 0 && down > 0)
            mantissa = frexp(mantissa * (up / down), &e);
        else
            e = up > 0 ? 1100 : -1100; /* beyond any ratio of doubles */
        exponent += e;
        if (exponent > best_exponent || (exponent == best_exponent && mantissa > best_mantissa)) {
            best = i + 1;
            best_exponent = exponent;
            best_mantissa = mantissa;
        }
    }
    return best;
}

enum fpk_status fpk_generator_stationary(const struct fpk_generator *generator,
                                         struct fpk_field *field)
{
    const double *up = generator->up, *down = generator->down;
    size_t n = generator->grid.n;
    for (size_t i = 0; i + 1 < n; i++)
        FPK_CHECK(up[i] + down[i + 1] > 0, FPK_NUMERIC,
                  "nothing crosses x = %.10g (drift and diffusion vanish): the stationary density "
                  "is not unique; give a domain on one side of it",
                  fpk_grid_face(&generator->grid, i + 1));
    size_t mode = mode_of(generator);
    double *p = field->value;
    p[mode] = 1;
    for (size_t i = mode; i + 1 < n; i++)
        p[i + 1] = p[i] > 0 ? p[i] * (up[i] / down[i + 1]) : 0;
    for (size_t i = mode; i > 0; i--)
        p[i - 1] = p[i] > 0 ? p[i] * (down[i] / up[i - 1]) : 0;
    double mass = fpk_field_mass(field);
    for (size_t i = 0; i < n; i++)
        p[i] /= mass;
    field->t = generator->t;
    return FPK_OK;
}
