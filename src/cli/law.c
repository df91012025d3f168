/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk law`: the density that a discrete scheme really produces, and how far it is from the
 * target. */
#include "law.h"

#include "law_sweep.h"
#include "sampling.h"
#include "scheme.h"

#include "fpk/study/gaussian.h"

#include <string.h>

static const struct fpk_parameter rows[] = {
    {.name = "at", .type = FPK_REALS, .doc = "points where density and distribution are wanted"},
    {.name = "by",
     .type = FPK_CHOICE,
     .fallback = "any",
     .choices = "any|probe|quadrature",
     .doc = "how the law is found: probe (Gaussian data in any dimension, in closed form), "
            "quadrature (one dimension; two, of deterministic samplers), any (the "
            "probe where it applies)"},
    {.name = "split",
     .type = FPK_FLAG,
     .fallback = "true",
     .doc = "the error in parts: discretisation, initialisation, score; --split=false leaves them "
            "out, in half the time"},
    {.name = "bound",
     .type = FPK_FLAG,
     .doc = "ddpm: the variational bound on - log p of the data, in nats; with --json each term"},
    {.name = "reconstruction",
     .type = FPK_CHOICE,
     .fallback = "usual",
     .choices = "usual|beta|own",
     .doc = "variance that --bound gives the last step: the posterior's of the step before, "
            "beta_1, or its mean square error"},
    {.name = "likelihood",
     .type = FPK_REALS,
     .doc = "probability-flow-adaptive: log p at these points, by the flow and exactly, instead"},
    {.name = "sweep",
     .type = FPK_TEXT,
     .doc = "KEY=V1,V2,...: error against evaluations, this option of the samplers running"},
    {.name = "samplers",
     .type = FPK_TEXT,
     .doc = "for --sweep: ddim,dpm-solver++:order=2,... each with options of its own"},
    {.name = "out",
     .type = FPK_TEXT,
     .doc = "for --sweep: a folder for the figure, with its data and script",
     .free_of_numbers = true},
};

/* Each way that a law is known in. Gaussian data with the exact score have a closed form, in the
 * plane there are the laws of deterministic plans; in more dimensions the probe says what it
 * lacks. */
static enum fpk_status answer_job(struct fpk_answer *a, const struct fpk_job *job,
                                  const struct fpk_values *values)
{
    const char *by = fpk_values_text(values, "by");
    size_t dim = job->target->dim;
    bool any = strcmp(by, "any") == 0, gaussian = job->target->n == 1;
    FPK_CHECK(
        dim <= 2 || gaussian, FPK_USAGE,
        "%s: the target is a mixture in %zu dimensions; exact laws are computed in one and two, or "
        "of Gaussian data",
        fpk_values_text(values, "target"), dim);
    bool probe = dim == 1 ? fpk_job_affine(job) : gaussian;
    if (strcmp(by, "probe") == 0 || (any && probe) || dim > 2)
        return fpk_law_gaussian(a, job, values);
    return dim == 2 ? fpk_law_on_plane(a, job, values) : fpk_law_on_line(a, job, values);
}

static enum fpk_status of_sampler(struct fpk_answer *a, const struct fpk_values *values)
{
    struct fpk_sampling sampling;
    const struct fpk_job *job = &sampling.job;
    FPK_CHECK(fpk_values_flag(values, "bound") || !fpk_values_given(values, "reconstruction"),
              FPK_USAGE, "--reconstruction goes with --bound");
    enum fpk_status status = fpk_sampling_read(&sampling, values);
    if (status == FPK_OK) {
        fpk_answer_text(a, "sampler", job->plan.name);
        if (!job->is_flow)
            fpk_answer_integer(a, "evaluations", (long long)fpk_plan_evaluations(&job->plan));
        if (job->has_table)
            fpk_answer_integer(a, "interpolated_levels", (long long)job->interpolated);
        if (fpk_values_flag(values, "bound"))
            status = fpk_law_bound(a, job, values);
    }
    if (status == FPK_OK)
        status = fpk_values_has(values, "likelihood") ? fpk_law_likelihood(a, job, values)
                                                      : answer_job(a, job, values);
    fpk_sampling_clear(&sampling);
    return status;
}

static enum fpk_status of_equation(struct fpk_answer *a, const struct fpk_values *values)
{
    struct fpk_law *law = NULL;
    uint64_t n_step = 0;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_scheme_law(values, &law, &n_step));
    fpk_answer_text(a, "scheme", fpk_values_text(values, "scheme"));
    fpk_answer_number(a, "dt", fpk_values_real(values, "time") / (double)n_step);
    fpk_answer_integer(a, "steps", (long long)n_step);
    status = fpk_law_answer(a, law, values);
done:
    fpk_law_end(&law);
    return status;
}

/* What a sweep reads, and nothing else does; and what it does not read. */
static enum fpk_status check_sweep(const struct fpk_values *values)
{
    static const char *const only[] = {"samplers", "out"};
    static const char *const never[] = {"at", "split", "bound", "reconstruction", "likelihood"};
    bool sweep = fpk_values_has(values, "sweep");
    for (size_t i = 0; i < sizeof only / sizeof *only; i++)
        FPK_CHECK(sweep || !fpk_values_given(values, only[i]), FPK_USAGE, "--%s goes with --sweep",
                  only[i]);
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        FPK_CHECK(!sweep || !fpk_values_given(values, never[i]), FPK_USAGE,
                  "--%s goes without --sweep, whose answer is distances", never[i]);
    FPK_CHECK(!fpk_values_has(values, "likelihood") ||
                  !(fpk_values_given(values, "at") || fpk_values_given(values, "split") ||
                    fpk_values_given(values, "bound")),
              FPK_USAGE, "--likelihood is a question of its own: leave out --at, --split, --bound");
    return FPK_OK;
}

static enum fpk_status run(const struct fpk_call *call)
{
    struct fpk_answer answer = {0};
    FPK_TRY(check_sweep(call->values));
    if (fpk_values_has(call->values, "sweep"))
        return fpk_law_run_sweep(call->values);
    bool sampler = fpk_sampling_given(call->values);
    enum fpk_status status =
        sampler ? of_sampler(&answer, call->values) : of_equation(&answer, call->values);
    if (status == FPK_OK)
        status = fpk_answer_print(&answer, call);
    fpk_answer_clear(&answer);
    return status;
}

const struct fpk_verb fpk_verb_law = {
    .name = "law",
    .sentence = "the exact output law of a discrete scheme, computed without random numbers",
    .arguments = "--target FILE (--sampler NAME | --plan FILE), or --drift F --diffusion G --dt H",
    .example = "fpk law --target m1.json --sampler ddim --steps 10 --spacing trailing",
    .story = "Every step of a sampler or of Euler-Maruyama is a Gaussian transition, so that its\n"
             "density can be computed step by step. p is the target, q the output:\n"
             "kl_pq = int p ln(p/q) in nats, tv = 1/2 int |p-q|, w1 = int |F_p-F_q|. Each number\n"
             "comes with its numerical_error. Gaussian data in any dimension have a closed form:\n"
             "w2, kl_pq, kl_qp, mean and covariance.",
    .takes = FPK_TAKES_SAMPLER | FPK_TAKES_EQUATION | FPK_TAKES_STEPPER | FPK_TAKES_LAW,
    .own = {rows, sizeof rows / sizeof *rows},
    .run = run,
};
