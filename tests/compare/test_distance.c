/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances, and through them the interpolation between nodes (side.c). */
#include "../check.h"

#include "fpk/compare/distance.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/quadrature.h"

static struct fpk_mixture normal(double mean, double std)
{
    struct fpk_mixture m;
    double one = 1, variance = std * std;
    check_ok(fpk_mixture_init(&m, 1, 1, &one, &mean, &variance));
    return m;
}

/* A mixture on panels of 16 Gauss nodes, as a law comes. */
static struct fpk_density on_nodes(const struct fpk_mixture *m, double low, double high, size_t k)
{
    struct fpk_density d;
    check_ok(fpk_density_init(&d, 16 * k));
    double h = (high - low) / (double)k, node[16], weight[16];
    fpk_gauss_legendre(16, node, weight);
    for (size_t i = 0; i < k; i++)
        fpk_gauss_legendre_on(low + (double)i * h, low + (double)(i + 1) * h, 16, node, weight,
                              d.x + 16 * i, d.w + 16 * i);
    for (size_t i = 0; i < d.n; i++) {
        fpk_mixture_pdf(m, 1, d.x + i, d.pdf + i);
        fpk_mixture_cdf(m, 1, d.x + i, d.cdf + i);
        fpk_mixture_tail(m, 1, d.x + i, d.tail + i);
    }
    d.outside = d.cdf[0] + d.tail[d.n - 1];
    return d;
}

static void check_number(struct fpk_number got, double want, double tolerance)
{
    check_true(got.reason == NULL);
    check_close(got.value, want, tolerance);
    check_close(got.value, want, got.error);
    check_between(got.error, 0, tolerance);
}

/* Two normals: closed forms. tv by the crossings of the densities, where the difference of the
 * cdfs is largest and smallest; w1 for equal widths is the shift. */
static void test_normals_closed_form(void **state)
{
    (void)state;
    struct fpk_mixture p = normal(.3, .8), q = normal(-.4, 1.1);
    struct fpk_side a = {.mixture = &p}, b = {.mixture = &q};
    struct fpk_distances d;
    check_ok(fpk_distance(&a, &b, &d));
    double r = .8 / 1.1, shift = .7;
    double kl_pq = -fpk_log(r) + (.64 + shift * shift) / (2 * 1.21) - .5;
    double kl_qp = fpk_log(r) + (1.21 + shift * shift) / (2 * .64) - .5;
    check_number(d.kl_pq, kl_pq, 5e-12);
    check_number(d.kl_qp, kl_qp, 5e-12);
    check_number(d.w2, sqrt(shift * shift + .3 * .3), 1e-9);
    /* (x-.3)^2/.64 - (x+.4)^2/1.21 + 2 ln r = 0 */
    double A = 1 / .64 - 1 / 1.21, B = -2 * (.3 / .64 + .4 / 1.21);
    double C = .09 / .64 - .16 / 1.21 + 2 * fpk_log(r), root = sqrt(B * B - 4 * A * C);
    double tv = 0;
    for (int k = 0; k < 2; k++) {
        double x = (-B + (k ? root : -root)) / (2 * A);
        double sign = k ? 1 : -1;
        tv += sign * (fpk_normal_cdf((x - .3) / .8) - fpk_normal_cdf((x + .4) / 1.1));
    }
    check_number(d.tv, tv, 1e-12);
    fpk_mixture_clear(&q);
    q = normal(-.4, .8);
    check_ok(fpk_distance(&a, &b, &d));
    check_number(d.w1, .7, 1e-12);
    check_number(d.w2, .7, 1e-9);
    check_number(d.tv, 2 * fpk_normal_cdf(.7 / 1.6) - 1, 1e-12);
    fpk_mixture_clear(&p);
    fpk_mixture_clear(&q);
}

/* w1 of N(0, 1) and N(0, s^2): |1 - s| E|Z|. */
static void test_widths_closed_form(void **state)
{
    (void)state;
    struct fpk_mixture p = normal(0, 1), q = normal(0, 1.3);
    struct fpk_side a = {.mixture = &p}, b = {.mixture = &q};
    struct fpk_distances d;
    check_ok(fpk_distance(&a, &b, &d));
    check_number(d.w1, .3 * sqrt(2 / 3.14159265358979323846), 1e-12);
    check_number(d.w2, .3, 1e-9);
    fpk_mixture_clear(&p);
    fpk_mixture_clear(&q);
}

static void check_agree(struct fpk_number got, struct fpk_number want, double tolerance)
{
    check_close(got.value, want.value, got.error + want.error);
    check_between(got.error + want.error, 0, tolerance);
}

/* The same pair as mixtures, as mixture and nodes, as nodes and nodes: three routes, one answer. */
static void test_nodes_agree_with_mixtures(void **state)
{
    (void)state;
    struct fpk_mixture p, q;
    check_ok(
        fpk_mixture_init(&p, 1, 2, (double[]){.3, .7}, (double[]){-2, 1.5}, (double[]){.09, .25}));
    check_ok(fpk_mixture_init(&q, 1, 3, (double[]){.2, .1, .7}, (double[]){-2, -1, 1.6},
                              (double[]){.08, .3, .2}));
    struct fpk_density pn = on_nodes(&p, -6, 7, 90), qn = on_nodes(&q, -7, 6, 77);
    struct fpk_density coarse = on_nodes(&q, -7, 6, 60);
    struct fpk_side exact_p = {.mixture = &p}, exact_q = {.mixture = &q};
    struct fpk_side node_p = {.fine = &pn}, node_q = {.fine = &qn, .coarse = &coarse};
    struct fpk_distances want, got;
    check_ok(fpk_distance(&exact_p, &exact_q, &want));
    const struct fpk_side *pairs[3][2] = {
        {&exact_p, &node_q}, {&node_p, &exact_q}, {&node_p, &node_q}};
    for (int k = 0; k < 3; k++) {
        check_ok(fpk_distance(pairs[k][0], pairs[k][1], &got));
        check_agree(got.kl_pq, want.kl_pq, 1e-8);
        check_agree(got.kl_qp, want.kl_qp, 1e-8);
        check_agree(got.tv, want.tv, 1e-8);
        check_agree(got.w1, want.w1, 1e-8);
        check_agree(got.w2, want.w2, 1e-8);
    }
    fpk_density_clear(&pn);
    fpk_density_clear(&qn);
    fpk_density_clear(&coarse);
    fpk_mixture_clear(&p);
    fpk_mixture_clear(&q);
}

/* Between two modes log p turns within a seventh of a standard deviation of either: cells that suit
 * the components are too long there. Values: mpmath, 30 digits, quad over pieces of .75. */
static void test_turn_between_modes(void **state)
{
    (void)state;
    struct fpk_mixture p, q = normal(0, 9);
    check_ok(fpk_mixture_init(&p, 1, 2, (double[]){.5, .5}, (double[]){-9, 9}, (double[]){9, 9}));
    struct fpk_side a = {.mixture = &p}, b = {.mixture = &q};
    struct fpk_distances d;
    check_ok(fpk_distance(&a, &b, &d));
    check_number(d.kl_pq, 0.464869911194587480227830227587, 1e-11);
    check_number(d.kl_qp, 0.877244749795911519970810961569, 1e-11);
    fpk_mixture_clear(&p);
    fpk_mixture_clear(&q);
}

/* Nodes too far apart for the cdf between them: the distance is off, and says by how much. */
static void test_rough_nodes_are_admitted(void **state)
{
    (void)state;
    struct fpk_mixture p = normal(.02, 1), q = normal(0, 1);
    for (size_t panels = 3; panels <= 9; panels++) {
        struct fpk_density nodes = on_nodes(&q, -9, 9, panels);
        struct fpk_side a = {.mixture = &p}, b = {.fine = &nodes};
        struct fpk_distances d;
        check_ok(fpk_distance(&a, &b, &d));
        check_close(d.w1.value, .02, d.w1.error);
        check_close(d.w2.value, .02, d.w2.error);
        check_ok(fpk_distance(&b, &a, &d));
        check_close(d.w2.value, .02, d.w2.error);
        fpk_density_clear(&nodes);
    }
    fpk_mixture_clear(&p);
    fpk_mixture_clear(&q);
}

static void test_a_law_is_at_distance_0_from_itself(void **state)
{
    (void)state;
    struct fpk_mixture p = normal(.1, .5);
    struct fpk_density n = on_nodes(&p, -5.5, 5.7, 80);
    struct fpk_side a = {.mixture = &p}, b = {.fine = &n};
    struct fpk_distances d;
    check_ok(fpk_distance(&a, &b, &d));
    check_number(d.kl_pq, 0, 1e-10);
    check_number(d.kl_qp, 0, 1e-10);
    check_number(d.tv, 0, 1e-10);
    check_number(d.w1, 0, 1e-10);
    check_number(d.w2, 0, 1e-4); /* a square root of the rounding of w2^2 */
    struct fpk_side_moments m;
    check_ok(fpk_side_moments(&b, &m));
    check_number(m.mass, 1, 1e-12);
    check_number(m.mean, .1, 1e-12);
    check_number(m.variance, .25, 1e-12);
    check_ok(fpk_side_moments(&a, &m));
    check_number(m.variance, .25, 1e-14);
    fpk_density_clear(&n);
    fpk_mixture_clear(&p);
}

/* q on nodes that stop short of p's mass: KL(p, q) is not a number, and says why; the others
 * stand. */
static void test_kl_beyond_the_nodes_is_refused(void **state)
{
    (void)state;
    struct fpk_mixture p = normal(0, 1), q = normal(0, .01);
    struct fpk_density n = on_nodes(&q, -.3, .3, 60);
    struct fpk_side a = {.mixture = &p}, b = {.fine = &n};
    struct fpk_distances d;
    check_ok(fpk_distance(&a, &b, &d));
    check_true(isnan(d.kl_pq.value) && isinf(d.kl_pq.error));
    check_true(strstr(d.kl_pq.reason, "below the smallest double") != NULL);
    check_number(d.kl_qp, -fpk_log(.01) + 1e-4 / 2 - .5, 1e-8);
    check_number(d.w1, .99 * sqrt(2 / 3.14159265358979323846), 1e-8);
    struct fpk_mixture two;
    check_ok(fpk_mixture_init(&two, 2, 1, (double[]){1}, (double[]){0, 0}, (double[]){1, 0, 0, 1}));
    struct fpk_side c = {.mixture = &two};
    check_refused(fpk_distance(&a, &c, &d), FPK_USAGE, "2 dimensions");
    fpk_mixture_clear(&two);
    fpk_density_clear(&n);
    fpk_mixture_clear(&p);
    fpk_mixture_clear(&q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_normals_closed_form),
        cmocka_unit_test(test_widths_closed_form),
        cmocka_unit_test(test_nodes_agree_with_mixtures),
        cmocka_unit_test(test_turn_between_modes),
        cmocka_unit_test(test_rough_nodes_are_admitted),
        cmocka_unit_test(test_a_law_is_at_distance_0_from_itself),
        cmocka_unit_test(test_kl_beyond_the_nodes_is_refused),
    };
    return check_main(tests);
}
