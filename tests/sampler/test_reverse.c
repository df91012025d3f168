/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/sampler/reverse_priv.h"
#include "known.h"

#include "fpk/numeric/quadrature.h"

static struct fpk_path path_of(const char *const *pairs)
{
    const struct fpk_sampler *sampler = NULL;
    struct fpk_values values;
    struct fpk_path path;
    check_ok(fpk_sampler_find("predictor-corrector", &sampler));
    check_ok(fpk_values_init(&values, sampler->parameter, sampler->n_parameter));
    for (; pairs[0]; pairs += 2)
        check_ok(fpk_values_set(&values, pairs[0], pairs[1]));
    check_ok(fpk_path_init(&path, &values, false));
    fpk_values_clear(&values);
    return path;
}

/* The three integrals of the exponential step, by Gauss-Legendre over each step in 8 pieces of 64
 * nodes, from the process alone: growth alpha_next/alpha, weight int growth g^2, variance
 * int growth^2 g^2. In a flow g^2 alpha_next/alpha is 2 t (1 - u)/(1 - t)^2. */
static void check_exponential(const struct fpk_path *path)
{
    double node[64], w[64];
    fpk_gauss_legendre(64, node, w);
    for (size_t i = 0; i < path->n; i++) {
        double t = path->level[i].t, u = path->level[i + 1].t, weight = 0, variance = 0;
        for (int piece = 0; piece < 8; piece++)
            for (int j = 0; j < 64; j++) {
                double half = (t - u) / 16, r = u + half * (2 * piece + 1 + node[j]);
                double grow = path->level[i + 1].alpha / fpk_process_level(&path->process, r).alpha;
                double g2 = fpk_process_g2(&path->process, r);
                weight += half * w[j] * grow * g2;
                variance += half * w[j] * grow * grow * g2;
            }
        struct fpk_reverse_row row = fpk_reverse_exponential(path, i);
        check_relative(row.a, path->level[i + 1].alpha / path->level[i].alpha, 1e-13);
        check_relative(row.b, weight, 1e-12);
        check_relative(row.variance, variance, 1e-12);
    }
}

static void test_exponential_by_quadrature(void **state)
{
    (void)state;
    static const char *const schedules[] = {"vp", "sub-vp", "ve", "edm"};
    static const char *const steps[] = {"1", "3", "20", "400"};
    for (int k = 0; k < 16; k++) {
        struct fpk_path path =
            path_of((const char *[]){"schedule", schedules[k / 4], "steps", steps[k % 4], NULL});
        check_exponential(&path);
        fpk_path_clear(&path);
    }
    struct fpk_path path = path_of((const char *[]){"schedule", "flow", "times",
                                                    ".99,.9,.899,.5,.2,.199999,.1,.01,1e-4", NULL});
    check_exponential(&path);
    fpk_path_clear(&path);
}

/* All four agree to first order: their differences are O(dt^2) in each coefficient. */
static void test_the_four_agree_for_small_steps(void **state)
{
    (void)state;
    static const char *const steps[] = {"1000", "2000"};
    double gap[2][3] = {{0}};
    for (int k = 0; k < 2; k++) {
        struct fpk_path path = path_of((const char *[]){"schedule", "vp", "steps", steps[k], NULL});
        size_t i = path.n / 2;
        struct fpk_reverse_row one = fpk_reverse_euler(&path, i, true);
        struct fpk_reverse_row other[3] = {fpk_reverse_ancestral(&path, i),
                                           fpk_reverse_diffusion(&path, i),
                                           fpk_reverse_exponential(&path, i)};
        for (int j = 0; j < 3; j++)
            gap[k][j] = fabs(other[j].a - one.a) + fabs(other[j].b - one.b) +
                        fabs(other[j].variance - one.variance);
        fpk_path_clear(&path);
    }
    for (int j = 0; j < 3; j++)
        check_between(gap[0][j] / gap[1][j], 3.9, 4.1);
}

/* "reverse diffusion" on the discrete chain is (2 - sqrt(1 - beta)) x + beta score + sqrt(beta) xi,
 * Song et al. 2021, eq. 46. */
static void test_reverse_diffusion_on_the_chain(void **state)
{
    (void)state;
    struct fpk_path path = path_of((const char *[]){"schedule", "linear", NULL});
    for (size_t i = 0; i < path.n; i += 37) {
        double beta = path.schedule.beta[path.n - 1 - i];
        struct fpk_reverse_row row = fpk_reverse_diffusion(&path, i);
        check_close(row.a, 2 - sqrt(1 - beta), 1e-15);
        check_relative(row.b, beta, 1e-14);
        check_relative(row.variance, beta, 1e-14);
    }
    fpk_path_clear(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exponential_by_quadrature),
        cmocka_unit_test(test_the_four_agree_for_small_steps),
        cmocka_unit_test(test_reverse_diffusion_on_the_chain),
    };
    return check_main(tests);
}
