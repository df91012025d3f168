/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When the noise depends on the place, one stochastic differential equation is three. (post 4,
 * section 2.3.3)
 *
 *     dX = f(X) dt + g(X) dW,  D = g^2, with g dW read at the
 *     start of a step (Ito)          p_t = -(f p)_x + (D p)_xx/2         the post's component form
 *     middle (Stratonovich)          p_t = -(f p)_x + (g (g p)_x)_x/2
 *     end (Klimontovich)             p_t = -(f p)_x + (D p_x)_x/2        its div(D grad p)/2
 *
 * The two forms of the post are one equation where D is constant, and the first and the third of
 * these where it is not. Two examples: a trap that is the quieter the further to the left, at rest
 * e^{-x^2/2} times g^{-2}, g^{-1}, 1; and noise that grows with X, where all is known at all times.
 * Grid, closed forms, laws and particles under six schemes. */
#include "conventions.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include <math.h>
#include <stdio.h>

static const char *const reading_name[READINGS] = {"Ito", "Stratonovich", "Klimontovich"};

static enum fpk_status set_up(struct conventions *c, struct fpk_run *run)
{
    const struct fpk_values *values = fpk_run_values(run);
    char trap[48], growth[48];
    c->contrast = fpk_values_real(values, "contrast");
    c->strength = fpk_values_real(values, "strength");
    c->time = fpk_values_real(values, "time");
    c->particles = (size_t)fpk_values_integer(values, "particles");
    c->n_step = (uint64_t)fpk_values_integer(values, "steps") / 4 * 4;
    c->seed = fpk_run_seed(run);
    c->run = run;
    snprintf(trap, sizeof trap, "c=%.17g", c->contrast);
    snprintf(growth, sizeof growth, "s=%.17g", c->strength);
    for (int k = 0; k < READINGS; k++) {
        FPK_TRY(
            fpk_model_from_drift(&c->trap[k], "-(1 + c*tanh(2*x))^2*x/2", "1 + c*tanh(2*x)", trap));
        FPK_TRY(fpk_model_from_drift(&c->growth[k], "0", "s*x", growth));
        c->trap[k].convention = c->growth[k].convention = (enum fpk_convention)k;
    }
    return fpk_start_normal(&c->start, 1, 0.2);
}

static enum fpk_status judge_particles(const struct conventions *c, struct fpk_run *run)
{
    enum { TESTS = READINGS + GROWERS };
    struct fpk_chi_square test[TESTS];
    struct fpk_verdict verdict[TESTS];
    char what[128];
    for (int k = 0; k < READINGS; k++)
        test[k] = c->scheme[k].test;
    for (int k = 0; k < GROWERS; k++)
        test[READINGS + k] = c->grower[k].test;
    FPK_TRY(fpk_verdict_exact(TESTS, test, FPK_FAMILY_ALPHA, verdict));
    for (int k = 0; k < TESTS; k++) {
        if (k < READINGS)
            snprintf(what, sizeof what, "trap, %s: Euler-Maruyama / its law", reading_name[k]);
        else
            snprintf(what, sizeof what, "growth: mean of %s / its own",
                     c->grower[k - READINGS].stepper->name);
        FPK_TRY(fpk_run_verdict(run, what, &verdict[k]));
    }
    return FPK_OK;
}

static enum fpk_status judge_densities(const struct conventions *c, struct fpk_run *run)
{
    char what[128];
    for (int k = 0; k < READINGS; k++) {
        const struct reading *r = &c->reading[k];
        struct fpk_verdict verdict = fpk_verdict_deterministic("TV", r->late_tv, r->late_error,
                                                               1e-12, FPK_DETERMINISTIC_CAP);
        snprintf(what, sizeof what, "trap, %s: grid at t = %.0f / rest", reading_name[k], r->age);
        FPK_TRY(fpk_run_verdict(run, what, &verdict));
    }
    for (int k = 0; k < READINGS; k++) {
        struct fpk_verdict verdict = fpk_verdict_deterministic(
            "TV", c->grown_tv[k], c->grown_error[k], 1e-12, FPK_DETERMINISTIC_CAP);
        snprintf(what, sizeof what, "growth, %s: grid / lognormal", reading_name[k]);
        FPK_TRY(fpk_run_verdict(run, what, &verdict));
    }
    return FPK_OK;
}

static enum fpk_status judge_orders(const struct conventions *c, struct fpk_run *run)
{
    char what[128];
    for (int k = 0; k < READINGS; k++) {
        const struct reading *r = &c->reading[k];
        struct fpk_verdict verdict = fpk_verdict_approximate("TV", REFINED, r->dt, r->law_tv);
        snprintf(what, sizeof what, "trap, %s: law of Euler-Maruyama / grid", reading_name[k]);
        FPK_TRY(fpk_run_verdict(run, what, &verdict));
    }
    for (int k = 1; k < GROWERS; k++) {
        const struct grower *g = &c->grower[k];
        struct fpk_verdict verdict = fpk_verdict_approximate("|E X|", REFINED, g->dt, g->error);
        snprintf(what, sizeof what, "growth: mean of %s / equation", g->stepper->name);
        FPK_TRY(fpk_run_verdict(run, what, &verdict));
    }
    return FPK_OK;
}

static enum fpk_status tabulate(const struct conventions *c, struct fpk_run *run)
{
    static const char *const columns[] = {"Ito", "Stratonovich", "Klimontovich", "if right",
                                          "1 in 20 above"};
    char label[96];
    FPK_TRY(fpk_run_table(run, "TV of the particles' histogram to each density in the trap", 5,
                          columns));
    for (int i = 0; i < SCHEMES; i++) {
        const struct scheme *s = &c->scheme[i];
        const double row[] = {s->tv[0], s->tv[1], s->tv[2], s->band[s->read], s->high};
        snprintf(label, sizeof label, "%s, %s", s->stepper->name, reading_name[s->read]);
        FPK_TRY(fpk_run_row(run, label, row));
    }
    static const char *const known[] = {"lambda_1", "mean at rest", "E X grown", "by the grid"};
    static const double weight[READINGS] = {0, 0.5, 1};
    FPK_TRY(fpk_run_table(run, "Numbers of the three readings", 4, known));
    for (int k = 0; k < READINGS; k++) {
        const double row[] = {c->reading[k].gap, c->reading[k].rest_mean,
                              fpk_exp(weight[k] * c->strength * c->strength * c->time),
                              c->grown_mean[k]};
        FPK_TRY(fpk_run_row(run, reading_name[k], row));
    }
    return fpk_run_say(
        run,
        "Euler-Maruyama on an equation that was meant otherwise stays TV = %.3g "
        "(Stratonovich) and %.3g (Klimontovich) away at dt = %.2g; four times larger "
        "steps: %.3g and %.3g. No step is small enough.",
        c->reading[1].wrong_tv[REFINED - 1], c->reading[2].wrong_tv[REFINED - 1],
        c->reading[0].dt[REFINED - 1], c->reading[1].wrong_tv[0], c->reading[2].wrong_tv[0]);
}

static enum fpk_status answer(struct conventions *c, struct fpk_run *run)
{
    FPK_TRY(set_up(c, run));
    FPK_TRY(conventions_densities(c, run));
    FPK_TRY(conventions_growth(c));
    FPK_TRY(conventions_walk(c, run));
    FPK_TRY(conventions_grow(c, run));
    FPK_TRY(judge_particles(c, run));
    FPK_TRY(judge_densities(c, run));
    FPK_TRY(judge_orders(c, run));
    FPK_TRY(tabulate(c, run));
    FPK_TRY(conventions_record(c, run));
    return conventions_draw(c, run);
}

static enum fpk_status run(struct fpk_run *run)
{
    struct conventions *c = NULL;
    FPK_TRY(fpk_allocate(&c, 1));
    enum fpk_status status = answer(c, run);
    for (int k = 0; k < READINGS; k++) {
        fpk_model_clear(&c->trap[k]);
        fpk_model_clear(&c->growth[k]);
    }
    for (int k = 0; k < SCHEMES; k++)
        fpk_points_clear(&c->scheme[k].points);
    fpk_start_clear(&c->start);
    fpk_release(&c);
    return status;
}

/* clang-format off */
static const struct fpk_parameter parameters[] = {
    {.name = "contrast", .type = FPK_REAL, .fallback = "0.5", .min = 0.01, .max = 0.8,
     .doc = "c of the trap's noise, g = 1 + c tanh 2x"},
    {.name = "strength", .type = FPK_REAL, .fallback = "0.4", .min = 0.1, .max = 0.6,
     .doc = "s of the noise that grows, s X dW"},
    {.name = "time", .type = FPK_REAL, .fallback = "1", .min = 0.1, .max = 2, .unit = "time",
     .doc = "end time"},
    {.name = "particles", .type = FPK_INTEGER, .fallback = "500000", .min = 10000, .max = 1e8,
     .doc = "particles of each scheme"},
    {.name = "steps", .type = FPK_INTEGER, .fallback = "128", .min = 32, .max = 65536,
     .doc = "steps to the end, a multiple of 4"},
};
/* clang-format on */

static const struct fpk_quick quick[] = {{"particles", "20000"}, {"steps", "64"}};

const struct fpk_experiment fpk_experiment_conventions = {
    .name = "conventions",
    .source = "post 4, section 2.3.3",
    .sentence = "div(D grad p)/2 or d_i d_j (D_ij p)/2: which noise is meant, and who solves it?",
    .equation = "dX = f dt + g(X) dW,  D = g^2:  Ito (D p)_xx/2,  Stratonovich (g (g p)_x)_x/2,\n"
                "Klimontovich (D p_x)_x/2",
    .parameter = parameters,
    .n = sizeof parameters / sizeof *parameters,
    .quick = quick,
    .n_quick = sizeof quick / sizeof *quick,
    .run = run,
};
