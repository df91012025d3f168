/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates: what `fpk solve` answers without a start and an end: eigenvalues, first passage
 * and committor. */
#ifndef FPK_CLI_RATES_H
#define FPK_CLI_RATES_H

#include "answer.h"

#include "fpk/model/model.h"

#include <stdbool.h>

#define FPK_RATES_EIGENVALUES                                                                      \
    {                                                                                              \
        .name = "eigenvalues", .type = FPK_INTEGER, .min = 1, .max = 500,                          \
        .doc = "so many eigenvalues of minus the generator, ascending, the first 0"                \
    }
#define FPK_RATES_FIRST_PASSAGE                                                                    \
    {                                                                                              \
        .name = "first-passage", .type = FPK_TEXT,                                                 \
        .doc = "FROM:TO: mean and variance of the time from FROM until TO is reached"              \
    }

#define FPK_RATES_COMMITTOR                                                                        \
    {                                                                                              \
        .name = "committor", .type = FPK_TEXT,                                                     \
        .doc = "A:B: probability to reach B before A from each point of --at"                      \
    }
#define FPK_RATES_ORACLE                                                                           \
    {                                                                                              \
        .name = "oracle", .type = FPK_FLAG,                                                        \
        .doc = "eigenvalues by sinc functions instead of the grid, to judge it by"                 \
    }

/* Was one of them asked for? */
bool fpk_rates_given(const struct fpk_values *values);

/* Adds what was asked for; `model` in Ito form; domain [2] or NULL. FPK_USAGE for options that only
 * an evolution in time would read. */
enum fpk_status fpk_rates_answer(const struct fpk_values *values, const struct fpk_model *model,
                                 const double *domain, struct fpk_answer *answer) FPK_MUST_USE;

#endif
