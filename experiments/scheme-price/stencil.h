/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Textbook discretisations of p_t = -(f p)_x + D p_xx, each with the fault that it is known for:
 *
 *     dp_i/dt = lower_i p_{i-1} + diag_i p_i + upper_i p_{i+1}
 *
 * on cells of width h, and the two time steps that go with them in many programs. Small and honest,
 * to be measured; nothing else uses them. */
#ifndef FPK_EXPERIMENTS_STENCIL_H
#define FPK_EXPERIMENTS_STENCIL_H

#include "fpk/base/grid.h"
#include "fpk/model/model.h"

#include <stdbool.h>

enum space {
    CENTRAL,          /* flux f (p_i + p_{i+1})/2 - D (p_{i+1} - p_i)/h; rates < 0 at Peclet > 2 */
    UPWIND,           /* flux f p of the cell that f comes from: first order */
    NON_CONSERVATIVE, /* -f p_x - f' p + D p_xx by central differences, p = 0 outside */
    SCHARFETTER_GUMMEL,
    SPACES
};
extern const char *const space_name[SPACES];

struct stencil {
    struct fpk_grid grid;
    double *lower, *diag, *upper; /* [grid.n]; owned */
};

/* The model is one-dimensional and autonomous with a constant g, drift_x and a potential. */
enum fpk_status stencil_init(struct stencil *stencil, const struct fpk_model *model,
                             struct fpk_grid grid, enum space space) FPK_MUST_USE;
void stencil_clear(struct stencil *stencil);

enum step {
    EXPLICIT_EULER,
    CRANK_NICOLSON,
    CLIPPED /* Crank-Nicolson; after each step p < 0 is set to 0 and the mass put back by a factor
             */
};

/* What a run met. */
struct went {
    double least, least_end; /* smallest p over all steps, and after the last one */
    double most;             /* largest |p| over all steps */
    double mass;             /* at the end */
};

/* p [n] <- p after `steps` equal steps over `time`. FPK_NUMERIC when memory is short. */
enum fpk_status stencil_run(const struct stencil *stencil, enum step step, double time,
                            size_t steps, double *p, struct went *went) FPK_MUST_USE;

/* p [n] <- the state with no flux through any face, mass 1, from lower_{i+1} p_i = upper_i p_{i+1};
 * not for NON_CONSERVATIVE, which has none. FPK_NUMERIC when there is none here either. */
enum fpk_status stencil_stationary(const struct stencil *stencil, double *p) FPK_MUST_USE;

/* The smallest relaxation rate; NaN where a rate between cells is not positive. */
enum fpk_status stencil_relaxation(const struct stencil *stencil, double *rate) FPK_MUST_USE;

#endif
