/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests solve.c where the domain is more than two reflecting walls: rings, absorbing ends, one end
 * given, meshes; and the two ways through time against each other. */
#include "fpk/fokker_planck/solve.h"

#include "models.h"

#include "../check.h"

#define PI FPK_PI

static void solve(const struct fpk_model *model, const char *start,
                  struct fpk_fokker_planck_problem p, struct fpk_fokker_planck_result *r)
{
    struct fpk_start from;
    check_ok(fpk_start_parse(&from, start));
    p.model = model;
    p.start = &from;
    check_ok(fpk_fokker_planck_solve(&p, r));
    fpk_start_clear(&from);
    check_true(r->converged);
}

TEST_FUNCTION(still, 0 * x)
TEST_FUNCTION(drifts, 0.8)
TEST_FUNCTION(tilted, fpk_sin(x) + 0.5)

static struct fpk_model with_drift(const double *d, fpk_block_fn *drift)
{
    struct fpk_model model = ou_model(d);
    model.drift = drift;
    model.potential = NULL;
    return model;
}

#define RING                                                                                       \
    {                                                                                              \
        FPK_PERIODIC, FPK_PERIODIC                                                                 \
    }

/* Brownian motion with a drift around a ring: the wrapped normal, whatever the start lies on. */
static void test_ring(void **state)
{
    (void)state;
    const char *const start[] = {"normal:2:0.3", "normal:-0.1:0.2", "delta:6.2", "uniform:5.5:7.5"};
    const double mean[] = {2, -0.1, 6.2, 6.5}, variance[] = {0.09, 0.04, 0, 0};
    double d = 0.5, at[] = {0, 0.1, 3, 4.5, 6.28}, t = 0.7;
    struct fpk_model model = with_drift(&d, drifts);
    for (int k = 0; k < 4; k++) {
        struct fpk_fokker_planck_result r;
        solve(&model, start[k],
              (struct fpk_fokker_planck_problem){
                  .t1 = t, .b = 2 * PI, .ends = RING, .at = at, .n_at = 5},
              &r);
        for (int i = 0; i < 5; i++) {
            double want = 0, std = sqrt(2 * d * t);
            for (int j = -4; j <= 4; j++) {
                double x = at[i] + 2 * PI * j - mean[k] - 0.8 * t;
                want += k < 3 ? gauss(x, 0, variance[k] + 2 * d * t)
                              : (fpk_normal_cdf((x + 1) / std) - fpk_normal_cdf((x - 1) / std)) / 2;
            }
            check_close(r.density[i], want, fmin(1e-6, r.density_error[i]));
        }
        check_equal(r.method, FPK_TIME_MARCH);
        check_close(r.end.mass, 1, 1e-12);
        check_between(r.order, 1.9, 2.1);
        check_true(r.min_p >= -1e-9);
        check_text(r.warning, "");
        fpk_fokker_planck_result_clear(&r);
    }
}

/* The tilted cosine comes to its current: v = .175593406037, sigma = F v/D, H = 0. */
static void test_tilted(void **state)
{
    (void)state;
    double d = 0.5, v = 0.175593406037;
    struct fpk_model model = with_drift(&d, tilted);
    struct fpk_fokker_planck_result r;
    solve(&model, "delta:1",
          (struct fpk_fokker_planck_problem){
              .t1 = 40, .b = 2 * PI, .ends = RING, .currents = true, .tolerance = 1e-8},
          &r);
    for (size_t j = 0; j <= 512; j++)
        check_close(r.flux[0][j] * 2 * PI, v, 1e-8);
    check_close(r.end.entropy_production, 0.5 * v / d, 1e-12 + r.end.entropy_production_error);
    check_close(r.end.relative_entropy, 0, 1e-13 + r.end.relative_entropy_error);
    fpk_fokker_planck_result_clear(&r);
}

/* Brownian motion in (-1, 1), both ends absorbing: p = sum cos((2k+1) pi x/2) e^{-rate t}, the mean
 * and variance of what is left; both ways through time. */
static void test_absorbing(void **state)
{
    (void)state;
    double d = 0.5, at[] = {-1, -0.9, 0, 0.4, 1}, t = 0.6;
    struct fpk_model model = with_drift(&d, still);
    for (enum fpk_time_method method = FPK_TIME_MARCH; method <= FPK_TIME_CONTOUR; method++) {
        struct fpk_fokker_planck_result r;
        solve(&model, "delta:0",
              (struct fpk_fokker_planck_problem){.t1 = t,
                                                 .a = -1,
                                                 .b = 1,
                                                 .ends = {FPK_ABSORBING, FPK_ABSORBING},
                                                 .method = method,
                                                 .at = at,
                                                 .n_at = 5},
              &r);
        double mass = 0, square = 0;
        for (int k = 20; k >= 0; k--) {
            double c = (2 * k + 1) * PI / 2, decay = exp(-d * c * c * t), sign = k % 2 ? -1 : 1;
            mass += decay * 2 * sign / c;
            square += decay * 2 * sign * (1 / c - 2 / (c * c * c));
        }
        for (int i = 0; i < 5; i++) {
            double want = 0;
            for (int k = 20; k >= 0; k--) {
                double c = (2 * k + 1) * PI / 2;
                want += exp(-d * c * c * t) * cos(c * at[i]);
            }
            check_close(r.density[i], want, fmin(1e-6, r.density_error[i]));
        }
        check_close(r.end.mass, mass, r.end.mass_error);
        check_true(r.end.mass_error <= 1e-6);
        check_close(r.end.mean, 0, r.end.mean_error);
        check_close(r.end.variance, square / mass, r.end.variance_error);
        check_between(r.order, 1.9, 2.1);
        check_equal(r.method, method);
        check_text(r.warning, "");
        fpk_fokker_planck_result_clear(&r);
    }
}

/* A wall at 0, the other end chosen: the folded normal. A wall that is said to be natural and is
 * not is told of. */
static void test_one_end(void **state)
{
    (void)state;
    double d = 0.5, at[] = {0, 0.5, 2}, t = 2;
    struct fpk_model model = with_drift(&d, still);
    struct fpk_fokker_planck_result r;
    struct fpk_fokker_planck_problem p = {.t1 = t, .b = INFINITY, .at = at, .n_at = 3};
    solve(&model, "normal:1:0.1", p, &r);
    for (int i = 0; i < 3; i++)
        check_close(r.density[i], gauss(at[i], 1, t + 0.01) + gauss(at[i], -1, t + 0.01),
                    fmin(1e-6, r.density_error[i]));
    check_equal(r.ends.left, FPK_REFLECTING);
    check_equal(r.ends.right, FPK_NATURAL);
    check_true(r.outside > 0.1 && strstr(r.warning, "is felt") != NULL);
    fpk_fokker_planck_result_clear(&r);
    p.a = -INFINITY;
    p.b = 1.5;
    p.ends.right = FPK_ABSORBING;
    solve(&model, "normal:1:0.05", p, &r);
    for (int i = 0; i < 2; i++)
        check_close(r.density[i], gauss(at[i], 1, t + 0.0025) - gauss(at[i], 2, t + 0.0025),
                    fmin(1e-6, r.density_error[i]));
    check_close(r.density[2], 0, 0);
    check_text(r.warning, "");
    fpk_fokker_planck_result_clear(&r);
}

TEST_FUNCTION(grows, 0.1 * x)
TEST_FUNCTION(in_proportion, 0.4 * x)
TEST_FUNCTION(cir_drift, 2 * (1 - x))
TEST_FUNCTION(cir_diffusion, 0.5 * sqrt(fabs(x)))

/* On logarithmic cells: geometric Brownian motion, whose logarithm is normal, without a domain;
 * and CIR, whose moments are known. */
static void test_log_mesh(void **state)
{
    (void)state;
    double d = 1, at[] = {0.2, 0.7, 1, 2, 5}, t = 1.5, s = 0.4 * sqrt(1.5);
    struct fpk_model model = with_drift(&d, grows);
    struct fpk_fokker_planck_result r;
    struct fpk_fokker_planck_problem p = {
        .t1 = t, .at = at, .n_at = 5, .coordinate = {FPK_COORDINATE_LOG, 0, 1}};
    model.diffusion = in_proportion;
    model.noise_kind = FPK_NOISE_SCALAR;
    solve(&model, "delta:0.8", p, &r);
    for (int i = 0; i < 5; i++) {
        double y = (log(at[i] / 0.8) - (0.1 - 0.08) * t) / s;
        check_close(r.density[i], exp(-y * y / 2) / (at[i] * s * sqrt(2 * PI)),
                    fmin(1e-6, r.density_error[i]));
    }
    double mean = 0.8 * exp(0.1 * t);
    check_close(r.end.mean, mean, r.end.mean_error);
    check_close(r.end.variance, mean * mean * expm1(0.16 * t), r.end.variance_error);
    check_between(r.order, 1.9, 2.1);
    check_text(r.warning, "");
    fpk_fokker_planck_result_clear(&r);

    model.drift = cir_drift;
    model.diffusion = cir_diffusion;
    p.t1 = 1;
    p.n_at = 0;
    solve(&model, "delta:0.5", p, &r);
    check_close(r.end.mean, 0.9323323584, 1e-10 + r.end.mean_error);
    check_close(r.end.variance, 0.0540415448, 1e-10 + r.end.variance_error);
    fpk_fokker_planck_result_clear(&r);
    p.coordinate.kind = FPK_COORDINATE_LINEAR;
    p.b = INFINITY;
    p.ends.left = FPK_NATURAL;
    solve(&model, "delta:0.5", p, &r);
    check_close(r.end.mean, 0.9323323584, 1e-10 + r.end.mean_error);
    check_close(r.end.variance, 0.0540415448, 1e-10 + r.end.variance_error);
    check_text(r.warning, "");
    fpk_fokker_planck_result_clear(&r);
}

/* Cells that are finest at 0.5 and wide far out: OU, the same numbers. */
static void test_graded_mesh(void **state)
{
    (void)state;
    double d = 1, at[] = {-2, 0, 0.5, 1.3}, t = 0.8, mean = exp(-0.8), variance = 1 - exp(-1.6);
    struct fpk_model ou = ou_model(&d);
    for (int k = 0; k < 2; k++) {
        struct fpk_fokker_planck_result r;
        ou.potential = k ? NULL : ou_potential;
        solve(&ou, "delta:1",
              (struct fpk_fokker_planck_problem){.t1 = t,
                                                 .at = at,
                                                 .n_at = 4,
                                                 .tolerance = 1e-8,
                                                 .coordinate = {FPK_COORDINATE_GRADED, 0.5, 1}},
              &r);
        for (int i = 0; i < 4; i++)
            check_close(r.density[i], gauss(at[i], mean, variance), fmin(1e-8, r.density_error[i]));
        check_close(r.end.mean, mean, r.end.mean_error);
        check_close(r.end.variance, variance, r.end.variance_error);
        double tv = 0, h = fpk_grid_width(&r.field[0].grid);
        for (size_t j = 0; j < 512; j++) {
            double l = fpk_grid_face(&r.field[0].grid, j), std = sqrt(variance);
            double want = fpk_normal_cdf((l + h - mean) / std) - fpk_normal_cdf((l - mean) / std);
            tv += 0.5 * fabs(r.field[0].value[j] * h - want);
        }
        check_close(tv, 0, r.end.tv_error);
        fpk_fokker_planck_result_clear(&r);
    }
}

/* What the contour cannot do well (a start 20 standard deviations out) is marched. */
static void test_far_start(void **state)
{
    (void)state;
    double d = 1, at = 20 * exp(-2);
    struct fpk_model ou = ou_model(&d);
    struct fpk_fokker_planck_result r;
    struct fpk_fokker_planck_problem p = {.t1 = 2, .at = &at, .n_at = 1, .tolerance = 1e-9};
    solve(&ou, "delta:20", p, &r);
    check_close(r.density[0], 1 / sqrt(2 * PI * (1 - exp(-4))), r.density_error[0]);
    check_equal(r.method, FPK_TIME_MARCH);
    fpk_fokker_planck_result_clear(&r);
    solve(&ou, "delta:2", p, &r);
    check_equal(r.method, FPK_TIME_CONTOUR);
    fpk_fokker_planck_result_clear(&r);
}

static void test_refusals(void **state)
{
    (void)state;
    double d = 0.5;
    struct fpk_model model = with_drift(&d, drifts);
    struct fpk_start start;
    struct fpk_fokker_planck_result r;
    struct fpk_fokker_planck_problem p = {.model = &model, .start = &start, .t1 = 1};
    check_ok(fpk_start_parse(&start, "normal:0.3:0.1"));
    p.ends = (struct fpk_ends)RING;
    check_refused(fpk_fokker_planck_solve(&p, &r), FPK_USAGE, "a ring needs its two ends");
    p.ends.right = FPK_REFLECTING;
    check_refused(fpk_fokker_planck_solve(&p, &r), FPK_USAGE, "a ring has two periodic ends");
    p.ends.left = FPK_ABSORBING;
    check_refused(fpk_fokker_planck_solve(&p, &r), FPK_USAGE, "it is not said where it stands");
    p.ends = (struct fpk_ends)RING;
    p.a = -1;
    p.b = 1;
    p.method = FPK_TIME_CONTOUR;
    check_refused(fpk_fokker_planck_solve(&p, &r), FPK_USAGE, "this is a ring");
    p.method = FPK_TIME_AUTO;
    model.drift = tilted;
    check_refused(fpk_fokker_planck_solve(&p, &r), FPK_USAGE, "must be a period");
    p.ends = (struct fpk_ends){0};
    p.a = p.b = 0;
    p.coordinate = (struct fpk_coordinate){FPK_COORDINATE_LOG, 0.2, 1};
    check_refused(fpk_fokker_planck_solve(&p, &r), FPK_USAGE, "another origin");
    p.coordinate.kind = FPK_COORDINATE_LINEAR;
    model.autonomous = false;
    p.method = FPK_TIME_CONTOUR;
    check_refused(fpk_fokker_planck_solve(&p, &r), FPK_USAGE, "do not depend on t");
    model.diffusion = still;
    p.method = FPK_TIME_AUTO;
    p.ends.right = FPK_ABSORBING;
    p.a = -1;
    p.b = 1;
    check_refused(fpk_fokker_planck_solve(&p, &r), FPK_USAGE, "know of no ends");
    fpk_start_clear(&start);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ring),      cmocka_unit_test(test_tilted),
        cmocka_unit_test(test_absorbing), cmocka_unit_test(test_one_end),
        cmocka_unit_test(test_log_mesh),  cmocka_unit_test(test_graded_mesh),
        cmocka_unit_test(test_far_start), cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
