/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of lists of the answer: nested in JSON, on paper a table with a column for every index. */
#include "answer.h"

#include <stdio.h>
#include <string.h>

enum { MATRIX_MOST = 12 };

void fpk_answer_nested(struct fpk_answer *a, const char *key, size_t rank, const size_t *shape,
                       const char *const *index, const double *value)
{
    size_t n = 1;
    for (size_t k = 0; k < rank; k++)
        n *= shape[k];
    if (rank == 1) {
        fpk_answer_column(a, key, n, value, NULL);
        return;
    }
    fpk_answer_list(a, key, n, value, NULL);
    struct fpk_answer_row *row = &a->row[a->n - 1];
    row->rank = rank;
    for (size_t k = 0; k < rank; k++) {
        row->shape[k] = shape[k];
        row->index[k] = index[k];
    }
}

void fpk_answer_matrix(struct fpk_answer *a, const char *key, size_t dim, const double *value,
                       const double *error)
{
    fpk_answer_nested(a, key, 2, (size_t[]){dim, dim}, (const char *[]){"row", "column"}, value);
    struct fpk_answer_row *row = &a->row[a->n - 1];
    row->matrix = row->has_error = true;
    for (size_t k = 0; k < dim * dim; k++)
        row->error = error[k] > row->error ? error[k] : row->error;
}

/* Up to twelve columns, which stay legible. */
static void print_matrix(const struct fpk_answer_row *row)
{
    size_t dim = row->shape[0];
    char text[64];
    snprintf(text, sizeof text, "%zu x %zu%s", dim, dim, dim > MATRIX_MOST ? ", with --json" : "");
    printf("%-24s %-20s +- %.1e\n", row->key, text, row->error);
    for (size_t i = 0; i < dim && dim <= MATRIX_MOST; i++)
        for (size_t j = 0; j < dim; j++)
            printf("%s%13.6g%s", j ? "" : "  ", row->list[i * dim + j], j + 1 < dim ? "" : "\n");
}

/* The innermost lists in order; a list of the middle level opens with its first and closes with its
 * last. */
void fpk_answer_nested_json(struct fpk_json_writer *w, const struct fpk_answer_row *row)
{
    size_t inner = row->shape[row->rank - 1], middle = row->rank == 3 ? row->shape[1] : 0;
    fpk_json_list_begin(w, row->key);
    for (size_t k = 0; k * inner < row->n; k++) {
        if (middle && k % middle == 0)
            fpk_json_list_begin(w, NULL);
        fpk_json_add_numbers(w, NULL, inner, row->list + k * inner);
        if (middle && k % middle == middle - 1)
            fpk_json_list_end(w);
    }
    fpk_json_list_end(w);
}

/* Entry k of an index: x, y, z, of the list that is called like it, or a count. */
static void index_text(const struct fpk_answer *a, const char *index, size_t k, char out[32])
{
    snprintf(out, 32, "%zu", k);
    if (strcmp(index, "component") == 0 && k < 3)
        snprintf(out, 32, "%c", "xyz"[k]);
    for (size_t i = 0; i < a->n; i++)
        if (strcmp(a->row[i].key, index) == 0 && a->row[i].is_list && k < a->row[i].n)
            snprintf(out, 32, "%.12g", a->row[i].list[k]);
}

size_t fpk_answer_nested_from(const struct fpk_answer *a, size_t i)
{
    const struct fpk_answer_row *first = &a->row[i];
    size_t m = 0;
    if (first->matrix)
        return 1;
    for (; i + m < a->n && first->rank > 1 && a->row[i + m].rank == first->rank; m++)
        for (size_t k = 0; k < first->rank; k++)
            if (a->row[i + m].shape[k] != first->shape[k] ||
                strcmp(a->row[i + m].index[k], first->index[k]) != 0)
                return m;
    return m;
}

void fpk_answer_nested_print(const struct fpk_answer *a, size_t i, size_t m)
{
    const struct fpk_answer_row *row = &a->row[i];
    char text[32];
    if (row->matrix) {
        print_matrix(row);
        return;
    }
    for (size_t k = 0; k < row->rank; k++)
        printf("%-15s ", row->index[k]);
    for (size_t k = 0; k < m; k++)
        printf(k + 1 < m ? "%-19s " : "%s\n", row[k].key);
    for (size_t j = 0; j < row->n; j++) {
        size_t block = row->n;
        for (size_t k = 0; k < row->rank; k++) {
            block /= row->shape[k];
            index_text(a, row->index[k], j / block % row->shape[k], text);
            printf("%-15s ", text);
        }
        for (size_t k = 0; k < m; k++) {
            snprintf(text, sizeof text, "%.12g", row[k].list[j]);
            printf(k + 1 < m ? "%-19s " : "%s\n", text);
        }
    }
}
