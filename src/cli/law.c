/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk law`: the density that a discrete scheme really produces, and how far it is from the
 * target. */
#include "answer.h"
#include "equation.h"
#include "scheme.h"

#include "fpk/base/memory.h"
#include "fpk/compare/distance.h"

static const struct fpk_parameter rows[] = {
    {.name = "at", .type = FPK_REALS, .doc = "points where density and distribution are wanted"},
};

static void answer_moments(struct fpk_answer *a, const struct fpk_law_moments *m)
{
    fpk_answer_bounded(a, "mean", m->mean, m->mean_error);
    fpk_answer_bounded(a, "variance", m->variance, m->variance_error);
    fpk_answer_bounded(a, "mass", m->mass, m->mass_error);
}

static enum fpk_status answer_distances(struct fpk_answer *a, const struct fpk_mixture *target,
                                        const struct fpk_law *law)
{
    struct fpk_law_pair pair = {0};
    FPK_TRY(fpk_law_density(law, &pair));
    struct fpk_side p = {.mixture = target}, q = {.fine = &pair.fine, .coarse = &pair.coarse};
    struct fpk_distances d;
    enum fpk_status status = fpk_distance(&p, &q, &d);
    fpk_law_pair_clear(&pair);
    if (status != FPK_OK)
        return status;
    fpk_answer_found(a, "kl_pq", d.kl_pq);
    fpk_answer_found(a, "kl_qp", d.kl_qp);
    fpk_answer_found(a, "tv", d.tv);
    fpk_answer_found(a, "w1", d.w1);
    fpk_answer_found(a, "w2", d.w2);
    return FPK_OK;
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

static enum fpk_status of_sampler(struct fpk_answer *a, struct fpk_law **law,
                                  const struct fpk_values *values)
{
    struct fpk_job job;
    enum fpk_status status = fpk_job_init(&job, values);
    if (status == FPK_OK)
        status = fpk_job_law(&job, values, law);
    if (status == FPK_OK) {
        fpk_answer_text(a, "sampler", job.sampler->name);
        status = answer_distances(a, &job.target, *law);
    }
    if (status == FPK_OK)
        fpk_answer_integer(a, "evaluations", (long long)fpk_plan_evaluations(&job.plan));
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
