/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/parameter.h"

#include "fpk/base/memory.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static size_t find(const struct fpk_values *values, const char *name)
{
    for (size_t i = 0; i < values->n; i++)
        if (strcmp(values->parameter[i]->name, name) == 0)
            return i;
    return values->n;
}

static bool is_choice(const char *choices, const char *text)
{
    size_t length = strlen(text);
    for (const char *c = choices; c;) {
        const char *bar = strchr(c, '|');
        size_t n = bar ? (size_t)(bar - c) : strlen(c);
        if (n == length && memcmp(c, text, n) == 0)
            return true;
        c = bar ? bar + 1 : NULL;
    }
    return false;
}

static enum fpk_status check_range(const struct fpk_parameter *p, const char *text, double v)
{
    bool any = p->min == 0 && p->max == 0;
    FPK_CHECK(any || (v >= p->min && v <= p->max), FPK_USAGE,
              "--%s: %.40s is outside its range %.10g ... %.10g", p->name, text, p->min, p->max);
    return FPK_OK;
}

static enum fpk_status check(const struct fpk_parameter *p, const char *text)
{
    char what[96];
    snprintf(what, sizeof what, "--%s", p->name);
    double v;
    long long whole;
    double *list = NULL;
    size_t n;
    enum fpk_status status = FPK_OK;
    switch (p->type) {
    case FPK_REAL:
        FPK_TRY(fpk_parse_real(what, text, &v));
        return check_range(p, text, v);
    case FPK_INTEGER:
        FPK_TRY(fpk_parse_integer(what, text, &whole));
        return check_range(p, text, (double)whole);
    case FPK_FLAG:
        FPK_CHECK(is_choice("true|false", text), FPK_USAGE,
                  "%s is a switch: leave its value \"%.60s\" out, or write true or false", what,
                  text);
        return FPK_OK;
    case FPK_CHOICE:
        FPK_CHECK(is_choice(p->choices, text), FPK_USAGE, "%s: \"%.60s\" is not one of %s", what,
                  text, p->choices);
        return FPK_OK;
    case FPK_REALS:
        FPK_TRY(fpk_parse_reals(what, text, &list, &n));
        for (size_t i = 0; status == FPK_OK && i < n; i++)
            status = check_range(p, text, list[i]);
        fpk_release(&list);
        return status;
    case FPK_TEXT:
        break;
    }
    return FPK_OK;
}

enum fpk_status fpk_values_init(struct fpk_values *values, const struct fpk_parameter *table,
                                size_t n)
{
    *values = (struct fpk_values){0};
    return fpk_values_add(values, table, n);
}

/* Makes room for `extra` more entries; on failure the values are as before. */
static enum fpk_status grow(struct fpk_values *values, size_t extra)
{
    const struct fpk_parameter **parameter = NULL;
    char **text = NULL;
    bool *given = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&parameter, values->n + extra));
    FPK_TRY_DONE(status, fpk_allocate(&text, values->n + extra));
    FPK_TRY_DONE(status, fpk_allocate(&given, values->n + extra));
    if (values->n) {
        memcpy(parameter, values->parameter, values->n * sizeof *parameter);
        memcpy(text, values->text, values->n * sizeof *text);
        memcpy(given, values->given, values->n * sizeof *given);
    }
    fpk_release(&values->parameter);
    fpk_release(&values->text);
    fpk_release(&values->given);
    values->parameter = parameter;
    values->text = text;
    values->given = given;
    return FPK_OK;
done:
    fpk_release(&parameter);
    fpk_release(&text);
    fpk_release(&given);
    return status;
}

enum fpk_status fpk_values_add(struct fpk_values *values, const struct fpk_parameter *table,
                               size_t n)
{
    FPK_TRY(grow(values, n));
    for (size_t i = 0; i < n; i++) {
        assert(find(values, table[i].name) == values->n);
        values->parameter[values->n] = &table[i];
        values->n++;
        if (table[i].fallback) {
            assert(check(&table[i], table[i].fallback) == FPK_OK);
            FPK_TRY(fpk_copy_text(&values->text[values->n - 1], table[i].fallback));
        }
    }
    return FPK_OK;
}

void fpk_values_clear(struct fpk_values *values)
{
    for (size_t i = 0; i < values->n; i++)
        fpk_release(&values->text[i]);
    fpk_release(&values->parameter);
    fpk_release(&values->text);
    fpk_release(&values->given);
    values->n = 0;
}

static enum fpk_status unknown(const struct fpk_values *values, const char *name)
{
    const char **names = NULL;
    FPK_TRY(fpk_allocate(&names, values->n));
    for (size_t i = 0; i < values->n; i++)
        names[i] = values->parameter[i]->name;
    const char *near = fpk_nearest(name, names, values->n);
    fpk_release(&names);
    if (near)
        return fpk_fail(FPK_USAGE, "there is no option --%.60s; did you mean --%s?", name, near);
    return fpk_fail(FPK_USAGE, "there is no option --%.60s; --help lists them", name);
}

enum fpk_status fpk_values_set(struct fpk_values *values, const char *name, const char *text)
{
    size_t i = find(values, name);
    if (i == values->n)
        return unknown(values, name);
    FPK_TRY(check(values->parameter[i], text));
    char *copy = NULL;
    FPK_TRY(fpk_copy_text(&copy, text));
    fpk_release(&values->text[i]);
    values->text[i] = copy;
    values->given[i] = true;
    return FPK_OK;
}

bool fpk_values_has(const struct fpk_values *values, const char *name)
{
    size_t i = find(values, name);
    return i < values->n && values->text[i];
}

bool fpk_values_given(const struct fpk_values *values, const char *name)
{
    size_t i = find(values, name);
    return i < values->n && values->given[i];
}

const char *fpk_values_text(const struct fpk_values *values, const char *name)
{
    size_t i = find(values, name);
    assert(i < values->n);
    return values->text[i];
}

/* The text was checked when it was stored, so that parsing it again cannot fail. */
double fpk_values_real(const struct fpk_values *values, const char *name)
{
    const char *text = fpk_values_text(values, name);
    assert(text);
    double v = 0;
    if (fpk_parse_real(name, text, &v) != FPK_OK)
        assert(!"a stored value was checked");
    return v;
}

long long fpk_values_integer(const struct fpk_values *values, const char *name)
{
    return (long long)fpk_values_real(values, name);
}

bool fpk_values_flag(const struct fpk_values *values, const char *name)
{
    const char *text = fpk_values_text(values, name);
    return text && strcmp(text, "true") == 0;
}

enum fpk_status fpk_values_reals(const struct fpk_values *values, const char *name, double **out,
                                 size_t *n)
{
    const char *text = fpk_values_text(values, name);
    assert(text);
    return fpk_parse_reals(name, text, out, n);
}
