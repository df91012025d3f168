/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is a Wiener process, and is what the lab draws one? (post 4, sections 1.1 to 1.3)
 *
 *     random walk      S_n = x_1 + ... + x_n, steps +-1;  sqrt(t/n) S_n -> W(t) ~ N(0, t)
 *     increments       W(t) - W(s) ~ N(0, t - s), independent;  cov(W(s), W(t)) = min(s, t)
 *     roughness        sum (dW)^2 -> t, while sum |dW| grows like dt^{-1/2}
 *     white noise      xi = dW/dt has the same power at every frequency; a process pulled back at
 *                      rate 1 and driven by it has the Lorentzian 1/(1 + (2 pi f)^2)
 *
 * Each claim is a test with a known null: the walk against its exact binomial law, increments as
 * standard normals, spectra against the exact expectation of the estimator. The distance between
 * the binomial and the normal law is computed, not sampled, and so is the order of its decay. */
#include "wiener.h"

#include "fpk/base/memory.h"

static enum fpk_status judge(const struct wiener *w, struct fpk_run *run)
{
    static const char *const what[] = {"walk of 4 steps / binomial law",
                                       "walk of 16 steps / binomial law",
                                       "walk of 64 steps / binomial law",
                                       "walk of 256 steps / binomial law",
                                       "walk of 1024 steps / binomial law",
                                       "walk of 4096 steps / binomial law",
                                       "increments: mean 0",
                                       "increments: variance dt",
                                       "increments: independent",
                                       "sum (dW)^2: mean t, variance 2 t dt",
                                       "white noise: flat spectrum",
                                       "Ornstein-Uhlenbeck: Lorentzian"};
    enum { TESTS = sizeof what / sizeof *what };
    struct fpk_chi_square test[TESTS];
    struct fpk_verdict verdict[TESTS];
    for (int k = 0; k < WALKS; k++)
        test[k] = w->walks.test[k];
    test[WALKS] = w->increments.mean;
    test[WALKS + 1] = w->increments.variance;
    test[WALKS + 2] = w->increments.independence;
    test[WALKS + 3] = w->roughness.test;
    test[WALKS + 4] = w->spectra.white_test;
    test[WALKS + 5] = w->spectra.ou_test;
    FPK_TRY(fpk_verdict_exact(TESTS, test, FPK_FAMILY_ALPHA, verdict));
    for (int k = 0; k < TESTS; k++)
        FPK_TRY(fpk_run_verdict(run, what[k], &verdict[k]));

    double inverse[WALKS];
    for (int k = 0; k < WALKS; k++)
        inverse[k] = 1 / w->walks.steps[k];
    struct fpk_verdict to_normal =
        fpk_verdict_approximate("sup|F - Phi|", WALKS, inverse, w->walks.distance);
    FPK_TRY(fpk_run_verdict(run, "binomial law / normal law, against 1/n", &to_normal));
    struct fpk_verdict square =
        fpk_verdict_approximate("rms", LEVELS, w->roughness.dt, w->roughness.square_rms);
    return fpk_run_verdict(run, "sum (dW)^2 / t, against dt", &square);
}

static enum fpk_status answer(struct wiener *w, struct fpk_run *run)
{
    const struct fpk_values *values = fpk_run_values(run);
    w->time = fpk_values_real(values, "time");
    w->particles = (size_t)fpk_values_integer(values, "particles");
    w->seed = fpk_run_seed(run);
    FPK_TRY(wiener_walks(w, run));
    FPK_TRY(wiener_increments(w, run));
    FPK_TRY(wiener_roughness(w, run));
    FPK_TRY(wiener_spectra(w, run));
    FPK_TRY(judge(w, run));
    FPK_TRY(fpk_run_say(run,
                        "Halving dt %d times multiplies the length of a path, sum |dW|, by %.3g "
                        "(sqrt(2)^%d = %.3g), while sum (dW)^2 stays at t: %.5g.",
                        LEVELS - 1, w->roughness.total[LEVELS - 1] / w->roughness.total[0],
                        LEVELS - 1, 45.254834, w->roughness.square_mean[LEVELS - 1]));
    FPK_TRY(wiener_record(w, run));
    return wiener_draw(w, run);
}

static enum fpk_status run(struct fpk_run *run)
{
    struct wiener *w = NULL;
    FPK_TRY(fpk_allocate(&w, 1));
    enum fpk_status status = answer(w, run);
    fpk_release(&w);
    return status;
}

/* clang-format off */
static const struct fpk_parameter parameters[] = {
    {.name = "time", .type = FPK_REAL, .fallback = "1", .min = 1e-6, .max = 1e6, .unit = "time",
     .doc = "end time of walks and paths"},
    {.name = "particles", .type = FPK_INTEGER, .fallback = "1e6", .min = 20000, .max = 1e9,
     .doc = "walks, and paths of W"},
};
/* clang-format on */

static const struct fpk_quick quick[] = {{"particles", "50000"}};

const struct fpk_experiment fpk_experiment_wiener = {
    .name = "wiener",
    .source = "post 4, sections 1.1 to 1.3",
    .sentence = "from the random walk to white noise: is it a Wiener process?",
    .equation = "S_n sqrt(t/n) -> W(t) ~ N(0, t);  cov(W(s), W(t)) = min(s, t)\n"
                "sum (dW)^2 -> t;  xi = dW/dt: flat spectrum",
    .parameter = parameters,
    .n = sizeof parameters / sizeof *parameters,
    .quick = quick,
    .n_quick = sizeof quick / sizeof *quick,
    .run = run,
};
