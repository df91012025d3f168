/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deterministic chains whose registers are kept are one map, pushed with its tangent: the method of
 * Adams and Bashforth of order 2 and Heun's, from 5 to 200 steps, against the same maps inverted in
 * numpy (law_chain.txt and the script beside it). */
#include "target.h"

static void put(struct fpk_plan *plan, struct fpk_instruction instruction)
{
    check_ok(fpk_plan_add(plan, instruction));
}

static double noise_ratio(int k, int n)
{
    return 50 * pow(.02 / 50, (double)k / n);
}

static struct fpk_level level_of(double s, int label)
{
    double alpha = 1 / sqrt(1 + s * s);
    return (struct fpk_level){alpha, s * alpha, label};
}

/* In y = x/alpha a step is y' = y + h (c eps + d eps of before or of the guess). */
static void chain(struct fpk_plan *plan, const char *method, int n)
{
    bool heun = strcmp(method, "heun") == 0;
    check_ok(fpk_plan_init(plan, method, 4));
    plan->start_std = 1;
    for (int k = 0; k < n; k++) {
        double s = noise_ratio(k, n), t = noise_ratio(k + 1, n), h = t - s;
        struct fpk_level now = level_of(s, n - k), then = level_of(t, n - k - 1);
        double gain = then.alpha / now.alpha, step = then.alpha * h;
        int fresh = heun ? 1 : 1 + k % 2, old = heun ? 3 : 2 - k % 2;
        struct fpk_instruction eval = {.op = FPK_EVAL,
                                       .out = fresh,
                                       .n_in = 1,
                                       .head = FPK_HEAD_EPS,
                                       .level = now,
                                       .step = (uint64_t)k};
        struct fpk_instruction mix = {.op = FPK_MIX,
                                      .n_in = 3,
                                      .in = {0, fresh, old},
                                      .c = {gain, 1.5 * step, -.5 * step},
                                      .level = then,
                                      .step = (uint64_t)k};
        put(plan, eval);
        if (heun) {
            struct fpk_instruction guess = mix;
            guess.out = 2;
            guess.n_in = 2;
            guess.c[1] = step;
            put(plan, guess);
            eval.in[0] = 2;
            eval.out = 3;
            eval.level = then;
            put(plan, eval);
            mix.c[1] = mix.c[2] = .5 * step;
        } else if (k == 0) {
            mix.n_in = 2;
            mix.c[1] = step;
        }
        put(plan, mix);
    }
}

static void test_chains_against_numpy(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/law_chain.txt", "r");
    struct fpk_mixture m1 = mixture_m1();
    struct fpk_score score = fpk_score_exact(&m1);
    char line[128], method[16], before[16] = "";
    struct fpk_law *law = NULL;
    int n, last = 0, rows = 0;
    check_true(file != NULL);
    while (fgets(line, sizeof line, file)) {
        double x, want_pdf, want_cdf, pdf, pdf_error, cdf, cdf_error;
        if (sscanf(line, "%15s %d %lf %lf %lf", method, &n, &x, &want_pdf, &want_cdf) != 5)
            continue;
        if (n != last || strcmp(method, before) != 0) {
            struct fpk_plan plan;
            fpk_law_end(&law);
            chain(&plan, method, n);
            check_ok(fpk_law_of_plan(&law, &plan, &score, NULL, &one_thread, NULL, NULL));
            fpk_plan_clear(&plan);
            snprintf(before, sizeof before, "%s", method);
            last = n;
        }
        check_ok(fpk_law_at(law, 1, &x, &pdf, &pdf_error, &cdf, &cdf_error));
        /* numpy's map is good to about 1e-13 of x, and pdf is written with 12 digits */
        check_close(pdf, want_pdf, pdf_error + 1e-10 * (1 + want_pdf));
        check_close(cdf, want_cdf, cdf_error + 1e-12);
        check_between(pdf_error, 0, 1e-8);
        check_between(cdf_error, 0, 1e-8);
        rows++;
    }
    check_equal(rows, 40);
    fclose(file);
    fpk_law_end(&law);
    fpk_mixture_clear(&m1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_chains_against_numpy)};
    return check_main(tests);
}
