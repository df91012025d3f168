/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zip: the entries of an archive that is in memory, and what they hold. */
#ifndef FPK_RECORD_ZIP_PRIV_H
#define FPK_RECORD_ZIP_PRIV_H

#include "fpk/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FPK_ZIP_MOST ((size_t)1 << 30) /* bytes of a file, and of an entry unpacked */

struct fpk_zip {
    const char *path;           /* borrowed, for messages; as is the next */
    const unsigned char *bytes; /* [n] */
    size_t n;
    size_t directory, directory_size; /* where the central directory is */
    size_t entries;
};

struct fpk_zip_entry {
    const unsigned char *name; /* [name_length], inside the archive, not ended by 0 */
    size_t name_length;
    unsigned flags, method;
    uint32_t crc;
    size_t packed, size; /* bytes in the archive, and unpacked */
    size_t header;       /* where its local header is */
};

/* Finds the directory and walks through it once, so that all entries are known to lie in the file.
 * FPK_USAGE otherwise. */
enum fpk_status fpk_zip_init(struct fpk_zip *zip, const char *path, const unsigned char *bytes,
                             size_t n) FPK_MUST_USE;

/* The entry at *at (start from 0); moves *at to the next; false behind the last one. */
bool fpk_zip_next(const struct fpk_zip *zip, size_t *at, struct fpk_zip_entry *entry);

/* *out [entry->size], owned by the caller: stored or inflated, its CRC-32 checked. */
enum fpk_status fpk_zip_unpack(const struct fpk_zip *zip, const struct fpk_zip_entry *entry,
                               unsigned char **out) FPK_MUST_USE;

#endif
