/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/modes.h"

#include "fpk/fokker_planck/solve.h"

#include "models.h"

#include "../check.h"

#define POINTS 7

static struct fpk_modes solved(struct fpk_spectrum_problem problem, size_t n_at, const double *at)
{
    struct fpk_modes m;
    check_ok(fpk_modes_solve(&problem, n_at, at, &m));
    check_true(m.converged);
    return m;
}

/* phi within its estimate, and sqrt(p_s) times that within the tolerance. */
static void check_mode(const struct fpk_modes *m, size_t k, size_t i, double want, double tolerance)
{
    size_t j = k * m->n_at + i;
    check_close(m->mode[j], want, m->mode_error[j]);
    check_close(m->mode_error[j] * sqrt(m->stationary_at[i]), 0, 2 * tolerance);
}

/* OU, D = s^2: He_k(x/s)/sqrt(k!), 6 standard deviations out. */
static void test_hermite(void **state)
{
    (void)state;
    for (double tolerance = 1e-4; tolerance > 1e-10; tolerance /= 1e3)
        for (double d = 0.01; d < 20; d *= 30) {
            struct fpk_model model = ou_model(&d);
            double s = sqrt(d), at[POINTS] = {0, 0.3 * s, -s, 2 * s, -3 * s, 4.5 * s, -6 * s};
            struct fpk_modes m = solved(
                (struct fpk_spectrum_problem){.model = &model, .n = 9, .tolerance = tolerance},
                POINTS, at);
            for (size_t i = 0; i < POINTS; i++) {
                double z = at[i] / s, h[9] = {1, z}, norm = 1;
                check_relative(m.stationary_at[i], gauss(at[i], 0, d), 1e-11);
                for (size_t k = 1; k < 8; k++)
                    h[k + 1] = z * h[k] - (double)k * h[k - 1];
                for (size_t k = 0; k < 9; k++) {
                    norm *= k ? (double)k : 1;
                    check_mode(&m, k, i, h[k] / sqrt(norm), tolerance / sqrt(s));
                }
            }
            fpk_modes_clear(&m);
        }
}

/* Between walls without drift: 1, sqrt(2) cos(k pi (b - x)/L) when both reflect, sines when both
 * absorb, quarter waves when one does; on equal cells and on a graded mesh. */
static void test_waves(void **state)
{
    (void)state;
    double d = 0.7, a = -1, b = 1.7, pi = acos(-1);
    struct fpk_model model = ou_model(&d);
    model.potential = zero;
    const struct fpk_ends ends[] = {{FPK_REFLECTING, FPK_NATURAL},
                                    {FPK_ABSORBING, FPK_ABSORBING},
                                    {FPK_REFLECTING, FPK_ABSORBING},
                                    {FPK_ABSORBING, FPK_REFLECTING}};
    double at[POINTS] = {-1, -0.9, -0.5, 0, 0.33, 1.2, 1.7}, tolerance = 1e-8;
    for (int mesh = 0; mesh < 2; mesh++)
        for (int e = 0; e < 4; e++) {
            struct fpk_spectrum_problem problem = {
                .model = &model, .a = a, .b = b, .ends = ends[e], .n = 5, .tolerance = tolerance};
            if (mesh)
                problem.coordinate = (struct fpk_coordinate){FPK_COORDINATE_GRADED, 0.3, 0.5};
            struct fpk_modes m = solved(problem, POINTS, at);
            for (size_t k = 0; k < 5; k++)
                for (size_t i = 0; i < POINTS; i++) {
                    double z = pi * (b - at[i]) / (b - a), root = sqrt(2);
                    double want = e == 0   ? (k ? root * cos((double)k * z) : 1)
                                  : e == 1 ? root * sin((double)(k + 1) * z)
                                  : e == 2 ? root * sin(((double)k + 0.5) * z)
                                           : root * cos(((double)k + 0.5) * z);
                    check_mode(&m, k, i, want, tolerance);
                }
            fpk_modes_clear(&m);
        }
}

/* The double well: parity to the bit's neighbourhood, orthonormal in the field, phi_1 = +-1 in the
 * wells at high barriers, and the sign at the right. */
static void test_double_well(void **state)
{
    (void)state;
    for (double d = 0.0036; d < 0.6; d *= 5) {
        struct fpk_model well = well_model(&d);
        double at[] = {-1.1, 1.1, -0.2, 0.2, 0};
        size_t n = d < 0.01 ? 3 : 4; /* at small D mode 3 has a partner that differs by rounding */
        struct fpk_modes m =
            solved((struct fpk_spectrum_problem){.model = &well, .n = n, .tolerance = 1e-8}, 5, at);
        for (size_t k = 0; k < n; k++) {
            double parity = k % 2 ? -1 : 1, h = fpk_grid_width(&m.grid);
            for (size_t i = 0; i < 4; i += 2)
                check_close(m.mode[k * 5 + i], parity * m.mode[k * 5 + i + 1],
                            m.mode_error[k * 5 + i] + m.mode_error[k * 5 + i + 1]);
            check_true(m.field[k * 512 + 511] > 0);
            for (size_t j = 0; j <= k; j++) {
                double sum = 0;
                for (size_t i = 0; i < 512; i++)
                    sum += h * m.stationary[i] * m.field[k * 512 + i] * m.field[j * 512 + i];
                check_close(sum, j == k, 1e-8); /* midpoint rule: exact but for the tails */
            }
        }
        if (d < 0.01) {
            check_close(m.mode[1 * 5 + 0], -1, 1e-8);
            check_close(m.mode[1 * 5 + 1], 1, 1e-8);
        }
        fpk_modes_clear(&m);
    }
}

/* Resummed, p_s(x) sum_k e^{-lambda_k t} phi_k(x) phi_k(x_0) is the density that the time steps
 * find, between walls that reflect and where one absorbs. */
static void test_resummed(void **state)
{
    (void)state;
    double d = 0.25, t = 0.5, at[] = {-0.4, -1.2, -0.9, 0, 0.6, 1.3};
    struct fpk_model well = well_model(&d);
    for (int absorb = 0; absorb < 2; absorb++) {
        struct fpk_ends ends = {FPK_REFLECTING, absorb ? FPK_ABSORBING : FPK_REFLECTING};
        struct fpk_modes m = solved(
            (struct fpk_spectrum_problem){
                .model = &well, .a = -2, .b = 1.5, .ends = ends, .n = 20, .tolerance = 1e-9},
            6, at);
        struct fpk_start start;
        check_ok(fpk_start_parse(&start, "delta:-0.4"));
        struct fpk_fokker_planck_result r;
        check_ok(fpk_fokker_planck_solve(&(struct fpk_fokker_planck_problem){.model = &well,
                                                                             .start = &start,
                                                                             .t1 = t,
                                                                             .a = -2,
                                                                             .b = 1.5,
                                                                             .ends = ends,
                                                                             .tolerance = 1e-8,
                                                                             .n_at = 5,
                                                                             .at = at + 1},
                                         &r));
        for (size_t i = 1; i < 6; i++) {
            double sum = 0, error = 0;
            for (size_t k = 0; k < 20; k++) {
                double weight = m.stationary_at[i] * fpk_exp(-m.spectrum.value[k] * t);
                sum += weight * m.mode[k * 6 + i] * m.mode[k * 6];
                error += weight * (fabs(m.mode_error[k * 6 + i] * m.mode[k * 6]) +
                                   fabs(m.mode[k * 6 + i] * m.mode_error[k * 6]));
            }
            check_close(sum, r.density[i - 1], r.density_error[i - 1] + error + 1e-12);
            check_close(sum, r.density[i - 1], 1e-7);
        }
        fpk_fokker_planck_result_clear(&r);
        fpk_start_clear(&start);
        fpk_modes_clear(&m);
    }
}

/* Three cells with rates far apart, by hand: with up 1e-20 to the last cell the slow mode is alone
 * there, and its small entries are -pi_2, to all digits. */
static void test_small_entries(void **state)
{
    (void)state;
    double d = 1, value[3], mode[9], mass[3], work[6];
    struct fpk_model model = ou_model(&d);
    struct fpk_generator gen;
    struct fpk_grid grid;
    check_ok(fpk_grid_init(&grid, -1, 1, 3));
    check_ok(fpk_generator_init(&gen, grid));
    check_ok(fpk_generator_set(&gen, &model, 0));
    gen.up[0] = gen.down[1] = 1;
    gen.up[1] = 1e-20;
    gen.down[2] = 1e-10;
    check_ok(fpk_generator_eigenvalues(&gen, 3, value));
    check_ok(fpk_generator_modes(&gen, 3, value, mode, mass, work));
    check_relative(value[1], 1e-10, 1e-9);
    /* sum_i pi_i phi_i = 0: the third entry balances the other two, pi = (1, 1, 1e-10)/(2 + ..) */
    check_relative(mode[3] * mass[0] + mode[4] * mass[1], -mode[5] * mass[2], 1e-13);
    check_relative(mode[5], sqrt(2e10), 1e-9);
    for (int j = 0; j < 3; j++)
        for (int k = 0; k < 3; k++) {
            double sum = 0;
            for (int i = 0; i < 3; i++)
                sum += mass[i] * mode[3 * j + i] * mode[3 * k + i];
            check_close(sum, j == k, 1e-14);
        }
    value[2] = value[1];
    check_refused(fpk_generator_modes(&gen, 3, value, mode, mass, work), FPK_NUMERIC, "coincide");
    fpk_generator_clear(&gen);
}

/* That partner makes mode 3 a mixture that no grid settles: it is said. */
static void test_twins(void **state)
{
    (void)state;
    double d = 0.0036;
    struct fpk_model well = well_model(&d);
    struct fpk_modes m;
    struct fpk_spectrum_problem problem = {.model = &well, .n = 4, .max_cells = 2048};
    check_ok(fpk_modes_solve(&problem, 0, NULL, &m));
    check_true(!m.converged);
    check_true(m.field_error[3] > 0.01 && m.field_error[2] < 1e-6);
    fpk_modes_clear(&m);
}

static void test_refusals(void **state)
{
    (void)state;
    double d = 1, x = 30;
    struct fpk_model model = ou_model(&d);
    struct fpk_modes m;
    struct fpk_spectrum_problem problem = {.model = &model, .n = 3};
    check_refused(fpk_modes_solve(&problem, 1, &x, &m), FPK_USAGE, "asked for at 30");
    problem.ends.left = problem.ends.right = FPK_PERIODIC;
    check_refused(fpk_modes_solve(&problem, 0, NULL, &m), FPK_USAGE, "on a ring");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hermite),       cmocka_unit_test(test_waves),
        cmocka_unit_test(test_double_well),   cmocka_unit_test(test_resummed),
        cmocka_unit_test(test_small_entries), cmocka_unit_test(test_twins),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
