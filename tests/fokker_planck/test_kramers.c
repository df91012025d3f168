/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/kramers.h"

#include "fpk/fokker_planck/passage.h"

#include "models.h"

#include "../check.h"

#include <stdlib.h>

/* The double well, both ways: k = e^{-1/(4 D)}/(sqrt 2 pi), c = 3/2. */
static void test_double_well(void **state)
{
    (void)state;
    double pi = acos(-1);
    for (double d = 0.003; d < 0.2; d *= 2)
        for (int side = -1; side < 2; side += 2)
            for (int by_drift = 0; by_drift < 2; by_drift++) {
                struct fpk_model well = well_model(&d);
                well.potential = by_drift ? NULL : well.potential;
                struct fpk_kramers k;
                check_ok(fpk_kramers_rate(&well, side * 0.8, -side * 0.9, &k));
                check_close(k.well, side, 1e-14);
                check_close(k.top, 0, 1e-14);
                check_relative(k.barrier, 0.25 / d, 1e-13);
                check_relative(k.rate, exp(-0.25 / d) / (sqrt(2) * pi), 1e-9);
                check_relative(k.time * k.rate, 1, 1e-14);
                check_relative(k.diffusivity, d, 1e-15);
                check_close(k.correction, 1.5, 1e-6);
            }
}

/* 2 k (1 - 3 D/2) is lambda_1 of the table but for O(D^2), a known one, down to 3e-31. */
static void test_against_spectrum(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/double_well_spectrum.txt", "r");
    check_true(file != NULL);
    char line[256];
    int rows = 0;
    while (fgets(line, sizeof line, file)) {
        char *rest = line;
        double d = line[0] == '#' ? 1 : strtod(rest, &rest);
        if (d > 0.03 || strtod(rest, &rest) != 1)
            continue;
        struct fpk_model well = well_model(&d);
        struct fpk_kramers k;
        check_ok(fpk_kramers_rate(&well, -1, 1, &k));
        double ratio = strtod(rest, &rest) / (2 * k.rate);
        /* both integrals are 1 + 3/4 D + 105/32 D^2 + ...: the next term is -4.875 D^2 */
        check_close((ratio - 1 + k.correction * d) / (d * d), -4.875, 60 * d);
        rows++;
    }
    (void)fclose(file);
    check_equal(rows, 3);
}

/* Random quartic wells with a tilt, and a cubic one: true time/Kramers' = 1 + c D + O(D^2), so that
 * what is left falls by 4 when D is halved. */
static double tilted[3];
TEST_FUNCTION(tilted_potential, x *x *(x *x / 4 - 0.5) + tilted[0] * x * x * x + tilted[1] * x +
                                    tilted[2] * cos(2 * x))
TEST_FUNCTION(tilted_drift,
              x - x * x * x - 3 * tilted[0] * x * x - tilted[1] + 2 * tilted[2] * sin(2 * x))
TEST_FUNCTION(cubic_potential, x *x *(0.5 - x / 3))
TEST_FUNCTION(cubic_drift, x *(x - 1))

static double left_over(const struct fpk_model *model, double to, double d)
{
    struct fpk_kramers k;
    struct fpk_passage p;
    check_ok(fpk_kramers_rate(model, -0.9, to, &k));
    check_ok(fpk_passage_solve(
        &(struct fpk_passage_problem){.model = model, .from = k.well, .to = to, .tolerance = 1e-10},
        &p));
    check_true(p.converged);
    return (p.mean / k.time - 1 - k.correction * d) / (d * d);
}

static void test_next_order(void **state)
{
    (void)state;
    double d;
    struct fpk_model model = ou_model(&d);
    model.potential = tilted_potential;
    model.drift = tilted_drift;
    for (int i = 0; i < 12; i++) {
        tilted[0] = 0.05 * ((i * 5) % 12 - 6) / 6.0;
        tilted[1] = 0.05 * ((i * 7) % 12 - 6) / 6.0;
        tilted[2] = 0.04 * ((i * 11) % 12 - 6) / 6.0;
        d = 0.008;
        double coarse = left_over(&model, 1, d);
        d = 0.002;
        double fine = left_over(&model, 1, d);
        check_between(coarse, -40, 40);
        check_between(fabs(coarse - fine) / (fabs(coarse) + 1), 0, 0.5);
    }
    model.potential = cubic_potential;
    model.drift = cubic_drift;
    struct fpk_kramers k;
    check_ok(fpk_kramers_rate(&model, 0.1, 2, &k));
    check_close(k.correction, 5.0 / 3, 1e-6);
    check_close(k.well, 0, 1e-14);
}

TEST_FUNCTION(quartic_drift, -x *x *x)
TEST_FUNCTION(flat_top_drift, x *x *x *(1 - x * x))
TEST_FUNCTION(rough_drift, x - x * x * x + 0.02 * (fabs(x) < 0.03 ? x / 0.03 : x < 0 ? -1 : 1))

static void test_refusals(void **state)
{
    (void)state;
    double d = 0.01;
    struct fpk_kramers k;
    struct fpk_model model = well_model(&d);
    check_refused(fpk_kramers_rate(&model, 1, 1, &k), FPK_USAGE, "two different");
    check_refused(fpk_kramers_rate(&model, -1, -0.5, &k), FPK_NUMERIC, "no barrier");
    model.potential = NULL;
    model.drift = quartic_drift;
    check_refused(fpk_kramers_rate(&model, -1, 1, &k), FPK_NUMERIC, "no barrier");
    model.drift = flat_top_drift;
    check_refused(fpk_kramers_rate(&model, -1, 1, &k), FPK_NUMERIC, "U'' is");
    model.drift = rough_drift; /* a kink near the top: c is not to be had, the rate is */
    check_ok(fpk_kramers_rate(&model, -1, 1, &k));
    check_true(isnan(k.correction) && k.rate > 0);
    model.noise_kind = FPK_NOISE_SCALAR;
    check_refused(fpk_kramers_rate(&model, -1, 1, &k), FPK_USAGE, "does not depend on x");
    model.autonomous = false;
    check_refused(fpk_kramers_rate(&model, -1, 1, &k), FPK_USAGE, "depend on time");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_double_well),
        cmocka_unit_test(test_against_spectrum),
        cmocka_unit_test(test_next_order),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
