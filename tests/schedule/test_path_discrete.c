/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path.h"

/* Times of a spacing are those of fpk_time_grid, levels those of the schedule. */
static void test_spacings_visit_the_schedule(void **state)
{
    (void)state;
    static const char *const names[] = {"leading", "linspace", "trailing"};
    struct fpk_schedule schedule;
    check_ok(fpk_schedule_init(&schedule, "cosine", 1000));
    for (int k = 0; k < 3; k++) {
        struct fpk_path path;
        long *t = NULL;
        path_make(&path, "schedule", "cosine", "spacing", names[k], "steps", "37");
        check_ok(fpk_time_grid(names[k], 1000, 37, &t));
        for (size_t i = 0; i < 37; i++) {
            struct fpk_level want = fpk_schedule_level(&schedule, t[i]);
            check_same_bits(path.level[i].t, (double)t[i]);
            check_close(path.level[i].alpha, want.alpha, 1e-14);
            check_relative(path.level[i].sigma, want.sigma, 1e-14);
        }
        check_same_bits(path.level[37].t, -1);
        check_same_bits(path.level[37].alpha, 1);
        fpk_release(&t);
        fpk_path_clear(&path);
    }
    fpk_schedule_clear(&schedule);
}

/* keep and drop are products over the betas passed: neither is formed from the other. */
static void test_drop_keeps_its_digits(void **state)
{
    (void)state;
    struct fpk_path path;
    path_make(&path, "betas", "1e-20,1e-18,3e-17", "times", "2,0");
    check_relative(path.drop[0], 3.1e-17, 1e-15);
    check_relative(path.drop[1], 1e-20, 1e-15);
    check_relative(path.noise[0], 3.101e-17, 1e-15);
    fpk_path_clear(&path);
}

static void test_lists_and_truncation(void **state)
{
    (void)state;
    struct fpk_path path;
    path_make(&path, "times", "999,500,-1");
    check_equal(path.n, 2);
    check_same_bits(path.level[1].t, 500);
    check_same_bits(path.level[2].sigma, 0);
    fpk_path_clear(&path);
    path_make(&path, "times", "999,500", "truncate", "10");
    check_equal(path.n, 2);
    check_same_bits(path.level[2].t, 10);
    check_true(path.level[2].sigma > 0);
    path_check(&path);
    fpk_path_clear(&path);
    path_make(&path, "training-times", "10", "steps", "3", "truncate", "3");
    double want[] = {8, 6, 4, 3}; /* leading over 4..9, then 3 */
    for (size_t i = 0; i < 4; i++)
        check_same_bits(path.level[i].t, want[i]);
    fpk_path_clear(&path);
    path_refused("not a training time", "times", "1000,1");
    path_refused("not a training time", "times", "10.5,1");
    path_refused("must decrease", "times", "10,11");
    path_refused("no step leads to it", "times", "-1");
    path_refused("--truncate", "truncate", "999");
    path_refused("--truncate", "truncate", "1.5");
    path_refused("not a training time", "times", "10,5", "truncate", "7");
}

/* Stable Diffusion's: leading, offset 1, the end at training time 0; without the offset the last
 * step would stand still, which diffusers does and we refuse. */
static void test_switches(void **state)
{
    (void)state;
    struct fpk_path path, plain;
    path_make(&path, "schedule", "scaled-linear", "steps", "50", "offset", "1", "set-alpha-to-one",
              "false");
    path_make(&plain, "schedule", "scaled-linear", "times", "981,1", "set-alpha-to-one", "false");
    check_equal(path.n, 50);
    check_same_bits(path.level[0].t, 981);
    check_same_bits(path.level[49].t, 1);
    check_same_bits(path.level[50].t, 0);
    check_same_bits(path.level[50].sigma, sqrt(path.schedule.noise[0]));
    check_equal(plain.n, 2);
    check_same_bits(plain.level[2].sigma, path.level[50].sigma);
    path_check(&path);
    fpk_path_clear(&path);
    fpk_path_clear(&plain);
    path_make(&path, "steps", "10", "spacing", "trailing", "set-alpha-to-one", "false");
    check_same_bits(path.level[9].t, 99);
    check_same_bits(path.level[10].t, 0);
    fpk_path_clear(&path);
    path_refused("to itself", "steps", "50", "set-alpha-to-one", "false");
    path_refused("beyond the last training time 999", "offset", "1");
    path_refused("--offset", "spacing", "trailing", "offset", "1");
    path_refused("--set-alpha-to-one", "truncate", "3", "set-alpha-to-one", "false");
    path_refused("--set-alpha-to-one", "spacing", "karras", "set-alpha-to-one", "false");
    path_refused("--offset", "schedule", "vp", "offset", "1");
}

/* k-diffusion's labels: linear in log(sigma/alpha) between training times, and back. */
static void test_levels_between_training_times(void **state)
{
    (void)state;
    struct fpk_path path;
    struct fpk_schedule schedule;
    check_ok(fpk_schedule_init(&schedule, "scaled-linear", 1000));
    for (int k = 0; k < 2; k++) {
        path_make(&path, "schedule", "scaled-linear", "spacing", k ? "uniform" : "karras", "steps",
                  "23");
        path_check(&path);
        check_same_bits(path.level[0].t, 999);
        check_same_bits(path.level[22].t, 0);
        for (size_t i = 0; i < 23; i++) {
            long low = (long)path.level[i].t;
            struct fpk_level a = fpk_schedule_level(&schedule, low),
                             b = fpk_schedule_level(&schedule, low < 999 ? low + 1 : low);
            double share = path.level[i].t - (double)low;
            double want = (1 - share) * log(a.sigma / a.alpha) + share * log(b.sigma / b.alpha);
            check_close(log(path.level[i].sigma / path.level[i].alpha), want, 1e-12);
        }
        fpk_path_clear(&path);
    }
    fpk_schedule_clear(&schedule);
    path_refused("finite sigma/alpha", "spacing", "karras", "zero-terminal-snr", "true");
    path_refused("goes from", "spacing", "karras", "sigma-max", "1e6");
    path_refused("goes from", "spacing", "karras", "sigma-min", "1e-6");
    path_refused("do not differ", "betas", ".5,0,.25");                  /* time 1 repeats time 0 */
    path_make(&path, "spacing", "karras", "rho", "1e-3", "steps", "40"); /* 157^1000 overflows */
    path_check(&path);
    fpk_path_clear(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spacings_visit_the_schedule),
        cmocka_unit_test(test_drop_keeps_its_digits),
        cmocka_unit_test(test_lists_and_truncation),
        cmocka_unit_test(test_switches),
        cmocka_unit_test(test_levels_between_training_times),
    };
    return check_main(tests);
}
