/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verb: one word of the `fpk` command: its options, and what it does with them.
 *
 * A verb gathers its whole answer first and prints it once at the end, so that on an error nothing
 * has reached standard output. */
#ifndef FPK_CLI_VERB_H
#define FPK_CLI_VERB_H

#include "fpk/base/parameter.h"
#include "fpk/base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct fpk_table {
    const struct fpk_parameter *row;
    size_t n;
};

/* Which shared tables a verb takes, beside its own and the common one. */
enum fpk_takes {
    FPK_TAKES_SAMPLER = 1, /* --target, --sampler and the sampler's own */
    FPK_TAKES_EQUATION =
        2, /* --drift, --potential, --model and the model's own; --initial, --time */
    FPK_TAKES_STEPPER = 4,    /* --scheme, --dt */
    FPK_TAKES_PARTICLES = 8,  /* --particles, --seed, --out */
    FPK_TAKES_PLAN = 16,      /* the options of the sampler named after the verb */
    FPK_TAKES_LAW = 64,       /* --grid-factor */
    FPK_TAKES_LINE = 256,     /* --domain, --boundary, --mesh, --tolerance, --oracle */
    FPK_TAKES_ADAPTIVE = 128, /* --adaptive, --adaptive-relative */
    FPK_TAKES_ANYTHING = 32   /* the words are passed on unread (`fpk run`) */
};

/* What a verb is run with. */
struct fpk_call {
    const struct fpk_values *values;
    size_t n_argument; /* words that are not options */
    char **argument;   /* borrowed */
};

struct fpk_verb {
    const char *name;
    const char *sentence;  /* what it does, for the list of verbs */
    const char *arguments; /* what follows the verb in the usage line; "" for nothing */
    const char *example;   /* a whole command line */
    const char *story;     /* a paragraph for --help; lines up to 80 columns */
    size_t most_arguments;
    unsigned takes; /* of enum fpk_takes */
    struct fpk_table own;
    enum fpk_status (*run)(const struct fpk_call *call);
};

extern const struct fpk_verb fpk_verb_check, fpk_verb_info, fpk_verb_law, fpk_verb_list,
    fpk_verb_run, fpk_verb_sample, fpk_verb_show, fpk_verb_simulate, fpk_verb_solve;

/* All verbs, in the order of the story. */
const struct fpk_verb *const *fpk_verbs(size_t *n);

/* The verb called `name`; NULL with a message that names the nearest one. */
const struct fpk_verb *fpk_verb_find(const char *name);

#endif
