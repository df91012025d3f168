/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../distribution/square.h"

#include "fpk/compare/distance.h"

/* a U^2 against b U^2, each with a pole at 0: kl = (a/b - 1 - ln(a/b))/2, w1 = |a - b|, w2 =
 * sqrt(3) |a - b|, tv = |F_a - F_b| at a b ln(b/a)/(b - a), where the densities are equal. */
static void test_two_folded_laws(void **state)
{
    (void)state;
    struct fpk_pushed p, q;
    struct fpk_distances d;
    double a = 1, b = 1.7, cross = a * b * fpk_log(b / a) / (b - a);
    square_init(&p, a);
    square_init(&q, b);
    check_ok(fpk_distance(&(struct fpk_side){.pushed = &p}, &(struct fpk_side){.pushed = &q}, &d));
    double tv = 2 * (fpk_normal_cdf(sqrt(cross / a)) - fpk_normal_cdf(sqrt(cross / b)));
    check_close(d.kl_pq.value, .5 * (a / b - 1 - fpk_log(a / b)), 1e-8);
    check_close(d.kl_qp.value, .5 * (b / a - 1 - fpk_log(b / a)), 1e-8);
    check_close(d.tv.value, tv, 1e-9);
    check_close(d.w1.value, b - a, 1e-11);
    check_close(d.w2.value, sqrt(3) * (b - a), 1e-9);
    struct fpk_number all[5] = {d.kl_pq, d.kl_qp, d.tv, d.w1, d.w2};
    for (int i = 0; i < 5; i++)
        check_between(all[i].error, 0, 1e-6);
    fpk_pushed_clear(&p);
    fpk_pushed_clear(&q);
}

/* U^2 against N(0, 1), which has half its mass where U^2 has none. */
static void test_mass_where_the_other_has_none(void **state)
{
    (void)state;
    struct fpk_pushed square;
    struct fpk_mixture normal;
    struct fpk_distances d;
    double one = 1, zero = 0;
    check_ok(fpk_mixture_init(&normal, 1, 1, &one, &zero, &one));
    square_init(&square, 1);
    check_ok(fpk_distance(&(struct fpk_side){.mixture = &normal},
                          &(struct fpk_side){.pushed = &square}, &d));
    check_true(isnan(d.kl_pq.value));
    check_text(d.kl_pq.reason, "one law has mass where the other has none");
    check_between(d.tv.value, .5, 1);
    /* E_q ln(q/p) = E[-ln|U| - (U^2 - U^4)/2] with E ln|U| = -(gamma + ln 2)/2 */
    check_close(d.kl_qp.value, .5 * (.57721566490153286061 + fpk_log(2)) + 1, 1e-8);
    struct fpk_side_moments moments;
    check_ok(fpk_side_moments(&(struct fpk_side){.pushed = &square}, &moments));
    check_close(moments.mean.value, 1, 1e-12);
    check_close(moments.variance.value, 2, 1e-11);
    fpk_pushed_clear(&square);
    fpk_mixture_clear(&normal);
}

/* Atoms at the same places: kl = sum p ln(p/q), tv = 1/2 sum |p - q|; elsewhere no kl. */
static void test_atoms(void **state)
{
    (void)state;
    struct fpk_pushed p, q;
    struct fpk_distances d;
    static const double x[2] = {0, 1}, y[2] = {0, 2}, u[2] = {.5, .5}, v[2] = {.25, .75};
    check_ok(
        fpk_pushed_init(&p, &(struct fpk_panels_view){.n_point = 2, .point = x, .point_mass = u}));
    check_ok(
        fpk_pushed_init(&q, &(struct fpk_panels_view){.n_point = 2, .point = x, .point_mass = v}));
    check_ok(fpk_distance(&(struct fpk_side){.pushed = &p}, &(struct fpk_side){.pushed = &q}, &d));
    check_close(d.kl_pq.value, .5 * fpk_log(2) + .5 * fpk_log(2. / 3), 1e-12);
    check_close(d.tv.value, .25, 1e-12);
    check_close(d.w1.value, .25, 1e-12);
    check_close(d.w2.value, .5, 1e-9);
    fpk_pushed_clear(&q);
    check_ok(
        fpk_pushed_init(&q, &(struct fpk_panels_view){.n_point = 2, .point = y, .point_mass = v}));
    check_ok(fpk_distance(&(struct fpk_side){.pushed = &p}, &(struct fpk_side){.pushed = &q}, &d));
    check_true(isnan(d.kl_pq.value) && d.kl_pq.reason != NULL);
    check_close(d.tv.value, .75, 1e-12);
    check_close(d.w1.value, 1, 1e-12);
    fpk_pushed_clear(&p);
    fpk_pushed_clear(&q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_folded_laws),
        cmocka_unit_test(test_mass_where_the_other_has_none),
        cmocka_unit_test(test_atoms),
    };
    return check_main(tests);
}
