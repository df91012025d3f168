/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/status.h"

#include "../check.h"

static void test_sentence_and_context(void **state)
{
    (void)state;
    check_equal(fpk_fail(FPK_USAGE, "n is %d, not %d", 3, 4), FPK_USAGE);
    check_text(fpk_message(), "n is 3, not 4");
    check_equal(fpk_fail_context(FPK_USAGE, "file %s", "a.json"), FPK_USAGE);
    check_text(fpk_message(), "file a.json: n is 3, not 4");
    fpk_message_clear();
    check_text(fpk_message(), "");
}

/* A sentence longer than the buffer is cut, never written beyond it. */
static void test_long_sentence(void **state)
{
    (void)state;
    char text[2 * FPK_MESSAGE_MAX];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    check_equal(fpk_fail(FPK_IO, "%s", text), FPK_IO);
    check_equal(strlen(fpk_message()), FPK_MESSAGE_MAX - 1);
    check_equal(fpk_fail_context(FPK_IO, "%s", text), FPK_IO);
    check_equal(strlen(fpk_message()), FPK_MESSAGE_MAX - 1);
}

/* What a message quotes does nothing to a terminal, and stays one line; letters stay letters. */
static void test_hostile_text(void **state)
{
    (void)state;
    const char *const pairs[][2] = {
        {"a\x1b[31m\nb\rc\td\x7f", "a?[31m?b?c?d?"},
        {"\xc3\xa9\xe2\x82\xac\xf0\x9d\x84\x9e", "\xc3\xa9\xe2\x82\xac\xf0\x9d\x84\x9e"},
        {"\xe9 \x80 \xff", "? ? ?"}, /* Latin-1 is not UTF-8 */
        {"\xc2\x9b"
         "1m",
         "??1m"},                                 /* C1: control sequence introducer */
        {"\xe2\x80\xae \xe2\x80\xa8", "??? ???"}, /* right to left; line separator */
        {"\xc0\xaf \xed\xa0\x80 \xf8\x88\x80\x80\x80", "?? ??? ?????"},
        {"\xe2\x82", "??"}, /* cut */
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        check_equal(fpk_fail(FPK_USAGE, "%s", pairs[i][0]), FPK_USAGE);
        check_text(fpk_message(), pairs[i][1]);
    }
    check_equal(fpk_fail(FPK_USAGE, "why"), FPK_USAGE);
    check_equal(fpk_fail_context(FPK_USAGE, "a\nb"), FPK_USAGE);
    check_text(fpk_message(), "a?b: why");
}

static enum fpk_status tries(enum fpk_status inner)
{
    FPK_TRY(inner);
    return FPK_INCONCLUSIVE;
}

static enum fpk_status checks(int n)
{
    FPK_CHECK(n > 0, FPK_NUMERIC, "n = %d", n);
    return FPK_OK;
}

static void test_macros(void **state)
{
    (void)state;
    check_equal(tries(FPK_STOPPED), FPK_STOPPED);
    check_equal(tries(FPK_OK), FPK_INCONCLUSIVE);
    check_ok(checks(1));
    check_refused(checks(0), FPK_NUMERIC, "n = 0");
}

/* Each thread has its own sentence: all speak before any listens. */
static void test_threads(void **state)
{
    (void)state;
    int wrong = 0, i = 0;
#pragma omp parallel num_threads(4) private(i) reduction(+ : wrong)
    {
#pragma omp for schedule(static, 1)
        for (i = 0; i < 4; i++)
            wrong += fpk_fail(FPK_USAGE, "item %d", i) != FPK_USAGE;
#pragma omp barrier
#pragma omp for schedule(static, 1)
        for (i = 0; i < 4; i++) {
            char want[32];
            snprintf(want, sizeof want, "item %d", i);
            wrong += strcmp(fpk_message(), want) != 0;
        }
    }
    check_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentence_and_context),
        cmocka_unit_test(test_long_sentence),
        cmocka_unit_test(test_hostile_text),
        cmocka_unit_test(test_macros),
        cmocka_unit_test(test_threads),
    };
    return check_main(tests);
}
