/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate.h"

#include "fpk/base/memory.h"

/* The precedence table: each formula at x = 3 and what C's arithmetic says it means. */
static void test_precedence(void **state)
{
    (void)state;
    const struct {
        const char *text;
        double want;
    } table[] = {
        {"-x^2", -9},
        {"(-x)^2", 9},
        {"2^x^2", 512},
        {"(2^x)^2", 64},
        {"2^-x", 0.125},
        {"2^-x^2", 1 / 512.},
        {"--x", 3},
        {"-+-x", 3},
        {"1 - 2 - x", -4},
        {"1 - (2 - x)", 2},
        {"12/x/2", 2},
        {"12/x*2", 8},
        {"12/(x*2)", 2},
        {"1 + 2*x", 7},
        {"(1 + 2)*x", 9},
        {"2*x^2", 18},
        {"x*-2", -6},
        {"x - -2", 5},
        {"x/-2", -1.5},
        {"-x*-x", 9},
        {"-2^2", -4},
        {"x^-1*3", 1},
        {"+x", 3},
        {"\t x\n", 3},
        {"1e1*x", 30},
        {".5e+1 + 5.", 10},
        {"x^0", 1},
        {"min(x, 2) + 1", 3},
        {"max(x, 2)^2", 9},
        {"pow(2, x) - 1", 7},
        {"where(x - 3, 1, 2)", 2},
        {"abs(-x)", 3},
        {"heaviside(x)", 1},
        {"ln(exp(x))", 3},
        {"((((x))))", 3},
        {"cos(pi)*x", -3},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        double got = evaluate(table[i].text, 3);
        if (!(fabs(got - table[i].want) <= 1e-15 * fabs(table[i].want)))
            check_fail("\"%s\": got %.17g, want %.17g", table[i].text, got, table[i].want);
    }
}

static void test_errors_name_the_position(void **state)
{
    (void)state;
    refuse("x - * 3", "at position 5 of \"x - * 3\": expected a number, a name or \"(\", found "
                      "\"*\"");
    refuse("", "the formula is empty");
    refuse("   ", "the formula is empty");
    refuse("2x", "at position 2 of \"2x\": a multiplication sign is missing: write 2*x");
    refuse("2 sin(x)", "write 2*sin");
    refuse("x(1)", "at position 2 of \"x(1)\": a multiplication sign is missing here: write *");
    refuse("(x)(x)", "at position 4");
    refuse("x 2", "write x*2");
    refuse("1.2.3", "write 1.2*.3");
    refuse("0x10", "write 0*x10");
    refuse("2e", "write 2*e");
    refuse("x**2", "at position 2 of \"x**2\": a power is written ^, not **");
    refuse("x +", "at position 4 of \"x +\": expected a number, a name or \"(\", found the end");
    refuse("(x + 1", "at position 7 of \"(x + 1\": expected an operator or \")\", found the end");
    refuse("x)", "at position 2 of \"x)\": expected an operator or the end, found \")\"");
    refuse("x, 1", "expected an operator or the end, found \",\"");
    refuse("sin x", "at position 5 of \"sin x\": sin is a function: write sin(...)");
    refuse("sin()", "expected a number, a name or \"(\", found \")\"");
    refuse("sin(x, 1)", "at position 8 of \"sin(x, 1)\": sin takes 1 argument: sin(...)");
    refuse("min(x)", "at position 6 of \"min(x)\": min takes 2 arguments: min(..., ...)");
    refuse("where(x, 1)", "where takes 3 arguments");
    refuse("max(x, 1", "expected an operator or \")\", found the end");
    refuse("sni(x)", "at position 1 of \"sni(x)\": unknown name \"sni\"; did you mean sin?");
    refuse("sqr(x)", "did you mean sqrt?");
    refuse("x + temperature", "unknown name \"temperature\"; give it a value as a parameter");
    refuse("1e999*x", "beyond the range of a double");
    refuse("x + 1/0", "at position 6 of \"x + 1/0\": this constant is infinite");
    refuse("x*log(-1)", "at position 3 of \"x*log(-1)\": this constant is undefined");
    refuse("x \xE2\x88\x92 1", "byte 0xE2, which is not a printable ASCII character");
    refuse("x \x01", "byte 0x01");
    refuse("x # 1", "found \"#\"");
    refuse("1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + * + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1",
           "at position 45 of \"...+ 1 + 1 + 1 + 1 + 1 + 1 + 1 + * + 1");
}

static void test_parameters_in_formulas(void **state)
{
    (void)state;
    check_close(evaluate_at("alpha*x + b", "alpha=2, b = 0.5", 0, 0, 3), 6.5, 0);
    struct fpk_formula *f = NULL;
    check_refused(fpk_formula_new(&f, "alpa*x", "alpha=2"), FPK_USAGE, "did you mean alpha?");
}

/* Text of n characters: `head` repeated, in storage of the caller. */
static char *repeated(const char *piece, size_t n)
{
    char *text = NULL;
    check_ok(fpk_allocate(&text, n + 1));
    size_t m = strlen(piece);
    for (size_t i = 0; i < n; i++)
        text[i] = piece[i % m];
    return text;
}

/* Ten megabytes of anything, and the deepest nesting that fits, are refused in one sentence. */
static void test_bounds(void **state)
{
    (void)state;
    const char *const pieces[] = {"(", "-", "2^", "sin(", "x+", "(x)", "min(1,", ")", "x^-"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        char *huge = repeated(pieces[i], 10 * 1024 * 1024);
        refuse(huge, "10485760 characters, but at most 4096");
        fpk_release(&huge);
        char *most = repeated(pieces[i], 4096);
        struct fpk_formula *f = NULL;
        check_true(fpk_formula_new(&f, most, NULL) == FPK_USAGE);
        check_true(strlen(fpk_message()) < 300);
        fpk_release(&most);
    }
    char *deep = repeated("(", 4096);
    refuse(deep, "at position 101 of \"...((((");
    refuse(deep, "nested more than 100 deep");
    fpk_release(&deep);
}

/* A chain of 2048 sums is not nested: it is read, derived, printed and right. */
static void test_long_chain(void **state)
{
    (void)state;
    char *chain = repeated("x+", 4095);
    check_close(evaluate(chain, 0.5), 1024, 0);
    check_close(evaluate_at(chain, NULL, 1, 0, 0.5), 2048, 0);
    fpk_release(&chain);
}

/* Random token strings: most are refused, some are read; none may crash, and each refusal is a
 * sentence. Two linear congruential digits pick the tokens, so the strings are fixed. */
static void test_random_tokens(void **state)
{
    (void)state;
    const char *const tokens[] = {"x",    "t",  "2",    ".5",   "1e3", "(",  ")",      "+", "-",
                                  "*",    "/",  "^",    ",",    "sin", "(",  "min(",   "a", "pi",
                                  "exp(", "1e", "\xff", "log(", " ",   "^-", "where(", "x", ")"};
    uint64_t state_ = 1;
    int read = 0;
    for (int round = 0; round < 20000; round++) {
        char text[256] = "";
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        int n = 1 + (int)(state_ >> 60);
        for (int k = 0; k < n; k++) {
            state_ = state_ * 6364136223846793005u + 1442695040888963407u;
            strcat(text, tokens[(state_ >> 33) % (sizeof tokens / sizeof *tokens)]);
        }
        struct fpk_formula *f = NULL, *g = NULL;
        fpk_message_clear();
        if (fpk_formula_new(&f, text, "a=2") != FPK_OK) {
            if (!strstr(fpk_message(), "position") && !strstr(fpk_message(), "empty"))
                check_fail("\"%s\": message \"%s\"", text, fpk_message());
            continue;
        }
        read++;
        check_ok(fpk_formula_derivative(&g, f, FPK_X, 1));
        value_of(g, 0.5, 0.25);
        fpk_formula_free(&g);
        fpk_formula_free(&f);
    }
    check_true(read > 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_precedence),
        cmocka_unit_test(test_errors_name_the_position),
        cmocka_unit_test(test_parameters_in_formulas),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_long_chain),
        cmocka_unit_test(test_random_tokens),
    };
    return check_main(tests);
}
