/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path.h"

static void test_uniform(void **state)
{
    (void)state;
    static const char *const names[] = {"vp", "sub-vp", "ve", "edm", "flow"};
    for (int k = 0; k < 5; k++) {
        struct fpk_path path;
        double end = k == 3 ? 80 : 1;
        path_make(&path, "schedule", names[k], "steps", "7");
        for (size_t i = 0; i <= 7; i++)
            check_close(path.level[i].t, end * (1 - (double)i / 7), 2e-16 * end);
        fpk_path_clear(&path);
        path_make(&path, "schedule", names[k], "steps", "7", "truncate", ".01");
        for (size_t i = 0; i <= 7; i++)
            check_close(path.level[i].t, end + (.01 - end) * (double)i / 7, 4e-16 * end);
        check_same_bits(path.level[7].t, .01);
        check_true(path.level[7].sigma > 0);
        fpk_path_clear(&path);
    }
}

/* Equal steps of lambda; the last level above the clean end is the least. */
static void test_logsnr(void **state)
{
    (void)state;
    static const char *const names[] = {"vp", "sub-vp", "ve", "edm"};
    for (int k = 0; k < 4; k++) {
        struct fpk_path path;
        path_make(&path, "schedule", names[k], "spacing", "logsnr", "steps", "9");
        double first = fpk_level_half_log_snr(path.level[0]),
               last = fpk_level_half_log_snr(path.level[8]);
        for (size_t i = 1; i < 8; i++)
            check_close(fpk_level_half_log_snr(path.level[i]),
                        first + (last - first) * (double)i / 8, 1e-12);
        if (k < 2)
            check_close(path.level[8].t, 1e-3, 1e-16);
        else
            check_relative(path.level[8].sigma, k == 2 ? .01 : .002, 1e-14);
        check_same_bits(path.level[0].t, k == 3 ? 80 : 1);
        fpk_path_clear(&path);
    }
}

static void test_lists(void **state)
{
    (void)state;
    struct fpk_path path;
    path_make(&path, "sigmas", "10,3,.5");
    check_equal(path.n, 3);
    check_same_bits(path.level[1].sigma, 3);
    check_same_bits(path.level[1].t, 3);
    check_same_bits(path.drop[0], 91);
    check_same_bits(path.drop[2], .25);
    check_same_bits(path.start_std, 10);
    check_true(path.continuous && path.process.kind == FPK_EDM);
    fpk_path_clear(&path);
    path_make(&path, "sigmas", "10,3,.5,0");
    check_equal(path.n, 3);
    fpk_path_clear(&path);
    path_make(&path, "sigmas", "10,3,.5", "truncate", ".5");
    check_equal(path.n, 2);
    check_same_bits(path.level[2].sigma, .5);
    fpk_path_clear(&path);
    path_make(&path, "schedule", "vp", "times", "1,.5,.25,0");
    check_equal(path.n, 3);
    path_check(&path);
    fpk_path_clear(&path);
    path_make(&path, "schedule", "edm", "spacing", "karras", "steps", "4", "truncate", "0");
    check_same_bits(path.level[3].sigma, .002);
    check_same_bits(path.level[4].sigma, 0);
    fpk_path_clear(&path);
    path_refused("must decrease", "schedule", "vp", "times", ".5,.5");
    path_refused("not between", "schedule", "vp", "times", "2,.5");
    path_refused("no step leads", "schedule", "vp", "times", "0");
    path_refused("--truncate", "schedule", "vp", "truncate", "1");
    path_refused("cannot fall", "schedule", "vp", "spacing", "karras", "sigma-min", "1e6");
    path_refused("cannot fall", "schedule", "vp", "spacing", "karras", "sigma-max", "1e6");
    path_refused("finite sigma/alpha", "schedule", "flow", "spacing", "karras");
}

/* A flow has log spacings once its first sigma/alpha is said. */
static void test_flow_by_ratio(void **state)
{
    (void)state;
    struct fpk_path path;
    path_make(&path, "schedule", "flow", "spacing", "logsnr", "sigma-max", "99", "steps", "5");
    check_close(path.level[0].t, .99, 1e-15);
    check_close(path.level[4].t, 1e-3, 1e-17);
    path_check(&path);
    fpk_path_clear(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_uniform),
        cmocka_unit_test(test_logsnr),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_flow_by_ratio),
    };
    return check_main(tests);
}
