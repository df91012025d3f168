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

/* What a formula may name beside functions: the first `dim` of x, y, z; t, pi; parameters. */
struct fpk_parameters {
    size_t dim;
    size_t n;
    struct {
        char name[FPK_NAME_MAX + 1];
        double value;
    } item[FPK_FORMULA_PARAMETERS];
};

/* Nearest of functions and these names; NULL when none is near. */
const char *fpk_function_nearest(const char *name, const struct fpk_parameters *parameters);

/* "a=1,b=2" in `dim` dimensions; NULL and "" are none. */
enum fpk_status fpk_parameters_read(struct fpk_parameters *parameters, const char *text,
                                    size_t dim) FPK_MUST_USE;

/* The coordinate of this name, 0 to 2, or -1: whatever the dimension. */
int fpk_coordinate_find(const char *name, size_t n);

/* Reads one formula of `text` into the dag, from offset *at up to the end or to one of the
 * `separators`, which *at then names: *root its node; bit k of *used: parameter k occurs. */
enum fpk_status fpk_formula_parse(struct fpk_dag *dag, const char *text, size_t *at,
                                  const char *separators, const struct fpk_parameters *parameters,
                                  int *root, uint64_t *used) FPK_MUST_USE;

/* 'at position 5 of "x - * 3": ...' for offset `at`: always FPK_USAGE. */
enum fpk_status fpk_formula_fail_at(const char *text, size_t at, const char *what);

/* formula.c: the same, made a formula; NULL after a failure. */
enum fpk_status fpk_formula_read(struct fpk_formula **out, const char *text, size_t *at,
                                 const char *separators,
                                 const struct fpk_parameters *parameters) FPK_MUST_USE;

bool fpk_is_name_start(char c);
bool fpk_is_name_part(char c);
bool fpk_is_digit(char c);

#endif
