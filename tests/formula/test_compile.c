/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/formula/parse_priv.h"
#include "../../src/formula/program_priv.h"

#include "evaluate.h"

static void compile(struct fpk_program *program, const char *text)
{
    struct fpk_dag dag;
    struct fpk_parameters none = {.dim = 1};
    int root;
    uint64_t used;
    size_t at = 0;
    check_ok(fpk_dag_init(&dag));
    check_ok(fpk_formula_parse(&dag, text, &at, "", &none, &root, &used));
    check_ok(fpk_program_init(program, &dag, 1, &root, 1));
    fpk_dag_clear(&dag);
}

/* How many operations a formula costs, in block and in scalar work, and its registers. */
static void check_cost(const char *text, size_t block, size_t once, size_t work)
{
    struct fpk_program p;
    compile(&p, text);
    if (p.n - p.n_once != block || p.n_once != once || p.n_work != work)
        check_fail("\"%s\": got %zu block and %zu scalar operations on %zu registers, want %zu, "
                   "%zu, %zu",
                   text, p.n - p.n_once, p.n_once, p.n_work, block, once, work);
    fpk_program_clear(&p);
}

static void test_costs(void **state)
{
    (void)state;
    check_cost("x", 1, 0, 0);
    check_cost("x - x^3", 1, 0, 0);
    check_cost("1 - 3*x^2", 1, 0, 0);
    check_cost("2*sin(t) - x", 1, 2, 0);
    check_cost("exp(-x^2/2)", 2, 0, 0);
    check_cost("x^4", 2, 0, 0);
    check_cost("x^4/4 - x^2/2", 3, 0, 1);
    check_cost("x^3*x^3", 2, 0, 0);
    check_cost("(x*t + 1)*(x*t)", 3, 0, 1); /* a product with two readers is made once */
    /* the deep side first: two values wait at most, on either side */
    check_cost("sin(x) + (cos(x) + (tan(x) + (exp(x) + log(x))))", 9, 0, 1);
    check_cost("(((log(x) + exp(x)) + tan(x)) + cos(x)) + sin(x)", 9, 0, 1);
    /* a balanced tree (3) before a chain (2), though the chain is longer */
    check_cost("(sin(x) + cos(x))/(tan(x) + exp(x))"
               "/(sinh(x) + (cosh(x) + (tanh(x) + (erf(x) + log(x)))))",
               17, 0, 2);
    check_cost("(sinh(x) + (cosh(x) + (tanh(x) + (erf(x) + log(x)))))"
               "/((sin(x) + cos(x))/(tan(x) + exp(x)))",
               17, 0, 2);
    check_cost("where(sin(x), x, cos(x) + (tan(x) + exp(x)/log(x)))", 9, 0, 1);
    check_cost("x^2*x + x^2", 2, 0, 0);
    check_cost("sin(x)*cos(x) + sin(x)", 3, 0, 1);
    check_cost("x + (2*x + (3*x + (4*x + 5*x)))", 5, 0, 0);
}

/* Values that must all wait for one another need registers; the strip narrows, and beyond the limit
 * the formula is refused. s_k = sin(k x): sum s_k is reused in a product with every s_k. */
static void wide(char *text, size_t size, int m)
{
    size_t n = 0;
    for (int side = 0; side < 2; side++) {
        for (int k = 1; k <= m; k++)
            n += (size_t)snprintf(text + n, size - n, "%ssin(%d*x)",
                                  k > 1 ? (side ? "/" : "+") : "", k);
        n += (size_t)snprintf(text + n, size - n, "%s", side ? "" : " + ");
    }
}

static void test_many_registers(void **state)
{
    (void)state;
    char text[4000];
    wide(text, sizeof text, 60);
    struct fpk_program p;
    compile(&p, text);
    check_true(p.n_work >= 50 && p.n_work * p.width <= FPK_WORK && p.width >= 32);
    fpk_program_clear(&p);
    double want = 0, tail = sin(0.3);
    for (int k = 1; k <= 60; k++) {
        want += sin(k * 0.3);
        tail /= k > 1 ? sin(k * 0.3) : 1;
    }
    check_relative(evaluate(text, 0.3), want + tail, 1e-10);
    wide(text, sizeof text, 120);
    struct fpk_formula *f = NULL;
    check_refused(fpk_formula_new(&f, text, NULL), FPK_USAGE,
                  "more than 96 values to keep at once");
}

static void test_many_constants(void **state)
{
    (void)state;
    char text[4200];
    size_t n = (size_t)snprintf(text, sizeof text, "x");
    for (int k = 0; k < 800; k++)
        n += (size_t)snprintf(text + n, sizeof text - n, "+%d", k % 1000);
    check_close(evaluate(text, 0.5), 0.5 + 799 * 400, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_costs),
        cmocka_unit_test(test_many_registers),
        cmocka_unit_test(test_many_constants),
    };
    return check_main(tests);
}
