/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path.h"

#include "fpk/schedule/audit.h"

/* Published ends: sqrt(abar_T) = .0682649 of Stable Diffusion's schedule, SNR .00468192; leading
 * starts at 980, not at 999; one clipped beta of the cosine. */
static void test_published(void **state)
{
    (void)state;
    struct fpk_path path;
    path_make(&path, "schedule", "scaled-linear", "steps", "50");
    struct fpk_path_audit a = fpk_path_audit(&path);
    check_close(a.terminal.alpha, .0682649, 5e-8);
    check_close(fpk_level_snr(a.terminal), .00468192, 5e-9);
    check_same_bits(path.level[0].t, 980);
    check_close(a.skipped, 14.61464 / (path.level[0].sigma / path.level[0].alpha), 1e-6);
    check_same_bits(a.mean_left, path.level[0].alpha);
    check_close(a.start_wants, 1, 1e-15);
    check_same_bits(a.start_std, 1);
    check_close(a.sigma_of_time_0, sqrt(.00085), 1e-16);
    check_equal(a.n_step, 49);
    check_same_bits(a.last.t, 0);
    fpk_path_clear(&path);
    path_make(&path, "schedule", "cosine");
    a = fpk_path_audit(&path);
    check_equal(a.clipped_betas, 1);
    check_equal(a.zero_betas, 0);
    check_same_bits(a.skipped, 1);
    fpk_path_clear(&path);
}

/* By hand: three betas, of which one repeats a level; sigma/alpha at times 0, 1, 2 is 1/sqrt(3),
 * 1/sqrt(3), sqrt(5/3). */
static void test_by_hand(void **state)
{
    (void)state;
    struct fpk_path path;
    path_make(&path, "betas", ".25,0,.5", "times", "2,0");
    struct fpk_path_audit a = fpk_path_audit(&path);
    check_equal(a.zero_betas, 1);
    check_close(a.off_by_one, sqrt(5), 1e-15);
    check_same_bits(a.off_by_one_at, 1);
    check_equal(a.n_step, 1);
    check_close(a.shortest, log(sqrt(5)), 1e-15);
    check_same_bits(a.shortest, a.longest);
    check_close(a.sigma_of_time_0, .5, 0);
    fpk_path_clear(&path);
}

static void test_processes(void **state)
{
    (void)state;
    struct fpk_path path;
    path_make(&path, "schedule", "edm", "spacing", "logsnr", "steps", "6");
    struct fpk_path_audit a = fpk_path_audit(&path);
    check_close(a.shortest, log(80 / .002) / 5, 1e-13);
    check_close(a.longest, log(80 / .002) / 5, 1e-13);
    check_same_bits(a.mean_left, 1);
    check_close(a.start_wants, sqrt(6401), 1e-13);
    check_same_bits(a.off_by_one, 1);
    fpk_path_clear(&path);
    path_make(&path, "schedule", "flow", "steps", "4"); /* starts at lambda = -infinity */
    a = fpk_path_audit(&path);
    check_equal(a.n_step, 2);
    check_same_bits(a.mean_left, 0);
    check_same_bits(a.skipped, 1);
    check_same_bits(a.last.t, .25);
    fpk_path_clear(&path);
    path_make(&path, "sigmas", "8,4", "truncate", "1");
    a = fpk_path_audit(&path);
    check_equal(a.n_step, 2);
    check_equal(a.longest_at, 1);
    check_close(a.longest, log(4), 1e-15);
    check_same_bits(a.last.sigma, 1);
    fpk_path_clear(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published),
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_processes),
    };
    return check_main(tests);
}
