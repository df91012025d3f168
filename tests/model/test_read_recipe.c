/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate.h"

static void refuse(const char *drift, const char *diffusion, const char *part)
{
    struct fpk_model m;
    check_refused(fpk_model_from_drift(&m, drift, diffusion, "a=1"), FPK_USAGE, part);
    check_true(m.drift == NULL && m.clear == NULL);
}

static void test_refusals(void **state)
{
    (void)state;
    refuse("y; x - * a", "1", "drift: at position 8 of \"y; x - * a\"");
    refuse("a*x + y", "1",
           "drift: at position 7 of \"a*x + y\": y is coordinate 2, but the equation "
           "is in 1 dimension");
    refuse("y; a*z", "1", "z is coordinate 3, but the equation is in 2 dimensions");
    refuse("x; y; z; a", "1", "more than 3 rows");
    refuse("a*x, x", "1", "drift: 2 columns, but a drift is a column");
    refuse("x, 1; y, a", "1", "drift: 2 columns");
    refuse("a*y; -x;", "1", "drift: at position 9 of \"a*y; -x;\": row 3 is empty");
    refuse("a*y; -x", "1; 2; 3", "diffusion: 3 rows, but the drift has 2");
    refuse("a*y; -x", "1, 2", "diffusion: 1 row, but the drift has 2");
    refuse("a*y; -x", "1, 2; 3", "diffusion: at position 7 of \"1, 2; 3\": row 2 has 1 column");
    refuse("a*y; -x", "-1", "diffusion: -1 is negative");
    refuse("a*y; -x", "", "diffusion: the formula is empty");
    refuse("a*x", "1, 2",
           "in one dimension there is one noise, and several of sizes g1, g2 make "
           "sqrt(g1^2 + g2^2)");
    refuse("a*x", "1; 2", "but the drift has one row");
    refuse("y; -x", "0; 1", "parameter a is not used");
    struct fpk_model m;
    check_refused(fpk_model_from_drift(&m, "y*x; -x", "1", "y=1"), FPK_USAGE,
                  "drift: parameters: y means something else");
    check_refused(fpk_model_from_potential(&m, "x^2 + y^", 1, NULL), FPK_USAGE,
                  "potential: at position 9");
}

/* The sentence has the whole table, cut where it is long. */
static void test_sentence(void **state)
{
    (void)state;
    struct fpk_model m;
    check_ok(fpk_model_from_drift(&m, "y; a*x - x^3", "0, 1; 0.5, t", "a=2"));
    check_text(m.sentence, "dX = f dt + g dW with f = y; 2*x - x^3, g = 0, 1; 0.5, t");
    fpk_model_clear(&m);
    char drift[2048] = "y; x", *end = drift + 4;
    for (int i = 0; i < 300; i++, end += 4)
        memcpy(end, "+t*x", 5);
    check_ok(fpk_model_from_drift(&m, drift, "1", NULL));
    check_true(strlen(m.sentence) < 220);
    fpk_model_clear(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_sentence),
    };
    return check_main(tests);
}
