/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Level: how much of the data and how much noise a noised point holds,
 *
 *     x = alpha x_0 + sigma eps,   eps ~ N(0, I).
 *
 * Every noising process of the posts (DDPM, DDIM, SMLD, VP and VE) is a path of levels. */
#ifndef FPK_SCHEDULE_LEVEL_H
#define FPK_SCHEDULE_LEVEL_H

struct fpk_level {
    double alpha; /* >= 0; sqrt(abar) for variance-preserving processes, 1 for exploding ones, 0
                   * where no data are left */
    double sigma; /* >= 0; sqrt(1 - abar), or sigma itself */
    double t;     /* the label that a network would be given: time in [0,1], or training index */
};

/* Noise on top of noise: the level reached from clean data by `first` and then `then`,
 *     alpha = a1 a2,   sigma^2 = a2^2 s1^2 + s2^2,   label of `then`. */
struct fpk_level fpk_level_compose(struct fpk_level first, struct fpk_level then);

/* Signal-to-noise ratio alpha^2/sigma^2 (infinite at sigma = 0), and lambda = log(alpha/sigma),
 * half its logarithm: the variable in which DPM-Solver steps (Lu et al. 2022, arXiv:2206.00927, eq.
 * 3.3). */
double fpk_level_snr(struct fpk_level level);
double fpk_level_half_log_snr(struct fpk_level level);

#endif
