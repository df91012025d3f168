/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Particles in the trap: Euler-Maruyama on the Ito form of each reading, whose law is known
 * exactly, and the schemes that read g dW as it is meant, without any conversion. */
#include "conventions.h"

#include "../common/evolution.h"

#include "fpk/compare/null_band.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum fpk_status conventions_listen(const struct fpk_ensemble_result *result, void *ctx)
{
    (void)result;
    const struct conventions *c = ctx;
    return fpk_run_progress(c->run, c->fraction, "particles");
}

static enum fpk_status walk(struct conventions *c, struct scheme *s, int number)
{
    struct fpk_ensemble_result result = {0};
    const struct fpk_ensemble ensemble = {.model = &c->trap[s->read],
                                          .stepper = s->stepper,
                                          .start = &c->start,
                                          .t1 = c->time,
                                          .n_step = c->n_step,
                                          .seed = c->seed,
                                          .first = (uint64_t)number << 40,
                                          .particles = c->particles,
                                          .checkpoint = conventions_listen,
                                          .ctx = c};
    enum fpk_status status = fpk_ensemble_result_init(&result, &ensemble);
    if (status == FPK_OK)
        status = fpk_ensemble_run(&ensemble, &result);
    if (status == FPK_OK)
        memcpy(s->points.x, result.points.x, c->particles * sizeof(double));
    fpk_ensemble_result_clear(&result);
    return status;
}

/* Chi-square against the law of the scheme itself. */
static enum fpk_status test_law(const struct conventions *c, struct scheme *s)
{
    const struct fpk_evolution passage = {.model = &c->trap[s->read], .t1 = c->time};
    struct fpk_law *law = NULL;
    struct fpk_law_pair pair = {0};
    enum fpk_status status = fpk_evolution_law(&passage, &c->start, c->n_step, &law);
    if (status == FPK_OK)
        status = fpk_law_density(law, &pair);
    if (status == FPK_OK)
        status = fpk_chi_square_pair(&pair.fine, &pair.coarse, &s->points, &s->test);
    fpk_law_pair_clear(&pair);
    fpk_law_end(&law);
    return status;
}

/* Bins as cells: each spans ten places, its probability by Simpson's rule on them. */
static void bin(const struct conventions *c, const double *p, struct fpk_cells *cells)
{
    double h = c->x[1] - c->x[0];
    for (int k = 0; k < BINS; k++) {
        const double *q = p + 10 * k;
        double sum = q[0] + q[10];
        for (int i = 1; i < 10; i++)
            sum += (i % 2 ? 4 : 2) * q[i];
        cells->probability[k] = fmax(sum * h / 3, 1e-300);
        if (k > 0)
            cells->edge[k - 1] = c->x[10 * k];
    }
}

static enum fpk_status compare(const struct conventions *c, struct scheme *s)
{
    double edge[BINS], probability[BINS];
    uint64_t count[BINS];
    struct fpk_cells cells = {.n = BINS, .edge = edge, .probability = probability};
    struct fpk_null_band band;
    for (int which = 0; which < READINGS; which++) {
        bin(c, c->reading[which].now, &cells);
        FPK_TRY(fpk_cells_tally(&cells, &s->points, count));
        FPK_TRY(fpk_null_band_tv(&cells, c->particles, 0.05, &band));
        s->tv[which] = fpk_cells_tv(&cells, count);
        s->band[which] = band.mean;
        if (which == (int)s->read)
            s->high = band.high;
    }
    return FPK_OK;
}

enum fpk_status conventions_walk(struct conventions *c, struct fpk_run *run)
{
    static const struct fpk_stepper *const stepper[SCHEMES] = {
        &fpk_euler_maruyama, &fpk_euler_maruyama, &fpk_euler_maruyama,
        &fpk_heun,           &fpk_midpoint,       &conventions_end_point};
    char key[32];
    for (int i = 0; i < SCHEMES; i++) {
        struct scheme *s = &c->scheme[i];
        s->stepper = stepper[i];
        s->read = i < READINGS ? (enum fpk_convention)i : stepper[i]->convention;
        c->fraction = 0.55 + 0.05 * i;
        FPK_TRY(fpk_points_init(&s->points, c->particles, 1));
        snprintf(key, sizeof key, "trap %d", i);
        if (!fpk_run_recall(run, key, c->particles, s->points.x)) {
            FPK_TRY(walk(c, s, i));
            FPK_TRY(fpk_run_keep(run, key, c->particles, s->points.x));
        }
        if (i < READINGS)
            FPK_TRY(test_law(c, s));
        FPK_TRY(compare(c, s));
    }
    return FPK_OK;
}
