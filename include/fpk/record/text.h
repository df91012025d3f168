/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text: bytes that grow, so that a file or an answer is composed whole before anyone sees it.
 *
 * A failure to grow is kept and reported once, by fpk_text_status, so that a page of additions
 * needs one check. */
#ifndef FPK_RECORD_TEXT_H
#define FPK_RECORD_TEXT_H

#include "fpk/base/status.h"

#include <stddef.h>

#define FPK_NUMBER_TEXT 32 /* room for any double written by fpk_number_text */

struct fpk_text {
    char *bytes;            /* n bytes and a final NUL; NULL while empty; owned */
    size_t n, room;         /* used, allocated */
    enum fpk_status status; /* the first failure */
};

/* Start from {0}; release with fpk_text_clear. */
void fpk_text_add(struct fpk_text *text, const char *format, ...) FPK_PRINTF(2, 3);
void fpk_text_add_bytes(struct fpk_text *text, const void *bytes, size_t n);
void fpk_text_clear(struct fpk_text *text);

/* FPK_OK, or why an addition failed. */
enum fpk_status fpk_text_status(const struct fpk_text *text) FPK_MUST_USE;

/* The shortest of 15, 16 or 17 digits that reads back as the same double; "nan", "inf", "-inf". */
const char *fpk_number_text(double value, char out[FPK_NUMBER_TEXT]);

#endif
