/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scheme.h"

#include "equation.h"

#include "fpk/lab/score_file.h"
#include "fpk/lab/target.h"
#include "fpk/sde/stepper.h"

#include <string.h>

#define LAW_STEPS_MAX 1000000 /* at about a millisecond each */

static const struct fpk_parameter sampler_rows[] = {
    {.name = "target",
     .type = FPK_TEXT,
     .doc = "JSON file of the data's density (docs/targets.md)"},
    {.name = "sampler",
     .type = FPK_TEXT,
     .doc = "a method; `fpk show samplers` lists them, with it --help lists its own options"},
    {.name = "start",
     .type = FPK_TEXT,
     .fallback = "usual",
     .doc = "usual (the sampler's own normal), exact (the target noised to the first level), or as "
            "--initial of the other verbs"},
    {.name = "score-table",
     .type = FPK_TEXT,
     .doc =
         "score used in place of the target's own: .npz or HDF5 with x, t and one of score, eps, "
         "x0 on them (docs/files.md)"},
};
const struct fpk_table fpk_table_sampler = {sampler_rows,
                                            sizeof sampler_rows / sizeof *sampler_rows};

static const struct fpk_parameter stepper_rows[] = {
    {.name = "scheme",
     .type = FPK_TEXT,
     .fallback = "euler-maruyama",
     .doc = "how an equation is stepped; `fpk show integrators` lists them"},
    {.name = "dt",
     .type = FPK_REAL,
     .min = 1e-300,
     .max = 1e300,
     .unit = "time",
     .doc = "step; rounded down so that whole steps hit --time"},
};
const struct fpk_table fpk_table_stepper = {stepper_rows,
                                            sizeof stepper_rows / sizeof *stepper_rows};

static const struct fpk_parameter law_rows[] = {
    {.name = "grid-factor",
     .type = FPK_REAL,
     .fallback = "1",
     .min = 0.1,
     .max = 1.5,
     .doc = "length of the law's panels relative to the usual one; 0.5 doubles the resolution, and "
            "no number moves by more than its numerical_error"},
};
const struct fpk_table fpk_table_law = {law_rows, sizeof law_rows / sizeof *law_rows};

static struct fpk_law_options law_options(const struct fpk_values *values)
{
    enum { USUAL = 6 }; /* the default of struct fpk_law_options */
    return (struct fpk_law_options){.spacing = USUAL * fpk_values_real(values, "grid-factor"),
                                    .threads = (int)fpk_values_integer(values, "threads")};
}

/* The start when it is not the sampler's usual one. */
static enum fpk_status read_start(struct fpk_job *job, const char *text)
{
    if (strcmp(text, "usual") == 0)
        return FPK_OK;
    job->own_start = true;
    if (strcmp(text, "exact") != 0)
        return fpk_start_read(&job->start, text);
    job->start.kind = FPK_START_MIXTURE;
    return fpk_mixture_diffuse(&job->target, job->plan.first, &job->start.mixture);
}

/* The user's score in place of the exact one; every level that the plan asks for must be there. */
static enum fpk_status read_score(struct fpk_job *job, const char *path)
{
    FPK_CHECK(job->target.dim == 1, FPK_USAGE,
              "--score-table: the target has %zu dimensions; a table has one", job->target.dim);
    FPK_TRY(fpk_score_file_read(&job->table, path));
    job->score = fpk_score_from_table(&job->table);
    job->own_score = true;
    for (size_t i = 0; i < job->plan.n; i++) {
        const struct fpk_instruction *in = &job->plan.instruction[i];
        if (in->op != FPK_EVAL)
            continue;
        enum fpk_status status = fpk_score_table_covers(&job->table, &in->level);
        if (status != FPK_OK)
            return fpk_fail_context(status, "%s, step %llu", path, (unsigned long long)in->step);
        job->interpolated += !fpk_score_table_has(&job->table, &in->level);
    }
    return FPK_OK;
}

/* An option that nothing would read is refused, not ignored. */
static enum fpk_status no_equation_options(const struct fpk_values *values)
{
    static const char *const names[] = {"initial", "time",        "scheme",    "dt",
                                        "set",     "temperature", "convention"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        FPK_CHECK(!fpk_values_given(values, names[i]), FPK_USAGE,
                  "--%s goes with an equation; a sampler has --start and its own options",
                  names[i]);
    return FPK_OK;
}

enum fpk_status fpk_job_init(struct fpk_job *job, const struct fpk_values *values)
{
    *job = (struct fpk_job){0};
    FPK_CHECK(
        fpk_values_has(values, "sampler"), FPK_USAGE,
        "no scheme: give --sampler NAME --target FILE, or an equation (--drift F --diffusion G "
        "--dt H)");
    FPK_CHECK(!fpk_equation_given(values), FPK_USAGE,
              "--sampler and an equation are two questions; ask one");
    FPK_CHECK(fpk_values_has(values, "target"), FPK_USAGE,
              "--sampler needs --target FILE, the density of the data");
    FPK_TRY(no_equation_options(values));
    FPK_TRY(fpk_sampler_find(fpk_values_text(values, "sampler"), &job->sampler));
    FPK_TRY(fpk_target_read(&job->target, fpk_values_text(values, "target")));
    FPK_TRY(job->sampler->build(&job->plan, values));
    job->score = job->exact = fpk_score_exact(&job->target);
    if (fpk_values_has(values, "score-table"))
        FPK_TRY(read_score(job, fpk_values_text(values, "score-table")));
    return read_start(job, fpk_values_text(values, "start"));
}

void fpk_job_clear(struct fpk_job *job)
{
    fpk_mixture_clear(&job->target);
    fpk_plan_clear(&job->plan);
    fpk_score_table_clear(&job->table);
    if (job->own_start)
        fpk_start_clear(&job->start);
}

const struct fpk_start *fpk_job_start(const struct fpk_job *job)
{
    return job->own_start ? &job->start : NULL;
}

enum fpk_status fpk_job_law_from(const struct fpk_job *job, const struct fpk_values *values,
                                 const struct fpk_score *score, const struct fpk_start *start,
                                 struct fpk_law **law)
{
    struct fpk_law_options options = law_options(values);
    FPK_TRY(fpk_sampler_supports(job->sampler, FPK_SUPPORTS_LAW));
    FPK_CHECK(job->target.dim == 1, FPK_USAGE,
              "%s: the target has %zu dimensions; exact laws are computed in one",
              fpk_values_text(values, "target"), job->target.dim);
    return fpk_law_of_plan(law, &job->plan, score, start, &options, NULL, NULL);
}

enum fpk_status fpk_job_law(const struct fpk_job *job, const struct fpk_values *values,
                            struct fpk_law **law)
{
    return fpk_job_law_from(job, values, &job->score, fpk_job_start(job), law);
}

static enum fpk_status march(struct fpk_law *law, const struct fpk_stepper *stepper,
                             const struct fpk_model *model, double t_end, uint64_t n_step)
{
    for (uint64_t k = 0; k < n_step; k++) {
        double t = fpk_step_time(0, t_end, n_step, k);
        struct fpk_step_law store;
        struct fpk_transition transition;
        FPK_TRY(fpk_sde_transition(stepper, model, t, t_end / (double)n_step, &store, &transition));
        FPK_TRY(fpk_law_step(law, &transition));
    }
    return FPK_OK;
}

enum fpk_status fpk_scheme_law(const struct fpk_values *values, struct fpk_law **law,
                               uint64_t *n_step)
{
    struct fpk_law_options options = law_options(values);
    struct fpk_model model = {0};
    struct fpk_start start = {0};
    const struct fpk_stepper *stepper = NULL;
    double t_end = fpk_values_real(values, "time");
    enum fpk_status status;
    FPK_CHECK(fpk_values_has(values, "dt"), FPK_USAGE,
              "an equation's scheme needs its step, --dt H");
    FPK_TRY(fpk_stepper_find(fpk_values_text(values, "scheme"), &stepper));
    FPK_TRY(fpk_step_count(0, t_end, fpk_values_real(values, "dt"), n_step));
    FPK_CHECK(*n_step <= LAW_STEPS_MAX, FPK_USAGE,
              "--dt %s makes %llu steps; a law is computed over at most %d: take a larger --dt",
              fpk_values_text(values, "dt"), (unsigned long long)*n_step, LAW_STEPS_MAX);
    FPK_TRY_DONE(status, fpk_equation_model(values, &model));
    FPK_TRY_DONE(status, fpk_equation_on_line(&model, "laws are computed"));
    FPK_TRY_DONE(status, fpk_equation_start(values, &model, &start));
    FPK_TRY_DONE(status, fpk_law_begin(law, &start, &options));
    FPK_TRY_DONE(status, march(*law, stepper, &model, t_end, *n_step));
done:
    fpk_start_clear(&start);
    fpk_model_clear(&model);
    return status;
}
