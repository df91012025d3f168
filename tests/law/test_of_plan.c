/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../sampler/affine.h"
#include "target.h"

#include "fpk/numeric/elementary.h"

#include <stdlib.h>

/* One unit of the last digit of a number as written. */
static double unit(const char *text)
{
    char digits[32];
    size_t n = 0;
    const char *e = strchr(text, 'e');
    for (const char *c = text; *c && c != e; c++)
        digits[n++] = *c == '.' ? '.' : '0';
    digits[n - 1] = '1';
    snprintf(digits + n, sizeof digits - n, "%s", e ? e : "");
    return strtod(digits, NULL);
}

static void check_recorded(struct fpk_number got, const char *want)
{
    check_close(got.value, strtod(want, NULL), .5 * unit(want));
    check_between(got.error, 0, 1e-8);
}

static void test_mixture_known_answers(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/law_mixture.txt", "r");
    check_true(file != NULL);
    char line[256], name[32], options[128], want[4][32];
    struct fpk_mixture m1 = mixture_m1();
    int rows = 0;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        check_equal(sscanf(line, "%31s %127s %31s %31s %31s %31s", name, options, want[0], want[1],
                           want[2], want[3]),
                    6);
        struct fpk_plan plan;
        struct fpk_distances d;
        struct fpk_law_moments moments;
        build_plan(&plan, name, options);
        law_distances(&plan, &m1, &one_thread, &d, &moments);
        check_recorded(d.kl_pq, want[0]);
        check_recorded(d.kl_qp, want[1]);
        check_recorded(d.tv, want[2]);
        check_recorded(d.w1, want[3]);
        check_close(moments.mass, 1, 1e-12);
        fpk_plan_clear(&plan);
        rows++;
    }
    fclose(file);
    fpk_mixture_clear(&m1);
    check_equal(rows, 6);
}

static void check_affine(const char *name, const char *options, const struct fpk_mixture *g1)
{
    struct fpk_plan plan;
    struct fpk_law *law = NULL;
    struct fpk_law_moments got;
    struct fpk_score score = fpk_score_exact(g1);
    double mean = 0, variance;
    build_plan(&plan, name, options);
    variance = plan.start_std * plan.start_std;
    affine_law(&plan, g1->mean[0], g1->covariance[0], &mean, &variance);
    check_ok(fpk_law_of_plan(&law, &plan, &score, NULL, &one_thread, NULL, NULL));
    check_ok(fpk_law_moments(law, &got));
    check_close(got.mass, 1, 1e-11);
    check_close(got.mean, mean, 1e-11);
    check_close(got.variance, variance, 1e-11);
    check_close(got.mean, mean, got.mean_error);
    check_close(got.variance, variance, got.variance_error);
    fpk_law_end(&law);
    fpk_plan_clear(&plan);
}

/* Gaussian data: every table, spacing and number of steps against the affine recursion. */
static void test_gaussian_data_affine_recursion(void **state)
{
    (void)state;
    static const char *const discrete[][2] = {{"ddim", "eta=0"},
                                              {"ddim", "eta=0.5"},
                                              {"ddpm", "variance=small"},
                                              {"ddpm", "variance=large"}};
    static const char *const spacings[] = {"leading", "linspace", "trailing"};
    static const int steps[] = {1, 2, 7, 30, 1000};
    struct fpk_mixture g1 = mixture_of(1, (double[]){1}, (double[]){.7}, (double[]){.25});
    char options[128];
    for (int s = 0; s < 5; s++) {
        for (int k = 0; k < 12; k++) {
            if (steps[s] == 1000 && k != 0 && k != 6)
                continue; /* the three grids are the same; two chains are enough for a unit test */
            snprintf(options, sizeof options, "%s,steps=%d,spacing=%s", discrete[k / 3][1],
                     steps[s], spacings[k % 3]);
            check_affine(discrete[k / 3][0], options, &g1);
        }
        snprintf(options, sizeof options, "steps=%d", steps[s]);
        if (steps[s] < 1000)
            check_affine("reverse-euler-maruyama", options, &g1);
        check_affine("probability-flow-euler", options, &g1);
    }
    check_affine("annealed-langevin", "", &g1);
    check_affine("annealed-langevin", "step-convention=full,inner-steps=3,step=0.005", &g1);
    fpk_mixture_clear(&g1);
}

static void put(struct fpk_plan *plan, struct fpk_instruction instruction)
{
    check_ok(fpk_plan_add(plan, instruction));
}

/* x' = x + r, where r is the score kept from the step before: deterministic, so the two steps
 * become one map of x; with noise between them the chain is not Markov in x and is refused. */
static void test_a_register_kept_from_before(void **state)
{
    (void)state;
    struct fpk_mixture g1 = mixture_of(1, (double[]){1}, (double[]){.7}, (double[]){.25});
    struct fpk_score score = fpk_score_exact(&g1);
    for (int noisy = 0; noisy < 2; noisy++) {
        struct fpk_plan plan;
        struct fpk_law *law = NULL;
        check_ok(fpk_plan_init(&plan, "kept", 2));
        struct fpk_instruction eval = {.op = FPK_EVAL, .out = 1, .n_in = 1, .level = {.8, .6, 1}};
        struct fpk_instruction mix = {
            .op = FPK_MIX, .n_in = 2, .in = {0, 1}, .c = {1, .1}, .noise = .5 * noisy};
        put(&plan, eval);
        put(&plan, mix);
        mix.step = 1;
        mix.noise = 0;
        put(&plan, mix);
        enum fpk_status status =
            fpk_law_of_plan(&law, &plan, &score, NULL, &one_thread, NULL, NULL);
        if (noisy) {
            check_equal(status, FPK_USAGE);
            check_true(strstr(fpk_message(), "the noise of step 0 reaches more than x") != NULL);
        } else {
            /* both steps add .1 score(x_0): x_2 = x_0 + .2 score(x_0) */
            struct fpk_law_moments moments;
            double k = 1 - .2 / (.64 * .25 + .36);
            check_equal(status, FPK_OK);
            check_ok(fpk_law_moments(law, &moments));
            check_close(moments.variance, k * k, 1e-13);
            check_close(moments.mean, .2 * .8 * .7 / .52, 1e-13);
        }
        fpk_law_end(&law);
        fpk_plan_clear(&plan);
    }
    fpk_mixture_clear(&g1);
}

/* Heun's step, which evaluates the score at a moved point: on Gaussian data x is multiplied by
 * k = 1 + h a + (h a)^2/2, and the density, which needs the chain rule, divided by it. */
static void test_two_evaluations_in_a_step(void **state)
{
    (void)state;
    struct fpk_mixture g1 = mixture_of(1, (double[]){1}, (double[]){0}, (double[]){.25});
    struct fpk_score score = fpk_score_exact(&g1);
    struct fpk_plan plan;
    struct fpk_law *law = NULL;
    check_ok(fpk_plan_init(&plan, "heun", 4));
    struct fpk_instruction eval = {.op = FPK_EVAL, .out = 1, .n_in = 1, .level = {.8, .6, 1}};
    put(&plan, eval);
    put(&plan,
        (struct fpk_instruction){.op = FPK_MIX, .out = 2, .n_in = 2, .in = {0, 1}, .c = {1, .2}});
    eval.in[0] = 2;
    eval.out = 3;
    put(&plan, eval);
    put(&plan,
        (struct fpk_instruction){.op = FPK_MIX, .n_in = 3, .in = {0, 1, 3}, .c = {1, .1, .1}});
    check_ok(fpk_law_of_plan(&law, &plan, &score, NULL, &one_thread, NULL, NULL));
    double a = -.2 / .52, k = 1 + a + a * a / 2, x = .3, pdf, cdf;
    check_ok(fpk_law_at(law, 1, &x, &pdf, NULL, &cdf, NULL));
    check_relative(pdf, fpk_normal_pdf(x / k) / k, 1e-12);
    check_relative(cdf, fpk_normal_cdf(x / k), 1e-12);
    fpk_law_end(&law);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&g1);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_mixture m1 = mixture_m1();
    struct fpk_score score = fpk_score_exact(&m1);
    struct fpk_law *law = NULL;
    struct fpk_plan plan;
    check_ok(fpk_plan_init(&plan, "clips", 2));
    put(&plan, (struct fpk_instruction){.op = FPK_CLIP, .n_in = 1, .bound = 1, .step = 3});
    check_refused(fpk_law_of_plan(&law, &plan, &score, NULL, &one_thread, NULL, NULL), FPK_USAGE,
                  "step 3 clips");
    plan.n = 0;
    put(&plan, (struct fpk_instruction){.op = FPK_THRESHOLD, .n_in = 1, .bound = 1, .step = 4});
    check_refused(fpk_law_of_plan(&law, &plan, &score, NULL, &one_thread, NULL, NULL), FPK_USAGE,
                  "step 4 thresholds");
    plan.n = 0;
    put(&plan, (struct fpk_instruction){.op = FPK_ACCEPT, .n_in = 4, .noise = 1, .step = 5});
    check_refused(fpk_law_of_plan(&law, &plan, &score, NULL, &one_thread, NULL, NULL), FPK_USAGE,
                  "step 5 accepts or rejects");
    plan.n =
        0; /* a proposal's noise goes to a register that is read again: not the plainest word */
    put(&plan, (struct fpk_instruction){.op = FPK_MIX, .n_in = 1, .out = 1, .noise = 1, .step = 6});
    put(&plan, (struct fpk_instruction){
                   .op = FPK_ACCEPT, .n_in = 4, .in = {0, 0, 1, 1}, .noise = 1, .step = 6});
    check_refused(fpk_law_of_plan(&law, &plan, &score, NULL, &one_thread, NULL, NULL), FPK_USAGE,
                  "step 6 accepts or rejects");
    plan.n = 0;
    put(&plan, (struct fpk_instruction){
                   .op = FPK_EVAL, .n_in = 1, .head = FPK_HEAD_X0, .level = {0, 1, 1}, .step = 7});
    score.mean = NULL;
    check_refused(fpk_law_of_plan(&law, &plan, &score, NULL, &one_thread, NULL, NULL), FPK_USAGE,
                  "step 7: head score does not give x0 at alpha = 0");
    score.score_x = NULL;
    check_refused(fpk_law_of_plan(&law, &plan, &score, NULL, &one_thread, NULL, NULL), FPK_USAGE,
                  "without its x-derivative");
    score.dim = 2;
    check_refused(fpk_law_of_plan(&law, &plan, &score, NULL, &one_thread, NULL, NULL), FPK_USAGE,
                  "2 dimensions");
    check_true(law == NULL);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&m1);
}

struct seen {
    uint64_t count;
    double variance[8], sigma[8];
};

static enum fpk_status watch(const struct fpk_law *law, uint64_t step, struct fpk_level level,
                             void *ctx)
{
    struct seen *seen = ctx;
    struct fpk_law_moments moments;
    FPK_TRY(fpk_law_moments(law, &moments));
    check_equal(step, seen->count);
    seen->variance[seen->count] = moments.variance;
    seen->sigma[seen->count++] = level.sigma;
    return step < 6 ? FPK_OK : fpk_fail(FPK_STOPPED, "seen enough");
}

/* After every step, with the level reached; its failure stops the run. */
static void test_observer(void **state)
{
    (void)state;
    struct fpk_mixture g1 = mixture_of(1, (double[]){1}, (double[]){.7}, (double[]){.25});
    struct fpk_score score = fpk_score_exact(&g1);
    struct fpk_plan plan;
    struct fpk_law *law = NULL;
    struct seen seen = {0};
    build_plan(&plan, "ddpm", "steps=8");
    check_refused(fpk_law_of_plan(&law, &plan, &score, NULL, &one_thread, watch, &seen),
                  FPK_STOPPED, "seen enough");
    check_true(law == NULL);
    check_equal(seen.count, 7);
    for (size_t i = 0; i < 7; i++) {
        struct fpk_plan part = plan;
        double mean = 0, variance = 1;
        part.n = 2 * (i + 1);
        affine_law(&part, .7, .25, &mean, &variance);
        check_close(seen.variance[i], variance, 1e-12);
        check_close(seen.sigma[i], plan.instruction[2 * i + 1].level.sigma, 0);
    }
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&g1);
}

/* A start at the point 0 has no size of its own: the errors must stay finite, and small. */
static void test_start_at_zero(void **state)
{
    (void)state;
    struct fpk_mixture m1 = mixture_m1();
    struct fpk_score score = fpk_score_exact(&m1);
    struct fpk_start start;
    struct fpk_plan plan;
    struct fpk_law *law = NULL;
    struct fpk_law_moments moments;
    check_ok(fpk_start_parse(&start, "delta:0"));
    build_plan(&plan, "ddpm", "steps=5");
    check_ok(fpk_law_of_plan(&law, &plan, &score, &start, &one_thread, NULL, NULL));
    check_ok(fpk_law_moments(law, &moments));
    check_close(moments.mass, 1, 1e-12);
    check_between(moments.mean_error, 0, 1e-8);
    check_between(moments.variance_error, 0, 1e-8);
    fpk_law_end(&law);
    fpk_plan_clear(&plan);
    fpk_start_clear(&start);
    fpk_mixture_clear(&m1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mixture_known_answers),
        cmocka_unit_test(test_gaussian_data_affine_recursion),
        cmocka_unit_test(test_a_register_kept_from_before),
        cmocka_unit_test(test_two_evaluations_in_a_step),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_observer),
        cmocka_unit_test(test_start_at_zero),
    };
    return check_main(tests);
}
