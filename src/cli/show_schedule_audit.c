/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit of a path, in numbers and in sentences. */
#include "show_schedule.h"

#include "fpk/schedule/audit.h"

#include <stdio.h>

static void add_audit(struct fpk_answer *a, const struct fpk_path *path,
                      const struct fpk_path_audit *audit)
{
    fpk_answer_number(a, "audit.terminal_alpha", audit->terminal.alpha);
    fpk_answer_number(a, "audit.terminal_snr", fpk_level_snr(audit->terminal));
    fpk_answer_number(a, "audit.mean_left_at_start", audit->mean_left);
    fpk_answer_number(a, "audit.start_std", audit->start_std);
    fpk_answer_number(a, "audit.start_wants_std", audit->start_wants);
    fpk_answer_number(a, "audit.skipped_factor", audit->skipped);
    fpk_answer_number(a, "audit.last_sigma", audit->last.sigma);
    if (audit->n_step > 0) {
        fpk_answer_number(a, "audit.shortest_step_lambda", audit->shortest);
        fpk_answer_integer(a, "audit.shortest_step", (long long)audit->shortest_at);
        fpk_answer_number(a, "audit.longest_step_lambda", audit->longest);
        fpk_answer_integer(a, "audit.longest_step", (long long)audit->longest_at);
    }
    if (!path->discrete)
        return;
    fpk_answer_integer(a, "audit.clipped_betas", (long long)audit->clipped_betas);
    fpk_answer_integer(a, "audit.zero_betas", (long long)audit->zero_betas);
    fpk_answer_number(a, "audit.label_off_by_one_factor", audit->off_by_one);
    fpk_answer_number(a, "audit.label_off_by_one_at", audit->off_by_one_at);
    fpk_answer_number(a, "audit.sigma_of_time_0", audit->sigma_of_time_0);
}

/* What a reader should know of the start, one sentence each; nothing where all is well. */
static void find_at_start(struct fpk_answer *a, const struct fpk_path *path,
                          const struct fpk_path_audit *audit)
{
    char text[256];
    if (path->family != FPK_PATH_EXPLODING && audit->terminal.alpha > 1e-2) {
        snprintf(text, sizeof text,
                 "%.6g of the data's mean is left at the last time; a start N(0, 1) has none "
                 "(--zero-terminal-snr removes it)",
                 audit->terminal.alpha);
        fpk_answer_text(a, "finding.terminal", text);
    }
    if (audit->skipped > 1.01) {
        snprintf(text, sizeof text,
                 "the path starts at t = %.6g, where sigma/alpha is %.4g times smaller than at the "
                 "last time, and %.4g of the data's mean is left (trailing and linspace start at "
                 "the last time)",
                 path->level[0].t, audit->skipped, audit->mean_left);
        fpk_answer_text(a, "finding.start", text);
    }
    if (path->family == FPK_PATH_EXPLODING) {
        snprintf(text, sizeof text,
                 "the start N(0, %.6g^2) forgets the data: their mean stays, and data of deviation "
                 "1 would make it %.6g",
                 audit->start_std, audit->start_wants);
        fpk_answer_text(a, "finding.start", text);
    }
}

/* And of the steps, betas and labels. */
static void find_on_the_way(struct fpk_answer *a, const struct fpk_path *path,
                            const struct fpk_path_audit *audit)
{
    char text[256];
    if (audit->n_step > 1 && audit->longest > 20 * audit->shortest) {
        snprintf(text, sizeof text,
                 "steps %zu and %zu differ %.4g times in log(alpha/sigma): %.4g and %.4g",
                 audit->longest_at, audit->shortest_at, audit->longest / audit->shortest,
                 audit->longest, audit->shortest);
        fpk_answer_text(a, "finding.steps", text);
    }
    if (path->discrete && audit->zero_betas > 0)
        fpk_answer_text(a, "finding.betas", "some betas are 0: those times repeat the one before");
    else if (path->discrete && audit->clipped_betas > 0) {
        snprintf(text, sizeof text, "%zu of the betas at the clip of .999", audit->clipped_betas);
        fpk_answer_text(a, "finding.betas", text);
    }
    if (path->discrete && audit->off_by_one > 1) {
        snprintf(text, sizeof text,
                 "a label off by one (t = %.0f for %.0f) changes sigma/alpha up to %.4g times; an "
                 "end at t = 0 instead of the clean one leaves sigma = %.4g",
                 audit->off_by_one_at, audit->off_by_one_at + 1, audit->off_by_one,
                 audit->sigma_of_time_0);
        fpk_answer_text(a, "finding.labels", text);
    }
}

void fpk_show_schedule_audit(struct fpk_answer *a, const struct fpk_path *path)
{
    struct fpk_path_audit audit = fpk_path_audit(path);
    add_audit(a, path, &audit);
    find_at_start(a, path, &audit);
    find_on_the_way(a, path, &audit);
}
