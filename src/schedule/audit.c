/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/schedule/audit.h"

#include <math.h>

static double ratio_of(struct fpk_level level)
{
    return level.sigma / level.alpha;
}

static struct fpk_level terminal_of(const struct fpk_path *path)
{
    if (path->discrete)
        return fpk_schedule_level(&path->schedule, (long)path->schedule.T - 1);
    return fpk_process_level(&path->process, fpk_process_end(&path->process));
}

/* The start against the data noised to level[0]. */
static void audit_start(struct fpk_path_audit *audit, const struct fpk_path *path)
{
    struct fpk_level first = path->level[0];
    audit->terminal = terminal_of(path);
    audit->mean_left = first.alpha;
    audit->start_std = path->start_std;
    audit->start_wants = sqrt(first.alpha * first.alpha + first.sigma * first.sigma);
    audit->skipped = audit->terminal.alpha == first.alpha && audit->terminal.sigma == first.sigma
                         ? 1
                         : ratio_of(audit->terminal) / ratio_of(first);
}

static void audit_steps(struct fpk_path_audit *audit, const struct fpk_path *path)
{
    audit->last = path->level[path->n];
    if (audit->last.sigma == 0)
        audit->last = path->level[path->n - 1];
    for (size_t i = 0; i < path->n; i++) {
        double step =
            fpk_level_half_log_snr(path->level[i + 1]) - fpk_level_half_log_snr(path->level[i]);
        if (!isfinite(step))
            continue;
        if (audit->n_step == 0 || step < audit->shortest) {
            audit->shortest = step;
            audit->shortest_at = i;
        }
        if (audit->n_step == 0 || step > audit->longest) {
            audit->longest = step;
            audit->longest_at = i;
        }
        audit->n_step++;
    }
}

static void audit_labels(struct fpk_path_audit *audit, const struct fpk_schedule *schedule)
{
    audit->sigma_of_time_0 = fpk_schedule_level(schedule, 0).sigma;
    for (size_t t = 0; t < schedule->T; t++) {
        audit->zero_betas += schedule->beta[t] == 0;
        audit->clipped_betas += schedule->beta[t] == 0.999;
        if (t + 1 == schedule->T || schedule->abar[t + 1] == 0 || schedule->noise[t] == 0)
            continue;
        double factor = ratio_of(fpk_schedule_level(schedule, (long)t + 1)) /
                        ratio_of(fpk_schedule_level(schedule, (long)t));
        if (factor > audit->off_by_one) {
            audit->off_by_one = factor;
            audit->off_by_one_at = (double)t;
        }
    }
}

struct fpk_path_audit fpk_path_audit(const struct fpk_path *path)
{
    struct fpk_path_audit audit = {.off_by_one = 1};
    audit_start(&audit, path);
    audit_steps(&audit, path);
    if (path->discrete)
        audit_labels(&audit, &path->schedule);
    return audit;
}
