/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path.h"

static const char *const schedules[] = {
    "linear", "scaled-linear", "cosine", "sigmoid", "exponential",
    "vp",     "sub-vp",        "ve",     "edm",     "flow"};
static const char *const spacings[] = {"leading", "linspace", "trailing",   "uniform",
                                       "logsnr",  "karras",   "exponential"};

/* Every schedule x spacing x S in 1..40, to the clean end and cut off: levels in order, or a
 * sentence; and the number of each. */
static void test_every_path_is_in_order_or_refused(void **state)
{
    (void)state;
    int made = 0, refused = 0;
    for (int a = 0; a < 10; a++)
        for (int b = 0; b < 7; b++)
            for (int k = 0; k < 80; k++) {
                char steps[8];
                snprintf(steps, sizeof steps, "%d", k / 2 + 1);
                const char *pairs[] = {
                    "schedule",       schedules[a], "spacing",  spacings[b],         "steps", steps,
                    "training-times", "60",         "truncate", a < 5 ? "3" : ".02", NULL};
                if (a >= 5) { /* no training times */
                    pairs[6] = "truncate";
                    pairs[7] = ".02";
                    pairs[8] = NULL;
                }
                if (k % 2 == 0)
                    pairs[a < 5 ? 8 : 6] = NULL;
                struct fpk_path path;
                enum fpk_status status = path_try(&path, false, true, pairs);
                if (status == FPK_OK) {
                    check_equal(path.n, k / 2 + 1);
                    check_true((path.level[path.n].sigma == 0) == (k % 2 == 0));
                    path_check(&path);
                    fpk_path_clear(&path);
                    made++;
                } else {
                    check_equal(status, FPK_USAGE);
                    check_true(strlen(fpk_message()) > 30);
                    refused++;
                }
            }
    /* refused: training-time spacings of processes, and a flow's infinite first sigma/alpha */
    check_equal(refused, (5 * 3 + 3) * 80);
    check_equal(made, 70 * 80 - refused);
}

static void test_alpha_zero_is_refused_where_it_must(void **state)
{
    (void)state;
    struct fpk_path path;
    path_refused("starts at alpha 0", "schedule", "flow");
    path_refused("starts at alpha 0", "zero-terminal-snr", "true", "spacing", "trailing");
    path_make(&path, "zero-terminal-snr", "true", "spacing", "trailing", "steps", "10");
    check_same_bits(path.level[0].alpha, 0);
    check_same_bits(path.keep[0], 0);
    check_close(path.drop[0], 1, 1e-14);
    path_check(&path);
    fpk_path_clear(&path);
}

static void test_start_std(void **state)
{
    (void)state;
    struct fpk_path path;
    path_make(&path, "steps", "5");
    check_same_bits(path.start_std, 1);
    fpk_path_clear(&path);
    path_make(&path, "schedule", "sub-vp");
    check_same_bits(path.start_std, 1);
    check_equal(path.n, 1000);
    fpk_path_clear(&path);
    path_make(&path, "schedule", "edm");
    check_same_bits(path.start_std, 80);
    fpk_path_clear(&path);
    path_make(&path, "schedule", "flow", "times", ".75,.5");
    check_same_bits(path.start_std, .75);
    fpk_path_clear(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_path_is_in_order_or_refused),
        cmocka_unit_test(test_alpha_zero_is_refused_where_it_must),
        cmocka_unit_test(test_start_std),
    };
    return check_main(tests);
}
