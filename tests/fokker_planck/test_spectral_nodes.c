/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/fokker_planck/spectral_priv.h"

#include "../check.h"

#include <math.h>

#define A -0.7
#define B 1.9

static double power(double x, size_t k)
{
    double p = 1;
    while (k--)
        p *= x;
    return p;
}

/* Polynomials up to the degree of the nodes: interpolated, differentiated, integrated. */
static void test_polynomials(void **state)
{
    (void)state;
    struct fpk_nodes nodes;
    double derivative[81], integral[81], row[9];
    check_ok(fpk_nodes_init(&nodes, FPK_NODES_LEGENDRE, A, B, 9));
    check_close(nodes.x[0], A, 0);
    check_close(nodes.x[8], B, 0);
    fpk_nodes_derivative(&nodes, derivative);
    check_ok(fpk_nodes_integral(&nodes, integral));
    fpk_nodes_row(&nodes, 0.3, row);
    for (size_t k = 0; k < 9; k++) {
        double at = 0;
        for (size_t i = 0; i < 9; i++) {
            double slope = 0, area = 0, x = nodes.x[i], next = (double)(k + 1);
            for (size_t j = 0; j < 9; j++) {
                slope += derivative[i * 9 + j] * power(nodes.x[j], k);
                area += integral[i * 9 + j] * power(nodes.x[j], k);
            }
            at += row[i] * power(x, k);
            check_close(slope, k ? (double)k * power(x, k - 1) : 0, 1e-11);
            check_close(area, (power(x, k + 1) - power(A, k + 1)) / next, 1e-13);
        }
        check_close(at, power(0.3, k), 1e-14);
    }
    fpk_nodes_row(&nodes, nodes.x[3], row);
    for (size_t j = 0; j < 9; j++)
        check_close(row[j], j == 3, 0);
    fpk_nodes_clear(&nodes);
}

/* The weights of n + 1 points integrate the degrees up to 2 n - 1 and no more. */
static void test_weights(void **state)
{
    (void)state;
    struct fpk_nodes nodes;
    for (size_t n = 2; n < 8; n++) {
        check_ok(fpk_nodes_init(&nodes, FPK_NODES_LEGENDRE, -1, 1, n + 1));
        for (size_t k = 0; k <= 2 * n; k++) {
            double sum = 0, want = k % 2 ? 0 : 2 / (double)(k + 1);
            for (size_t i = 0; i <= n; i++)
                sum += nodes.weight[i] * power(nodes.x[i], k);
            if (k < 2 * n)
                check_close(sum, want, 4e-15);
            else
                check_true(fabs(sum - want) > 1e-5);
        }
        fpk_nodes_clear(&nodes);
    }
    check_ok(fpk_nodes_init(&nodes, FPK_NODES_LEGENDRE, 0, 2, 513));
    double sum = 0;
    for (size_t i = 0; i < 513; i++)
        sum += nodes.weight[i] * sin(nodes.x[i]);
    check_close(sum, 1 - cos(2), 1e-14);
    fpk_nodes_clear(&nodes);
}

/* A Gaussian and its slope between the nodes of sinc functions. */
static void test_sinc(void **state)
{
    (void)state;
    struct fpk_nodes nodes;
    double derivative[80 * 80], row[80], sum = 0;
    check_ok(fpk_nodes_init(&nodes, FPK_NODES_SINC, -9, 9, 80));
    fpk_nodes_derivative(&nodes, derivative);
    for (size_t i = 0; i < 80; i++) {
        double slope = 0, x = nodes.x[i];
        for (size_t j = 0; j < 80; j++)
            slope += derivative[i * 80 + j] * exp(-nodes.x[j] * nodes.x[j] / 2);
        check_close(slope, -x * exp(-x * x / 2), 1e-13);
        sum += nodes.weight[i] * exp(-x * x / 2);
    }
    check_close(sum, sqrt(2 * acos(-1)), 1e-14);
    for (double x = -3; x < 3; x += 0.37) {
        double value = 0;
        fpk_nodes_row(&nodes, x, row);
        for (size_t j = 0; j < 80; j++)
            value += row[j] * exp(-nodes.x[j] * nodes.x[j] / 2);
        check_close(value, exp(-x * x / 2), 1e-14);
    }
    fpk_nodes_row(&nodes, -9 + 18.0 / 79 * 4, row);
    check_close(row[4], 1, 1e-14);
    fpk_nodes_clear(&nodes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_polynomials),
        cmocka_unit_test(test_weights),
        cmocka_unit_test(test_sinc),
    };
    return check_main(tests);
}
