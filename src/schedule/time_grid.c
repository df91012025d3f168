/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/memory.h"
#include "fpk/base/parameter.h"
#include "fpk/schedule/schedule.h"

#include <math.h>
#include <string.h>

/* round(a / b), half to even, in whole numbers: what a division in floating point would decide by
 * the last bit of a/b is decided exactly here. */
static long rounded_ratio(size_t a, size_t b)
{
    size_t whole = a / b, twice_rest = 2 * (a % b);
    return (long)(whole + (twice_rest > b || (twice_rest == b && whole % 2 == 1)));
}

static long leading(size_t T, size_t S, size_t i)
{
    return (long)((S - 1 - i) * (T / S));
}

static long trailing(size_t T, size_t S, size_t i)
{
    return rounded_ratio(T * (S - i), S) - 1;
}

/* In doubles, as numpy computes linspace (i times the rounded step): published grids come from
 * there, and for 92 of the S in 1..1000 at T = 1000 a tie decided exactly would differ from
 * them. */
static long linspace(size_t T, size_t S, size_t i)
{
    if (i == 0)
        return S == 1 ? 0 : (long)T - 1;
    return (long)rint((double)(S - 1 - i) * ((double)(T - 1) / (double)(S - 1)));
}

static const struct {
    const char *name;
    long (*time)(size_t T, size_t S, size_t i);
} known[] = {{"leading", leading}, {"trailing", trailing}, {"linspace", linspace}};
enum { N_KNOWN = sizeof known / sizeof known[0] };

static enum fpk_status find(const char *name, size_t *which)
{
    const char *names[N_KNOWN];
    for (size_t i = 0; i < N_KNOWN; i++) {
        names[i] = known[i].name;
        if (strcmp(name, names[i]) == 0) {
            *which = i;
            return FPK_OK;
        }
    }
    const char *near = fpk_nearest(name, names, N_KNOWN);
    return fpk_fail(FPK_USAGE,
                    "spacing \"%.40s\" is unknown%s%s%s; known: leading, trailing, linspace", name,
                    near ? " (did you mean " : "", near ? near : "", near ? "?)" : "");
}

enum fpk_status fpk_time_grid(const char *spacing, size_t T, size_t S, long **out)
{
    size_t which = 0;
    FPK_TRY(find(spacing, &which));
    FPK_CHECK(T <= FPK_SCHEDULE_T_MAX, FPK_USAGE, "time grid: %zu training times, at most %d", T,
              FPK_SCHEDULE_T_MAX);
    FPK_CHECK(S >= 1 && S <= T, FPK_USAGE,
              "time grid: %zu steps over %zu training times; steps must be 1 .. %zu", S, T, T);
    long *times = NULL;
    FPK_TRY(fpk_allocate(&times, S));
    for (size_t i = 0; i < S; i++)
        times[i] = known[which].time(T, S, i);
    *out = times;
    return FPK_OK;
}
