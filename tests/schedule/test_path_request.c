/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path.h"

/* What is given and not read is refused, with the option's name. */
static void test_unread_options(void **state)
{
    (void)state;
    path_refused("--rho: nothing reads it", "rho", "3");
    path_refused("--rho", "spacing", "logsnr", "rho", "3");
    path_refused("--rho", "sigmas", "karras:80:0.01:5", "rho", "3");
    path_refused("--beta-min", "beta-min", "1");
    path_refused("--beta-max", "schedule", "ve", "beta-max", "1");
    path_refused("--sigma-max", "sigma-max", "1");
    path_refused("--sigma-min", "schedule", "vp", "sigma-min", "1");
    path_refused("--sigma-min", "schedule", "edm", "sigma-min", "1");
    path_refused("--sigma-min", "schedule", "vp", "spacing", "karras", "truncate", ".1",
                 "sigma-min", "1");
    path_refused("--training-times", "schedule", "vp", "training-times", "10");
    path_refused("--zero-terminal-snr", "schedule", "ve", "zero-terminal-snr", "true");
    path_refused("--schedule", "betas", ".1,.2", "schedule", "cosine");
    path_refused("--training-times", "betas", ".1,.2", "training-times", "2");
    path_refused("--steps", "times", "3,2", "steps", "2");
    path_refused("--spacing", "times", "3,2", "spacing", "leading");
    path_refused("--schedule", "sigmas", "3,2", "schedule", "ve");
    path_refused("--steps", "sigmas", "3,2", "steps", "2");
    path_refused("--sigma-max", "sigmas", "3,2", "sigma-max", "5");
    path_refused("made for training times", "schedule", "vp", "spacing", "trailing");
}

/* In the table of processes linear is the VP twin. */
static void test_linear_is_a_process_there(void **state)
{
    (void)state;
    struct fpk_path path;
    check_ok(path_try(&path, true, false, (const char *const[]){"steps", "4", NULL}));
    check_true(path.continuous && !path.discrete && path.process.kind == FPK_VP);
    check_same_bits(path.process.low, .1);
    check_same_bits(path.process.high, 20);
    check_same_bits(path.level[1].t, .75);
    fpk_path_clear(&path);
    check_refused(path_try(&path, true, false, (const char *const[]){"beta-max", "4", NULL}),
                  FPK_USAGE, "--beta-max");
}

static void test_defaults(void **state)
{
    (void)state;
    struct fpk_path path;
    path_make(&path, "training-times", "20");
    check_true(path.discrete && !path.continuous);
    check_equal(path.n, 20);
    fpk_path_clear(&path);
    path_make(&path, "schedule", "vp", "beta-min", "1", "beta-max", "5");
    check_same_bits(path.process.low, 1);
    check_same_bits(path.process.high, 5);
    fpk_path_clear(&path);
    path_make(&path, "schedule", "ve", "sigma-max", "7");
    check_same_bits(path.process.low, .01);
    check_same_bits(path.process.high, 7);
    fpk_path_clear(&path);
    path_make(&path, "betas", ".1,.2,.7");
    check_equal(path.n, 3);
    check_relative(path.level[0].alpha * path.level[0].alpha, .9 * .8 * .3, 4e-16);
    fpk_path_clear(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unread_options),
        cmocka_unit_test(test_linear_is_a_process_there),
        cmocka_unit_test(test_defaults),
    };
    return check_main(tests);
}
