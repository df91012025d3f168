/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/wiener/bridge.h"

#include "fpk/wiener/normal.h"

#include "../check.h"

#define N (1u << 21)

static void test_formula(void **state)
{
    (void)state;
    check_same_bits(fpk_bridge_deviation(0, 0.5, 1), 0.5);
    check_relative(fpk_bridge_deviation(-1, 0.5, 2), sqrt(0.75), 1e-15);
    check_relative(fpk_bridge_deviation(3, 3.1, 4), 0.3, 1e-14);
    double w_r[3] = {1, 2, -1}, w_s[3] = {5, 2, 0}, z[3] = {0, 2, -1}, out[3];
    fpk_bridge(0, 0.25, 1, 3, w_r, w_s, z, out);
    const double want[3] = {2, 2 + sqrt(0.1875) * 2, -0.75 - sqrt(0.1875)};
    for (int i = 0; i < 3; i++)
        check_relative(out[i], want[i], 1e-15);
}

/* At an end it is the value there to the bit, and any argument may be the output. */
static void test_ends_and_places(void **state)
{
    (void)state;
    double w_r[3] = {0.1, 1e10, -3}, w_s[3] = {0.7, 0.3, 1e-9}, z[3] = {1, -2, 3}, out[3];
    check_same_bits(fpk_bridge_deviation(0.1, 0.1, 0.7), 0);
    check_same_bits(fpk_bridge_deviation(0.1, 0.7, 0.7), 0);
    fpk_bridge(0.1, 0.1, 0.7, 3, w_r, w_s, z, out);
    for (int i = 0; i < 3; i++)
        check_same_bits(out[i], w_r[i]);
    fpk_bridge(0.1, 0.7, 0.7, 3, w_r, w_s, z, out);
    for (int i = 0; i < 3; i++)
        check_same_bits(out[i], w_s[i]);
    fpk_bridge(0.1, 0.3, 0.7, 3, w_r, w_s, z, out);
    for (int which = 0; which < 3; which++) {
        double a[3][3];
        memcpy(a[0], w_r, sizeof w_r);
        memcpy(a[1], w_s, sizeof w_s);
        memcpy(a[2], z, sizeof z);
        fpk_bridge(0.1, 0.3, 0.7, 3, a[0], a[1], a[2], a[which]);
        check_true(memcmp(a[which], out, sizeof out) == 0);
    }
}

/* A step over [0, 1] whose path is kept in pieces of .5, .1 and .4 is refused and cut at .55, in
 * the middle one: what remains of the path, W(1) - W(.55), has variance .45 and knows nothing of
 * W(.55). A bridge over the wrong piece gives .4667. Bounds 4.9 standard errors (1e-6); the wrong
 * variance is 38 sigma away, so the power is 1 - 1e-240. */
static void test_refused_step(void **state)
{
    (void)state;
    double *z[4] = {NULL};
    double kept = 0, left = 0, both = 0;
    for (uint32_t k = 0; k < 4; k++) {
        check_ok(fpk_allocate(&z[k], N));
        fpk_normal_fill((struct fpk_stream){.seed = 7, .purpose = FPK_FOR_TEST, .draw = k}, 0, N,
                        z[k]);
    }
    for (size_t i = 0; i < N; i++) {
        z[0][i] *= sqrt(0.5);
        z[1][i] = z[0][i] + sqrt(0.1) * z[1][i];
        z[2][i] = z[1][i] + sqrt(0.4) * z[2][i];
    }
    fpk_bridge(0.5, 0.55, 0.6, N, z[0], z[1], z[3], z[3]);
    for (size_t i = 0; i < N; i++) {
        double rest = z[2][i] - z[3][i];
        kept += z[3][i] * z[3][i];
        left += rest * rest;
        both += z[3][i] * rest;
    }
    print_message("variance of the refused remainder %.5f\n", left / N);
    check_close(left / N, 0.45, 4.9 * 0.45 * sqrt(2.0 / N));
    check_close(kept / N, 0.55, 4.9 * 0.55 * sqrt(2.0 / N));
    check_close(both / N, 0, 4.9 * sqrt(0.55 * 0.45 / N));
    for (int k = 0; k < 4; k++)
        fpk_release(&z[k]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formula),
        cmocka_unit_test(test_ends_and_places),
        cmocka_unit_test(test_refused_step),
    };
    return check_main(tests);
}
