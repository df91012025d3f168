/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Observe: what `fpk simulate` keeps of the way, beside the end: moments and histograms at stored
 * times, paths, and what a long stationary run remembers (fpk/series/series.h). */
#ifndef FPK_CLI_OBSERVE_H
#define FPK_CLI_OBSERVE_H

#include "answer.h"
#include "verb.h"

#include "fpk/sde/ensemble.h"

#define FPK_OBSERVE_ROWS 10
extern const struct fpk_parameter fpk_observe_rows[FPK_OBSERVE_ROWS];

struct fpk_observation {
    bool series;   /* paths at every `every` steps are read as series */
    bool stored;   /* --store: moments are reported */
    size_t every;  /* steps between the values of a series */
    double dt;     /* time between them */
    double *store; /* the stored times; owned */
    size_t n_probability;
    double *probability;               /* of the quantiles; owned */
    struct fpk_ensemble_result result; /* after the run; owned */
};

/* Reads the options into *o and into the ensemble, whose other fields are set. Cleared by the
 * caller, after a failure too. FPK_USAGE when an option is given that nothing would read. */
enum fpk_status fpk_observation_init(struct fpk_observation *o, const struct fpk_values *values,
                                     struct fpk_ensemble *ensemble) FPK_MUST_USE;
void fpk_observation_clear(struct fpk_observation *o);

/* Adds value [n_outer][dim][n_inner] as lists of lists over the indices `outer` and `inner` (NULL:
 * there is none) and, when dim > 1, "component". */
struct fpk_nest {
    const char *outer, *inner;
    size_t n_outer, dim, n_inner;
};
void fpk_observation_add(struct fpk_answer *a, const char *key, struct fpk_nest nest,
                         const double *value);

/* Adds what was seen to the answer. */
enum fpk_status fpk_observation_answer(const struct fpk_observation *o,
                                       const struct fpk_values *values,
                                       struct fpk_answer *answer) FPK_MUST_USE;

/* Writes --path-out when it was given: path [time][particle][dim] on named axes. The seed is the
 * one that was used, not the word `random`. */
enum fpk_status fpk_observation_save(const struct fpk_observation *o,
                                     const struct fpk_values *values, uint64_t seed) FPK_MUST_USE;

/* *out <- component d of the paths as series [n_path][n_store]; owned by the caller. */
enum fpk_status fpk_observation_series(const struct fpk_ensemble_result *result, size_t d,
                                       double **out) FPK_MUST_USE;

/* The series part of the answer. */
enum fpk_status fpk_observation_memory(const struct fpk_observation *o,
                                       const struct fpk_values *values,
                                       struct fpk_answer *answer) FPK_MUST_USE;

#endif
