/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/memory.h"
#include "fpk/base/parameter.h"
#include "fpk/numeric/elementary.h"
#include "fpk/schedule/schedule.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* What is asked: "first:last:count", and of Karras's grid a fourth part, rho. */
struct spaced {
    double first, last, rho;
    long long count;
};

/* Reads a copy that may be cut up. */
static enum fpk_status read(const char *name, bool has_rho, char *text, struct spaced *out)
{
    char *part[4] = {text};
    int n = 1;
    for (char *c = text; (c = strchr(c, ':')) != NULL; n++) {
        *c++ = '\0';
        if (n < 4)
            part[n] = c;
    }
    FPK_CHECK(n == 3 || (has_rho && n == 4), FPK_USAGE, "sigmas: write %s:FIRST:LAST:COUNT%s", name,
              has_rho ? "[:RHO]" : "");
    out->rho = 7;
    FPK_TRY(fpk_parse_real("sigmas, first", part[0], &out->first));
    FPK_TRY(fpk_parse_real("sigmas, last", part[1], &out->last));
    FPK_TRY(fpk_parse_integer("sigmas, count", part[2], &out->count));
    if (n == 4)
        FPK_TRY(fpk_parse_real("sigmas, rho", part[3], &out->rho));
    FPK_CHECK(out->first > out->last && out->last > 0, FPK_USAGE,
              "sigmas: they must be positive and decrease, got first %g, last %g", out->first,
              out->last);
    FPK_CHECK(out->count >= 2 && out->count <= FPK_SCHEDULE_T_MAX, FPK_USAGE,
              "sigmas: a %s list has 2 .. %d entries, got %lld", name, FPK_SCHEDULE_T_MAX,
              out->count);
    FPK_CHECK(out->rho >= 1e-3 && out->rho <= 1e3, FPK_USAGE,
              "sigmas: rho %g is outside its range 0.001 ... 1000", out->rho);
    return FPK_OK;
}

static double geometric(const struct spaced *s, double share)
{
    return s->first * fpk_pow(s->last / s->first, share);
}

static double karras(const struct spaced *s, double share)
{
    double fall = 1 - fpk_pow(s->last / s->first, 1 / s->rho); /* over first: no power overflows */
    return s->first * fpk_pow(1 - share * fall, s->rho);
}

static const struct {
    const char *name;
    bool has_rho;
    double (*at)(const struct spaced *s, double share);
} known[] = {{"geometric", false, geometric}, {"karras", true, karras}};
enum { N_KNOWN = sizeof known / sizeof known[0] };

static enum fpk_status by_formula(size_t which, const char *text, double **out, size_t *n)
{
    char *copy = NULL;
    struct spaced s;
    FPK_TRY(fpk_copy_text(&copy, text));
    enum fpk_status status = read(known[which].name, known[which].has_rho, copy, &s);
    fpk_release(&copy);
    FPK_TRY(status);
    double *list = NULL;
    FPK_TRY(fpk_allocate(&list, (size_t)s.count));
    for (long long i = 0; i < s.count; i++)
        list[i] = known[which].at(&s, (double)i / (double)(s.count - 1));
    list[0] = s.first; /* both ends as typed */
    list[s.count - 1] = s.last;
    *out = list;
    *n = (size_t)s.count;
    return FPK_OK;
}

/* The word before the first ':', N_KNOWN when the text starts like a number. */
static enum fpk_status find_word(const char *text, size_t *which)
{
    *which = N_KNOWN;
    if (!isalpha((unsigned char)*text))
        return FPK_OK;
    const char *names[N_KNOWN];
    char word[32] = {0};
    size_t length = strcspn(text, ":");
    memcpy(word, text, length < sizeof word - 1 ? length : sizeof word - 1);
    for (size_t i = 0; i < N_KNOWN; i++) {
        names[i] = known[i].name;
        if (text[length] == ':' && strcmp(word, names[i]) == 0)
            *which = i;
    }
    if (*which < N_KNOWN)
        return FPK_OK;
    const char *near = fpk_nearest(word, names, N_KNOWN);
    return fpk_fail(FPK_USAGE,
                    "sigmas: \"%s\" is unknown%s%s%s; write geometric:FIRST:LAST:COUNT, "
                    "karras:FIRST:LAST:COUNT or 10,5,1",
                    word, near ? " (did you mean " : "", near ? near : "", near ? ":?)" : "");
}

/* Positive and falling; the last of several may be 0, the clean end. */
static enum fpk_status check(const double *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool clean = list[i] == 0 && i > 0 && i + 1 == n;
        FPK_CHECK((list[i] > 0 || clean) && (i == 0 || list[i] < list[i - 1]), FPK_USAGE,
                  "sigmas: they must be positive and strictly decreasing (the last may be 0), "
                  "entry %zu is %g",
                  i + 1, list[i]);
    }
    return FPK_OK;
}

enum fpk_status fpk_sigma_list(const char *text, double **out, size_t *n)
{
    size_t which, count = 0;
    double *list = NULL;
    FPK_TRY(find_word(text, &which));
    if (which < N_KNOWN)
        FPK_TRY(by_formula(which, text + strlen(known[which].name) + 1, &list, &count));
    else
        FPK_TRY(fpk_parse_reals("sigmas", text, &list, &count));
    enum fpk_status status = check(list, count);
    if (status != FPK_OK) {
        fpk_release(&list);
        return status;
    }
    *out = list;
    *n = count;
    return FPK_OK;
}
