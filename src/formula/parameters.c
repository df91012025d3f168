/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parse_priv.h"

#include "fpk/base/parameter.h"

#include <stdio.h>
#include <string.h>

bool fpk_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool fpk_is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool fpk_is_name_part(char c)
{
    return fpk_is_name_start(c) || fpk_is_digit(c);
}

int fpk_coordinate_find(const char *name, size_t n)
{
    return n == 1 && *name >= 'x' && *name <= 'z' ? *name - 'x' : -1;
}

static bool is_taken(const struct fpk_parameters *p, const char *name, size_t n)
{
    int k = fpk_coordinate_find(name, n);
    return (k >= 0 && (size_t)k < p->dim) || (n == 1 && *name == 't') ||
           (n == 2 && memcmp(name, "pi", 2) == 0) || fpk_function_find(name, n);
}

static bool is_name(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!fpk_is_name_part(text[i]))
            return false;
    return n > 0 && n <= FPK_NAME_MAX && fpk_is_name_start(*text);
}

/* text [n] without the blanks at its ends. */
static void trim(const char **text, size_t *n)
{
    while (*n > 0 && **text == ' ')
        (*text)++, (*n)--;
    while (*n > 0 && (*text)[*n - 1] == ' ')
        (*n)--;
}

static enum fpk_status read_one(struct fpk_parameters *p, const char *item, size_t length)
{
    const char *equals = memchr(item, '=', length);
    FPK_CHECK(equals, FPK_USAGE,
              "parameters: \"%.*s\" is not NAME=NUMBER; write for example a=1,b=2",
              (int)(length < 40 ? length : 40), item);
    const char *name = item, *value = equals + 1;
    size_t n = (size_t)(equals - item), m = length - n - 1;
    trim(&name, &n);
    trim(&value, &m);
    FPK_CHECK(
        is_name(name, n), FPK_USAGE,
        "parameters: \"%.*s\" is not a name (a letter, then letters, digits or _, at most %d)",
        (int)(n < 40 ? n : 40), name, FPK_NAME_MAX);
    FPK_CHECK(!is_taken(p, name, n), FPK_USAGE,
              "parameters: %.*s means something else in a formula; choose another name", (int)n,
              name);
    for (size_t i = 0; i < p->n; i++)
        FPK_CHECK(strlen(p->item[i].name) != n || memcmp(p->item[i].name, name, n) != 0, FPK_USAGE,
                  "parameters: %.*s is given twice", (int)n, name);
    FPK_CHECK(p->n < FPK_FORMULA_PARAMETERS, FPK_USAGE, "parameters: more than %d of them",
              FPK_FORMULA_PARAMETERS);
    char what[FPK_NAME_MAX + 16], number[64];
    FPK_CHECK(m < sizeof number, FPK_USAGE, "parameter %.*s: a number of %zu characters; round it",
              (int)n, name, m);
    snprintf(what, sizeof what, "parameter %.*s", (int)n, name);
    snprintf(number, sizeof number, "%.*s", (int)m, value);
    FPK_TRY(fpk_parse_real(what, number, &p->item[p->n].value));
    memcpy(p->item[p->n].name, name, n);
    p->item[p->n++].name[n] = '\0';
    return FPK_OK;
}

enum fpk_status fpk_parameters_read(struct fpk_parameters *parameters, const char *text, size_t dim)
{
    memset(parameters, 0, sizeof *parameters);
    parameters->dim = dim;
    if (!text || !*text)
        return FPK_OK;
    size_t length = strlen(text);
    FPK_CHECK(length <= FPK_FORMULA_LENGTH, FPK_USAGE,
              "parameters: %zu characters, but at most %d are read", length, FPK_FORMULA_LENGTH);
    for (const char *item = text; item;) {
        const char *comma = strchr(item, ',');
        FPK_TRY(read_one(parameters, item, comma ? (size_t)(comma - item) : strlen(item)));
        item = comma ? comma + 1 : NULL;
    }
    return FPK_OK;
}
