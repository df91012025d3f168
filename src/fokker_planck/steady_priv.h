/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steady: what a model comes to, on the nodes of a scale, and the numbers that go with it. */
#ifndef FPK_FOKKER_PLANCK_STEADY_PRIV_H
#define FPK_FOKKER_PLANCK_STEADY_PRIV_H

#include "scale_priv.h"

#include "fpk/base/grid.h"
#include "fpk/fokker_planck/boundary.h"

#include <stdbool.h>

enum fpk_steady_number {
    FPK_STEADY_MEAN,
    FPK_STEADY_VARIANCE,
    FPK_STEADY_ENTROPY,
    FPK_STEADY_DECAY,
    FPK_STEADY_EXIT_RIGHT,
    FPK_STEADY_CURRENT,
    FPK_STEADY_DIFFUSIVITY,
    FPK_STEADY_PRODUCTION,
    FPK_STEADY_NUMBERS
};

#define FPK_STEADY_ROOM 19

struct fpk_steady {
    struct fpk_scale scale; /* owned, as all pointers */
    struct fpk_ends ends;
    double a, b;
    double *log_p;                     /* [n] at the nodes, mass 1 */
    double *smooth;                    /* [n] ln(p D e^Phi), on a ring ln(p D): interpolates well */
    double *room[FPK_STEADY_ROOM];     /* [n] each */
    double *edge;                      /* [panels + 1] */
    double number[FPK_STEADY_NUMBERS]; /* those of other kinds of ends: 0, the diffusivity NaN */
    double natural[FPK_STEADY_NUMBERS];  /* size that an error of each is measured against */
    double rounding[FPK_STEADY_NUMBERS]; /* what rounding may have done to each */
    double top;                          /* largest log_p */
    double rise;                         /* total variation of Phi where p counts: for rounding */
    double unsettled;                    /* 1/2 int |error| left by an iteration; else 0 */
};

/* Everything on `panels` panels. */
enum fpk_status fpk_steady_init(struct fpk_steady *state, const struct fpk_model *model,
                                struct fpk_ends ends, const struct fpk_coordinate *coordinate,
                                double a, double b, size_t panels) FPK_MUST_USE;
void fpk_steady_clear(struct fpk_steady *state);

/* ln p at x; rounding: what a few roundings of Phi are worth there, relative to p. */
enum fpk_status fpk_steady_at(const struct fpk_steady *state, double x, double *log_p,
                              double *rounding) FPK_MUST_USE;
/* average [grid.n] <- cell averages, each piece of a panel in a cell by Gauss-Legendre. */
enum fpk_status fpk_steady_field(const struct fpk_steady *state, const struct fpk_grid *grid,
                                 double *average) FPK_MUST_USE;

/* steady_ring.c, steady_decay.c: log_p, smooth and their numbers. */
void fpk_steady_ring(struct fpk_steady *state);
void fpk_steady_decay(struct fpk_steady *state);

#endif
