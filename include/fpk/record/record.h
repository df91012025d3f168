/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Record: the data of a run as one HDF5 file that h5py, xarray, Julia and MATLAB open with names on
 * every axis.
 *
 * A record is composed in memory and written at once (record/file.h), so that a full disk or a
 * kill costs nothing that was there before. HDF5's old default format, doubles, no timestamps,
 * objects in the order of the calls: equal calls give equal bytes. A record belongs to one thread
 * at a time and two threads may not use two records at once (the HDF5 library is serial). */
#ifndef FPK_RECORD_RECORD_H
#define FPK_RECORD_RECORD_H

#include "fpk/base/points.h"
#include "fpk/base/status.h"
#include "fpk/record/digest.h"
#include "fpk/record/provenance.h"

#include <stdbool.h>
#include <stddef.h>

#define FPK_RANK_MAX  4
#define FPK_NAME_TEXT 128 /* room for a path, a unit, a long name when read back */

struct fpk_record; /* opaque: owns an HDF5 file, in memory (new) or on disk (open) */

/* A dataset to be written: value has shape [shape[0]]...[shape[rank - 1]], row-major. */
struct fpk_array {
    const char *path; /* "density/exact"; groups are made as needed */
    size_t rank;      /* 0 (a single number) to FPK_RANK_MAX */
    size_t shape[FPK_RANK_MAX];
    const char *axis[FPK_RANK_MAX]; /* path of the axis along each dimension, or NULL */
    const double *value;            /* borrowed */
    const char *unit;               /* "1" or NULL when dimensionless */
    const char *long_name;          /* what a plot would write on its axis; NULL: the path */
};

/* ---- compose ---- */

/* An empty record in memory. fpk_record_free also drops what was not saved. */
enum fpk_status fpk_record_new(struct fpk_record **out) FPK_MUST_USE;
void fpk_record_free(struct fpk_record **record);

/* A named axis (an HDF5 dimension scale): arrays refer to it by its path. */
enum fpk_status fpk_record_axis(struct fpk_record *record, const char *path, size_t n,
                                const double *value, const char *unit,
                                const char *long_name) FPK_MUST_USE;

/* An axis with a name and a length and no values (netCDF-4's bare dimension). FPK_IO when `path` is
 * taken. An array has all its dimensions on axes or none: readers that must name every dimension
 * (netCDF, xarray) refuse a mixture. */
enum fpk_status fpk_record_bare_axis(struct fpk_record *record, const char *path,
                                     size_t n) FPK_MUST_USE;

/* A dataset. FPK_USAGE when an axis is unknown or of another length. */
enum fpk_status fpk_record_array(struct fpk_record *record,
                                 const struct fpk_array *array) FPK_MUST_USE;

/* Points as [n][dim] on the bare axes `particle` and `dim` (names and lengths without values; a
 * second set of another size gets `particle_N`). */
enum fpk_status fpk_record_points(struct fpk_record *record, const char *path,
                                  const struct fpk_points *points, const char *unit,
                                  const char *long_name) FPK_MUST_USE;

/* An attribute of the dataset or group at `path` ("/" for the file). */
enum fpk_status fpk_record_set_text(struct fpk_record *record, const char *path, const char *key,
                                    const char *text) FPK_MUST_USE;
enum fpk_status fpk_record_set_numbers(struct fpk_record *record, const char *path, const char *key,
                                       size_t n, const double *value) FPK_MUST_USE;

/* The group /provenance: one attribute for every fact; of one above 60 kB its SHA-256. */
enum fpk_status fpk_record_provenance(struct fpk_record *record,
                                      const struct fpk_provenance *p) FPK_MUST_USE;

/* Writes the record to `path` atomically; digest, unless NULL, gets the SHA-256 of the file. The
 * record can be added to and saved again. */
enum fpk_status fpk_record_save(struct fpk_record *record, const char *path,
                                char digest[FPK_DIGEST_TEXT]) FPK_MUST_USE;

/* ---- read back (trusted files: HDF5's parser is not hardened) ---- */

enum fpk_status fpk_record_open(struct fpk_record **out, const char *path) FPK_MUST_USE;

/* Paths of all datasets in alphabetic order, bare axes left out, *paths [*n]; released by
 * fpk_record_list_free. */
enum fpk_status fpk_record_list(struct fpk_record *record, char ***paths, size_t *n) FPK_MUST_USE;
void fpk_record_list_free(char ***paths, size_t n);

/* A dataset as doubles, *value owned by the caller (fpk_release). FPK_USAGE when there is none. */
enum fpk_status fpk_record_read(struct fpk_record *record, const char *path, size_t *rank,
                                size_t shape[FPK_RANK_MAX], double **value) FPK_MUST_USE;

/* Rank and shape alone. */
enum fpk_status fpk_record_shape(struct fpk_record *record, const char *path, size_t *rank,
                                 size_t shape[FPK_RANK_MAX]) FPK_MUST_USE;

/* A text attribute ("" when there is none), and the axis of dimension d ("" when unscaled). */
void fpk_record_get_text(struct fpk_record *record, const char *path, const char *key,
                         char out[FPK_NAME_TEXT]);
void fpk_record_axis_of(struct fpk_record *record, const char *path, size_t d,
                        char out[FPK_NAME_TEXT]);

#endif
