/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Program: a straight line of operations on registers, each a short array of points.
 *
 * A place k >= 0 is a register: 0, 1, 2 the arguments x, y, z, from FPK_RESULT on the results, then
 * the workspace. A place k < 0 is the scalar ~k: a constant, t, or something computed from them
 * once a call. */
#ifndef FPK_FORMULA_PROGRAM_PRIV_H
#define FPK_FORMULA_PROGRAM_PRIV_H

#include "fpk/base/isa.h"
#include "fpk/base/status.h"

#include "dag_priv.h"

enum {
    FPK_RESULT = 3,
    FPK_WORK = 3072,        /* doubles of workspace: 24 kB, inside a first-level cache */
    FPK_WIDTH = 512,        /* most points that go through a program together */
    FPK_ROOTS_MAX = 72,     /* results: the derivatives of a 3 by 8 diffusion in 3 dimensions */
    FPK_REGISTERS_MAX = 96, /* workspace registers, 32 points wide at least */
    FPK_SCALARS_MAX = 1024
};

struct fpk_instruction {
    enum fpk_op op;
    unsigned scalars; /* bit k: argument k is one number rather than one per point */
    int out, a, b, c;
};

struct fpk_program {
    size_t n, n_once; /* instructions; the first n_once work on scalars, once a call */
    struct fpk_instruction *instruction; /* [n]; owned */
    size_t n_scalar;
    double *scalar; /* [n_scalar] constants, zero where computed; scalar 0 is t; owned */
    size_t n_work;  /* workspace registers */
    size_t width;   /* points that go through together */
    size_t dim;     /* coordinates of a point */
    size_t n_root;  /* results */
};

/* Of the roots [n_root], at most FPK_ROOTS_MAX, in `dim` dimensions; what they share is computed
 * once. Adds what it needs to the dag. FPK_USAGE when the formulas are beyond the limits. */
enum fpk_status fpk_program_init(struct fpk_program *program, struct fpk_dag *dag, size_t n_root,
                                 const int *root, size_t dim) FPK_MUST_USE;
void fpk_program_clear(struct fpk_program *program);

/* out [n_root][n] <- the results at x [dim][n]. */
FPK_KERNEL_DECLARE(void, fpk_formula_run,
                   (const struct fpk_program *program, double t, size_t n, const double *x,
                    double *out));

/* One operation on n <= FPK_WIDTH points; bit k of `scalars`: argument k is a single number. */
FPK_KERNEL_DECLARE(void, fpk_formula_apply,
                   (enum fpk_op op, unsigned scalars, size_t n, const double *a, const double *b,
                    const double *c, double *out));

#endif
