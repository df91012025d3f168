/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long does it take to cross a barrier, and when does Kramers' formula say so? (post 4, section
 * 2.3; Kramers 1940)
 *
 *     dX = -U'(X) dt + sqrt(2 D) dW,    U = x^4/4 - x^2/2,    barrier 1/4 between -1 and 1
 *     lambda_1 ~ 2 k,   k = sqrt(2)/(2 pi) e^{-1/(4 D)};    T(-1 -> 1) ~ 1/k,  T(-1 -> 0) ~ 1/(2 k)
 *
 * The true rate lambda_1 comes from the generator's own factors, from 0.4 down to 1e-31; times of
 * passage from integrals of positive numbers; particles as far as they can be afforded. They are
 * compared with what their scheme should give, computed without random numbers, because what is
 * noticed at the ends of steps alone is noticed too late. */
#include "kramers.h"

#include "fpk/base/memory.h"
#include "fpk/fokker_planck/passage.h"
#include "fpk/numeric/elementary.h"

#include <math.h>
#include <stdio.h>

enum { FIT_FROM = 14 }; /* of the temperatures, those that the orders in D are fitted on */

/* Broadie, Glasserman, Kou 1997: -zeta(1/2)/sqrt(2 pi). */
static const double overshoot = 0.5825971579390106;

static enum fpk_status equation(struct setting *s)
{
    struct fpk_model model = {0};
    struct fpk_passage out = {0};
    double to[2] = {s->to, s->to + overshoot * sqrt(2 * s->temperature * s->h)}, mean[2] = {0};
    FPK_TRY(kramers_model(s->temperature, &model));
    enum fpk_status status = FPK_OK;
    for (int k = 0; status == FPK_OK && k < 2; k++) {
        const struct fpk_passage_problem problem = {
            .model = &model, .from = -1, .to = to[k], .tolerance = 1e-10};
        status = fpk_passage_solve(&problem, &out);
        mean[k] = out.mean;
    }
    fpk_model_clear(&model);
    s->exact = mean[0];
    s->shifted = mean[1];
    return status;
}

static enum fpk_status walk(struct kramers *k, struct fpk_run *run)
{
    static const double barrier[WELLS] = {0.5, 1, 2, 3, 4};
    double h = fpk_values_real(fpk_run_values(run), "step");
    for (size_t i = 0; i < SETTINGS; i++) {
        struct setting *s = &k->setting[i];
        bool well = i < WELLS;
        s->temperature = 0.25 / (well ? barrier[i] : 1);
        s->to = well ? 1 : 0;
        s->h = well ? h : 4 * h / (double)(1 << (i - WELLS));
        FPK_TRY(equation(s));
        FPK_TRY(kramers_chain(s));
        FPK_TRY(kramers_walk(s, i, k->particles, k->seed, 0.2 + 0.8 * (double)i / SETTINGS, run));
    }
    return FPK_OK;
}

/* The mean of n times of passage, skewed like exponential ones, is normal enough: at n = 2000 and
 * the levels of Holm's family (z = 5.4) the tail is 4 times as heavy, at 50000 1.3 times. */
static enum fpk_status judge_walkers(const struct kramers *k, struct fpk_run *run)
{
    struct fpk_chi_square test[WAYS * SETTINGS];
    struct fpk_verdict verdict[WAYS * SETTINGS];
    for (int i = 0; i < WAYS * SETTINGS; i++)
        test[i] = k->setting[i / WAYS].test[i % WAYS];
    FPK_TRY(fpk_verdict_exact(WAYS * SETTINGS, test, FPK_FAMILY_ALPHA, verdict));
    for (int i = 0; i < WAYS * SETTINGS; i++) {
        const struct setting *s = &k->setting[i / WAYS];
        char what[160];
        snprintf(what, sizeof what, "particles / their scheme, -1 to %g, D = %.3g, h = %g%s", s->to,
                 s->temperature, s->h, i % WAYS ? ", bridges" : "");
        FPK_TRY(fpk_run_verdict(run, what, &verdict[i]));
    }
    return FPK_OK;
}

/* The worst of all temperatures, in units of the two error bounds. */
static enum fpk_status judge_pairs(const struct kramers *k, struct fpk_run *run)
{
    double worst[2] = {-1, -1};
    struct fpk_verdict verdict[2] = {0};
    for (int b = 0; b < BARRIERS; b++) {
        const struct rates *r = &k->rates[b];
        double d = fabs(r->well / r->well_closed - 1), e = r->well_error / r->well;
        double c = r->well_closed_error / r->well_closed;
        if (d / (e + c) > worst[0]) {
            worst[0] = d / (e + c);
            verdict[0] =
                fpk_verdict_deterministic("relative difference", d, e, c, FPK_DETERMINISTIC_CAP);
        }
        d = fabs(r->oracle / r->rate - 1);
        e = r->rate_error / r->rate;
        c = r->oracle_error / r->rate;
        if (!isnan(c) && d / (e + c) > worst[1]) {
            worst[1] = d / (e + c);
            verdict[1] =
                fpk_verdict_deterministic("relative difference", d, e, c, FPK_DETERMINISTIC_CAP);
        }
    }
    FPK_TRY(fpk_run_verdict(run, "T(-1 -> 1) / Z B/(2 D), at worst", &verdict[0]));
    return fpk_run_verdict(run, "lambda_1: grid / spectral oracle, at worst", &verdict[1]);
}

/* How fast a formula becomes true as D falls, and a scheme as h falls. */
static enum fpk_status judge_orders(const struct kramers *k, struct fpk_run *run)
{
    static const char *const formula[3] = {"Kramers' 2 k / lambda_1, against D",
                                           "2 k (1 - 3 D/2) / lambda_1, against D",
                                           "2 k (1 - 3 D/2 - 39 D^2/8) / lambda_1, against D"};
    static const char *const scheme[WAYS] = {"passage seen at steps / true, against h",
                                             "passage seen by bridges / true, against h"};
    double x[BARRIERS], y[BARRIERS];
    for (int j = 0; j < 3; j++) {
        for (int b = FIT_FROM; b < BARRIERS; b++) {
            x[b - FIT_FROM] = k->rates[b].temperature;
            y[b - FIT_FROM] = fabs(k->rates[b].series[j] / k->rates[b].rate - 1);
        }
        struct fpk_verdict verdict =
            fpk_verdict_approximate("relative error", BARRIERS - FIT_FROM, x, y);
        FPK_TRY(fpk_run_verdict(run, formula[j], &verdict));
    }
    for (int way = 0; way < WAYS; way++) {
        for (int i = 0; i < STEPS; i++) {
            const struct setting *s = &k->setting[WELLS + i];
            x[i] = s->h;
            y[i] = fabs(s->mean[way] / s->exact - 1);
        }
        struct fpk_verdict verdict = fpk_verdict_approximate("relative error", STEPS, x, y);
        FPK_TRY(fpk_run_verdict(run, scheme[way], &verdict));
    }
    return FPK_OK;
}

static enum fpk_status tabulate(const struct kramers *k, struct fpk_run *run)
{
    static const char *const columns[] = {"D",
                                          "lambda_1",
                                          "2 k/lambda_1",
                                          "T(-1,1) lambda_1",
                                          "T(-1,0) lambda_1",
                                          "plain eigensolver"};
    char label[96];
    FPK_TRY(fpk_run_table(run, "Rates and times by barrier/D", 6, columns));
    for (int b = 0; b < BARRIERS; b++) {
        const struct rates *r = &k->rates[b];
        const double row[] = {r->temperature,    r->rate,          r->kramers / r->rate,
                              r->well * r->rate, r->top * r->rate, r->dense};
        snprintf(label, sizeof label, "%g", r->barrier);
        FPK_TRY(fpk_run_row(run, label, row));
    }
    static const char *const seen[] = {"true",       "steps: exact",   "steps: particles",
                                       "steps: se",  "bridges: exact", "bridges: particles",
                                       "bridges: se"};
    FPK_TRY(fpk_run_table(run, "Mean first passage of Euler-Maruyama", 7, seen));
    for (int i = 0; i < SETTINGS; i++) {
        const struct setting *s = &k->setting[i];
        const double row[] = {s->exact,   s->mean[0],    s->sampled[0], s->se[0],
                              s->mean[1], s->sampled[1], s->se[1]};
        snprintf(label, sizeof label, "to %g, D = %.3g, h = %g", s->to, s->temperature, s->h);
        FPK_TRY(fpk_run_row(run, label, row));
    }
    const struct rates *last = &k->rates[BARRIERS - 1];
    return fpk_run_say(run,
                       "At barrier/D = %g one passage takes %.3g steps of %g: 1e9 particle steps a "
                       "second need %.1g years for it, the grid needs milliseconds.",
                       last->barrier, last->well / k->setting[0].h, k->setting[0].h,
                       last->well / k->setting[0].h / 1e9 / 3.156e7);
}

static enum fpk_status answer(struct kramers *k, struct fpk_run *run)
{
    k->particles = (size_t)fpk_values_integer(fpk_run_values(run), "particles");
    k->seed = fpk_run_seed(run);
    FPK_TRY(kramers_rates(k, run));
    FPK_TRY(walk(k, run));
    FPK_TRY(judge_walkers(k, run));
    FPK_TRY(judge_pairs(k, run));
    FPK_TRY(judge_orders(k, run));
    FPK_TRY(tabulate(k, run));
    FPK_TRY(kramers_record(k, run));
    return kramers_draw(k, run);
}

static enum fpk_status run(struct fpk_run *run)
{
    struct kramers *k = NULL;
    FPK_TRY(fpk_allocate(&k, 1));
    enum fpk_status status = answer(k, run);
    fpk_release(&k);
    return status;
}

/* clang-format off */
static const struct fpk_parameter parameters[] = {
    {.name = "particles", .type = FPK_INTEGER, .fallback = "50000", .min = 1000, .max = 1e7,
     .doc = "first passages for each temperature and step"},
    {.name = "step", .type = FPK_REAL, .fallback = "0.01", .min = 1e-3, .max = 0.02, .unit = "time",
     .doc = "of Euler-Maruyama from well to well; 4 to 1/2 of it to the top"},
};
/* clang-format on */

static const struct fpk_quick quick[] = {{"particles", "2000"}, {"step", "0.02"}};

const struct fpk_experiment fpk_experiment_kramers_rate = {
    .name = "kramers-rate",
    .source = "post 4, section 2.3",
    .sentence = "the rate of crossing a barrier, 0.4 to 1e-31: when is Kramers' formula right?",
    .equation = "dX = (X - X^3) dt + sqrt(2 D) dW\n"
                "lambda_1 ~ sqrt(2)/pi e^{-1/(4 D)} (1 - 3 D/2 - 39 D^2/8 - ...)",
    .parameter = parameters,
    .n = sizeof parameters / sizeof *parameters,
    .quick = quick,
    .n_quick = sizeof quick / sizeof *quick,
    .run = run,
};
