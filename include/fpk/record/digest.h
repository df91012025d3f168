/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Digest: SHA-256 of inputs and results, so that "the same bytes" can be said in 64 letters.
 *
 * Source: NIST FIPS 180-4 (2015), doi:10.6028/NIST.FIPS.180-4, sections 4.1.2, 4.2.2 and 6.2. */
#ifndef FPK_RECORD_DIGEST_H
#define FPK_RECORD_DIGEST_H

#include "fpk/base/status.h"

#include <stddef.h>
#include <stdint.h>

#define FPK_DIGEST_TEXT 65 /* 64 hexadecimal digits and the NUL */

struct fpk_digest {
    uint32_t state[8];
    uint64_t length;         /* bytes taken in */
    unsigned char block[64]; /* those that do not yet fill a block */
};

/* init, then any number of add, then text (which ends it). */
void fpk_digest_init(struct fpk_digest *digest);
void fpk_digest_add(struct fpk_digest *digest, const void *bytes, size_t n);
void fpk_digest_text(struct fpk_digest *digest, char out[FPK_DIGEST_TEXT]);

/* Of a whole file, read in pieces. FPK_USAGE when there is none, FPK_IO when it cannot be read. */
enum fpk_status fpk_digest_file(const char *path, char out[FPK_DIGEST_TEXT]) FPK_MUST_USE;

#endif
