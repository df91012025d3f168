/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops of a sum over sources: every compiled copy gives the same bits, and what a plain loop
 * gives. */
#include "../../src/law/sum_kernel.h"

#include "../check.h"
#include "../isa.h"

enum { N = 131 };

typedef void exponent_fn(size_t n, double u, const double *m, const double *rate, double *e);
typedef double dot_fn(size_t n, const double *a, const double *b);

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
    exponent_fn *exponent[] = COPIES(fpk_sum_exponent_kernel);
    dot_fn *dot[] = COPIES(fpk_sum_dot_kernel);
    double m[N], rate[N], e[N], first[N], plain = 0;
    for (size_t i = 0; i < N; i++) {
        m[i] = -1 + .02 * (double)i;
        rate[i] = 3 + .5 * (double)(i % 7);
    }
    exponent[0](N, .3, m, rate, first);
    for (size_t i = 0; i < N; i++) {
        double z = (.3 - m[i]) * rate[i];
        check_close(first[i], -.5 * z * z, 0);
        plain += first[i] * rate[i];
    }
    for (int isa = 0; isa < 3; isa++) {
        if (!check_isa_runs(isa))
            continue;
        exponent[isa](N, .3, m, rate, e);
        for (size_t i = 0; i < N; i++)
            check_same_bits(e[i], first[i]);
        /* lengths that fill no vector, one, and several */
        for (size_t n = 0; n <= N; n++)
            check_same_bits(dot[isa](n, e, rate), dot[0](n, first, rate));
        check_relative(dot[isa](N, e, rate), plain, 1e-14);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_copies)};
    return check_main(tests);
}
