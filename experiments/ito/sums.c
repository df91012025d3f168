/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Riemann sums along Brownian paths at seven step sizes at once: a coarse increment is the sum of
 * the fine ones that it is made of, so every step size sees the same paths. */
#include "ito.h"

#include "fpk/base/block.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/sum.h"
#include "fpk/wiener/normal.h"

#include <math.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

/* One level of one block under way. */
struct walker {
    double begin[FPK_BLOCK], increment[FPK_BLOCK]; /* W where the step begins; dW so far */
    double f_dw[FPK_BLOCK], left[FPK_BLOCK], middle[FPK_BLOCK];
    double sine[FPK_BLOCK], drift[FPK_BLOCK]; /* sum -sin W dW, sum -cos W/2 dt */
};

/* Ends the step of length dt that began at time t. */
static void end_step(struct walker *k, size_t n, double t, double dt, double time)
{
    double sine[FPK_BLOCK], cosine[FPK_BLOCK];
    double f = sqrt(2) * fpk_cos(pi * t / time);
    fpk_sin_block(n, k->begin, sine);
    fpk_cos_block(n, k->begin, cosine);
    for (size_t i = 0; i < n; i++) {
        double dw = k->increment[i];
        k->f_dw[i] += f * dw;
        k->left[i] += k->begin[i] * dw;
        k->middle[i] += (k->begin[i] + 0.5 * dw) * dw;
        k->sine[i] -= sine[i] * dw;
        k->drift[i] -= 0.5 * cosine[i] * dt;
        k->begin[i] += dw;
        k->increment[i] = 0;
    }
}

static void walk_block(const struct ito *ito, size_t first, size_t n, struct walker *level)
{
    double z[FPK_BLOCK], dt = ito->time / FINEST;
    memset(level, 0, LEVELS * sizeof *level);
    for (int s = 0; s < FINEST; s++) {
        struct fpk_stream stream = {
            .seed = ito->seed, .purpose = FPK_FOR_INCREMENT, .step = (uint64_t)s};
        fpk_normal_fill(stream, first, n, z);
        for (int l = 0; l < LEVELS; l++) {
            int fine = 1 << (LEVELS - 1 - l); /* fine steps in one of level l */
            for (size_t i = 0; i < n; i++)
                level[l].increment[i] += sqrt(dt) * z[i];
            if ((s + 1) % fine == 0)
                end_step(&level[l], n, dt * (s + 1 - fine), dt * fine, ito->time);
        }
    }
}

/* Sums over all paths of one level. */
struct totals {
    struct fpk_sum ito_square, gap, gap_square, naive;
};

static void add_block(struct totals *sum, const struct walker *k, size_t n, double time)
{
    for (size_t i = 0; i < n; i++) {
        double w = k->begin[i], off = k->left[i] - 0.5 * (w * w - time);
        double naive = (fpk_cos(w) - 1) - k->sine[i], gap = naive - k->drift[i];
        fpk_sum_add(&sum->ito_square, off * off);
        fpk_sum_add(&sum->naive, naive);
        fpk_sum_add(&sum->gap, gap);
        fpk_sum_add(&sum->gap_square, gap * gap);
    }
}

/* Powers of one sum at the finest level. */
static void add_moments(double sum[3], const double *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double square = v[i] * v[i];
        sum[0] += v[i];
        sum[1] += square;
        sum[2] += square * square;
    }
}

static void finish(struct ito *ito, const struct totals *total, double moment[3][3])
{
    double n = (double)ito->particles, dt = ito->time / FINEST;
    for (int l = 0; l < LEVELS; l++) {
        ito->level[l] = (struct sums){.dt = dt * (1 << (LEVELS - 1 - l)),
                                      .ito_rms = sqrt(fpk_sum_value(&total[l].ito_square) / n),
                                      .gap_mean = fpk_sum_value(&total[l].gap) / n,
                                      .gap_rms = sqrt(fpk_sum_value(&total[l].gap_square) / n),
                                      .naive_mean = fpk_sum_value(&total[l].naive) / n};
    }
    for (int k = 0; k < 3; k++) {
        ito->mean[k] = moment[k][0] / n;
        ito->second[k] = moment[k][1] / n;
        ito->se[k] = sqrt((moment[k][2] / n - ito->second[k] * ito->second[k]) / n);
    }
    ito->wiener_variance = 0;
    for (int s = 0; s < FINEST; s++) {
        double f = sqrt(2) * fpk_cos(pi * s / FINEST);
        ito->wiener_variance += f * f * dt;
    }
}

enum fpk_status ito_sums(struct ito *ito, struct fpk_run *run)
{
    static struct walker level[LEVELS];
    static struct totals total[LEVELS];
    double moment[3][3] = {{0}};
    memset(total, 0, sizeof total);
    FPK_TRY(fpk_points_init(&ito->wiener, ito->particles, 1));
    FPK_TRY(fpk_points_init(&ito->left, ito->particles, 1));
    FPK_TRY(fpk_points_init(&ito->middle, ito->particles, 1));
    for (size_t first = 0; first < ito->particles; first += FPK_BLOCK) {
        size_t n = ito->particles - first < FPK_BLOCK ? ito->particles - first : FPK_BLOCK;
        const struct walker *finest = &level[LEVELS - 1];
        FPK_TRY(fpk_run_progress(run, 0.8 * (double)first / (double)ito->particles,
                                 "sums along paths"));
        walk_block(ito, first, n, level);
        for (int l = 0; l < LEVELS; l++)
            add_block(&total[l], &level[l], n, ito->time);
        memcpy(ito->wiener.x + first, finest->f_dw, n * sizeof(double));
        memcpy(ito->left.x + first, finest->left, n * sizeof(double));
        memcpy(ito->middle.x + first, finest->middle, n * sizeof(double));
        add_moments(moment[0], finest->left, n);
        add_moments(moment[1], finest->middle, n);
        add_moments(moment[2], finest->sine, n);
    }
    finish(ito, total, moment);
    return FPK_OK;
}
