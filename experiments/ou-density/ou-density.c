/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Ornstein-Uhlenbeck process relaxes from a narrow bump to its stationary law: particles, grid,
 * closed form and the law of Euler-Maruyama, side by side. (post 4, sections 2.2 and 2.3)
 *
 *     dX = -theta (X - mu) dt + sigma dW,   X(0) ~ N(m, s^2)
 *     X(t) ~ N(mu + (m - mu) e^{-theta t},
 *              s^2 e^{-2 theta t} + sigma^2/(2 theta) (1 - e^{-2 theta t}))
 *
 * The first example to read: one model, four views, three rules, two pictures. */
#include "../common/evolution_errors.h"
#include "../common/evolution_figure.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

enum { TIMES = 65, PATHS = 12, BINS = 64 };

struct ou {
    double theta, mu, sigma, mean, std;
    double time[TIMES];
    struct fpk_model model;
    struct fpk_start start;
    struct fpk_evolution evolution;
    struct fpk_evolution_views views;
    struct fpk_evolution_errors errors;
};

static double variance_at(const struct ou *ou, double t)
{
    return ou->std * ou->std * fpk_exp(-2 * ou->theta * t) -
           ou->sigma * ou->sigma / (2 * ou->theta) * fpk_expm1(-2 * ou->theta * t);
}

static enum fpk_status exact(double t, struct fpk_mixture *out, const void *ctx)
{
    const struct ou *ou = ctx;
    double decay = fpk_exp(-ou->theta * t), one = 1;
    double mean = ou->mu + (ou->mean - ou->mu) * decay;
    double variance = variance_at(ou, t);
    return fpk_mixture_init(out, 1, 1, &one, &mean, &variance);
}

static enum fpk_status make_model(struct ou *ou, const struct fpk_values *values)
{
    const struct fpk_model_kind *kind = NULL;
    struct fpk_values own = {0};
    FPK_TRY(fpk_model_find("ou", &kind));
    enum fpk_status status = fpk_values_init(&own, kind->parameter, kind->n_parameter);
    for (size_t i = 0; status == FPK_OK && i < kind->n_parameter; i++)
        status = fpk_values_set(&own, kind->parameter[i].name,
                                fpk_values_text(values, kind->parameter[i].name));
    if (status == FPK_OK)
        status = kind->init(&ou->model, &own);
    fpk_values_clear(&own);
    return status;
}

/* Eight standard deviations beyond start and centre, all but 1e-15 of the mass: the variance goes
 * straight from that of the start to that of the end. */
static void set_domain(struct ou *ou)
{
    double spread = 8 * sqrt(fmax(variance_at(ou, 0), variance_at(ou, ou->evolution.t1)));
    ou->evolution.a = fmin(ou->mu, ou->mean) - spread;
    ou->evolution.b = fmax(ou->mu, ou->mean) + spread;
}

static enum fpk_status set_up(struct ou *ou, struct fpk_run *run)
{
    const struct fpk_values *values = fpk_run_values(run);
    double t1 = fpk_values_real(values, "time");
    ou->theta = fpk_values_real(values, "theta");
    ou->mu = fpk_values_real(values, "mu");
    ou->sigma = fpk_values_real(values, "sigma");
    ou->mean = fpk_values_real(values, "mean");
    ou->std = fpk_values_real(values, "std");
    for (int k = 0; k < TIMES; k++)
        ou->time[k] = k == TIMES - 1 ? t1 : t1 * k / (TIMES - 1);
    FPK_TRY(make_model(ou, values));
    FPK_TRY(fpk_start_normal(&ou->start, ou->mean, ou->std));
    ou->evolution =
        (struct fpk_evolution){.name = "ou",
                               .model = &ou->model,
                               .start = &ou->start,
                               .t1 = t1,
                               .n_step = (uint64_t)fpk_values_integer(values, "steps"),
                               .particles = (size_t)fpk_values_integer(values, "particles"),
                               .n_path = PATHS,
                               .seed = fpk_run_seed(run),
                               .n_time = TIMES,
                               .time = ou->time,
                               .tolerance = 1e-6,
                               .bins = BINS,
                               .run = run,
                               .run_end = 1,
                               .exact = exact,
                               .ctx = ou};
    set_domain(ou);
    return FPK_OK;
}

static enum fpk_status judge(const struct ou *ou, struct fpk_run *run)
{
    struct fpk_chi_square test[2];
    struct fpk_verdict verdict[4];
    FPK_TRY(fpk_evolution_test(&ou->views, &test[0]));
    FPK_TRY(fpk_evolution_test_jump(&ou->views, &test[1]));
    FPK_TRY(fpk_verdict_exact(2, test, FPK_FAMILY_ALPHA, verdict));
    verdict[2] = fpk_evolution_judge_grid(&ou->views);
    verdict[3] = fpk_evolution_judge_order(&ou->views);
    FPK_TRY(fpk_run_verdict(run, "particles / law of the scheme", &verdict[0]));
    FPK_TRY(fpk_run_verdict(run, "exact transition / closed form", &verdict[1]));
    FPK_TRY(fpk_run_verdict(run, "grid / closed form", &verdict[2]));
    FPK_TRY(fpk_run_verdict(run, "law of the scheme / closed form", &verdict[3]));
    return fpk_evolution_errors_judge(&ou->errors, run);
}

static enum fpk_status draw(const struct ou *ou, struct fpk_run *run)
{
    struct fpk_figure figure = {.name = "ou",
                                .title = "Ornstein-Uhlenbeck: one equation, four views",
                                .caption = "Density on the grid and the first particles; at four "
                                           "times; the end; the end minus the closed form, where "
                                           "the particles follow the law of their scheme.",
                                .columns = 2,
                                .n = 4};
    static const size_t number[4] = {0, 8, 24, TIMES - 1};
    struct fpk_store store = {0};
    double spread = 3.2 * fmax(ou->std, ou->sigma / sqrt(2 * ou->theta));
    double low = fmin(ou->mu, ou->mean) - spread, high = fmax(ou->mu, ou->mean) + spread;
    const struct fpk_evolution *p = &ou->evolution;
    figure.panel[0].title = "Density along time";
    figure.panel[1].title = "Dots: particles; lines: grid";
    figure.panel[2].title = "The end";
    figure.panel[3].title = "The end, minus the closed form";
    figure.panel[0].x_label = "time t";
    enum fpk_status status =
        fpk_panel_of_density(&figure.panel[0], p, &ou->views, low, high, &store);
    if (status == FPK_OK)
        status = fpk_panel_of_times(&figure.panel[1], p, &ou->views, 4, number, low, high, &store);
    if (status == FPK_OK)
        status = fpk_panel_of_end(&figure.panel[2], p, &ou->views, low, high, &store);
    if (status == FPK_OK)
        status = fpk_panel_of_difference(&figure.panel[3], p, &ou->views, low, high, &store);
    if (status == FPK_OK)
        status = fpk_run_figure(run, &figure);
    fpk_store_clear(&store);
    return status;
}

static enum fpk_status run(struct fpk_run *run)
{
    struct ou ou = {0};
    struct fpk_record *record = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, set_up(&ou, run));
    FPK_TRY_DONE(status, fpk_evolution_run(&ou.evolution, &ou.views));
    FPK_TRY_DONE(status, fpk_evolution_errors_run(&ou.evolution, &ou.views, 16, &ou.errors));
    FPK_TRY_DONE(status, judge(&ou, run));
    FPK_TRY_DONE(status, fpk_run_record(run, &record));
    FPK_TRY_DONE(status, fpk_record_axis(record, "time", TIMES, ou.time, "time", "time"));
    FPK_TRY_DONE(status, fpk_evolution_record(&ou.evolution, &ou.views, record));
    FPK_TRY_DONE(status, fpk_evolution_errors_record(&ou.evolution, &ou.errors, record));
    FPK_TRY_DONE(status, draw(&ou, run));
    status = fpk_evolution_errors_draw(&ou.evolution, &ou.views, &ou.errors, run);
done:
    fpk_evolution_errors_clear(&ou.errors);
    fpk_evolution_clear(&ou.views);
    fpk_start_clear(&ou.start);
    fpk_model_clear(&ou.model);
    return status;
}

/* clang-format off */
static const struct fpk_parameter parameters[] = {
    {.name = "theta", .type = FPK_REAL, .fallback = "1", .min = 1e-3, .max = 1e3, .unit = "1/time",
     .doc = "rate of return"},
    {.name = "mu", .type = FPK_REAL, .fallback = "0", .doc = "centre"},
    {.name = "sigma", .type = FPK_REAL, .fallback = "1.4142135623730951", .min = 1e-3, .max = 1e3,
     .doc = "strength of the noise; sqrt(2 D)"},
    {.name = "mean", .type = FPK_REAL, .fallback = "2", .doc = "mean of the start"},
    {.name = "std", .type = FPK_REAL, .fallback = "0.3", .min = 1e-3, .max = 1e3,
     .doc = "standard deviation of the start"},
    {.name = "time", .type = FPK_REAL, .fallback = "1", .min = 1e-3, .max = 1e3, .unit = "time",
     .doc = "end time"},
    {.name = "particles", .type = FPK_INTEGER, .fallback = "1e6", .min = 10000, .max = 1e9,
     .doc = "particles"},
    {.name = "steps", .type = FPK_INTEGER, .fallback = "128", .min = 64, .max = 1e6,
     .doc = "Euler-Maruyama steps"},
};
/* clang-format on */

static const struct fpk_quick quick[] = {{"particles", "20000"}, {"steps", "64"}};

const struct fpk_experiment fpk_experiment_ou_density = {
    .name = "ou-density",
    .source = "post 4, sections 2.2 and 2.3",
    .sentence = "the Ornstein-Uhlenbeck process by particles, grid, closed form and law: do they "
                "agree?",
    .equation = "dX = -theta (X - mu) dt + sigma dW,  X(0) ~ N(mean, std^2)",
    .parameter = parameters,
    .n = sizeof parameters / sizeof *parameters,
    .quick = quick,
    .n_quick = sizeof quick / sizeof *quick,
    .run = run,
};
