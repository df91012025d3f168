/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include "fpk/sampler/sampler.h"

/* With its defaults: evaluations, steps and noises of the plan, sigma of its last level, and what
 * the method supports. One line for each method, in the order of the list. */
static const struct line {
    const char *name;
    size_t evaluations, steps, noises;
    double last;
    unsigned supports;
} lines[] = {
#define PLP (FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE)
    {"ula", 1000, 1000, 1000, 0, PLP},
    {"mala", 2000, 1000, 1000, 0, FPK_SUPPORTS_PLAN},
    {"ddpm", 1000, 1000, 999, 0, PLP},
    {"ddim", 1000, 1000, 0, 0, PLP},
    {"annealed-langevin", 200, 200, 200, .1, PLP},
    {"reverse-euler-maruyama", 1000, 1000, 1000, 0, PLP},
    {"reverse-exponential", 1000, 1000, 1000, 0, PLP},
    {"predictor-corrector", 1999, 1000, 1999, 0, PLP},
    {"probability-flow-euler", 1000, 1000, 0, 0, PLP},
    {"probability-flow-heun", 1999, 1000, 0, 0, PLP},
    {"probability-flow-rk4", 3997, 1000, 0, 0, PLP},
    {"probability-flow-adaptive", 0, 0, 0, 0, FPK_SUPPORTS_FLOW},
    {"lms", 1000, 1000, 0, 0, PLP},
    {"plms", 1009, 1000, 0, 0, PLP},
    {"edm-heun", 1999, 1000, 0, 0, PLP},
    {"flow-euler", 1000, 1000, 0, 0, PLP},
    {"flow-heun", 1999, 1000, 0, 0, PLP},
    {"dpm-solver", 1999, 1000, 0, 0, PLP},
    {"dpm-solver++", 1000, 1000, 0, 0, PLP},
    {"dpm-solver++-sde", 1000, 1000, 999, 0, PLP},
    {"unipc", 1000, 1000, 0, 0, PLP},
};

static void test_every_entry_is_complete(void **state)
{
    (void)state;
    size_t n;
    const struct fpk_sampler *const *list = fpk_samplers(&n);
    check_equal(n, sizeof lines / sizeof lines[0]);
    for (size_t i = 0; i < n; i++) {
        const struct fpk_sampler *found = NULL;
        check_text(list[i]->name, lines[i].name);
        check_ok(fpk_sampler_find(list[i]->name, &found));
        check_true(found == list[i]);
        check_true(strlen(found->sentence) > 20 && strlen(found->citation) > 20);
        check_equal(found->supports, lines[i].supports);
        check_true(found->build ? !found->flow : found->flow != NULL);
    }
}

/* With its defaults every table builds and ends at its last level. */
static void test_defaults_build(void **state)
{
    (void)state;
    size_t n;
    const struct fpk_sampler *const *list = fpk_samplers(&n);
    for (size_t i = 0; i < n; i++) {
        if (!list[i]->build)
            continue;
        struct fpk_values values;
        struct fpk_plan plan;
        check_ok(fpk_values_init(&values, list[i]->parameter, list[i]->n_parameter));
        check_ok(list[i]->build(&plan, &values));
        check_text(plan.name, list[i]->name);
        check_equal(fpk_plan_evaluations(&plan), lines[i].evaluations);
        check_equal(fpk_plan_noises(&plan), lines[i].noises);
        check_equal(plan.steps, lines[i].steps);
        check_close(plan.instruction[plan.n - 1].level.sigma, lines[i].last, 1e-15);
        fpk_plan_clear(&plan);
        fpk_values_clear(&values);
    }
}

static void test_refusals(void **state)
{
    (void)state;
    const struct fpk_sampler *found = NULL;
    check_refused(fpk_sampler_find("ddmp", &found), FPK_USAGE, "did you mean ddpm?");
    check_refused(fpk_sampler_find("hamiltonian", &found), FPK_USAGE,
                  "there are ula, mala, ddpm, ddim");
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
