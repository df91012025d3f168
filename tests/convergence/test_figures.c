/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors of the schemes themselves in closed form, with oracles computed elsewhere for some of the
 * parameters, and the neighbours of those parameters.
 *
 * dX = mu X dt + sigma X dW, one step X' = R X against E = exp((mu - sigma^2/2) h + sigma dW):
 *
 *     E (X_h - X)^2 = x0^2 ((E R^2)^n - 2 (E RE)^n + e^((2 mu + sigma^2) T))
 *     Euler      E R^2 = (1 + mu h)^2 + v,             E RE = e^(mu h) (1 + mu h + v),
 *     Milstein   E R^2 = (1 + mu h)^2 + v + v^2/2,     E RE = e^(mu h) (1 + mu h + v + v^2/2),
 *
 * v = sigma^2 h (the factor E moves dW by sigma h). */
#include "../../src/convergence/convergence_priv.h"

#include "fpk/numeric/moments.h"
#include "fpk/sde/ensemble.h"

#include "../check.h"

static struct fpk_model linear_model(double mu, double sigma)
{
    struct fpk_model model;
    char parameters[80];
    snprintf(parameters, sizeof parameters, "mu=%.17g,sigma=%.17g", mu, sigma);
    check_ok(fpk_model_from_drift(&model, "mu*x", "sigma*x", parameters));
    return model;
}

static double closed_form(bool milstein, double mu, double sigma, double h, double n)
{
    double v = sigma * sigma * h, w = v + (milstein ? v * v / 2 : 0);
    double square = pow((1 + mu * h) * (1 + mu * h) + w, n);
    double cross = pow(exp(mu * h) * (1 + mu * h + w), n);
    return 0.5 * sqrt(square - 2 * cross + exp((2 * mu + sigma * sigma) * h * n));
}

/* One step of the method from 1 under each of 24 Gauss-Hermite nodes: E R^2 and E RE. */
static void enumerate(const struct fpk_stepper *stepper, double mu, double sigma, double h,
                      double *square, double *cross)
{
    enum { N = 24 };
    double z[N], w[N], x[N], work[16 * FPK_BLOCK];
    struct fpk_model model = linear_model(mu, sigma);
    struct fpk_conversion c;
    struct fpk_noise_given given = {.ld = N, .z = z};
    fpk_gauss_hermite(N, z, w);
    check_ok(fpk_stepper_model(stepper, &model, 0, h, &c));
    check_true(stepper->work(&c.model) <= 16);
    for (int i = 0; i < N; i++)
        x[i] = 1;
    struct fpk_step step = {.model = &c.model,
                            .dt = h,
                            .n = N,
                            .x = x,
                            .noise = {.refine = 1, .given = &given},
                            .work = work};
    stepper->step(&step);
    *square = *cross = 0;
    for (int i = 0; i < N; i++) {
        *square += w[i] * x[i] * x[i];
        *cross += w[i] * x[i] * exp((mu - sigma * sigma / 2) * h + sigma * sqrt(h) * z[i]);
    }
    fpk_model_clear(&model);
}

static const double parameters[3][2] = {{1.01, 0.87}, {0.4, 0.6}, {-0.7, 0.5}};

/* The step itself, enumerated, has the moments of the closed form to 1e-12. */
static void test_enumerated(void **state)
{
    (void)state;
    const struct fpk_stepper *milstein;
    check_ok(fpk_stepper_find("milstein", &milstein));
    for (int p = 0; p < 3; p++)
        for (double h = 1.0 / 8; h > 1e-3; h /= 8) {
            double mu = parameters[p][0], sigma = parameters[p][1], v = sigma * sigma * h;
            double a = 1 + mu * h, square, cross;
            enumerate(&fpk_euler_maruyama, mu, sigma, h, &square, &cross);
            check_relative(square, a * a + v, 1e-12);
            check_relative(cross, exp(mu * h) * (a + v), 1e-12);
            enumerate(milstein, mu, sigma, h, &square, &cross);
            check_relative(square, a * a + v + v * v / 2, 1e-12);
            check_relative(cross, exp(mu * h) * (a + v + v * v / 2), 1e-12);
        }
}

/* The oracles: Euler-Maruyama and Milstein at 2^-6 and 2^-9 (cancellation costs 1e-13/error^2). */
static void test_oracles(void **state)
{
    (void)state;
    check_relative(closed_form(false, 1.01, 0.87, 1.0 / 64, 64), 0.1413504, 5e-7);
    check_relative(closed_form(false, 1.01, 0.87, 1.0 / 512, 512), 0.04776072, 5e-7);
    check_relative(closed_form(true, 1.01, 0.87, 1.0 / 64, 64), 0.04768422, 5e-7);
    check_relative(closed_form(true, 1.01, 0.87, 1.0 / 512, 512), 0.006126419, 5e-7);
}

/* Sampled mean square error on the method's own paths, against the closed form: 5 standard errors
 * of the sample, false alarm 6e-7 each were it normal. */
static void check_sampled(const struct fpk_stepper *stepper, bool is_milstein, double mu,
                          double sigma, uint64_t n_step)
{
    enum { PARTICLES = 64 * FPK_BLOCK };
    struct fpk_model model = linear_model(mu, sigma);
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "delta:0.5"));
    struct fpk_ensemble e = {.model = &model,
                             .stepper = stepper,
                             .start = &start,
                             .t1 = 1,
                             .n_step = n_step,
                             .seed = 3,
                             .particles = PARTICLES};
    struct fpk_ensemble_result result;
    struct fpk_sample_moments all = {0};
    check_ok(fpk_ensemble_result_init(&result, &e));
    check_ok(fpk_ensemble_run(&e, &result));
    for (size_t b = 0; b < PARTICLES; b += FPK_BLOCK) {
        double w[FPK_BLOCK], square[FPK_BLOCK];
        struct fpk_noise joined = {.seed = 3, .first = b, .refine = (uint32_t)n_step};
        fpk_noise_normals(&joined, 0, FPK_BLOCK, w);
        for (size_t i = 0; i < FPK_BLOCK; i++) {
            double d = result.points.x[b + i] - 0.5 * exp(mu - sigma * sigma / 2 + sigma * w[i]);
            square[i] = d * d;
        }
        all = fpk_moments_merge(all, fpk_moments_of(FPK_BLOCK, square));
    }
    double want = closed_form(is_milstein, mu, sigma, 1 / (double)n_step, (double)n_step);
    check_close(all.mean, want * want, 5 * fpk_moments_mean_se(&all));
    check_true(fpk_moments_mean_se(&all) < 0.1 * all.mean);
    fpk_ensemble_result_clear(&result);
    fpk_start_clear(&start);
    fpk_model_clear(&model);
}

static void test_sampled(void **state)
{
    (void)state;
    const struct fpk_stepper *milstein;
    check_ok(fpk_stepper_find("milstein", &milstein));
    check_sampled(&fpk_euler_maruyama, false, 1.01, 0.87, 64);
    check_sampled(milstein, true, 1.01, 0.87, 64);
    for (int p = 0; p < 3; p++) {
        check_sampled(&fpk_euler_maruyama, false, parameters[p][0], parameters[p][1], 20);
        check_sampled(milstein, true, parameters[p][0], parameters[p][1], 20);
    }
}

/* Euler on dX = a X dt + b X dW from 1: weak error of E X is e^(aT) - (1 + a h)^n. By enumeration
 * of the step, for the oracle's a = 2, b = 1 and neighbours. */
static void test_weak_figures(void **state)
{
    (void)state;
    static const double a[3] = {2, 1.5, -1};
    for (int p = 0; p < 3; p++)
        for (int n = 32; n <= 512; n *= 4) {
            double h = 1.0 / n, z = 0, x = 1, work[16 * FPK_BLOCK];
            struct fpk_model model = linear_model(a[p], 1);
            struct fpk_noise_given given = {.ld = 1, .z = &z};
            struct fpk_step step = {.model = &model,
                                    .dt = h,
                                    .n = 1,
                                    .x = &x,
                                    .noise = {.refine = 1, .given = &given},
                                    .work = work};
            fpk_euler_maruyama.step(&step); /* E R = R at z = 0, as R is linear in z */
            double error = fabs(exp(a[p]) - pow(x, n));
            check_relative(error, fabs(exp(a[p]) - pow(1 + a[p] * h, n)), 1e-10);
            if (p == 0)
                check_relative(error,
                               n == 32    ? 0.4303893
                               : n == 128 ? 0.1133863
                                          : 0.02873255,
                               5e-7);
            fpk_model_clear(&model);
        }
}

/* OU by Euler: the variance of the chain goes to 1/(1 - h/2) (dX = -X dt + sqrt(2) dW). R read off
 * the step at two points and two noises, then the fixed point of v <- R^2 v + S^2. */
static void test_ou_figures(void **state)
{
    (void)state;
    static const double h[4] = {0.01, 0.1, 0.05, 0.4};
    static const double oracle[2] = {1.00502513, 1.05263158};
    struct fpk_model model;
    check_ok(fpk_model_from_drift(&model, "-x", "sqrt(2)", NULL));
    for (int i = 0; i < 4; i++) {
        double z[3] = {0, 0, 1}, x[3] = {0, 1, 0}, work[8 * FPK_BLOCK], v = 0;
        struct fpk_noise_given given = {.ld = 3, .z = z};
        struct fpk_step step = {.model = &model,
                                .dt = h[i],
                                .n = 3,
                                .x = x,
                                .noise = {.refine = 1, .given = &given},
                                .work = work};
        fpk_euler_maruyama.step(&step);
        double r = x[1] - x[0], s = x[2] - x[0];
        for (int k = 0; k < 20000; k++)
            v = r * r * v + s * s;
        check_relative(v, 1 / (1 - h[i] / 2), 1e-12);
        if (i < 2)
            check_relative(v, oracle[i], 5e-9);
    }
    fpk_model_clear(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_enumerated), cmocka_unit_test(test_oracles),
        cmocka_unit_test(test_sampled),    cmocka_unit_test(test_weak_figures),
        cmocka_unit_test(test_ou_figures),
    };
    return check_main(tests);
}
