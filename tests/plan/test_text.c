/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include "fpk/plan/plan.h"

static struct fpk_plan example(void)
{
    struct fpk_plan plan;
    check_ok(fpk_plan_init(&plan, "two words", 3));
    plan.first = (struct fpk_level){.alpha = .1, .sigma = 1. / 3, .t = 999};
    plan.start_std = 157.40728;
    const struct fpk_instruction list[] = {
        {.op = FPK_EVAL, .out = 2, .n_in = 1, .head = FPK_HEAD_X0, .level = {.1, 1. / 3, 999}},
        {.op = FPK_MIX, .out = 1, .n_in = 2, .in = {2, 0}, .c = {-.1, 5e-324}, .noise = 0},
        {.op = FPK_CLIP, .out = 1, .n_in = 1, .in = {1}, .bound = .7, .step = 1},
        {.op = FPK_MIX, .noise = 1.7976931348623157e308, .level = {1, 0, -1}, .step = 2},
        {.op = FPK_MIX,
         .n_in = 8,
         .in = {0, 1, 2, 0, 1, 2, 0, 1},
         .c = {1. / 3, -0., 2. / 7, 1e-300, 3, 4, 5, 6},
         .noise = 1. / 7,
         .step = 3},
        {.op = FPK_THRESHOLD,
         .out = 2,
         .n_in = 1,
         .in = {1},
         .bound = 1. / 3,
         .quantile = .995,
         .step = 3},
        {.op = FPK_ACCEPT,
         .out = 1,
         .n_in = 4,
         .in = {2, 1, 0, 2},
         .noise = 1. / 9,
         .level = {1, 1. / 11, 5},
         .step = 3},
    };
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        check_ok(fpk_plan_add(&plan, list[i]));
    return plan;
}

static void test_round_trip_to_the_bit(void **state)
{
    (void)state;
    struct fpk_plan plan = example(), back;
    FILE *file = tmpfile();
    check_ok(fpk_plan_print(&plan, file));
    rewind(file);
    check_ok(fpk_plan_parse(&back, file));
    fclose(file);
    check_text(back.name, plan.name);
    check_equal(back.n, plan.n);
    check_equal(back.n_register, plan.n_register);
    check_equal(back.steps, 4);
    check_same_bits(back.start_std, plan.start_std);
    check_true(memcmp(&back.first, &plan.first, sizeof plan.first) == 0);
    for (size_t i = 0; i < plan.n; i++)
        check_true(memcmp(&back.instruction[i], &plan.instruction[i], sizeof plan.instruction[i]) ==
                   0);
    fpk_plan_clear(&plan);
    fpk_plan_clear(&back);
}

#define HEADER "plan p\nregisters 2 steps 1 start-std 1 at alpha 1 sigma 1 t 0\n"

static void refuse(const char *text, const char *part)
{
    struct fpk_plan plan;
    FILE *file = tmpfile();
    fputs(text, file);
    rewind(file);
    check_refused(fpk_plan_parse(&plan, file), FPK_USAGE, part);
    fclose(file);
}

static void test_refusals_name_the_line(void **state)
{
    (void)state;
    refuse("", "line 1: expected another line");
    refuse("plam p\n", "line 1: expected plan, found \"plam\"");
    refuse("plan p\nregisters two", "line 2");
    refuse("plan p\nregisters 99999 steps 1\n", "1 to 64 registers");
    refuse(HEADER, "line 3: expected another line");
    refuse(HEADER "PUSH r0\nend\n",
           "line 3: expected EVAL, MIX, CLIP, THRESHOLD, ACCEPT or end, found \"PUSH\"");
    refuse(HEADER "EVAL r1 <- noise r0 at\n", "expected score, eps, x0, v or flow");
    refuse(HEADER "MIX r1 <- 1 r0 + nan xi\n", "expected a number, found \"nan\"");
    refuse(HEADER "MIX r1 <- 1 r0 + 1e999 xi\n", "expected a number, found \"1e999\"");
    refuse(HEADER "CLIP r0 <- r5 within 1 step 0\nend\n", "line 3: plan p, step 0: register r5");
    refuse(HEADER "THRESHOLD r0 <- r0 within 1\n", "expected quantile, found \"within\"");
    refuse(HEADER "ACCEPT r0 <- r1 or r0 mean r0 r1\n", "expected means, found \"mean\"");
    refuse(HEADER "CLIP r0 <- r0 within 1 step 0 more\n",
           "expected the end of the line, found \"more\"");
    refuse("plan p\nregisters 2 steps 1 start-std 0 at alpha 1 sigma 1 t 0\n", "must be positive");
    refuse(HEADER "end\n", "line 3: its header says 1 steps, its instructions make 0");
    refuse(HEADER "CLIP r0 <- r0 within 1 step 2\nend\n", "says 1 steps, its instructions make 3");
    refuse(HEADER "CLIP r0 <- r0 within 1 step 2\nCLIP r0 <- r0 within 1 step 1\nend\n",
           "line 4: plan p: step 1 comes after step 2");
}

static void test_a_directory_is_no_plan(void **state)
{
    (void)state;
    struct fpk_plan plan;
    FILE *file = fopen("/", "r");
    assert_non_null(file);
    check_refused(fpk_plan_parse(&plan, file), FPK_IO, "line 1: Is a directory");
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip_to_the_bit),
        cmocka_unit_test(test_refusals_name_the_line),
        cmocka_unit_test(test_a_directory_is_no_plan),
    };
    return check_main(tests);
}
