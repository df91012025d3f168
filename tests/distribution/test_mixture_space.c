/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mixtures in several dimensions, and the kernels of all instruction sets against each other. */
#include "../../src/distribution/mixture_priv.h"
#include "reference.h"

#include "fpk/base/block.h"
#include "fpk/wiener/normal.h"

/* The condition of the worst covariance in the table is 30 and exponents reach 1e9 at x = 1e4:
 * relative to the largest entry 1e-14 where the components do not compete, which they never do far
 * out in this table. */
static void test_known(void **state)
{
    (void)state;
    FILE *file = open_reference(FPK_TEST_DATA "/mixture_space.txt");
    struct fpk_mixture m, noised;
    double row[18], s[3], j[9], only[9], log_pdf;
    size_t rows = 0;
    check_true(next_mixture(file, 3, &m));
    for (; next_row(file, 18, row); rows++) {
        struct fpk_level level = {.alpha = row[0], .sigma = row[1]};
        double size = 0, size_x = 0;
        check_ok(fpk_mixture_diffuse(&m, level, &noised));
        fpk_mixture_log_pdf(&noised, 1, row + 2, &log_pdf);
        fpk_mixture_score_both_at(&m, level, 1, row + 2, s, j);
        fpk_mixture_score_x_at(&m, level, 1, row + 2, only);
        for (int d = 0; d < 3; d++)
            size = fmax(size, fabs(row[6 + d]));
        for (int ab = 0; ab < 9; ab++)
            size_x = fmax(size_x, fabs(row[9 + ab]));
        check_relative(log_pdf, row[5], 4e-15);
        for (int d = 0; d < 3; d++)
            check_close(s[d], row[6 + d], 1e-14 * (size + 1));
        for (int ab = 0; ab < 9; ab++) {
            check_close(j[ab], row[9 + ab], 2e-14 * (size_x + 1));
            check_same_bits(only[ab], j[ab]);
        }
        fpk_mixture_score(&noised, 1, row + 2, s);
        for (int d = 0; d < 3; d++)
            check_close(s[d], row[6 + d], 1e-14 * (size + 1));
        fpk_mixture_clear(&noised);
    }
    check_equal(rows, 35);
    fpk_mixture_clear(&m);
    fclose(file);
}

/* An isotropic mixture whose means lie on one axis factors into 1-D and normals. Exponents of up to
 * 60 (half of 40 squares over .52) off by 4 ulp move the score of the mixed axis by a quarter of
 * the distance of the components' scores, 5.4, times that: 60 * 4 * 2^-53 * 1.35 = 3.6e-14. */
static void test_product(void **state)
{
    (void)state;
    enum { DIM = 40, N = 200 };
    struct fpk_mixture line, space;
    static double mean[2 * DIM], c[2 * DIM * DIM], x[DIM * N], s[DIM * N], on_line[N];
    mean[0] = -2, mean[DIM] = 1.5;
    for (size_t i = 0; i < DIM; i++) {
        c[i * (DIM + 1)] = 0.25;
        c[DIM * DIM + i * (DIM + 1)] = 0.25;
    }
    const double w[] = {0.3, 0.7};
    check_ok(fpk_mixture_init(&space, DIM, 2, w, mean, c));
    check_ok(fpk_mixture_init(&line, 1, 2, w, (double[]){-2, 1.5}, (double[]){0.25, 0.25}));
    struct fpk_level level = {.alpha = 0.8, .sigma = 0.6};
    fpk_normal_fill((struct fpk_stream){.seed = 5, .purpose = FPK_FOR_TEST}, 0, DIM * N, x);
    fpk_mixture_score_at(&space, level, N, x, s);
    fpk_mixture_score_at(&line, level, N, x, on_line);
    for (size_t i = 0; i < N; i++) {
        check_close(s[i], on_line[i], 3.6e-14);
        for (size_t d = 1; d < DIM; d++)
            check_relative(s[d * N + i], -x[d * N + i] / (0.64 * 0.25 + 0.36), 4e-15);
    }
    fpk_mixture_clear(&space);
    fpk_mixture_clear(&line);
}

#if defined(FPK_MULTI_ISA)
/* Every copy that this CPU can run gives the bits of the first. */
static void test_same_bits(void **state)
{
    (void)state;
    enum { N = 1000 };
    static struct fpk_mixture_line g = {.n = 5};
    static double x[N], a[3][2][N], sum[3][2][N], score[3][N];
    for (size_t k = 0; k < g.n; k++) {
        g.mean[k] = (double)k - 2;
        g.inverse[k] = 1 + 0.3 * (double)k;
        g.curve[k] = 0.7 * g.inverse[k];
        g.height[k] = -1 - 0.1 * (double)k;
    }
    fpk_normal_fill((struct fpk_stream){.seed = 6, .purpose = FPK_FOR_TEST}, 0, N, x);
    for (size_t i = 0; i < N; i++)
        x[i] *= i % 10 == 0 ? 1e5 : 2;
    int best = (int)fpk_isa();
    for (int isa = 0; isa <= best; isa++) {
        (isa == 0   ? fpk_line_sum_kernel_sse2
         : isa == 1 ? fpk_line_sum_kernel_avx2
                    : fpk_line_sum_kernel_avx512)(&g, N, x, sum[isa][0], sum[isa][1]);
        (isa == 0   ? fpk_line_both_kernel_sse2
         : isa == 1 ? fpk_line_both_kernel_avx2
                    : fpk_line_both_kernel_avx512)(&g, N, x, a[isa][0], a[isa][1]);
        (isa == 0   ? fpk_line_score_kernel_sse2
         : isa == 1 ? fpk_line_score_kernel_avx2
                    : fpk_line_score_kernel_avx512)(&g, N, x, score[isa]);
        check_true(memcmp(sum[isa], sum[0], sizeof sum[0]) == 0);
        check_true(memcmp(a[isa], a[0], sizeof a[0]) == 0);
        check_true(memcmp(score[isa], score[0], sizeof score[0]) == 0);
    }
}

static void test_same_bits_in_space(void **state)
{
    (void)state;
    enum { N = 131 };
    FILE *file = open_reference(FPK_TEST_DATA "/mixture_space.txt");
    struct fpk_mixture m;
    static double x[3 * N], top[3][N], sum[3][N], s[3][3 * N], j[3][9 * N];
    check_true(next_mixture(file, 3, &m));
    fclose(file);
    struct fpk_mixture_space g = {.mixture = &m, .alpha = 0.9, .alpha2 = 0.81, .sigma2 = 0.19};
    fpk_normal_fill((struct fpk_stream){.seed = 8, .purpose = FPK_FOR_TEST}, 0, 3 * N, x);
    int best = (int)fpk_isa();
    for (int isa = 0; isa <= best; isa++) {
        (isa == 0   ? fpk_space_kernel_sse2
         : isa == 1 ? fpk_space_kernel_avx2
                    : fpk_space_kernel_avx512)(&g, N, x, top[isa], sum[isa], s[isa], j[isa]);
        check_true(memcmp(top[isa], top[0], sizeof top[0]) == 0);
        check_true(memcmp(sum[isa], sum[0], sizeof sum[0]) == 0);
        check_true(memcmp(s[isa], s[0], sizeof s[0]) == 0);
        check_true(memcmp(j[isa], j[0], sizeof j[0]) == 0);
    }
    fpk_mixture_clear(&m);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_product),
#if defined(FPK_MULTI_ISA)
        cmocka_unit_test(test_same_bits),
        cmocka_unit_test(test_same_bits_in_space),
#endif
    };
    return check_main(tests);
}
