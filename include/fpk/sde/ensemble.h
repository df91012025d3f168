/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ensemble: n independent particles of one equation from t0 to t1.
 *
 *     struct fpk_ensemble ensemble = {.model = &model, .stepper = &fpk_euler_maruyama,
 *         .start = &start, .t1 = 1, .n_step = 1000, .seed = 1, .particles = 1000000};
 *     struct fpk_ensemble_result result;
 *     FPK_TRY(fpk_ensemble_result_init(&result, &ensemble));
 *     status = fpk_ensemble_run(&ensemble, &result);   ... result.points, result.moments ...
 *     fpk_ensemble_result_clear(&result);
 *
 * Each block of FPK_BLOCK particles makes all its steps while it is in the cache. No bit depends on
 * the number of threads, on `block`, on how the particles are split over runs (`first`), on where a
 * run was cut (`step_begin`, `step_end`) or on stop and resume. What is observed on the way takes
 * room that does not grow with the particles: moments and histograms at the stored times, and the
 * paths of the first few; with `forget_points` that is all that is kept, of 1e9 particles too. */
#ifndef FPK_SDE_ENSEMBLE_H
#define FPK_SDE_ENSEMBLE_H

#include "fpk/base/points.h"
#include "fpk/distribution/start.h"
#include "fpk/numeric/histogram.h"
#include "fpk/numeric/moments.h"
#include "fpk/sde/stepper.h"

#include <signal.h>

#define FPK_ENSEMBLE_CHUNK 256 /* blocks between two checkpoints */

struct fpk_ensemble_result;

/* The question. Zeroed fields have the default named. All pointers borrowed. */
struct fpk_ensemble {
    const struct fpk_model *model;
    const struct fpk_stepper *stepper;
    const struct fpk_start *start; /* law at t0; NULL: result->points hold the particles */
    double t0, t1;                 /* t0 < t1 */
    uint64_t n_step;               /* equal steps from t0 to t1 (fpk_step_count), < 2^40 */
    uint64_t step_begin, step_end; /* the part to run; step_end 0: n_step */
    uint64_t seed;
    uint64_t first;   /* number of the first particle, a multiple of FPK_BLOCK */
    size_t particles; /* at least 1 */
    uint32_t refine;  /* see sde/noise.h; 0: 1 */
    int threads;      /* 0: as OpenMP decides */
    size_t block;     /* particles stepped together: 256, 512 or 1024; 0: FPK_BLOCK */

    size_t n_store;      /* times at which moments, histograms and paths are kept */
    const double *store; /* [n_store], increasing; the nearest step time is taken */
    size_t n_path;       /* the first n_path particles are kept there too, at most FPK_BLOCK */
    size_t bins;         /* of a histogram of every component there; 0: none */
    double lo, hi;       /* its ends */
    bool forget_points;  /* result->points stays empty; only with a start */

    /* Called on the calling thread only, often: it throttles itself. NULL: silent. */
    void (*progress)(double fraction, void *ctx);
    /* Called after every FPK_ENSEMBLE_CHUNK blocks with a result whose blocks_done first blocks are
     * final; another status than FPK_OK ends the run with it. NULL: none. */
    enum fpk_status (*checkpoint)(const struct fpk_ensemble_result *result, void *ctx);
    void *ctx;
    const volatile sig_atomic_t *stop; /* non-zero: end soon with FPK_STOPPED; NULL: never */
};

/* The answer. Plain; also the whole state of an unfinished run: saved and loaded again,
 * fpk_ensemble_run goes on from blocks_done. */
struct fpk_ensemble_result {
    struct fpk_points points; /* at the time of step_end; owned */
    size_t blocks;            /* of FPK_BLOCK particles, in all */
    size_t blocks_done;       /* blocks whose numbers are final */
    double dt;                /* the step that was taken */
    size_t n_store, n_path, dim;
    double *time;                             /* [n_store] the step times taken; owned */
    struct fpk_sample_moments *moments;       /* [dim] of the final points; owned */
    struct fpk_sample_moments *store_moments; /* [n_store][dim]; owned */
    struct fpk_histogram *histogram;          /* [n_store][dim], NULL without bins; owned */
    double *path;                             /* [n_store][n_path][dim]; owned */
};

/* Checks the question and makes room: FPK_USAGE with a sentence when it is not well posed, what the
 * stepper refuses among it; FPK_NUMERIC when memory is short. */
enum fpk_status fpk_ensemble_result_init(struct fpk_ensemble_result *result,
                                         const struct fpk_ensemble *ensemble) FPK_MUST_USE;
void fpk_ensemble_result_clear(struct fpk_ensemble_result *result);

/* Runs what is not done yet. FPK_NUMERIC when a particle is not finite: the sentence names the
 * smallest (step, particle) over the whole chunk of blocks, at any number of threads. FPK_STOPPED
 * when *stop was raised: blocks_done blocks are final, the same call resumes. Cost: one drift (and,
 * unless the noise is additive, one diffusion) call and the normals of each step, and about 1 ns a
 * particle, component and stored time for the moments and as much for the histogram; memory: the
 * points, a few rows of FPK_BLOCK doubles and a copy of the histograms per thread, and a copy of
 * the moments per block of a chunk. */
enum fpk_status fpk_ensemble_run(const struct fpk_ensemble *ensemble,
                                 struct fpk_ensemble_result *result) FPK_MUST_USE;

#endif
