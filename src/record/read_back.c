/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/memory.h"
#include "fpk/record/file.h"
#include "record_priv.h"

#include <hdf5_hl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum fpk_status fpk_record_open(struct fpk_record **out, const char *path)
{
    *out = NULL;
    fpk_record_quiet();
    FPK_CHECK(fpk_file_exists(path), FPK_USAGE,
              "%s: there is no such file; check its name and folder", path);
    htri_t is = H5Fis_hdf5(path);
    FPK_CHECK(is >= 0, FPK_IO, "%s: cannot be read; check its permissions", path);
    FPK_CHECK(is > 0, FPK_USAGE, "%s: is not an HDF5 file; is it the right one?", path);
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    FPK_CHECK(file >= 0, FPK_USAGE, "%s: is damaged or truncated; make it again", path);
    return fpk_record_wrap(out, file, path);
}

/* A text attribute of fixed or variable length. */
static void read_text(hid_t object, const char *path, const char *key, char out[FPK_NAME_TEXT])
{
    out[0] = '\0';
    if (H5Aexists_by_name(object, path, key, H5P_DEFAULT) <= 0)
        return;
    hid_t attribute = H5Aopen_by_name(object, path, key, H5P_DEFAULT, H5P_DEFAULT);
    hid_t type = attribute >= 0 ? H5Aget_type(attribute) : -1;
    char *held = NULL, *lent = NULL;
    if (type >= 0 && H5Tget_class(type) == H5T_STRING) {
        if (H5Tis_variable_str(type) > 0) {
            if (H5Aread(attribute, type, &lent) >= 0 && lent)
                snprintf(out, FPK_NAME_TEXT, "%s", lent);
            H5free_memory(lent);
        } else if (fpk_allocate(&held, H5Tget_size(type) + 1) == FPK_OK &&
                   H5Aread(attribute, type, held) >= 0) {
            snprintf(out, FPK_NAME_TEXT, "%s", held);
        }
    }
    fpk_release(&held);
    if (type >= 0)
        H5Tclose(type);
    if (attribute >= 0)
        H5Aclose(attribute);
}

/* Axes without values are not data. */
static bool is_bare_axis(hid_t file, const char *name)
{
    char text[FPK_NAME_TEXT];
    read_text(file, name, "NAME", text);
    return strncmp(text, FPK_BARE_AXIS, strlen(FPK_BARE_AXIS)) == 0;
}

struct listing {
    char **paths;
    size_t n, room;
    enum fpk_status status;
};

static herr_t list_dataset(hid_t file, const char *name, const H5O_info_t *info, void *context)
{
    struct listing *l = context;
    if (info->type != H5O_TYPE_DATASET || is_bare_axis(file, name))
        return 0;
    if (l->n == l->room) {
        char **paths = NULL;
        size_t room = l->room ? 2 * l->room : 16;
        l->status = fpk_allocate(&paths, room);
        if (l->status != FPK_OK)
            return -1;
        if (l->n)
            memcpy(paths, l->paths, l->n * sizeof *paths);
        fpk_release(&l->paths);
        l->paths = paths;
        l->room = room;
    }
    l->status = fpk_copy_text(&l->paths[l->n], name);
    l->n += l->status == FPK_OK;
    return l->status == FPK_OK ? 0 : -1;
}

enum fpk_status fpk_record_list(struct fpk_record *record, char ***paths, size_t *n)
{
    struct listing l = {0};
    *paths = NULL;
    *n = 0;
    if (H5Ovisit2(record->file, H5_INDEX_NAME, H5_ITER_INC, list_dataset, &l, H5O_INFO_BASIC) < 0) {
        fpk_record_list_free(&l.paths, l.n);
        return l.status != FPK_OK ? l.status : fpk_record_broken(record, "/", "listed");
    }
    *paths = l.paths;
    *n = l.n;
    return FPK_OK;
}

void fpk_record_list_free(char ***paths, size_t n)
{
    for (size_t i = 0; *paths && i < n; i++)
        fpk_release(&(*paths)[i]);
    fpk_release(paths);
}

enum fpk_status fpk_record_read(struct fpk_record *record, const char *path, size_t *rank,
                                size_t shape[FPK_RANK_MAX], double **value)
{
    hid_t set;
    size_t n = 1;
    *value = NULL;
    FPK_TRY(fpk_record_dataset(record, path, &set));
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_record_shape_of(record, path, set, rank, shape));
    for (size_t d = 0; d < *rank; d++) {
        if (shape[d] && n > SIZE_MAX / 16 / shape[d]) {
            status = fpk_fail(FPK_NUMERIC, "%s: does not fit in memory", path);
            goto done;
        }
        n *= shape[d];
    }
    FPK_TRY_DONE(status, fpk_allocate(value, n));
    if (H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, *value) < 0) {
        fpk_release(value);
        status = fpk_record_broken(record, path, "read as numbers");
    }
done:
    H5Dclose(set);
    return status;
}

void fpk_record_get_text(struct fpk_record *record, const char *path, const char *key,
                         char out[FPK_NAME_TEXT])
{
    out[0] = '\0';
    if (fpk_record_has(record, path))
        read_text(record->file, path, key, out);
}

static herr_t keep_name(hid_t set, unsigned d, hid_t scale, void *out)
{
    (void)set, (void)d;
    return H5Iget_name(scale, out, FPK_NAME_TEXT) > 0 ? 1 : 0;
}

void fpk_record_axis_of(struct fpk_record *record, const char *path, size_t d,
                        char out[FPK_NAME_TEXT])
{
    hid_t set;
    out[0] = '\0';
    if (fpk_record_dataset(record, path, &set) != FPK_OK)
        return;
    H5DSiterate_scales(set, (unsigned)d, NULL, keep_name, out);
    H5Dclose(set);
}
