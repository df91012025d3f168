/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every compiled copy of every kernel gives the same bits: among themselves in this process, and,
 * through the hashes in tests/data/numeric_hashes.txt, in every build on every machine. Where those
 * numbers were first made does not matter, only that nobody disagrees with them. */
#include "../../src/numeric/elementary_kernel.h"

#include "../check.h"
#include "../isa.h"

#include "fpk/numeric/elementary.h"

#define N 4099 /* not a multiple of a vector */

typedef void kernel_fn(size_t n, const double *x, double *out);

static double in[N], out[N];

/* Doubles over all exponents, and as many between -40 and 40; splitmix64 (Steele, Lea, Flood 2014,
 * doi:10.1145/2660193.2660195) makes them. `most` bounds |x| of the first kind. */
static void fill(double most)
{
    uint64_t state = 1;
    for (size_t i = 0; i < N; i++) {
        uint64_t z = state += 0x9e3779b97f4a7c15u;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
        z = (z ^ z >> 27) * 0x94d049bb133111ebu;
        z ^= z >> 31;
        memcpy(&in[i], &z, sizeof z);
        if (i % 2 || !(fabs(in[i]) <= most))
            in[i] = (double)(z >> 11) * (80 * 0x1p-53) - 40;
    }
}

static void check_copies(const char *name, kernel_fn *sse2, kernel_fn *avx2, kernel_fn *avx512)
{
    kernel_fn *copies[] = {sse2, avx2, avx512};
    for (int isa = 0; isa < 3; isa++) {
        if (!check_isa_runs(isa))
            continue;
        copies[isa](N, in, out);
        check_hash("numeric_hashes.txt", name, check_hash_of(out, N), isa);
    }
}

#if defined(FPK_MULTI_ISA)
#define COPIES(name) #name, name##_sse2, name##_avx2, name##_avx512
#else
#define COPIES(name) #name, name##_sse2, NULL, NULL
#endif

static void test_copies(void **state)
{
    (void)state;
    fill(1.7e308);
    check_copies(COPIES(fpk_exp_kernel));
    check_copies(COPIES(fpk_log_kernel));
    check_copies(COPIES(fpk_expm1_kernel));
    check_copies(COPIES(fpk_tanh_kernel));
    check_copies(COPIES(fpk_log1p_kernel));
    check_copies(COPIES(fpk_erf_kernel));
    check_copies(COPIES(fpk_erfc_kernel));
    check_copies(COPIES(fpk_normal_pdf_kernel));
    check_copies(COPIES(fpk_normal_cdf_kernel));
    fill(0x1p20);
    check_copies(COPIES(fpk_sin_kernel));
    check_copies(COPIES(fpk_cos_kernel));
}

static void check_scalar(const char *name, double (*f)(double))
{
    for (size_t i = 0; i < N; i++)
        out[i] = f(in[i]);
    check_hash("numeric_hashes.txt", name, check_hash_of(out, N), 0);
}

#if defined(FPK_MULTI_ISA)
#define POW_COPY(isa)                                                                              \
    (isa == 0 ? fpk_pow_kernel_sse2 : isa == 1 ? fpk_pow_kernel_avx2 : fpk_pow_kernel_avx512)
#else
#define POW_COPY(isa) fpk_pow_kernel_sse2
#endif

/* Two arguments: the array against itself reversed, and the vector path against the scalar one. */
static void test_pow_copies(void **state)
{
    (void)state;
    static double x[N], y[N];
    fill(40); /* all below 2^51 and none 0 */
    for (size_t i = 0; i < N; i++) {
        x[i] = in[i] * (i % 5 ? 1 : 1e100);
        y[i] = i % 3 ? in[N - 1 - i] : floor(in[N - 1 - i]);
    }
    for (int isa = 0; isa < 3; isa++) {
        if (!check_isa_runs(isa))
            continue;
        POW_COPY(isa)(N, x, y, out);
        check_hash("numeric_hashes.txt", "fpk_pow_kernel", check_hash_of(out, N), isa);
    }
    fpk_pow_block(N, x, y, out);
    for (size_t i = 0; i < N; i++)
        check_true(memcmp(&out[i], &(double){fpk_pow(x[i], y[i])}, 8) == 0 || isnan(out[i]));
    x[7] = -INFINITY; /* sends its chunk along the other path */
    y[7] = 0.5;
    fpk_pow_block(N, x, y, y);
    check_same_bits(y[7], INFINITY);
    for (size_t i = 0; i < N; i++)
        check_true(i == 7 || memcmp(&out[i], &y[i], 8) == 0 || isnan(out[i]));
}

static double power(double x)
{
    return fpk_pow(fabs(x), 0.7);
}

static double quantile(double x)
{
    return fpk_normal_quantile(fabs(x) / 40);
}

/* Functions that have no kernel: one copy, compiled with the flags of the build. */
static void test_scalars(void **state)
{
    (void)state;
    fill(1.7e308);
    check_scalar("fpk_sin", fpk_sin);
    check_scalar("fpk_cos", fpk_cos);
    check_scalar("fpk_tan", fpk_tan);
    check_scalar("fpk_sinh", fpk_sinh);
    check_scalar("fpk_cosh", fpk_cosh);
    check_scalar("fpk_asinh", fpk_asinh);
    check_scalar("fpk_atan", fpk_atan);
    check_scalar("fpk_log1p", fpk_log1p);
    check_scalar("fpk_log2", fpk_log2);
    check_scalar("fpk_log10", fpk_log10);
    check_scalar("fpk_exp2", fpk_exp2);
    check_scalar("fpk_erfcx", fpk_erfcx);
    check_scalar("fpk_normal_log_cdf", fpk_normal_log_cdf);
    check_scalar("pow(|x|,0.7)", power);
    check_scalar("quantile(|x|/40)", quantile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_copies),
                                       cmocka_unit_test(test_pow_copies),
                                       cmocka_unit_test(test_scalars)};
    return check_main(tests);
}
