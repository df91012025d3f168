/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "show_schedule.h"

#include "tables.h"

#include "fpk/lab/options.h"
#include "fpk/model/model.h"
#include "fpk/record/manifest.h"
#include "fpk/sampler/sampler.h"

#include <stdio.h>
#include <string.h>

static enum fpk_status print(struct fpk_text *text)
{
    enum fpk_status status = fpk_text_status(text);
    if (status == FPK_OK && text->bytes &&
        (fwrite(text->bytes, 1, text->n, stdout) != text->n || fflush(stdout) != 0))
        status = fpk_fail(FPK_IO, "the help could not be written to standard output");
    fpk_text_clear(text);
    return status;
}

enum fpk_status fpk_help_all(void)
{
    struct fpk_text text = {0};
    size_t n;
    const struct fpk_verb *const *verbs = fpk_verbs(&n);
    fpk_text_add(&text,
                 "fpk: stochastic differential equations, the Fokker-Planck equation and\n"
                 "score-based samplers, each looked at as particles, as a density on a grid, in\n"
                 "closed form and as the exact law of the discrete scheme\n\n"
                 "Example: fpk run three-views-agree\n\n"
                 "Usage: fpk VERB [OPTIONS]\n\n");
    for (size_t i = 0; i < n; i++)
        fpk_text_add(&text, "  %-9s %s\n", verbs[i]->name, verbs[i]->sentence);
    fpk_text_add(&text, "\nfpk VERB --help explains one, with an example; fpk --version.\n"
                        "Exit codes: 0 done or accepted, 1 rejected, 2 usage or input, "
                        "3 inconclusive,\n70 not finite, 74 input/output, 75 stopped at a "
                        "checkpoint.\n");
    return print(&text);
}

static void usage_line(const struct fpk_verb *verb, char *out, size_t size)
{
    snprintf(out, size, "fpk %s%s%s [OPTIONS]", verb->name, *verb->arguments ? " " : "",
             verb->arguments);
}

static const char *text_or_null(const struct fpk_values *values, const char *name)
{
    return fpk_values_has(values, name) ? fpk_values_text(values, name) : NULL;
}

enum fpk_status fpk_help_verb(const struct fpk_verb *verb, const struct fpk_values *values)
{
    struct fpk_text text = {0};
    char usage[256];
    usage_line(verb, usage, sizeof usage);
    fpk_help_begin(&text, &(struct fpk_help){.usage = usage,
                                             .example = verb->example,
                                             .sentence = verb->sentence,
                                             .story = *verb->story ? verb->story : NULL});
    struct fpk_groups g =
        fpk_tables_of(verb, text_or_null(values, "sampler"), text_or_null(values, "model"));
    for (size_t i = 0; i < g.n; i++)
        fpk_help_options(&text, g.title[i], g.table[i].row, g.table[i].n);
    return print(&text);
}

/* ---- the man page ---- */

/* roff takes '-' for a hyphen and a leading '.' or ' for a request. */
static void add_roff(struct fpk_text *text, const char *words)
{
    for (const char *c = words; *c; c++) {
        if (*c == '-' || *c == '\\')
            fpk_text_add(text, "\\%c", *c == '\\' ? 'e' : '-');
        else if ((*c == '.' || *c == '\'') && (c == words || c[-1] == '\n'))
            fpk_text_add(text, "\\&%c", *c);
        else
            fpk_text_add(text, "%c", *c);
    }
}

static void add_man_option(struct fpk_text *text, const struct fpk_parameter *p)
{
    fpk_text_add(text, ".TP\n\\fB\\-\\-");
    add_roff(text, p->name);
    fpk_text_add(text, "\\fR");
    if (p->type == FPK_CHOICE) {
        fpk_text_add(text, " ");
        add_roff(text, p->choices);
    } else if (p->type != FPK_FLAG) {
        fpk_text_add(text, " \\fIVALUE\\fR");
    }
    fpk_text_add(text, "\n");
    add_roff(text, p->doc ? p->doc : "");
    if (p->fallback) {
        fpk_text_add(text, " (default ");
        add_roff(text, p->fallback);
        fpk_text_add(text, ")");
    }
    fpk_text_add(text, ".\n");
}

static void add_man_verb(struct fpk_text *text, const struct fpk_verb *verb)
{
    char usage[256];
    usage_line(verb, usage, sizeof usage);
    fpk_text_add(text, ".SH ");
    add_roff(text, usage);
    fpk_text_add(text, "\n");
    add_roff(text, verb->sentence);
    fpk_text_add(text, ".\n.PP\n.nf\n    ");
    add_roff(text, verb->example);
    fpk_text_add(text, "\n");
    if (*verb->story) {
        fpk_text_add(text, "\n");
        add_roff(text, verb->story);
        fpk_text_add(text, "\n");
    }
    fpk_text_add(text, ".fi\n");
    struct fpk_groups g = fpk_tables_of(verb, NULL, NULL);
    for (size_t i = 0; i < g.n; i++) {
        if (strcmp(g.title[i], "Common options") == 0)
            continue;
        for (size_t k = 0; k < g.table[i].n; k++)
            add_man_option(text, &g.table[i].row[k]);
    }
}

static void add_man_table(struct fpk_text *text, const char *name, const char *sentence,
                          const struct fpk_parameter *row, size_t n)
{
    fpk_text_add(text, ".SS ");
    add_roff(text, name);
    fpk_text_add(text, "\n");
    add_roff(text, sentence);
    fpk_text_add(text, ".\n");
    for (size_t i = 0; i < n; i++)
        add_man_option(text, &row[i]);
}

enum fpk_status fpk_help_man(void)
{
    struct fpk_text text = {0};
    size_t n;
    fpk_text_add(
        &text,
        ".TH FPK 1 \"\" \"fpk %s\" \"User Commands\"\n.SH NAME\nfpk \\- stochastic "
        "differential equations, Fokker\\-Planck and score\\-based samplers\n.SH SYNOPSIS\n"
        ".B fpk\n\\fIVERB\\fR [\\fIOPTIONS\\fR]\n",
        fpk_version());
    const struct fpk_verb *const *verbs = fpk_verbs(&n);
    for (size_t i = 0; i < n; i++)
        add_man_verb(&text, verbs[i]);
    fpk_text_add(&text, ".SH SAMPLERS\n");
    const struct fpk_sampler *const *samplers = fpk_samplers(&n);
    for (size_t i = 0; i < n; i++)
        add_man_table(&text, samplers[i]->name, samplers[i]->sentence, samplers[i]->parameter,
                      samplers[i]->n_parameter);
    fpk_text_add(&text, ".SH MODELS\n");
    const struct fpk_model_kind *const *models = fpk_model_kinds(&n);
    for (size_t i = 0; i < n; i++)
        add_man_table(&text, models[i]->name, models[i]->sentence, models[i]->parameter,
                      models[i]->n_parameter);
    fpk_text_add(&text, ".SH EXIT STATUS\n0 done or accepted; 1 rejected; 2 usage or input; 3 "
                        "inconclusive; 70 internal or not finite; 74 input/output; 75 stopped at a "
                        "checkpoint; 128+n stopped by signal n.\n"
                        ".SH ENVIRONMENT\n\\fBFPK_ISA\\fR=sse2|avx2|avx512 forces one copy of the "
                        "kernels; results are the same.\n");
    return print(&text);
}

/* ---- completion ---- */

static void add_names(struct fpk_text *text, const struct fpk_parameter *row, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fpk_text_add(text, "--%s\n", row[i].name);
}

enum fpk_status fpk_help_complete(const struct fpk_verb *verb)
{
    struct fpk_text text = {0};
    size_t n;
    fpk_message_clear(); /* an unknown verb has no options to offer, which is no error here */
    if (!verb) {
        const struct fpk_verb *const *verbs = fpk_verbs(&n);
        for (size_t i = 0; i < n; i++)
            fpk_text_add(&text, "%s\n", verbs[i]->name);
        return print(&text);
    }
    struct fpk_groups g = fpk_tables_of(verb, NULL, NULL);
    for (size_t i = 0; i < g.n; i++)
        add_names(&text, g.table[i].row, g.table[i].n);
    if (verb->takes & (FPK_TAKES_SAMPLER | FPK_TAKES_PLAN)) {
        const struct fpk_sampler *const *samplers = fpk_samplers(&n);
        for (size_t i = 0; i < n; i++)
            add_names(&text, samplers[i]->parameter, samplers[i]->n_parameter);
    }
    if (verb->takes & FPK_TAKES_PLAN)
        add_names(&text, fpk_table_schedule.row, fpk_table_schedule.n);
    if (verb->takes & FPK_TAKES_EQUATION) {
        const struct fpk_model_kind *const *models = fpk_model_kinds(&n);
        for (size_t i = 0; i < n; i++)
            add_names(&text, models[i]->parameter, models[i]->n_parameter);
    }
    return print(&text);
}
