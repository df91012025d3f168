/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every compiled copy of the contour's sweeps gives the same bits, and those of
 * numeric_hashes.txt. */
#include "../../src/numeric/contour_kernel.h"

#include "../check.h"
#include "../isa.h"

#define N 300

typedef void kernel_fn(struct fpk_contour *contour, double t, const double *up, const double *down,
                       const double *p, double *out, double *integral);

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
    static double up[N], down[N], p[N], out[2 * N];
    kernel_fn *copies[] = COPIES(fpk_contour_kernel);
    for (size_t i = 0; i < N; i++) {
        up[i] = 30 + 0.1 * (double)i;
        down[i] = 31 + 0.2 * (double)(i % 100);
        p[i] = 1.0 / (1.0 + (double)(i % 97));
    }
    for (int isa = 0; isa < 3; isa++) {
        if (!check_isa_runs(isa))
            continue;
        struct fpk_contour c;
        check_ok(fpk_contour_init(&c, N));
        copies[isa](&c, 0.7, up, down, p, out, out + N);
        check_hash("numeric_hashes.txt", "fpk_contour_kernel", check_hash_of(out, 2 * N), isa);
        fpk_contour_clear(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_copies)};
    return check_main(tests);
}
