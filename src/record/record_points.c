/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Axes that are names only, and points on them (fpk_record_points). */
#include "fpk/base/memory.h"
#include "record_priv.h"

#include <hdf5_hl.h>
#include <stdio.h>

/* An axis that has a name and a length but no values: netCDF-4's convention, a dimension scale that
 * was never filled (it takes no room) with this text for its name. Without it a reader that must
 * name every dimension (netCDF, xarray) takes any other axis of the same length. */
enum fpk_status fpk_record_bare_axis(struct fpk_record *record, const char *path, size_t n)
{
    char name[FPK_NAME_TEXT];
    snprintf(name, sizeof name, FPK_BARE_AXIS "%10zu", n);
    hsize_t shape = n;
    hid_t set = fpk_record_create(record, path, 1, &shape);
    bool done = set >= 0 && H5DSset_scale(set, name) >= 0;
    enum fpk_status status = done ? FPK_OK : fpk_record_broken(record, path, "made an axis");
    if (set >= 0)
        H5Dclose(set);
    return status;
}

/* The bare axis `name` if it is free or has n entries already, else `name_n`. */
static enum fpk_status find_bare_axis(struct fpk_record *record, const char *name, size_t n,
                                      char out[FPK_NAME_TEXT])
{
    size_t rank, shape[FPK_RANK_MAX];
    snprintf(out, FPK_NAME_TEXT, "%s", name);
    if (fpk_record_has(record, out)) {
        FPK_TRY(fpk_record_shape(record, out, &rank, shape));
        if (rank == 1 && shape[0] == n)
            return FPK_OK;
        snprintf(out, FPK_NAME_TEXT, "%s_%zu", name, n);
    }
    return fpk_record_has(record, out) ? FPK_OK : fpk_record_bare_axis(record, out, n);
}

/* Rows a block at a time, so that they never stand in memory as a whole beside the file. */
static bool write_rows(hid_t set, const struct fpk_points *points, double *rows)
{
    hid_t space = H5Dget_space(set);
    bool done = space >= 0;
    for (size_t first = 0; first < points->n && done; first += FPK_BLOCK) {
        size_t m = points->n - first < FPK_BLOCK ? points->n - first : FPK_BLOCK;
        for (size_t i = 0; i < m; i++)
            for (size_t d = 0; d < points->dim; d++)
                rows[i * points->dim + d] = fpk_points_get(points, first + i, d);
        hsize_t start[2] = {first, 0}, count[2] = {m, points->dim};
        hid_t piece = H5Screate_simple(2, count, NULL);
        H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, count, NULL);
        done = H5Dwrite(set, H5T_NATIVE_DOUBLE, piece, space, H5P_DEFAULT, rows) >= 0;
        H5Sclose(piece);
    }
    if (space >= 0)
        H5Sclose(space);
    return done;
}

enum fpk_status fpk_record_points(struct fpk_record *record, const char *path,
                                  const struct fpk_points *points, const char *unit,
                                  const char *long_name)
{
    double *rows = NULL;
    char particle[FPK_NAME_TEXT], dim[FPK_NAME_TEXT];
    FPK_TRY(find_bare_axis(record, "particle", points->n, particle));
    FPK_TRY(find_bare_axis(record, "dim", points->dim, dim));
    struct fpk_array array = {
        .path = path, .rank = 2, .shape = {points->n, points->dim}, .axis = {particle, dim}};
    hid_t set = fpk_record_create(record, path, 2, (hsize_t[2]){points->n, points->dim});
    if (set < 0)
        return fpk_record_broken(record, path, "made");
    enum fpk_status status = fpk_allocate(&rows, FPK_BLOCK * points->dim);
    if (status == FPK_OK && !write_rows(set, points, rows))
        status = fpk_record_broken(record, path, "filled with points");
    for (size_t d = 0; d < 2 && status == FPK_OK; d++)
        status = fpk_record_attach(record, &array, d, set);
    H5Dclose(set);
    fpk_release(&rows);
    return status == FPK_OK ? fpk_record_describe(record, path, unit, long_name) : status;
}
