/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk show`: the catalogues, a sampler's plan, a schedule, the content of a result. */
#include "sampling.h"
#include "show.h"

#include "fpk/lab/options.h"

#include <string.h>

/* The things that `fpk show` knows. */
static const struct {
    const char *name;
    enum fpk_status (*run)(const struct fpk_call *call);
    size_t n_argument; /* this word and those that it takes */
} things[] = {
    {"models", fpk_show_models, 1},     {"integrators", fpk_show_integrators, 1},
    {"samplers", fpk_show_samplers, 1}, {"schedules", fpk_show_schedules, 1},
    {"sampler", fpk_show_plan, 2},      {"schedule", fpk_show_schedule, 2},
};
enum { N_THING = sizeof things / sizeof *things };

enum { OF_PLANS = 2 }; /* the first two */
static const struct fpk_parameter own[] = {
    {.name = "head",
     .type = FPK_CHOICE,
     .choices = "score|eps|x0|v|flow",
     .doc = "sampler NAME: the plan for a network that predicts this"},
    FPK_THRESHOLD_PARAMETER,
    {.name = "measure",
     .type = FPK_FLAG,
     .doc = "integrators, samplers: measure all orders again (minutes)"},
    FPK_OPTION_SEED,
    {.name = "points",
     .type = FPK_FLAG,
     .doc = "integrators, samplers: with the points of every study"},
    {.name = "write",
     .type = FPK_TEXT,
     .doc = "integrators, samplers: write what was measured to this file, as it is compiled in",
     .free_of_numbers = true},
};

/* The options above are of the lists with measured orders; only integrators draw numbers. */
static enum fpk_status check_own(const struct fpk_call *call)
{
    bool integrators = strcmp(call->argument[0], "integrators") == 0;
    bool samplers = strcmp(call->argument[0], "samplers") == 0;
    for (size_t i = 0; i < OF_PLANS; i++)
        FPK_CHECK(strcmp(call->argument[0], "sampler") == 0 ||
                      !fpk_values_given(call->values, own[i].name),
                  FPK_USAGE, "--%s is an option of `fpk show sampler NAME`", own[i].name);
    for (size_t i = OF_PLANS; i < sizeof own / sizeof *own; i++) {
        bool seed = strcmp(own[i].name, "seed") == 0;
        FPK_CHECK(integrators || (samplers && !seed) ||
                      !fpk_values_given(call->values, own[i].name),
                  FPK_USAGE, "--%s is an option of `fpk show integrators`%s", own[i].name,
                  seed ? "" : " and `fpk show samplers`");
    }
    return FPK_OK;
}

static enum fpk_status run(const struct fpk_call *call)
{
    const char *names[N_THING];
    FPK_CHECK(
        call->n_argument >= 1, FPK_USAGE,
        "show what? models, integrators, samplers, schedules, sampler NAME, schedule NAME, or "
        "a result file.h5");
    const char *what = call->argument[0];
    FPK_TRY(check_own(call));
    for (size_t i = 0; i < N_THING; i++) {
        names[i] = things[i].name;
        if (strcmp(what, names[i]) != 0)
            continue;
        FPK_CHECK(call->n_argument == things[i].n_argument, FPK_USAGE,
                  call->n_argument < things[i].n_argument ? "%s: which one? give its name"
                                                          : "%s: takes no further word",
                  what);
        return things[i].run(call);
    }
    if (strchr(what, '.') || strchr(what, '/'))
        return fpk_show_file(call);
    const char *near = fpk_nearest(what, names, N_THING);
    return fpk_fail(FPK_USAGE,
                    near ? "%.60s: there is no such thing; did you mean %s?"
                         : "%.60s: there is no such thing; `fpk show --help` lists "
                           "them%s",
                    what, near ? near : "");
}

const struct fpk_verb fpk_verb_show = {
    .name = "show",
    .sentence = "show models, samplers, a sampler's plan, or what a result file holds",
    .arguments =
        "models | integrators | samplers | schedules | sampler NAME | schedule NAME | FILE",
    .example = "fpk show sampler ddim --steps 5",
    .story =
        "models       the named equations\n"
        "integrators  the ways to step an equation, their orders as claimed and as measured\n"
        "samplers     the ways to sample with a score, their orders as claimed and as measured\n"
        "schedules    the noise schedules\n"
        "sampler NAME [its options]  the plan: registers, coefficients, levels, noises;\n"
        "             `fpk law --sampler NAME --help` lists the options\n"
        "schedule NAME [its options]  its ends, the levels that a sampler visits, an audit\n"
        "FILE.h5                     datasets with shapes, axes and units",
    .most_arguments = 2,
    .takes = FPK_TAKES_PLAN,
    .own = {own, sizeof own / sizeof *own},
    .run = run,
};
