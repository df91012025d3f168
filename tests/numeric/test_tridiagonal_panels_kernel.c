/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every compiled copy of the panels gives the same bits, and those of numeric_hashes.txt. */
#include "../../src/numeric/tridiagonal_lanes_kernel.h"

#include "../check.h"
#include "../isa.h"

#define N 530000

typedef void kernel_fn(const struct fpk_tridiagonal_lanes *lanes, double *b);

#if defined(FPK_MULTI_ISA)
#define COPIES(name)                                                                               \
    {                                                                                              \
        name##_sse2, name##_avx2, name##_avx512                                                    \
    }
#else
#define COPIES(name)                                                                               \
    {                                                                                              \
        name##_sse2, NULL, NULL                                                                    \
    }
#endif

static void check_copies(const char *name, double a, bool compact)
{
    static double up[N], down[N], b[N], one[N];
    kernel_fn *copies[] = COPIES(fpk_tridiagonal_panels_kernel);
    for (size_t i = 0; i < N; i++) {
        up[i] = 1 + 0.5 / (1.0 + (double)(i % 89));
        down[i] = 1 + 0.5 / (1.0 + (double)(i % 83));
        b[i] = i / 10000 % 10 ? 0 : 1.0 / (1.0 + (double)(i % 97));
        one[i] = 1;
    }
    for (int isa = 0; isa < 3; isa++) {
        if (!check_isa_runs(isa))
            continue;
        struct fpk_tridiagonal_lanes f;
        double *x;
        check_ok(fpk_tridiagonal_lanes_init(&f, N));
        check_ok(fpk_tridiagonal_lanes_factor_rates(&f, a, up, down, compact ? NULL : one));
        check_true(f.n_panel > 0 && f.compact == compact);
        check_ok(fpk_allocate(&x, f.size));
        fpk_tridiagonal_lanes_pack(&f, b, x);
        copies[isa](&f, x);
        check_hash("numeric_hashes.txt", name, check_hash_of(x, f.size), isa);
        fpk_release(&x);
        fpk_tridiagonal_lanes_clear(&f);
    }
}

static void test_copies(void **state)
{
    (void)state;
    check_copies("fpk_tridiagonal_panels_kernel", 40, false);
    check_copies("fpk_tridiagonal_panels_kernel(compact)", 40, true);
    check_copies("fpk_tridiagonal_panels_kernel(compact,16)", 20000, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_copies)};
    return check_main(tests);
}
