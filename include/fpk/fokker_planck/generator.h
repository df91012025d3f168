/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Generator: the Fokker-Planck operator of a 1-D model on a grid, as jump rates between cells.
 *
 *     p_t = -(f p)_x + 1/2 (g^2 p)_xx = -J_x,      J = (f - D_x) p - D p_x,   D = g^2/2
 *     dp_i/dt = up_{i-1} p_{i-1} + down_{i+1} p_{i+1} - (up_i + down_i) p_i
 *
 * Scharfetter-Gummel: J is taken constant between two cell centres, which gives
 *     up_i = D/h^2 B(-w),  down_{i+1} = D/h^2 B(w),  B(z) = z/(e^z - 1),  w = int (f - D_x)/D dx,
 * so the rates are positive for any cell Peclet number w (I - a A is an M-matrix), mass is
 * conserved, and the order in h is 2. w is -(U_{i+1} - U_i)/D when the model has a potential: the
 * stationary state is then exp(-U/D) at the centres to rounding. Otherwise f/D is integrated from
 * centre to centre by Simpson's rule (autonomous models) or the midpoint rule, and D_x/D exactly.
 * Scharfetter, Gummel 1969, doi:10.1109/T-ED.1969.16566.
 *
 * On a mesh that is equal in another coordinate u (coordinate.h) the cells hold q = p dx/du, D
 * becomes D/(dx/du)^2 and w gains the logarithm of the ratio of dx/du at the two centres, so that
 * p is still exp(-U/D) at the centres. At an absorbing wall the same flux is taken over the half
 * cell, with p = 0 at the wall. On a ring the last face joins the last cell and the first. */
#ifndef FPK_FOKKER_PLANCK_GENERATOR_H
#define FPK_FOKKER_PLANCK_GENERATOR_H

#include "fpk/base/grid.h"
#include "fpk/fokker_planck/boundary.h"
#include "fpk/fokker_planck/coordinate.h"
#include "fpk/model/model.h"

struct fpk_generator {
    struct fpk_grid grid;             /* equal cells in u */
    struct fpk_coordinate coordinate; /* x(u); zero: x = u */
    struct fpk_ends ends;             /* zero: both reflect */
    double t;                         /* the rates' time; NaN before the first set */
    double *up;    /* [n], rate from cell i to i+1; up[n-1]: out through the right end, 0 where it
                    * reflects, lost where it absorbs, to cell 0 on a ring; owned, as all below */
    double *down;  /* [n], rate from cell i to i-1; down[0]: out through the left end, likewise */
    double *work;  /* [6 * FPK_BLOCK] */
    double peclet; /* largest |w| over the faces at the last set */
};

enum fpk_status fpk_generator_init(struct fpk_generator *generator,
                                   struct fpk_grid grid) FPK_MUST_USE;
void fpk_generator_clear(struct fpk_generator *generator);

/* Fills the rates with the model's coefficients at time t. Set coordinate and ends after init and
 * before the first set. FPK_USAGE unless the model is 1-D and in Ito form, or when on a ring the
 * coefficients at the two ends differ; FPK_NUMERIC, naming t and x, when a coefficient is not
 * finite. Allocates nothing. Cost: one to two evaluations of f and g and one expm1 per cell. */
enum fpk_status fpk_generator_set(struct fpk_generator *generator, const struct fpk_model *model,
                                  double t) FPK_MUST_USE;

/* out <- A p, in flux form; p and out are [n] and differ. */
void fpk_generator_apply(const struct fpk_generator *generator, const double *p, double *out);

/* flux [n + 1] <- probability per time through each face, to the right: the scheme's own J. Through
 * an absorbing left end it is negative. */
void fpk_generator_flux(const struct fpk_generator *generator, const double *p, double *flux);

/* Stationary density of the rates, mass 1, from detailed balance p_i up_i = p_{i+1} down_{i+1}
 * (scaled products, no subtraction: relative accuracy in the tails); on a ring by elimination
 * without subtractions. FPK_NUMERIC when a rate between two cells vanishes, so that there is no
 * unique one; FPK_USAGE when an end absorbs. `field` is initialised on the same grid and holds q =
 * p dx/du. */
enum fpk_status fpk_generator_stationary(const struct fpk_generator *generator,
                                         struct fpk_field *field) FPK_MUST_USE;

#endif
