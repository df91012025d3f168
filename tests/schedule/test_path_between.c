/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path.h"

/* Every family: the level asked for has that lambda, lies on the curve, and, of a process, is the
 * process's level at its label. */
static void test_levels_between(void **state)
{
    (void)state;
    static const char *const names[] = {"vp", "sub-vp", "ve", "edm", "linear", "cosine", "flow"};
    for (int k = 0; k < 7; k++) {
        struct fpk_path path;
        const char *pairs[] = {"schedule", names[k],    "spacing", "logsnr", "steps",
                               "6",        "sigma-max", "30",      NULL};
        if (k < 6)
            pairs[6] = NULL;
        check_ok(path_try(&path, false, false, pairs));
        for (size_t i = 0; i + 1 < path.n; i++)
            for (int j = 0; j <= 4; j++) {
                double a = fpk_level_half_log_snr(path.level[i]),
                       b = fpk_level_half_log_snr(path.level[i + 1]);
                double lambda = a + (b - a) * j / 4;
                struct fpk_level got = fpk_path_between(&path, i, lambda);
                check_close(fpk_level_half_log_snr(got), lambda, 2e-14);
                check_true(got.t <= path.level[i].t && got.t >= path.level[i + 1].t);
                if (j == 0) {
                    check_relative(got.alpha, path.level[i].alpha, 2e-14);
                    check_relative(got.sigma, path.level[i].sigma, 2e-14);
                    check_relative(got.t, path.level[i].t, 1e-12);
                }
                if (path.continuous) {
                    struct fpk_level want = fpk_process_level(&path.process, got.t);
                    check_relative(got.alpha, want.alpha, 1e-13);
                    check_relative(got.sigma, want.sigma, 1e-13);
                }
            }
        fpk_path_clear(&path);
    }
}

/* At training times the label is the time. */
static void test_labels_of_training_times(void **state)
{
    (void)state;
    struct fpk_path path;
    path_make(&path, "training-times", "50", "times", "40,20");
    struct fpk_schedule *s = &path.schedule;
    for (long t = 20; t <= 40; t++) {
        double lambda = fpk_level_half_log_snr(fpk_schedule_level(s, t));
        struct fpk_level got = fpk_path_between(&path, 0, lambda);
        check_close(got.t, (double)t, 1e-11);
        check_relative(got.alpha, sqrt(s->abar[t]), 1e-14);
    }
    fpk_path_clear(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_levels_between),
        cmocka_unit_test(test_labels_of_training_times),
    };
    return check_main(tests);
}
