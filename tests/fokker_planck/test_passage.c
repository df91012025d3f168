/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/passage.h"

#include "fpk/fokker_planck/generator.h"
#include "fpk/fokker_planck/spectrum.h"

#include "models.h"

#include "../check.h"

static struct fpk_passage solved(const struct fpk_model *model, double from, double to, double a,
                                 double b)
{
    struct fpk_passage p;
    check_ok(fpk_passage_solve(
        &(struct fpk_passage_problem){
            .model = model, .from = from, .to = to, .a = a, .b = b, .tolerance = 1e-9},
        &p));
    check_true(p.converged);
    check_close(p.mean_error, 0, 2e-9 * p.mean);
    check_close(p.variance_error, 0, 2e-9 * p.variance);
    return p;
}

/* Quadrature by other hands, to the digits printed; and the mirror image. */
static void test_double_well(void **state)
{
    (void)state;
    const double known[][3] = {{0.5, 2.52170421493, 6.69775790711},
                               {0.25, 5.74343706804, 14.2777366365},
                               {0.1, 30.8213024727, 66.2686263649}};
    for (int i = 0; i < 3; i++) {
        double d = known[i][0];
        struct fpk_model well = well_model(&d);
        check_relative(solved(&well, -1, 0, 0, 0).mean, known[i][1], 2e-12);
        check_relative(solved(&well, -1, 1, 0, 0).mean, known[i][2], 2e-12);
        check_relative(solved(&well, 1, -1, 0, 0).mean, known[i][2], 2e-12);
        well.potential = NULL; /* by the drift alone */
        check_relative(solved(&well, -1, 0, 0, 0).mean, known[i][1], 2e-12);
    }
}

static void test_ou(void **state)
{
    (void)state;
    double d = 1;
    struct fpk_model ou = ou_model(&d);
    check_relative(solved(&ou, 0, 1, 0, 0).mean, 2.0934066496783, 1e-13);
    check_relative(solved(&ou, 0, 2, 0, 0).mean, 10.428409397996, 1e-13);
    /* Out of (-b, b) from the middle: by symmetry a wall at 0. */
    check_relative(solved(&ou, 0, 1, 0, 3).mean, .59574931851276, 1e-13);
    check_relative(solved(&ou, 0, 2, 0, 3).mean, 4.5016024162291, 1e-13);
    check_close(solved(&ou, 0, 2, 0, 3).wall, 0, 0);
}

/* Brownian motion out of (-1, 1), D = 1/2: mean 1, variance 2/3, from x: mean 1 - x^2. */
static void test_brownian(void **state)
{
    (void)state;
    double d = 0.5;
    struct fpk_model model = ou_model(&d);
    model.potential = zero;
    struct fpk_passage p = solved(&model, 0, 1, 0, 2);
    check_relative(p.mean, 1, 1e-14);
    check_relative(p.variance, 2.0 / 3, 1e-14);
    p = solved(&model, 0.5, 1, 0, 2);
    check_relative(p.mean, 0.75, 1e-14);
    p = solved(&model, -0.5, -1, -2, 0);
    check_relative(p.mean, 0.75, 1e-14);
}

/* The chain of the generator's rates, without a subtraction: from cell i to i + 1 it takes h_i with
 * variance v_i,
 *     h_i = (1 + down_i h_{i-1})/up_i,
 *     v_i = 1/(up_i r_i) + (down_i/up_i) v_{i-1} + (down_i/r_i)(h_{i-1} + h_i)^2,
 * where r_i = up_i + down_i.
 * Cells are centred on multiples of h, so on -1 and 0.5. */
static void chain(const struct fpk_model *model, size_t per_unit, double *mean, double *variance)
{
    double h = 1 / (double)per_unit;
    struct fpk_generator gen;
    struct fpk_grid grid;
    size_t n = 8 * per_unit + 1;
    check_ok(fpk_grid_init(&grid, -4 - h / 2, 4 + h / 2, n));
    check_ok(fpk_generator_init(&gen, grid));
    check_ok(fpk_generator_set(&gen, model, 0));
    double t = 0, v = 0;
    *mean = *variance = 0;
    for (size_t i = 0; i < 9 * per_unit / 2; i++) {
        double up = gen.up[i], down = gen.down[i], r = up + down;
        double next = (1 + down * t) / up;
        v = 1 / (up * r) + down / up * v + down / r * (t + next) * (t + next);
        t = next;
        if (i >= 3 * per_unit) {
            *mean += t;
            *variance += v;
        }
    }
    fpk_generator_clear(&gen);
}

/* Two ways: the chain, extrapolated in h^2 and h^4, and the integrals; its order is 2. */
static void test_against_chain(void **state)
{
    (void)state;
    for (double d = 0.08; d < 0.7; d *= 2) {
        struct fpk_model well = well_model(&d);
        double m[3], v[3];
        for (int k = 0; k < 3; k++)
            chain(&well, (size_t)64 << k, &m[k], &v[k]);
        struct fpk_passage p = solved(&well, -1, 0.5, 0, 0);
        check_between((m[0] - p.mean) / (m[1] - p.mean), 3.9, 4.1);
        check_between((v[0] - p.variance) / (v[1] - p.variance), 3.9, 4.1);
        double m01 = m[1] + (m[1] - m[0]) / 3, m12 = m[2] + (m[2] - m[1]) / 3;
        double v01 = v[1] + (v[1] - v[0]) / 3, v12 = v[2] + (v[2] - v[1]) / 3;
        check_relative(m12 + (m12 - m01) / 15, p.mean, 1e-8);
        check_relative(v12 + (v12 - v01) / 15, p.variance, 1e-8);
    }
}

/* Behind a high barrier the passage is exponential: variance = mean^2, and lambda_1 = 2/mean. */
static void test_high_barrier(void **state)
{
    (void)state;
    double d = 0.0036;
    struct fpk_model well = well_model(&d);
    struct fpk_passage p = solved(&well, -1, 1, 0, 0);
    struct fpk_spectrum s;
    check_ok(fpk_spectrum_solve(
        &(struct fpk_spectrum_problem){.model = &well, .n = 2, .tolerance = 1e-9}, &s));
    check_relative(p.mean * s.value[1], 2, 1e-12);
    check_relative(p.variance, p.mean * p.mean, 1e-12);
    fpk_spectrum_clear(&s);
}

TEST_FUNCTION(geometric_drift, -0.875 * x)
TEST_FUNCTION(geometric_g, 0.5 * x)

/* Geometric Brownian motion downhill: ln X has drift -1 and noise 1/2, so from 4 to 1 mean ln 4 and
 * variance ln 4/4; a wall at 1e9, 20 times further in ln X, changes it by 4e-69, and must not hide
 * what is near. */
static void test_far_given_wall(void **state)
{
    (void)state;
    struct fpk_model model = {.name = "geometric",
                              .dim = 1,
                              .noise = 1,
                              .noise_kind = FPK_NOISE_SCALAR,
                              .autonomous = true,
                              .drift = geometric_drift,
                              .diffusion = geometric_g};
    struct fpk_passage p = solved(&model, 4, 1, 0.1, 1e9);
    check_relative(p.mean, log(4), 1e-9);
    check_relative(p.variance, log(4) / 4, 1e-9);
}

TEST_FUNCTION(cubic_potential, x *x / 2 - x * x * x / 3)

/* A barrier on one side and an open slope on the other: the cubic potential, Kramers' time to its
 * own accuracy. From the slope back into the well nothing confines. */
static void test_escape(void **state)
{
    (void)state;
    double d = 0.01;
    struct fpk_model model = ou_model(&d);
    model.potential = cubic_potential;
    struct fpk_passage p = solved(&model, 0, 2, 0, 0);
    double kramers = 2 * acos(-1) * exp(1 / (6 * d));
    check_between(p.mean / kramers, 1, 1.1);
    check_refused(
        fpk_passage_solve(&(struct fpk_passage_problem){.model = &model, .from = 2, .to = 0}, &p),
        FPK_NUMERIC, "confine");
}

static void test_refusals(void **state)
{
    (void)state;
    double d = 1;
    struct fpk_model model = ou_model(&d);
    struct fpk_passage p;
    struct fpk_passage_problem problem = {.model = &model, .from = 1, .to = 1};
    check_refused(fpk_passage_solve(&problem, &p), FPK_USAGE, "two different");
    problem = (struct fpk_passage_problem){.model = &model, .to = 4, .a = -1, .b = 3};
    check_refused(fpk_passage_solve(&problem, &p), FPK_USAGE, "leaves the domain");
    problem.a = 5;
    check_refused(fpk_passage_solve(&problem, &p), FPK_USAGE, "is empty");
    model.potential = NULL;
    model.drift = zero;
    problem = (struct fpk_passage_problem){.model = &model, .to = 1};
    check_refused(fpk_passage_solve(&problem, &p), FPK_NUMERIC, "not confined");
    d = 1e-5; /* a barrier of 25000 D */
    model = well_model(&d);
    problem = (struct fpk_passage_problem){.model = &model, .from = -1, .to = 1};
    check_refused(fpk_passage_solve(&problem, &p), FPK_NUMERIC, "barrier is too high");
    model.autonomous = false;
    check_refused(fpk_passage_solve(&problem, &p), FPK_USAGE, "depend on time");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_double_well),  cmocka_unit_test(test_ou),
        cmocka_unit_test(test_brownian),     cmocka_unit_test(test_against_chain),
        cmocka_unit_test(test_high_barrier), cmocka_unit_test(test_far_given_wall),
        cmocka_unit_test(test_escape),       cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
