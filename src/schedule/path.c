/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path_priv.h"

#include "fpk/base/memory.h"

#include <math.h>

enum fpk_status fpk_path_allocate(struct fpk_path *path, size_t n)
{
    FPK_TRY(fpk_allocate(&path->level, n + 1));
    FPK_TRY(fpk_allocate(&path->noise, n + 1));
    FPK_TRY(fpk_allocate(&path->keep, n));
    FPK_TRY(fpk_allocate(&path->drop, n));
    path->n = n;
    return FPK_OK;
}

/* Finite levels, each with more signal for its noise than the one before. */
static enum fpk_status check(const struct fpk_path *path, bool alpha_zero)
{
    struct fpk_level first = path->level[0];
    FPK_CHECK(first.alpha > 0 || alpha_zero, FPK_USAGE,
              "the path starts at alpha 0 (t = %.10g), where x holds no data, and this method "
              "cannot start there; start below, with --times or --sigma-max, or leave out "
              "--zero-terminal-snr",
              first.t);
    for (size_t i = 0; i <= path->n; i++) {
        struct fpk_level now = path->level[i];
        FPK_CHECK(isfinite(now.alpha) && isfinite(now.sigma), FPK_NUMERIC,
                  "level %zu of the path (t = %.10g) has alpha %g, sigma %g", i, now.t, now.alpha,
                  now.sigma);
    }
    for (size_t i = 0; i < path->n; i++) {
        struct fpk_level now = path->level[i], next = path->level[i + 1];
        FPK_CHECK(now.alpha * next.sigma < next.alpha * now.sigma, FPK_USAGE,
                  "levels %zu and %zu of the path (t = %.17g and %.17g) do not differ, or noise "
                  "does not fall; take fewer steps, or other times",
                  i, i + 1, now.t, next.t);
    }
    return FPK_OK;
}

static double start_std(const struct fpk_path *path)
{
    bool one = path->family == FPK_PATH_PRESERVING || path->family == FPK_PATH_SUB_PRESERVING;
    return one ? 1 : path->level[0].sigma;
}

enum fpk_status fpk_path_init(struct fpk_path *path, const struct fpk_values *values,
                              bool alpha_zero)
{
    *path = (struct fpk_path){0};
    struct fpk_path_request request;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_path_request_read(&request, path, values));
    FPK_TRY_DONE(status, path->discrete ? fpk_path_discrete(path, &request)
                                        : fpk_path_continuous(path, &request));
    FPK_TRY_DONE(status, check(path, alpha_zero));
    path->start_std = start_std(path);
done:
    fpk_path_request_clear(&request);
    if (status != FPK_OK)
        fpk_path_clear(path);
    return status;
}

void fpk_path_clear(struct fpk_path *path)
{
    fpk_release(&path->level);
    fpk_release(&path->noise);
    fpk_release(&path->keep);
    fpk_release(&path->drop);
    fpk_schedule_clear(&path->schedule);
    path->n = 0;
}
