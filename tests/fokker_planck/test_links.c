/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/generator.h"

#include "models.h"

#include "../check.h"

static double bernoulli(double z)
{
    return z == 0 ? 1 : z / expm1(z);
}

/* dX = f dt + sqrt(2 D) dW with constants: B in closed form, over the half cells at walls too. */
TEST_FUNCTION(slope, 1.7)

static void test_constant_coefficients(void **state)
{
    (void)state;
    enum { N = 12 };
    double d = 0.2, h = 0.25, w = 1.7 * h / d;
    struct fpk_model model = ou_model(&d);
    struct fpk_generator gen;
    struct fpk_grid grid;
    model.potential = NULL;
    model.drift = slope;
    check_ok(fpk_grid_init(&grid, -1, 2, N));
    check_ok(fpk_generator_init(&gen, grid));
    gen.ends = (struct fpk_ends){FPK_ABSORBING, FPK_ABSORBING};
    check_ok(fpk_generator_set(&gen, &model, 0));
    for (size_t i = 0; i + 1 < N; i++) {
        check_relative(gen.up[i], d / (h * h) * bernoulli(-w), 1e-14);
        check_relative(gen.down[i + 1], d / (h * h) * bernoulli(w), 1e-14);
    }
    check_relative(gen.down[0], 2 * d / (h * h) * bernoulli(w / 2), 1e-14);
    check_relative(gen.up[N - 1], 2 * d / (h * h) * bernoulli(-w / 2), 1e-14);
    check_relative(gen.peclet, w, 1e-14);
    fpk_generator_clear(&gen);
}

/* Largest error of P(out to the right from cell i) between absorbing walls, f and D constant: the
 * flux is then exact on equal cells; on a mesh, with D/stretch^2 taken in the middle of each link,
 * the error falls as h^2. */
static double splits(const struct fpk_coordinate *mesh, size_t n)
{
    double d = 0.4;
    struct fpk_model model = ou_model(&d);
    struct fpk_generator gen;
    struct fpk_grid grid;
    model.potential = NULL;
    model.drift = slope;
    double a = fpk_coordinate_u(mesh, -1), b = fpk_coordinate_u(mesh, 1);
    check_ok(fpk_grid_init(&grid, a, b, n));
    check_ok(fpk_generator_init(&gen, grid));
    gen.coordinate = *mesh;
    gen.ends = (struct fpk_ends){FPK_ABSORBING, FPK_ABSORBING};
    check_ok(fpk_generator_set(&gen, &model, 0));
    /* q_i = P(out to the right from cell i): (1 - leak) climbs by subtraction-free products. */
    double *difference = NULL, *q = NULL;
    check_ok(fpk_allocate(&difference, n + 1));
    check_ok(fpk_allocate(&q, n + 1));
    difference[0] = 1;
    q[0] = 1;
    for (size_t i = 0; i < n; i++) { /* up (q_{i+1} - q_i) = down (q_i - q_{i-1}) */
        difference[i + 1] = difference[i] * (gen.down[i] / gen.up[i]);
        q[i + 1] = q[i] + difference[i + 1];
    }
    double worst = 0;
    for (size_t i = 0; i < n; i++) {
        double u = fpk_grid_centre(&grid, i), x;
        fpk_coordinate_x(mesh, 1, &u, &x, NULL);
        double want = (1 - exp(-1.7 / d * (x + 1))) / (1 - exp(-1.7 / d * 2));
        worst = fmax(worst, fabs(q[i] / q[n] - want));
    }
    fpk_release(&difference);
    fpk_release(&q);
    fpk_generator_clear(&gen);
    return worst;
}

static void test_walls_on_meshes(void **state)
{
    (void)state;
    const struct fpk_coordinate equal = {0}, graded = {FPK_COORDINATE_GRADED, 0.2, 0.3},
                                log = {FPK_COORDINATE_LOG, -2, 1};
    check_close(splits(&equal, 20), 0, 1e-14);
    /* 5.6e-5, 1.1e-5, 3.2e-6, 8.6e-7 on 80 ... 640 cells: the sign changes on the way. */
    check_between(splits(&graded, 80) / splits(&graded, 640), 50, 80);
    check_between(splits(&log, 160) / splits(&log, 320), 3.9, 4.1);
    check_close(splits(&log, 160), 0, 1e-3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_constant_coefficients),
        cmocka_unit_test(test_walls_on_meshes),
    };
    return check_main(tests);
}
