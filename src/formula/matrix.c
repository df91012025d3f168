/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/formula/matrix.h"

#include "parse_priv.h"

#include <stdio.h>
#include <string.h>

static size_t skip_blanks(const char *text, size_t at)
{
    return at + strspn(text + at, " \t\r\n");
}

static enum fpk_status fail_count(const char *text, size_t at, const char *what, int most)
{
    char sentence[100];
    snprintf(sentence, sizeof sentence, "more than %d %s", most, what);
    return fpk_formula_fail_at(text, at, sentence);
}

/* Rows by their semicolons, which have no other meaning: *rows, and an error beyond three. */
static enum fpk_status count_rows(const char *text, size_t *rows)
{
    *rows = 1;
    for (size_t at = 0; text[at] && at < FPK_FORMULA_LENGTH; at++)
        if (text[at] == ';' && ++*rows > FPK_FORMULA_DIM)
            return fail_count(text, at, "rows; there are at most the coordinates x, y, z",
                              FPK_FORMULA_DIM);
    return FPK_OK;
}

static enum fpk_status check_entry(const char *text, size_t at, size_t row, size_t column)
{
    char c = text[at], what[120];
    if (c && c != ';' && c != ',')
        return FPK_OK;
    snprintf(what, sizeof what, "row %zu is empty", row + 1);
    if (c == ',' || column > 0)
        snprintf(what, sizeof what, "row %zu has no formula in column %zu", row + 1, column + 1);
    return fpk_formula_fail_at(text, at, what);
}

/* One row from *at, which moves to its end; *columns <- how many it has. */
static enum fpk_status read_row(struct fpk_formula_matrix *m, const char *text, size_t *at,
                                const struct fpk_parameters *parameters, size_t first,
                                size_t *columns)
{
    for (*columns = 0;; ++*at) {
        *at = skip_blanks(text, *at);
        if (*columns == FPK_FORMULA_COLUMNS)
            return fail_count(text, *at, "columns", FPK_FORMULA_COLUMNS);
        if (m->rows > 0 || *columns > 0 || text[*at]) /* an empty text has its own sentence */
            FPK_TRY(check_entry(text, *at, m->rows, *columns));
        FPK_TRY(fpk_formula_read(&m->entry[first + *columns], text, at, ";,", parameters));
        ++*columns;
        if (text[*at] != ',')
            return FPK_OK;
    }
}

static enum fpk_status read_rows(struct fpk_formula_matrix *m, const char *text,
                                 const struct fpk_parameters *parameters)
{
    for (size_t at = 0;; at++) {
        size_t columns, start = skip_blanks(text, at);
        FPK_TRY(read_row(m, text, &at, parameters, m->rows * m->columns, &columns));
        if (m->rows > 0 && columns != m->columns) {
            char what[120];
            snprintf(what, sizeof what, "row %zu has %zu column%s, row 1 has %zu", m->rows + 1,
                     columns, columns > 1 ? "s" : "", m->columns);
            return fpk_formula_fail_at(text, start, what);
        }
        m->columns = columns;
        m->rows++;
        if (text[at] != ';')
            return FPK_OK;
    }
}

enum fpk_status fpk_formula_matrix_init(struct fpk_formula_matrix *out, const char *text,
                                        const char *parameters, size_t dim)
{
    *out = (struct fpk_formula_matrix){0};
    size_t rows;
    struct fpk_parameters p;
    FPK_TRY(count_rows(text, &rows));
    dim = dim ? dim : rows;
    FPK_CHECK(dim <= FPK_FORMULA_DIM, FPK_USAGE,
              "formulas in %zu dimensions; the coordinates are x, y, z: at most %d", dim,
              FPK_FORMULA_DIM);
    FPK_TRY(fpk_parameters_read(&p, parameters, dim));
    enum fpk_status status = read_rows(out, text, &p);
    if (status != FPK_OK)
        fpk_formula_matrix_clear(out);
    return status;
}

void fpk_formula_matrix_clear(struct fpk_formula_matrix *matrix)
{
    for (size_t i = 0; i < FPK_FORMULA_DIM * FPK_FORMULA_COLUMNS; i++)
        fpk_formula_free(&matrix->entry[i]);
    *matrix = (struct fpk_formula_matrix){0};
}
