/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verb.h"

#include <string.h>

const struct fpk_verb *const *fpk_verbs(size_t *n)
{
    static const struct fpk_verb *const verbs[] = {
        &fpk_verb_list,   &fpk_verb_run,   &fpk_verb_simulate, &fpk_verb_solve, &fpk_verb_law,
        &fpk_verb_sample, &fpk_verb_check, &fpk_verb_show,     &fpk_verb_info,
    };
    *n = sizeof verbs / sizeof *verbs;
    return verbs;
}

const struct fpk_verb *fpk_verb_find(const char *name)
{
    size_t n;
    const struct fpk_verb *const *verbs = fpk_verbs(&n);
    const char *names[16];
    for (size_t i = 0; i < n; i++) {
        names[i] = verbs[i]->name;
        if (strcmp(name, names[i]) == 0)
            return verbs[i];
    }
    const char *near = fpk_nearest(name, names, n);
    if (near)
        (void)fpk_fail(FPK_USAGE, "there is no verb \"%.40s\"; did you mean \"%s\"?", name, near);
    else
        (void)fpk_fail(FPK_USAGE, "there is no verb \"%.40s\"; `fpk --help` lists them", name);
    return NULL;
}
