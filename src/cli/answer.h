/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answer: what a verb found, gathered whole and printed once, as one JSON object or as lines for a
 * person. A key with points, "split.score.tv", is a number inside objects of JSON. A number may
 * carry its numerical error: in JSON they sit together under "numerical_error", on paper behind the
 * number. */
#ifndef FPK_CLI_ANSWER_H
#define FPK_CLI_ANSWER_H

#include "verb.h"

#include "fpk/compare/distance.h"
#include "fpk/record/json_writer.h"
#include "fpk/record/record.h"

#include <stdbool.h>

#define FPK_ANSWER_MAX 64

struct fpk_answer_row {
    const char *key;    /* borrowed */
    const char *reason; /* why there is no number; borrowed */
    double value, error;
    double *list, *list_error; /* [n]; owned; list_error NULL: none */
    size_t n;
    size_t rank, shape[3]; /* of a list of lists, row-major; rank 0: a plain list */
    const char *index[3];  /* what its levels run over; borrowed */
    char *text;            /* owned; NULL for numbers */
    bool whole, has_error, is_list;
    bool beside; /* a column beside the row before, on paper */
    bool matrix; /* a list of lists that is printed as a square */
};

/* Start from {0}. Rows are added in the order of printing. */
struct fpk_answer {
    size_t n;
    struct fpk_answer_row row[FPK_ANSWER_MAX];
    enum fpk_status status; /* first failure to add, reported by fpk_answer_print */
};

void fpk_answer_text(struct fpk_answer *a, const char *key, const char *text);
void fpk_answer_integer(struct fpk_answer *a, const char *key, long long value);
void fpk_answer_number(struct fpk_answer *a, const char *key, double value);
void fpk_answer_bounded(struct fpk_answer *a, const char *key, double value, double error);
/* A number of the compare layer; not finite: null with its reason. */
void fpk_answer_found(struct fpk_answer *a, const char *key, struct fpk_number number);
/* Copies; error NULL: none. */
void fpk_answer_list(struct fpk_answer *a, const char *key, size_t n, const double *value,
                     const double *error);

/* The same, beside the list before it, whose numbers it belongs to one by one. */
void fpk_answer_column(struct fpk_answer *a, const char *key, size_t n, const double *value,
                       const double *error);

/* A list of lists, value [shape[0]]...[shape[rank - 1]], rank 1 to 3, nested in JSON. On paper
 * those of one shape that follow each other are a table: `index` [rank] names the columns in front,
 * whose entries are those of the list of that key, x, y, z for "component", or counts. */
void fpk_answer_nested(struct fpk_answer *a, const char *key, size_t rank, const size_t *shape,
                       const char *const *index, const double *value);
/* A square matrix [dim][dim]; its error in JSON is the largest of `error`. */
void fpk_answer_matrix(struct fpk_answer *a, const char *key, size_t dim, const double *value,
                       const double *error);
/* For fpk_answer_print: one in JSON, how many make a table with row i, and this table. */
void fpk_answer_nested_json(struct fpk_json_writer *w, const struct fpk_answer_row *row);
size_t fpk_answer_nested_from(const struct fpk_answer *a, size_t i);
void fpk_answer_nested_print(const struct fpk_answer *a, size_t i, size_t m);

/* Everything in it, numbers, lists, their errors and texts, into the record's group `answer`: a
 * list with columns beside it is their axis. */
enum fpk_status fpk_answer_record(const struct fpk_answer *a,
                                  struct fpk_record *record) FPK_MUST_USE;

/* For fpk_answer_print: closes and opens objects of JSON on the way from the key before ("" at the
 * beginning) to this one ("" at the end); the name inside the innermost. */
const char *fpk_answer_enter(struct fpk_json_writer *w, const char *before, const char *key);

/* Prints to standard output (--json, --quiet of the call) and clears. FPK_IO when not taken. */
enum fpk_status fpk_answer_print(struct fpk_answer *a, const struct fpk_call *call) FPK_MUST_USE;
void fpk_answer_clear(struct fpk_answer *a);

#endif
