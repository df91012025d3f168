/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../sampler/affine.h"
#include "target.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mixture_known_answers),
        cmocka_unit_test(test_gaussian_data_affine_recursion),
    };
    return check_main(tests);
}
