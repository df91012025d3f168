/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"

#include "fpk/base/memory.h"
#include "fpk/record/json_writer.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static struct fpk_answer_row *add(struct fpk_answer *a, const char *key)
{
    assert(a->n < FPK_ANSWER_MAX);
    struct fpk_answer_row *row = &a->row[a->n++];
    *row = (struct fpk_answer_row){.key = key};
    return row;
}

static void keep(struct fpk_answer *a, enum fpk_status status)
{
    if (a->status == FPK_OK)
        a->status = status;
}

void fpk_answer_text(struct fpk_answer *a, const char *key, const char *text)
{
    keep(a, fpk_copy_text(&add(a, key)->text, text));
}

void fpk_answer_integer(struct fpk_answer *a, const char *key, long long value)
{
    struct fpk_answer_row *row = add(a, key);
    row->value = (double)value;
    row->whole = true;
}

void fpk_answer_number(struct fpk_answer *a, const char *key, double value)
{
    add(a, key)->value = value;
}

void fpk_answer_bounded(struct fpk_answer *a, const char *key, double value, double error)
{
    struct fpk_answer_row *row = add(a, key);
    row->value = value;
    row->error = error;
    row->has_error = true;
}

void fpk_answer_found(struct fpk_answer *a, const char *key, struct fpk_number number)
{
    fpk_answer_bounded(a, key, number.value, number.error);
    a->row[a->n - 1].reason = number.reason;
}

void fpk_answer_list(struct fpk_answer *a, const char *key, size_t n, const double *value,
                     const double *error)
{
    struct fpk_answer_row *row = add(a, key);
    row->is_list = true;
    row->n = n;
    enum fpk_status status = fpk_allocate(&row->list, n);
    if (status == FPK_OK && error)
        status = fpk_allocate(&row->list_error, n);
    keep(a, status);
    if (status != FPK_OK)
        return;
    memcpy(row->list, value, n * sizeof *value);
    if (error)
        memcpy(row->list_error, error, n * sizeof *error);
}

void fpk_answer_column(struct fpk_answer *a, const char *key, size_t n, const double *value,
                       const double *error)
{
    size_t before = a->n;
    fpk_answer_list(a, key, n, value, error);
    if (before > 0 && a->n == before + 1)
        a->row[before].beside = a->row[before - 1].is_list && a->row[before - 1].n == n;
}

static void row_to_json(struct fpk_json_writer *w, const struct fpk_answer_row *row,
                        const char *name)
{
    struct fpk_answer_row inside = *row;
    inside.key = name;
    if (row->text)
        fpk_json_add_text(w, name, row->text);
    else if (row->rank > 1)
        fpk_answer_nested_json(w, &inside);
    else if (row->is_list)
        fpk_json_add_numbers(w, name, row->n, row->list);
    else if (row->whole)
        fpk_json_add_integer(w, name, (long long)row->value);
    else if (!isfinite(row->value) && row->reason)
        fpk_json_add_null(w, name, row->reason);
    else
        fpk_json_add_number(w, name, row->value);
}

static bool bounded(const struct fpk_answer_row *row)
{
    return row->has_error || row->list_error;
}

static void errors_to_json(struct fpk_json_writer *w, const struct fpk_answer *a)
{
    const char *before = "";
    fpk_json_object_begin(w, "numerical_error");
    for (size_t i = 0; i < a->n; i++) {
        const struct fpk_answer_row *row = &a->row[i];
        if (!bounded(row))
            continue;
        const char *name = fpk_answer_enter(w, before, row->key);
        if (row->has_error)
            fpk_json_add_number(w, name, row->error);
        else
            fpk_json_add_numbers(w, name, row->n, row->list_error);
        before = row->key;
    }
    (void)fpk_answer_enter(w, before, "");
    fpk_json_object_end(w);
}

static enum fpk_status print_json(const struct fpk_answer *a)
{
    struct fpk_json_writer w = {0};
    const char *before = "";
    bool errors = false;
    fpk_json_object_begin(&w, NULL);
    for (size_t i = 0; i < a->n; i++) {
        row_to_json(&w, &a->row[i], fpk_answer_enter(&w, before, a->row[i].key));
        before = a->row[i].key;
        errors = errors || bounded(&a->row[i]);
    }
    (void)fpk_answer_enter(&w, before, "");
    if (errors)
        errors_to_json(&w, a);
    fpk_json_object_end(&w);
    return fpk_json_flush(&w, stdout);
}

static void print_number(double value, bool has_error, double error, const char *reason)
{
    if (!isfinite(value) && reason)
        printf("-  (%s)", reason);
    else if (!isfinite(value))
        printf("-  (not finite)");
    else if (has_error)
        printf("%-20.12g +- %.1e", value, error);
    else
        printf("%.12g", value);
}

static void print_list(const struct fpk_answer_row *row)
{
    for (size_t j = 0; j < row->n; j++) {
        char name[64];
        snprintf(name, sizeof name, "%s[%zu]", row->key, j);
        printf("%-24s ", name);
        print_number(row->list[j], row->list_error, row->list_error ? row->list_error[j] : 0, NULL);
        putchar('\n');
    }
}

/* m lists of one length side by side. */
static void print_columns(const struct fpk_answer_row *row, size_t m)
{
    for (size_t k = 0; k < m; k++)
        printf(k + 1 < m ? "%-*s " : "%.*s\n", row[k].list_error ? 31 : 21, row[k].key);
    for (size_t j = 0; j < row->n; j++)
        for (size_t k = 0; k < m; k++) {
            char value[32], error[32] = "";
            snprintf(value, sizeof value, "%.12g", row[k].list[j]);
            if (row[k].list_error)
                snprintf(error, sizeof error, "+- %.1e", row[k].list_error[j]);
            if (row[k].list_error)
                printf(k + 1 < m ? "%-19s %-11s " : "%-19s %s\n", value, error);
            else
                printf(k + 1 < m ? "%-21s " : "%s\n", value);
        }
}

/* How many lists stand beside each other from row i on. */
static size_t lists_from(const struct fpk_answer *a, size_t i)
{
    size_t m = 1;
    while (i + m < a->n && a->row[i + m].beside)
        m++;
    return m;
}

static void print_row(const struct fpk_answer_row *row)
{
    if (row->text) {
        printf("%-24s %s\n", row->key, row->text);
    } else if (row->is_list) {
        print_list(row);
    } else if (row->whole) {
        printf("%-24s %.0f\n", row->key, row->value);
    } else {
        printf(strchr(row->key, '.') ? "%-27s " : "%-24s ", row->key); /* parts are longer */
        print_number(row->value, row->has_error, row->error, row->reason);
        putchar('\n');
    }
}

static enum fpk_status print_lines(const struct fpk_answer *a)
{
    for (size_t i = 0; i < a->n;) {
        size_t lists = lists_from(a, i), nested = fpk_answer_nested_from(a, i);
        if (nested) {
            fpk_answer_nested_print(a, i, nested);
            i += nested;
        } else if (lists > 1) {
            print_columns(&a->row[i], lists);
            i += lists;
        } else {
            print_row(&a->row[i++]);
        }
    }
    FPK_CHECK(fflush(stdout) == 0 && !ferror(stdout), FPK_IO,
              "the answer could not be written to standard output");
    return FPK_OK;
}

enum fpk_status fpk_answer_print(struct fpk_answer *a, const struct fpk_call *call)
{
    enum fpk_status status = a->status;
    if (status == FPK_OK)
        status = fpk_values_flag(call->values, "json") ? print_json(a) : print_lines(a);
    fpk_answer_clear(a);
    return status;
}

void fpk_answer_clear(struct fpk_answer *a)
{
    for (size_t i = 0; i < a->n; i++) {
        fpk_release(&a->row[i].text);
        fpk_release(&a->row[i].list);
        fpk_release(&a->row[i].list_error);
    }
    a->n = 0;
}
