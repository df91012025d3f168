/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One stochastic step down a path with one evaluation of the score,
 *
 *     x' = a x + b score(x, level[i]) + noise xi,
 *
 * in the four forms that the literature has for it. `ddpm`, the samplers of the reverse SDE and the
 * predictor of `predictor-corrector` are made of them. */
#ifndef FPK_SAMPLER_REVERSE_PRIV_H
#define FPK_SAMPLER_REVERSE_PRIV_H

#include "fpk/sampler/sampler.h"
#include "fpk/schedule/path.h"

struct fpk_reverse_row {
    double a, b, variance; /* variance = noise^2 */
};

/* a, b of the mean of x_next given x_now when E[x_0 | x_now] stands for x_0; variance that of
 * x_next given x_now and x_0: Ho et al. 2020, arXiv:2006.11239, eq. 6-7, on any path. */
struct fpk_reverse_row fpk_reverse_ancestral(const struct fpk_path *path, size_t i);

/* The forward step x_now = r x_next + sqrt(drop) xi run backward with r x_next ~ x - (1 - r) x:
 * Song et al. 2021, arXiv:2011.13456, appendix E, "reverse diffusion". */
struct fpk_reverse_row fpk_reverse_diffusion(const struct fpk_path *path, size_t i);

/* Euler-Maruyama on dX = (b(t) X + g(t)^2 score) dt + g(t) dW, coefficients at level[i].t; the path
 * is continuous. `equal`: all steps are the path's length over their number, to the bit. */
struct fpk_reverse_row fpk_reverse_euler(const struct fpk_path *path, size_t i, bool equal);

/* The same SDE solved exactly over the step with the score as it is at its beginning. */
struct fpk_reverse_row fpk_reverse_exponential(const struct fpk_path *path, size_t i);

/* Appends the row as step i, without its noise when !noisy. */
enum fpk_status fpk_reverse_add(struct fpk_plan *plan, const struct fpk_path *path, size_t i,
                                struct fpk_reverse_row row, bool noisy) FPK_MUST_USE;

/* Are the options those of equal steps from the start to the clean end? */
bool fpk_reverse_equal(const struct fpk_values *values);

/* clang-format off */
#define FPK_LAST_NOISE(fallback)                                                                   \
    {"last-noise", FPK_CHOICE, fallback, 0, 0, "on|off", NULL, "noise in the last step", false}
/* clang-format on */
/* Is there noise in the last step? `otherwise` when the option is not given and has no default. */
bool fpk_last_noise(const struct fpk_values *values, bool otherwise);

#endif
