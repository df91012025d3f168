/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/boundary.h"

#include "../check.h"

static void test_names(void **state)
{
    (void)state;
    check_true(strcmp(fpk_boundary_name(FPK_REFLECTING), "reflecting") == 0);
    check_true(strcmp(fpk_boundary_name(FPK_ABSORBING), "absorbing") == 0);
    check_true(strcmp(fpk_boundary_name(FPK_PERIODIC), "periodic") == 0);
    check_true(strcmp(fpk_boundary_name(FPK_NATURAL), "natural") == 0);
}

static void test_kinds(void **state)
{
    (void)state;
    struct fpk_ends none = {0}, ring = {FPK_PERIODIC, FPK_PERIODIC};
    struct fpk_ends one = {FPK_NATURAL, FPK_ABSORBING}, other = {FPK_ABSORBING, FPK_REFLECTING};
    check_true(!fpk_ends_ring(none) && fpk_ends_ring(ring) && !fpk_ends_ring(one));
    check_true(!fpk_ends_absorb(none) && !fpk_ends_absorb(ring));
    check_true(fpk_ends_absorb(one) && fpk_ends_absorb(other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_kinds),
    };
    return check_main(tests);
}
