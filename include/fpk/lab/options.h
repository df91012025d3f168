/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options: a command line read against parameter tables, and the help text that the same tables
 * give.
 *
 * The rules are getopt_long's: `--name value` or `--name=value`, values may begin with '-', a
 * switch takes no value unless written `--quiet=false`, an unambiguous beginning of a name will do,
 * the last of two wins, words that are not options may stand anywhere, and everything after `--` is
 * such a word. */
#ifndef FPK_LAB_OPTIONS_H
#define FPK_LAB_OPTIONS_H

#include "fpk/base/parameter.h"
#include "fpk/base/status.h"
#include "fpk/lab/seed.h"
#include "fpk/record/text.h"

#include <stdbool.h>
#include <stddef.h>

/* Rows of tables that every command has, so that an option means the same everywhere. The effective
 * seed is recorded by itself: "random" is no provenance. */
/* clang-format off */
#define FPK_OPTION_SEED                                                                            \
    {.name = "seed", .type = FPK_TEXT, .fallback = FPK_SEED_DEFAULT,                               \
     .doc = "a whole number below 2^64, or random (which is then printed)",                        \
     .free_of_numbers = true}
#define FPK_OPTION_THREADS                                                                         \
    {.name = "threads", .type = FPK_INTEGER, .fallback = "0", .min = 0, .max = 4096,               \
     .doc = "0: as many as there are processors; no result depends on it",                         \
     .free_of_numbers = true}
#define FPK_OPTION_JSON                                                                            \
    {.name = "json", .type = FPK_FLAG,                                                             \
     .doc = "one JSON object on standard output, doubles in full", .free_of_numbers = true}
#define FPK_OPTION_QUIET                                                                           \
    {.name = "quiet", .type = FPK_FLAG,                                                            \
     .doc = "no progress and no notes on standard error; errors are told", .free_of_numbers = true}
/* clang-format on */

/* Reads argv [argc] (the words after the program's or verb's name) into values. On return argv is
 * reordered so that its first *n_argument entries are the words that are not options, in their
 * order; they stay borrowed from argv. *help: `--help` or `-h` was met (then nothing after it was
 * read). FPK_USAGE with a sentence that names the option, and the nearest known one. */
enum fpk_status fpk_options_parse(struct fpk_values *values, int argc, char **argv,
                                  size_t *n_argument, bool *help) FPK_MUST_USE;

/* What stands above the options: NULL parts are left out. */
struct fpk_help {
    const char *usage;    /* "fpk law [OPTIONS]" */
    const char *example;  /* a whole command line that works as it is */
    const char *sentence; /* what it does */
    const char *story;    /* paragraphs, already broken into lines of up to 80 columns */
};

/* Adds the example, the usage line, the sentence and the story to `out`. */
void fpk_help_begin(struct fpk_text *out, const struct fpk_help *help);

/* Adds a titled block: one option per row, aligned, with choices, unit, range and default; lines of
 * up to 100 columns. */
void fpk_help_options(struct fpk_text *out, const char *title, const struct fpk_parameter *table,
                      size_t n);

#endif
