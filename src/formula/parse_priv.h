/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FPK_FORMULA_PARSE_PRIV_H
#define FPK_FORMULA_PARSE_PRIV_H

#include "fpk/base/status.h"
#include "fpk/formula/formula.h"

#include "dag_priv.h"

#include <stdbool.h>
#include <stdint.h>

enum { FPK_NAME_MAX = 32 };

struct fpk_function {
    const char *name;
    enum fpk_op op;
};

/* NULL when there is none of this name. Names of length n, not terminated. */
const struct fpk_function *fpk_function_find(const char *name, size_t n);
const struct fpk_function *fpk_function_of(enum fpk_op op);

/* Nearest of functions, x, t, pi and the given parameter names; NULL when none is near. */
struct fpk_parameters;
const char *fpk_function_nearest(const char *name, const struct fpk_parameters *parameters);

struct fpk_parameters {
    size_t n;
    struct {
        char name[FPK_NAME_MAX + 1];
        double value;
    } item[FPK_FORMULA_PARAMETERS];
};

/* "a=1,b=2"; NULL and "" are none. */
enum fpk_status fpk_parameters_read(struct fpk_parameters *parameters,
                                    const char *text) FPK_MUST_USE;

/* Reads `text` into the dag: *root its node; bit k of *used: parameter k occurs. */
enum fpk_status fpk_formula_parse(struct fpk_dag *dag, const char *text,
                                  const struct fpk_parameters *parameters, int *root,
                                  uint64_t *used) FPK_MUST_USE;

bool fpk_is_name_start(char c);
bool fpk_is_name_part(char c);
bool fpk_is_digit(char c);

#endif
