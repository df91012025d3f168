/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data with noise on them, and a score that knows only DATA points of them. Denoising score
 * matching on those points alone, every function allowed, ends at the score of the points' own
 * density with the noise on (post 3, section 2.4; Vincent 2011, doi:10.1162/NECO_a_00142). */
#include "smld.h"

#include "fpk/numeric/quadrature.h"
#include "fpk/wiener/normal.h"

#include <math.h>

static enum fpk_status learn(const struct fpk_points *data, double sigma,
                             struct fpk_mixture *learnt)
{
    double weight[DATA], covariance[DATA];
    for (int i = 0; i < DATA; i++) {
        weight[i] = 1.0 / DATA;
        covariance[i] = sigma * sigma;
    }
    return fpk_mixture_init(learnt, 1, DATA, weight, data->x, covariance);
}

/* Gauss-Legendre nodes over the range, 16 to a panel. */
static void lay_places(struct smld_noise *noise, double low, double high)
{
    enum { RULE = 16, PANELS = PLACES / RULE };
    double node[RULE], weight[RULE];
    fpk_gauss_legendre(RULE, node, weight);
    for (int p = 0; p < PANELS; p++)
        fpk_gauss_legendre_on(low + (high - low) * p / PANELS,
                              low + (high - low) * (p + 1) / PANELS, RULE, node, weight,
                              noise->x + p * RULE, noise->weight + p * RULE);
}

static void measure(struct smld_noise *noise, double range)
{
    double own = 0, flat = 0;
    for (int i = 0; i < PLACES; i++) {
        double d = noise->learnt[i] - noise->score[i];
        own += noise->weight[i] * noise->pdf[i] * d * d;
        flat += noise->weight[i] / range * d * d;
    }
    noise->error = noise->sigma * sqrt(own);
    noise->flat_error = noise->sigma * sqrt(flat);
}

static enum fpk_status look(struct smld *s, struct smld_noise *noise, const struct fpk_points *data)
{
    struct fpk_level level = {.alpha = 1, .sigma = noise->sigma};
    struct fpk_mixture exact = {0}, learnt = {0};
    double low = fpk_mixture_quantile(&s->target, 1e-4) - 0.8;
    double high = fpk_mixture_quantile_tail(&s->target, 1e-4) + 0.8, at[2];
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_mixture_diffuse(&s->target, level, &exact));
    FPK_TRY_DONE(status, learn(data, noise->sigma, &learnt));
    lay_places(noise, low, high);
    fpk_mixture_pdf(&exact, PLACES, noise->x, noise->pdf);
    fpk_mixture_score(&exact, PLACES, noise->x, noise->score);
    fpk_mixture_score(&learnt, PLACES, noise->x, noise->learnt);
    fpk_mixture_score(&exact, 1, &s->gap, &at[0]);
    fpk_mixture_score(&learnt, 1, &s->gap, &at[1]);
    noise->at_gap = noise->sigma * fabs(at[1] - at[0]);
    measure(noise, high - low);
done:
    fpk_mixture_clear(&exact);
    fpk_mixture_clear(&learnt);
    return status;
}

enum fpk_status smld_perturb(struct smld *s)
{
    static const double sigma[NOISES] = {0.1, 0.3, 1, 3};
    struct fpk_points data = {0};
    struct fpk_mixture exact = {0};
    struct fpk_distances d;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_points_init(&data, DATA, 1));
    FPK_TRY_DONE(status,
                 fpk_mixture_sample(&s->target, fpk_common_seed(s->run, 90), FPK_FOR_DATA, &data));
    for (int i = 0; i < NOISES; i++) {
        s->noise[i].sigma = sigma[i];
        FPK_TRY_DONE(status, look(s, &s->noise[i], &data));
    }
    struct fpk_level last = {.alpha = 1, .sigma = SMLD_LAST};
    FPK_TRY_DONE(status, fpk_mixture_diffuse(&s->target, last, &exact));
    struct fpk_side p = {.mixture = &s->target}, q = {.mixture = &exact};
    FPK_TRY_DONE(status, fpk_distance(&p, &q, &d));
    s->floor = d.tv.value;
done:
    fpk_mixture_clear(&exact);
    fpk_points_clear(&data);
    return status;
}
