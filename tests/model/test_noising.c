/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/model/model.h"

#include "../check.h"

static double sigma_at_one(const char *name)
{
    const struct fpk_model_kind *kind = NULL;
    struct fpk_model m;
    struct fpk_values v = {0};
    struct fpk_exact_law law = {0};
    check_ok(fpk_model_find(name, &kind));
    check_ok(fpk_values_init(&v, kind->parameter, kind->n_parameter));
    check_ok(kind->init(&m, &v));
    check_true(m.exact(0, 1, &law, m.ctx) && law.family == FPK_EXACT_GAUSSIAN);
    check_true(strcmp(m.name, name) == 0);
    fpk_model_clear(&m);
    fpk_values_clear(&v);
    return law.sigma;
}

/* With the defaults, int_0^1 beta = 10.05: each name makes its own process. */
static void test_each_is_its_own(void **state)
{
    (void)state;
    double left = exp(-10.05);
    check_relative(sigma_at_one("vp"), sqrt(1 - left), 1e-14);
    check_relative(sigma_at_one("sub-vp"), 1 - left, 1e-14);
    check_relative(sigma_at_one("ve"), sqrt(2500 - 1e-4), 1e-14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_is_its_own),
    };
    return check_main(tests);
}
