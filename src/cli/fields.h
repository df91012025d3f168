/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields: what a density in time leaves in a file, on the axes `time` and `x` (cell centres). */
#ifndef FPK_CLI_FIELDS_H
#define FPK_CLI_FIELDS_H

#include "fpk/fokker_planck/solve.h"
#include "fpk/record/record.h"

/* Both axes, density [time][x], mean and variance along time. First of the three. */
enum fpk_status fpk_fields_density(struct fpk_record *record,
                                   const struct fpk_fokker_planck_result *r) FPK_MUST_USE;

/* flux [time][face], relative entropy and entropy production along time. */
enum fpk_status fpk_fields_currents(struct fpk_record *record,
                                    const struct fpk_fokker_planck_result *r) FPK_MUST_USE;

/* log_density, score, trusted [time][x]: NaN where the density is below 100 times its mean error
 * in a cell, or 1e-12 of its largest. */
enum fpk_status fpk_fields_score(struct fpk_record *record,
                                 const struct fpk_fokker_planck_result *r) FPK_MUST_USE;

#endif
