/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests survival.c: exits against series and closed forms, and its moments against passage.h. */
#include "fpk/fokker_planck/passage.h"
#include "fpk/fokker_planck/survival.h"
#include "fpk/numeric/quadrature.h"

#include "models.h"

#include "../check.h"

static void solve(const struct fpk_model *model, const char *start, struct fpk_survival_problem p,
                  struct fpk_survival *s)
{
    struct fpk_start from;
    check_ok(fpk_start_parse(&from, start));
    p.model = model;
    p.start = &from;
    check_ok(fpk_survival_solve(&p, s));
    fpk_start_clear(&from);
    check_true(s->converged);
    for (size_t i = 0; i < s->n_time; i++) {
        check_close(s->survival[i] + s->exited_left[i] + s->exited_right[i], 1, 1e-12);
        check_true(i == 0 || s->survival[i] <= s->survival[i - 1] + 1e-11);
    }
}

#define BOTH                                                                                       \
    {                                                                                              \
        FPK_ABSORBING, FPK_ABSORBING                                                               \
    }

TEST_FUNCTION(still, 0 * x)
TEST_FUNCTION(drifts, 0.4)

static struct fpk_model wiener(const double *d, fpk_block_fn *drift)
{
    struct fpk_model model = ou_model(d);
    model.drift = drift;
    model.potential = NULL;
    return model;
}

/* Brownian motion out of (-1, 1) from 0: S = 4/pi sum (-1)^k/(2k+1) e^{-(2k+1)^2 pi^2 t/8}, and
 * P(tau > 1) = .3707774298. */
static void test_brownian(void **state)
{
    (void)state;
    double d = 0.5, time[] = {0.1, 0.5, 1, 4};
    struct fpk_model model = wiener(&d, still);
    for (double tolerance = 1e-6; tolerance > 1e-11; tolerance /= 1000) {
        struct fpk_survival s;
        solve(&model, "delta:0",
              (struct fpk_survival_problem){
                  .a = -1, .b = 1, .ends = BOTH, .tolerance = tolerance, .time = time, .n_time = 4},
              &s);
        for (int i = 0; i < 4; i++) {
            double want = 0;
            for (int k = 30; k >= 0; k--)
                want += (k % 2 ? -1 : 1) * 4 / FPK_PI / (2 * k + 1) *
                        exp(-(2 * k + 1) * (2 * k + 1) * FPK_PI * FPK_PI * time[i] / 8);
            check_close(s.survival[i], want, fmin(tolerance, s.survival_error[i]));
            check_close(s.exited_left[i], s.exited_right[i], 1e-12);
        }
        check_close(s.survival[2], 0.3707774298, 1e-10 + s.survival_error[2]);
        check_between(s.order, 1.9, 2.1);
        check_text(s.warning, "");
        fpk_survival_clear(&s);
    }
}

/* Exit of drift-diffusion, sigma = 1, through the end that is w of the width `a` away, drift v away
 * from it: density and what is still to come, the series for large t of Navarro and Fuss 2009,
 * doi:10.1016/j.jmp.2009.02.003, (1). */
static void series(double t, double v, double a, double w, double *density, double *to_come)
{
    *density = *to_come = 0;
    for (int k = 60; k >= 1; k--) {
        double rate = 0.5 * (v * v + k * k * FPK_PI * FPK_PI / (a * a));
        double term = FPK_PI / (a * a) * exp(-v * a * w) * k * exp(-rate * t) * sin(k * FPK_PI * w);
        *density += term;
        *to_come += term / rate;
    }
}

static void test_drift_diffusion(void **state)
{
    (void)state;
    double d = 0.5, time[] = {0.05, 0.2, 0.7, 1.5, 4};
    struct fpk_model model = wiener(&d, drifts);
    const double from[] = {0, 0.3, -0.85};
    const char *const start[] = {"delta:0", "delta:0.3", "delta:-0.85"};
    for (int j = 0; j < 3; j++) {
        struct fpk_survival s;
        double w = (1 + from[j]) / 2;
        double up = expm1(-0.8 * (1 + from[j])) / expm1(-1.6);
        solve(&model, start[j],
              (struct fpk_survival_problem){
                  .a = -1, .b = 1, .ends = BOTH, .tolerance = 1e-7, .time = time, .n_time = 5},
              &s);
        for (int i = 0; i < 5; i++) {
            double density, left;
            series(time[i], -0.4, 2, 1 - w, &density, &left);
            check_close(s.exited_right[i], up - left, s.exited_right_error[i] + 1e-15);
            check_close(s.density_right[i], density, s.density_right_error[i]);
            series(time[i], 0.4, 2, w, &density, &left);
            check_close(s.exited_left[i], 1 - up - left, s.exited_left_error[i] + 1e-15);
            check_close(s.density_left[i], density, s.density_left_error[i]);
            check_true(s.exited_right_error[i] <= 1.1e-7 && s.density_left_error[i] < 1e-6);
        }
        if (j == 0) {
            check_close(up, 0.6899744811276, 1e-12);
            check_close(s.exited_right[4], 0.685316693390, 1e-10);
        }
        fpk_survival_clear(&s);
    }
}

/* First passage on a half line: the inverse Gaussian density, the far side chosen. */
static void test_half_line(void **state)
{
    (void)state;
    double d = 0.5, time[] = {0.1, 0.4, 1, 3};
    struct fpk_model model = wiener(&d, drifts);
    struct fpk_survival s;
    solve(&model, "delta:-0.5",
          (struct fpk_survival_problem){.a = -INFINITY,
                                        .b = 1,
                                        .ends = {.right = FPK_ABSORBING},
                                        .tolerance = 1e-8,
                                        .time = time,
                                        .n_time = 4},
          &s);
    for (int i = 0; i < 4; i++) {
        double t = time[i], far = 1.5;
        double density = far * pow(t, -1.5) * gauss(far, 0.4 * t, t) * sqrt(t);
        double passed = fpk_normal_cdf((0.4 * t - far) / sqrt(t)) +
                        exp(2 * 0.4 * far) * fpk_normal_cdf(-(0.4 * t + far) / sqrt(t));
        check_close(s.density_right[i], density, s.density_right_error[i]);
        check_close(s.exited_right[i], passed, s.exited_right_error[i]);
        check_close(s.exited_left[i], 0, 0);
    }
    check_true(s.a < -7 && s.b == 1);
    check_text(s.warning, "");
    fpk_survival_clear(&s);
}

#define PANELS 30
#define NODES  8

/* Times, and weights, that integrate over (0, end): panels that double in length. */
static void rule(double end, double *time, double *weight)
{
    double unit[NODES], unit_weight[NODES];
    fpk_gauss_legendre(NODES, unit, unit_weight);
    for (int k = 0; k < PANELS; k++) {
        double a = end * pow((double)k / PANELS, 3), b = end * pow((k + 1.0) / PANELS, 3);
        fpk_gauss_legendre_on(a, b, NODES, unit, unit_weight, time + k * NODES, weight + k * NODES);
    }
}

/* int S, and of t^k e for k = 0, 1, 2. */
static void moments(const struct fpk_survival *s, const double *weight, const double *time,
                    double *survival, double out[3])
{
    *survival = out[0] = out[1] = out[2] = 0;
    for (size_t i = 0; i < s->n_time; i++) {
        double e = s->density_left[i] + s->density_right[i];
        *survival += weight[i] * s->survival[i];
        for (int k = 0; k < 3; k++)
            out[k] += weight[i] * e * (k ? k == 1 ? time[i] : time[i] * time[i] : 1);
    }
}

/* The double well from its left bottom to the top, a wall behind; the OU process out of (-1, 1). */
static void test_moments(void **state)
{
    (void)state;
    double time[PANELS * NODES], weight[PANELS * NODES], mean, m[3], d = 0.25, one = 1;
    struct fpk_model well = well_model(&d), ou = ou_model(&one);
    struct fpk_survival s;
    struct fpk_passage passage;
    rule(220, time, weight);
    solve(&well, "delta:-1",
          (struct fpk_survival_problem){.a = -2.5,
                                        .b = 0,
                                        .ends = {.right = FPK_ABSORBING},
                                        .tolerance = 1e-8,
                                        .time = time,
                                        .n_time = PANELS * NODES},
          &s);
    moments(&s, weight, time, &mean, m);
    check_ok(fpk_passage_solve(
        &(struct fpk_passage_problem){.model = &well, .from = -1, .a = -2.5, .tolerance = 1e-10},
        &passage));
    check_close(m[0], 1, 1e-7);
    check_relative(m[1], passage.mean, 1e-7);
    check_relative(mean, passage.mean, 1e-7);
    check_relative(m[2] - m[1] * m[1], passage.variance, 1e-6);
    fpk_survival_clear(&s);

    rule(14, time, weight);
    solve(&ou, "delta:0",
          (struct fpk_survival_problem){.a = -1,
                                        .b = 1,
                                        .ends = BOTH,
                                        .tolerance = 1e-9,
                                        .time = time,
                                        .n_time = PANELS * NODES},
          &s);
    moments(&s, weight, time, &mean, m);
    check_close(m[0], 1, 1e-8);
    check_close(mean, 0.59574931851276, 1e-8);
    check_close(m[1], 0.59574931851276, 1e-8);
    fpk_survival_clear(&s);
}

/* Wiener between a reflecting wall at 0 and an absorbing one at 1 is half of (-1, 1), mirrored. */
static void test_reflecting(void **state)
{
    (void)state;
    double d = 0.5, time[] = {0.3, 1, 2};
    struct fpk_model model = wiener(&d, still);
    struct fpk_survival half, full;
    struct fpk_survival_problem p = {
        .b = 1, .ends = {.right = FPK_ABSORBING}, .time = time, .n_time = 3, .tolerance = 1e-9};
    solve(&model, "uniform:0:0.25", p, &half);
    p.a = -1;
    p.ends.left = FPK_ABSORBING;
    solve(&model, "uniform:-0.25:0.25", p, &full);
    for (int i = 0; i < 3; i++) {
        check_close(half.survival[i], full.survival[i], 2e-9);
        check_close(half.density_right[i], 2 * full.density_right[i], 4e-9);
    }
    check_true(strstr(half.warning, "reflecting wall is meant") != NULL);
    fpk_survival_clear(&half);
    fpk_survival_clear(&full);
}

/* Coefficients times b = 1 + 4t: the autonomous process in the clock t + 2t^2, marched. */
static void clocked_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = -(1 + 4 * t) * x[i];
}
static void clocked_diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)ctx;
    (void)x;
    for (size_t i = 0; i < n; i++)
        out[i] = sqrt(2 * (1 + 4 * t));
}

static void test_time_dependent(void **state)
{
    (void)state;
    double d = 1, time[] = {0.2, 0.5}, clock[] = {0.28, 1};
    struct fpk_model ou = ou_model(&d), clocked = {.name = "clocked",
                                                   .dim = 1,
                                                   .noise = 1,
                                                   .drift = clocked_drift,
                                                   .diffusion = clocked_diffusion};
    struct fpk_survival a, b;
    struct fpk_survival_problem p = {
        .a = -1, .b = 1.5, .ends = BOTH, .time = time, .n_time = 2, .tolerance = 1e-5};
    solve(&clocked, "normal:0.2:0.1", p, &b);
    p.time = clock;
    p.tolerance = 1e-9;
    solve(&ou, "normal:0.2:0.1", p, &a);
    for (int i = 0; i < 2; i++) {
        double speed = 1 + 4 * time[i];
        check_close(b.survival[i], a.survival[i], b.survival_error[i]);
        check_close(b.exited_left[i], a.exited_left[i], b.exited_left_error[i]);
        check_close(b.density_right[i], speed * a.density_right[i], b.density_right_error[i]);
    }
    fpk_survival_clear(&a);
    fpk_survival_clear(&b);
}

/* A mesh that grows with the distance gives the same numbers. */
static void test_mesh(void **state)
{
    (void)state;
    double d = 0.5, time[] = {0.5, 2};
    struct fpk_model model = wiener(&d, drifts);
    struct fpk_survival even, graded;
    struct fpk_survival_problem p = {
        .a = -4, .b = 1, .ends = BOTH, .time = time, .n_time = 2, .tolerance = 1e-8};
    solve(&model, "delta:0.2", p, &even);
    p.coordinate = (struct fpk_coordinate){FPK_COORDINATE_GRADED, 0.2, 0.5};
    solve(&model, "delta:0.2", p, &graded);
    for (int i = 0; i < 2; i++) {
        check_close(graded.survival[i], even.survival[i], 2e-8);
        check_close(graded.exited_left[i], even.exited_left[i], 2e-8);
        check_close(graded.density_right[i], even.density_right[i],
                    graded.density_right_error[i] + even.density_right_error[i]);
    }
    fpk_survival_clear(&even);
    fpk_survival_clear(&graded);
}

static void test_refusals(void **state)
{
    (void)state;
    double d = 0.5, early = 0, late = 1;
    struct fpk_model model = wiener(&d, drifts);
    struct fpk_start start;
    struct fpk_survival s;
    struct fpk_survival_problem p = {.model = &model, .start = &start, .a = -1, .b = 1};
    check_ok(fpk_start_parse(&start, "delta:0"));
    check_refused(fpk_survival_solve(&p, &s), FPK_USAGE, "nothing leaves");
    p.ends.right = FPK_ABSORBING;
    check_refused(fpk_survival_solve(&p, &s), FPK_USAGE, "at what times");
    p.n_time = 1;
    p.time = &early;
    check_refused(fpk_survival_solve(&p, &s), FPK_USAGE, "after the start's");
    p.time = &late;
    p.b = INFINITY;
    check_refused(fpk_survival_solve(&p, &s), FPK_USAGE, "it is not said where it stands");
    p.b = -0.5;
    check_refused(fpk_survival_solve(&p, &s), FPK_USAGE, "mass lies outside the domain");
    fpk_start_clear(&start);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_brownian),   cmocka_unit_test(test_drift_diffusion),
        cmocka_unit_test(test_half_line),  cmocka_unit_test(test_moments),
        cmocka_unit_test(test_reflecting), cmocka_unit_test(test_time_dependent),
        cmocka_unit_test(test_mesh),       cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
