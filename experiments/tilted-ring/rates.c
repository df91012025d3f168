/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Velocity and effective diffusion of dX = (sin X + F) dt + sqrt(2 D) dW by routes that share
 * nothing:
 *
 *     closed form   Stratonovich's double integral for v, that of Reimann et al. (2001) for D_eff
 *     Fourier       p = sum p_n e^{inx} on the ring; p_{n-1} = p_{n+1} - 2 (D n + i F) p_n, so that
 *                   r_n = p_n/p_{n-1} = 1/(r_{n+1} - 2 (D n + i F)), a continued fraction, and
 *                   v = F + <sin x> = F - Im r_1
 *     stationary    fpk_stationary_solve: integrals over panels of the ring
 *     passage       on the unfolded line the times from one maximum to the next are independent:
 *                   a renewal process, v = L/E T, D_eff = L^2 Var T/(2 (E T)^3), L = 2 pi
 *
 * and the entropy production as F v/D and as int J^2/(D p) dx, J = v/L the current. */
#include "ring.h"

#include "fpk/base/block.h"
#include "fpk/fokker_planck/passage.h"
#include "fpk/fokker_planck/stationary.h"
#include "fpk/numeric/elementary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TERMS = 400 };

static const double temperature[TEMPERATURES] = {0.1, 0.2, 0.5, 1};

/* The catalogue's model and the values of its parameters. */
static enum fpk_status find(double force, double d, const struct fpk_model_kind **kind,
                            struct fpk_values *values)
{
    char text[32];
    FPK_TRY(fpk_model_find("tilted-cosine", kind));
    FPK_TRY(fpk_values_init(values, (*kind)->parameter, (*kind)->n_parameter));
    snprintf(text, sizeof text, "%.17g", force);
    enum fpk_status status = fpk_values_set(values, "force", text);
    snprintf(text, sizeof text, "%.17g", d);
    if (status == FPK_OK)
        status = fpk_values_set(values, "temperature", text);
    if (status != FPK_OK)
        fpk_values_clear(values);
    return status;
}

enum fpk_status ring_model(double force, double d, struct fpk_model *model)
{
    const struct fpk_model_kind *kind = NULL;
    struct fpk_values values = {0};
    FPK_TRY(find(force, d, &kind, &values));
    enum fpk_status status = kind->init(model, &values);
    fpk_values_clear(&values);
    return status;
}

static enum fpk_status closed_form(struct rates *r)
{
    const struct fpk_model_kind *kind = NULL;
    struct fpk_values values = {0};
    FPK_TRY(find(r->force, r->temperature, &kind, &values));
    for (size_t k = 0; k < kind->n_fact; k++) {
        const struct fpk_model_fact *fact = &kind->fact[k];
        if (strcmp(fact->name, "mean velocity") == 0)
            r->v = fact->value(&values);
        if (strcmp(fact->name, "effective diffusion") == 0)
            r->d_eff = fact->value(&values);
    }
    fpk_values_clear(&values);
    return FPK_OK;
}

/* re, im [TERMS + 1] <- p_n/p_0; returns v. */
static double fourier(const struct rates *r, int terms, double *re, double *im)
{
    double a = 0, b = 0; /* r_{n+1} */
    for (int n = terms; n >= 1; n--) {
        double x = a - 2 * r->temperature * n, y = b - 2 * r->force, square = x * x + y * y;
        a = x / square;
        b = -y / square;
        re[n] = a;
        im[n] = b;
    }
    re[0] = 1;
    im[0] = 0;
    for (int n = 1; n <= terms; n++) {
        a = re[n] * re[n - 1] - im[n] * im[n - 1];
        im[n] = re[n] * im[n - 1] + im[n] * re[n - 1];
        re[n] = a;
    }
    return r->force - im[1];
}

static void density(struct rates *r, const double *place)
{
    double re[TERMS + 1], im[TERMS + 1], half = fourier(r, TERMS / 2, re, im), sum = 0;
    r->fourier_v = fourier(r, TERMS, re, im);
    r->fourier_error = fabs(r->fourier_v - half) + 4e-16 * (1 + r->force);
    for (int i = 0; i < PLACES; i++) {
        double p = 1, slope = 0;
        for (int n = 1; n < PLACES / 2; n++) {
            double c = fpk_cos(n * place[i]), s = fpk_sin(n * place[i]);
            p += 2 * (re[n] * c - im[n] * s);
            slope -= 2 * n * (re[n] * s + im[n] * c);
        }
        r->density[i] = p / (2 * FPK_PI);
        r->slope[i] = slope / (2 * FPK_PI);
        sum += 1 / r->density[i];
    }
    double current = r->fourier_v / (2 * FPK_PI);
    r->from_density = current * current / r->temperature * sum * 2 * FPK_PI / PLACES;
    r->production = r->force * r->v / r->temperature;
}

static enum fpk_status passage(struct rates *r)
{
    struct fpk_model model = {0};
    struct fpk_passage out = {0};
    FPK_TRY(ring_model(r->force, r->temperature, &model));
    const struct fpk_passage_problem problem = {
        .model = &model, .from = 0, .to = 2 * FPK_PI, .tolerance = 1e-10};
    enum fpk_status status = fpk_passage_solve(&problem, &out);
    fpk_model_clear(&model);
    FPK_TRY(status);
    double period = 2 * FPK_PI, m = out.mean, e = out.mean_error / m;
    r->passage_v = period / m;
    r->passage_v_error = r->passage_v * e;
    r->passage_d = period * period * out.variance / (2 * m * m * m);
    r->passage_d_error = r->passage_d * (3 * e + out.variance_error / out.variance);
    return FPK_OK;
}

static enum fpk_status steady(struct rates *r)
{
    struct fpk_model model = {0};
    struct fpk_stationary out = {0};
    FPK_TRY(ring_model(r->force, r->temperature, &model));
    const struct fpk_stationary_problem problem = {
        .model = &model, .b = 2 * FPK_PI, .ends = {FPK_PERIODIC, FPK_PERIODIC}, .tolerance = 1e-9};
    enum fpk_status status = fpk_stationary_solve(&problem, &out);
    fpk_model_clear(&model);
    FPK_TRY(status);
    const struct fpk_bounded found[3] = {out.velocity, out.diffusivity, out.entropy_production};
    for (int k = 0; k < 3; k++) {
        r->steady[k] = found[k].value;
        r->steady_error[k] = found[k].error;
    }
    fpk_stationary_clear(&out);
    return FPK_OK;
}

int ring_force(double force)
{
    return (int)rint(20 * force) - 1;
}

enum fpk_status ring_rates(struct ring *ring, struct fpk_run *run)
{
    for (int i = 0; i < PLACES; i++)
        ring->place[i] = 2 * FPK_PI * i / PLACES;
    for (int t = 0; t < TEMPERATURES; t++)
        for (int f = 0; f < FORCES; f++) {
            struct rates *r = &ring->rates[t][f];
            r->force = (f + 1) / 20.0;
            r->temperature = temperature[t];
            FPK_TRY(fpk_run_progress(run, 0.1 * t / TEMPERATURES, "velocity over the force"));
            FPK_TRY(closed_form(r));
            FPK_TRY(passage(r));
            FPK_TRY(steady(r));
            density(r, ring->place);
        }
    return FPK_OK;
}
