/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A steady state that is no equilibrium: a particle driven around a ring. (post 4, section 2.3)
 *
 *     dX = (sin X + F) dt + sqrt(2 D) dW on a ring of length 2 pi;   U = cos x - F x
 *     p stationary, current J = (sin x + F) p - D p_x the same everywhere, v = 2 pi J
 *     D_eff = lim Var X/(2 t) of the unfolded X
 *     entropy production  sigma = F v/D = int J^2/(D p) dx >= v^2/D_eff
 *
 * Ways to v and D_eff: closed forms, Fourier coefficients, first passages around the ring, the
 * stationary solver, the jumps of the generator, and particles, which are compared with the exact
 * mean and variance of their own scheme. */
#include "ring.h"

#include "fpk/base/block.h"
#include "fpk/base/memory.h"

#include <math.h>
#include <stdio.h>

static enum fpk_status walk(struct ring *ring, struct fpk_run *run)
{
    static const double force[SETTINGS] = {0.5, 1, 1.5, 0.5, 1, 1.5};
    for (int k = 0; k < SETTINGS; k++) {
        struct setting *s = &ring->setting[k];
        s->force = force[k];
        s->temperature = k < SETTINGS / 2 ? 0.5 : 0.1;
        s->h = ring->step;
        s->n_step = 2 * (uint64_t)ceil(ring->time / (2 * s->h) - 1e-9);
        FPK_TRY(ring_chain(s));
        FPK_TRY(ring_walk(ring, k, run));
    }
    for (int k = 0; k < MESHES; k++) {
        ring->mesh[k].cells = 16 << k;
        FPK_TRY(ring_mesh(0.5, 0.5, &ring->mesh[k]));
    }
    for (int k = 0; k < REFINED; k++) {
        struct setting *s = &ring->refined[k];
        s->force = s->temperature = 0.5;
        s->h = ring->step / (double)(1 << k);
        s->n_step = 2 * (uint64_t)ceil(ring->time / (2 * s->h) - 1e-9);
        FPK_TRY(ring_chain(s));
    }
    return FPK_OK;
}

static enum fpk_status judge_particles(const struct ring *ring, struct fpk_run *run)
{
    struct fpk_chi_square test[2 * SETTINGS];
    struct fpk_verdict verdict[2 * SETTINGS];
    char what[96];
    for (int k = 0; k < 2 * SETTINGS; k++)
        test[k] = ring->setting[k / 2].test[k % 2];
    FPK_TRY(fpk_verdict_exact(2 * SETTINGS, test, FPK_FAMILY_ALPHA, verdict));
    for (int k = 0; k < 2 * SETTINGS; k++) {
        const struct setting *s = &ring->setting[k / 2];
        snprintf(what, sizeof what, "%s of X, F = %g, D = %g: particles / their scheme",
                 k % 2 ? "variance" : "mean", s->force, s->temperature);
        FPK_TRY(fpk_run_verdict(run, what, &verdict[k]));
    }
    return FPK_OK;
}

/* The worst of all (F, D), in units of the two error bounds. */
struct worst {
    double ratio, d, e1, e2;
};

static void keep_worse(struct worst *w, double d, double e1, double e2)
{
    if (!(d / (e1 + e2) <= w->ratio))
        *w = (struct worst){d / (e1 + e2), d, e1, e2};
}

static enum fpk_status judge_routes(const struct ring *ring, struct fpk_run *run)
{
    enum { ROUTES = 7 };
    static const char *const what[ROUTES] = {
        "v: closed form / Fourier coefficients, at worst",
        "v: closed form / passage around the ring, at worst",
        "D_eff: closed form / passage around the ring, at worst",
        "entropy production: F v/D / int J^2/(D p), at worst",
        "v: closed form / stationary solver, at worst",
        "D_eff: closed form / stationary solver, at worst",
        "entropy production: F v/D / stationary solver, at worst"};
    static const double rounding = 2e-13; /* of the closed forms' sums, relative */
    struct worst worst[ROUTES];
    for (int k = 0; k < ROUTES; k++)
        worst[k] = (struct worst){.ratio = -1};
    for (int t = 0; t < TEMPERATURES; t++)
        for (int f = 0; f < FORCES; f++) {
            const struct rates *r = &ring->rates[t][f];
            keep_worse(&worst[0], fabs(r->v - r->fourier_v), rounding * r->v, r->fourier_error);
            keep_worse(&worst[1], fabs(r->v / r->passage_v - 1), rounding,
                       r->passage_v_error / r->v);
            keep_worse(&worst[2], fabs(r->d_eff / r->passage_d - 1), rounding,
                       r->passage_d_error / r->d_eff);
            /* J^2 carries twice the relative error of v, 1/p that of the smallest p */
            double lost = 2 * r->fourier_error / r->v, least = r->density[0];
            for (int i = 1; i < PLACES; i++)
                least = fmin(least, r->density[i]);
            keep_worse(&worst[3], fabs(r->production / r->from_density - 1), rounding,
                       lost + 1e-14 / least);
            const double closed[3] = {r->v, r->d_eff, r->production};
            for (int k = 0; k < 3; k++)
                keep_worse(&worst[4 + k], fabs(closed[k] / r->steady[k] - 1), rounding,
                           r->steady_error[k] / closed[k]);
        }
    for (int k = 0; k < ROUTES; k++) {
        const struct worst *w = &worst[k];
        struct fpk_verdict verdict = fpk_verdict_deterministic(
            k ? "relative difference" : "difference", w->d, w->e1, w->e2, FPK_DETERMINISTIC_CAP);
        FPK_TRY(fpk_run_verdict(run, what[k], &verdict));
    }
    return FPK_OK;
}

static enum fpk_status judge_orders(const struct ring *ring, struct fpk_run *run)
{
    const struct rates *exact = &ring->rates[2][ring_force(0.5)]; /* D = 0.5 */
    double h[REFINED], v[REFINED], d[REFINED];
    for (int k = 0; k < REFINED; k++) {
        h[k] = ring->refined[k].h;
        v[k] = fabs(ring->refined[k].v - exact->v);
        d[k] = fabs(ring->refined[k].d_eff - exact->d_eff);
    }
    struct fpk_verdict verdict = fpk_verdict_approximate("|v|", REFINED, h, v);
    FPK_TRY(fpk_run_verdict(run, "v of Euler-Maruyama / equation, F = 0.5, D = 0.5", &verdict));
    verdict = fpk_verdict_approximate("|D_eff|", REFINED, h, d);
    FPK_TRY(fpk_run_verdict(run, "D_eff of Euler-Maruyama / equation, F = 0.5, D = 0.5", &verdict));
    double width[MESHES], off[MESHES];
    struct worst split = {.ratio = -1};
    for (int k = 0; k < MESHES; k++) {
        const struct mesh *m = &ring->mesh[k];
        width[k] = 2 * FPK_PI / m->cells;
        off[k] = fabs(m->v - exact->v);
        keep_worse(&split, fmax(m->uneven, fabs(m->production / m->v - 1)), m->rounding, 0);
    }
    verdict = fpk_verdict_approximate("|v|", MESHES, width, off);
    FPK_TRY(fpk_run_verdict(run, "v of the generator's cells / equation, against h", &verdict));
    verdict = fpk_verdict_deterministic("relative difference", split.d, split.e1, split.e2,
                                        FPK_DETERMINISTIC_CAP);
    return fpk_run_verdict(run, "cells: one current, entropy production F v/D, at worst", &verdict);
}

static enum fpk_status tabulate(const struct ring *ring, struct fpk_run *run)
{
    static const char *const columns[] = {"v", "D_eff", "entropy production", "D_eff sigma/v^2"};
    static const char *const seen[] = {
        "v",     "v of scheme",     "v of particles",     "v se",
        "D_eff", "D_eff of scheme", "D_eff of particles", "D_eff se"};
    static const double shown[] = {0.1, 0.5, 1, 1.5, 2};
    char label[64];
    FPK_TRY(fpk_run_table(run, "The driven ring", 4, columns));
    for (int t = 0; t < TEMPERATURES; t++)
        for (int k = 0; k < 5; k++) {
            const struct rates *r = &ring->rates[t][ring_force(shown[k])];
            const double row[] = {r->v, r->d_eff, r->production,
                                  r->d_eff * r->production / (r->v * r->v)};
            snprintf(label, sizeof label, "F = %g, D = %g", r->force, r->temperature);
            FPK_TRY(fpk_run_row(run, label, row));
        }
    snprintf(label, sizeof label, "Euler-Maruyama, h = %g", ring->step);
    FPK_TRY(fpk_run_table(run, label, 8, seen));
    for (int k = 0; k < SETTINGS; k++) {
        const struct setting *s = &ring->setting[k];
        const struct rates *r = &ring->rates[k < SETTINGS / 2 ? 2 : 0][ring_force(s->force)];
        const double row[] = {r->v,     s->v,     s->sampled_v, s->v_se,
                              r->d_eff, s->d_eff, s->sampled_d, s->d_se};
        snprintf(label, sizeof label, "F = %g, D = %g", s->force, s->temperature);
        FPK_TRY(fpk_run_row(run, label, row));
    }
    const struct rates *peak = &ring->rates[0][ring_force(1)];
    return fpk_run_say(run,
                       "At F = 1 and D = %g, where the barrier is just gone, the particles spread "
                       "%.3g times as fast as free ones.",
                       peak->temperature, peak->d_eff / peak->temperature);
}

static enum fpk_status answer(struct ring *ring, struct fpk_run *run)
{
    const struct fpk_values *values = fpk_run_values(run);
    ring->particles = (size_t)fpk_values_integer(values, "particles");
    ring->time = fpk_values_real(values, "time");
    ring->step = fpk_values_real(values, "step");
    ring->seed = fpk_run_seed(run);
    FPK_TRY(ring_rates(ring, run));
    FPK_TRY(walk(ring, run));
    FPK_TRY(judge_particles(ring, run));
    FPK_TRY(judge_routes(ring, run));
    FPK_TRY(judge_orders(ring, run));
    FPK_TRY(tabulate(ring, run));
    FPK_TRY(ring_record(ring, run));
    return ring_draw(ring, run);
}

static enum fpk_status run(struct fpk_run *run)
{
    struct ring *ring = NULL;
    FPK_TRY(fpk_allocate(&ring, 1));
    enum fpk_status status = answer(ring, run);
    for (int k = 0; k < SETTINGS; k++)
        fpk_points_clear(&ring->setting[k].points);
    fpk_release(&ring);
    return status;
}

/* clang-format off */
static const struct fpk_parameter parameters[] = {
    {.name = "time", .type = FPK_REAL, .fallback = "80", .min = 20, .max = 1e4, .unit = "time",
     .doc = "end of the walks; the first half forgets the start"},
    {.name = "step", .type = FPK_REAL, .fallback = "0.05", .min = 0.005, .max = 0.2, .unit = "time",
     .doc = "of Euler-Maruyama"},
    {.name = "particles", .type = FPK_INTEGER, .fallback = "50000", .min = 2000, .max = 1e8,
     .doc = "particles for each force and temperature"},
};
/* clang-format on */

static const struct fpk_quick quick[] = {{"particles", "4000"}, {"step", "0.1"}};

const struct fpk_experiment fpk_experiment_tilted_ring = {
    .name = "tilted-ring",
    .source = "post 4, section 2.3",
    .sentence = "a driven ring: current, spreading and entropy production of a steady state",
    .equation = "dX = (sin X + F) dt + sqrt(2 D) dW,  X on a ring of length 2 pi\n"
                "J = (sin x + F) p - D p_x = const,  v = 2 pi J,  sigma = F v/D",
    .parameter = parameters,
    .n = sizeof parameters / sizeof *parameters,
    .quick = quick,
    .n_quick = sizeof quick / sizeof *quick,
    .run = run,
};
