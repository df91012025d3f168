/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON in: settings and targets, read so that every mistake is answered by one line that says the
 * file, the place and the remedy.
 *
 *     t.json: "weights"[1]: not a number but a text; write a finite decimal number
 *
 * Limits: 64 MiB, nesting depth 2048. All numbers are finite doubles; NaN, 1e999, a key given twice
 * and anything after the end are refused. */
#ifndef FPK_RECORD_JSON_H
#define FPK_RECORD_JSON_H

#include "fpk/base/status.h"

#include <stdbool.h>
#include <stddef.h>

#define FPK_JSON_LIMIT (64u << 20) /* bytes of a file */

struct fpk_json; /* a document; opaque because it owns the parser's tree */

enum fpk_json_kind {
    FPK_JSON_NULL,
    FPK_JSON_BOOL,
    FPK_JSON_NUMBER,
    FPK_JSON_TEXT,
    FPK_JSON_LIST,
    FPK_JSON_OBJECT
};

/* A value inside a document: borrowed from it, valid while it lives, copied freely. */
struct fpk_json_value {
    const struct fpk_json *document;
    const void *node;
    char place[120]; /* "weights"[1], as messages write it; "" for the root */
};

/* Reads a file, or text [n] that messages call `name`. The root is an object or a list. FPK_USAGE
 * with line, column and remedy. Freed by fpk_json_free. */
enum fpk_status fpk_json_read(struct fpk_json **out, const char *path) FPK_MUST_USE;
enum fpk_status fpk_json_parse(struct fpk_json **out, const char *name, const char *text,
                               size_t n) FPK_MUST_USE;
void fpk_json_free(struct fpk_json **json);

struct fpk_json_value fpk_json_root(const struct fpk_json *json);
enum fpk_json_kind fpk_json_kind(const struct fpk_json_value *value);

/* The number of items of a list or an object; 0 for anything else. */
size_t fpk_json_count(const struct fpk_json_value *value);

/* Item i < count of a list. */
struct fpk_json_value fpk_json_item(const struct fpk_json_value *list, size_t i);

/* The member `key` of an object. member: FPK_USAGE when the value is no object or has no such key.
 * find: false then. */
enum fpk_status fpk_json_member(const struct fpk_json_value *object, const char *key,
                                struct fpk_json_value *out) FPK_MUST_USE;
bool fpk_json_find(const struct fpk_json_value *object, const char *key,
                   struct fpk_json_value *out);

/* An object with no key but those in keys [n]; the nearest one is named otherwise. */
enum fpk_status fpk_json_only(const struct fpk_json_value *object, const char *const *keys,
                              size_t n) FPK_MUST_USE;

/* The value if it is of the type; FPK_USAGE otherwise. Texts are borrowed. `numbers` wants a list
 * of numbers, *out [*n] owned by the caller (fpk_release). */
enum fpk_status fpk_json_number(const struct fpk_json_value *value, double *out) FPK_MUST_USE;
enum fpk_status fpk_json_text(const struct fpk_json_value *value, const char **out) FPK_MUST_USE;
enum fpk_status fpk_json_bool(const struct fpk_json_value *value, bool *out) FPK_MUST_USE;
enum fpk_status fpk_json_list(const struct fpk_json_value *value, size_t *n) FPK_MUST_USE;
enum fpk_status fpk_json_numbers(const struct fpk_json_value *value, double **out,
                                 size_t *n) FPK_MUST_USE;

/* FPK_USAGE with "file: place: " in front of the sentence: for what upper layers find wrong. */
enum fpk_status fpk_json_fail(const struct fpk_json_value *value, const char *format, ...)
    FPK_PRINTF(2, 3);

#endif
