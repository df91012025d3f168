/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the studies of this layer share. */
#ifndef FPK_CONVERGENCE_PRIV_H
#define FPK_CONVERGENCE_PRIV_H

#include "fpk/convergence/convergence.h"

#include "fpk/base/points.h"

/* ---- fit.c ---- */

struct fpk_line {
    double slope, se; /* se from the residuals */
};

/* log2 error against log2 h, 2 <= n <= FPK_CONVERGENCE_POINTS. */
struct fpk_line fpk_line_fit(size_t n, const double *h, const double *error, const double *weight);

/* weight [FPK_CONVERGENCE_POINTS] of the points; how many of them are above the floor. */
void fpk_order_weights(const struct fpk_order_study *study, double *weight);
size_t fpk_order_fitted(const struct fpk_order_study *study, double floor);

/* ---- hermite.c ---- */

#define FPK_HERMITE_MAX 24

/* sum_i w_i f(x_i) = E f(Z), Z standard normal, for polynomials of degree < 2 n. */
void fpk_gauss_hermite(size_t n, double *x, double *w);

/* ---- noises.c: every value that the noises of a step can take ---- */

struct fpk_noises {
    size_t n, noise;             /* values; components of W */
    double *weight;              /* [n], sums to 1; owned */
    double *z, *a, *three, *two; /* [noise][n]; NULL when not used; owned */
};

/* Nodes of a normal increment and of a normal area. */
struct fpk_nodes {
    size_t increment, area;
};

enum fpk_status fpk_noises_init(struct fpk_noises *noises, unsigned uses, size_t noise,
                                struct fpk_nodes nodes) FPK_MUST_USE;
void fpk_noises_clear(struct fpk_noises *noises);

/* ---- setting.c: a method set up on a problem ---- */

struct fpk_setting {
    const struct fpk_stepper *stepper;
    const struct fpk_problem *problem;
    struct fpk_model model;           /* as the problem states it; owned */
    struct fpk_conversion conversion; /* as the method reads it */
    double *work;                     /* of the method; owned */
};

/* FPK_USAGE when the method refuses. Not to be moved: conversion points into it. */
enum fpk_status fpk_setting_init(struct fpk_setting *setting, const struct fpk_stepper *stepper,
                                 const struct fpk_problem *problem) FPK_MUST_USE;
void fpk_setting_clear(struct fpk_setting *setting);

/* Step k of n_step, x [dim][n] in place, with given noises. */
void fpk_setting_step(const struct fpk_setting *setting, uint64_t n_step, uint64_t k, size_t n,
                      double *x, const struct fpk_noise_given *given);

/* Evaluations of drift and diffusion in one step of the coarsest run, on FPK_BLOCK points. */
enum fpk_status fpk_setting_count(const struct fpk_stepper *stepper,
                                  const struct fpk_problem *problem, double *drifts,
                                  double *diffusions) FPK_MUST_USE;

/* ---- moments.c, grid.c, plane.c, paths.c ---- */

/* *found: the step is affine in x and phi quadratic, and *value <- E phi(X_h(t1)) with n_step
 * steps; otherwise *value is left alone. */
enum fpk_status fpk_moments_expect(const struct fpk_setting *setting, uint64_t n_step, bool *found,
                                   double *value) FPK_MUST_USE;

/* *value <- E phi(X_h(t1)) in one dimension. */
enum fpk_status fpk_grid_expect(const struct fpk_setting *setting, uint64_t n_step,
                                double *value) FPK_MUST_USE;

/* *value <- E phi(X_h(t1)) in two dimensions and with at most two noises; the problem gives low <
 * high. */
enum fpk_status fpk_plane_expect(const struct fpk_setting *setting, uint64_t n_step,
                                 double *value) FPK_MUST_USE;

/* Particles of one problem on fixed Brownian paths. */
struct fpk_paths {
    const struct fpk_problem *problem;
    size_t particles;
    uint64_t seed, fine; /* steps of the finest run that any size divides */
    int threads;
};

/* x (made here, owned by the caller) <- X_h(t1) of n_step steps. */
enum fpk_status fpk_paths_run(const struct fpk_paths *paths, const struct fpk_stepper *stepper,
                              uint64_t n_step, struct fpk_points *x) FPK_MUST_USE;

/* x (made here, owned by the caller) <- X(t1): the exact solution, or the stand-in. */
enum fpk_status fpk_paths_exact(const struct fpk_paths *paths, struct fpk_points *x) FPK_MUST_USE;

/* ---- strong.c ---- */

/* The paths of a strong study on a problem. */
struct fpk_paths fpk_strong_paths(const struct fpk_problem *problem, size_t particles,
                                  uint64_t seed, int threads);

/* The study, against `exact` of those paths; NULL: that is computed here. */
enum fpk_status fpk_strong_study(const struct fpk_stepper *stepper, const struct fpk_paths *paths,
                                 const struct fpk_points *exact,
                                 struct fpk_order_study *study) FPK_MUST_USE;

#endif
