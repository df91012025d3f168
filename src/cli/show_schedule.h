/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk show schedule`: its options, and its picture. */
#ifndef FPK_CLI_SHOW_SCHEDULE_H
#define FPK_CLI_SHOW_SCHEDULE_H

#include "answer.h"
#include "verb.h"

#include "fpk/schedule/path.h"

/* The options of a path, and --draw. */
extern const struct fpk_table fpk_table_schedule;

/* The options, with the schedule named by the word after `show schedule`. */
enum fpk_status fpk_show_schedule_options(struct fpk_values *values, const char *word) FPK_MUST_USE;

/* Rows `audit` and `finding`. */
void fpk_show_schedule_audit(struct fpk_answer *a, const struct fpk_path *path);

/* schedule.svg and its data into the folder; note as fpk_figure_write has it. */
enum fpk_status fpk_show_schedule_draw(const struct fpk_path *path, const char *name,
                                       const char *folder, char *note) FPK_MUST_USE;

#endif
