/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths down the training times of a discrete schedule. */
#include "path_priv.h"

#include "fpk/base/memory.h"

#include <math.h>

/* keep = prod (1 - beta_t) and drop = 1 - keep over first <= t <= last, drop as a sum of positive
 * terms. */
static void accumulate(const struct fpk_schedule *schedule, long first, long last, double *keep,
                       double *drop)
{
    *keep = 1;
    *drop = 0;
    for (long t = first; t <= last; t++) {
        *drop += *keep * schedule->beta[t];
        *keep *= 1 - schedule->beta[t];
    }
}

static struct fpk_level level_of(long t, double keep, double drop)
{
    return (struct fpk_level){.alpha = sqrt(keep), .sigma = sqrt(drop), .t = (double)t};
}

/* From the end upward, so that every beta is read once; t [n + 1]. */
static void fill(struct fpk_path *path, const long *t)
{
    double P, not_P;
    size_t i = path->n;
    accumulate(&path->schedule, 0, t[i], &P, &not_P);
    path->level[i] = level_of(t[i], P, not_P);
    path->noise[i] = not_P;
    while (i-- > 0) {
        accumulate(&path->schedule, t[i + 1] + 1, t[i], &path->keep[i], &path->drop[i]);
        not_P += P * path->drop[i];
        P *= path->keep[i];
        path->level[i] = level_of(t[i], P, not_P);
        path->noise[i] = not_P;
    }
}

/* The time at which the path ends: -1 is the clean end. */
static enum fpk_status read_end(const struct fpk_path_request *request, size_t T, long *end)
{
    *end = request->ends_at_0 ? 0 : -1;
    if (!request->truncated)
        return FPK_OK;
    double t = request->truncate;
    FPK_CHECK(t >= 0 && t + 1 < (double)T && t == floor(t), FPK_USAGE,
              "--truncate %.10g: with a discrete schedule it is a training time, 0 .. %.10g", t,
              (double)T - 2);
    *end = (long)t;
    return FPK_OK;
}

/* The list as typed, and the end after it unless it is there. */
static enum fpk_status from_list(struct fpk_path *path, const struct fpk_path_request *request,
                                 long end)
{
    size_t n = request->steps, T = path->schedule.T;
    const double *list = request->list;
    for (size_t i = 0; i < n; i++) {
        FPK_CHECK(list[i] >= (double)end && list[i] < (double)T && list[i] == floor(list[i]),
                  FPK_USAGE, "--times: %.10g is not a training time, a whole number %ld .. %zu",
                  list[i], end, T - 1);
        FPK_CHECK(i == 0 || list[i] < list[i - 1], FPK_USAGE,
                  "--times must decrease, but %.10g comes after %.10g", list[i], list[i - 1]);
    }
    if (list[n - 1] == (double)end)
        n--;
    FPK_CHECK(n > 0, FPK_USAGE, "--times: %.10g alone is the end, and no step leads to it",
              list[0]);
    long *t = NULL;
    FPK_TRY(fpk_allocate(&t, n + 1));
    for (size_t i = 0; i < n; i++)
        t[i] = (long)list[i];
    t[n] = end;
    enum fpk_status status = fpk_path_allocate(path, n);
    if (status == FPK_OK)
        fill(path, t);
    fpk_release(&t);
    return status;
}

static enum fpk_status check_grid(const long *t, size_t S, size_t T)
{
    FPK_CHECK(t[0] < (long)T, FPK_USAGE,
              "--offset takes the first time to %ld, beyond the last training time %zu; take fewer "
              "steps, or no offset",
              t[0], T - 1);
    FPK_CHECK(t[S - 1] > t[S], FPK_USAGE,
              "the last step would go from training time %ld to itself: with "
              "--set-alpha-to-one=false the times must end above 0, as with --offset 1",
              t[S]);
    return FPK_OK;
}

/* The grid of S over all times, or over those above a truncation, as it is over all above the
 * clean end. */
static enum fpk_status from_grid(struct fpk_path *path, const struct fpk_path_request *request,
                                 long end)
{
    size_t S = request->steps, T = path->schedule.T;
    long *grid = NULL, *t = NULL, below = request->truncated ? end : -1;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_time_grid(request->spacing_name, T - (size_t)(below + 1), S, &grid));
    FPK_TRY_DONE(status, fpk_allocate(&t, S + 1));
    for (size_t i = 0; i < S; i++)
        t[i] = grid[i] + below + 1 + request->offset;
    t[S] = end;
    FPK_TRY_DONE(status, check_grid(t, S, T));
    FPK_TRY_DONE(status, fpk_path_allocate(path, S));
    fill(path, t);
done:
    fpk_release(&grid);
    fpk_release(&t);
    return status;
}

static void put(struct fpk_path *path, size_t i, struct fpk_level level)
{
    path->level[i] = level;
    path->noise[i] = level.sigma * level.sigma;
}

/* keep and drop of levels that lie between training times: with ratio r = sigma/alpha the variance
 * between is alpha_now^2 (r_now^2 - r_next^2), a product, not a difference of squares. */
static void fill_steps(struct fpk_path *path)
{
    for (size_t i = 0; i < path->n; i++) {
        struct fpk_level now = path->level[i], next = path->level[i + 1];
        double scale = now.alpha / next.alpha, carried = scale * next.sigma;
        path->keep[i] = scale * scale;
        path->drop[i] = (now.sigma - carried) * (now.sigma + carried);
    }
}

static enum fpk_status by_ratio(struct fpk_path *path, const struct fpk_path_request *request,
                                long end)
{
    const struct fpk_schedule *schedule = &path->schedule;
    size_t S = request->steps, last = request->truncated ? S : S - 1, T = schedule->T;
    double top = fpk_path_training_ratio(schedule, (double)(T - 1));
    double bottom = fpk_path_training_ratio(schedule, end < 0 ? 0 : (double)end);
    double most = request->most > 0 ? request->most : top;
    double least = request->least > 0 ? request->least : bottom;
    FPK_CHECK(isfinite(most), FPK_USAGE,
              "--spacing %s needs a finite sigma/alpha at its first level, and this schedule ends "
              "at alpha 0; give --sigma-max, or use trailing",
              request->spacing_name);
    FPK_CHECK(most <= top && least < most && least >= bottom, FPK_USAGE,
              "--sigma-max %.10g, --sigma-min %.10g: sigma/alpha of this schedule goes from %.10g "
              "down to %.10g",
              most, least, top, bottom);
    FPK_TRY(fpk_path_allocate(path, S));
    for (size_t i = 0; i <= last; i++) {
        double ratio = fpk_path_ratio(request, most, least, i, last);
        struct fpk_level level = fpk_path_on_curve(FPK_PATH_PRESERVING, ratio);
        level.t = fpk_path_training_time(schedule, ratio);
        put(path, i, level);
    }
    if (!request->truncated)
        put(path, S, fpk_schedule_level(schedule, -1));
    fill_steps(path);
    return FPK_OK;
}

/* Equal steps of the training time itself, from the last to the first, fractional. */
static enum fpk_status uniform(struct fpk_path *path, const struct fpk_path_request *request,
                               long end)
{
    const struct fpk_schedule *schedule = &path->schedule;
    size_t S = request->steps, last = request->truncated ? S : S - 1, T = schedule->T;
    double first = (double)(T - 1), bottom = end < 0 ? 0 : (double)end;
    FPK_TRY(fpk_path_allocate(path, S));
    put(path, 0, fpk_schedule_level(schedule, (long)first));
    for (size_t i = 1; i <= last; i++) {
        double t = i == last ? bottom : first + (double)i / (double)last * (bottom - first);
        struct fpk_level level =
            fpk_path_on_curve(FPK_PATH_PRESERVING, fpk_path_training_ratio(schedule, t));
        level.t = t;
        put(path, i, level);
    }
    if (!request->truncated)
        put(path, S, fpk_schedule_level(schedule, -1));
    fill_steps(path);
    return FPK_OK;
}

enum fpk_status fpk_path_discrete(struct fpk_path *path, const struct fpk_path_request *request)
{
    long end;
    path->family = FPK_PATH_PRESERVING;
    FPK_TRY(read_end(request, path->schedule.T, &end));
    switch (request->spacing) {
    case FPK_SPACING_LIST:
        return from_list(path, request, end);
    case FPK_SPACING_UNIFORM:
        return uniform(path, request, end);
    case FPK_SPACING_LOGSNR:
    case FPK_SPACING_KARRAS:
    case FPK_SPACING_EXPONENTIAL:
        return by_ratio(path, request, end);
    default:
        return from_grid(path, request, end);
    }
}
