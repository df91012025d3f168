/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps on equal nodes: closed forms, and the same numbers as by panels, which a step takes whose
 * noise differs by one bit somewhere. */
#include "../../src/law/law_priv.h"
#include "target.h"

#include "fpk/numeric/elementary.h"

#include <float.h>

/* m(x) = k x + bend tanh(x/a) */
struct scheme {
    double k, bend, a, s;
    bool uneven;
};

static void eval(size_t n, const double *x, double *m, double *m_x, double *s, const void *ctx)
{
    const struct scheme *c = ctx;
    for (size_t i = 0; i < n; i++) {
        double t = fpk_tanh(x[i] / c->a);
        m[i] = c->k * x[i] + c->bend * t;
        m_x[i] = c->k + c->bend / c->a * (1 - t * t);
        s[i] = c->uneven && x[i] > .1 ? c->s * (1 + DBL_EPSILON) : c->s;
    }
}

static struct fpk_state begun(const char *text)
{
    struct fpk_start start;
    struct fpk_state state = {.spacing = 6, .tolerance = 1e-10, .outside = 1e-30, .threads = 1};
    check_ok(fpk_start_parse(&start, text));
    check_ok(fpk_state_begin(&state, &start));
    fpk_start_clear(&start);
    return state;
}

static bool taken(struct fpk_state *state, const struct scheme *scheme)
{
    bool yes = false;
    struct fpk_transition transition = {eval, scheme, scheme->s == 0};
    check_ok(fpk_grid_step(state, &transition, &yes));
    return yes;
}

/* 300 steps keep a Gaussian what it is, with its tails. */
static void test_affine(void **unused)
{
    (void)unused;
    struct fpk_state state = begun("normal:1:2");
    struct scheme scheme = {.k = .97, .a = 1, .s = .1};
    double mean = 1, variance = 4;
    for (int i = 0; i < 300; i++) {
        check_true(taken(&state, &scheme));
        mean *= .97;
        variance = .97 * .97 * variance + .01;
    }
    for (double z = -9; z <= 9; z += .75) {
        double x = mean + z * sqrt(variance), pdf, cdf;
        check_ok(fpk_state_at(&state, 1, &x, &pdf, &cdf));
        check_relative(pdf, fpk_normal_pdf(z) / sqrt(variance), 1e-11);
        check_close(cdf, fpk_normal_cdf(z), 1e-13);
    }
    check_between(state.base.smooth, .29, .3001);
    fpk_state_clear(&state);
}

static void compare_with_panels(struct scheme scheme, int steps, double tolerance)
{
    struct fpk_state grid = begun("normal:0:1"), panels = begun("normal:0:1");
    struct scheme uneven = scheme;
    uneven.uneven = true;
    struct fpk_transition transition = {eval, &uneven, false};
    for (int i = 0; i < steps; i++) {
        check_true(taken(&grid, &scheme));
        check_true(!taken(&panels, &uneven));
        check_ok(fpk_state_step(&panels, &transition));
    }
    for (double x = -3; x <= 3; x += .4) {
        double pdf[2], cdf[2];
        check_ok(fpk_state_at(&grid, 1, &x, &pdf[0], &cdf[0]));
        check_ok(fpk_state_at(&panels, 1, &x, &pdf[1], &cdf[1]));
        check_close(pdf[0], pdf[1], tolerance);
        check_close(cdf[0], cdf[1], tolerance);
    }
    fpk_state_clear(&grid);
    fpk_state_clear(&panels);
}

static void test_as_panels(void **unused)
{
    (void)unused;
    compare_with_panels((struct scheme){.k = .9, .bend = .2, .a = .7, .s = .3}, 10, 1e-11);
    compare_with_panels((struct scheme){.k = .6, .bend = .6, .a = .5, .s = .5}, 4, 1e-11);
    compare_with_panels((struct scheme){.k = .9, .bend = -.2, .a = .8, .s = .4}, 3, 1e-11);
}

/* Panels are for the rest: no noise, a tear that would make all nodes close, too narrow a kernel,
 * bells of two widths. */
static void test_left_to_panels(void **unused)
{
    (void)unused;
    struct fpk_state state = begun("normal:0:1");
    check_true(!taken(&state, &(struct scheme){.k = 1, .a = 1}));
    check_true(!taken(&state, &(struct scheme){.k = .5, .bend = 1, .a = .003, .s = .3}));
    check_true(!taken(&state, &(struct scheme){.k = .5, .a = 1, .s = 1e-7}));
    check_equal(state.base.n, 1);
    struct scheme even = {.k = .5, .a = 1, .s = .3}, uneven = even;
    uneven.uneven = true;
    check_ok(fpk_state_step(&state, &(struct fpk_transition){eval, &uneven, false}));
    check_true(!taken(&state, &even));
    fpk_state_clear(&state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_affine),
        cmocka_unit_test(test_as_panels),
        cmocka_unit_test(test_left_to_panels),
    };
    return check_main(tests);
}
