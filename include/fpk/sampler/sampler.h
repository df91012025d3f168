/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samplers: builders of plans, one const struct per method, and the runner of any plan on points.
 *
 *     values (the method's parameter table) -> plan -> points        (law layer: -> density)
 *
 * Conventions of every table, unless its sentence says otherwise: the start is N(0, I) (variance
 * preserving) or N(0, sigma_1^2 I) (exploding) at the first level; the last step goes to the clean
 * end (alpha 1, sigma 0) and adds no noise; nothing is clipped. See docs/samplers.md. */
#ifndef FPK_SAMPLER_SAMPLER_H
#define FPK_SAMPLER_SAMPLER_H

#include "fpk/base/parameter.h"
#include "fpk/base/points.h"
#include "fpk/distribution/start.h"
#include "fpk/plan/plan.h"
#include "fpk/sampler/flow.h"
#include "fpk/score/score.h"

#include <stdbool.h>

/* What a verb may do with a method; a verb refuses the others with fpk_sampler_supports. */
enum fpk_sampler_support {
    FPK_SUPPORTS_PLAN = 1,  /* it is a plan: can be printed, counted, run on points */
    FPK_SUPPORTS_LAW = 2,   /* each step is a Gaussian transition in x: has an exact 1-D law */
    FPK_SUPPORTS_PROBE = 4, /* affine in x when the score is affine */
    FPK_SUPPORTS_FLOW = 8   /* no plan, but a flow (fpk/sampler/flow.h): points, law, likelihood */
};

/* A claim of order: with these options the law's error (TV, W1) falls as steps^-order when steps
 * are equal in the method's own variable. */
struct fpk_sampler_claim {
    const char *options; /* "order=2 corrector=bh2": set before the plan is built; "" for none */
    const char *spacing; /* the --spacing that is equal in its own variable; NULL: has none */
    double order;
    bool pathwise;      /* an ODE method: end points against the exact flow fall so too */
    double evaluations; /* of the score in a step, away from the ends */
};

struct fpk_sampler {
    const char *name, *sentence, *citation;
    const struct fpk_sampler_claim *claim; /* [n_claim]; none: a method that does not converge */
    size_t n_claim;
    const struct fpk_parameter *parameter; /* [n_parameter] */
    size_t n_parameter;
    unsigned supports; /* of enum fpk_sampler_support */
    /* *plan <- the table of this method for `values` (its own parameter table, checked). FPK_USAGE
     * with a sentence for values that do not go together. plan is owned by the caller. */
    enum fpk_status (*build)(struct fpk_plan *plan, const struct fpk_values *values);
    /* The same of a method without a plan, for FPK_SUPPORTS_FLOW; NULL otherwise, as build is
     * here. */
    enum fpk_status (*flow)(struct fpk_flow *flow, const struct fpk_values *values);
    /* The same where an option depends on the data (ddpm's analytic variance); NULL: none does. */
    enum fpk_status (*build_for)(struct fpk_plan *plan, const struct fpk_values *values,
                                 const struct fpk_mixture *target);
};

/* The methods, in the order of the posts. */
const struct fpk_sampler *const *fpk_samplers(size_t *n);

/* FPK_USAGE with the nearest name when there is none of that name. */
enum fpk_status fpk_sampler_find(const char *name, const struct fpk_sampler **sampler) FPK_MUST_USE;

/* build_for or build. target NULL: not known; FPK_USAGE with a sentence where it is needed. */
enum fpk_status fpk_sampler_build(const struct fpk_sampler *sampler, struct fpk_plan *plan,
                                  const struct fpk_values *values,
                                  const struct fpk_mixture *target) FPK_MUST_USE;

/* FPK_USAGE with a sentence that names the method and what it lacks. */
enum fpk_status fpk_sampler_supports(const struct fpk_sampler *sampler,
                                     enum fpk_sampler_support what) FPK_MUST_USE;

/* Runs `plan` with `score` on points (already of their n and dim): point i is particle first + i.
 * start NULL: N(0, plan->start_std^2 I), drawn from (seed, FPK_FOR_START); else fpk_start_sample.
 * The j-th noise or ACCEPT of a step uses (seed, FPK_FOR_SAMPLER, step, component, draw j), an
 * ACCEPT the uniform of component 0. threads 0: all that OpenMP gives. Same bits for any thread
 * count and for any split into shards by `first`.
 *
 * FPK_NUMERIC when a value is not finite: the sentence names the smallest (step, particle), the
 * same at any thread count; points are then undefined. FPK_USAGE when dimensions differ, or the
 * plan has an ACCEPT and the score no log_pdf. Cost: n evaluations of the score per EVAL; memory:
 * one block per register and thread. */
enum fpk_status fpk_sampler_run(const struct fpk_plan *plan, const struct fpk_score *score,
                                const struct fpk_start *start, uint64_t seed, uint64_t first,
                                struct fpk_points *points, int threads) FPK_MUST_USE;

#endif
