/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/convergence/convergence_priv.h"
#include "../../src/convergence/problems_priv.h"

#include "../check.h"

static void zero(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)x;
    (void)ctx;
    memset(out, 0, n * sizeof *out);
}

static void three(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)x;
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = 3;
}

static enum fpk_status scaled_init(struct fpk_model *model)
{
    *model = (struct fpk_model){.name = "3 W",
                                .dim = 1,
                                .noise = 1,
                                .noise_kind = FPK_NOISE_ADDITIVE,
                                .drift = zero,
                                .diffusion = three};
    return FPK_OK;
}

static void scaled_path(size_t n, const double *w, const double *integral, double *x)
{
    (void)integral;
    for (size_t i = 0; i < n; i++)
        x[i] = 3 * w[i];
}

static void integral_path(size_t n, const double *w, const double *integral, double *x)
{
    (void)w;
    memcpy(x, integral, n * sizeof *x);
}

static struct fpk_problem scaled = {
    .name = "3 W", .t1 = 2, .coarsest = 4, .init = scaled_init, .path = scaled_path};

/* X = 3 W has no error: every size ends where the exact solution of its own path does. */
static void test_one_path(void **state)
{
    (void)state;
    struct fpk_paths paths = {.problem = &scaled, .particles = 2000, .seed = 5, .fine = 32};
    struct fpk_points exact, x;
    check_ok(fpk_paths_exact(&paths, &exact));
    for (uint64_t n_step = 4; n_step <= 32; n_step *= 2) {
        check_ok(fpk_paths_run(&paths, &fpk_euler_maruyama, n_step, &x));
        for (size_t i = 0; i < x.n; i++)
            check_close(x.x[i], exact.x[i], 1e-13);
        fpk_points_clear(&x);
    }
    fpk_points_clear(&exact);
}

/* The integral: variance t^3/3, covariance with W t^2/2 (false alarm 1e-6 a comparison: 4.9
 * standard errors of a product of normals, sqrt(2 v1 v2 / n) at most). */
static void test_integral(void **state)
{
    (void)state;
    enum { PARTICLES = 40000 };
    struct fpk_problem problem = scaled;
    struct fpk_paths paths = {.problem = &problem, .particles = PARTICLES, .seed = 5, .fine = 32};
    struct fpk_points w, integral;
    check_ok(fpk_paths_exact(&paths, &w));
    problem.path = integral_path;
    check_ok(fpk_paths_exact(&paths, &integral));
    double square = 0, product = 0;
    for (size_t i = 0; i < w.n; i++) {
        square += integral.x[i] * integral.x[i] / PARTICLES;
        product += integral.x[i] * w.x[i] / 3 / PARTICLES;
    }
    check_close(square, 8.0 / 3, 4.9 * (8.0 / 3) * sqrt(2.0 / PARTICLES));
    check_close(product, 2, 4.9 * sqrt(2 * (8.0 / 3) * 2 / PARTICLES));
    fpk_points_clear(&w);
    fpk_points_clear(&integral);
}

/* Without a path the fine run stands for it: of the best method, with all the steps. */
static void test_stand_in(void **state)
{
    (void)state;
    struct fpk_problem problem = fpk_problem_levy;
    problem.reference = "euler-maruyama";
    struct fpk_paths paths = {.problem = &problem, .particles = 1000, .seed = 5, .fine = 16};
    struct fpk_points exact, x;
    check_ok(fpk_paths_exact(&paths, &exact));
    check_ok(fpk_paths_run(&paths, &fpk_euler_maruyama, 16, &x));
    for (size_t i = 0; i < 2 * x.n; i++)
        check_same_bits(x.x[i], exact.x[i]);
    fpk_points_clear(&x);
    fpk_points_clear(&exact);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_path),
        cmocka_unit_test(test_integral),
        cmocka_unit_test(test_stand_in),
    };
    return check_main(tests);
}
