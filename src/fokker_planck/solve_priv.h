/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files behind solve.h and survival.h share: a problem made definite, the outputs of one
 * level, and the extrapolation over levels. */
#ifndef FPK_FOKKER_PLANCK_SOLVE_PRIV_H
#define FPK_FOKKER_PLANCK_SOLVE_PRIV_H

#include "fpk/fokker_planck/march.h"
#include "fpk/fokker_planck/solve.h"

/* A step that falls below -FPK_UNDERSHOOT x tolerance is redone. */
#define FPK_UNDERSHOOT 1e-3

/* What a grid in u stands for. Zero: cells in x, reflecting ends. */
struct fpk_mesh {
    struct fpk_coordinate coordinate;
    struct fpk_ends ends;
};

/* A level at one time. */
struct fpk_state {
    const struct fpk_field *field; /* q = p dx/du */
    const struct fpk_mesh *mesh;
    const struct fpk_generator *generator; /* rates at the field's time; NULL: characteristics */
    double exited[2];                      /* through the left and the right end until then */
};

/* Where the numbers of one level lie in one array, the same for every level: [n_scalar] numbers,
 * then [n - n_scalar] field values. `store` fills in those of one time. */
struct fpk_setting;
typedef enum fpk_status fpk_store_fn(const struct fpk_setting *setting,
                                     const struct fpk_state *state, double *value);

/* For solve.h (layout.c):
 *     [n_at] densities; [n_time + 1][FPK_MOMENTS], the last ones at t1;
 *     [n_time][cells] averages of the stored fields; with currents [n_time][cells + 1] fluxes. */
struct fpk_layout {
    size_t n_at, n_time;
    const double *time;    /* [n_time], borrowed */
    struct fpk_grid field; /* of the stored fields, in x */
    bool currents;
    size_t n_scalar, n; /* densities and moments; all */
    size_t flux;        /* where the fluxes begin */
    fpk_store_fn *store;
};
enum { FPK_MEAN, FPK_VARIANCE, FPK_MASS, FPK_ENTROPY, FPK_PRODUCTION, FPK_MOMENTS };

/* A problem made definite: defaults filled in, domain chosen. */
struct fpk_setting {
    const struct fpk_fokker_planck_problem *problem;
    struct fpk_layout layout;
    struct fpk_mesh mesh;
    double a, b;   /* domain in x */
    double ua, ub; /* and in u */
    double tolerance;
    size_t max_cells;
    bool transport, contour; /* how time is gone through; neither: marching */
    bool rough;              /* the start is not smooth on the base grid */
    size_t base_cells;       /* level k has base_cells 2^k cells */
    size_t n_step;           /* base steps */
    double *step_end;        /* [n_step], the last is t1; every stored time is among them; owned */
    double contour_error;    /* L1, of the rational approximation, the largest of any level */
    double contour_ends;     /* density x width that the ends see on the base grid, on the way */
};

/* setting.c: checks the problem, chooses domain and method; then layout_init and steps are due. */
enum fpk_status fpk_setting_make(struct fpk_setting *setting,
                                 const struct fpk_fokker_planck_problem *problem) FPK_MUST_USE;
void fpk_setting_drop(struct fpk_setting *setting);
/* Marching instead of the contour, on the same domain. */
enum fpk_status fpk_setting_march(struct fpk_setting *setting) FPK_MUST_USE;
/* layout.c */
enum fpk_status fpk_layout_init(struct fpk_setting *setting) FPK_MUST_USE;

/* Fills value [layout.n] with what level k gives. */
typedef enum fpk_status fpk_level_fn(struct fpk_setting *setting, size_t k, double *value,
                                     struct fpk_march_report *report);
fpk_level_fn fpk_level_march;     /* level.c: Scharfetter-Gummel x TR-BDF2 */
fpk_level_fn fpk_level_contour;   /* level_contour.c: the same x e^{tA} */
fpk_level_fn fpk_level_transport; /* transport.c: characteristics */

/* level_contour.c: what the rational approximation may take of the tolerance. */
double fpk_contour_allowed(const struct fpk_setting *setting);

/* Density x width at the ends that should see none. */
double fpk_end_mass(const struct fpk_field *field, struct fpk_ends ends);

/* domain.c: ends in u; those that were not given are chosen, and become natural. */
enum fpk_status fpk_domain_choose(const struct fpk_fokker_planck_problem *problem,
                                  struct fpk_ends *ends, double *ua, double *ub) FPK_MUST_USE;
/* Whether the problem gives that end. */
bool fpk_domain_gives(const struct fpk_fokker_planck_problem *problem, bool right);

/* poles.c: refuses a drift or a diffusion that grows like 1/distance, or faster, inside the domain
 * (at an end it may). */
enum fpk_status fpk_check_poles(const struct fpk_setting *setting) FPK_MUST_USE;

/* g = 0 wherever it was looked at. */
bool fpk_is_transport(const struct fpk_fokker_planck_problem *problem, double a, double b);
/* transport.c: the hull of the characteristics of the start's range. */
enum fpk_status fpk_transport_domain(const struct fpk_fokker_planck_problem *problem, double *a,
                                     double *b) FPK_MUST_USE;

/* steps.c: base_cells and rough; then the ends, which may move by less than a cell to put a delta
 * start on a face; then step_end, where steps are taken. */
void fpk_setting_cells(struct fpk_setting *setting);
void fpk_setting_align(struct fpk_setting *setting);
enum fpk_status fpk_setting_steps(struct fpk_setting *setting) FPK_MUST_USE;

/* deposit.c: averages over the cells of a start's density, whatever its kind: differences of its
 * cdf; and the start of a level, where points, and with `spread` mixtures too, are B-splines. */
enum fpk_status fpk_start_averages(const struct fpk_start *start, const struct fpk_grid *grid,
                                   const struct fpk_mesh *mesh, double *average) FPK_MUST_USE;
enum fpk_status fpk_deposit(struct fpk_field *field, const struct fpk_mesh *mesh,
                            const struct fpk_start *start, bool spread,
                            double lost[2]) FPK_MUST_USE;

/* reconstruct.c: degree-8 polynomial through the primitive at the nine nearest faces; p at x. */
double fpk_reconstruct_point(const struct fpk_field *field, const struct fpk_mesh *mesh, double x);
/* Averages of p over the cells of `out`, which are cells in x. */
void fpk_reconstruct_field(const struct fpk_field *field, const struct fpk_mesh *mesh,
                           const struct fpk_grid *out, double *average);
/* Values at out's faces [out->n + 1] of a smooth function given at the grid's faces [n + 1]. */
void fpk_reconstruct_faces(const struct fpk_grid *grid, const double *value,
                           const struct fpk_mesh *mesh, const struct fpk_grid *out, double *at);
/* mean, variance, mass of a field, cell values taken at the centres (in x: variance less h^2/12);
 * mean and variance of what is left where mass is lost. */
void fpk_field_moments(const struct fpk_field *field, const struct fpk_mesh *mesh,
                       double moments[3]);

/* Richardson extrapolation of arrays: exponents first, first + by, first + 2 by, ... */
#define FPK_COLUMNS 5
struct fpk_romberg {
    size_t n, level; /* level: rows added */
    unsigned first, by;
    double *row[FPK_COLUMNS], *old[FPK_COLUMNS]; /* [n] each, owned, as is the next */
    double *step;                 /* [n] distance of the last two best extrapolants */
    double *error;                /* [n] the estimate below */
    double change, change_before; /* norm of the last two changes of the plain scalars */
    size_t n_scalar;
};
enum fpk_status fpk_romberg_init(struct fpk_romberg *r, size_t n, size_t n_scalar, unsigned first,
                                 unsigned by) FPK_MUST_USE;
void fpk_romberg_clear(struct fpk_romberg *r);
/* The array to fill before fpk_romberg_add. */
double *fpk_romberg_slot(struct fpk_romberg *r);
void fpk_romberg_add(struct fpk_romberg *r);
/* Best extrapolant of number i, and its error estimate: its distance from the best one of the level
 * before, but no less than 1/16 of the distance before that one, because a single distance can be
 * small by chance where the error changes sign. */
double fpk_romberg_best(const struct fpk_romberg *r, size_t i);
double fpk_romberg_error(const struct fpk_romberg *r, size_t i);
/* Observed order of the plain numbers, from the last three levels. */
double fpk_romberg_order(const struct fpk_romberg *r);

/* refine.c: levels, extrapolated in r (initialised here), until `worst`, the largest error of what
 * the tolerance is about, is within it. A contour that proves unfit is given up for marching. */
struct fpk_refined {
    struct fpk_march_report report; /* of the finest level */
    size_t n_cell;
    double worst;
    bool converged;
};
typedef double fpk_worst_fn(const struct fpk_setting *setting, const struct fpk_romberg *r);
enum fpk_status fpk_refine(struct fpk_setting *setting, fpk_worst_fn *worst, struct fpk_romberg *r,
                           struct fpk_refined *refined) FPK_MUST_USE;

#endif
