/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Law: the density that a discrete scheme really produces, in one dimension, without a random
 * number. Each step x' = m(x) + s(x) xi takes a density to a density,
 *
 *     s > 0:  p'(y) = integral p(x) N(y; m(x), s(x)^2) dx          (Chapman-Kolmogorov)
 *     s = 0:  p'(m(x)) |m'(x)| = p(x),  F'(m(x)) = F(x)            (change of variables)
 *
 * The integrals are sums over nodes that follow the scale of both kernels (equal ones where s is
 * constant, Gauss-Legendre panels elsewhere), so that the law is exact but for quadrature and
 * rounding. Every law is computed at two resolutions, fine
 * and coarse; four times what they differ by, and the rounding of steps that cancel large terms,
 * are the error of whatever is computed from the fine one.
 *
 *     struct fpk_law *law = NULL;
 *     fpk_law_begin(&law, &start, NULL);
 *     for each step: fpk_law_step(law, &transition);
 *     fpk_law_density(law, &pair); ... fpk_law_pair_clear(&pair); fpk_law_end(&law);
 *
 * Same bits for any thread count. See docs/law.md for the method and its limits. */
#ifndef FPK_LAW_LAW_H
#define FPK_LAW_LAW_H

#include "fpk/base/density.h"
#include "fpk/base/transition.h"
#include "fpk/distribution/pushed.h"
#include "fpk/distribution/start.h"
#include "fpk/plan/plan.h"
#include "fpk/score/score.h"

#include <stdbool.h>
#include <stdint.h>

struct fpk_law; /* opaque */

/* Zero means the default. */
struct fpk_law_options {
    double spacing; /* length of a panel of 16 nodes in units of the local width, fine resolution;
                     * default 6; the coarse one is 5/4 of it; equal nodes go with its root */
    double outside; /* mass that one step may leave outside its nodes; default 1e-30 */
    int threads;    /* default: all that OpenMP gives */
};

/* The same law at two resolutions; owned. */
struct fpk_law_pair {
    struct fpk_density fine, coarse;
    bool folded; /* the law is in the two below instead (only from fpk_law_read) */
    struct fpk_pushed pushed, pushed_coarse;
};
void fpk_law_pair_clear(struct fpk_law_pair *pair);

/* *law <- the law at the start (any kind; 1-D). options NULL: defaults. Copies what it needs. */
enum fpk_status fpk_law_begin(struct fpk_law **law, const struct fpk_start *start,
                              const struct fpk_law_options *options) FPK_MUST_USE;
/* Releases; NULL-safe; nulls *law. */
void fpk_law_end(struct fpk_law **law);

/* One step. `transition` is not kept. FPK_NUMERIC when m or s is not finite where there is mass, or
 * when the kernel is too narrow for the range (the sentence gives both numbers). The message counts
 * steps from 0. Cost: nodes times nodes per kernel. */
enum fpk_status fpk_law_step(struct fpk_law *law,
                             const struct fpk_transition *transition) FPK_MUST_USE;

/* The law as it is now, on nodes fine enough to interpolate between. May be called between steps;
 * leaves the law unchanged. FPK_NUMERIC when there is no density: the start is a point (or points)
 * and no step had noise, or a deterministic step folded the line (m' changes sign where there is
 * mass), after which the density has poles. */
enum fpk_status fpk_law_density(const struct fpk_law *law, struct fpk_law_pair *pair) FPK_MUST_USE;

/* The law whether or not it has a bounded density: as fpk_law_density does where that succeeds,
 * else (a folded law; atoms, of a start on points or a clipped last step) as branches. Cleared by
 * fpk_law_pair_clear. */
enum fpk_status fpk_law_read(const struct fpk_law *law, struct fpk_law_pair *pair) FPK_MUST_USE;

/* pdf and cdf at given points, with absolute errors (each array [n]; the errors may be NULL). A
 * folded law is summed over its branches; an atom counts in the cdf and not in the pdf. */
enum fpk_status fpk_law_at(const struct fpk_law *law, size_t n, const double *x, double *pdf,
                           double *pdf_error, double *cdf, double *cdf_error) FPK_MUST_USE;

/* Mass, mean and variance of the law as it is now, with absolute errors. Needs no density. */
struct fpk_law_moments {
    double mass, mean, variance;
    double mass_error, mean_error, variance_error;
};
enum fpk_status fpk_law_moments(const struct fpk_law *law,
                                struct fpk_law_moments *moments) FPK_MUST_USE;

/* Called after a sampler step: `level` is the one reached, `step` counts from 0. It may call the
 * three functions above; its failure ends the run with its status. */
typedef enum fpk_status fpk_law_observer(const struct fpk_law *law, uint64_t step,
                                         struct fpk_level level, void *ctx);

/* *law <- the law of a plan's output with this score; start NULL: N(0, plan->start_std^2). observer
 * may be NULL. FPK_USAGE when the plan has no law in x alone: a stochastic step that reads a
 * register kept from an earlier step (not Markov in x), or CLIP; the sentence names the step. The
 * caller ends *law. */
enum fpk_status fpk_law_of_plan(struct fpk_law **law, const struct fpk_plan *plan,
                                const struct fpk_score *score, const struct fpk_start *start,
                                const struct fpk_law_options *options, fpk_law_observer *observer,
                                void *observer_ctx) FPK_MUST_USE;

#endif
