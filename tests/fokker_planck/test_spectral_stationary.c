/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/spectral.h"

#include "models.h"

#include "../check.h"

#define TURN (2 * FPK_PI)

struct tilt {
    double d, force;
};
TEST_FUNCTION(tilted, fpk_sin(x) + ((const struct tilt *)ctx)->force)
TEST_FUNCTION(tilted_noise, sqrt(2 * ((const struct tilt *)ctx)->d))
TEST_FUNCTION(uneven, sqrt(2 * (1 + 0.4 * fpk_cos(x))))
TEST_FUNCTION(constant, 0.7)

static struct fpk_model ring_model(const struct tilt *tilt)
{
    return (struct fpk_model){.name = "tilted cosine",
                              .dim = 1,
                              .noise = 1,
                              .autonomous = true,
                              .drift = tilted,
                              .diffusion = tilted_noise,
                              .ctx = tilt};
}

static const struct fpk_ends around = {FPK_PERIODIC, FPK_PERIODIC};

/* Lines, spectral_steady.c. OU, whole and cut at -1 and 2: N(0, D) restricted, by erf. */
static void test_ou(void **state)
{
    (void)state;
    const double at[4] = {-0.8, 0, 1.5, 5};
    for (double d = 0.3; d < 2; d *= 2) {
        struct fpk_model model = ou_model(&d);
        struct fpk_stationary s;
        struct fpk_stationary_problem problem = {
            .model = &model, .tolerance = 1e-10, .n_at = 4, .at = at};
        check_ok(fpk_spectral_stationary(&problem, &s));
        check_true(s.converged);
        check_close(s.mean.value, 0, s.mean.error + 1e-16);
        check_close(s.variance.value, d, s.variance.error);
        check_close(s.variance.value, d, 1e-13);
        check_close(s.entropy.value, 0.5 * log(2 * FPK_PI * exp(1) * d), s.entropy.error);
        for (int i = 0; i < 4; i++) {
            check_close(s.density[i], gauss(at[i], 0, d), s.density_error[i]);
            check_close(s.log_density[i], -at[i] * at[i] / (2 * d) - 0.5 * log(2 * FPK_PI * d),
                        1e-12);
        }
        check_close(fpk_field_mass(&s.field), 1, 1e-13);
        fpk_stationary_clear(&s);

        problem.a = -1;
        problem.b = 2;
        problem.n_at = 3;
        check_ok(fpk_spectral_stationary(&problem, &s));
        double scale = 1 / sqrt(2 * d), whole = 0.5 * (erf(2 * scale) + erf(scale));
        double mean = d * (gauss(-1, 0, d) - gauss(2, 0, d)) / whole;
        check_close(s.mean.value, mean, s.mean.error);
        check_close(s.mean.value, mean, 1e-13);
        for (int i = 0; i < 3; i++)
            check_close(s.density[i], gauss(at[i], 0, d) / whole, s.density_error[i]);
        check_close(s.decay_rate.value, 0, 0);
        check_true(isnan(s.diffusivity.value));
        fpk_stationary_clear(&s);
    }
}

/* Brownian motion with drift between two leaks: e^{mu x/(2 D)} cos(pi x/2) on (-1, 1), at the rate
 * mu^2/(4 D) + D pi^2/4, in shares e^{+-mu/(2 D)}. */
static void test_leaks(void **state)
{
    (void)state;
    const double at[3] = {-0.5, 0.2, 1};
    double d = 0.4, mu = 0.7, tilt = mu / (2 * d);
    struct fpk_model model = ou_model(&d);
    struct fpk_stationary s;
    struct fpk_stationary_problem problem = {.model = &model,
                                             .a = -1,
                                             .b = 1,
                                             .ends = {FPK_ABSORBING, FPK_ABSORBING},
                                             .tolerance = 1e-9,
                                             .n_at = 3,
                                             .at = at};
    model.drift = constant;
    model.potential = NULL;
    check_ok(fpk_spectral_stationary(&problem, &s));
    check_true(s.converged);
    double mass = FPK_PI * cosh(tilt) / (tilt * tilt + FPK_PI * FPK_PI / 4);
    for (int i = 0; i < 3; i++) {
        double want = exp(tilt * at[i]) * cos(FPK_PI * at[i] / 2) / mass;
        check_close(s.density[i], want, s.density_error[i] + 1e-16);
        check_close(s.density[i], want, 1e-12);
    }
    double rate = mu * mu / (4 * d) + d * FPK_PI * FPK_PI / 4;
    check_close(s.decay_rate.value, rate, s.decay_rate.error);
    check_relative(s.decay_rate.value, rate, 1e-12);
    check_close(s.exit_right.value, 1 / (1 + exp(-2 * tilt)), s.exit_right.error);
    check_close(s.exit_right.value, 1 / (1 + exp(-2 * tilt)), 1e-11);
    fpk_stationary_clear(&s);
}

/* Two ways: what leaks out of one side of the double well. */
static void test_two_ways(void **state)
{
    (void)state;
    const double at[2] = {-1, 0.1};
    for (double d = 0.1; d < 1; d *= 2.5) {
        struct fpk_model model = well_model(&d);
        struct fpk_stationary s, grid;
        struct fpk_stationary_problem problem = {.model = &model,
                                                 .a = -INFINITY,
                                                 .b = 0.3,
                                                 .ends = {FPK_REFLECTING, FPK_ABSORBING},
                                                 .tolerance = 1e-8,
                                                 .n_at = 2,
                                                 .at = at};
        check_ok(fpk_spectral_stationary(&problem, &s));
        check_ok(fpk_stationary_solve(&problem, &grid));
        check_true(s.converged);
        check_close(s.decay_rate.value, grid.decay_rate.value,
                    s.decay_rate.error + grid.decay_rate.error);
        check_close(s.mean.value, grid.mean.value, s.mean.error + grid.mean.error);
        check_close(s.variance.value, grid.variance.value, s.variance.error + grid.variance.error);
        check_close(s.entropy.value, grid.entropy.value, s.entropy.error + grid.entropy.error);
        check_close(s.exit_right.value, 1, s.exit_right.error + 1e-15);
        for (int i = 0; i < 2; i++)
            check_close(s.density[i], grid.density[i], s.density_error[i] + grid.density_error[i]);
        fpk_stationary_clear(&s);
        fpk_stationary_clear(&grid);
    }
}

/* Rings: spectral_ring.c. Tilted cosine: current, D_eff and entropy production; D, F, v, D_eff. */
static void test_ring(void **state)
{
    (void)state;
    static const double known[2][4] = {{0.5, 0.5, 0.175593406037, 0.423588797443},
                                       {1, 1, 0.774718425303, NAN}};
    for (int k = 0; k < 2; k++) {
        struct tilt tilt = {known[k][0], known[k][1]};
        struct fpk_model model = ring_model(&tilt);
        struct fpk_stationary s;
        struct fpk_stationary_problem problem = {
            .model = &model, .b = TURN, .ends = around, .tolerance = 1e-10};
        check_ok(fpk_spectral_stationary(&problem, &s));
        check_true(s.converged);
        check_close(s.velocity.value, known[k][2], 1e-12);
        check_relative(s.current.value, s.velocity.value / TURN, 1e-14);
        check_relative(s.entropy_production.value, tilt.force * s.velocity.value / tilt.d, 1e-12);
        if (!isnan(known[k][3]))
            check_close(s.diffusivity.value, known[k][3], 1e-12);
        check_close(fpk_field_mass(&s.field), 1, 1e-12);
        fpk_stationary_clear(&s);
    }
}

/* Without a tilt D_eff = D/I_0(1/D)^2 (Lifson, Jackson 1962), no current, p = e^{-U/D}; and with
 * neighbours of it against the panels, where the noise depends on x too. */
static void test_rings(void **state)
{
    (void)state;
    const double at[2] = {1, 4};
    const double bessel = 1.2660658777520083; /* I_0(1) */
    struct tilt none = {1, 0};
    struct fpk_model model = ring_model(&none);
    struct fpk_stationary s, grid;
    struct fpk_stationary_problem problem = {
        .model = &model, .b = TURN, .ends = around, .tolerance = 1e-10, .n_at = 2, .at = at};
    check_ok(fpk_spectral_stationary(&problem, &s));
    check_true(s.converged);
    check_close(s.diffusivity.value, 1 / (bessel * bessel), 1e-12);
    check_close(s.current.value, 0, s.current.error);
    check_close(s.current.value, 0, 1e-13);
    for (int i = 0; i < 2; i++)
        check_close(s.density[i], exp(-cos(at[i])) / (TURN * bessel), 1e-13);
    fpk_stationary_clear(&s);
    for (double force = -1; force < 1.5; force += 0.6) {
        struct tilt tilt = {0.3, force};
        model = ring_model(&tilt);
        model.diffusion = force < 0 ? uneven : tilted_noise;
        model.noise_kind = FPK_NOISE_SCALAR;
        check_ok(fpk_spectral_stationary(&problem, &s));
        check_ok(fpk_stationary_solve(&problem, &grid));
        check_true(s.converged);
        check_close(s.velocity.value, grid.velocity.value, s.velocity.error + grid.velocity.error);
        check_close(s.diffusivity.value, grid.diffusivity.value,
                    s.diffusivity.error + grid.diffusivity.error);
        check_close(s.entropy_production.value, grid.entropy_production.value,
                    s.entropy_production.error + grid.entropy_production.error);
        check_close(s.mean.value, grid.mean.value, s.mean.error + grid.mean.error);
        check_close(s.entropy.value, grid.entropy.value, s.entropy.error + grid.entropy.error);
        for (int i = 0; i < 2; i++)
            check_close(s.density[i], grid.density[i], s.density_error[i] + grid.density_error[i]);
        fpk_stationary_clear(&s);
        fpk_stationary_clear(&grid);
    }
}

/* Driven freely, dX = c dt + sqrt(2D) dW turns and decays at D k^2 +- i c k. */
static void test_rates(void **state)
{
    (void)state;
    double rate[7], frequency[7], error[7];
    struct tilt tilt = {0.4, 0};
    struct fpk_model model = ring_model(&tilt);
    bool converged;
    model.drift = constant;
    check_ok(fpk_spectral_ring(&model, 0, TURN, 1e-10, 7, rate, frequency, error, &converged));
    check_true(converged);
    for (int k = 0; k < 7; k++) {
        int wave = (k + 1) / 2;
        check_close(rate[k], 0.4 * wave * wave, error[k] + 1e-16);
        check_close(frequency[k], (k % 2 ? 0.7 : -0.7) * wave, error[k] + 1e-16);
    }
    /* and the second moment of p that relaxes at the rate of the ring with a potential: detailed
     * balance, so every rate is real */
    model = ring_model(&tilt);
    check_ok(fpk_spectral_ring(&model, 0, TURN, 1e-10, 5, rate, frequency, error, &converged));
    for (int k = 0; k < 5; k++)
        check_close(frequency[k], 0, error[k] + 1e-16);
}

static void test_refusals(void **state)
{
    (void)state;
    struct tilt tilt = {1, 0};
    struct fpk_model model = ring_model(&tilt);
    struct fpk_stationary s;
    struct fpk_stationary_problem problem = {.model = &model, .b = 1, .ends = around};
    double out[3];
    bool converged;
    check_refused(fpk_spectral_stationary(&problem, &s), FPK_USAGE, "whole period");
    problem.ends.right = FPK_REFLECTING;
    check_refused(fpk_spectral_stationary(&problem, &s), FPK_USAGE, "two periodic ends");
    problem.ends.left = FPK_REFLECTING;
    problem.b = 0;
    model.drift = constant;
    check_refused(fpk_spectral_stationary(&problem, &s), FPK_NUMERIC, "not confined");
    check_refused(fpk_spectral_ring(&model, 0, 0, 0, 1, out, out, out, &converged), FPK_USAGE,
                  "needs a domain");
    check_refused(fpk_spectral_ring(&model, 0, TURN, 0, 101, out, out, out, &converged), FPK_USAGE,
                  "1 ... 100");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ou),       cmocka_unit_test(test_leaks),
        cmocka_unit_test(test_two_ways), cmocka_unit_test(test_ring),
        cmocka_unit_test(test_rings),    cmocka_unit_test(test_rates),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
