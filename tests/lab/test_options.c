/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/lab/options.h"

#include "../check.h"

static const struct fpk_parameter table[] = {
    {.name = "steps", .type = FPK_INTEGER, .fallback = "10"},
    {.name = "step", .type = FPK_REAL},
    {.name = "spacing", .type = FPK_TEXT},
    {.name = "at", .type = FPK_REALS},
    {.name = "quiet", .type = FPK_FLAG},
};

static struct fpk_values values;
static size_t n_argument;
static bool help;
static char words[16][64];
static char *argv[16];

/* Parses words separated by single blanks. */
static enum fpk_status parse(const char *line)
{
    int argc = 0;
    fpk_values_clear(&values);
    check_ok(fpk_values_init(&values, table, sizeof table / sizeof *table));
    for (const char *c = line; *c; argc++) {
        size_t n = strcspn(c, " ");
        memcpy(words[argc], c, n);
        words[argc][n] = '\0';
        argv[argc] = words[argc];
        c += n + (c[n] == ' ');
    }
    return fpk_options_parse(&values, argc, argv, &n_argument, &help);
}

static void test_forms(void **state)
{
    (void)state;
    check_ok(parse("a --steps 7 b --at -1,0,1 --quiet c --step=-2.5 -- --steps -x"));
    check_equal(n_argument, 5);
    check_text(argv[0], "a");
    check_text(argv[2], "c");
    check_text(argv[3], "--steps");
    check_text(argv[4], "-x");
    check_equal(fpk_values_integer(&values, "steps"), 7);
    check_close(fpk_values_real(&values, "step"), -2.5, 0);
    check_text(fpk_values_text(&values, "at"), "-1,0,1");
    check_true(fpk_values_flag(&values, "quiet") && !help);
    check_ok(parse("--spacing=a=b --quiet=false --steps 1 --steps 2 -"));
    check_text(fpk_values_text(&values, "spacing"), "a=b");
    check_true(!fpk_values_flag(&values, "quiet"));
    check_equal(fpk_values_integer(&values, "steps"), 2);
    check_text(argv[0], "-");
    check_ok(parse("--spacing --quiet"));
    check_text(fpk_values_text(&values, "spacing"), "--quiet");
    fpk_values_clear(&values);
}

/* A beginning will do when only one name has it; a whole name wins over a longer one. */
static void test_beginnings(void **state)
{
    (void)state;
    check_ok(parse("--sp x --q --step 3"));
    check_text(fpk_values_text(&values, "spacing"), "x");
    check_true(fpk_values_flag(&values, "quiet"));
    check_close(fpk_values_real(&values, "step"), 3, 0);
    check_refused(parse("--ste 3"), FPK_USAGE, "--ste may mean --steps or --step; write it out");
    fpk_values_clear(&values);
}

static void test_help(void **state)
{
    (void)state;
    check_ok(parse("--steps 3 --help --nonsense"));
    check_true(help);
    check_ok(parse("-h"));
    check_true(help);
    fpk_values_clear(&values);
}

static void test_refusals(void **state)
{
    (void)state;
    check_refused(parse("--spacin=3 --stepz 3"), FPK_USAGE, "did you mean --step");
    check_refused(parse("--steps"), FPK_USAGE, "--steps needs a value, for example 10");
    check_refused(parse("--at"), FPK_USAGE, "--at needs a value");
    check_refused(parse("--steps 1.5"), FPK_USAGE, "whole number");
    check_refused(parse("-s 3"), FPK_USAGE, "two dashes");
    check_refused(parse("-5"), FPK_USAGE, "after \"--\"");
    check_refused(parse("--zzzzzzzz 3"), FPK_USAGE, "no option --zzzzzzzz");
    check_refused(parse("--steps="), FPK_USAGE, "not a number");
    fpk_values_clear(&values);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_beginnings),
        cmocka_unit_test(test_help),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
