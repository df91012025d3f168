/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk list` and `fpk run`: the experiments, one small program per question, linked into fpk
 * too. */
#include "verb.h"

#include "fpk/lab/experiment.h"
#include "fpk/record/json_writer.h"

#include <stdio.h>
#include <string.h>

extern const struct fpk_experiment *const fpk_experiments[]; /* ended by NULL; from the build */

static enum fpk_status list(const struct fpk_call *call)
{
    if (fpk_values_flag(call->values, "json")) {
        struct fpk_json_writer w = {0};
        fpk_json_object_begin(&w, NULL);
        fpk_json_list_begin(&w, "experiments");
        for (size_t i = 0; fpk_experiments[i]; i++) {
            fpk_json_object_begin(&w, NULL);
            fpk_json_add_text(&w, "name", fpk_experiments[i]->name);
            fpk_json_add_text(&w, "sentence", fpk_experiments[i]->sentence);
            fpk_json_object_end(&w);
        }
        fpk_json_list_end(&w);
        fpk_json_object_end(&w);
        return fpk_json_flush(&w, stdout);
    }
    for (size_t i = 0; fpk_experiments[i]; i++)
        printf("%-20s %s\n", fpk_experiments[i]->name, fpk_experiments[i]->sentence);
    FPK_CHECK(fflush(stdout) == 0, FPK_IO, "the list could not be written to standard output");
    return FPK_OK;
}

const struct fpk_verb fpk_verb_list = {
    .name = "list",
    .sentence = "list the experiments",
    .arguments = "",
    .example = "fpk list",
    .story = "`fpk show models`, `fpk show samplers` list the other things that have names.",
    .run = list,
};

static enum fpk_status find(const char *name, const struct fpk_experiment **out)
{
    const char *names[256];
    size_t n = 0;
    for (; fpk_experiments[n] && n < 256; n++) {
        names[n] = fpk_experiments[n]->name;
        if (strcmp(name, names[n]) == 0) {
            *out = fpk_experiments[n];
            return FPK_OK;
        }
    }
    const char *near = fpk_nearest(name, names, n);
    if (near)
        return fpk_fail(FPK_USAGE, "there is no experiment \"%.60s\"; did you mean \"%s\"?", name,
                        near);
    return fpk_fail(FPK_USAGE, "there is no experiment \"%.60s\"; `fpk list` lists them", name);
}

static enum fpk_status run(const struct fpk_call *call)
{
    const struct fpk_experiment *experiment = NULL;
    FPK_TRY(find(call->argument[0], &experiment));
    int code = fpk_experiment_main(experiment, (int)call->n_argument, call->argument);
    fpk_message_clear(); /* the experiment has said what there was to say */
    return (enum fpk_status)code;
}

const struct fpk_verb fpk_verb_run = {
    .name = "run",
    .sentence = "run an experiment: a verdict, an HDF5 file, pictures",
    .arguments = "NAME [OPTIONS OF THE EXPERIMENT]",
    .example = "fpk run three-views-agree --quick",
    .story = "fpk run NAME --help tells the question and its options.",
    .takes = FPK_TAKES_ANYTHING,
    .run = run,
};
