/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/memory.h"
#include "fpk/base/parameter.h"
#include "fpk/numeric/elementary.h"
#include "fpk/schedule/schedule.h"

#include <ctype.h>
#include <string.h>

/* "first:last:count" in a copy that may be cut up. */
static enum fpk_status geometric(char *text, double **out, size_t *n)
{
    char *second = strchr(text, ':');
    char *third = second ? strchr(second + 1, ':') : NULL;
    FPK_CHECK(third && !strchr(third + 1, ':'), FPK_USAGE,
              "sigmas: \"geometric:%.60s\" is not geometric:FIRST:LAST:COUNT", text);
    *second = *third = '\0';
    double first, last;
    long long count;
    FPK_TRY(fpk_parse_real("sigmas, first", text, &first));
    FPK_TRY(fpk_parse_real("sigmas, last", second + 1, &last));
    FPK_TRY(fpk_parse_integer("sigmas, count", third + 1, &count));
    FPK_CHECK(first > last && last > 0, FPK_USAGE,
              "sigmas: they must be positive and decrease, got first %g, last %g", first, last);
    FPK_CHECK(count >= 2 && count <= FPK_SCHEDULE_T_MAX, FPK_USAGE,
              "sigmas: a geometric list has 2 .. %d entries, got %lld", FPK_SCHEDULE_T_MAX, count);
    double *list = NULL;
    FPK_TRY(fpk_allocate(&list, (size_t)count));
    double ratio = last / first;
    for (long long i = 0; i < count; i++)
        list[i] = first * fpk_pow(ratio, (double)i / (double)(count - 1));
    list[0] = first; /* both ends as typed */
    list[count - 1] = last;
    *out = list;
    *n = (size_t)count;
    return FPK_OK;
}

/* The word before the first ':' or "" when the text starts like a number. */
static enum fpk_status known_word(const char *text)
{
    if (!isalpha((unsigned char)*text) || strncmp(text, "geometric:", 10) == 0)
        return FPK_OK;
    char word[32] = {0};
    size_t length = strcspn(text, ":");
    memcpy(word, text, length < sizeof word - 1 ? length : sizeof word - 1);
    const char *near = fpk_nearest(word, (const char *const[]){"geometric"}, 1);
    return fpk_fail(FPK_USAGE,
                    "sigmas: \"%s\" is unknown%s; write geometric:FIRST:LAST:COUNT or 10,5,1", word,
                    near ? " (did you mean geometric:?)" : "");
}

enum fpk_status fpk_sigma_list(const char *text, double **out, size_t *n)
{
    FPK_TRY(known_word(text));
    double *list = NULL;
    char *copy = NULL;
    size_t count = 0;
    enum fpk_status status;
    if (strncmp(text, "geometric:", 10) == 0) {
        FPK_TRY(fpk_copy_text(&copy, text + 10));
        status = geometric(copy, &list, &count);
    } else {
        status = fpk_parse_reals("sigmas", text, &list, &count);
    }
    for (size_t i = 0; status == FPK_OK && i < count; i++)
        if (!(list[i] > 0) || (i > 0 && !(list[i] < list[i - 1])))
            status = fpk_fail(
                FPK_USAGE, "sigmas: they must be positive and strictly decreasing, entry %zu is %g",
                i + 1, list[i]);
    fpk_release(&copy);
    if (status != FPK_OK) {
        fpk_release(&list);
        return status;
    }
    *out = list;
    *n = count;
    return FPK_OK;
}
