/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/law/law_priv.h"
#include "../check.h"

/* Pieces of a moved panel carry X and J on: here X = u^2 on [1, 3], J = 2u. */
static void test_split_interpolates(void **state)
{
    (void)state;
    struct fpk_panel_rule rule;
    struct fpk_panels whole = {0}, pieces = {0};
    fpk_panel_init(&rule);
    check_ok(fpk_panels_lay(&whole, &rule, 1, 3, 1));
    for (size_t k = 0; k < FPK_PANEL; k++) {
        double u = fpk_panels_u(&whole, &rule, 0, k);
        check_same_bits(whole.x[k], u);
        check_close(whole.j[k], 1, 0);
        whole.x[k] = u * u;
        whole.j[k] = 2 * u;
    }
    check_ok(fpk_panels_split(&pieces, &rule, &whole, 0, 3, true));
    check_equal(pieces.n, 3);
    double sum = 0;
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < FPK_PANEL; k++) {
            double u = fpk_panels_u(&pieces, &rule, i, k);
            check_close(pieces.x[i * FPK_PANEL + k], u * u, 1e-13);
            check_close(pieces.j[i * FPK_PANEL + k], 2 * u, 1e-13);
            sum += fpk_panels_weight(&pieces, &rule, i, k) * u;
        }
    check_close(sum, 4, 1e-14); /* integral of u over [1, 3] */
    check_true(pieces.rho[0] < 0);
    fpk_panels_clear(&whole);
    fpk_panels_clear(&pieces);
}

static void test_sort_keeps_each_panel_whole(void **state)
{
    (void)state;
    struct fpk_panel_rule rule;
    struct fpk_panels panels = {0};
    fpk_panel_init(&rule);
    for (int i = 0; i < 50; i++) {
        double a = (i * 37) % 50;
        check_ok(fpk_panels_lay(&panels, &rule, a, a + 1, 1));
    }
    check_ok(fpk_panels_sort(&panels));
    for (size_t i = 0; i < 50; i++) {
        check_close(panels.a[i], (double)i, 0);
        check_close(panels.x[i * FPK_PANEL], fpk_panels_u(&panels, &rule, i, 0), 0);
    }
    fpk_panels_clear(&panels);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_split_interpolates),
        cmocka_unit_test(test_sort_keeps_each_panel_whole),
    };
    return check_main(tests);
}
