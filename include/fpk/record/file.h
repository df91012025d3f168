/* SPDX-License-Identifier: GPL-3.0-or-later */
/* File: read whole with a limit, written whole or not at all.
 *
 * A new content goes to a hidden temporary name in the same folder, is flushed to the disk, and
 * only then renamed over the old one: whenever the run is killed, the name holds either the old
 * content or the new. The writer holds a lock (flock) on its temporary while it lives, so that
 * the next run with the same output can tell a dead run's leftover from a living run's work, and
 * removes it. Two runs with the same output do not disturb each other; the later rename wins. */
#ifndef FPK_RECORD_FILE_H
#define FPK_RECORD_FILE_H

#include "fpk/base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* *bytes [*n] and a final NUL, owned by the caller (fpk_release). FPK_USAGE when there is no such
 * file, it is a folder, or it holds more than `limit` bytes; FPK_IO when it cannot be read. */
enum fpk_status fpk_file_read(const char *path, size_t limit, char **bytes, size_t *n) FPK_MUST_USE;

/* Replaces the content of `path` by bytes [n] as told above. FPK_USAGE when it is a folder or no
 * name at all, FPK_IO with the system's reason (disk full, no permission, no such folder): then the
 * old file is as it was and no temporary is left. Devices and pipes (/dev/null, /dev/stdout) are
 * written directly. */
enum fpk_status fpk_file_write(const char *path, const void *bytes, size_t n) FPK_MUST_USE;

/* Could `path` be written? Fails as fpk_file_write would before its first byte; changes nothing. */
enum fpk_status fpk_file_try(const char *path) FPK_MUST_USE;

/* ---- the same in pieces, for what is too large or is written by another program ---- */

struct fpk_atomic {
    char *path;      /* the final name, symbolic links resolved; owned */
    char *temporary; /* the name to write to meanwhile; owned */
    int fd;          /* open for writing on it, locked; -1 when closed */
    bool direct;     /* a device or a pipe: temporary and path are the same, no rename */
};

/* Legal order: begin, any number of write (or another program writing to `temporary`), then commit
 * or abandon, which both release everything. abandon is safe after any of them. */
enum fpk_status fpk_atomic_begin(struct fpk_atomic *atomic, const char *path) FPK_MUST_USE;
enum fpk_status fpk_atomic_write(struct fpk_atomic *atomic, const void *bytes,
                                 size_t n) FPK_MUST_USE;
enum fpk_status fpk_atomic_commit(struct fpk_atomic *atomic) FPK_MUST_USE;
void fpk_atomic_abandon(struct fpk_atomic *atomic);

/* Makes the folder, and those above it, unless they exist. FPK_IO with the reason otherwise. */
enum fpk_status fpk_folder_make(const char *path) FPK_MUST_USE;

/* Is there something of this name? */
bool fpk_file_exists(const char *path);

#endif
