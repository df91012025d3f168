/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the experiment `ddim` computes and keeps. */
#ifndef FPK_EXPERIMENTS_DDIM_DDIM_H
#define FPK_EXPERIMENTS_DDIM_DDIM_H

#include "../common/sampled.h"

#include "fpk/distribution/mixture.h"

enum {
    ETAS = 4,
    LENGTHS = 7, /* numbers of steps, at most */
    PAIRED = 9,  /* plans of DDIM with eta = 1 and DDPM that are compared */
    POINTS = 4000,
    SHOWN = 10, /* steps of the paths that are drawn */
    PATHS = 12,
    FRACTIONS = 41, /* points of an interpolation */
    ROADS = 3,      /* ways to interpolate */
    SIDE = 121,     /* of the map of the plane */
};

/* eta = 0 on given points: what the steps do beside what the exact flow does. */
struct ddim_flow {
    double end_mean, end_rms;     /* end points from the exact start: mean |error|, rms */
    double law_w1, law_w2;        /* of the law from the same start */
    double latent_mean;           /* data encoded, against the exact flow's latents */
    double round_mean, round_rms; /* data encoded and decoded, against themselves */
};

struct ddim {
    struct fpk_run *run; /* borrowed */
    struct fpk_mixture target;
    struct fpk_score score; /* exact, borrows target */
    size_t particles;

    double marginal_tv[ETAS], marginal_error[ETAS]; /* largest over the levels and data */
    double coefficients;                            /* DDIM eta = 1 against DDPM, relative */

    size_t n_length;
    double length[LENGTHS];
    struct fpk_sampled chain[ETAS][LENGTHS];
    struct ddim_flow flow[LENGTHS];

    double label[SHOWN + 1]; /* training time of a level, 0 at the clean end */
    double path[PATHS][SHOWN + 1], exact_path[PATHS][SHOWN + 1];
    double latent[POINTS], image[POINTS], image_exact[POINTS]; /* x_T, and x_0 by SHOWN steps */

    /* in the plane */
    struct fpk_mixture plane;
    double fraction[FRACTIONS];
    double road[ROADS][2][FRACTIONS], road_log_pdf[ROADS][FRACTIONS];
    double road_round; /* largest error of the two ends, encoded and decoded */
    double axis_x[SIDE], axis_y[SIDE], map[SIDE * SIDE];
};

extern const double ddim_eta[ETAS];
extern const char *const ddim_road_name[ROADS];

/* *up <- the steps of a deterministic plan taken backwards: x' = (alpha'/alpha) x +
 * (sigma' - alpha' sigma/alpha) eps(x, now), from the clean end to the first level. */
enum fpk_status ddim_reverse_plan(const struct fpk_plan *down, struct fpk_plan *up) FPK_MUST_USE;

enum fpk_status ddim_marginals(struct ddim *d) FPK_MUST_USE;   /* marginal, coefficients */
enum fpk_status ddim_chains(struct ddim *d) FPK_MUST_USE;      /* chain */
enum fpk_status ddim_flows(struct ddim *d) FPK_MUST_USE;       /* flow, paths */
enum fpk_status ddim_interpolate(struct ddim *d) FPK_MUST_USE; /* the plane */

enum fpk_status ddim_report(const struct ddim *d) FPK_MUST_USE;
enum fpk_status ddim_record(const struct ddim *d) FPK_MUST_USE;
enum fpk_status ddim_draw(const struct ddim *d) FPK_MUST_USE;

#endif
