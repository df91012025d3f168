/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/fokker_planck/spectral_priv.h"

#include "models.h"

#include "../check.h"

static const struct fpk_ends leak = {FPK_REFLECTING, FPK_ABSORBING};

/* OU with D = 2: e^-80 of the peak lies at sqrt(320) = 17.9. */
static void test_chosen(void **state)
{
    (void)state;
    double d = 2, a = 0, b = 0;
    struct fpk_model model = ou_model(&d);
    struct fpk_ends none = {0};
    bool whole;
    check_ok(fpk_spectral_domain(&model, none, &a, &b, &whole));
    check_true(whole);
    check_between(a, -23, -17.8);
    check_between(b, 17.8, 23);
    a = -INFINITY;
    b = 1;
    check_ok(fpk_spectral_domain(&model, leak, &a, &b, &whole));
    check_true(!whole);
    check_between(a, -23, -17.8);
    check_close(b, 1, 0);
    a = -3;
    b = 4;
    check_ok(fpk_spectral_domain(&model, none, &a, &b, &whole));
    check_close(a, -3, 0);
    check_close(b, 4, 0);
}

static void test_refusals(void **state)
{
    (void)state;
    double d = 2, a = 0, b = INFINITY;
    struct fpk_model model = ou_model(&d);
    bool whole;
    check_refused(fpk_spectral_domain(&model, leak, &a, &b, &whole), FPK_USAGE, "finite ends");
    a = b = 0;
    check_refused(fpk_spectral_domain(&model, leak, &a, &b, &whole), FPK_USAGE, "needs a place");
    a = b = 2;
    check_refused(fpk_spectral_domain(&model, (struct fpk_ends){0}, &a, &b, &whole), FPK_USAGE,
                  "empty");
    model.dim = 2;
    check_refused(fpk_spectral_check(&model, 0, 1, leak), FPK_USAGE, "one dimension");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chosen),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
