/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posterior: what is not known of the data when the noised point is,
 *
 *     mmse(level) = E tr Cov(x_0 | x),    x = alpha x_0 + sigma eps,
 *
 * the least mean square error of any x0 head, and the only number of the data that the terms of the
 * variational bound need; and the entropy of the data, the least that any bound can be. */
#ifndef FPK_STUDY_POSTERIOR_H
#define FPK_STUDY_POSTERIOR_H

#include "fpk/compare/distance.h"
#include "fpk/distribution/mixture.h"

/* A Gaussian in any dimension, sum_j v_j sigma^2/(alpha^2 v_j + sigma^2) over the eigenvalues of
 * its covariance, or a mixture in one, by the trapezoidal rule, halved until it stands still
 * (Trefethen & Weideman 2014, doi:10.1137/130932132): errors of 1e-13 and less. FPK_USAGE for a
 * mixture in more dimensions; FPK_NUMERIC when 2^22 points do not resolve it. */
enum fpk_status fpk_posterior_variance(const struct fpk_mixture *data, struct fpk_level level,
                                       struct fpk_number *out) FPK_MUST_USE;

/* - E log p(x_0), nats. The same data. */
enum fpk_status fpk_data_entropy(const struct fpk_mixture *data,
                                 struct fpk_number *out) FPK_MUST_USE;

#endif
