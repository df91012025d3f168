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
     .doc = "usual or normal (the sampler's own), exact (the target noised to the first level), "
            "std:S, or as --initial of the other verbs"},
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

struct fpk_law_options fpk_law_options_of(const struct fpk_values *values)
{
    enum { USUAL = 6 }; /* the default of struct fpk_law_options */
    return (struct fpk_law_options){.spacing = USUAL * fpk_values_real(values, "grid-factor"),
                                    .threads = (int)fpk_values_integer(values, "threads")};
}

/* The start when it is not the sampler's usual one; words first, then forms and files. */
static enum fpk_status read_start(struct fpk_job *job, const char *text)
{
    struct fpk_start start = {0};
    if (fpk_job_start_known(text))
        return fpk_job_use_start(job, text);
    enum fpk_status status = fpk_start_read(&start, text);
    if (status == FPK_OK)
        return fpk_job_move_start(job, &start);
    fpk_start_clear(&start);
    return status;
}

/* The user's score in place of the exact one. */
static enum fpk_status read_table(struct fpk_job *job, const char *path)
{
    struct fpk_score_table table = {0};
    FPK_TRY(fpk_score_file_read(&table, path));
    enum fpk_status status = fpk_job_use_table(job, &table);
    return status == FPK_OK ? FPK_OK : fpk_fail_context(status, "%s", path);
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

enum fpk_status fpk_sampling_read(struct fpk_sampling *sampling, const struct fpk_values *values)
{
    struct fpk_job *job = &sampling->job;
    const struct fpk_sampler *sampler = NULL;
    *sampling = (struct fpk_sampling){0};
    FPK_CHECK(
        fpk_values_has(values, "sampler"), FPK_USAGE,
        "no scheme: give --sampler NAME --target FILE, or an equation (--drift F --diffusion G "
        "--dt H)");
    FPK_CHECK(!fpk_equation_given(values), FPK_USAGE,
              "--sampler and an equation are two questions; ask one");
    FPK_CHECK(fpk_values_has(values, "target"), FPK_USAGE,
              "--sampler needs --target FILE, the density of the data");
    FPK_TRY(no_equation_options(values));
    FPK_TRY(fpk_sampler_find(fpk_values_text(values, "sampler"), &sampler));
    FPK_TRY(fpk_target_read(&sampling->target, fpk_values_text(values, "target")));
    FPK_TRY(fpk_job_init(job, &sampling->target, sampler, values));
    if (fpk_values_has(values, "score-table"))
        FPK_TRY(read_table(job, fpk_values_text(values, "score-table")));
    return read_start(job, fpk_values_text(values, "start"));
}

void fpk_sampling_clear(struct fpk_sampling *sampling)
{
    fpk_job_clear(&sampling->job);
    fpk_mixture_clear(&sampling->target);
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
    struct fpk_law_options options = fpk_law_options_of(values);
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
