/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files behind solve.h share: outputs of one level, and the extrapolation over levels. */
#ifndef FPK_FOKKER_PLANCK_SOLVE_PRIV_H
#define FPK_FOKKER_PLANCK_SOLVE_PRIV_H

#include "fpk/fokker_planck/march.h"
#include "fpk/fokker_planck/solve.h"

/* A step that falls below -FPK_UNDERSHOOT x tolerance is redone. */
#define FPK_UNDERSHOOT 1e-3

/* Where the numbers of one level lie in one array, the same for every level:
 *     [n_at] densities; [n_time + 1][3] mean, variance, mass, the last three at t1;
 *     [n_time][cells] averages of the stored fields. */
struct fpk_layout {
    size_t n_at, n_time;
    const double *time;    /* [n_time], borrowed */
    struct fpk_grid field; /* of the stored fields */
    size_t n_scalar, n;    /* densities and moments; all */
};

/* A problem made definite: defaults filled in, domain chosen. */
struct fpk_setting {
    const struct fpk_fokker_planck_problem *problem;
    struct fpk_layout layout;
    double a, b, tolerance;
    size_t max_cells;
    bool rough;        /* the start is not smooth on the base grid */
    size_t base_cells; /* level k has base_cells 2^k cells */
    size_t n_step;     /* base steps */
    double *step_end;  /* [n_step], the last is t1; every stored time is among them; owned */
};

/* Fills value [layout.n] with what level k gives. */
typedef enum fpk_status fpk_level_fn(const struct fpk_setting *setting, size_t k, double *value,
                                     struct fpk_march_report *report);
fpk_level_fn fpk_level_diffusion; /* level.c: Scharfetter-Gummel x TR-BDF2 */
fpk_level_fn fpk_level_transport; /* transport.c: characteristics */

/* g = 0 wherever it was looked at. */
bool fpk_is_transport(const struct fpk_fokker_planck_problem *problem, double a, double b);
/* transport.c: the hull of the characteristics of the start's range. */
enum fpk_status fpk_transport_domain(const struct fpk_fokker_planck_problem *problem, double *a,
                                     double *b) FPK_MUST_USE;

/* steps.c: base_cells, rough and step_end; a, b may move by less than a cell to put a delta start
 * on a face. */
enum fpk_status fpk_setting_steps(struct fpk_setting *setting, bool transport) FPK_MUST_USE;

/* reconstruct.c: degree-8 polynomial through the primitive at the nine nearest faces. */
double fpk_reconstruct_point(const struct fpk_field *field, double x);
/* out->value <- averages of the reconstruction over out's cells. */
void fpk_reconstruct_field(const struct fpk_field *field, const struct fpk_grid *out,
                           double *average);
/* mean, variance, mass of a field, cell values taken at the centres (variance less h^2/12). */
void fpk_field_moments(const struct fpk_field *field, double moments[3]);

/* Averages over the cells of a start's density, whatever its kind: differences of its cdf. */
void fpk_start_averages(const struct fpk_start *start, const struct fpk_grid *grid,
                        double *average);

/* Puts a field at time t into the level's array wherever the layout wants it. */
void fpk_layout_store(const struct fpk_layout *layout, const struct fpk_field *field, bool end,
                      const double *at, double *value);

/* Richardson extrapolation of arrays: exponents first, first + 1, ... */
#define FPK_COLUMNS 5
struct fpk_romberg {
    size_t n, level; /* level: rows added */
    unsigned first;
    double *row[FPK_COLUMNS], *old[FPK_COLUMNS]; /* [n] each, owned, as is the next */
    double *step;                 /* [n] distance of the last two best extrapolants */
    double *error;                /* [n] the estimate below */
    double change, change_before; /* norm of the last two changes of the plain scalars */
    size_t n_scalar;
};
enum fpk_status fpk_romberg_init(struct fpk_romberg *r, size_t n, size_t n_scalar,
                                 unsigned first) FPK_MUST_USE;
void fpk_romberg_clear(struct fpk_romberg *r);
/* The array to fill before fpk_romberg_add. */
double *fpk_romberg_slot(struct fpk_romberg *r);
void fpk_romberg_add(struct fpk_romberg *r);
/* Best extrapolant of number i, and its error estimate: its distance from the best one of the level
 * before, but no less than 1/16 of the distance before that one, because a single distance can be
 * small by chance where the error changes sign. */
double fpk_romberg_best(const struct fpk_romberg *r, size_t i);
double fpk_romberg_error(const struct fpk_romberg *r, size_t i);

#endif
