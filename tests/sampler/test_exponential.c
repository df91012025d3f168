/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/sampler/exponential_priv.h"
#include "exact.h"

/* phi_k(z) to 18 digits (mpmath, 60 digits, series or quadrature of the definition), where the
 * textbook recursion keeps none (1e-9), some (.01) and all (-40) of them; z > 2 with the factor
 * e^{-z}. */
static void test_phi(void **state)
{
    (void)state;
    static const struct {
        double z, phi[4];
    } known[] = {
        {1e-9, {1.0000000005, 0.500000000166666667, 0.166666666708333333, 0.041666666675}},
        {-1e-9, {0.9999999995, 0.499999999833333333, 0.166666666625, 0.0416666666583333333}},
        {0.01,
         {1.00501670841680575, 0.501670841680575422, 0.167084168057542165, 0.041750139087549879}},
        {-0.01,
         {0.995016625083194643, 0.498337491680535739, 0.166250831946426094, 0.0415834720240572644}},
        {-0.5,
         {0.786938680574733153, 0.426122638850533694, 0.147754722298932611, 0.037823888735468111}},
        {1.9,
         {2.99257602225224689, 1.04872422223802473, 0.288802222230539344, 0.0642818713494066751}},
        {-3,
         {0.316737643877378686, 0.227754118707540438, 0.0907486270974865206,
          0.0253060131897267153}},
        {-40, {0.0249999999999999999, 0.024375, 0.011890625, 0.00386940104166666667}},
        {3,
         {0.316737643877378686, 0.0889835251698382476, 0.0213633303286354254,
          0.00435516186688603384}},
        {40,
         {0.0249999999999999999, 0.000624999999999999891, 0.0000156249999999999442,
          3.90624999999980903e-7}},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        for (int k = 1; k <= 4; k++)
            check_relative(fpk_phi(k, known[i].z), known[i].phi[k - 1], 3e-15);
    /* both sides of the change of formula */
    for (int k = 1; k <= 4; k++) {
        check_relative(fpk_phi(k, nextafter(-2, -3)), fpk_phi(k, -2), 5e-15);
        check_relative(fpk_phi(k, nextafter(2, 3)), fpk_phi(k, 2) * exp(-2), 5e-15);
    }
    double mu[4];
    fpk_phi_moments(4, 0, mu); /* a constant weight: int u^k du */
    for (int k = 0; k < 4; k++)
        check_close(mu[k], 1. / (k + 1), 1e-16);
    fpk_phi_moments(4, 5000, mu); /* the weight e^{(1-u) z} sits at u = 0 */
    check_relative(mu[1], 1 / 5000., 1e-12);
}

/* The weights integrate every power that they should; nodes as the methods have them. */
static void test_node_weights(void **state)
{
    (void)state;
    static const double nodes[][4] = {{0, -1, -2, 1}, {1, 0, -.3, -2}, {0, 1. / 3, 2. / 3, 1}};
    for (int c = 0; c < 3; c++)
        for (int n = 1; n <= 4; n++) {
            double mu[4], w[4];
            fpk_phi_moments(4, -.7, mu);
            fpk_node_weights(n, nodes[c], mu, w);
            for (int k = 0; k < n; k++) {
                double sum = 0;
                for (int j = 0; j < n; j++)
                    sum += w[j] * pow(nodes[c][j], k);
                check_close(sum, mu[k], 4e-15);
            }
        }
}

/* A span against its definition, in four families; small ones too, where differences of lambda
 * have lost their digits. */
static void test_spans(void **state)
{
    (void)state;
    static const char *const options[] = {
        "schedule=linear steps=20", "schedule=vp steps=20", "schedule=ve steps=20 truncate=0.1",
        "schedule=sub-vp steps=20 truncate=0.1", "schedule=flow steps=20 times=.9,.7,.3,.1,.05"};
    const struct fpk_sampler *sampler = NULL;
    check_ok(fpk_sampler_find("dpm-solver++", &sampler));
    for (int o = 0; o < 5; o++) {
        struct fpk_values values;
        struct fpk_path path;
        char text[96], *rest = text;
        snprintf(text, sizeof text, "%s", options[o]);
        check_ok(fpk_values_init(&values, sampler->parameter, sampler->n_parameter));
        for (char *pair; (pair = strtok_r(rest, " ", &rest)) != NULL;) {
            char *value = strchr(pair, '=');
            *value++ = '\0';
            if (o < 4 || strcmp(pair, "steps") != 0)
                check_ok(fpk_values_set(&values, pair, value));
        }
        check_ok(fpk_path_init(&path, &values, false));
        for (int kind = 0; kind < 3; kind++) {
            struct fpk_plan plan = {.name = (char[]){"test"}};
            struct fpk_integrator I = {.plan = &plan,
                                       .path = &path,
                                       .head = kind == 1 ? FPK_HEAD_EPS : FPK_HEAD_X0,
                                       .noisy = kind == 2};
            for (size_t i = 0; i < path.n; i++) {
                struct fpk_span s;
                check_ok(fpk_span_whole(&I, i, &s));
                struct fpk_level a = s.from, b = s.to;
                if (b.sigma == 0) {
                    assert_true(isinf(s.h));
                    check_close(s.keep, kind == 1 ? 1 / a.alpha : 0, 1e-12);
                    check_close(s.first, kind == 1 ? -a.sigma / a.alpha : 1, 1e-12);
                    check_close(s.noise, 0, 0);
                    continue;
                }
                double h = fpk_level_half_log_snr(b) - fpk_level_half_log_snr(a);
                check_close(s.h, h, 1e-14 * (1 + fabs(fpk_level_half_log_snr(a))));
                double ratio = b.sigma / a.sigma;
                check_relative(s.keep,
                               kind == 0   ? ratio
                               : kind == 1 ? b.alpha / a.alpha
                                           : ratio * exp(-h),
                               1e-13);
                check_relative(s.first,
                               kind == 0   ? b.alpha * -expm1(-h)
                               : kind == 1 ? -b.sigma * expm1(h)
                                           : b.alpha * -expm1(-2 * h),
                               1e-12);
                check_close(s.noise, kind == 2 ? b.sigma * sqrt(-expm1(-2 * h)) : 0, 1e-13);
                check_close(s.z, (kind == 0 ? -1 : kind == 1 ? 1 : -2) * s.h, 0);
                if (kind == 2)
                    continue;
                struct fpk_span half = fpk_span_part(&I, i, &s, .5);
                struct fpk_level m = half.to;
                check_close(fpk_level_half_log_snr(m) - fpk_level_half_log_snr(a), h / 2, 1e-13);
                check_relative(half.keep, kind ? m.alpha / a.alpha : m.sigma / a.sigma, 1e-15);
                check_relative(half.first,
                               kind ? -m.sigma * expm1(h / 2) : m.alpha * -expm1(-h / 2), 1e-12);
            }
        }
        fpk_path_clear(&path);
        fpk_values_clear(&values);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_phi),
        cmocka_unit_test(test_node_weights),
        cmocka_unit_test(test_spans),
    };
    return check_main(tests);
}
