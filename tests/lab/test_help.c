/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/lab/options.h"

#include "../check.h"

static const struct fpk_parameter table[] = {
    {.name = "dt",
     .type = FPK_REAL,
     .fallback = "0.01",
     .min = 1e-12,
     .max = 10,
     .unit = "time",
     .doc = "step of the scheme"},
    {.name = "spacing",
     .type = FPK_CHOICE,
     .fallback = "leading",
     .choices = "leading|linspace|trailing",
     .doc = "which training times are visited"},
    {.name = "a-name-longer-than-the-column-takes", .type = FPK_TEXT, .doc = "a text"},
    {.name = "quiet",
     .type = FPK_FLAG,
     .doc = "say nothing but the result, whatever happens on the way to it, so that a script need "
            "not throw anything away"},
};

static void test_text(void **state)
{
    (void)state;
    struct fpk_text out = {0};
    const struct fpk_help help = {
        .usage = "fpk x [OPTIONS]", .example = "fpk x --dt 0.1", .sentence = "does x"};
    fpk_help_begin(&out, &help);
    fpk_help_options(&out, "Options", table, sizeof table / sizeof *table);
    check_ok(fpk_text_status(&out));
    check_text(
        out.bytes,
        "Example:\n  fpk x --dt 0.1\n\nUsage:\n  fpk x [OPTIONS]\n\ndoes x\n\nOptions:\n"
        "  --dt NUMBER     step of the scheme [in units of time; 1e-12 ... 10; default 0.01]"
        "\n"
        "  --spacing WORD  which training times are visited [leading|linspace|trailing; "
        "default leading]\n"
        "  --a-name-longer-than-the-column-takes TEXT\n                  a text\n"
        "  --quiet         say nothing but the result, whatever happens on the way to it, so "
        "that a\n                  script need not throw anything away\n");
    fpk_text_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
    };
    return check_main(tests);
}
