/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evolve: a start carried in time by the oracle's modes, at one order.
 *
 *     p(x, t) = sqrt(p_s) sum_k c_k e^{-sigma_k^2 t} psi_k,   c_k = int psi_k p_0/sqrt(p_s) dx
 *
 * or, where p_0/sqrt(p_s) is too large for its digits to survive, by the exponential of the
 * generator for p itself ("flat", spectral_push.c), whose rounding grows like order^3 instead. */
#ifndef FPK_FOKKER_PLANCK_SPECTRAL_EVOLVE_PRIV_H
#define FPK_FOKKER_PLANCK_SPECTRAL_EVOLVE_PRIV_H

#include "spectral_priv.h"

#include "fpk/distribution/start.h"
#include "fpk/fokker_planck/solve.h"

struct fpk_push {
    size_t first, m;                  /* nodes kept: those that no end absorbs */
    double *generator, *power, *work; /* [m][m], power = e^{step generator}; owned, as below */
    double *start, *p;                /* [m] at 0 and at t */
    double t, step;
};
enum fpk_status fpk_push_init(struct fpk_push *push, const struct fpk_spectral_modes *modes,
                              const double *p0) FPK_MUST_USE;
void fpk_push_clear(struct fpk_push *push);
/* To any t >= 0; equal steps share their exponential. */
enum fpk_status fpk_push_to(struct fpk_push *push, double t) FPK_MUST_USE;
/* p [n] at all nodes, or -p_t. */
void fpk_push_read(const struct fpk_push *push, bool rate, size_t n, double *p);
/* Of p, relative to its norm. */
double fpk_push_rounding(const struct fpk_push *push);

struct fpk_evolve {
    bool flat; /* sqrt(p_s) is taken as 1 and `push` moves p; else the modes do */
    struct fpk_push push;
    struct fpk_spectral_modes modes;
    double *c;     /* [modes.n]; owned, as all below */
    double *row;   /* [nodes.n] room */
    double size;   /* norm of p_0/sqrt(p_s), which rounding is relative to */
    double missed; /* mass of the start that the nodes' quadrature does not see */
};

/* FPK_USAGE unless the start is a mixture on the line or a point. */
enum fpk_status fpk_evolve_start(const struct fpk_start *start) FPK_MUST_USE;

/* The domain, its ends and the mass of the start inside. Ends that were not given are put where the
 * density up to problem->t1 never comes, natural. FPK_USAGE where the model is not one for the
 * oracle, for a ring, and when the start lies outside. */
enum fpk_status fpk_evolve_domain(const struct fpk_fokker_planck_problem *problem, double *a,
                                  double *b, struct fpk_ends *ends, double *mass) FPK_MUST_USE;

enum fpk_status fpk_evolve_init(struct fpk_evolve *e, const struct fpk_model *model, bool flat,
                                double a, double b, struct fpk_ends ends,
                                const struct fpk_start *start, size_t order) FPK_MUST_USE;
void fpk_evolve_clear(struct fpk_evolve *e);

/* psi [nodes.n] after t, or -psi_t; *rounding: the norm of its error. */
enum fpk_status fpk_evolve_to(struct fpk_evolve *e, double t, bool rate, double *psi,
                              double *rounding) FPK_MUST_USE;
/* sqrt(p_s) at node j, its largest value 1. */
double fpk_evolve_root(const struct fpk_evolve *e, size_t j);
/* density [n_time] at x of psi [n_time][nodes.n]; returns what an error of norm 1 makes of it. */
double fpk_evolve_density(const struct fpk_evolve *e, size_t n_time, const double *psi, double x,
                          double *density);
/* value, floor [3]: mean, variance, mass. */
void fpk_evolve_moments(const struct fpk_evolve *e, const double *psi, double rounding,
                        double *value, double *floor);

/* fpk_spectral_refine by the modes, and where they do not meet the tolerance flat as well: of each
 * number the better one. *flat is read by `level`, through ctx. */
enum fpk_status fpk_evolve_refine(double tolerance, size_t n, fpk_spectral_level_fn *level,
                                  void *ctx, bool *flat, double *value, double *error,
                                  size_t *order, bool *converged) FPK_MUST_USE;

#endif
