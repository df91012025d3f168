/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FPK_FORMULA_FORMULA_PRIV_H
#define FPK_FORMULA_FORMULA_PRIV_H

#include "program_priv.h"

#include <stdint.h>

struct fpk_formula {
    struct fpk_dag dag; /* owned, as are all below */
    int root;
    size_t dim;
    struct fpk_program program;
    char *text;
    uint64_t used; /* bit k: parameter k occurs in the text */
};

#endif
