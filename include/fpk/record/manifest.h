/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manifest: the circumstances of a run (who built the program, where and when it ran), kept in a
 * file beside the data and never inside, because they must not change a data file's bytes. */
#ifndef FPK_RECORD_MANIFEST_H
#define FPK_RECORD_MANIFEST_H

#include "fpk/base/status.h"
#include "fpk/record/json_writer.h"

#include <stddef.h>

/* "0.1.0"; and the commit that it was built from, "unknown" outside a git checkout. */
const char *fpk_version(void);
const char *fpk_commit(void);

struct fpk_manifest {
    const char *command; /* the command line as typed */
    int threads;         /* threads used */
    double seconds;      /* wall clock of the run; negative: not measured */
    size_t n_file;       /* files that the run wrote ... */
    const char **file;   /* [n_file], relative to the manifest */
    const char **digest; /* [n_file], their SHA-256 */
};

/* Compiler, flags, commit, library versions, CPU path, host: added to an open object. */
void fpk_manifest_build(struct fpk_json_writer *w);

/* Writes folder/manifest.json atomically. */
enum fpk_status fpk_manifest_write(const struct fpk_manifest *manifest,
                                   const char *folder) FPK_MUST_USE;

#endif
