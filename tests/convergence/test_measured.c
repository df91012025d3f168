/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The compiled-in table of orders: it covers every claim of every method as it stands, it says of
 * itself what the rule says, and a part of it, measured again, gives the same nine digits. */
#include "../../src/convergence/convergence_priv.h"
#include "../../src/convergence/problems_priv.h"

#include "../check.h"

static const struct fpk_order_study *find(const char *method, const char *problem, bool strong)
{
    struct fpk_orders_measured m = fpk_orders_measured();
    for (size_t i = 0; i < m.n; i++)
        if (strcmp(m.study[i].method, method) == 0 && strcmp(m.study[i].problem, problem) == 0 &&
            m.study[i].strong == strong)
            return &m.study[i];
    return NULL;
}

static void check_covered(const struct fpk_stepper *stepper, enum fpk_noise_kind kind, bool strong)
{
    struct fpk_orders_measured m = fpk_orders_measured();
    double claim = strong ? stepper->order[kind].strong : stepper->order[kind].weak;
    for (size_t i = 0; i < m.n; i++)
        if (strcmp(m.study[i].method, stepper->name) == 0 && m.study[i].kind == kind &&
            m.study[i].strong == strong && m.study[i].claimed == claim && m.study[i].passed)
            return;
    check_fail("%s claims %s order %g for noise that is %s; the compiled-in table has no "
               "measurement of it, or one that fails: fpk show integrators --measure --write "
               "src/convergence/measured.inc",
               stepper->name, strong ? "strong" : "weak", claim, fpk_noise_kind_name(kind));
}

static void test_covers_every_claim(void **state)
{
    (void)state;
    size_t n;
    const struct fpk_stepper *const *all = fpk_steppers(&n);
    for (size_t i = 0; i < n; i++)
        for (int kind = 0; kind < FPK_NOISE_KINDS; kind++) {
            if (all[i]->order[kind].strong > 0)
                check_covered(all[i], kind, true);
            if (all[i]->order[kind].weak > 0)
                check_covered(all[i], kind, false);
        }
}

/* No row failed, none belongs to a method or a claim that is no longer there, and each was judged
 * by the rule as it stands (the standard error of the batches cannot be had from the points). */
static void test_rows(void **state)
{
    (void)state;
    struct fpk_orders_measured m = fpk_orders_measured();
    check_true(m.n > 100);
    for (size_t i = 0; i < m.n; i++) {
        const struct fpk_order_study *s = &m.study[i];
        const struct fpk_stepper *stepper;
        check_ok(fpk_stepper_find(s->method, &stepper));
        const struct fpk_order_claim *claim = &stepper->order[s->kind];
        check_close(isinf(s->claimed) ? -1 : s->claimed,
                    isinf(s->claimed) ? -1
                    : s->strong       ? claim->strong
                                      : claim->weak,
                    0);
        if (!s->passed)
            check_fail("%s on %s (%s): %.3f +- %.3f does not bear out %g", s->method, s->problem,
                       s->strong ? "strong" : "weak", s->slope, s->slope_se, s->claimed);
        if (isinf(s->slope))
            continue;
        struct fpk_order_study again = *s;
        fpk_order_judge(&again, 0);
        check_true(again.passed);
        check_close(again.slope, s->slope, 1e-6);
        check_close(again.bend, s->bend, 1e-6);
    }
}

static void check_same(const struct fpk_order_study *got)
{
    const struct fpk_order_study *want = find(got->method, got->problem, got->strong);
    if (!want)
        check_fail("%s on %s is not in the table", got->method, got->problem);
    for (size_t i = 0; i < FPK_CONVERGENCE_POINTS; i++) {
        check_relative(got->h[i], want->h[i], 6e-9);
        check_relative(got->error[i], want->error[i], 6e-9);
        check_relative(got->se[i], want->se[i], 6e-9);
    }
    if (isfinite(want->slope))
        check_relative(got->slope, want->slope, 6e-9);
    check_close(got->drifts, want->drifts, 1e-8);
}

/* Nine digits of the same run: the weak studies that take no time, of every method, and two strong
 * ones. */
static void test_measured_again(void **state)
{
    (void)state;
    static const struct fpk_problem *const quick[] = {&fpk_problem_ou, &fpk_problem_cubic,
                                                      &fpk_problem_pair, &fpk_problem_levy};
    struct fpk_orders_measured m = fpk_orders_measured();
    size_t n, checked = 0;
    const struct fpk_stepper *const *all = fpk_steppers(&n);
    for (size_t i = 0; i < n; i++)
        for (size_t p = 0; p < sizeof quick / sizeof *quick; p++) {
            struct fpk_order_study s;
            const struct fpk_order_study *row = find(all[i]->name, quick[p]->name, false);
            if (!row || row->how == FPK_ORDER_DIFFERENCES)
                continue;
            check_ok(fpk_order_weak(all[i], quick[p], m.particles, m.seed, 1, &s));
            check_same(&s);
            checked++;
        }
    check_true(checked >= 2 * n);
    struct fpk_order_study s;
    check_ok(fpk_order_strong(&fpk_euler_maruyama, &fpk_problem_cubic, m.particles, m.seed, 1, &s));
    check_same(&s);
    check_ok(
        fpk_order_strong(&fpk_euler_maruyama, &fpk_problem_additive, m.particles, m.seed, 2, &s));
    check_same(&s);
}

/* All studies of one method at once (measure.c), on one thread and on two. */
static void test_all_of_a_method(void **state)
{
    (void)state;
    struct fpk_orders_measured m = fpk_orders_measured();
    for (int threads = 1; threads <= 2; threads++) {
        struct fpk_order_run run = {
            .particles = m.particles, .seed = m.seed, .method = "exact", .threads = threads};
        struct fpk_order_study *study;
        size_t n, rows = 0;
        check_ok(fpk_orders_measure(&run, &n, &study));
        for (size_t i = 0; i < n; i++)
            check_same(&study[i]);
        for (size_t i = 0; i < m.n; i++)
            rows += strcmp(m.study[i].method, "exact") == 0;
        check_equal(n, rows);
        fpk_release(&study);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_covers_every_claim),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_measured_again),
        cmocka_unit_test(test_all_of_a_method),
    };
    return check_main(tests);
}
