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
#include "fpk/record/text.h"

#include <stdbool.h>
#include <stddef.h>

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
