/* SPDX-License-Identifier: GPL-3.0-or-later */
/* eta = 0 beside the exact flow. On the line the probability-flow ODE keeps the order of points and
 * carries p_T to p_0, so it takes the u-quantile of one to the u-quantile of the other. */
#include "ddim.h"

#include "fpk/sampler/sampler.h"

#include <math.h>
#include <string.h>

enum fpk_status ddim_reverse_plan(const struct fpk_plan *down, struct fpk_plan *up)
{
    struct fpk_level now = {.alpha = 1, .sigma = 0, .t = -1};
    FPK_TRY(fpk_plan_init(up, "ddim-encode", 2));
    up->first = now;
    up->start_std = 1;
    enum fpk_status status = FPK_OK;
    uint64_t step = 0;
    for (size_t i = down->n; status == FPK_OK && i-- > 0;) {
        if (down->instruction[i].op != FPK_EVAL)
            continue;
        struct fpk_level next = down->instruction[i].level;
        double ratio = next.alpha / now.alpha;
        struct fpk_instruction eval = {.op = FPK_EVAL,
                                       .out = 1,
                                       .n_in = 1,
                                       .in = {0},
                                       .head = FPK_HEAD_EPS,
                                       .level = now,
                                       .step = step};
        struct fpk_instruction mix = {.op = FPK_MIX,
                                      .n_in = 2,
                                      .in = {0, 1},
                                      .c = {ratio, next.sigma - ratio * now.sigma},
                                      .level = next,
                                      .step = step++};
        status = fpk_plan_add(up, eval);
        if (status == FPK_OK)
            status = fpk_plan_add(up, mix);
        now = next;
    }
    if (status != FPK_OK)
        fpk_plan_clear(up);
    return status;
}

/* x [n] through the plan's first `rows` instructions, in place. */
static enum fpk_status carry(const struct ddim *d, const struct fpk_plan *plan, size_t rows,
                             size_t n, double *x)
{
    struct fpk_points given = {0}, points = {0};
    struct fpk_start start = {0};
    struct fpk_plan part = *plan; /* borrows the table */
    enum fpk_status status;
    part.n = rows;
    FPK_TRY_DONE(status, fpk_points_init(&given, n, 1));
    FPK_TRY_DONE(status, fpk_points_init(&points, n, 1));
    memcpy(given.x, x, n * sizeof *x);
    FPK_TRY_DONE(status, fpk_start_points(&start, &given));
    FPK_TRY_DONE(status, fpk_sampler_run(&part, &d->score, &start, 1, 0, &points, 0));
    memcpy(x, points.x, n * sizeof *x);
done:
    fpk_points_clear(&given);
    fpk_points_clear(&points);
    fpk_start_clear(&start);
    return status;
}

static void quantiles(const struct fpk_mixture *mixture, size_t n, double *x)
{
    for (size_t i = 0; i < n; i++) {
        double u = ((double)i + 0.5) / (double)n;
        x[i] =
            u < 0.5 ? fpk_mixture_quantile(mixture, u) : fpk_mixture_quantile_tail(mixture, 1 - u);
    }
}

static void measure(size_t n, const double *x, const double *exact, double *mean, double *rms)
{
    double sum = 0, square = 0;
    for (size_t i = 0; i < n; i++) {
        sum += fabs(x[i] - exact[i]);
        square += (x[i] - exact[i]) * (x[i] - exact[i]);
    }
    *mean = sum / (double)n;
    if (rms)
        *rms = sqrt(square / (double)n);
}

/* The law of the same steps from the exact start. */
static enum fpk_status from_exact(const struct ddim *d, struct fpk_plan *plan,
                                  const struct fpk_mixture *noised, struct ddim_flow *f)
{
    struct fpk_sampled law = {0};
    struct fpk_start start = {.kind = FPK_START_MIXTURE, .mixture = *noised}; /* borrows */
    enum fpk_status status = fpk_sampled_law(&law, plan, &d->target, &d->score, &start);
    f->law_w1 = law.error.w1.value;
    f->law_w2 = law.error.w2.value;
    fpk_sampled_clear(&law);
    return status;
}

static enum fpk_status flow_of(const struct ddim *d, double length, struct ddim_flow *f)
{
    double x[POINTS], data[POINTS], latent[POINTS];
    struct fpk_plan down = {0}, up = {0};
    struct fpk_mixture noised = {0};
    enum fpk_status status;
    FPK_TRY_DONE(status,
                 fpk_common_plan(&down, "ddim", "steps=%.0f spacing=trailing eta=0", length));
    FPK_TRY_DONE(status, ddim_reverse_plan(&down, &up));
    FPK_TRY_DONE(status, fpk_mixture_diffuse(&d->target, down.first, &noised));
    quantiles(&d->target, POINTS, data);
    quantiles(&noised, POINTS, latent);
    memcpy(x, latent, sizeof x);
    FPK_TRY_DONE(status, carry(d, &down, down.n, POINTS, x));
    measure(POINTS, x, data, &f->end_mean, &f->end_rms);
    memcpy(x, data, sizeof x);
    FPK_TRY_DONE(status, carry(d, &up, up.n, POINTS, x));
    measure(POINTS, x, latent, &f->latent_mean, NULL);
    FPK_TRY_DONE(status, carry(d, &down, down.n, POINTS, x));
    measure(POINTS, x, data, &f->round_mean, &f->round_rms);
    status = from_exact(d, &down, &noised, f);
done:
    fpk_plan_clear(&down);
    fpk_plan_clear(&up);
    fpk_mixture_clear(&noised);
    return status;
}

/* ---- what is drawn: SHOWN steps ---- */

static enum fpk_status draw_level(struct ddim *d, const struct fpk_plan *plan, int k,
                                  const double *start, struct fpk_level level)
{
    double x[PATHS];
    struct fpk_mixture exact = {0};
    memcpy(x, start, sizeof x);
    FPK_TRY(carry(d, plan, 2 * (size_t)k, PATHS, x));
    FPK_TRY(fpk_mixture_diffuse(&d->target, level, &exact));
    d->label[k] = level.t + 1;
    for (int i = 0; i < PATHS; i++)
        d->path[i][k] = x[i];
    quantiles(&exact, PATHS, x);
    for (int i = 0; i < PATHS; i++)
        d->exact_path[i][k] = x[i];
    fpk_mixture_clear(&exact);
    return FPK_OK;
}

static enum fpk_status trace(struct ddim *d)
{
    struct fpk_plan plan = {0};
    struct fpk_mixture noised = {0};
    double start[PATHS];
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_common_plan(&plan, "ddim", "steps=%d spacing=trailing eta=0", SHOWN));
    FPK_TRY_DONE(status, fpk_mixture_diffuse(&d->target, plan.first, &noised));
    quantiles(&noised, PATHS, start);
    FPK_TRY_DONE(status, draw_level(d, &plan, 0, start, plan.first));
    for (int k = 1; k <= SHOWN; k++)
        FPK_TRY_DONE(status, draw_level(d, &plan, k, start, plan.instruction[2 * k - 1].level));
    quantiles(&noised, POINTS, d->latent);
    quantiles(&d->target, POINTS, d->image_exact);
    memcpy(d->image, d->latent, sizeof d->image);
    status = carry(d, &plan, plan.n, POINTS, d->image);
done:
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&noised);
    return status;
}

enum fpk_status ddim_flows(struct ddim *d)
{
    for (size_t i = 0; i < d->n_length; i++)
        FPK_TRY(flow_of(d, d->length[i], &d->flow[i]));
    return trace(d);
}
