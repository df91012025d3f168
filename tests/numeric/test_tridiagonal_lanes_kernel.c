/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every compiled copy of the sweeps gives the same bits, and those of numeric_hashes.txt. */
#include "../../src/numeric/tridiagonal_lanes_kernel.h"

#include "../check.h"
#include "../isa.h"

#define N 5000

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

static void test_copies(void **state)
{
    (void)state;
    static double lower[N], diag[N], upper[N], b[N];
    kernel_fn *copies[] = COPIES(fpk_tridiagonal_lanes_kernel);
    for (size_t i = 0; i < N; i++) {
        lower[i] = -30 - 0.001 * (double)i;
        upper[i] = -31 + 0.002 * (double)(i % 1000);
        diag[i] = 1 - lower[i] - upper[i];
        b[i] = 1.0 / (1.0 + (double)(i % 97));
    }
    for (int isa = 0; isa < 3; isa++) {
        if (!check_isa_runs(isa))
            continue;
        struct fpk_tridiagonal_lanes f;
        double *x;
        check_ok(fpk_tridiagonal_lanes_init(&f, N));
        check_ok(fpk_tridiagonal_lanes_factor(&f, lower, diag, upper));
        check_ok(fpk_allocate(&x, f.size));
        fpk_tridiagonal_lanes_pack(&f, b, x);
        copies[isa](&f, x);
        check_hash("numeric_hashes.txt", "fpk_tridiagonal_lanes_kernel", check_hash_of(x, f.size),
                   isa);
        fpk_release(&x);
        fpk_tridiagonal_lanes_clear(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_copies)};
    return check_main(tests);
}
