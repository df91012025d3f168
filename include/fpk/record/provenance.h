/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Provenance: everything that determines a result's numbers, and nothing else.
 *
 * Two runs with equal provenance have equal data files, byte for byte; so it has no times, hosts,
 * thread counts or output paths (those go to the manifest). Its digest names a run's checkpoint. */
#ifndef FPK_RECORD_PROVENANCE_H
#define FPK_RECORD_PROVENANCE_H

#include "fpk/base/parameter.h"
#include "fpk/base/status.h"
#include "fpk/record/digest.h"

#include <stddef.h>

struct fpk_fact {
    char *key;     /* owned */
    char *text;    /* owned; NULL for numbers */
    double *value; /* [n]; owned; NULL for texts */
    size_t n;
};

struct fpk_provenance {
    size_t n, room;
    struct fpk_fact *fact; /* [n], in the order of adding; owned */
};

/* Starts with the version of fpk. Cleared by fpk_provenance_clear. */
enum fpk_status fpk_provenance_init(struct fpk_provenance *p) FPK_MUST_USE;
void fpk_provenance_clear(struct fpk_provenance *p);

enum fpk_status fpk_provenance_text(struct fpk_provenance *p, const char *key,
                                    const char *text) FPK_MUST_USE;
enum fpk_status fpk_provenance_numbers(struct fpk_provenance *p, const char *key, size_t n,
                                       const double *value) FPK_MUST_USE;

/* Every set parameter that is not free_of_numbers, numbers as numbers: 1e6 and 1000000 are one. */
enum fpk_status fpk_provenance_values(struct fpk_provenance *p,
                                      const struct fpk_values *values) FPK_MUST_USE;

/* An input file, by the SHA-256 of its content: its name does not matter. */
enum fpk_status fpk_provenance_input(struct fpk_provenance *p, const char *key,
                                     const char *path) FPK_MUST_USE;

/* SHA-256 over all of it. */
void fpk_provenance_digest(const struct fpk_provenance *p, char out[FPK_DIGEST_TEXT]);

#endif
