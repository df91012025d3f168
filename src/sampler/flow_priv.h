/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One point along the flow, by a workspace that each thread has for itself. */
#ifndef FPK_SAMPLER_FLOW_PRIV_H
#define FPK_SAMPLER_FLOW_PRIV_H

#include "fpk/sampler/flow.h"

#include <stdint.h>

struct fpk_flow_work; /* opaque: GSL's step, control and evolution; what the score writes */

/* For `score` (borrowed) and this flow (copied). `tangent`: with log |det dx(t)/dx|, for which the
 * score needs score_x. */
enum fpk_status fpk_flow_work_new(struct fpk_flow_work **work, const struct fpk_flow *flow,
                                  const struct fpk_score *score, bool tangent) FPK_MUST_USE;
void fpk_flow_work_free(struct fpk_flow_work **work);

/* One for each of `threads` threads (at least 1), *work [threads]. */
enum fpk_status fpk_flow_works_new(struct fpk_flow_work ***work, int threads,
                                   const struct fpk_flow *flow, const struct fpk_score *score,
                                   bool tangent) FPK_MUST_USE;
void fpk_flow_works_free(struct fpk_flow_work ***work, int threads);

/* x [dim] <- its end; *log_det (NULL without tangent) <- log |det|. Allocates nothing. False where
 * the solver gave up; *t is then where. Adds to *evaluations. */
bool fpk_flow_point(struct fpk_flow_work *work, double *x, double *log_det, double *t,
                    uint64_t *evaluations);

#endif
