/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/sde/stepper.h"

#include "models.h"

#include "../check.h"

static void test_find(void **state)
{
    (void)state;
    const struct fpk_stepper *s = NULL;
    check_ok(fpk_stepper_find("exact", &s));
    check_true(s == &fpk_exact_stepper);
    check_refused(fpk_stepper_find("euler-marujama", &s), FPK_USAGE,
                  "did you mean euler-maruyama?");
    check_refused(fpk_stepper_find("zzz", &s), FPK_USAGE, "fpk show integrators");
    size_t n;
    const struct fpk_stepper *const *all = fpk_steppers(&n);
    for (size_t i = 0; i < n; i++) {
        check_ok(fpk_stepper_find(all[i]->name, &s));
        check_true(s == all[i] && s->sentence && s->citation && !s->transition == !s->close);
    }
}

static void test_step_count(void **state)
{
    (void)state;
    uint64_t n;
    check_ok(fpk_step_count(0, 1, 0.1, &n));
    check_equal(n, 10);
    check_ok(fpk_step_count(0, 0.3, 0.1, &n)); /* 0.3/0.1 = 2.9999999999999996 */
    check_equal(n, 3);
    check_ok(fpk_step_count(0, 1.1, 0.1, &n)); /* 1.1/0.1 = 11.000000000000002 */
    check_equal(n, 11);
    check_ok(fpk_step_count(0, 1, 0.3, &n));
    check_equal(n, 4);
    check_ok(fpk_step_count(0, 1, 5, &n));
    check_equal(n, 1);
    check_refused(fpk_step_count(1, 1, 0.1, &n), FPK_USAGE, "the end must come after");
    check_refused(fpk_step_count(0, 1, 0, &n), FPK_USAGE, "positive");
    check_refused(fpk_step_count(0, 1, NAN, &n), FPK_USAGE, "positive");
    check_refused(fpk_step_count(0, 1, 1e-13, &n), FPK_USAGE, "2^40");
    check_true(0.2 + (0.9 - 0.2) != 0.9); /* rounding would miss this end */
    check_same_bits(fpk_step_time(0.2, 0.9, 7, 7), 0.9);
    check_same_bits(fpk_step_time(0.1, 0.7, 7, 0), 0.1);
}

/* A step of particles is x' = m(x) + s(x) z with the transition's m and s: two ways through
 * different code, one rounding of difference per operation. */
static void check_step_is_transition(const struct fpk_stepper *stepper,
                                     const struct fpk_model *model)
{
    enum { N = 300 };
    double x[N], start[N], z[N], m[N], s[N];
    double *work = NULL;
    check_ok(fpk_allocate(&work, stepper->work(model) * FPK_BLOCK));
    for (int i = 0; i < N; i++)
        x[i] = start[i] = (i - 150) / 50.0;
    struct fpk_step step = {.model = model,
                            .t = 0.25,
                            .dt = 0.125,
                            .n = N,
                            .x = x,
                            .noise = {.seed = 1, .step = 2, .refine = 1},
                            .work = work};
    stepper->step(&step);
    fpk_noise_normals(&step.noise, 0, N, z);
    struct fpk_step_law store;
    struct fpk_transition transition;
    check_ok(fpk_sde_transition(stepper, model, 0.25, 0.125, &store, &transition));
    transition.eval(N, start, m, NULL, s, transition.ctx);
    for (int i = 0; i < N; i++)
        check_close(x[i], m[i] + s[i] * z[i], 1e-14);
    check_true(!transition.deterministic);
    fpk_release(&work);
}

static void multiplicative(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = (1 + t) * x[i];
}

static void multiplicative_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)x;
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = 1 + t;
}

static struct fpk_model multiplicative_model(void)
{
    struct fpk_model model = ou_model();
    model.name = "multiplicative";
    model.noise_kind = FPK_NOISE_SCALAR;
    model.autonomous = false;
    model.diffusion = multiplicative;
    model.diffusion_x = multiplicative_x;
    model.exact = NULL;
    return model;
}

static void test_step_is_transition(void **state)
{
    (void)state;
    struct fpk_model ou = ou_model();
    check_step_is_transition(&fpk_euler_maruyama, &ou);
    check_step_is_transition(&fpk_exact_stepper, &ou);
}

/* g < 0 turns the sign of the noise, not the law: s = |g| sqrt(dt). */
static void test_negative_diffusion(void **state)
{
    (void)state;
    struct fpk_model model = multiplicative_model();
    struct fpk_step_law store;
    struct fpk_transition tr;
    double x[2] = {-2, 3}, m[2], m_x[2], s[2];
    check_ok(fpk_sde_transition(&fpk_euler_maruyama, &model, 1, 0.25, &store, &tr));
    tr.eval(2, x, m, m_x, s, tr.ctx);
    check_close(s[0], 2, 1e-15);
    check_close(s[1], 3, 1e-15);
    check_close(m[0], -1.5, 1e-15);
    check_close(m_x[0], 0.75, 1e-15);
}

/* Stratonovich: f + g g'/2 = -x + (1+t)^2 x/2; Klimontovich: f + g g'. */
static void test_conventions(void **state)
{
    (void)state;
    struct fpk_model model = multiplicative_model();
    struct fpk_step_law store;
    struct fpk_transition tr;
    double x = 3, m, m_x, s;
    model.convention = FPK_STRATONOVICH;
    check_ok(fpk_sde_transition(&fpk_euler_maruyama, &model, 1, 0.25, &store, &tr));
    tr.eval(1, &x, &m, &m_x, &s, tr.ctx);
    check_close(m, 3 + 0.25 * (-3 + 0.5 * 4 * 3), 1e-14);
    check_close(m_x, 1 + 0.25 * (-1 + 0.5 * 4), 1e-9); /* central differences */
    model.convention = FPK_KLIMONTOVICH;
    check_ok(fpk_sde_transition(&fpk_euler_maruyama, &model, 1, 0.25, &store, &tr));
    tr.eval(1, &x, &m, NULL, &s, tr.ctx);
    check_close(m, 3 + 0.25 * (-3 + 4 * 3), 1e-14);
    model.diffusion_x = NULL;
    check_refused(fpk_sde_transition(&fpk_euler_maruyama, &model, 1, 0.25, &store, &tr), FPK_USAGE,
                  "write it in ito form");
}

static void test_slope_by_differences(void **state)
{
    (void)state;
    struct fpk_model model = exploding_model(); /* drift_x unknown: f' = 3 x^2 */
    struct fpk_step_law store;
    struct fpk_transition tr;
    double x[3] = {0, -1.5, 20}, m[3], m_x[3], s[3];
    check_ok(fpk_sde_transition(&fpk_euler_maruyama, &model, 0, 0.1, &store, &tr));
    tr.eval(3, x, m, m_x, s, tr.ctx);
    for (int i = 0; i < 3; i++)
        check_relative(m_x[i], 1 + 0.3 * x[i] * x[i], 1e-9);
}

static void zero(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)x;
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = 0;
}

static void test_deterministic_and_refusals(void **state)
{
    (void)state;
    struct fpk_model ode = ou_model();
    ode.diffusion = zero;
    struct fpk_step_law store;
    struct fpk_transition tr;
    check_ok(fpk_sde_transition(&fpk_euler_maruyama, &ode, 0, 0.1, &store, &tr));
    check_true(tr.deterministic);
    ode.noise = 0;
    ode.diffusion = NULL;
    check_ok(fpk_sde_transition(&fpk_euler_maruyama, &ode, 0, 0.1, &store, &tr));
    check_true(tr.deterministic);
    double x = 2, m, s = 9;
    tr.eval(1, &x, &m, NULL, &s, tr.ctx);
    check_close(m, 1.8, 1e-15);
    check_close(s, 0, 0);
    struct fpk_model linear = linear_model(), cubic = exploding_model();
    check_refused(fpk_sde_transition(&fpk_euler_maruyama, &linear, 0, 0.1, &store, &tr), FPK_USAGE,
                  "one dimension");
    check_refused(fpk_sde_transition(&fpk_exact_stepper, &cubic, 0, 0.1, &store, &tr), FPK_USAGE,
                  "or --model gbm or cir); that of x^3 is not");
    check_refused(fpk_sde_transition(&fpk_euler_maruyama, &cubic, 0, -1, &store, &tr), FPK_USAGE,
                  "not possible");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_step_count),
        cmocka_unit_test(test_step_is_transition),
        cmocka_unit_test(test_negative_diffusion),
        cmocka_unit_test(test_conventions),
        cmocka_unit_test(test_slope_by_differences),
        cmocka_unit_test(test_deterministic_and_refusals),
    };
    return check_main(tests);
}
