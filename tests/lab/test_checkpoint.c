/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/lab/checkpoint.h"

#include "fpk/record/file.h"

#include "../scratch.h"

static const char one[] = "0000000000000000000000000000000000000000000000000000000000000001";
static const char two[] = "0000000000000000000000000000000000000000000000000000000000000002";

static void fill(struct fpk_checkpoint *c)
{
    double a[3] = {1, -0.0, NAN}, b[1] = {7}, d[2] = {8, 9};
    check_ok(fpk_checkpoint_put(c, "a", 3, a));
    check_ok(fpk_checkpoint_put(c, "b", 1, b));
    check_ok(fpk_checkpoint_put(c, "b", 2, d));
    check_ok(fpk_checkpoint_put(c, "none", 0, d));
}

static void test_round_trip(void **state)
{
    (void)state;
    struct fpk_checkpoint c;
    check_ok(fpk_checkpoint_open(&c, in_scratch("c"), one));
    check_equal(c.n, 0);
    fill(&c);
    check_true(c.unsaved);
    check_ok(fpk_checkpoint_save(&c));
    check_true(!c.unsaved);
    fpk_checkpoint_clear(&c);
    check_ok(fpk_checkpoint_open(&c, in_scratch("c"), one));
    check_equal(c.n, 3);
    const double *a = fpk_checkpoint_find(&c, "a", 3);
    check_true(a && fpk_checkpoint_find(&c, "none", 0));
    check_same_bits(a[1], -0.0);
    check_true(isnan(a[2]));
    check_close(fpk_checkpoint_find(&c, "b", 2)[1], 9, 0);
    check_true(!fpk_checkpoint_find(&c, "b", 1) && !fpk_checkpoint_find(&c, "x", 1));
    fpk_checkpoint_remove(&c);
    fpk_checkpoint_clear(&c);
    check_equal(scratch_count(), 0);
}

/* Another run's checkpoint counts as none; so does one with a byte changed or cut off, wherever
 * that is (every 7th place is tried, which meets every field). */
static void test_not_ours(void **state)
{
    (void)state;
    struct fpk_checkpoint c;
    char *bytes = NULL;
    size_t n;
    check_ok(fpk_checkpoint_open(&c, in_scratch("c"), one));
    fill(&c);
    check_ok(fpk_checkpoint_save(&c));
    fpk_checkpoint_clear(&c);
    check_ok(fpk_checkpoint_open(&c, in_scratch("c"), two));
    check_equal(c.n, 0);
    fpk_checkpoint_clear(&c);
    check_ok(fpk_file_read(in_scratch("c"), 1 << 20, &bytes, &n));
    for (size_t i = 0; i < n; i += 7) {
        bytes[i] ^= 1;
        put(in_scratch("c"), bytes, n);
        bytes[i] ^= 1;
        check_ok(fpk_checkpoint_open(&c, in_scratch("c"), one));
        check_equal(c.n, 0);
        fpk_checkpoint_clear(&c);
        put(in_scratch("c"), bytes, i);
        check_ok(fpk_checkpoint_open(&c, in_scratch("c"), one));
        check_equal(c.n, 0);
        fpk_checkpoint_clear(&c);
    }
    fpk_release(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scratch_test(test_round_trip),
        scratch_test(test_not_ours),
    };
    return check_main(tests);
}
