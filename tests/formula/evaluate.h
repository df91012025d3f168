/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of this layer: a formula's value in one call. */
#ifndef FPK_TESTS_FORMULA_EVALUATE_H
#define FPK_TESTS_FORMULA_EVALUATE_H

#include "fpk/formula/formula.h"

#include "../check.h"

#include <stdlib.h>

static inline double value_of(const struct fpk_formula *f, double t, double x)
{
    double out;
    fpk_formula_eval(t, 1, &x, &out, f);
    return out;
}

/* The order-th x-derivative of `text` at (t, x). */
static inline double evaluate_at(const char *text, const char *parameters, int order, double t,
                                 double x)
{
    struct fpk_formula *f = NULL;
    check_ok(fpk_formula_new(&f, text, parameters));
    for (int k = 0; k < order; k++) {
        struct fpk_formula *g = NULL;
        check_ok(fpk_formula_derivative(&g, f, FPK_X, 1));
        fpk_formula_free(&f);
        f = g;
    }
    double v = value_of(f, t, x);
    fpk_formula_free(&f);
    return v;
}

static inline double evaluate(const char *text, double x)
{
    return evaluate_at(text, NULL, 0, 0, x);
}

static inline void refuse(const char *text, const char *part)
{
    struct fpk_formula *f = NULL;
    check_refused(fpk_formula_new(&f, text, NULL), FPK_USAGE, part);
    check_true(f == NULL);
}

/* One row of tests/data/formula.txt: formula | t | x | f | f' | f''. */
struct known_row {
    char text[400];
    double t, x, value[3];
};

/* Calls check(row) for every row and returns how many there were. */
static inline int each_known(void (*check)(const struct known_row *row))
{
    FILE *file = fopen(FPK_TEST_DATA "/formula.txt", "r");
    check_true(file != NULL);
    char line[1024];
    int n = 0;
    while (fgets(line, sizeof line, file)) {
        struct known_row row;
        char *bar = strstr(line, " | ");
        if (line[0] == '#')
            continue;
        check_true(bar != NULL && (size_t)(bar - line) < sizeof row.text);
        snprintf(row.text, sizeof row.text, "%.*s", (int)(bar - line), line);
        check_equal(sscanf(bar, " | %lf | %lf | %lf | %lf | %lf", &row.t, &row.x, &row.value[0],
                           &row.value[1], &row.value[2]),
                    5);
        check(&row);
        n++;
    }
    fclose(file);
    return n;
}

#endif
