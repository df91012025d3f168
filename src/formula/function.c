/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parse_priv.h"

#include "fpk/base/parameter.h"

#include <string.h>

/* The first name of an operation is the one that is printed. */
static const struct fpk_function functions[] = {
    {"exp", FPK_OP_EXP},     {"expm1", FPK_OP_EXPM1}, {"log", FPK_OP_LOG},
    {"ln", FPK_OP_LOG},      {"log1p", FPK_OP_LOG1P}, {"log10", FPK_OP_LOG10},
    {"log2", FPK_OP_LOG2},   {"sqrt", FPK_OP_SQRT},   {"abs", FPK_OP_ABS},
    {"sign", FPK_OP_SIGN},   {"step", FPK_OP_STEP},   {"heaviside", FPK_OP_STEP},
    {"floor", FPK_OP_FLOOR}, {"ceil", FPK_OP_CEIL},   {"sin", FPK_OP_SIN},
    {"cos", FPK_OP_COS},     {"tan", FPK_OP_TAN},     {"asin", FPK_OP_ASIN},
    {"acos", FPK_OP_ACOS},   {"atan", FPK_OP_ATAN},   {"sinh", FPK_OP_SINH},
    {"cosh", FPK_OP_COSH},   {"tanh", FPK_OP_TANH},   {"erf", FPK_OP_ERF},
    {"erfc", FPK_OP_ERFC},   {"pow", FPK_OP_POW},     {"min", FPK_OP_MIN},
    {"max", FPK_OP_MAX},     {"where", FPK_OP_WHERE},
};
enum { N_FUNCTIONS = sizeof functions / sizeof *functions };

const struct fpk_function *fpk_function_find(const char *name, size_t n)
{
    for (size_t i = 0; i < N_FUNCTIONS; i++)
        if (strlen(functions[i].name) == n && memcmp(functions[i].name, name, n) == 0)
            return &functions[i];
    return NULL;
}

const struct fpk_function *fpk_function_of(enum fpk_op op)
{
    for (size_t i = 0; i < N_FUNCTIONS; i++)
        if (functions[i].op == op)
            return &functions[i];
    return NULL;
}

/* Typing errors seldom touch the first letter: names that share it are asked first. */
const char *fpk_function_nearest(const char *name, const struct fpk_parameters *parameters)
{
    enum { N_VARIABLES = 5 };
    static const char *const variables[N_VARIABLES] = {"x", "t", "pi", "y", "z"};
    const char *known[N_VARIABLES + N_FUNCTIONS + FPK_FORMULA_PARAMETERS];
    const char *alike[N_VARIABLES + N_FUNCTIONS + FPK_FORMULA_PARAMETERS];
    size_t n = 0, n_alike = 0;
    while (n < parameters->dim + 2)
        known[n] = variables[n], n++;
    for (size_t i = 0; i < parameters->n; i++)
        known[n++] = parameters->item[i].name;
    for (size_t i = 0; i < N_FUNCTIONS; i++)
        known[n++] = functions[i].name;
    for (size_t i = 0; i < n; i++)
        if (known[i][0] == name[0])
            alike[n_alike++] = known[i];
    const char *near = fpk_nearest(name, alike, n_alike);
    return near ? near : fpk_nearest(name, known, n);
}
