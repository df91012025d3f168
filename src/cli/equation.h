/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Equation: the options by which a person writes dX = f dt + g dW on the command line, the same for
 * every verb: by name (--model), by formula (--drift, --diffusion) or by potential. */
#ifndef FPK_CLI_EQUATION_H
#define FPK_CLI_EQUATION_H

#include "verb.h"

#include "fpk/distribution/start.h"
#include "fpk/model/model.h"
#include "fpk/record/provenance.h"

#include <stdbool.h>

extern const struct fpk_table fpk_table_equation; /* the equation itself */
extern const struct fpk_table fpk_table_motion;   /* --initial, --time */

/* Was an equation written (rather than a sampler)? */
bool fpk_equation_given(const struct fpk_values *values);

/* The model that was written, cleared by the caller. FPK_USAGE when it is written in two ways or in
 * none. */
enum fpk_status fpk_equation_model(const struct fpk_values *values,
                                   struct fpk_model *model) FPK_MUST_USE;

/* FPK_USAGE beyond one dimension; `what` begins the sentence: "laws are computed". */
enum fpk_status fpk_equation_on_line(const struct fpk_model *model, const char *what) FPK_MUST_USE;

/* The start (--initial) in the model's dimensions, cleared by the caller. */
enum fpk_status fpk_equation_start(const struct fpk_values *values, const struct fpk_model *model,
                                   struct fpk_start *start) FPK_MUST_USE;

/* The start as it belongs in a provenance: as written, or by the digest of its file. */
enum fpk_status fpk_equation_provenance(const struct fpk_values *values,
                                        struct fpk_provenance *provenance) FPK_MUST_USE;

#endif
