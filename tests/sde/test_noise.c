/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/sde/noise.h"

#include "fpk/wiener/normal.h"

#include "../check.h"

/* One step of the coarse path is the sum of its fine steps over sqrt(r). */
static void test_coarse_is_sum_of_fine(void **state)
{
    (void)state;
    enum { N = 100, R = 6 };
    struct fpk_noise coarse = {.seed = 7, .first = 2048, .step = 5, .refine = R};
    double z[N], fine[N], sum[N] = {0};
    fpk_noise_normals(&coarse, 1, N, z);
    for (uint64_t j = 0; j < R; j++) {
        struct fpk_noise one = {.seed = 7, .first = 2048, .step = 5 * R + j, .refine = 1};
        fpk_noise_normals(&one, 1, N, fine);
        for (int i = 0; i < N; i++)
            sum[i] += fine[i];
    }
    for (int i = 0; i < N; i++)
        check_close(z[i] * sqrt(R), sum[i], 1e-14);
}

/* refine = 1 is the documented counter, nothing else. */
static void test_counter(void **state)
{
    (void)state;
    struct fpk_noise noise = {.seed = 3, .first = 1024, .step = 9, .refine = 1};
    struct fpk_stream stream = {.seed = 3, .purpose = FPK_FOR_INCREMENT, .step = 9, .component = 2};
    double z[50], want[50];
    fpk_noise_normals(&noise, 2, 50, z);
    fpk_normal_fill(stream, 1024, 50, want);
    for (int i = 0; i < 50; i++)
        check_same_bits(z[i], want[i]);
}

/* Variances and covariance of (z, a) over n blocks; each mean of n N products of independent
 * standard normals, or of squares, has standard deviation at most sqrt(2/(n N)). */
static void check_standard(uint32_t refine)
{
    enum { N = 1000, BLOCKS = 400 };
    double z[N], a[N], zz = 0, aa = 0, za = 0;
    for (uint64_t k = 0; k < BLOCKS; k++) {
        struct fpk_noise noise = {.seed = 11, .step = k, .refine = refine};
        fpk_noise_areas(&noise, 0, N, z, a);
        for (int i = 0; i < N; i++) {
            zz += z[i] * z[i];
            aa += a[i] * a[i];
            za += z[i] * a[i];
        }
    }
    double n = (double)N * BLOCKS, bound = 5.2 * sqrt(2 / n); /* three figures: 6e-7 false alarms */
    check_close(zz / n, 1, bound);
    check_close(aa / n, 1, bound);
    check_close(za / n, 0, bound);
}

static void test_areas_are_standard(void **state)
{
    (void)state;
    check_standard(1);
    check_standard(3);
}

/* Joined over 6 fine steps at once, or over 2 joined ones of 3: the same increment and area of the
 * same path. Two joined intervals of length h/2 with (w, H) each: W = w_1 + w_2,
 * H = (H_1 + H_2)/2 + (w_1 - w_2)/4. */
static void test_areas_join(void **state)
{
    (void)state;
    enum { N = 64 };
    struct fpk_noise whole = {.seed = 7, .first = 1024, .step = 5, .refine = 6};
    double z[N], a[N], z_1[N], a_1[N], z_2[N], a_2[N];
    fpk_noise_areas(&whole, 1, N, z, a);
    struct fpk_noise half = {.seed = 7, .first = 1024, .step = 10, .refine = 3};
    fpk_noise_areas(&half, 1, N, z_1, a_1);
    half.step++;
    fpk_noise_areas(&half, 1, N, z_2, a_2);
    double h = 0.5, root = sqrt(h / 2), area = sqrt(h / 24);
    for (int i = 0; i < N; i++) {
        check_close(sqrt(h) * z[i], root * (z_1[i] + z_2[i]), 1e-14);
        check_close(sqrt(h / 12) * a[i],
                    area * (a_1[i] + a_2[i]) / 2 + root * (z_1[i] - z_2[i]) / 4, 1e-14);
    }
    fpk_noise_normals(&whole, 1, N, z_1);
    for (int i = 0; i < N; i++)
        check_close(z[i], z_1[i], 1e-14);
}

/* Counts of n = 400 000: each has standard deviation at most sqrt(n/4) = 316; 5.2 of them. */
static void test_discrete(void **state)
{
    (void)state;
    enum { N = 1000, BLOCKS = 400 };
    double three[N], two[N];
    long low = 0, zero = 0, high = 0, plus = 0;
    for (uint64_t k = 0; k < BLOCKS; k++) {
        struct fpk_noise noise = {.seed = 5, .step = k, .refine = 1};
        fpk_noise_three_point(&noise, 0, N, three);
        fpk_noise_two_point(&noise, 0, N, two);
        for (int i = 0; i < N; i++) {
            low += three[i] == -sqrt(3.0);
            zero += three[i] == 0;
            high += three[i] == sqrt(3.0);
            plus += two[i] == 1;
            check_true(fabs(two[i]) == 1);
        }
    }
    long n = (long)N * BLOCKS;
    check_equal(low + zero + high, n);
    check_close((double)low, (double)n / 6, 1650);
    check_close((double)high, (double)n / 6, 1650);
    check_close((double)plus, (double)n / 2, 1650);
}

/* Numbers that are given are read, component by component, and nothing is drawn. */
static void test_given(void **state)
{
    (void)state;
    const double z[6] = {1, 2, 3, 4, 5, 6}, a[6] = {7, 8, 9, 10, 11, 12};
    const struct fpk_noise_given given = {.ld = 3, .z = z, .a = a, .three = a, .two = z};
    const struct fpk_noise noise = {.refine = 1, .given = &given};
    double out[2], area[2];
    fpk_noise_normals(&noise, 1, 2, out);
    check_same_bits(out[1], 5);
    fpk_noise_areas(&noise, 1, 2, out, area);
    check_same_bits(out[0], 4);
    check_same_bits(area[1], 11);
    fpk_noise_three_point(&noise, 0, 2, out);
    check_same_bits(out[0], 7);
    fpk_noise_two_point(&noise, 0, 2, out);
    check_same_bits(out[1], 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coarse_is_sum_of_fine),
        cmocka_unit_test(test_counter),
        cmocka_unit_test(test_areas_are_standard),
        cmocka_unit_test(test_areas_join),
        cmocka_unit_test(test_discrete),
        cmocka_unit_test(test_given),
    };
    return check_main(tests);
}
