/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Law sweep: what `fpk law --sweep` computes, and its figure. */
#ifndef FPK_CLI_LAW_SWEEP_H
#define FPK_CLI_LAW_SWEEP_H

#include "fpk/base/parameter.h"
#include "fpk/study/sweep.h"

struct fpk_law_sweep {
    char key[64];                  /* the option that runs */
    size_t n_word, n_value;        /* samplers, values */
    char **word, **value;          /* owned */
    struct fpk_sweep_point *point; /* [n_word][n_value]; owned */
};

/* Computes and prints. */
enum fpk_status fpk_law_run_sweep(const struct fpk_values *values) FPK_MUST_USE;

/* tv and w1 against evaluations on logarithmic axes, into this folder; a word on standard error
 * when gnuplot did not draw. */
enum fpk_status fpk_law_sweep_figure(const struct fpk_law_sweep *sweep,
                                     const char *folder) FPK_MUST_USE;

#endif
