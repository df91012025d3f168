/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Start: the law of X at the first time, for particles, densities and laws alike (1-D: all kinds;
 * n-D: mixture and points). */
#ifndef FPK_DISTRIBUTION_START_H
#define FPK_DISTRIBUTION_START_H

#include "fpk/base/points.h"
#include "fpk/base/status.h"
#include "fpk/distribution/mixture.h"

#include <stdint.h>

enum fpk_start_kind {
    FPK_START_MIXTURE, /* normal:MEAN:STD and mixture files */
    FPK_START_DELTA,   /* delta:x */
    FPK_START_UNIFORM, /* uniform:a:b */
    FPK_START_POINTS   /* given points (from a .npy file) */
};

struct fpk_start {
    enum fpk_start_kind kind;
    struct fpk_mixture mixture; /* owned */
    double a, b;                /* delta: a = b = x; uniform: the interval */
    struct fpk_points points;   /* owned */
    double *sorted;             /* points in 1-D: their values in ascending order; owned */
};

/* "normal:MEAN:STD", "delta:x", "uniform:a:b"; in several dimensions "normal:m1,m2:s1,s2" (one s
 * for all: independent coordinates, a mixture of one) and "delta:x,y" (points, one of them).
 * FPK_USAGE with the three forms when it is none. (Files are read by the lab layer.) */
enum fpk_status fpk_start_parse(struct fpk_start *start, const char *text) FPK_MUST_USE;
void fpk_start_clear(struct fpk_start *start);

/* A point or a normal on the line becomes that in each of `dim` coordinates; a start in `dim`
 * dimensions stays as it is. FPK_USAGE for any other: the start is then unchanged. */
enum fpk_status fpk_start_spread(struct fpk_start *start, size_t dim) FPK_MUST_USE;

/* From what is at hand. normal: std > 0. mixture, points: moved in (the caller's struct is left
 * empty, on failure too). points: at least one, all finite, else FPK_USAGE. */
enum fpk_status fpk_start_normal(struct fpk_start *start, double mean, double std) FPK_MUST_USE;
void fpk_start_mixture(struct fpk_start *start, struct fpk_mixture *mixture);
enum fpk_status fpk_start_points(struct fpk_start *start, struct fpk_points *points) FPK_MUST_USE;

/* Dimensions of X: those of the mixture or of the points, else 1. */
size_t fpk_start_dim(const struct fpk_start *start);

/* Particles first .. first+points->n-1; `points` kind: particle i is row i mod n. The value of a
 * particle depends on (seed, its number) alone (purpose FPK_FOR_START). FPK_USAGE when the
 * dimensions differ. */
enum fpk_status fpk_start_sample(const struct fpk_start *start, uint64_t seed, uint64_t first,
                                 struct fpk_points *points) FPK_MUST_USE;

/* 1-D: P(X <= x) and P(X > x), any number of places x; the cdf of points is the empirical one. */
void fpk_start_cdf(const struct fpk_start *start, size_t n, const double *x, double *cdf,
                   double *tail);

/* An interval [*low, *high] that holds all but `outside` of the mass (1-D). */
void fpk_start_range(const struct fpk_start *start, double outside, double *low, double *high);

/* Mean and variance (1-D). */
void fpk_start_moments(const struct fpk_start *start, double *mean, double *variance);

#endif
