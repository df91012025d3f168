/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/lab/options.h"

#include <string.h>

/* The table entry that `name` [n] means: the exact name, or the only one that begins with it. A
 * fit of several is answered with the first two. */
static enum fpk_status find(const struct fpk_values *values, const char *name, size_t n,
                            const struct fpk_parameter **out)
{
    const struct fpk_parameter *first = NULL, *second = NULL;
    if (n == 0) /* "--=3": what every name begins with is nobody's short form */
        return FPK_OK;
    for (size_t i = 0; i < values->n; i++) {
        const struct fpk_parameter *p = values->parameter[i];
        if (strncmp(p->name, name, n) != 0)
            continue;
        if (p->name[n] == '\0') {
            *out = p;
            return FPK_OK;
        }
        if (!first)
            first = p;
        else if (!second)
            second = p;
    }
    FPK_CHECK(!second, FPK_USAGE, "--%.*s may mean --%s or --%s; write it out", (int)n, name,
              first->name, second->name);
    *out = first;
    return FPK_OK;
}

/* Nobody has such a name: let the table answer, which knows the nearest one. */
static enum fpk_status unknown(struct fpk_values *values, const char *name, size_t n)
{
    char word[64];
    size_t m = n < sizeof word - 1 ? n : sizeof word - 1;
    memcpy(word, name, m);
    word[m] = '\0';
    return fpk_values_set(values, word, "");
}

/* One option at argv[*i]; moves *i to its last word. */
static enum fpk_status take(struct fpk_values *values, int argc, char **argv, int *i)
{
    const char *name = argv[*i] + 2, *equals = strchr(name, '=');
    size_t n = equals ? (size_t)(equals - name) : strlen(name);
    const struct fpk_parameter *p = NULL;
    FPK_TRY(find(values, name, n, &p));
    if (!p)
        return unknown(values, name, n);
    const char *value = equals ? equals + 1 : "true";
    if (!equals && p->type != FPK_FLAG) {
        FPK_CHECK(*i + 1 < argc, FPK_USAGE, "--%s needs a value%s%s", p->name,
                  p->fallback ? ", for example " : "", p->fallback ? p->fallback : "");
        value = argv[++*i];
    }
    return fpk_values_set(values, p->name, value);
}

enum fpk_status fpk_options_parse(struct fpk_values *values, int argc, char **argv,
                                  size_t *n_argument, bool *help)
{
    *n_argument = 0;
    *help = false;
    bool ended = false;
    for (int i = 0; i < argc; i++) {
        char *word = argv[i];
        if (ended || word[0] != '-' || word[1] == '\0') {
            argv[(*n_argument)++] = word; /* never beyond i: what it overwrites was read */
        } else if (strcmp(word, "--") == 0) {
            ended = true;
        } else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
            *help = true;
            return FPK_OK;
        } else {
            FPK_CHECK(word[1] == '-', FPK_USAGE,
                      "\"%.40s\": options begin with two dashes; a word that begins with one goes "
                      "after \"--\"",
                      word);
            FPK_TRY(take(values, argc, argv, &i));
        }
    }
    return FPK_OK;
}
