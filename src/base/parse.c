/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/memory.h"
#include "fpk/base/parameter.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* strtod obeys the locale's decimal point; the lab never calls setlocale, so it stays '.'. */
static bool whole_number_text(const char *text, double *out)
{
    if (!*text || isspace((unsigned char)*text))
        return false;
    /* Hexadecimal, "inf" and "nan" are not numbers that a person types for a parameter. */
    for (const char *c = text; *c; c++)
        if (!isdigit((unsigned char)*c) && !strchr("+-.eE", *c))
            return false;
    char *end;
    *out = strtod(text, &end);
    return *end == '\0' && end != text;
}

enum fpk_status fpk_parse_real(const char *what, const char *text, double *out)
{
    FPK_CHECK(whole_number_text(text, out), FPK_USAGE, "%s: \"%.60s\" is not a number", what, text);
    FPK_CHECK(isfinite(*out), FPK_USAGE, "%s: \"%.60s\" is beyond the range of a double", what,
              text);
    return FPK_OK;
}

enum fpk_status fpk_parse_integer(const char *what, const char *text, long long *out)
{
    double v;
    FPK_TRY(fpk_parse_real(what, text, &v));
    /* 2^53 itself is what 2^53 + 1 is read as: below it every whole number is exact. */
    FPK_CHECK(v == floor(v) && fabs(v) < 0x1p53, FPK_USAGE,
              "%s: \"%.60s\" is not a whole number below 2^53", what, text);
    *out = (long long)v;
    return FPK_OK;
}

enum fpk_status fpk_parse_reals(const char *what, const char *text, double **out, size_t *n)
{
    size_t count = 1;
    for (const char *c = text; *c; c++)
        count += *c == ',';
    char *copy = NULL;
    double *list = NULL;
    enum fpk_status status = fpk_copy_text(&copy, text);
    if (status == FPK_OK)
        status = fpk_allocate(&list, count);
    char *item = copy;
    for (size_t i = 0; status == FPK_OK && i < count; i++) {
        char *comma = strchr(item, ',');
        if (comma)
            *comma = '\0';
        status = fpk_parse_real(what, item, &list[i]);
        if (comma)
            item = comma + 1;
    }
    fpk_release(&copy);
    if (status != FPK_OK) {
        fpk_release(&list);
        return status;
    }
    *out = list;
    *n = count;
    return FPK_OK;
}

/* Edit distance with two rows; words longer than the buffer are never near anything. */
static size_t edit_distance(const char *a, const char *b)
{
    enum { LONGEST = 64 };
    size_t na = strlen(a), nb = strlen(b), row[LONGEST + 1];
    if (na > LONGEST || nb > LONGEST)
        return LONGEST;
    for (size_t j = 0; j <= nb; j++)
        row[j] = j;
    for (size_t i = 1; i <= na; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[nb];
}

const char *fpk_nearest(const char *word, const char *const *candidates, size_t n)
{
    const char *best = NULL;
    size_t best_distance = strlen(word) / 3 + 2;
    for (size_t i = 0; i < n; i++) {
        size_t d = edit_distance(word, candidates[i]);
        if (d < best_distance) {
            best_distance = d;
            best = candidates[i];
        }
    }
    /* "euler" for "euler-maruyama": a start of the name is near, but less than a typo of another */
    for (size_t i = 0; !best && strlen(word) >= 3 && i < n; i++)
        if (strncmp(word, candidates[i], strlen(word)) == 0)
            best = candidates[i];
    return best;
}
