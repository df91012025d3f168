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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coarse_is_sum_of_fine),
        cmocka_unit_test(test_counter),
    };
    return check_main(tests);
}
