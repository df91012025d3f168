/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys with points: "split.score.tv" is {"split": {"score": {"tv": ...}}} in JSON, where rows that
 * follow each other share their objects; on paper the key is printed as it is. */
#include "answer.h"

#include <stdio.h>
#include <string.h>

/* Length of what stands in front of the last point; 0 when there is none. */
static size_t parent(const char *key)
{
    const char *point = strrchr(key, '.');
    return point ? (size_t)(point - key) : 0;
}

/* Length of the objects that two keys share. */
static size_t shared(const char *a, size_t n_a, const char *b, size_t n_b)
{
    size_t i = 0;
    while (i < n_a && i < n_b && a[i] == b[i])
        i++;
    bool whole = (i == n_a || a[i] == '.') && (i == n_b || b[i] == '.');
    while (!whole && i > 0 && a[--i] != '.')
        ;
    return i;
}

const char *fpk_answer_enter(struct fpk_json_writer *w, const char *before, const char *key)
{
    char name[64];
    size_t n_before = parent(before), n = parent(key), same = shared(before, n_before, key, n);
    for (size_t i = n_before; i > same; i--)
        if (before[i - 1] == '.' || i == 1)
            fpk_json_object_end(w);
    for (size_t i = same; i < n;) {
        i += key[i] == '.';
        size_t length = strcspn(key + i, ".");
        snprintf(name, sizeof name, "%.*s", (int)length, key + i);
        fpk_json_object_begin(w, name);
        i += length;
    }
    return key[n] == '.' ? key + n + 1 : key;
}
