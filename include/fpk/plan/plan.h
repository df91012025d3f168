/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plan: a sampler as data, a short program over registers of points.
 *
 *     EVAL r <- head(r_in, level)                  one evaluation of the network
 *     MIX  r <- sum_j c_j r_in[j] + s xi           xi ~ N(0, I), fresh
 *     CLIP r <- min(max(r_in, -bound), bound)
 *     THRESHOLD r <- min(max(r_in, -q), q) bound/q,  q = max(bound, the given quantile of the
 *                    |components| of the particle)
 *     ACCEPT r <- y with probability min(1, p(y) q(x|y) / (p(x) q(y|x))), else x
 *
 * THRESHOLD is dynamic thresholding (Saharia et al. 2022, arXiv:2205.11487, section 2.3, bound 1);
 * its quantile is interpolated linearly between order statistics. ACCEPT is the rule of Metropolis
 * and Hastings (Hastings 1970, doi:10.1093/biomet/57.1.97) for a proposal y ~ N(mean of x, s^2 I)
 * and the density p of the data at a level, x_in = y, x, mean(x), mean(y): q(y|x) is the density of
 * N(mean(x), s^2 I) at y.
 *
 * DDPM, DDIM, annealed Langevin differ only in the table. A plan can be printed, counted, run on
 * points (sampler layer) and pushed through a density (law layer). Register 0 is x: it holds the
 * start and, at the end, the sample. */
#ifndef FPK_PLAN_PLAN_H
#define FPK_PLAN_PLAN_H

#include "fpk/base/status.h"
#include "fpk/schedule/head.h"
#include "fpk/schedule/level.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define FPK_MIX_MAX            8  /* terms of a MIX */
#define FPK_PLAN_REGISTERS_MAX 64 /* registers of a plan */
#define FPK_PLAN_STEPS_MAX     1000000

enum fpk_op { FPK_EVAL, FPK_MIX, FPK_CLIP, FPK_THRESHOLD, FPK_ACCEPT };
#define FPK_OPS 5

struct fpk_instruction {
    enum fpk_op op;
    int out;                /* register written */
    int n_in;               /* EVAL, CLIP, THRESHOLD: 1; ACCEPT: 4 */
    int in[FPK_MIX_MAX];    /* registers read */
    double c[FPK_MIX_MAX];  /* MIX: coefficients */
    double noise;           /* MIX: s >= 0; 0 draws nothing. ACCEPT: s > 0 of the proposal */
    enum fpk_head head;     /* EVAL */
    struct fpk_level level; /* EVAL, ACCEPT: where score or density is asked; MIX into 0: reached */
    double bound;           /* CLIP, THRESHOLD: > 0 */
    double quantile;        /* THRESHOLD: in [0, 1] */
    uint64_t step;          /* sampler step, 0-based: the step of the noise's counter */
};

struct fpk_plan {
    char *name;     /* of the sampler; owned */
    int n_register; /* registers 0 .. n_register-1 */
    size_t n;       /* instructions */
    size_t capacity;
    struct fpk_instruction *instruction; /* [n]; owned */
    struct fpk_level first;              /* level of the start */
    double start_std;                    /* the usual start is N(0, start_std^2 I) */
    uint64_t steps;                      /* number of steps */
};

/* "EVAL", "MIX", "CLIP", "THRESHOLD", "ACCEPT". */
const char *fpk_op_name(enum fpk_op op);

enum fpk_status fpk_plan_init(struct fpk_plan *plan, const char *name, int n_register) FPK_MUST_USE;
void fpk_plan_clear(struct fpk_plan *plan);

/* Appends; refuses (FPK_USAGE, with the step) registers out of range, numbers that are not finite,
 * and a step below the one before: the noise of a step is counted within it. */
enum fpk_status fpk_plan_add(struct fpk_plan *plan,
                             struct fpk_instruction instruction) FPK_MUST_USE;

/* Number of EVALs; number of MIXes with noise; number of instructions of one kind. */
size_t fpk_plan_evaluations(const struct fpk_plan *plan);
size_t fpk_plan_noises(const struct fpk_plan *plan);
size_t fpk_plan_count(const struct fpk_plan *plan, enum fpk_op op);

/* After every EVAL at a sigma > 0 its head is made an estimate of the data, which is clipped to
 * [-bound, bound] (thresholded), and made that head again: what image samplers call clip_sample and
 * thresholding, for any method. For points: a law is computed with a clipped score instead
 * (fpk/score/clip.h), which does the same. FPK_USAGE when bound or quantile is out of range, or
 * where a head at alpha 0 does not know the data; the plan is then unchanged. */
enum fpk_status fpk_plan_clip_x0(struct fpk_plan *plan, double bound) FPK_MUST_USE;
enum fpk_status fpk_plan_threshold_x0(struct fpk_plan *plan, double quantile,
                                      double bound) FPK_MUST_USE;

/* The plan for a network that predicts `head`: every EVAL asks for that head, and a MIX after it
 * makes of it the head that the plan was written with. Same result in exact arithmetic; the same
 * number of evaluations; one more register where an EVAL overwrites its own input. FPK_USAGE, with
 * the step and the level, where that head does not tell the other (fpk/schedule/head.h: anything
 * but eps from eps at alpha 0, anything from x0 at sigma 0); the plan is then unchanged. */
enum fpk_status fpk_plan_set_head(struct fpk_plan *plan, enum fpk_head head) FPK_MUST_USE;

/* One readable line per instruction, numbers with 17 digits; fpk_plan_parse reads it back to the
 * same bits. */
enum fpk_status fpk_plan_print(const struct fpk_plan *plan, FILE *out) FPK_MUST_USE;

/* *plan <- what fpk_plan_print wrote. The name is copied into the plan. FPK_USAGE with the line
 * number and what was expected there; FPK_IO when the file cannot be read. What follows the line
 * "end" is not read. */
enum fpk_status fpk_plan_parse(struct fpk_plan *plan, FILE *in) FPK_MUST_USE;

#endif
