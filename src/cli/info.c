/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk info`: what this fpk is and what it runs on: the first thing to put in a bug report. */
#include "verb.h"

#include "fpk/base/isa.h"
#include "fpk/record/json_writer.h"
#include "fpk/record/manifest.h"

#include <omp.h>
#include <stdio.h>

static enum fpk_status run(const struct fpk_call *call)
{
    if (fpk_values_flag(call->values, "json")) {
        struct fpk_json_writer w = {0};
        fpk_json_object_begin(&w, NULL);
        fpk_manifest_build(&w);
        fpk_json_object_end(&w);
        return fpk_json_flush(&w, stdout);
    }
    printf("fpk          %s (%s)\n", fpk_version(), fpk_commit());
    printf("kernels      %s\n", fpk_isa_name(fpk_isa()));
    printf("threads      %d\n", omp_get_max_threads());
    return FPK_OK;
}

const struct fpk_verb fpk_verb_info = {
    .name = "info",
    .sentence = "version, build and machine, for bug reports",
    .arguments = "",
    .example = "fpk info --json",
    .story = "",
    .run = run,
};
