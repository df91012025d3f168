/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts, tables, data file. */
#include "all-samplers.h"

#include <math.h>
#include <stdio.h>

static enum fpk_status judge(const struct all_samplers *a)
{
    struct fpk_family family = {0};
    for (size_t i = 0; i < a->n; i++)
        if (a->entry[i].tested)
            fpk_family_add(&family, &a->entry[i].test, "%s, %.0f evaluations: particles / law",
                           a->entry[i].method.name, a->entry[i].evaluations[a->shown]);
    return fpk_family_judge(&family, a->run);
}

static enum fpk_status tabulate(const struct all_samplers *a, const char *title,
                                const double *(*of)(const struct all_entry *))
{
    char name[BUDGETS][16];
    const char *columns[BUDGETS];
    for (size_t b = 0; b < a->n_budget; b++) {
        snprintf(name[b], sizeof name[b], "%.0f", a->budget[b]);
        columns[b] = name[b];
    }
    FPK_TRY(fpk_run_table(a->run, title, a->n_budget, columns));
    for (size_t i = 0; i < a->n; i++)
        FPK_TRY(fpk_run_row(a->run, a->entry[i].method.name, of(&a->entry[i])));
    return FPK_OK;
}

static const double *tv_of(const struct all_entry *e)
{
    return e->tv;
}

static const double *w1_of(const struct all_entry *e)
{
    return e->w1;
}

static enum fpk_status tabulate_parts(const struct all_samplers *a)
{
    static const char *const columns[] = {"evaluations", "discretisation", "initialisation",
                                          "total"};
    for (int last = 0; last < 2; last++) {
        size_t b = last ? a->n_budget - 1 : a->shown;
        char title[96];
        if (last && b == a->shown)
            break;
        snprintf(title, sizeof title, "Where the error comes from, TV, about %.0f evaluations",
                 a->budget[b]);
        FPK_TRY(fpk_run_table(a->run, title, 4, columns));
        for (size_t i = 0; i < a->n; i++) {
            const struct all_entry *e = &a->entry[i];
            const double row[] = {e->evaluations[b], e->discretisation[b], e->initialisation[b],
                                  e->tv[b]};
            FPK_TRY(fpk_run_row(a->run, e->method.name, row));
        }
    }
    return FPK_OK;
}

static enum fpk_status say_best(const struct all_samplers *a)
{
    for (size_t b = 0; b < a->n_budget; b++) {
        size_t best = a->n;
        for (size_t i = 0; i < a->n; i++)
            if (isfinite(a->entry[i].tv[b]) &&
                (best == a->n || a->entry[i].tv[b] < a->entry[best].tv[b]))
                best = i;
        if (best < a->n)
            FPK_TRY(fpk_run_say(a->run,
                                "About %.0f evaluations: %s is nearest to the data, TV %.3g",
                                a->budget[b], a->entry[best].method.name, a->entry[best].tv[b]));
    }
    return FPK_OK;
}

enum fpk_status all_report(const struct all_samplers *a)
{
    FPK_TRY(judge(a));
    FPK_TRY(tabulate(a, "TV of the law from the data, by evaluations of the score", tv_of));
    FPK_TRY(tabulate(a, "W1 of the law from the data, by evaluations of the score", w1_of));
    FPK_TRY(tabulate_parts(a));
    return say_best(a);
}

enum fpk_status all_record(const struct all_samplers *a)
{
    struct fpk_record *record = NULL;
    char path[TEXT];
    FPK_TRY(fpk_run_record(a->run, &record));
    FPK_TRY(fpk_record_axis(record, "budget", a->n_budget, a->budget, "1", "evaluations allowed"));
    for (size_t i = 0; i < a->n; i++) {
        const struct all_entry *e = &a->entry[i];
        const struct {
            const char *name, *what;
            const double *value;
        } part[] = {{"evaluations", "evaluations of the score", e->evaluations},
                    {"tv", "TV of the law from the data", e->tv},
                    {"w1", "W1 of the law from the data", e->w1},
                    {"discretisation_tv", "TV of the law from the exact start", e->discretisation},
                    {"initialisation_tv", "TV between the laws of both starts", e->initialisation}};
        for (int k = 0; k < 5; k++) {
            snprintf(path, sizeof path, "%s/%s", e->method.name, part[k].name);
            FPK_TRY(fpk_common_array(record, path, "budget", a->n_budget, part[k].value, "1",
                                     part[k].what));
        }
        FPK_TRY(fpk_record_set_text(record, e->method.name, "sampler", e->method.sampler));
        FPK_TRY(fpk_record_set_text(record, e->method.name, "options", e->method.options));
    }
    return FPK_OK;
}
