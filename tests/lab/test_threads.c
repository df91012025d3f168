/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/lab/threads.h"

#include "../check.h"

#include <stdlib.h>

/* main went through fpk_threads_sleep: the setting is there, or this process was never replaced. */
static void test_started_again_with_the_setting(void **state)
{
    (void)state;
    check_text(getenv("OMP_WAIT_POLICY"), "passive");
}

/* What the user has set stays. */
static void test_the_users_choice_stays(void **state)
{
    (void)state;
    check_equal(setenv("OMP_WAIT_POLICY", "active", 1), 0);
    char *argv[] = {(char[]){"nobody"}, NULL};
    fpk_threads_sleep(argv);
    check_text(getenv("OMP_WAIT_POLICY"), "active");
}

int main(int argc, char **argv)
{
    /* the second time round the arguments must be the same */
    if (argc == 1 && !getenv("FPK_TEST_AGAIN")) {
        unsetenv("OMP_WAIT_POLICY");
        setenv("FPK_TEST_AGAIN", argv[0], 1);
        fpk_threads_sleep(argv);
        return 1; /* not reached where /proc is */
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_started_again_with_the_setting),
        cmocka_unit_test(test_the_users_choice_stays),
    };
    return argc == 1 && strcmp(argv[0], getenv("FPK_TEST_AGAIN")) == 0 ? check_main(tests) : 1;
}
