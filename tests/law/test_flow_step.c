/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The probability flow solved to a tolerance, as one deterministic step of a law. */
#include "target.h"

#include "fpk/sampler/flow.h"

static struct fpk_flow flow_of(const char *schedule)
{
    const struct fpk_sampler *sampler = NULL;
    struct fpk_values values;
    struct fpk_flow flow;
    check_ok(fpk_sampler_find("probability-flow-adaptive", &sampler));
    check_ok(fpk_values_init(&values, sampler->parameter, sampler->n_parameter));
    check_ok(fpk_values_set(&values, "schedule", schedule));
    check_ok(fpk_values_set(&values, "tolerance", "1e-8"));
    check_ok(sampler->flow(&flow, &values));
    fpk_values_clear(&values);
    return flow;
}

/* TV to the target from a start: what is left of the exact law at the first level is the solver's
 * error; from N(0, I) at alpha = 6.6e-3 it is what DDIM and every other sampler of this process
 * end with. */
static struct fpk_distances distances(const char *schedule, bool exact)
{
    struct fpk_mixture m1 = mixture_m1();
    struct fpk_score score = fpk_score_exact(&m1);
    struct fpk_flow flow = flow_of(schedule);
    struct fpk_flow_step *step = NULL;
    struct fpk_law *law = NULL;
    struct fpk_law_pair pair;
    struct fpk_start start;
    struct fpk_distances d;
    if (exact) {
        struct fpk_mixture first;
        check_ok(fpk_mixture_diffuse(&m1, flow.first, &first));
        fpk_start_mixture(&start, &first);
    } else {
        check_ok(fpk_start_normal(&start, 0, flow.start_std));
    }
    check_ok(fpk_flow_step_new(&step, &flow, &score, 1));
    struct fpk_transition transition = fpk_flow_transition(step);
    check_ok(fpk_law_begin(&law, &start, &one_thread));
    check_ok(fpk_law_step(law, &transition));
    check_ok(fpk_law_density(law, &pair));
    struct fpk_side p = {.mixture = &m1}, q = {.fine = &pair.fine, .coarse = &pair.coarse};
    check_ok(fpk_distance(&p, &q, &d));
    fpk_law_pair_clear(&pair);
    fpk_law_end(&law);
    fpk_flow_step_free(&step);
    fpk_start_clear(&start);
    fpk_mixture_clear(&m1);
    return d;
}

static void test_from_the_exact_law(void **state)
{
    (void)state;
    struct fpk_distances d = distances("flow", true);
    check_between(d.tv.value, 0, 1e-7);
    check_between(d.w1.value, 0, 1e-7);
}

/* The flow maps p_T to the target and keeps TV (both laws go through the same map of the line):
 * TV(target, law from N(0, 1)) = TV(p_T, N(0, 1)). */
static void test_total_variation_is_the_starts(void **state)
{
    (void)state;
    struct fpk_mixture m1 = mixture_m1(), first;
    struct fpk_flow flow = flow_of("vp");
    check_ok(fpk_mixture_diffuse(&m1, flow.first, &first));
    double sum = 0, h = 1e-3; /* smooth and of quickly falling tails: equal steps are exact */
    for (int i = -9000; i <= 9000; i++) {
        double x = i * h, p, q = exp(-.5 * x * x) / sqrt(2 * 3.14159265358979324);
        fpk_mixture_pdf(&first, 1, &x, &p);
        sum += .5 * fabs(p - q) * h;
    }
    struct fpk_distances d = distances("vp", false);
    check_relative(d.tv.value, sum, 1e-3);
    check_between(sum, 1e-4, 1e-2);
    fpk_mixture_clear(&first);
    fpk_mixture_clear(&m1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_from_the_exact_law),
        cmocka_unit_test(test_total_variation_is_the_starts),
    };
    return check_main(tests);
}
