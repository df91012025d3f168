/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between two data: straight in the plane, and through their latents. Three modes; the two data are
 * the centres of the lower ones. */
#include "ddim.h"

#include "fpk/numeric/elementary.h"
#include "fpk/sampler/sampler.h"

#include <math.h>

enum { STRAIGHT, LINEAR, SPHERICAL, STEPS = 100 };
const char *const ddim_road_name[ROADS] = {"straight between the data", "straight between latents",
                                           "spherical between latents"};

static const double mean[6] = {-2, -1, 2, -1, 0, 1.6}; /* [3][2] */
static const double end[2][2] = {{-2, -1}, {2, -1}};

static enum fpk_status make_plane(struct ddim *d)
{
    static const double weight[3] = {0.2, 0.4, 0.4};
    static const double covariance[12] = {0.15, 0, 0, 0.15, 0.15, 0, 0, 0.15, 0.15, 0, 0, 0.15};
    double x[2 * SIDE];
    FPK_TRY(fpk_mixture_init(&d->plane, 2, 3, weight, mean, covariance));
    for (int i = 0; i < SIDE; i++) {
        d->axis_x[i] = -3.5 + 7.0 * i / (SIDE - 1);
        d->axis_y[i] = -2.6 + 6.0 * i / (SIDE - 1);
    }
    for (int j = 0; j < SIDE; j++) {
        for (int i = 0; i < SIDE; i++) {
            x[i] = d->axis_x[i];
            x[SIDE + i] = d->axis_y[j];
        }
        fpk_mixture_pdf(&d->plane, SIDE, x, d->map + j * SIDE);
    }
    return FPK_OK;
}

/* n points [2][n] through the plan, in place; n <= FPK_BLOCK. */
static enum fpk_status carry(const struct fpk_score *score, const struct fpk_plan *plan, size_t n,
                             double *x)
{
    struct fpk_points given = {0}, points = {0};
    struct fpk_start start = {0};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_points_init(&given, n, 2));
    FPK_TRY_DONE(status, fpk_points_init(&points, n, 2));
    for (size_t i = 0; i < 2 * n; i++)
        given.x[i] = x[i];
    FPK_TRY_DONE(status, fpk_start_points(&start, &given));
    FPK_TRY_DONE(status, fpk_sampler_run(plan, score, &start, 1, 0, &points, 0));
    for (size_t i = 0; i < 2 * n; i++)
        x[i] = points.x[i];
done:
    fpk_points_clear(&given);
    fpk_points_clear(&points);
    fpk_start_clear(&start);
    return status;
}

/* Shoemake 1985: the great circle from a to b, which keeps lengths that Gaussian latents have. */
static void weights(int road, double part, const double a[2], const double b[2], double w[2])
{
    double cosine = (a[0] * b[0] + a[1] * b[1]) /
                    sqrt((a[0] * a[0] + a[1] * a[1]) * (b[0] * b[0] + b[1] * b[1]));
    double angle = fpk_acos(cosine);
    w[0] = road == SPHERICAL ? fpk_sin((1 - part) * angle) / fpk_sin(angle) : 1 - part;
    w[1] = road == SPHERICAL ? fpk_sin(part * angle) / fpk_sin(angle) : part;
}

static enum fpk_status walk(struct ddim *d, const struct fpk_score *score,
                            const struct fpk_plan *down, const double latent[2][2], int road)
{
    double x[2 * FRACTIONS];
    const double(*ends)[2] = road == STRAIGHT ? end : latent;
    for (int i = 0; i < FRACTIONS; i++) {
        double w[2];
        weights(road, d->fraction[i], ends[0], ends[1], w);
        for (int c = 0; c < 2; c++)
            x[c * FRACTIONS + i] = w[0] * ends[0][c] + w[1] * ends[1][c];
    }
    if (road != STRAIGHT)
        FPK_TRY(carry(score, down, FRACTIONS, x));
    fpk_mixture_log_pdf(&d->plane, FRACTIONS, x, d->road_log_pdf[road]);
    for (int i = 0; i < FRACTIONS; i++) {
        d->road[road][0][i] = x[i];
        d->road[road][1][i] = x[FRACTIONS + i];
    }
    return FPK_OK;
}

enum fpk_status ddim_interpolate(struct ddim *d)
{
    struct fpk_plan down = {0}, up = {0};
    FPK_TRY(make_plane(d));
    struct fpk_score score = fpk_score_exact(&d->plane);
    double x[4] = {end[0][0], end[1][0], end[0][1], end[1][1]};
    enum fpk_status status;
    for (int i = 0; i < FRACTIONS; i++)
        d->fraction[i] = (double)i / (FRACTIONS - 1);
    FPK_TRY_DONE(status, fpk_common_plan(&down, "ddim", "steps=%d spacing=trailing eta=0", STEPS));
    FPK_TRY_DONE(status, ddim_reverse_plan(&down, &up));
    FPK_TRY_DONE(status, carry(&score, &up, 2, x));
    const double latent[2][2] = {{x[0], x[2]}, {x[1], x[3]}};
    for (int road = 0; road < ROADS; road++)
        FPK_TRY_DONE(status, walk(d, &score, &down, latent, road));
    for (int k = 0; k < 2; k++)
        for (int c = 0; c < 2; c++)
            d->road_round =
                fmax(d->road_round, fabs(d->road[SPHERICAL][c][k ? FRACTIONS - 1 : 0] - end[k][c]));
done:
    fpk_plan_clear(&down);
    fpk_plan_clear(&up);
    return status;
}
