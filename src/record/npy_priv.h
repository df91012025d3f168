/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What files of one numpy array (.npy) and of several (.npz) share: the header, and a number. */
#ifndef FPK_RECORD_NPY_PRIV_H
#define FPK_RECORD_NPY_PRIV_H

#include "fpk/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What a header says. */
struct fpk_npy_layout {
    size_t rank;   /* 1 or 2 */
    size_t n, dim; /* the shape; dim 1 when the rank is 1 */
    char kind;     /* 'f', 'i', 'u' or 'b' as in numpy's type names */
    size_t item;   /* bytes of a number */
    bool backward; /* big-endian */
};

enum fpk_npy_kinds {
    FPK_NPY_REALS,  /* float64 and float32 */
    FPK_NPY_NUMBERS /* integers and booleans too */
};

/* Magic, version, length of the header, the header; the file then stands at the data. FPK_USAGE for
 * what cannot be used, `name` and the numpy expression that mends it in the sentence. */
enum fpk_status fpk_npy_header(const char *name, FILE *file, enum fpk_npy_kinds kinds,
                               struct fpk_npy_layout *layout) FPK_MUST_USE;

/* The number at b. */
double fpk_npy_number(const unsigned char *b, const struct fpk_npy_layout *layout);

#endif
