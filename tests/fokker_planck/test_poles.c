/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests poles.c through solve.h: coefficients that have no bound inside the domain. */
#include "fpk/fokker_planck/solve.h"

#include "models.h"

#include "../check.h"

TEST_FUNCTION(simple, 1 / (x - 0.12345678))
TEST_FUNCTION(hidden, -4 * x - 0.05 / (x + 0.43219876))
TEST_FUNCTION(twice, -x + 1e-6 / ((x - 0.3141592) * (x - 0.3141592)))
TEST_FUNCTION(root, -x / sqrt(fabs(x - 0.2718281)))
TEST_FUNCTION(bessel, 0.9 / x)
TEST_FUNCTION(sharp, -x + 30 * fpk_exp(-1e4 * (x - 0.1) * (x - 0.1)))
TEST_FUNCTION(steep, fpk_tanh(200 * (x - 0.1234)))
TEST_FUNCTION(noise_pole, 1 + 1e-3 / (x - 0.777777))

static enum fpk_status solve(fpk_block_fn *drift, fpk_block_fn *diffusion, double a, double b)
{
    double d = 0.5;
    struct fpk_model model = ou_model(&d);
    struct fpk_start start;
    struct fpk_fokker_planck_result r;
    model.drift = drift;
    model.potential = NULL;
    model.diffusion = diffusion ? diffusion : root_2d;
    model.noise_kind = diffusion ? FPK_NOISE_SCALAR : FPK_NOISE_ADDITIVE;
    check_ok(fpk_start_parse(&start, "normal:0.7:0.05"));
    enum fpk_status status = fpk_fokker_planck_solve(
        &(struct fpk_fokker_planck_problem){
            .model = &model, .start = &start, .t1 = 0.1, .a = a, .b = b, .max_cells = 1024},
        &r);
    if (status == FPK_OK)
        fpk_fokker_planck_result_clear(&r);
    fpk_start_clear(&start);
    return status;
}

/* Between the faces of every grid, small beside the rest of the drift, or of second order. */
static void test_refused(void **state)
{
    (void)state;
    check_refused(solve(simple, NULL, -1, 2), FPK_NUMERIC, "without bound near x = 0.123457");
    check_refused(solve(simple, NULL, -1, 2), FPK_NUMERIC, "a domain on one side");
    check_refused(solve(hidden, NULL, -1, 2), FPK_NUMERIC, "without bound near x = -0.432199");
    check_refused(solve(twice, NULL, -1, 2), FPK_NUMERIC, "without bound near x = 0.314159");
    check_refused(solve(zero, noise_pole, -1, 2), FPK_NUMERIC,
                  "the diffusion grows without bound near x = 0.77777");
}

/* A pole at an end, an integrable one, sharp but smooth features. */
static void test_taken(void **state)
{
    (void)state;
    check_ok(solve(simple, NULL, 0.12345678, 2));
    check_ok(solve(bessel, NULL, 0, 3));
    check_ok(solve(root, NULL, -1, 2));
    check_ok(solve(sharp, NULL, -2, 3));
    check_ok(solve(steep, NULL, -2, 3));
    check_ok(solve(zero, NULL, -2, 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_taken),
    };
    return check_main(tests);
}
