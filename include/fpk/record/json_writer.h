/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON out: one object composed in order, then written at once, so that a failed command leaves
 * nothing half said.
 *
 *     struct fpk_json_writer w = {0};
 *     fpk_json_object_begin(&w, NULL);
 *     fpk_json_add_number(&w, "tv", 0.0041);
 *     fpk_json_add_number(&w, "kl_pq", INFINITY);
 *     fpk_json_object_end(&w);
 *     ->  {"tv": 0.0041, "kl_pq": null, "reason": "kl_pq is infinite"}
 *
 * Doubles have as many digits as it takes to read back the same bits. JSON knows no infinity: such
 * a number is null, and the object ends with a text `reason` that names each of them. */
#ifndef FPK_RECORD_JSON_WRITER_H
#define FPK_RECORD_JSON_WRITER_H

#include "fpk/record/text.h"

#include <stdbool.h>
#include <stdio.h>

#define FPK_JSON_DEPTH 16 /* objects and lists inside each other */

/* Start from {0}. Fields are the writer's own. */
struct fpk_json_writer {
    struct fpk_text text;
    struct fpk_text reason[FPK_JSON_DEPTH]; /* of the open object at each depth */
    size_t count[FPK_JSON_DEPTH];           /* items written at each depth */
    char bracket[FPK_JSON_DEPTH];           /* '{' or '[' */
    char key[FPK_JSON_DEPTH][48];           /* of what is open at each depth */
    size_t depth;
};

/* key: the name inside an object, NULL inside a list and at the top. */
void fpk_json_object_begin(struct fpk_json_writer *w, const char *key);
void fpk_json_object_end(struct fpk_json_writer *w);
void fpk_json_list_begin(struct fpk_json_writer *w, const char *key);
void fpk_json_list_end(struct fpk_json_writer *w);

void fpk_json_add_number(struct fpk_json_writer *w, const char *key, double value);
void fpk_json_add_integer(struct fpk_json_writer *w, const char *key, long long value);
void fpk_json_add_text(struct fpk_json_writer *w, const char *key, const char *value);
void fpk_json_add_bool(struct fpk_json_writer *w, const char *key, bool value);
/* null, with why in the enclosing object's `reason` ("kl_pq: no particles were asked for"). */
void fpk_json_add_null(struct fpk_json_writer *w, const char *key, const char *reason);
void fpk_json_add_numbers(struct fpk_json_writer *w, const char *key, size_t n,
                          const double *value);

/* Writes the finished object and a newline to `stream` in one call, and clears the writer. FPK_IO
 * when the stream does not take it. */
enum fpk_status fpk_json_flush(struct fpk_json_writer *w, FILE *stream) FPK_MUST_USE;
/* The same to a file (record/file.h). */
enum fpk_status fpk_json_save(struct fpk_json_writer *w, const char *path) FPK_MUST_USE;
void fpk_json_writer_clear(struct fpk_json_writer *w);

#endif
