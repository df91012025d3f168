/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Log-density: log p and its slope at the centres of equal cells, from p's averages over the cells,
 *
 *     average_i = 1/h int_{u_i - h/2}^{u_i + h/2} p(u) du   ->   log p(u_i),  d log p/du (u_i).
 *
 * A density falls by powers of ten within a few cells where its logarithm hardly bends, so it is
 * the logarithm that is a polynomial here: the q of degree 6 whose exponential has the averages of
 * the seven cells around cell i. A Gaussian comes out exactly, also from cells as wide as its
 * standard deviation (to 1e-11 where p changes by e^10 within one cell). */
#ifndef FPK_NUMERIC_LOG_DENSITY_H
#define FPK_NUMERIC_LOG_DENSITY_H

#include "fpk/base/status.h"

#include <stddef.h>

#define FPK_LOG_DENSITY_FLOOR 1e-12 /* of the largest average: the usual floor */

/* log_p, slope, masked [n] from average [n] over cells of width h > 0. masked_i = 1, and NaN in the
 * other two, where the density is not to be trusted: the average is not above `floor` (a density;
 * 0: FPK_LOG_DENSITY_FLOOR of the largest), it stands in a run of fewer than five such cells, or no
 * q has the averages. A stencil never reaches over a masked cell; at the end of a run it is
 * shifted. A relative error e of the averages is an error of about e in log p and at most 2 e/h in
 * the slope (30 e/h at the end of a run): a density with its own error wants a floor well above.
 *
 * Errors O(h^8) of log p and O(h^6) of the slope where the stencil is centred, O(h^7) and O(h^6)
 * at the end of a run of seven cells or more. FPK_USAGE when h or floor is no such number, or no
 * cell is above the floor; FPK_NUMERIC when an average is not finite (the sentence names it). Three
 * microseconds a cell; the same bits everywhere. */
enum fpk_status fpk_log_density(size_t n, double h, const double *average, double floor,
                                double *log_p, double *slope, unsigned char *masked) FPK_MUST_USE;

#endif
