/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exact.h"

static void test_known(void **state)
{
    (void)state;
    check_equal(check_known("unipc"), 240);
}

static void test_claims(void **state)
{
    (void)state;
    check_claims("unipc");
}

/* From inside, UniPC-3 with first steps of orders 1, 2, 3 (2, 3, 4 once corrected) has order 3;
 * B(h) does not matter to the order. */
static void test_what_keeps_order_four(void **state)
{
    (void)state;
    static const char *const inside = "schedule=vp spacing=logsnr sigma-max=1 truncate=0.01";
    struct fpk_mixture data[] = {gaussian_g1(), mixture_m1()};
    for (int k = 0; k < 2; k++) {
        check_between(slope_of("unipc", "order=3", inside, 320, &data[k], false), 3.7, 4.4);
        for (int b = 0; b < 2; b++) {
            const char *ramp =
                b ? "order=3 start-up=ramp variant=bh1" : "order=3 start-up=ramp variant=bh2";
            check_between(slope_of("unipc", ramp, inside, 640, &data[k], false), 2.7, 3.3);
        }
        fpk_mixture_clear(&data[k]);
    }
}

/* Without the corrector and with bh2, UniPC-2 is DPM-Solver++ 2M of solver type midpoint. */
static void test_predictor_is_2m(void **state)
{
    (void)state;
    struct fpk_plan a, b;
    plan_of(&a, "unipc", "steps=20 order=2 corrector=off");
    plan_of(&b, "dpm-solver++", "steps=20 order=2");
    check_equal(a.n, b.n);
    for (size_t i = 0; i < a.n; i++)
        for (int j = 0; j < a.instruction[i].n_in; j++)
            check_same_bits(a.instruction[i].c[j], b.instruction[i].c[j]);
    fpk_plan_clear(&a);
    fpk_plan_clear(&b);
}

static void test_start_without_data(void **state)
{
    (void)state;
    static const char *const options[] = {"order=1", "order=3", "order=3 corrector=off"};
    for (int k = 0; k < 3; k++)
        check_alpha_zero("unipc", options[k]);
}

static void test_finite_or_refused(void **state)
{
    (void)state;
    static const char *const options[] = {"order=1 variant=bh1", "order=3",
                                          "order=3 variant=bh1 prediction=eps start-up=ramp",
                                          "order=3 corrector=off prediction=eps", NULL};
    assert_true(check_sweep("unipc", options) > 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_start_without_data),
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_claims),
        cmocka_unit_test(test_what_keeps_order_four),
        cmocka_unit_test(test_predictor_is_2m),
        cmocka_unit_test(test_finite_or_refused),
    };
    return check_main(tests);
}
