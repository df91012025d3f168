/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/score/score.h"

void fpk_score_in_time(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct fpk_score_path *path = ctx;
    struct fpk_level level = fpk_process_level(&path->process, t);
    path->score.score(&level, n, x, out, path->score.ctx);
}

void fpk_score_x_in_time(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct fpk_score_path *path = ctx;
    struct fpk_level level = fpk_process_level(&path->process, t);
    path->score.score_x(&level, n, x, out, path->score.ctx);
}
