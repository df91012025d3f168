/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/study/claims.h"

#include "claims_priv.h"

#include "fpk/base/memory.h"
#include "fpk/compare/order.h"

#include <math.h>
#include <string.h>

#define FIRST_STEPS 10ul
#define DOUBLINGS   8
#define MOST        640 /* steps */
#define ABOVE       30  /* an error below so many times its own bound is rounding */

const char *fpk_claim_problem_name(enum fpk_claim_problem problem)
{
    return problem == FPK_CLAIM_GAUSSIAN ? "gaussian" : "mixture";
}

const char *fpk_claim_measure_name(enum fpk_claim_measure measure)
{
    static const char *const name[FPK_CLAIM_MEASURES] = {"tv", "w1", "rms"};
    return name[measure];
}

void fpk_claim_judge(struct fpk_claim_study *study)
{
    double h[FPK_CLAIM_POINTS];
    struct fpk_order line, fine;
    size_t last = FPK_CLAIM_POINTS - 1;
    if (isinf(study->slope))
        return;
    study->slope = study->slope_se = study->fine = NAN;
    study->passed = false;
    for (size_t i = 0; i < FPK_CLAIM_POINTS; i++)
        h[i] = 1 / study->steps[i];
    if (fpk_order_fit(FPK_CLAIM_POINTS, h, study->error, &line) != FPK_OK ||
        fpk_order_fit(2, h + last - 1, study->error + last - 1, &fine) != FPK_OK) {
        fpk_message_clear();
        return;
    }
    study->slope = line.order;
    study->slope_se = line.order_se;
    study->fine = fine.order;
    study->passed = fine.order >= study->claimed - .15 && line.order >= study->claimed - .75;
}

/* One row per step count. */
struct sweep {
    double steps[DOUBLINGS], evaluations[DOUBLINGS];
    struct fpk_claim_errors at[DOUBLINGS];
    size_t n;
    bool no_law; /* in x alone: found out by trying */
};

/* A law that long steps have folded is no failure: shorter ones are to come. Noise with memory of
 * earlier steps has no law in x alone, and a probe on Gaussian data only. */
static void law_errors(const struct fpk_job *job, int threads, struct sweep *sweep)
{
    struct fpk_claim_errors *out = &sweep->at[sweep->n];
    if (!sweep->no_law)
        sweep->no_law = fpk_claim_law_errors(job, threads, out) == FPK_USAGE;
    if (sweep->no_law && job->target->n == 1 && fpk_claim_probe_errors(job, out) != FPK_OK)
        *out = (struct fpk_claim_errors){0};
    fpk_message_clear();
}

static enum fpk_status one_run(const struct fpk_sampler *sampler,
                               const struct fpk_sampler_claim *claim,
                               const struct fpk_mixture *target, int threads, struct sweep *sweep)
{
    struct fpk_job job;
    size_t k = sweep->n;
    unsigned long steps = FIRST_STEPS << k;
    enum fpk_status status = fpk_claim_job(sampler, claim, target, steps, &job);
    if (status == FPK_OK) {
        sweep->steps[k] = (double)steps;
        sweep->evaluations[k] = (double)fpk_plan_evaluations(&job.plan);
        law_errors(&job, threads, sweep);
        if (claim->pathwise)
            status = fpk_claim_end_points(&job, threads, &sweep->at[k]);
        sweep->n++;
    }
    fpk_job_clear(&job);
    return status;
}

/* The finest four points that are above rounding. */
static void choose(const struct sweep *sweep, enum fpk_claim_measure m,
                   struct fpk_claim_study *study)
{
    size_t end = 0;
    for (size_t k = 0; k < sweep->n; k++)
        if (sweep->at[k].known[m] && sweep->at[k].error[m] > ABOVE * sweep->at[k].bound[m])
            end = k + 1;
    study->slope = NAN;
    if (end == 0 && sweep->n > 0 && sweep->at[sweep->n - 1].known[m]) {
        study->slope = study->fine = INFINITY;
        study->passed = true;
        end = sweep->n;
    }
    for (size_t i = 0; end >= FPK_CLAIM_POINTS && i < FPK_CLAIM_POINTS; i++) {
        size_t k = end - FPK_CLAIM_POINTS + i;
        study->steps[i] = sweep->steps[k];
        study->evaluations[i] = sweep->evaluations[k];
        study->error[i] = sweep->at[k].known[m] ? sweep->at[k].error[m] : NAN;
        study->bound[i] = sweep->at[k].known[m] ? sweep->at[k].bound[m] : NAN;
    }
    fpk_claim_judge(study);
}

enum fpk_status fpk_claim_measure(const struct fpk_sampler *sampler,
                                  const struct fpk_sampler_claim *claim,
                                  enum fpk_claim_problem problem, unsigned long most, int threads,
                                  struct fpk_claim_study out[FPK_CLAIM_MEASURES], size_t *n)
{
    struct sweep sweep = {0};
    struct fpk_mixture target;
    *n = 0;
    FPK_TRY(fpk_claim_target(problem, &target));
    enum fpk_status status = FPK_OK;
    most = most ? most : MOST;
    while (status == FPK_OK && sweep.n < DOUBLINGS && FIRST_STEPS << sweep.n <= most)
        status = one_run(sampler, claim, &target, threads, &sweep);
    fpk_mixture_clear(&target);
    FPK_TRY(status);
    bool law = !sweep.no_law || problem == FPK_CLAIM_GAUSSIAN;
    for (int m = 0; m < FPK_CLAIM_MEASURES; m++) {
        if (m == FPK_CLAIM_RMS ? !claim->pathwise : !law)
            continue;
        out[*n] = (struct fpk_claim_study){.method = sampler->name,
                                           .options = claim->options,
                                           .spacing = claim->spacing,
                                           .problem = problem,
                                           .measure = m,
                                           .claimed = claim->order};
        choose(&sweep, m, &out[(*n)++]);
    }
    return FPK_OK;
}
