/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/compare/side_priv.h"
#include "../distribution/square.h"

/* The same answers from a mixture, from its density on nodes and from a pushed law. */
static void test_three_kinds(void **state)
{
    (void)state;
    struct fpk_mixture normal;
    struct fpk_pushed square;
    struct fpk_density nodes;
    struct fpk_values_any got;
    double one = 1, zero = 0, x[3] = {-1.3, .2, 2.1};
    check_ok(fpk_mixture_init(&normal, 1, 1, &one, &zero, &one));
    square_init(&square, 1);
    check_ok(fpk_density_init(&nodes, 401));
    for (size_t i = 0; i < nodes.n; i++) {
        nodes.x[i] = -10 + .05 * (double)i;
        nodes.w[i] = .05;
        nodes.pdf[i] = fpk_normal_pdf(nodes.x[i]);
        nodes.cdf[i] = fpk_normal_cdf(nodes.x[i]);
        nodes.tail[i] = fpk_normal_cdf(-nodes.x[i]);
    }
    struct fpk_view exact = {.mixture = &normal}, on_nodes = {.density = &nodes},
                    folded = {.pushed = &square};
    const struct fpk_view *smooth[2] = {&exact, &on_nodes};
    for (int k = 0; k < 2; k++) {
        fpk_view_any(smooth[k], 3, x, &got, true);
        for (int i = 0; i < 3; i++) {
            check_close(got.log_pdf[i], fpk_log(fpk_normal_pdf(x[i])), 1e-9);
            check_close(got.cdf[i], fpk_normal_cdf(x[i]), 1e-10);
            check_close(got.tail[i], fpk_normal_cdf(-x[i]), 1e-10);
            check_close(fpk_view_quantile_any(smooth[k], got.cdf[i], got.tail[i]), x[i], 1e-9);
        }
    }
    fpk_view_any(&folded, 3, x, &got, true);
    check_true(got.log_pdf[0] == -INFINITY);
    check_close(got.cdf[0], 0, 0);
    check_close(got.cdf[2], 1 - 2 * fpk_normal_cdf(-sqrt(2.1)), 1e-11);
    check_close(fpk_view_quantile_any(&folded, got.cdf[2], got.tail[2]), 2.1, 1e-10);
    x[0] = 11;
    fpk_view_any(&on_nodes, 1, x, &got, false);
    check_true(got.log_pdf[0] == -INFINITY);
    fpk_density_clear(&nodes);
    fpk_pushed_clear(&square);
    fpk_mixture_clear(&normal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_three_kinds)};
    return check_main(tests);
}
