/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer as data: everything that is printed goes to the group `answer` of a file. */
#include "answer.h"

#include <stdio.h>

#define PATH 96

static enum fpk_status add(struct fpk_record *record, const char *key, const char *suffix,
                           const char *axis, size_t n, const double *value)
{
    char path[PATH], name[PATH];
    snprintf(path, sizeof path, "answer/%s%s", key, suffix);
    snprintf(name, sizeof name, "%s%s", key, suffix[0] ? ", numerical error" : "");
    struct fpk_array array = {.path = path,
                              .rank = axis ? 1 : 0,
                              .shape = {n},
                              .axis = {axis},
                              .value = value,
                              .long_name = name};
    return fpk_record_array(record, &array);
}

/* A list that others stand beside is their axis. */
static enum fpk_status add_list(const struct fpk_answer *a, size_t i, struct fpk_record *record,
                                char axis[PATH])
{
    const struct fpk_answer_row *row = &a->row[i];
    bool heads = i + 1 < a->n && a->row[i + 1].beside && !row->beside;
    if (!row->beside)
        snprintf(axis, PATH, "answer/%s%s", row->key, heads ? "" : "_number");
    if (heads)
        return fpk_record_axis(record, axis, row->n, row->list, "1", row->key);
    if (!row->beside)
        FPK_TRY(fpk_record_bare_axis(record, axis, row->n));
    FPK_TRY(add(record, row->key, "", axis, row->n, row->list));
    return row->list_error ? add(record, row->key, "_error", axis, row->n, row->list_error)
                           : FPK_OK;
}

enum fpk_status fpk_answer_record(const struct fpk_answer *a, struct fpk_record *record)
{
    char axis[PATH] = "";
    FPK_TRY(a->status);
    for (size_t i = 0; i < a->n; i++) {
        const struct fpk_answer_row *row = &a->row[i];
        if (row->text)
            continue;
        if (row->is_list) {
            FPK_TRY(add_list(a, i, record, axis));
            continue;
        }
        FPK_TRY(add(record, row->key, "", NULL, 1, &row->value));
        if (row->has_error)
            FPK_TRY(add(record, row->key, "_error", NULL, 1, &row->error));
    }
    for (size_t i = 0; i < a->n; i++)
        if (a->row[i].text)
            FPK_TRY(fpk_record_set_text(record, "answer", a->row[i].key, a->row[i].text));
    return FPK_OK;
}
