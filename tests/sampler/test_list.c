/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include "fpk/sampler/sampler.h"

static void test_every_entry_is_complete(void **state)
{
    (void)state;
    size_t n;
    const struct fpk_sampler *const *list = fpk_samplers(&n);
    check_equal(n, 5);
    for (size_t i = 0; i < n; i++) {
        const struct fpk_sampler *found = NULL;
        check_ok(fpk_sampler_find(list[i]->name, &found));
        check_true(found == list[i]);
        check_true(strlen(found->sentence) > 20 && strlen(found->citation) > 20);
        check_ok(fpk_sampler_supports(found, FPK_SUPPORTS_LAW));
    }
}

/* With its defaults every table builds, evaluates once a step and ends at its last level. */
static void test_defaults_build(void **state)
{
    (void)state;
    static const size_t evaluations[] = {1000, 1000, 200, 1000, 1000};
    static const size_t noises[] = {999, 0, 200, 1000, 0};
    size_t n;
    const struct fpk_sampler *const *list = fpk_samplers(&n);
    for (size_t i = 0; i < n; i++) {
        struct fpk_values values;
        struct fpk_plan plan;
        check_ok(fpk_values_init(&values, list[i]->parameter, list[i]->n_parameter));
        check_ok(list[i]->build(&plan, &values));
        check_text(plan.name, list[i]->name);
        check_equal(fpk_plan_evaluations(&plan), evaluations[i]);
        check_equal(fpk_plan_noises(&plan), noises[i]);
        check_equal(plan.steps, evaluations[i]);
        double last = plan.instruction[plan.n - 1].level.sigma;
        check_close(last, i == 2 ? .1 : 0, 1e-15);
        fpk_plan_clear(&plan);
        fpk_values_clear(&values);
    }
}

static void test_refusals(void **state)
{
    (void)state;
    const struct fpk_sampler *found = NULL;
    check_refused(fpk_sampler_find("ddmp", &found), FPK_USAGE, "did you mean ddpm?");
    check_refused(fpk_sampler_find("hamiltonian", &found), FPK_USAGE, "there are ddpm, ddim");
    struct fpk_sampler bare = {.name = "adaptive"};
    check_refused(fpk_sampler_supports(&bare, FPK_SUPPORTS_LAW), FPK_USAGE,
                  "the sampler adaptive has no law");
    check_ok(fpk_sampler_find("ddim", &found));
    struct fpk_values values;
    struct fpk_plan plan;
    check_ok(fpk_values_init(&values, found->parameter, found->n_parameter));
    check_ok(fpk_values_set(&values, "eta", "3"));
    check_refused(found->build(&plan, &values), FPK_USAGE, "eta 3 is too large");
    check_ok(fpk_values_set(&values, "eta", "0"));
    check_ok(fpk_values_set(&values, "steps", "1001"));
    check_refused(found->build(&plan, &values), FPK_USAGE, "1001");
    fpk_values_clear(&values);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_entry_is_complete),
        cmocka_unit_test(test_defaults_build),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
