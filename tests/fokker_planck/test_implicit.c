/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests implicit.c: (I - a A) q = b. */
#include "fpk/fokker_planck/implicit.h"

#include "models.h"

#include "../check.h"

#define N 77

TEST_FUNCTION(tilted, 0.7 + sin(FPK_PI * x))

/* b - (q - a A q) is rounding, and q > 0 for b >= 0, with every pair of ends. */
static void test_residual(void **state)
{
    (void)state;
    double d = 0.25, b[N], q[N], aq[N];
    struct fpk_model well = well_model(&d);
    const struct fpk_ends ends[] = {{FPK_REFLECTING, FPK_REFLECTING},
                                    {FPK_ABSORBING, FPK_NATURAL},
                                    {FPK_REFLECTING, FPK_ABSORBING},
                                    {FPK_ABSORBING, FPK_ABSORBING},
                                    {FPK_PERIODIC, FPK_PERIODIC}};
    for (int k = 0; k < 5; k++) {
        if (k == 4) {
            well.drift = tilted;
            well.potential = NULL;
        }
        struct fpk_generator gen;
        struct fpk_implicit implicit;
        struct fpk_grid grid;
        check_ok(fpk_grid_init(&grid, -2, 2, N));
        check_ok(fpk_generator_init(&gen, grid));
        gen.ends = ends[k];
        check_ok(fpk_generator_set(&gen, &well, 0));
        check_ok(fpk_implicit_init(&implicit, N, gen.ends));
        double *packed = NULL, sum = 0, left = 0;
        check_ok(fpk_allocate(&packed, implicit.size));
        for (double a = 1e-4; a < 1e5; a *= 100) {
            for (size_t i = 0; i < N; i++)
                b[i] = i == 30 ? 1 : 0;
            fpk_implicit_pack(&implicit, b, packed);
            check_ok(fpk_implicit_factor(&implicit, &gen, a));
            fpk_implicit_solve(&implicit, packed);
            fpk_implicit_unpack(&implicit, packed, q);
            fpk_generator_apply(&gen, q, aq);
            sum = 0;
            for (size_t i = 0; i < N; i++) {
                check_true(q[i] > 0);
                check_close(q[i] - a * aq[i], b[i], 1e-12 * (1 + a));
                check_same_bits(packed[fpk_implicit_place(&implicit, i)], q[i]);
                sum += q[i];
            }
            /* sum of the columns: 1 = sum q + a (what leaks) */
            left = k == 4 ? 0 : a * (gen.down[0] * q[0] + gen.up[N - 1] * q[N - 1]);
            check_close(sum + left, 1, 1e-13);
            check_true(fpk_ends_absorb(ends[k]) ? left > 0 : left == 0);
        }
        fpk_release(&packed);
        fpk_implicit_clear(&implicit);
        fpk_generator_clear(&gen);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_residual)};
    return check_main(tests);
}
