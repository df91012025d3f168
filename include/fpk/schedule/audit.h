/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Audit: what a path promises and does not keep: data left at its start, noise left at its end,
 * steps far from equal, labels that are easily off.
 *
 *     struct fpk_path_audit audit = fpk_path_audit(&path);      ... numbers, no verdict
 *
 * Numbers only: how much any of them costs a sampler is for `fpk law` to say. */
#ifndef FPK_SCHEDULE_AUDIT_H
#define FPK_SCHEDULE_AUDIT_H

#include "fpk/schedule/path.h"

struct fpk_path_audit {
    /* the noisiest level that the schedule has, whether the path visits it or not */
    struct fpk_level terminal;
    /* the start of the path, N(0, start_std^2), against the data noised to level[0], whose mean is
     * mean_left times the data's and whose deviation, for data of deviation 1, is start_wants:
     * sqrt(alpha^2 + sigma^2) */
    double mean_left, start_std, start_wants;
    double skipped; /* sigma/alpha of the terminal level over that of level[0]; 1: nothing is */
    /* the last level above the clean end, or the end of a truncated path */
    struct fpk_level last;
    /* steps in lambda = log(alpha/sigma), between finite ones: the smallest and the largest, and
     * where (index of the step); 0 steps where there are none */
    size_t n_step, shortest_at, longest_at;
    double shortest, longest;
    /* discrete schedules, 0 otherwise: betas that are 0 (a time that repeats the one before) or
     * equal to the clip of .999 */
    size_t zero_betas, clipped_betas;
    /* a network asked with the label t + 1 for the level t (or the other way round) stands at a
     * sigma/alpha that differs by this factor, at most, and where; 1 for a process */
    double off_by_one, off_by_one_at;
    /* sigma of training time 0: the noise left when the end is taken there instead of at the clean
     * end (set_alpha_to_one = false); 0 for a process */
    double sigma_of_time_0;
};

/* O(n + T). */
struct fpk_path_audit fpk_path_audit(const struct fpk_path *path);

#endif
