/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/generator.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

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

static double x_of(const struct fpk_generator *gen, size_t face)
{
    double u = fpk_grid_face(&gen->grid, face), x;
    fpk_coordinate_x(&gen->coordinate, 1, &u, &x, NULL);
    return x;
}

enum fpk_status fpk_generator_stationary(const struct fpk_generator *generator,
                                         struct fpk_field *field)
{
    const double *up = generator->up, *down = generator->down;
    size_t n = generator->grid.n;
    FPK_CHECK(!fpk_ends_absorb(generator->ends), FPK_USAGE,
              "with an absorbing end all is lost in time and no density is stationary");
    FPK_CHECK(!fpk_ends_ring(generator->ends), FPK_USAGE,
              "on a ring detailed balance does not give the stationary density");
    for (size_t i = 0; i + 1 < n; i++)
        FPK_CHECK(up[i] + down[i + 1] > 0, FPK_NUMERIC,
                  "nothing crosses x = %.10g (drift and diffusion vanish): the stationary density "
                  "is not unique; give a domain on one side of it",
                  x_of(generator, i + 1));
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
