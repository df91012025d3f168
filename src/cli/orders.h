/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orders: the studies of the convergence layer as text, to be digested and to be compiled in. */
#ifndef FPK_CLI_ORDERS_H
#define FPK_CLI_ORDERS_H

#include "fpk/base/parameter.h"
#include "fpk/convergence/convergence.h"
#include "fpk/record/digest.h"
#include "fpk/record/text.h"

/* SHA-256 of the studies, one line each, numbers with nine digits (docs/orders.md), so that numbers
 * that were compiled in give the same digest as those of the run. */
enum fpk_status fpk_orders_digest(const struct fpk_order_study *study, size_t n,
                                  char out[FPK_DIGEST_TEXT]) FPK_MUST_USE;

/* Adds the content of src/convergence/measured.inc. */
void fpk_orders_source(struct fpk_text *text, const struct fpk_orders_measured *measured);

/* The pieces, for other tables that are compiled in: the digest of a text, which is cleared; a
 * double of C, and several in braces. */
enum fpk_status fpk_orders_digest_text(struct fpk_text *text,
                                       char out[FPK_DIGEST_TEXT]) FPK_MUST_USE;
/* Of every such table: is the digest of its numbers the recorded one? FPK_NUMERIC with the command,
 * `fpk show ... --measure --write PATH`, that makes it again. */
enum fpk_status fpk_orders_untouched(const char *path, const char *numbers,
                                     const char *recorded) FPK_MUST_USE;
/* The source of a new one to --write, if that is there; clears the text. */
enum fpk_status fpk_orders_write(struct fpk_text *source,
                                 const struct fpk_values *values) FPK_MUST_USE;
void fpk_orders_number(struct fpk_text *text, double value);
void fpk_orders_numbers(struct fpk_text *text, size_t n, const double *value);

#endif
