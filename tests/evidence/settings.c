/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "settings.h"

#include <stdio.h>
#include <string.h>

static void add_value(struct setting_option *o, const char *text)
{
    for (size_t i = 0; i < o->n; i++)
        if (strcmp(o->text[i], text) == 0)
            return;
    if (o->n < SETTINGS_VALUES)
        snprintf(o->text[o->n++], sizeof o->text[0], "%s", text);
}

static void add_number(struct setting_option *o, double value)
{
    char text[24];
    snprintf(text, sizeof text, "%.15g", value);
    add_value(o, text);
}

static void add_choices(struct setting_option *o)
{
    char word[24];
    for (const char *at = o->parameter->choices; *at;) {
        size_t length = strcspn(at, "|");
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        add_value(o, word);
        at += length + (at[length] == '|');
    }
}

/* Of a wide range a few inside it: around the default where there is one. */
static void add_numbers(struct setting_option *o)
{
    const struct fpk_parameter *p = o->parameter;
    double low = p->min, high = p->max, usual = 1;
    if (p->type == FPK_INTEGER && high > low && high - low <= 8) {
        for (double k = low; k <= high; k++)
            add_number(o, k);
        return;
    }
    if (p->fallback && fpk_parse_real(p->name, p->fallback, &usual) != FPK_OK)
        return;
    const double tried[] = {0, usual / 4, usual, 3 * usual};
    for (size_t i = 0; i < sizeof tried / sizeof *tried; i++)
        if ((low == 0 && high == 0) || (tried[i] >= low && tried[i] <= high))
            if (p->type == FPK_REAL || tried[i] == (double)(long long)tried[i])
                add_number(o, tried[i]);
}

static bool named(const char *list, const char *name)
{
    size_t n = strlen(name);
    for (const char *at = list; (at = strstr(at, name)); at += n)
        if ((at == list || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

void settings_options(const struct fpk_sampler *sampler, const char *skip, size_t room,
                      struct setting_option *option, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < sampler->n_parameter && *n < room; i++) {
        const struct fpk_parameter *p = &sampler->parameter[i];
        struct setting_option *o = &option[*n];
        if (named(skip, p->name))
            continue;
        *o = (struct setting_option){.parameter = p, .n = 0};
        add_value(o, "");
        if (p->type == FPK_CHOICE)
            add_choices(o);
        else if (p->type == FPK_FLAG)
            add_value(o, "true");
        else if (p->type == FPK_REAL || p->type == FPK_INTEGER)
            add_numbers(o);
        ++*n;
    }
}

enum fpk_status settings_begin(struct fpk_values *values, const struct fpk_sampler *sampler)
{
    return fpk_values_init(values, sampler->parameter, sampler->n_parameter);
}

enum fpk_status settings_set(struct fpk_values *values, const char *name, const char *text)
{
    return *text ? fpk_values_set(values, name, text) : FPK_OK;
}

const char *settings_text(const struct fpk_values *values, char *out, size_t room)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < values->n && used + 1 < room; i++)
        if (values->given[i])
            used += (size_t)snprintf(out + used, room - used, " --%s %s",
                                     values->parameter[i]->name, values->text[i]);
    return out;
}
