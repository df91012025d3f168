/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The open HDF5 file behind a record: its life, its errors, what it holds and in which shape. */
#include "fpk/base/memory.h"
#include "record_priv.h"

#include <stdio.h>
#include <string.h>

void fpk_record_quiet(void)
{
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

static herr_t keep_innermost(unsigned n, const H5E_error2_t *error, void *out)
{
    (void)n;
    snprintf(out, FPK_NAME_TEXT, "%s", error->desc ? error->desc : "");
    return 0;
}

enum fpk_status fpk_record_broken(const struct fpk_record *record, const char *path,
                                  const char *what)
{
    char why[FPK_NAME_TEXT] = "no reason given";
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, why);
    return fpk_fail(FPK_IO, "%s%s%s: cannot be %s: HDF5 says \"%s\"", record->name,
                    record->name[0] ? ": " : "", path, what, why);
}

enum fpk_status fpk_record_wrap(struct fpk_record **out, hid_t file, const char *name)
{
    struct fpk_record *record = NULL;
    enum fpk_status status = fpk_allocate(&record, 1);
    if (status == FPK_OK)
        status = fpk_copy_text(&record->name, name);
    if (status != FPK_OK) {
        H5Fclose(file);
        fpk_release(&record);
        return status;
    }
    record->file = file;
    *out = record;
    return FPK_OK;
}

void fpk_record_free(struct fpk_record **record)
{
    if (!*record)
        return;
    H5Fclose((*record)->file);
    fpk_release(&(*record)->name);
    fpk_release(record);
}

bool fpk_record_has(const struct fpk_record *record, const char *path)
{
    char part[FPK_NAME_TEXT];
    size_t n = strlen(path);
    if (n >= sizeof part)
        return false;
    if (strcmp(path, "/") == 0)
        return true;
    for (size_t i = 1; i <= n; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (H5Lexists(record->file, part, H5P_DEFAULT) <= 0)
            return false;
    }
    return true;
}

enum fpk_status fpk_record_dataset(struct fpk_record *record, const char *path, hid_t *set)
{
    *set = fpk_record_has(record, path) ? H5Dopen2(record->file, path, H5P_DEFAULT) : -1;
    FPK_CHECK(*set >= 0, FPK_USAGE, "%s%sthere is no dataset \"%s\"; show lists them", record->name,
              record->name[0] ? ": " : "", path);
    return FPK_OK;
}

enum fpk_status fpk_record_shape_of(struct fpk_record *record, const char *path, hid_t set,
                                    size_t *rank, size_t shape[FPK_RANK_MAX])
{
    hsize_t dims[H5S_MAX_RANK];
    hid_t space = H5Dget_space(set);
    int r = space >= 0 ? H5Sget_simple_extent_dims(space, dims, NULL) : -1;
    if (space >= 0)
        H5Sclose(space);
    FPK_CHECK(r >= 0 && r <= FPK_RANK_MAX, FPK_USAGE,
              "%s%s%s has %d dimensions, more than the %d that can be read", record->name,
              record->name[0] ? ": " : "", path, r, FPK_RANK_MAX);
    *rank = (size_t)r;
    for (int d = 0; d < r; d++)
        shape[d] = (size_t)dims[d];
    return FPK_OK;
}

enum fpk_status fpk_record_shape(struct fpk_record *record, const char *path, size_t *rank,
                                 size_t shape[FPK_RANK_MAX])
{
    hid_t set;
    FPK_TRY(fpk_record_dataset(record, path, &set));
    enum fpk_status status = fpk_record_shape_of(record, path, set, rank, shape);
    H5Dclose(set);
    return status;
}
