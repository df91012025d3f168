/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/study/method.h"

#include "fpk/base/memory.h"

#include <string.h>

/* A list inside a value, "times=1,.5,.2", has no key after its comma: it goes on. */
static char *end_of_pair(char *pair)
{
    for (char *c = pair; *c; c++) {
        if (*c == ' ')
            return c;
        size_t word = strcspn(c + 1, ", ");
        if (*c == ',' && memchr(c + 1, '=', word))
            return c;
    }
    return pair + strlen(pair);
}

static enum fpk_status set_pair(struct fpk_method *method, char *pair)
{
    char *value = strchr(pair, '=');
    FPK_CHECK(value && value != pair, FPK_USAGE, "%s: \"%.60s\" is no option; write key=value",
              method->sampler->name, pair);
    *value++ = '\0';
    enum fpk_status status = fpk_values_set(&method->values, pair, value);
    return status == FPK_OK ? FPK_OK : fpk_fail_context(status, "%s", method->sampler->name);
}

enum fpk_status fpk_method_set(struct fpk_method *method, const char *options)
{
    char *copy = NULL;
    enum fpk_status status = FPK_OK;
    FPK_TRY(fpk_copy_text(&copy, options));
    for (char *pair = copy; status == FPK_OK && *pair;) {
        char *end = end_of_pair(pair), *next = *end ? end + 1 : end;
        *end = '\0';
        if (*pair)
            status = set_pair(method, pair);
        pair = next;
    }
    fpk_release(&copy);
    return status;
}

enum fpk_status fpk_method_parse(struct fpk_method *method, const char *text)
{
    char name[64];
    size_t n = strcspn(text, ":");
    *method = (struct fpk_method){0};
    FPK_CHECK(n < sizeof name, FPK_USAGE, "\"%.60s...\" is no sampler's name", text);
    memcpy(name, text, n);
    name[n] = '\0';
    FPK_TRY(fpk_sampler_find(name, &method->sampler));
    enum fpk_status status =
        fpk_values_init(&method->values, method->sampler->parameter, method->sampler->n_parameter);
    if (status == FPK_OK && text[n])
        status = fpk_method_set(method, text + n + 1);
    if (status != FPK_OK)
        fpk_method_clear(method);
    return status;
}

void fpk_method_clear(struct fpk_method *method)
{
    fpk_values_clear(&method->values);
}

bool fpk_method_try(struct fpk_method *method, const char *name, const char *value)
{
    bool taken = fpk_values_set(&method->values, name, value) == FPK_OK;
    if (!taken)
        fpk_message_clear();
    return taken;
}
