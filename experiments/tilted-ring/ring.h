/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the experiment `tilted-ring` computes for U = cos x - F x and keeps. */
#ifndef FPK_EXPERIMENTS_RING_H
#define FPK_EXPERIMENTS_RING_H

#include "fpk/base/points.h"
#include "fpk/lab/experiment.h"
#include "fpk/model/model.h"

enum {
    FORCES = 40,      /* 0.05, 0.1, ..., 2 */
    TEMPERATURES = 4, /* 0.1, 0.2, 0.5, 1 */
    PLACES = 256,     /* of the density, around the ring */
    SHOWN = 3,        /* densities that are drawn, at forces 0.5, 1, 1.5 */
    SETTINGS = 6,     /* walked by particles */
    MESHES = 5,       /* of 16, 32, ... cells, at F = D = 0.5 */
    REFINED = 3       /* step sizes of one setting, without particles */
};

/* Velocity v = lim E X/t and effective diffusion D_eff = lim Var X/(2 t) at one (F, D). */
struct rates {
    double force, temperature;
    double v, d_eff;                   /* closed form: two quadratures */
    double fourier_v, fourier_error;   /* from the density's Fourier coefficients */
    double passage_v, passage_v_error; /* 2 pi/E T */
    double passage_d, passage_d_error; /* (2 pi)^2 Var T/(2 (E T)^3) */
    double steady[3], steady_error[3]; /* v, D_eff, entropy production by fpk_stationary_solve */
    double production, from_density;   /* F v/D, and int J^2/(D p) dx */
    double density[PLACES], slope[PLACES]; /* p, p_x at 2 pi i/PLACES, from Fourier */
};

/* Euler-Maruyama from 0 for `time`, half of it to forget where it began. */
struct setting {
    double force, temperature, h;
    uint64_t n_step;        /* in all; even */
    double mean[2], var[2]; /* of the unfolded X of the scheme after n_step/2 and n_step steps */
    double v, d_eff;        /* of the scheme, from their differences */
    double sampled_mean[2], sampled_var[2], var_se[2]; /* of particles; se of the variances */
    double sampled_v, v_se, sampled_d, d_se;
    struct fpk_points points; /* at the end, unfolded */
    struct fpk_chi_square test[2];
};

/* The generator's rates on a ring of cells: a chain of jumps with its own stationary state. */
struct mesh {
    double cells, v, production; /* v = 2 pi J; sum over the faces of J ln(up p/(down p')) */
    double uneven;               /* largest |J_i/J - 1| */
    double rounding;             /* what rounding may make of the two: a few 2^-52 of what goes
                                  * one way through a face, over J */
};

struct ring {
    uint64_t seed;
    size_t particles;
    double time, step;
    double place[PLACES];
    struct rates rates[TEMPERATURES][FORCES];
    struct mesh mesh[MESHES];
    struct setting setting[SETTINGS];
    struct setting refined[REFINED]; /* h, h/2, h/4; no particles */
};

/* U = cos x - force x at a temperature; the caller clears it. */
enum fpk_status ring_model(double force, double temperature, struct fpk_model *model) FPK_MUST_USE;

/* Which of the forces it is. */
int ring_force(double force);

enum fpk_status ring_rates(struct ring *ring, struct fpk_run *run) FPK_MUST_USE;

/* Fills the mesh for its number of cells. */
enum fpk_status ring_mesh(double force, double temperature, struct mesh *mesh) FPK_MUST_USE;

/* Fills mean, var, v, d_eff of the scheme without random numbers. */
enum fpk_status ring_chain(struct setting *setting) FPK_MUST_USE;

enum fpk_status ring_walk(struct ring *ring, int number, struct fpk_run *run) FPK_MUST_USE;

enum fpk_status ring_record(const struct ring *ring, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status ring_draw(const struct ring *ring, struct fpk_run *run) FPK_MUST_USE;

#endif
