/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/json.h"

#include "fpk/base/memory.h"
#include "fpk/base/parameter.h"
#include "fpk/record/file.h"

#include <ctype.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct fpk_json {
    char *name; /* of the file, as messages say it; owned */
    json_t *root;
};

static const char *remedy(enum json_error_code code)
{
    switch (code) {
    case json_error_numeric_overflow:
        return "write a number within the range of a double";
    case json_error_premature_end_of_input:
        return "the text ends too early; is the file truncated?";
    case json_error_end_of_input_expected:
        return "remove what follows the end of the value";
    case json_error_duplicate_key:
        return "give each key once";
    case json_error_stack_overflow:
        return "the nesting is too deep for any target; is it the right file?";
    case json_error_invalid_utf8:
    case json_error_null_character:
        return "not a text file; is it the right file?";
    default:
        return "JSON wants \"text\" in double quotes, finite decimal numbers, commas between items";
    }
}

/* The parser quotes what it met: keep that to one line of printable characters. */
static void clean(char *text)
{
    for (; *text; text++)
        if (iscntrl((unsigned char)*text) || (unsigned char)*text >= 0x80)
            *text = '?';
}

enum fpk_status fpk_json_parse(struct fpk_json **out, const char *name, const char *text, size_t n)
{
    *out = NULL;
    size_t blank = 0;
    while (blank < n && isspace((unsigned char)text[blank]))
        blank++;
    FPK_CHECK(blank < n, FPK_USAGE, "%s: is empty; it should hold a JSON object {...}", name);
    json_error_t error;
    /* All numbers as reals: one rule for ranges, whatever their spelling. */
    json_t *root = json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &error);
    if (!root) {
        clean(error.text);
        return fpk_fail(FPK_USAGE, "%s: line %d, column %d: %.100s; %s", name, error.line,
                        error.column, error.text, remedy(json_error_code(&error)));
    }
    struct fpk_json *json = NULL;
    enum fpk_status status = fpk_allocate(&json, 1);
    if (status == FPK_OK)
        status = fpk_copy_text(&json->name, name);
    if (status != FPK_OK) {
        json_decref(root);
        fpk_release(&json);
        return status;
    }
    json->root = root;
    *out = json;
    return FPK_OK;
}

enum fpk_status fpk_json_read(struct fpk_json **out, const char *path)
{
    char *text = NULL;
    size_t n;
    *out = NULL;
    FPK_TRY(fpk_file_read(path, FPK_JSON_LIMIT, &text, &n));
    enum fpk_status status = fpk_json_parse(out, path, text, n);
    fpk_release(&text);
    return status;
}

void fpk_json_free(struct fpk_json **json)
{
    if (!*json)
        return;
    json_decref((*json)->root);
    fpk_release(&(*json)->name);
    fpk_release(json);
}

struct fpk_json_value fpk_json_root(const struct fpk_json *json)
{
    return (struct fpk_json_value){.document = json, .node = json->root};
}

enum fpk_json_kind fpk_json_kind(const struct fpk_json_value *value)
{
    switch (json_typeof((const json_t *)value->node)) {
    case JSON_OBJECT:
        return FPK_JSON_OBJECT;
    case JSON_ARRAY:
        return FPK_JSON_LIST;
    case JSON_STRING:
        return FPK_JSON_TEXT;
    case JSON_INTEGER:
    case JSON_REAL:
        return FPK_JSON_NUMBER;
    case JSON_TRUE:
    case JSON_FALSE:
        return FPK_JSON_BOOL;
    default:
        return FPK_JSON_NULL;
    }
}

static const char *kind_name(const struct fpk_json_value *value)
{
    static const char *const names[] = {"null",   "true or false", "a number",
                                        "a text", "a list",        "an object"};
    return names[fpk_json_kind(value)];
}

size_t fpk_json_count(const struct fpk_json_value *value)
{
    const json_t *node = value->node;
    return json_is_array(node) ? json_array_size(node) : json_object_size(node);
}

struct fpk_json_value fpk_json_item(const struct fpk_json_value *list, size_t i)
{
    struct fpk_json_value out = {.document = list->document, .node = json_array_get(list->node, i)};
    snprintf(out.place, sizeof out.place, "%.90s[%zu]", list->place, i);
    return out;
}

bool fpk_json_find(const struct fpk_json_value *object, const char *key, struct fpk_json_value *out)
{
    const json_t *node = json_object_get(object->node, key);
    if (!node)
        return false;
    struct fpk_json_value found = {.document = object->document, .node = node};
    snprintf(found.place, sizeof found.place, "%.60s%s\"%.40s\"", object->place,
             object->place[0] ? "." : "", key);
    *out = found;
    return true;
}

enum fpk_status fpk_json_member(const struct fpk_json_value *object, const char *key,
                                struct fpk_json_value *out)
{
    if (fpk_json_kind(object) != FPK_JSON_OBJECT)
        return fpk_json_fail(object, "not an object {...} but %s", kind_name(object));
    if (!fpk_json_find(object, key, out))
        return fpk_json_fail(object, "the key \"%s\" is missing; add it", key);
    return FPK_OK;
}

enum fpk_status fpk_json_only(const struct fpk_json_value *object, const char *const *keys,
                              size_t n)
{
    if (fpk_json_kind(object) != FPK_JSON_OBJECT)
        return fpk_json_fail(object, "not an object {...} but %s", kind_name(object));
    const char *key;
    json_t *value;
    /* The iterator wants a mutable object but changes nothing. */
    json_object_foreach((json_t *)object->node, key, value)
    {
        bool known = false;
        for (size_t i = 0; i < n && !known; i++)
            known = strcmp(key, keys[i]) == 0;
        if (known)
            continue;
        char shown[64];
        snprintf(shown, sizeof shown, "%s", key);
        clean(shown);
        const char *near = fpk_nearest(shown, keys, n);
        return fpk_json_fail(object, "unknown key \"%s\"; %s%s%s", shown,
                             near ? "did you mean \"" : "remove it", near ? near : "",
                             near ? "\"?" : "");
    }
    return FPK_OK;
}

enum fpk_status fpk_json_number(const struct fpk_json_value *value, double *out)
{
    if (fpk_json_kind(value) != FPK_JSON_NUMBER)
        return fpk_json_fail(value, "not a number but %s; write a finite decimal number",
                             kind_name(value));
    *out = json_number_value(value->node);
    return FPK_OK;
}

enum fpk_status fpk_json_text(const struct fpk_json_value *value, const char **out)
{
    if (fpk_json_kind(value) != FPK_JSON_TEXT)
        return fpk_json_fail(value, "not a text but %s; write it in double quotes",
                             kind_name(value));
    *out = json_string_value(value->node);
    return FPK_OK;
}

enum fpk_status fpk_json_bool(const struct fpk_json_value *value, bool *out)
{
    if (fpk_json_kind(value) != FPK_JSON_BOOL)
        return fpk_json_fail(value, "not true or false but %s", kind_name(value));
    *out = json_is_true((const json_t *)value->node);
    return FPK_OK;
}

enum fpk_status fpk_json_list(const struct fpk_json_value *value, size_t *n)
{
    if (fpk_json_kind(value) != FPK_JSON_LIST)
        return fpk_json_fail(value, "not a list but %s; write it in [...]", kind_name(value));
    *n = fpk_json_count(value);
    return FPK_OK;
}

enum fpk_status fpk_json_numbers(const struct fpk_json_value *value, double **out, size_t *n)
{
    double *list = NULL;
    *out = NULL;
    FPK_TRY(fpk_json_list(value, n));
    FPK_TRY(fpk_allocate(&list, *n));
    for (size_t i = 0; i < *n; i++) {
        struct fpk_json_value item = fpk_json_item(value, i);
        enum fpk_status status = fpk_json_number(&item, &list[i]);
        if (status != FPK_OK) {
            fpk_release(&list);
            return status;
        }
    }
    *out = list;
    return FPK_OK;
}

enum fpk_status fpk_json_fail(const struct fpk_json_value *value, const char *format, ...)
{
    char sentence[600];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    return fpk_fail(FPK_USAGE, "%s: %s%s%s", value->document->name, value->place,
                    value->place[0] ? ": " : "", sentence);
}
