/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The three ways of this experiment: forward, back by the reverse SDE, back by the probability
 * flow; one target, one schedule, one exact score. */
#ifndef FPK_THREE_VIEWS_WAYS_H
#define FPK_THREE_VIEWS_WAYS_H

#include "../common/evolution.h"

#include "fpk/score/score.h"

enum { WAYS = 3, TIMES_MAX = 257, PATHS = 12 };

struct ways {
    struct fpk_mixture target;
    struct fpk_process process;
    struct fpk_model forward, reverse_sde, flow;
    struct fpk_score_path score;
    struct fpk_start data, noise, usual; /* P0; p_T, its exact image at t = 1; N(0, 1) */
    size_t n_time;
    double time[TIMES_MAX];
    struct fpk_evolution way[WAYS];
    struct fpk_evolution_views views[WAYS];
};

extern const char *const way_name[WAYS];

/* Borrowed by each other inside: do not move the struct. Cleared by ways_clear. */
enum fpk_status ways_init(struct ways *ways, struct fpk_run *run) FPK_MUST_USE;
void ways_clear(struct ways *ways);

/* Verdicts, split, data file, pictures. */
enum fpk_status ways_judge(const struct ways *ways, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status ways_split(const struct ways *ways, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status ways_record(const struct ways *ways, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status ways_draw(const struct ways *ways, struct fpk_run *run) FPK_MUST_USE;

#endif
