/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/sampler/exponential_priv.h"
#include "exact.h"

/* Lags add up, registers go round, and nothing is remembered across an infinite span. */
static void test_history(void **state)
{
    (void)state;
    struct fpk_history history = {.room = 3};
    double tau[3];
    check_equal(fpk_history_push(&history, 0), 1);
    check_equal(fpk_history_push(&history, .5), 2);
    check_equal(fpk_history_push(&history, .25), 3);
    check_equal(history.n, 3);
    fpk_history_nodes(&history, 3, .25, tau);
    check_close(tau[0], 0, 0);
    check_close(tau[1], -1, 0);
    check_close(tau[2], -3, 0);
    check_equal(fpk_history_push(&history, 1), 1);
    check_equal(history.n, 3);
    check_equal(history.head[1], 3);
    check_equal(history.head[2], 2);
    check_close(history.lag[2], 1.25, 0);
    check_equal(fpk_history_push(&history, INFINITY), 1);
    check_equal(history.n, 1);
    check_equal(fpk_history_push(&history, .5), 2);
    check_equal(history.head[1], 1);
}

/* The order of each of five steps of a method of order 3. */
static void test_order_at_the_end(void **state)
{
    (void)state;
    struct fpk_integrator plain = {.n = 5, .order = 3}, lower = plain, euler = plain;
    lower.lower_final = euler.euler_final = true;
    struct fpk_span span = {.h = 1}, endless = {.h = INFINITY};
    static const int want[][3] = {{3, 3, 3}, {3, 3, 3}, {3, 3, 3}, {3, 2, 3}, {3, 1, 1}};
    for (size_t i = 0; i < 5; i++) {
        check_equal(fpk_integrator_order(&plain, i, &span), want[i][0]);
        check_equal(fpk_integrator_order(&lower, i, &span), want[i][1]);
        check_equal(fpk_integrator_order(&euler, i, &span), want[i][2]);
        check_equal(fpk_integrator_order(&plain, i, &endless), 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_history),
        cmocka_unit_test(test_order_at_the_end),
    };
    return check_main(tests);
}
