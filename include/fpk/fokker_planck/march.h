/* SPDX-License-Identifier: GPL-3.0-or-later */
/* March: a density carried from one time to another on one grid with given steps.
 *
 * TR-BDF2 (Bank et al. 1985, doi:10.1109/T-ED.1985.22232; Hosea, Shampine 1996,
 * doi:10.1016/0168-9274(95)00115-8), gamma = 2 - sqrt 2, a = gamma dt/2:
 *     (I - a A(t + gamma dt)) q = (I + a A(t)) p
 *     (I - a A(t + dt)) p'      = (q - (1 - gamma)^2 p)/(gamma (2 - gamma))
 * L-stable, second order. A rough start (delta, uniform, points) has its first two steps replaced
 * by four backward-Euler half steps (Rannacher 1984, doi:10.1007/BF01389761), which keep p >= 0. */
#ifndef FPK_FOKKER_PLANCK_MARCH_H
#define FPK_FOKKER_PLANCK_MARCH_H

#include "fpk/distribution/start.h"
#include "fpk/fokker_planck/generator.h"
#include "fpk/fokker_planck/implicit.h"

/* What happened on the way; start from fpk_march_report_zero(). */
struct fpk_march_report {
    double min_p;      /* least cell value over every step, the start included */
    double end_mass;   /* largest density x domain width in an end cell over every step; of an end
                        * that reflects or is natural */
    double exited[2];  /* mass gone through the left and the right end */
    double peclet;     /* largest cell Peclet number met */
    double mass_error; /* largest |mass + exited - mass at the start|, had rounding not been put
                        * back */
    size_t n_step;     /* steps taken */
    size_t n_redone;   /* steps that fell below -undershoot and were taken again, smaller */
    double approximation; /* L1 error of a rational approximation in place of steps */
};
struct fpk_march_report fpk_march_report_zero(void);

struct fpk_march {
    const struct fpk_model *model;      /* borrowed */
    double undershoot;                  /* > 0: a step with min p below -undershoot is redone */
    struct fpk_generator from, mid, to; /* owned, as is all below */
    struct fpk_implicit factors;        /* of I - a A */
    double exited[2];                   /* in the step at hand */
    double *packed, *q;                 /* [factors.size], in the order of the factors */
    double *rhs, *before;               /* [n] */
};

enum fpk_status fpk_march_init(struct fpk_march *march, const struct fpk_model *model,
                               struct fpk_grid grid, double undershoot) FPK_MUST_USE;
/* The same on a grid of equal cells in u, with ends of any kind: fields hold q = p dx/du. */
enum fpk_status fpk_march_init_on(struct fpk_march *march, const struct fpk_model *model,
                                  struct fpk_grid grid, const struct fpk_coordinate *coordinate,
                                  struct fpk_ends ends, double undershoot) FPK_MUST_USE;
void fpk_march_clear(struct fpk_march *march);

/* Cell values of a start on the field's grid: differences of its cdf (from the nearer tail) for
 * mixtures; the B-spline weights (degree 7) of the eight nearest cells for delta, uniform and
 * points, all positive, whose moments up to the seventh do not depend on where in a cell the point
 * lies (the variance is 2 h^2/3 too large), so that errors stay a power series in h. Mass outside
 * the grid is not put back: the field's mass tells. */
enum fpk_status fpk_field_from_start(struct fpk_field *field,
                                     const struct fpk_start *start) FPK_MUST_USE;

/* The same with the B-spline for mixtures too: for components narrower than a cell. */
enum fpk_status fpk_field_spread_start(struct fpk_field *field,
                                       const struct fpk_start *start) FPK_MUST_USE;

/* field: from field->t to t_end in n_step equal TR-BDF2 steps, of which the first n_rannacher are
 * each two backward-Euler half steps. What leaves through absorbing ends is counted by the weights
 * of the method itself, so that mass + exited stays. Updates the report. FPK_NUMERIC when a
 * coefficient or the density is not finite. Allocates nothing; about 4 ns per cell and step plus,
 * once for autonomous models and equal steps, coefficients and factors. */
enum fpk_status fpk_march_run(struct fpk_march *march, struct fpk_field *field, double t_end,
                              size_t n_step, size_t n_rannacher,
                              struct fpk_march_report *report) FPK_MUST_USE;

#endif
