/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults planted in methods: each must fail its study; the same method without the fault passes. */
#include "../../src/convergence/problems_priv.h"

#include "../check.h"

enum { PARTICLES = 32 * 1024 };

static bool strong(const struct fpk_stepper *stepper, const struct fpk_problem *problem)
{
    struct fpk_order_study s;
    check_ok(fpk_order_strong(stepper, problem, PARTICLES, 1, 2, &s));
    return s.passed;
}

static bool weak(const struct fpk_stepper *stepper, const struct fpk_problem *problem)
{
    struct fpk_order_study s;
    check_ok(fpk_order_weak(stepper, problem, PARTICLES, 1, 2, &s));
    return s.passed;
}

static const struct fpk_stepper *find(const char *name)
{
    const struct fpk_stepper *stepper;
    check_ok(fpk_stepper_find(name, &stepper));
    return stepper;
}

/* A claim too high: Euler-Maruyama says 1 under multiplicative noise, weak 2 anywhere. */
static void test_claims(void **state)
{
    (void)state;
    struct fpk_stepper proud = fpk_euler_maruyama;
    check_true(strong(&proud, &fpk_problem_linear) && weak(&proud, &fpk_problem_cubic));
    for (int kind = 0; kind < FPK_NOISE_KINDS; kind++)
        proud.order[kind] = (struct fpk_order_claim){.strong = 1, .weak = 2};
    check_true(!strong(&proud, &fpk_problem_linear));
    check_true(!strong(&proud, &fpk_problem_pair));
    check_true(!weak(&proud, &fpk_problem_linear));
    check_true(!weak(&proud, &fpk_problem_cubic));
    check_true(!weak(&proud, &fpk_problem_ou));
}

/* Milstein in one dimension with the sign of its correction flipped: X' = X + f h + g dW
 * - g g'/2 (dW^2 - h). It is of strong order 1/2, as its mean is right. */
static void flipped(const struct fpk_step *s)
{
    double *f = s->work, *g = f + FPK_BLOCK, *g_x = g + FPK_BLOCK, *z = g_x + FPK_BLOCK;
    const struct fpk_model *m = s->model;
    m->drift(s->t, s->n, s->x, f, m->ctx);
    m->diffusion(s->t, s->n, s->x, g, m->ctx);
    m->diffusion_x(s->t, s->n, s->x, g_x, m->ctx);
    fpk_noise_normals(&s->noise, 0, s->n, z);
    for (size_t i = 0; i < s->n; i++)
        s->x[i] += f[i] * s->dt + g[i] * sqrt(s->dt) * z[i] -
                   g[i] * g_x[i] / 2 * s->dt * (z[i] * z[i] - 1);
}

/* Milstein that forgets the - h: a drift of g g'/2 too much, no order at all. */
static void forgetful(const struct fpk_step *s)
{
    double *f = s->work, *g = f + FPK_BLOCK, *g_x = g + FPK_BLOCK, *z = g_x + FPK_BLOCK;
    const struct fpk_model *m = s->model;
    m->drift(s->t, s->n, s->x, f, m->ctx);
    m->diffusion(s->t, s->n, s->x, g, m->ctx);
    m->diffusion_x(s->t, s->n, s->x, g_x, m->ctx);
    fpk_noise_normals(&s->noise, 0, s->n, z);
    for (size_t i = 0; i < s->n; i++)
        s->x[i] +=
            f[i] * s->dt + g[i] * sqrt(s->dt) * z[i] + g[i] * g_x[i] / 2 * s->dt * z[i] * z[i];
}

static size_t four_rows(const struct fpk_model *model)
{
    (void)model;
    return 4;
}

static void test_milstein(void **state)
{
    (void)state;
    struct fpk_stepper faulty = *find("milstein");
    check_true(strong(&faulty, &fpk_problem_cubic));
    faulty.work = four_rows;
    faulty.step = flipped;
    check_true(!strong(&faulty, &fpk_problem_linear));
    check_true(!strong(&faulty, &fpk_problem_cubic));
    faulty.step = forgetful;
    check_true(!strong(&faulty, &fpk_problem_wave));
    check_true(!weak(&faulty, &fpk_problem_linear));
    check_true(!weak(&faulty, &fpk_problem_sinh));
}

/* Heun reads g dW as Stratonovich does. Fed an Ito equation as it stands it solves another one. */
static void test_convention(void **state)
{
    (void)state;
    struct fpk_stepper faulty = *find("heun");
    check_true(strong(&faulty, &fpk_problem_cubic) && weak(&faulty, &fpk_problem_cubic));
    faulty.convention = FPK_ITO;
    check_true(!strong(&faulty, &fpk_problem_cubic));
    check_true(!weak(&faulty, &fpk_problem_cubic));
    check_true(!weak(&faulty, &fpk_problem_pair));
    /* and Euler-Maruyama told that it is Stratonovich's */
    faulty = fpk_euler_maruyama;
    faulty.convention = FPK_STRATONOVICH;
    check_true(!strong(&faulty, &fpk_problem_circle));
    check_true(!weak(&faulty, &fpk_problem_spiral));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_claims),
        cmocka_unit_test(test_milstein),
        cmocka_unit_test(test_convention),
    };
    return check_main(tests);
}
