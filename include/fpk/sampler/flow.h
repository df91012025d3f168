/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flow: the probability-flow ODE solved to a tolerance, each point with its own adaptive steps: a
 * runner, not a plan.
 *
 *     dx/dt = -b(t) x - g(t)^2/2 score(x, t),        d(log |det dx(t)/dx(0)|)/dt = div of the same
 *
 * The flow takes the law at its first level to the law at its last one with no randomness but the
 * start's, so that densities go along: log p_last(x') = log p_first(x) - log |det dx'/dx| (Chen et
 * al. 2018, arXiv:1806.07366; Song et al. 2021, arXiv:2011.13456, eq. 39 and appendix D.2; the
 * divergence here is exact, from score_x, not estimated). Steps are GSL's (gsl_odeiv2), so that the
 * promise is the same bits on one machine, for any number of threads. */
#ifndef FPK_SAMPLER_FLOW_H
#define FPK_SAMPLER_FLOW_H

#include "fpk/base/parameter.h"
#include "fpk/base/points.h"
#include "fpk/base/transition.h"
#include "fpk/distribution/start.h"
#include "fpk/score/score.h"
#include "fpk/schedule/schedule.h"

enum fpk_flow_method { FPK_FLOW_RKF45, FPK_FLOW_RKCK, FPK_FLOW_RK8PD };

/* What is solved, and how well. Owns nothing. */
struct fpk_flow {
    struct fpk_process process;
    struct fpk_level first, last; /* of the sampling direction; their labels are its times */
    double start_std;             /* the usual start is N(0, start_std^2 I) */
    double tolerance;             /* of a step: tolerance (1 + |x|), the same of the logarithm */
    enum fpk_flow_method method;
};

/* points <- their ends, from flow->first to flow->last (a flow with the two exchanged goes back).
 * Start, seed, first and threads as in fpk_sampler_run; a start of points is how given points go.
 * evaluations (NULL: not wanted) <- of the score, of all points. FPK_NUMERIC, with the smallest
 * particle, where the solver gives up or meets a value that is not finite; FPK_USAGE when
 * dimensions differ. Cost: some hundred evaluations a point. */
enum fpk_status fpk_flow_run(const struct fpk_flow *flow, const struct fpk_score *score,
                             const struct fpk_start *start, uint64_t seed, uint64_t first,
                             struct fpk_points *points, int threads,
                             uint64_t *evaluations) FPK_MUST_USE;

/* The whole flow as one deterministic step, for fpk_law_step (one dimension; the score has
 * score_x):
 *
 *     FPK_TRY(fpk_flow_step_new(&step, &flow, &score, threads));
 *     struct fpk_transition transition = fpk_flow_transition(step);
 *     status = fpk_law_step(law, &transition);  fpk_flow_step_free(&step);
 *
 * What the transition cannot solve is NaN, which the law reports. `threads`: of the caller's
 * parallel regions, 0 for all that OpenMP gives. score is borrowed. */
struct fpk_flow_step; /* opaque: the workspaces */
enum fpk_status fpk_flow_step_new(struct fpk_flow_step **step, const struct fpk_flow *flow,
                                  const struct fpk_score *score, int threads) FPK_MUST_USE;
struct fpk_transition fpk_flow_transition(const struct fpk_flow_step *step);
void fpk_flow_step_free(struct fpk_flow_step **step);

/* What the law at the first level is taken to be. */
enum fpk_flow_base {
    FPK_FLOW_FROM_START, /* N(0, start_std^2 I), as sampling has it */
    FPK_FLOW_FROM_EXACT  /* score->log_pdf at the first level: what is left is the solver's error */
};

/* log p at flow->last of each of `points` [n], in nats, by the flow back to flow->first; error [n]
 * (NULL: not wanted) <- what a tolerance a hundred times as large changes it by. Any dimension; the
 * score has score_x. FPK_USAGE when what is needed is not known; FPK_NUMERIC as fpk_flow_run. */
enum fpk_status fpk_flow_log_likelihood(const struct fpk_flow *flow, const struct fpk_score *score,
                                        enum fpk_flow_base base, const struct fpk_points *points,
                                        double *log_p, double *error, int threads) FPK_MUST_USE;

#endif
