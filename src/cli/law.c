/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk law`: the density that a discrete scheme really produces, and how far it is from the
 * target. */
#include "answer.h"
#include "equation.h"
#include "scheme.h"

#include "fpk/base/memory.h"
#include "fpk/compare/split.h"

static const struct fpk_parameter rows[] = {
    {.name = "at", .type = FPK_REALS, .doc = "points where density and distribution are wanted"},
    {.name = "split",
     .type = FPK_FLAG,
     .doc = "the error in parts: discretisation, initialisation, score; always with --score-table"},
};

static void answer_moments(struct fpk_answer *a, const struct fpk_law_moments *m)
{
    fpk_answer_bounded(a, "mean", m->mean, m->mean_error);
    fpk_answer_bounded(a, "variance", m->variance, m->variance_error);
    fpk_answer_bounded(a, "mass", m->mass, m->mass_error);
}

static struct fpk_side side_of(const struct fpk_law_pair *pair)
{
    return (struct fpk_side){.fine = &pair->fine, .coarse = &pair->coarse};
}

static void answer_part(struct fpk_answer *a, const char *const key[5],
                        const struct fpk_distances *d)
{
    fpk_answer_found(a, key[0], d->kl_pq);
    fpk_answer_found(a, key[1], d->kl_qp);
    fpk_answer_found(a, key[2], d->tv);
    fpk_answer_found(a, key[3], d->w1);
    fpk_answer_found(a, key[4], d->w2);
}

static const char *const whole[5] = {"kl_pq", "kl_qp", "tv", "w1", "w2"};

/* clang-format off */
#define KEYS(part) {"split." part ".kl_pq", "split." part ".kl_qp", "split." part ".tv",           \
                    "split." part ".w1", "split." part ".w2"}
/* clang-format on */
static const char *const parts[4][5] = {KEYS("discretisation"), KEYS("initialisation"),
                                        KEYS("score"), KEYS("total")};

static enum fpk_status answer_distances(struct fpk_answer *a, const struct fpk_mixture *target,
                                        const struct fpk_law_pair *used)
{
    struct fpk_side p = {.mixture = target}, q = side_of(used);
    struct fpk_distances d;
    FPK_TRY(fpk_distance(&p, &q, &d));
    answer_part(a, whole, &d);
    return FPK_OK;
}

/* The law of the job's plan with the exact score from this start. */
static enum fpk_status exact_law(const struct fpk_job *job, const struct fpk_values *values,
                                 const struct fpk_start *start, struct fpk_law_pair *pair)
{
    struct fpk_law *law = NULL;
    FPK_TRY(fpk_job_law_from(job, values, &job->exact, start, &law));
    enum fpk_status status = fpk_law_density(law, pair);
    fpk_law_end(&law);
    return status;
}

/* DESIGN's split: P0, S[p_T; exact], S[start; exact] and S[start; used], each computed. */
static enum fpk_status answer_split(struct fpk_answer *a, const struct fpk_job *job,
                                    const struct fpk_values *values,
                                    const struct fpk_law_pair *used)
{
    struct fpk_law_pair from_exact = {0}, from_start = {0};
    struct fpk_start begin = {.kind = FPK_START_MIXTURE};
    struct fpk_split split;
    enum fpk_status status;
    FPK_TRY(fpk_mixture_diffuse(&job->target, job->plan.first, &begin.mixture));
    FPK_TRY_DONE(status, exact_law(job, values, &begin, &from_exact));
    if (job->own_score)
        FPK_TRY_DONE(status, exact_law(job, values, fpk_job_start(job), &from_start));
    struct fpk_side target = {.mixture = &job->target}, start = side_of(&from_start);
    struct fpk_side exact = side_of(&from_exact), end = side_of(used);
    FPK_TRY_DONE(status,
                 fpk_split_of(&target, &exact, job->own_score ? &start : &end, &end, &split));
    const struct fpk_distances *d[4] = {&split.discretisation, &split.initialisation, &split.score,
                                        &split.total};
    for (size_t k = 0; k < 4; k++)
        answer_part(a, parts[k], d[k]);
done:
    fpk_law_pair_clear(&from_exact);
    fpk_law_pair_clear(&from_start);
    fpk_start_clear(&begin);
    return status;
}

static enum fpk_status answer_at(struct fpk_answer *a, const struct fpk_law *law,
                                 const struct fpk_values *values)
{
    double *x = NULL, *found = NULL;
    size_t n = 0;
    enum fpk_status status;
    if (!fpk_values_has(values, "at"))
        return FPK_OK;
    FPK_TRY(fpk_values_reals(values, "at", &x, &n));
    FPK_TRY_DONE(status, fpk_allocate(&found, 4 * n));
    FPK_TRY_DONE(status, fpk_law_at(law, n, x, found, found + n, found + 2 * n, found + 3 * n));
    fpk_answer_list(a, "x", n, x, NULL);
    fpk_answer_column(a, "p", n, found, found + n);
    fpk_answer_column(a, "cdf", n, found + 2 * n, found + 3 * n);
done:
    fpk_release(&x);
    fpk_release(&found);
    return status;
}

/* What was computed with a law: distances, and their parts where they are wanted. */
static enum fpk_status answer_law(struct fpk_answer *a, const struct fpk_job *job,
                                  const struct fpk_values *values, const struct fpk_law *law)
{
    struct fpk_law_pair used = {0};
    enum fpk_status status = fpk_law_density(law, &used);
    if (status == FPK_OK)
        status = answer_distances(a, &job->target, &used);
    if (status == FPK_OK && (job->own_score || fpk_values_flag(values, "split")))
        status = answer_split(a, job, values, &used);
    fpk_law_pair_clear(&used);
    return status;
}

static enum fpk_status of_sampler(struct fpk_answer *a, struct fpk_law **law,
                                  const struct fpk_values *values)
{
    struct fpk_job job;
    enum fpk_status status = fpk_job_init(&job, values);
    if (status == FPK_OK)
        status = fpk_job_law(&job, values, law);
    if (status == FPK_OK) {
        fpk_answer_text(a, "sampler", job.sampler->name);
        status = answer_law(a, &job, values, *law);
    }
    if (status == FPK_OK)
        fpk_answer_integer(a, "evaluations", (long long)fpk_plan_evaluations(&job.plan));
    if (status == FPK_OK && job.own_score)
        fpk_answer_integer(a, "interpolated_levels", (long long)job.interpolated);
    fpk_job_clear(&job);
    return status;
}

static enum fpk_status of_equation(struct fpk_answer *a, struct fpk_law **law,
                                   const struct fpk_values *values)
{
    uint64_t n_step = 0;
    FPK_TRY(fpk_scheme_law(values, law, &n_step));
    fpk_answer_text(a, "scheme", fpk_values_text(values, "scheme"));
    fpk_answer_number(a, "dt", fpk_values_real(values, "time") / (double)n_step);
    fpk_answer_integer(a, "steps", (long long)n_step);
    return FPK_OK;
}

static enum fpk_status run(const struct fpk_call *call)
{
    struct fpk_answer answer = {0};
    struct fpk_law *law = NULL;
    struct fpk_law_moments moments;
    enum fpk_status status;
    bool sampler = fpk_values_has(call->values, "sampler") || !fpk_equation_given(call->values);
    FPK_TRY_DONE(status, sampler ? of_sampler(&answer, &law, call->values)
                                 : of_equation(&answer, &law, call->values));
    FPK_TRY_DONE(status, fpk_law_moments(law, &moments));
    answer_moments(&answer, &moments);
    FPK_TRY_DONE(status, answer_at(&answer, law, call->values));
    status = fpk_answer_print(&answer, call);
done:
    fpk_answer_clear(&answer);
    fpk_law_end(&law);
    return status;
}

const struct fpk_verb fpk_verb_law = {
    .name = "law",
    .sentence = "the exact output law of a discrete scheme, computed without random numbers",
    .arguments = "--target FILE --sampler NAME | --drift F --diffusion G --dt H",
    .example = "fpk law --target m1.json --sampler ddim --steps 10 --spacing trailing",
    .story = "Every step of a sampler or of Euler-Maruyama is a Gaussian transition, so that its\n"
             "density can be computed step by step. p is the target, q the output:\n"
             "kl_pq = int p ln(p/q) in nats, tv = 1/2 int |p-q|, w1 = int |F_p-F_q|. Each number\n"
             "comes with its numerical_error.",
    .takes = FPK_TAKES_SAMPLER | FPK_TAKES_EQUATION | FPK_TAKES_STEPPER | FPK_TAKES_LAW,
    .own = {rows, sizeof rows / sizeof *rows},
    .run = run,
};
