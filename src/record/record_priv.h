/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What composing and reading back share: the handle, and HDF5's errors as one sentence. */
#ifndef FPK_RECORD_RECORD_PRIV_H
#define FPK_RECORD_RECORD_PRIV_H

#include "fpk/record/record.h"

#include <hdf5.h>

/* How netCDF-4 marks a dimension scale that has no values. */
#define FPK_BARE_AXIS "This is a netCDF dimension but not a netCDF variable."

struct fpk_record {
    hid_t file;
    char *name; /* of the file on disk; "" for one in memory; owned */
};

/* Wraps a handle; closes it on failure. */
enum fpk_status fpk_record_wrap(struct fpk_record **out, hid_t file, const char *name) FPK_MUST_USE;

/* FPK_IO with the innermost reason that HDF5 gives. */
enum fpk_status fpk_record_broken(const struct fpk_record *record, const char *path,
                                  const char *what);

/* No message of the library's own on stderr; called before anything else. */
void fpk_record_quiet(void);

/* Does every group on the way to `path` exist, and the object itself? */
bool fpk_record_has(const struct fpk_record *record, const char *path);

/* The open dataset at `path`, closed by the caller; FPK_USAGE when there is none. Its shape. */
enum fpk_status fpk_record_dataset(struct fpk_record *record, const char *path,
                                   hid_t *set) FPK_MUST_USE;
enum fpk_status fpk_record_shape_of(struct fpk_record *record, const char *path, hid_t set,
                                    size_t *rank, size_t shape[FPK_RANK_MAX]) FPK_MUST_USE;

/* A contiguous little-endian double dataset, without times, its groups made on the way; negative on
 * failure. The caller closes it. */
hid_t fpk_record_create(struct fpk_record *record, const char *path, size_t rank,
                        const hsize_t *shape);

/* Attaches the axis of dimension d to the open dataset, once it is known to fit. */
enum fpk_status fpk_record_attach(struct fpk_record *record, const struct fpk_array *array,
                                  size_t d, hid_t set) FPK_MUST_USE;

/* The attributes units and long_name. */
enum fpk_status fpk_record_describe(struct fpk_record *record, const char *path, const char *unit,
                                    const char *long_name) FPK_MUST_USE;

#endif
