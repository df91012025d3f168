/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tables.h"

#include "adaptive.h"
#include "equation.h"
#include "line.h"
#include "particles.h"
#include "sampling.h"
#include "scheme.h"
#include "show_schedule.h"

#include "fpk/lab/options.h"

#include <assert.h>
#include <string.h>

static const struct fpk_parameter common_rows[] = {FPK_OPTION_THREADS, FPK_OPTION_JSON,
                                                   FPK_OPTION_QUIET};
static const struct fpk_table common = {common_rows, sizeof common_rows / sizeof *common_rows};

static const struct fpk_parameter seed_rows[] = {FPK_OPTION_SEED};
static const struct fpk_table seed = {seed_rows, sizeof seed_rows / sizeof *seed_rows};

static void add(struct fpk_groups *g, const char *title, struct fpk_table table)
{
    if (table.n == 0)
        return;
    assert(g->n < FPK_GROUPS);
    g->table[g->n] = table;
    g->title[g->n++] = title;
}

struct fpk_groups fpk_tables_of(const struct fpk_verb *verb, const char *sampler, const char *model)
{
    struct fpk_groups g = {0};
    const struct fpk_sampler *method = NULL;
    const struct fpk_model_kind *kind = NULL;
    unsigned t = verb->takes;
    if (t & FPK_TAKES_SAMPLER)
        add(&g, "A sampler on a target", fpk_table_sampler);
    if ((t & (FPK_TAKES_SAMPLER | FPK_TAKES_PLAN)) && sampler &&
        fpk_sampler_find(sampler, &method) == FPK_OK)
        add(&g, method->name, (struct fpk_table){method->parameter, method->n_parameter});
    if (t & FPK_TAKES_EQUATION) {
        add(&g, "An equation", fpk_table_equation);
        add(&g, "Its start and end", fpk_table_motion);
    }
    if ((t & FPK_TAKES_EQUATION) && model && fpk_model_find(model, &kind) == FPK_OK)
        add(&g, kind->name, (struct fpk_table){kind->parameter, kind->n_parameter});
    if (t & FPK_TAKES_LINE)
        add(&g, "Where it lives and how it is solved", fpk_table_line);
    if (t & FPK_TAKES_STEPPER)
        add(&g, "How it is stepped", fpk_table_stepper);
    if (t & FPK_TAKES_ADAPTIVE)
        add(&g, "Adaptive steps", fpk_table_adaptive);
    if (t & FPK_TAKES_LAW)
        add(&g, "How finely its law is computed", fpk_table_law);
    if (t & FPK_TAKES_PARTICLES) {
        add(&g, "Particles", fpk_table_particles);
        add(&g, "Randomness", seed);
    }
    add(&g, "What to report", verb->own);
    add(&g, "Common options", common);
    return g;
}

/* The value of --name in argv, before any table is known; NULL when it is not there. */
static const char *peek(int argc, char **argv, const char *name)
{
    size_t n = strlen(name);
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--", 2) != 0 || strncmp(argv[i] + 2, name, n) != 0)
            continue;
        if (argv[i][2 + n] == '=')
            return argv[i] + 3 + n;
        if (argv[i][2 + n] == '\0' && i + 1 < argc)
            return argv[i + 1];
    }
    return NULL;
}

static bool has(const struct fpk_values *values, const char *name)
{
    for (size_t i = 0; i < values->n; i++)
        if (strcmp(values->parameter[i]->name, name) == 0)
            return true;
    return false;
}

/* An option that two tables share (a named model's own --temperature) is one option. */
static enum fpk_status add_new(struct fpk_values *values, struct fpk_table table)
{
    for (size_t i = 0; i < table.n; i++)
        if (!has(values, table.row[i].name))
            FPK_TRY(fpk_values_add(values, &table.row[i], 1));
    return FPK_OK;
}

enum fpk_status fpk_tables_gather(const struct fpk_verb *verb, int argc, char **argv,
                                  struct fpk_values *values)
{
    const char *sampler = peek(argc, argv, "sampler");
    if ((verb->takes & FPK_TAKES_PLAN) && argc >= 2 && strcmp(argv[0], "sampler") == 0)
        sampler = argv[1];
    /* First of all a name that is unknown: without it, its options would be called unknown. */
    const struct fpk_sampler *method;
    if (sampler && (verb->takes & (FPK_TAKES_SAMPLER | FPK_TAKES_PLAN)))
        FPK_TRY(fpk_sampler_find(sampler, &method));
    struct fpk_groups g = fpk_tables_of(verb, sampler, peek(argc, argv, "model"));
    FPK_TRY(fpk_values_init(values, NULL, 0));
    for (size_t i = 0; i < g.n; i++)
        FPK_TRY(add_new(values, g.table[i]));
    if ((verb->takes & FPK_TAKES_PLAN) && argc >= 2 && strcmp(argv[0], "schedule") == 0)
        FPK_TRY(fpk_show_schedule_options(values, argv[1]));
    fpk_message_clear(); /* an unknown model is reported by the verb, with its own words */
    return FPK_OK;
}
