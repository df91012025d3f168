/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sampling.h"

#include "equation.h"

#include "fpk/lab/score_file.h"
#include "fpk/lab/target.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct fpk_parameter rows[] = {
    {.name = "target",
     .type = FPK_TEXT,
     .doc =
         "JSON file of the data's density (docs/targets.md); experiments/targets/m1.json is one"},
    {.name = "sampler",
     .type = FPK_TEXT,
     .doc = "a method; `fpk show samplers` lists them, with it --help lists its own options"},
    {.name = "plan",
     .type = FPK_TEXT,
     .doc = "in place of --sampler: a file that `fpk show sampler NAME` wrote, run as it stands"},
    {.name = "head",
     .type = FPK_CHOICE,
     .choices = "score|eps|x0|v|flow",
     .doc = "what the plan asks of the network; left out: what its method was written with"},
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
    {.name = "clip",
     .type = FPK_TEXT,
     .doc = "LOW:HIGH: the score's estimate of the data is kept in this range"},
    FPK_THRESHOLD_PARAMETER,
};
const struct fpk_table fpk_table_sampler = {rows, sizeof rows / sizeof *rows};

bool fpk_sampling_given(const struct fpk_values *values)
{
    return fpk_values_has(values, "sampler") || fpk_values_has(values, "plan") ||
           !fpk_equation_given(values);
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

static enum fpk_status read_clip(struct fpk_job *job, const char *text)
{
    char low[64];
    const char *colon = strchr(text, ':');
    double from, to;
    FPK_CHECK(colon && (size_t)(colon - text) < sizeof low, FPK_USAGE,
              "--clip %.60s: write LOW:HIGH, as in -1:1", text);
    snprintf(low, sizeof low, "%.*s", (int)(colon - text), text);
    FPK_TRY(fpk_parse_real("--clip, its low end", low, &from));
    FPK_TRY(fpk_parse_real("--clip, its high end", colon + 1, &to));
    return fpk_job_use_clip(job, from, to);
}

static enum fpk_status read_plan(struct fpk_sampling *sampling, const char *path)
{
    struct fpk_plan plan = {0};
    FILE *in = fopen(path, "r");
    FPK_CHECK(in, FPK_USAGE, "%s: %s", path, strerror(errno));
    enum fpk_status status = fpk_plan_parse(&plan, in);
    if (status == FPK_OK && fgetc(in) != EOF)
        status = fpk_fail(FPK_USAGE, "there is more after the line \"end\"; a file holds one plan");
    fclose(in);
    if (status == FPK_OK)
        fpk_job_init_plan(&sampling->job, &sampling->target, &plan);
    else
        fpk_plan_clear(&plan);
    return status == FPK_OK ? FPK_OK : fpk_fail_context(status, "%s", path);
}

static enum fpk_status read_method(struct fpk_sampling *sampling, const struct fpk_values *values)
{
    const struct fpk_sampler *sampler = NULL;
    if (fpk_values_has(values, "plan"))
        return read_plan(sampling, fpk_values_text(values, "plan"));
    FPK_TRY(fpk_sampler_find(fpk_values_text(values, "sampler"), &sampler));
    return fpk_job_init(&sampling->job, &sampling->target, sampler, values);
}

static enum fpk_status set_threshold(struct fpk_plan *plan, const char *text)
{
    char first[64];
    const char *colon = strchr(text, ':');
    size_t length = colon ? (size_t)(colon - text) : strlen(text);
    double quantile, bound = 1;
    FPK_CHECK(length < sizeof first, FPK_USAGE,
              "--threshold %.60s: write QUANTILE or QUANTILE:BOUND, as in .995:1", text);
    snprintf(first, sizeof first, "%.*s", (int)length, text);
    FPK_TRY(fpk_parse_real("--threshold, its quantile", first, &quantile));
    if (colon)
        FPK_TRY(fpk_parse_real("--threshold, its bound", colon + 1, &bound));
    return fpk_plan_threshold_x0(plan, quantile, bound);
}

enum fpk_status fpk_sampling_transform(struct fpk_plan *plan, const struct fpk_values *values)
{
    enum fpk_head head;
    bool asked = fpk_values_has(values, "head"), held = fpk_values_has(values, "threshold");
    FPK_CHECK(!(asked || held) || plan->n > 0, FPK_USAGE, "--%s: %s is a runner without a plan",
              asked ? "head" : "threshold", plan->name);
    if (asked) {
        FPK_TRY(fpk_head_find(fpk_values_text(values, "head"), &head));
        FPK_TRY(fpk_plan_set_head(plan, head));
    }
    return held ? set_threshold(plan, fpk_values_text(values, "threshold")) : FPK_OK;
}

/* One question, and what it needs. */
static enum fpk_status check_question(const struct fpk_values *values)
{
    bool sampler = fpk_values_has(values, "sampler"), plan = fpk_values_has(values, "plan");
    FPK_CHECK(
        sampler || plan, FPK_USAGE,
        "no scheme: give --sampler NAME --target FILE, or an equation (--drift F --diffusion G "
        "--dt H)");
    FPK_CHECK(!(sampler && plan), FPK_USAGE,
              "--sampler and --plan are two ways to name one plan; give one");
    FPK_CHECK(!fpk_equation_given(values), FPK_USAGE,
              "--%s and an equation are two questions; ask one", sampler ? "sampler" : "plan");
    FPK_CHECK(fpk_values_has(values, "target"), FPK_USAGE,
              "--%s needs --target FILE, the density of the data", sampler ? "sampler" : "plan");
    return no_equation_options(values);
}

enum fpk_status fpk_sampling_read(struct fpk_sampling *sampling, const struct fpk_values *values)
{
    *sampling = (struct fpk_sampling){0};
    FPK_TRY(check_question(values));
    FPK_TRY(fpk_target_read(&sampling->target, fpk_values_text(values, "target")));
    FPK_TRY(read_method(sampling, values));
    return fpk_sampling_adapt(&sampling->job, values);
}

enum fpk_status fpk_sampling_adapt(struct fpk_job *job, const struct fpk_values *values)
{
    FPK_TRY(fpk_sampling_transform(&job->plan, values));
    if (fpk_values_has(values, "score-table"))
        FPK_TRY(read_table(job, fpk_values_text(values, "score-table")));
    if (fpk_values_has(values, "clip"))
        FPK_TRY(read_clip(job, fpk_values_text(values, "clip")));
    return read_start(job, fpk_values_text(values, "start"));
}

void fpk_sampling_clear(struct fpk_sampling *sampling)
{
    fpk_job_clear(&sampling->job);
    fpk_mixture_clear(&sampling->target);
}
