/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trap in three readings, without particles: the grid at the end time and after a long one, the
 * closed form at rest, and the law of Euler-Maruyama.
 *
 *     Ito            p_t = (g^2 x p/2)_x + (g^2 p)_xx/2           rest p ~ e^{-x^2/2} / g^2
 *     Stratonovich   p_t = (g^2 x p/2)_x + (g (g p)_x)_x/2        rest p ~ e^{-x^2/2} / g
 *     Klimontovich   p_t = (g^2 x p/2)_x + (g^2 p_x)_x/2          rest p ~ e^{-x^2/2} */
#include "conventions.h"

#include "../common/evolution.h"

#include "fpk/fokker_planck/spectrum.h"
#include "fpk/numeric/elementary.h"

#include <math.h>

static const double width = 14.0 / (PLACES - 1); /* between places */

/* 1/2 sum |p - q| h: the trapezoidal rule, both ends being next to nothing. */
static double distance(const double *p, const double *q)
{
    double sum = 0;
    for (int i = 0; i < PLACES; i++)
        sum += fabs(p[i] - q[i]);
    return 0.5 * width * sum;
}

static void at_rest(const struct conventions *c, enum fpk_convention read, struct reading *r)
{
    double mass = 0, mean = 0;
    for (int i = 0; i < PLACES; i++) {
        double x = c->x[i], g = 1 + c->contrast * fpk_tanh(2 * x), p = fpk_exp(-0.5 * x * x);
        r->rest[i] = read == FPK_ITO ? p / (g * g) : read == FPK_STRATONOVICH ? p / g : p;
        mass += width * r->rest[i];
    }
    for (int i = 0; i < PLACES / 2; i++) /* pairs, so that a symmetric density has mean 0 */
        mean += width * c->x[i] * (r->rest[i] - r->rest[PLACES - 1 - i]);
    for (int i = 0; i < PLACES; i++)
        r->rest[i] /= mass;
    r->rest_mean = mean / mass;
}

/* p [PLACES] <- density of the model at t1, and the TV that its errors are worth. */
static enum fpk_status on_grid(const struct conventions *c, const struct fpk_model *model,
                               double t1, double *p, double *error)
{
    const struct fpk_fokker_planck_problem problem = {.model = model,
                                                      .start = &c->start,
                                                      .t1 = t1,
                                                      .tolerance = 1e-7,
                                                      .n_at = PLACES,
                                                      .at = c->x};
    struct fpk_fokker_planck_result result = {0};
    FPK_TRY(fpk_fokker_planck_solve(&problem, &result));
    *error = 0;
    for (int i = 0; i < PLACES; i++) {
        p[i] = result.density[i];
        *error += 0.5 * width * result.density_error[i];
    }
    fpk_fokker_planck_result_clear(&result);
    return FPK_OK;
}

static enum fpk_status solve(const struct conventions *c, int which, struct reading *r)
{
    struct fpk_conversion ito;
    struct fpk_spectrum spectrum = {0};
    FPK_TRY(fpk_model_convert(&ito, &c->trap[which], FPK_ITO));
    const struct fpk_spectrum_problem slowest = {.model = &ito.model, .n = 2};
    FPK_TRY(fpk_spectrum_solve(&slowest, &spectrum));
    r->gap = spectrum.value[1];
    fpk_spectrum_clear(&spectrum);
    r->age = 30 / r->gap;
    at_rest(c, (enum fpk_convention)which, r);
    FPK_TRY(on_grid(c, &ito.model, c->time, r->now, &r->now_error));
    FPK_TRY(on_grid(c, &ito.model, r->age, r->late, &r->late_error));
    r->late_tv = distance(r->late, r->rest);
    return FPK_OK;
}

/* Laws at dt, dt/2, dt/4. That of the Ito reading is compared with every density. */
static enum fpk_status refine(struct conventions *c, int which)
{
    double pdf[PLACES], cdf[PLACES];
    for (int k = 0; k < REFINED; k++) {
        const struct fpk_evolution passage = {.model = &c->trap[which], .t1 = c->time};
        struct fpk_law *law = NULL;
        uint64_t n_step = (c->n_step / 4) << k;
        enum fpk_status status = fpk_evolution_law(&passage, &c->start, n_step, &law);
        if (status == FPK_OK)
            status = fpk_law_at(law, PLACES, c->x, pdf, NULL, cdf, NULL);
        fpk_law_end(&law);
        FPK_TRY(status);
        c->reading[which].dt[k] = c->time / (double)n_step;
        c->reading[which].law_tv[k] = distance(pdf, c->reading[which].now);
        for (int other = 0; which == 0 && other < READINGS; other++)
            c->reading[other].wrong_tv[k] = distance(pdf, c->reading[other].now);
    }
    return FPK_OK;
}

enum fpk_status conventions_densities(struct conventions *c, struct fpk_run *run)
{
    for (int i = 0; i < PLACES; i++)
        c->x[i] = width * (i - PLACES / 2);
    for (int which = 0; which < READINGS; which++) {
        FPK_TRY(fpk_run_progress(run, 0.1 * which, "densities"));
        FPK_TRY(solve(c, which, &c->reading[which]));
    }
    for (int which = 0; which < READINGS; which++) {
        FPK_TRY(fpk_run_progress(run, 0.3 + 0.1 * which, "laws"));
        FPK_TRY(refine(c, which));
    }
    return FPK_OK;
}
