/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Particles on the unfolded line, from 0. */
#include "ring.h"

#include "fpk/sde/ensemble.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Between blocks of particles: an interrupt is heard. */
struct ear {
    struct fpk_run *run;
    double fraction;
};

static enum fpk_status listen(const struct fpk_ensemble_result *result, void *ctx)
{
    (void)result;
    const struct ear *ear = ctx;
    return fpk_run_progress(ear->run, ear->fraction, "particles around the ring");
}

static enum fpk_status walk(const struct ring *ring, struct setting *s, int number,
                            struct fpk_run *run)
{
    struct ear ear = {run, 0.1 + 0.8 * number / SETTINGS};
    struct fpk_model model = {0};
    struct fpk_start start = {0};
    struct fpk_ensemble_result result = {0};
    double time = s->h * (double)s->n_step;
    const double store[2] = {0.5 * time, time};
    FPK_TRY(ring_model(s->force, s->temperature, &model));
    enum fpk_status status = fpk_start_parse(&start, "delta:0");
    const struct fpk_ensemble ensemble = {.model = &model,
                                          .stepper = &fpk_euler_maruyama,
                                          .start = &start,
                                          .t1 = time,
                                          .n_step = s->n_step,
                                          .seed = ring->seed,
                                          .first = (uint64_t)number << 40,
                                          .particles = ring->particles,
                                          .n_store = 2,
                                          .store = store,
                                          .checkpoint = listen,
                                          .ctx = &ear};
    if (status == FPK_OK)
        status = fpk_ensemble_result_init(&result, &ensemble);
    if (status == FPK_OK)
        status = fpk_ensemble_run(&ensemble, &result);
    if (status == FPK_OK) {
        for (int k = 0; k < 2; k++) {
            s->sampled_mean[k] = result.store_moments[k].mean;
            s->sampled_var[k] = fpk_moments_variance(&result.store_moments[k]);
            s->var_se[k] = fpk_moments_variance_se(&result.store_moments[k]);
        }
        memcpy(s->points.x, result.points.x, ring->particles * sizeof(double));
    }
    fpk_ensemble_result_clear(&result);
    fpk_start_clear(&start);
    fpk_model_clear(&model);
    return status;
}

/* Mean and variance at the end against the scheme's own. The ways of the two halves
 * are nearly independent, so that the variance of a difference is that of variances. */
static void judge(const struct ring *ring, struct setting *s)
{
    double n = (double)ring->particles, half = 0.5 * s->h * (double)s->n_step;
    const double mean = (s->sampled_mean[1] - s->mean[1]) / sqrt(s->var[1] / n);
    const double var = (s->sampled_var[1] - s->var[1]) / s->var_se[1];
    s->test[0] = fpk_chi_square_scores(ring->particles, 1, &mean);
    s->test[1] = fpk_chi_square_scores(ring->particles, 1, &var);
    s->sampled_v = (s->sampled_mean[1] - s->sampled_mean[0]) / half;
    s->sampled_d = (s->sampled_var[1] - s->sampled_var[0]) / (2 * half);
    s->v_se = sqrt((s->var[1] - s->var[0]) / n) / half;
    s->d_se = sqrt(s->var_se[1] * s->var_se[1] - s->var_se[0] * s->var_se[0]) / (2 * half);
}

enum fpk_status ring_walk(struct ring *ring, int number, struct fpk_run *run)
{
    struct setting *s = &ring->setting[number];
    char key[2][32];
    double kept[6];
    snprintf(key[0], sizeof key[0], "points %d", number);
    snprintf(key[1], sizeof key[1], "moments %d", number);
    FPK_TRY(fpk_points_init(&s->points, ring->particles, 1));
    if (!fpk_run_recall(run, key[0], ring->particles, s->points.x) ||
        !fpk_run_recall(run, key[1], 6, kept)) {
        FPK_TRY(walk(ring, s, number, run));
        for (int k = 0; k < 2; k++) {
            kept[k] = s->sampled_mean[k];
            kept[2 + k] = s->sampled_var[k];
            kept[4 + k] = s->var_se[k];
        }
        FPK_TRY(fpk_run_keep(run, key[0], ring->particles, s->points.x));
        FPK_TRY(fpk_run_keep(run, key[1], 6, kept));
    }
    for (int k = 0; k < 2; k++) {
        s->sampled_mean[k] = kept[k];
        s->sampled_var[k] = kept[2 + k];
        s->var_se[k] = kept[4 + k];
    }
    judge(ring, s);
    return FPK_OK;
}
