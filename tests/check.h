/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks for tests: every failure prints both sides (got, want, tol), with cmocka underneath.
 *
 *     static void test_x(void **state) { check_close(got, want, 1e-12); }
 *     int main(void) { const struct CMUnitTest tests[] = {cmocka_unit_test(test_x)};
 *                      return check_main(tests); }
 *
 * check_main also asks that every allocation was released. */
#ifndef FPK_TESTS_CHECK_H
#define FPK_TESTS_CHECK_H

#include "fpk/base/memory.h"
#include "fpk/base/status.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define check_fail(...)                                                                            \
    do {                                                                                           \
        print_error("%s:%d: ", __FILE__, __LINE__);                                                \
        print_error(__VA_ARGS__);                                                                  \
        print_error("\n");                                                                         \
        fail();                                                                                    \
    } while (0)

/* |got - want| <= tol; NaN fails. */
#define check_close(got, want, tol)                                                                \
    do {                                                                                           \
        double g_ = (got), w_ = (want), t_ = (tol);                                                \
        if (!(fabs(g_ - w_) <= t_))                                                                \
            check_fail("%s: got %.17g, want %.17g, off by %.3g, tol %.3g", #got, g_, w_,           \
                       fabs(g_ - w_), t_);                                                         \
    } while (0)

/* |got - want| <= tol |want|. */
#define check_relative(got, want, tol)                                                             \
    do {                                                                                           \
        double g_ = (got), w_ = (want), t_ = (tol);                                                \
        if (!(fabs(g_ - w_) <= t_ * fabs(w_)))                                                     \
            check_fail("%s: got %.17g, want %.17g, relative error %.3g, tol %.3g", #got, g_, w_,   \
                       fabs(g_ - w_) / fabs(w_), t_);                                              \
    } while (0)

/* low <= got <= high; NaN fails. */
#define check_between(got, low, high)                                                              \
    do {                                                                                           \
        double g_ = (got), l_ = (low), h_ = (high);                                                \
        if (!(g_ >= l_ && g_ <= h_))                                                               \
            check_fail("%s: got %.17g, want it in [%.17g, %.17g]", #got, g_, l_, h_);              \
    } while (0)

/* The same 64 bits (NaN equals itself, 0 differs from -0). */
#define check_same_bits(got, want)                                                                 \
    do {                                                                                           \
        double g_ = (got), w_ = (want);                                                            \
        if (memcmp(&g_, &w_, sizeof g_) != 0)                                                      \
            check_fail("%s: got %.17g (%a), want the same bits as %.17g (%a)", #got, g_, g_, w_,   \
                       w_);                                                                        \
    } while (0)

#define check_true(condition)                                                                      \
    do {                                                                                           \
        if (!(condition))                                                                          \
            check_fail("not so: %s", #condition);                                                  \
    } while (0)

#define check_equal(got, want)                                                                     \
    do {                                                                                           \
        long long g_ = (long long)(got), w_ = (long long)(want);                                   \
        if (g_ != w_)                                                                              \
            check_fail("%s: got %lld, want %lld", #got, g_, w_);                                   \
    } while (0)

/* The call succeeds; its message is printed when it does not. */
#define check_ok(call)                                                                             \
    do {                                                                                           \
        enum fpk_status s_ = (call);                                                               \
        if (s_ != FPK_OK)                                                                          \
            check_fail("%s: status %d: %s", #call, (int)s_, fpk_message());                        \
    } while (0)

/* The call fails with `code` and a message that contains `part`. */
#define check_refused(call, code, part)                                                            \
    do {                                                                                           \
        enum fpk_status s_ = (call);                                                               \
        if (s_ != (code))                                                                          \
            check_fail("%s: status %d (%s), want %d", #call, (int)s_, fpk_message(), (int)(code)); \
        if (!strstr(fpk_message(), (part)))                                                        \
            check_fail("%s: message \"%s\" lacks \"%s\"", #call, fpk_message(), (part));           \
    } while (0)

#define check_text(got, want)                                                                      \
    do {                                                                                           \
        const char *g_ = (got), *w_ = (want);                                                      \
        if (!g_ || strcmp(g_, w_) != 0)                                                            \
            check_fail("%s: got \"%s\", want \"%s\"", #got, g_ ? g_ : "(null)", w_);               \
    } while (0)

static inline int check_main_(const char *name, const struct CMUnitTest *tests, size_t n)
{
    int failed = _cmocka_run_group_tests(name, tests, n, NULL, NULL);
    if (failed == 0 && fpk_memory_balance() != 0) {
        print_error("%s: %ld allocations were not released\n", name, fpk_memory_balance());
        return 1;
    }
    return failed;
}
#define check_main(tests) check_main_(__FILE__, tests, sizeof(tests) / sizeof(tests)[0])

#endif
