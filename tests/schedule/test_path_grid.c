/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path.h"

/* EDM's own grid, sigma_max 80, sigma_min .002, rho 7, 18 levels, to 50 digits by mpmath:
 * (80^(1/7) + i/17 (.002^(1/7) - 80^(1/7)))^7. */
static void test_karras_known(void **state)
{
    (void)state;
    static const double want[18] = {80,
                                    57.5859847212481578,
                                    40.785573796507958248,
                                    28.374584604156837378,
                                    19.352452980325221446,
                                    12.910082380757315647,
                                    8.400935309099821158,
                                    5.3151945217963788838,
                                    3.2568215197655383211,
                                    1.9233398370400499294,
                                    1.0881706365452794118,
                                    0.58534812319454230301,
                                    0.29644228447915726391,
                                    0.13951646873101648049,
                                    0.059947311235471566544,
                                    0.022934518372333368387,
                                    0.0075280199627840704024,
                                    0.002};
    struct fpk_path path;
    path_make(&path, "schedule", "edm", "spacing", "karras", "steps", "18");
    for (size_t i = 0; i < 18; i++)
        check_relative(path.level[i].sigma, want[i], 4e-15);
    check_same_bits(path.level[17].sigma, .002);
    fpk_path_clear(&path);
    path_make(&path, "sigmas", "karras:80:0.002:18");
    for (size_t i = 0; i < 18; i++)
        check_relative(path.level[i].sigma, want[i], 4e-15);
    fpk_path_clear(&path);
}

/* exponential is geometric in sigma/alpha, and so is logsnr; karras with rho 1 is uniform. */
static void test_limits(void **state)
{
    (void)state;
    struct fpk_path a, b;
    path_make(&a, "schedule", "vp", "spacing", "exponential", "steps", "12");
    path_make(&b, "schedule", "vp", "spacing", "logsnr", "steps", "12");
    for (size_t i = 0; i < 12; i++) {
        check_relative(a.level[i].sigma, b.level[i].sigma, 1e-12);
        if (i > 1)
            check_relative(a.level[i].sigma / a.level[i].alpha * a.level[i - 2].sigma /
                               a.level[i - 2].alpha,
                           pow(a.level[i - 1].sigma / a.level[i - 1].alpha, 2), 1e-11);
    }
    fpk_path_clear(&a);
    fpk_path_clear(&b);
    path_make(&a, "schedule", "edm", "spacing", "karras", "rho", "1", "steps", "5", "truncate",
              "2");
    for (size_t i = 0; i <= 5; i++)
        check_relative(a.level[i].sigma, 80 - 78 * (double)i / 5, 1e-14);
    fpk_path_clear(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_karras_known),
        cmocka_unit_test(test_limits),
    };
    return check_main(tests);
}
