/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/json_writer.h"

#include "fpk/record/file.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <string.h>

static void add_quoted(struct fpk_text *text, const char *s)
{
    fpk_text_add(text, "\"");
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\')
            fpk_text_add(text, "\\%c", c);
        else if (c == '\n')
            fpk_text_add(text, "\\n");
        else if (c < 0x20 || c == 0x7f)
            fpk_text_add(text, "\\u%04x", c);
        else
            fpk_text_add_bytes(text, s, 1);
    }
    fpk_text_add(text, "\"");
}

/* A short list of plain values stays on one line; what holds objects is broken and indented. */
static void start_item(struct fpk_json_writer *w, const char *key)
{
    assert((w->depth > 0 && w->bracket[w->depth - 1] == '{') == (key != NULL));
    if (w->depth == 0)
        return;
    bool list = w->bracket[w->depth - 1] == '[';
    if (w->count[w->depth - 1]++)
        fpk_text_add(&w->text, list ? ", " : ",");
    if (!list)
        fpk_text_add(&w->text, "\n%*s", 2 * (int)w->depth, "");
    if (key) {
        add_quoted(&w->text, key);
        fpk_text_add(&w->text, ": ");
    }
}

static void begin(struct fpk_json_writer *w, const char *key, char bracket)
{
    assert(w->depth < FPK_JSON_DEPTH);
    start_item(w, key);
    fpk_text_add(&w->text, "%c", bracket);
    w->bracket[w->depth] = bracket;
    w->count[w->depth] = 0;
    snprintf(w->key[w->depth], sizeof w->key[0], "%s", key ? key : "");
    w->depth++;
}

void fpk_json_object_begin(struct fpk_json_writer *w, const char *key)
{
    begin(w, key, '{');
}

void fpk_json_list_begin(struct fpk_json_writer *w, const char *key)
{
    begin(w, key, '[');
}

void fpk_json_object_end(struct fpk_json_writer *w)
{
    assert(w->depth > 0 && w->bracket[w->depth - 1] == '{');
    struct fpk_text *reason = &w->reason[w->depth - 1];
    if (reason->n)
        fpk_json_add_text(w, "reason", reason->bytes);
    fpk_text_clear(reason);
    w->depth--;
    fpk_text_add(&w->text, w->count[w->depth] ? "\n%*s}" : "%*s}",
                 w->count[w->depth] ? 2 * (int)w->depth : 0, "");
}

void fpk_json_list_end(struct fpk_json_writer *w)
{
    assert(w->depth > 0 && w->bracket[w->depth - 1] == '[');
    w->depth--;
    fpk_text_add(&w->text, "]");
}

/* Why a value is null, kept with the innermost open object; an item of a list is called by the
 * list's key and its index. */
static void add_reason(struct fpk_json_writer *w, const char *key, const char *link,
                       const char *why)
{
    size_t d = w->depth;
    while (d > 1 && w->bracket[d - 1] == '[')
        d--;
    if (d == 0 || w->bracket[d - 1] != '{')
        return;
    struct fpk_text *reason = &w->reason[d - 1];
    if (reason->n)
        fpk_text_add(reason, "; ");
    if (key) {
        fpk_text_add(reason, "%s%s%s", key, link, why);
        return;
    }
    fpk_text_add(reason, "%s", w->key[d]);
    for (size_t i = d; i < w->depth; i++)
        fpk_text_add(reason, "[%zu]", w->count[i] ? w->count[i] - 1 : 0);
    fpk_text_add(reason, "%s%s", link, why);
}

void fpk_json_add_null(struct fpk_json_writer *w, const char *key, const char *reason)
{
    start_item(w, key);
    fpk_text_add(&w->text, "null");
    add_reason(w, key, ": ", reason);
}

void fpk_json_add_number(struct fpk_json_writer *w, const char *key, double value)
{
    char number[FPK_NUMBER_TEXT];
    start_item(w, key);
    if (isfinite(value)) {
        fpk_text_add(&w->text, "%s", fpk_number_text(value, number));
        return;
    }
    fpk_text_add(&w->text, "null");
    add_reason(w, key, " is ",
               isnan(value) ? "undefined"
               : value > 0  ? "infinite"
                            : "minus infinite");
}

void fpk_json_add_integer(struct fpk_json_writer *w, const char *key, long long value)
{
    start_item(w, key);
    fpk_text_add(&w->text, "%lld", value);
}

void fpk_json_add_text(struct fpk_json_writer *w, const char *key, const char *value)
{
    start_item(w, key);
    add_quoted(&w->text, value);
}

void fpk_json_add_bool(struct fpk_json_writer *w, const char *key, bool value)
{
    start_item(w, key);
    fpk_text_add(&w->text, value ? "true" : "false");
}

void fpk_json_add_numbers(struct fpk_json_writer *w, const char *key, size_t n, const double *value)
{
    fpk_json_list_begin(w, key);
    for (size_t i = 0; i < n; i++)
        fpk_json_add_number(w, NULL, value[i]);
    fpk_json_list_end(w);
}

static enum fpk_status finish(struct fpk_json_writer *w)
{
    assert(w->depth == 0);
    fpk_text_add(&w->text, "\n");
    return fpk_text_status(&w->text);
}

enum fpk_status fpk_json_flush(struct fpk_json_writer *w, FILE *stream)
{
    enum fpk_status status = finish(w);
    if (status == FPK_OK &&
        (fwrite(w->text.bytes, 1, w->text.n, stream) != w->text.n || fflush(stream) != 0))
        status = fpk_fail(FPK_IO, "the answer could not be written: %s", strerror(errno));
    fpk_json_writer_clear(w);
    return status;
}

enum fpk_status fpk_json_save(struct fpk_json_writer *w, const char *path)
{
    enum fpk_status status = finish(w);
    if (status == FPK_OK)
        status = fpk_file_write(path, w->text.bytes, w->text.n);
    fpk_json_writer_clear(w);
    return status;
}

void fpk_json_writer_clear(struct fpk_json_writer *w)
{
    for (size_t i = 0; i < FPK_JSON_DEPTH; i++)
        fpk_text_clear(&w->reason[i]);
    fpk_text_clear(&w->text);
    *w = (struct fpk_json_writer){0};
}
