/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The `fpk` command: finds the verb, reads its options against its tables, runs it, and turns the
 * status into an exit code and, on a failure, one line on standard error. */
#include "help.h"
#include "tables.h"
#include "verb.h"

#include "fpk/base/isa.h"
#include "fpk/lab/options.h"
#include "fpk/lab/threads.h"
#include "fpk/record/manifest.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static enum fpk_status run_verb(const struct fpk_verb *verb, int argc, char **argv)
{
    struct fpk_values values = {0};
    struct fpk_call call = {.values = &values, .n_argument = (size_t)argc, .argument = argv};
    bool help = false;
    enum fpk_status status;
    if ((verb->takes & FPK_TAKES_ANYTHING) && argc > 0 && argv[0][0] != '-')
        return verb->run(&call);
    FPK_TRY_DONE(status, fpk_tables_gather(verb, argc, argv, &values));
    FPK_TRY_DONE(status, fpk_options_parse(&values, argc, argv, &call.n_argument, &help));
    if (help || (verb->takes & FPK_TAKES_ANYTHING && argc == 0)) {
        status = fpk_help_verb(verb, &values);
        goto done;
    }
    if (call.n_argument > verb->most_arguments) {
        status = fpk_fail(FPK_USAGE, "\"%.60s\" is one word too many; options begin with --",
                          argv[verb->most_arguments]);
        goto done;
    }
    status = verb->run(&call);
done:
    fpk_values_clear(&values);
    return status;
}

/* fpk, fpk --help, fpk help [VERB], fpk help --man, fpk --version, fpk --complete [VERB] */
static bool is_about_itself(int argc, char **argv, enum fpk_status *status)
{
    const char *word = argc > 1 ? argv[1] : "help";
    const char *next = argc > 2 ? argv[2] : NULL;
    *status = FPK_OK;
    if (strcmp(word, "--version") == 0) {
        printf("fpk %s\n", fpk_version());
    } else if (strcmp(word, "--complete") == 0) {
        const struct fpk_verb *verb = next ? fpk_verb_find(next) : NULL;
        *status = fpk_help_complete(verb);
    } else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 ||
               strcmp(word, "help") == 0) {
        const struct fpk_verb *verb = NULL;
        if (next && strcmp(next, "--man") == 0) {
            *status = fpk_help_man();
        } else if (next && !(verb = fpk_verb_find(next))) {
            *status = FPK_USAGE;
        } else if (verb) {
            char *help[] = {(char[]){"--help"}};
            *status = run_verb(verb, 1, help);
        } else {
            *status = fpk_help_all();
        }
    } else {
        return false;
    }
    return true;
}

/* Exit code of a status, and its sentence. What stdio still holds is written now, so that a full
 * disk is not taken for success. */
static int report(const char *verb, enum fpk_status status)
{
    bool done = status == FPK_OK || status == FPK_REJECTED || status == FPK_INCONCLUSIVE;
    if (done && (fflush(stdout) != 0 || ferror(stdout)))
        status = fpk_fail(FPK_IO, "the answer could not be written to standard output");
    bool failed = status != FPK_OK && fpk_message()[0] != '\0' && status != FPK_REJECTED &&
                  status != FPK_INCONCLUSIVE;
    if (failed)
        fprintf(stderr, "fpk%s%s: %s\n", *verb ? " " : "", verb, fpk_message());
    return (int)status;
}

int main(int argc, char **argv)
{
    fpk_threads_sleep(argv);
    enum fpk_status status = fpk_isa_check();
    if (status != FPK_OK)
        return report("", status);
    if (is_about_itself(argc, argv, &status))
        return report("", status);
    const struct fpk_verb *verb = fpk_verb_find(argv[1]);
    if (!verb)
        return report("", FPK_USAGE);
    return report(verb->name, run_verb(verb, argc - 2, argv + 2));
}
