/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the experiment `scheme-price` computes and keeps: one equation, four questions, each asked
 * of textbook schemes and of ours. Distances are total variations, half the L1 error. */
#ifndef FPK_EXPERIMENTS_SCHEME_PRICE_H
#define FPK_EXPERIMENTS_SCHEME_PRICE_H

#include "stencil.h"

#include "fpk/fokker_planck/march.h"
#include "fpk/fokker_planck/solve.h"
#include "fpk/lab/experiment.h"

#define PRICE_LOW  (-3.0) /* the domain, reflecting ends */
#define PRICE_HIGH 3.0
#define PRICE_TIME 0.5

enum {
    LADDER = 5,      /* grids of cells/16, ..., cells/2, cells */
    SWEEP = 11,      /* numbers of steps from a point */
    SWEEP_OK = 4,    /* those of explicit Euler, from its limit on */
    INSTANTS = 51,   /* at which the mass is read */
    MASS_STEPS = 20, /* between two of them */
    MASSES = 3       /* grids on which it is: all but the coarsest and the finest */
};

/* From a point at t = 0, one row of the table each. */
enum point_scheme {
    EXPLICIT,     /* one per cent above its limit of stability */
    EXPLICIT_FEW, /* one per cent below */
    CN,
    CN_CLIPPED,
    TR_BDF2,    /* Scharfetter-Gummel, no damping */
    OURS,       /* and two damped steps, the point spread over four cells */
    RICHARDSON, /* ours on cells and cells/2, extrapolated */
    POINT_SCHEMES
};

struct point_row {
    size_t steps;
    double least, least_end, mass, variance, tv;
};

struct point {
    double x0;         /* the point, a cell's centre */
    double *reference; /* [cells] cell averages; owned, as is `end` */
    double error;      /* bound on its TV error */
    double variance;
    double *end[POINT_SCHEMES]; /* [cells]; of RICHARDSON [cells/2] */
    struct point_row row[POINT_SCHEMES];
    double steps[SWEEP], cn[SWEEP], clipped[SWEEP], ours[SWEEP], richardson[SWEEP];
    double explicit_steps[SWEEP_OK], explicit_euler[SWEEP_OK];
};

/* On grid k of the ladder. */
struct rung {
    size_t cells;
    double h;
    char label[32];            /* "h = 0.06" */
    double state[SPACES];      /* TV of the stationary state; NaN where there is none */
    double least[SPACES];      /* its smallest value */
    double warmth[SPACES];     /* the temperature that it has between barrier and well */
    double predicted;          /* that of upwind, from D + |f| h/2 */
    double relaxation[SPACES]; /* NaN where a rate is not positive */
    double end[SPACES];        /* TV at the end from a normal start */
    double mass[SPACES];       /* then */
    double richardson;         /* TV of ours extrapolated from this grid and the one before */
};

/* Where the reference stands beside the spectral oracle. */
struct oracle {
    double tv, error, reference_error;
};

struct price {
    double temperature, relaxation; /* the true lambda_1 */
    size_t cells, steps;
    struct fpk_model model;
    struct point point;
    struct oracle from_point, from_normal;
    struct rung rung[LADDER];
    double *coarse_x, *coarse[SPACES], *coarse_exact; /* [rung[0].cells] stationary; owned */
    double instant[INSTANTS], mass[MASSES][INSTANTS], mass_exact[MASSES][INSTANTS];
    double mass_cells[MASSES], ours_mass[INSTANTS];
    double ends_saw; /* bound on the mass through the ends, where the form has p = 0 */
};

/* point.c, cells.c, mass.c: fill their parts. */
enum fpk_status price_from_a_point(struct price *price, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status price_at_equal_cells(struct price *price, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status price_of_mass(struct price *price) FPK_MUST_USE;

/* output.c, pictures.c */
enum fpk_status price_judge(const struct price *price, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status price_tabulate(const struct price *price, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status price_record(const struct price *price, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status price_draw(const struct price *price, struct fpk_run *run) FPK_MUST_USE;

/* reference.c: shared by those above. The density at PRICE_TIME by fpk_fokker_planck_solve to a
 * tolerance far below what is compared, cell averages; *error bounds its TV. */
enum fpk_status price_reference(const struct price *price, const struct fpk_start *start,
                                size_t cells, double *out, double *error) FPK_MUST_USE;
enum fpk_status price_ask_oracle(const struct price *price, const struct fpk_start *start,
                                 size_t cells, const double *reference, double reference_error,
                                 struct oracle *out) FPK_MUST_USE;
double price_tv(size_t n, const double *p, const double *q);
void price_pair(size_t n, const double *fine, double *out); /* [2 n] -> [n] */
void price_extrapolate(size_t n, const double *fine, const double *coarse, double *out);
struct fpk_grid price_grid(size_t cells);
double price_sum(size_t n, const double *p, int power); /* int x^power p dx */

/* Ours: Scharfetter-Gummel and TR-BDF2; p [cells] is the end. */
enum fpk_status price_march(const struct price *price, struct fpk_field *field, size_t steps,
                            size_t damped, struct fpk_march_report *report) FPK_MUST_USE;

#endif
