/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan as a chain of transitions in x. The program is cut wherever x alone is remembered: after a
 * write of register 0 when no other register is read again before it is written. */
#include "fpk/base/block.h"
#include "fpk/base/memory.h"
#include "law_priv.h"
#include "fpk/law/law.h"

#include <float.h>
#include <math.h>
#include <omp.h>
#include <string.h>

/* Instructions first..last of a plan as a transition. */
struct segment {
    const struct fpk_plan *plan;
    const struct fpk_score *score;
    size_t first, last;
    double *work; /* [threads][n_register + 1][2][FPK_BLOCK]: values and x-derivatives */
    size_t each;
};

static double *value_of(const struct segment *segment, double *work, int k)
{
    (void)segment;
    return work + (size_t)k * 2 * FPK_BLOCK;
}

static void mix(const struct segment *segment, const struct fpk_instruction *in, size_t n,
                double *work)
{
    double *sum = value_of(segment, work, segment->plan->n_register), *sum_x = sum + FPK_BLOCK;
    memset(sum, 0, n * sizeof *sum);
    memset(sum_x, 0, n * sizeof *sum);
    for (int j = 0; j < in->n_in; j++) {
        const double *r = value_of(segment, work, in->in[j]), *r_x = r + FPK_BLOCK;
        double c = in->c[j];
        for (size_t i = 0; i < n; i++) {
            sum[i] += c * r[i];
            sum_x[i] += c * r_x[i];
        }
    }
    memcpy(value_of(segment, work, in->out), sum, 2 * FPK_BLOCK * sizeof *sum);
}

/* The head's derivative times the derivative of what it reads. */
static void eval(const struct segment *segment, const struct fpk_instruction *in, size_t n,
                 double *work)
{
    double *spare = value_of(segment, work, segment->plan->n_register);
    const double *r = value_of(segment, work, in->in[0]), *r_x = r + FPK_BLOCK;
    fpk_score_head(segment->score, in->head, &in->level, n, r, spare, spare + FPK_BLOCK);
    for (size_t i = 0; i < n; i++)
        spare[FPK_BLOCK + i] *= r_x[i];
    memcpy(value_of(segment, work, in->out), spare, 2 * FPK_BLOCK * sizeof *spare);
}

static void run_segment(size_t n, const double *x, double *m, double *m_x, double *s,
                        const void *ctx)
{
    const struct segment *segment = ctx;
    double *work = segment->work + segment->each * (size_t)omp_get_thread_num();
    double *r0 = value_of(segment, work, 0);
    memcpy(r0, x, n * sizeof *x);
    for (size_t i = 0; i < n; i++)
        r0[FPK_BLOCK + i] = 1;
    for (size_t i = segment->first; i <= segment->last; i++) {
        const struct fpk_instruction *in = &segment->plan->instruction[i];
        if (in->op == FPK_EVAL)
            eval(segment, in, n, work);
        else
            mix(segment, in, n, work);
    }
    memcpy(m, r0, n * sizeof *m);
    if (m_x)
        memcpy(m_x, r0 + FPK_BLOCK, n * sizeof *m_x);
    for (size_t i = 0; i < n; i++)
        s[i] = segment->plan->instruction[segment->last].noise;
}

/* live[i]: the registers, one bit each, whose value after instruction i is read later. */
static void liveness(const struct fpk_plan *plan, uint64_t *live)
{
    uint64_t after = 1; /* the sample */
    for (size_t i = plan->n; i-- > 0;) {
        const struct fpk_instruction *in = &plan->instruction[i];
        live[i] = after;
        after &= ~(UINT64_C(1) << in->out);
        for (int j = 0; j < in->n_in; j++)
            after |= UINT64_C(1) << in->in[j];
    }
}

/* An instruction that leaves no density, or a chain that is not one of Gaussian transitions. */
static enum fpk_status check_op(const struct fpk_plan *plan, const struct fpk_instruction *in)
{
    unsigned long long step = in->step;
    FPK_CHECK(in->op != FPK_CLIP, FPK_USAGE,
              "law of %s: step %llu clips, after which the law has atoms; take CLIP out of the "
              "plan",
              plan->name, step);
    FPK_CHECK(in->op != FPK_THRESHOLD, FPK_USAGE,
              "law of %s: step %llu thresholds, after which the law has atoms; use a clipped "
              "score instead",
              plan->name, step);
    FPK_CHECK(in->op != FPK_ACCEPT, FPK_USAGE,
              "law of %s: step %llu accepts or rejects a proposal, so its transition is not "
              "Gaussian (a part of it stays where it is); compare particles with the target",
              plan->name, step);
    return FPK_OK;
}

/* The head that is asked for must be known at its level: a callback could only answer NaN. */
static enum fpk_status check_head(const struct fpk_plan *plan, const struct fpk_score *score,
                                  const struct fpk_instruction *in)
{
    enum fpk_status status =
        in->op == FPK_EVAL ? fpk_score_head_known(score, in->head, &in->level) : FPK_OK;
    return status == FPK_OK ? FPK_OK
                            : fpk_fail_context(status, "law of %s, step %llu", plan->name,
                                               (unsigned long long)in->step);
}

static enum fpk_status check(const struct fpk_plan *plan, const struct fpk_score *score,
                             const uint64_t *live)
{
    FPK_CHECK(score->dim == 1, FPK_USAGE,
              "law of %s: the score has %zu dimensions; laws are computed in one", plan->name,
              score->dim);
    FPK_CHECK(score->score_x, FPK_USAGE,
              "law of %s: the score comes without its x-derivative, which the law needs",
              plan->name);
    for (size_t i = 0; i < plan->n; i++) { /* before noise is followed: their reason is plainer */
        FPK_TRY(check_op(plan, &plan->instruction[i]));
        FPK_TRY(check_head(plan, score, &plan->instruction[i]));
    }
    for (size_t i = 0; i < plan->n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        FPK_CHECK(
            in->op != FPK_MIX || in->noise == 0 || (in->out == 0 && (live[i] & ~UINT64_C(1)) == 0),
            FPK_USAGE,
            "law of %s: the noise of step %llu reaches more than x (a register kept from an "
            "earlier step is read later), so the chain is not Markov in x and has no law in x "
            "alone; compare particles instead",
            plan->name, (unsigned long long)in->step);
    }
    return FPK_OK;
}

/* Rounding that a MIX may leave in x: its terms, x of the law's size and a score of the inverse of
 * it, may cancel. Leaving alpha = 5e-5, as the cosine schedule does, they are 5000 times the
 * sum. */
static void note_rounding(struct fpk_law *law, const struct fpk_plan *plan,
                          const struct fpk_instruction *in)
{
    double sum = 0, size = fmax(law->size, plan->start_std); /* a start at the point 0 has none */
    for (int j = 0; j < in->n_in; j++)
        sum += fabs(in->c[j]) * (in->in[j] == 0 ? size : 1 / size);
    law->fine.rough_x = fmax(law->fine.rough_x, DBL_EPSILON * sum);
}

static enum fpk_status walk(struct fpk_law *law, struct segment *segment, const uint64_t *live,
                            fpk_law_observer *observer, void *observer_ctx)
{
    const struct fpk_plan *plan = segment->plan;
    for (size_t i = 0; i < plan->n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        bool cut = in->out == 0 && (live[i] & ~UINT64_C(1)) == 0;
        if (!cut)
            continue;
        segment->last = i;
        note_rounding(law, plan, in);
        struct fpk_transition transition = {
            .eval = run_segment, .ctx = segment, .deterministic = in->noise == 0};
        enum fpk_status status = fpk_law_step(law, &transition);
        if (status != FPK_OK)
            return fpk_fail_context(status, "%s, step %llu", plan->name,
                                    (unsigned long long)in->step);
        segment->first = i + 1;
        bool last = i + 1 == plan->n || plan->instruction[i + 1].step != in->step;
        if (observer && last)
            FPK_TRY(observer(law, in->step, in->level, observer_ctx));
    }
    return FPK_OK;
}

static enum fpk_status begin(struct fpk_law **law, const struct fpk_plan *plan,
                             const struct fpk_start *start, const struct fpk_law_options *options)
{
    if (start)
        return fpk_law_begin(law, start, options);
    struct fpk_start usual = {.kind = FPK_START_MIXTURE};
    double one = 1, mean = 0, variance = plan->start_std * plan->start_std;
    FPK_TRY(fpk_mixture_init(&usual.mixture, 1, 1, &one, &mean, &variance));
    enum fpk_status status = fpk_law_begin(law, &usual, options);
    fpk_mixture_clear(&usual.mixture);
    return status;
}

enum fpk_status fpk_law_of_plan(struct fpk_law **law, const struct fpk_plan *plan,
                                const struct fpk_score *score, const struct fpk_start *start,
                                const struct fpk_law_options *options, fpk_law_observer *observer,
                                void *observer_ctx)
{
    int threads = options && options->threads > 0 ? options->threads : omp_get_max_threads();
    struct segment segment = {.plan = plan, .score = score};
    segment.each = ((size_t)plan->n_register + 1) * 2 * FPK_BLOCK;
    uint64_t *live = NULL;
    enum fpk_status status;
    *law = NULL;
    FPK_TRY_DONE(status, fpk_allocate(&live, plan->n));
    liveness(plan, live);
    FPK_TRY_DONE(status, check(plan, score, live));
    FPK_TRY_DONE(status, fpk_allocate(&segment.work, segment.each * (size_t)threads));
    FPK_TRY_DONE(status, begin(law, plan, start, options));
    status = walk(*law, &segment, live, observer, observer_ctx);
done:
    fpk_release(&live);
    fpk_release(&segment.work);
    if (status != FPK_OK)
        fpk_law_end(law);
    return status;
}
