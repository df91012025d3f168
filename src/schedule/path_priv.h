/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces of a path: what options ask for, and the grids that fill its levels. */
#ifndef FPK_SCHEDULE_PATH_PRIV_H
#define FPK_SCHEDULE_PATH_PRIV_H

#include "fpk/schedule/path.h"

enum fpk_spacing {
    FPK_SPACING_LIST, /* --times, --sigmas: no spacing */
    FPK_SPACING_LEADING,
    FPK_SPACING_LINSPACE,
    FPK_SPACING_TRAILING,
    FPK_SPACING_UNIFORM,
    FPK_SPACING_LOGSNR,
    FPK_SPACING_KARRAS,
    FPK_SPACING_EXPONENTIAL
};

/* Options, read and found to go together. */
struct fpk_path_request {
    enum fpk_spacing spacing;
    const char *spacing_name;   /* borrowed */
    size_t steps;               /* S; of a list, its entries */
    double *list;               /* --times or --sigmas; owned */
    bool is_sigmas;             /* the list holds sigmas */
    bool truncated;             /* ends at `truncate` instead of the clean end */
    double truncate;            /* a time, of --sigmas a sigma */
    long offset;                /* of leading */
    bool ends_at_0;             /* a discrete path: at training time 0, not at the clean end */
    double rho;                 /* of karras */
    double least, most;         /* sigma/alpha of the last level and the first; 0: not given */
    struct fpk_process process; /* where it is continuous */
};

/* Fills the request, and path->schedule or its process; FPK_USAGE for options that do not go
 * together. `request` is the caller's to clear, also after a failure. */
enum fpk_status fpk_path_request_read(struct fpk_path_request *request, struct fpk_path *path,
                                      const struct fpk_values *values) FPK_MUST_USE;
void fpk_path_request_clear(struct fpk_path_request *request);

/* Allocates level, noise, keep, drop for n steps. */
enum fpk_status fpk_path_allocate(struct fpk_path *path, size_t n) FPK_MUST_USE;

/* Level, noise, keep, drop of the path, n with them. */
enum fpk_status fpk_path_discrete(struct fpk_path *path,
                                  const struct fpk_path_request *request) FPK_MUST_USE;
enum fpk_status fpk_path_continuous(struct fpk_path *path,
                                    const struct fpk_path_request *request) FPK_MUST_USE;

/* sigma/alpha of entry i of a spacing of S + 1 entries 0 .. S in logsnr, karras, exponential, from
 * `most` to `least` (both met exactly). */
double fpk_path_ratio(const struct fpk_path_request *request, double most, double least, size_t i,
                      size_t S);

/* Training time of sigma/alpha = ratio, fractional: linear in log(sigma/alpha) between training
 * times, within 0 .. T-1 (k-diffusion's DiscreteSchedule); and its inverse. */
double fpk_path_training_time(const struct fpk_schedule *schedule, double ratio);
double fpk_path_training_ratio(const struct fpk_schedule *schedule, double t);

#endif
