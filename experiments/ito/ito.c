/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where in the step is the integrand read, and what follows? (post 4, sections 2.1 and 2.2)
 *
 *     Ito            sum W(t_k) dW_k                 ->  (W^2 - t)/2      left end: mean 0
 *     Stratonovich   sum (W(t_k) + W(t_{k+1}))/2 dW  ->  W^2/2            the ordinary chain rule
 *     isometry       E (int f dW)^2 = int E f^2 dt
 *     Ito's lemma    d phi(W) = phi' dW + phi''/2 dt,  here phi = cos; without its second term
 *                    e^{-t/2} - 1 is missing, however fine the steps
 *     dx = f dt + g dW by Euler-Maruyama (strong order 1/2) and Milstein (1)
 *
 * All step sizes see the same Brownian paths. The sums are compared with their exact laws and
 * moments at finite steps, the errors of the schemes with closed forms. */
#include "ito.h"

#include "fpk/base/memory.h"

#include "fpk/numeric/elementary.h"

static const char *const what[TESTS] = {"int f dW / N(0, sum f^2 dt)",
                                        "Stratonovich sum W dW / law of W(t)^2/2",
                                        "Ito sum W dW: mean 0",
                                        "Ito sum W dW: isometry, t^2/2 (1 - 1/N)",
                                        "sum -sin W dW: mean 0",
                                        "sum -sin W dW: isometry",
                                        "sum W dW - (W^2 - t)/2: t^2/(2 N)",
                                        "Ito's lemma for cos W: mean of the remainder"};

static enum fpk_status judge(const struct ito *ito, struct fpk_run *run)
{
    struct fpk_verdict verdict[TESTS];
    double dt[LEVELS], sum[LEVELS], lemma[LEVELS];
    FPK_TRY(fpk_verdict_exact(TESTS, ito->test, FPK_FAMILY_ALPHA, verdict));
    for (int k = 0; k < TESTS; k++)
        FPK_TRY(fpk_run_verdict(run, what[k], &verdict[k]));
    for (int l = 0; l < LEVELS; l++) {
        dt[l] = ito->level[l].dt;
        sum[l] = ito->level[l].ito_rms;
        lemma[l] = ito->level[l].gap_rms;
    }
    verdict[0] = fpk_verdict_approximate("rms", LEVELS, dt, sum);
    FPK_TRY(fpk_run_verdict(run, "sum W dW / (W^2 - t)/2", &verdict[0]));
    verdict[0] = fpk_verdict_approximate("rms", LEVELS, dt, lemma);
    FPK_TRY(fpk_run_verdict(run, "Ito's lemma for cos W", &verdict[0]));
    for (int m = 0; m < METHODS; m++) {
        const struct fpk_order_study *study = &ito->order[m];
        verdict[0] = fpk_verdict_approximate("rms", FPK_CONVERGENCE_POINTS, study->h, study->error);
        FPK_TRY(fpk_run_verdict(run, study->method, &verdict[0]));
    }
    return FPK_OK;
}

/* Measured against closed form, step by step. */
static enum fpk_status tabulate(const struct ito *ito, struct fpk_run *run)
{
    static const char *const columns[] = {"h", "strong error", "its se", "closed form",
                                          "weak error of X^2"};
    FPK_TRY(fpk_run_table(run, "Errors on dX = 1.01 X dt + .87 X dW at t = 1", 5, columns));
    for (int m = 0; m < METHODS; m++)
        for (size_t k = 0; k < FPK_CONVERGENCE_POINTS; k++) {
            const struct fpk_order_study *s = &ito->order[m];
            const double row[] = {s->h[k], s->error[k], s->se[k], ito->strong[m][k],
                                  ito->weak[m][k]};
            FPK_TRY(fpk_run_row(run, s->method, row));
        }
    return fpk_run_say(run,
                       "Without phi''/2 dt the lemma for cos misses %.5f on average at %d steps, "
                       "and %.5f at 16: e^{-t/2} - 1 = %.5f.",
                       ito->level[LEVELS - 1].naive_mean, FINEST, ito->level[0].naive_mean,
                       fpk_expm1(-0.5 * ito->time));
}

static enum fpk_status answer(struct ito *ito, struct fpk_run *run)
{
    const struct fpk_values *values = fpk_run_values(run);
    ito->time = fpk_values_real(values, "time");
    ito->particles = (size_t)fpk_values_integer(values, "particles");
    ito->seed = fpk_run_seed(run);
    FPK_TRY(ito_sums(ito, run));
    FPK_TRY(ito_test_laws(ito));
    FPK_TRY(ito_orders(ito, run));
    FPK_TRY(judge(ito, run));
    FPK_TRY(tabulate(ito, run));
    FPK_TRY(ito_record(ito, run));
    return ito_draw(ito, run);
}

static enum fpk_status run(struct fpk_run *run)
{
    struct ito *ito = NULL;
    FPK_TRY(fpk_allocate(&ito, 1));
    enum fpk_status status = answer(ito, run);
    fpk_points_clear(&ito->wiener);
    fpk_points_clear(&ito->left);
    fpk_points_clear(&ito->middle);
    fpk_release(&ito);
    return status;
}

/* clang-format off */
static const struct fpk_parameter parameters[] = {
    {.name = "time", .type = FPK_REAL, .fallback = "1", .min = 1e-3, .max = 100, .unit = "time",
     .doc = "end of the integrals"},
    {.name = "particles", .type = FPK_INTEGER, .fallback = "200000", .min = 5000, .max = 1e9,
     .doc = "Brownian paths"},
};
/* clang-format on */

static const struct fpk_quick quick[] = {{"particles", "20000"}};

const struct fpk_experiment fpk_experiment_ito = {
    .name = "ito",
    .source = "post 4, sections 2.1 and 2.2",
    .sentence = "the Ito integral, its isometry, Ito's lemma, and the orders of two schemes",
    .equation = "sum W dW -> (W^2 - t)/2,   E (int f dW)^2 = int E f^2 dt\n"
                "d phi(W) = phi' dW + phi''/2 dt",
    .parameter = parameters,
    .n = sizeof parameters / sizeof *parameters,
    .quick = quick,
    .n_quick = sizeof quick / sizeof *quick,
    .run = run,
};
