/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests currents.c: fluxes, relative entropy and entropy production, of the scheme and of solve.h.
 */
#include "../../src/fokker_planck/currents_priv.h"

#include "models.h"

#include "../check.h"

#define N 160

/* For the rates themselves dH/dt = sum (A p)_i ln(p_i/s_i) h = -sigma, to rounding, for any p. */
static void test_h_theorem(void **state)
{
    (void)state;
    double d = 0.25, p[N], ap[N];
    struct fpk_model well = well_model(&d);
    struct fpk_generator gen;
    struct fpk_field still;
    struct fpk_grid grid;
    struct fpk_mesh mesh = {.coordinate = {FPK_COORDINATE_GRADED, 0.2, 0.7}};
    check_ok(fpk_grid_init(&grid, -2, 1.8, N));
    check_ok(fpk_generator_init(&gen, grid));
    check_ok(fpk_field_init(&still, grid));
    gen.coordinate = mesh.coordinate;
    check_ok(fpk_generator_set(&gen, &well, 0));
    check_ok(fpk_generator_stationary(&gen, &still));
    for (int k = 1; k < 8; k++) {
        double entropy, production, slope = 0, h = fpk_grid_width(&grid);
        for (size_t i = 0; i < N; i++)
            p[i] = 1.5 + sin(k * (double)i) + 0.3 * sin(0.1 * k * (double)i);
        struct fpk_field field = {.grid = grid, .value = p};
        struct fpk_state now = {.field = &field, .mesh = &mesh, .generator = &gen};
        check_ok(fpk_currents_entropies(&now, &entropy, &production));
        fpk_generator_apply(&gen, p, ap);
        for (size_t i = 0; i < N; i++)
            slope += h * ap[i] * log(p[i] / still.value[i]);
        check_relative(-slope, production, 1e-12);
        check_true(production > 0);
        fpk_generator_apply(&gen, still.value, ap);
        field.value = still.value;
        check_ok(fpk_currents_entropies(&now, &entropy, &production));
        check_close(entropy, 0, 1e-15);
        check_between(production, 0, 1e-20);
    }
    fpk_field_clear(&still);
    fpk_generator_clear(&gen);
}

/* OU, D = 1, stays N(m, v): H = (v + m^2 - 1 - ln v)/2, sigma = m^2 + (v - 1)^2/v,
 * J = (-x + (x - m)/v) p; every number within its own estimate. */
static void test_ou(void **state)
{
    (void)state;
    double d = 1;
    struct fpk_model ou = ou_model(&d);
    struct fpk_start start;
    struct fpk_fokker_planck_result r;
    const double time[] = {0.1, 0.4, 1, 3};
    check_ok(fpk_start_parse(&start, "normal:2:0.3"));
    for (enum fpk_time_method method = FPK_TIME_MARCH; method <= FPK_TIME_CONTOUR; method++) {
        check_ok(fpk_fokker_planck_solve(&(struct fpk_fokker_planck_problem){.model = &ou,
                                                                             .start = &start,
                                                                             .t1 = 3,
                                                                             .method = method,
                                                                             .currents = true,
                                                                             .time = time,
                                                                             .n_time = 4},
                                         &r));
        check_true(r.converged && r.method == method);
        for (size_t s = 0; s < 4; s++) {
            const struct fpk_fokker_planck_moments *got = &r.moments[s];
            double m = 2 * exp(-time[s]), v = 0.09 * exp(-2 * time[s]) + 1 - exp(-2 * time[s]);
            double h = (v + m * m - 1 - log(v)) / 2, sigma = m * m + (v - 1) * (v - 1) / v;
            check_close(got->relative_entropy, h, got->relative_entropy_error);
            check_close(got->entropy_production, sigma, got->entropy_production_error);
            check_true(got->relative_entropy_error <= 1e-6 * fmax(1, h));
            check_true(got->entropy_production_error <= 1e-6 * fmax(1, sigma));
            for (size_t j = 0; j <= 512; j += 16) {
                double x = fpk_grid_face(&r.field[s].grid, j);
                check_close(r.flux[s][j], (-x + (x - m) / v) * gauss(x, m, v), 2e-6);
            }
        }
        check_close(r.end.relative_entropy, r.moments[3].relative_entropy, 0);
        fpk_fokker_planck_result_clear(&r);
    }
    fpk_start_clear(&start);
}

/* Nobody asked: NaN and no arrays. An absorbing end: no entropies, but a flux. */
static void test_none(void **state)
{
    (void)state;
    double d = 1;
    struct fpk_model ou = ou_model(&d);
    struct fpk_start start;
    struct fpk_fokker_planck_result r;
    struct fpk_fokker_planck_problem p = {.model = &ou, .start = &start, .t1 = 0.5};
    check_ok(fpk_start_parse(&start, "delta:0.5"));
    check_ok(fpk_fokker_planck_solve(&p, &r));
    check_true(!r.flux && isnan(r.end.relative_entropy) && isnan(r.end.entropy_production));
    fpk_fokker_planck_result_clear(&r);
    p.a = -1;
    p.b = 1;
    p.ends.right = FPK_ABSORBING;
    p.currents = true;
    check_ok(fpk_fokker_planck_solve(&p, &r));
    check_true(r.converged);
    check_true(isnan(r.end.relative_entropy) && isnan(r.end.entropy_production));
    check_close(r.flux[0][0], 0, 0);
    check_true(r.flux[0][512] > 0.1);
    fpk_fokker_planck_result_clear(&r);
    fpk_start_clear(&start);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_h_theorem),
        cmocka_unit_test(test_ou),
        cmocka_unit_test(test_none),
    };
    return check_main(tests);
}
