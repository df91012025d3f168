/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/memory.h"
#include "fpk/record/file.h"
#include "record_priv.h"

#include <assert.h>
#include <hdf5_hl.h>
#include <stdio.h>
#include <string.h>

/* The in-memory file grows by this much at a time. */
#define GROWTH         ((size_t)1 << 22)
#define FACT_BYTES_MAX 60000

enum fpk_status fpk_record_new(struct fpk_record **out)
{
    *out = NULL;
    fpk_record_quiet();
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fapl_core(access, GROWTH, 0);
    hid_t file = H5Fcreate("record", H5F_ACC_TRUNC, H5P_DEFAULT, access);
    H5Pclose(access);
    FPK_CHECK(file >= 0, FPK_NUMERIC, "no memory for a record");
    return fpk_record_wrap(out, file, "");
}

hid_t fpk_record_create(struct fpk_record *record, const char *path, size_t rank,
                        const hsize_t *shape)
{
    hid_t space = rank ? H5Screate_simple((int)rank, shape, NULL) : H5Screate(H5S_SCALAR);
    hid_t how = H5Pcreate(H5P_DATASET_CREATE), link = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_obj_track_times(how, 0);
    H5Pset_fill_time(how, H5D_FILL_TIME_NEVER);
    H5Pset_create_intermediate_group(link, 1);
    hid_t set = H5Dcreate2(record->file, path, H5T_IEEE_F64LE, space, link, how, H5P_DEFAULT);
    H5Pclose(link);
    H5Pclose(how);
    H5Sclose(space);
    return set;
}

enum fpk_status fpk_record_describe(struct fpk_record *record, const char *path, const char *unit,
                                    const char *long_name)
{
    FPK_TRY(fpk_record_set_text(record, path, "units", unit ? unit : "1"));
    return fpk_record_set_text(record, path, "long_name", long_name ? long_name : path);
}

enum fpk_status fpk_record_axis(struct fpk_record *record, const char *path, size_t n,
                                const double *value, const char *unit, const char *long_name)
{
    struct fpk_array array = {.path = path,
                              .rank = 1,
                              .shape = {n},
                              .value = value,
                              .unit = unit,
                              .long_name = long_name};
    FPK_TRY(fpk_record_array(record, &array));
    hid_t set = H5Dopen2(record->file, path, H5P_DEFAULT);
    const char *slash = strrchr(path, '/');
    bool done = set >= 0 && H5DSset_scale(set, slash ? slash + 1 : path) >= 0;
    enum fpk_status status =
        done ? FPK_OK : fpk_record_broken(record, path, "made a dimension scale");
    if (set >= 0)
        H5Dclose(set);
    return status;
}

enum fpk_status fpk_record_attach(struct fpk_record *record, const struct fpk_array *array,
                                  size_t d, hid_t set)
{
    size_t rank, shape[FPK_RANK_MAX];
    FPK_TRY(fpk_record_shape(record, array->axis[d], &rank, shape));
    FPK_CHECK(rank == 1 && shape[0] == array->shape[d], FPK_USAGE,
              "%s: its dimension %zu has %zu entries but its axis %s has another number",
              array->path, d, array->shape[d], array->axis[d]);
    hid_t axis = H5Dopen2(record->file, array->axis[d], H5P_DEFAULT);
    bool done = axis >= 0 && H5DSattach_scale(set, axis, (unsigned)d) >= 0;
    enum fpk_status status =
        done ? FPK_OK : fpk_record_broken(record, array->path, "given an axis");
    if (axis >= 0)
        H5Dclose(axis);
    return status;
}

enum fpk_status fpk_record_array(struct fpk_record *record, const struct fpk_array *array)
{
    assert(array->rank <= FPK_RANK_MAX);
    hsize_t shape[FPK_RANK_MAX] = {0};
    for (size_t d = 0; d < array->rank; d++)
        shape[d] = array->shape[d];
    hid_t set = fpk_record_create(record, array->path, array->rank, shape);
    if (set < 0)
        return fpk_record_broken(record, array->path, "made");
    enum fpk_status status = FPK_OK;
    if (H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, array->value) < 0)
        status = fpk_record_broken(record, array->path, "filled");
    for (size_t d = 0; d < array->rank && status == FPK_OK; d++)
        if (array->axis[d])
            status = fpk_record_attach(record, array, d, set);
    H5Dclose(set);
    if (status == FPK_OK)
        status = fpk_record_describe(record, array->path, array->unit, array->long_name);
    return status;
}

/* An attribute of one of the two types; an older one of the same name is replaced. */
static enum fpk_status set_attribute(struct fpk_record *record, const char *path, const char *key,
                                     hid_t type, hid_t space, const void *value)
{
    if (H5Aexists_by_name(record->file, path, key, H5P_DEFAULT) > 0)
        H5Adelete_by_name(record->file, path, key, H5P_DEFAULT);
    hid_t attribute = H5Acreate_by_name(record->file, path, key, type, space, H5P_DEFAULT,
                                        H5P_DEFAULT, H5P_DEFAULT);
    bool done = attribute >= 0 && H5Awrite(attribute, type, value) >= 0;
    enum fpk_status status = done ? FPK_OK : fpk_record_broken(record, path, "given an attribute");
    if (attribute >= 0)
        H5Aclose(attribute);
    H5Sclose(space);
    return status;
}

/* Of variable length, because h5py gives those back as str and the others as bytes. */
enum fpk_status fpk_record_set_text(struct fpk_record *record, const char *path, const char *key,
                                    const char *text)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, H5T_VARIABLE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    enum fpk_status status = set_attribute(record, path, key, type, H5Screate(H5S_SCALAR), &text);
    H5Tclose(type);
    return status;
}

enum fpk_status fpk_record_set_numbers(struct fpk_record *record, const char *path, const char *key,
                                       size_t n, const double *value)
{
    hsize_t shape = n;
    hid_t space = n == 1 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &shape, NULL);
    return set_attribute(record, path, key, H5T_NATIVE_DOUBLE, space, value);
}

/* An attribute holds 64 KiB; of a longer fact its digest determines the numbers as well. */
static enum fpk_status set_fact(struct fpk_record *record, const char *path,
                                const struct fpk_fact *f)
{
    size_t n = f->text ? strlen(f->text) : f->n * sizeof *f->value;
    char text[FPK_DIGEST_TEXT + 16] = "sha256:", digest[FPK_DIGEST_TEXT];
    if (n > FACT_BYTES_MAX) {
        struct fpk_digest d;
        fpk_digest_init(&d);
        fpk_digest_add(&d, f->text ? (const void *)f->text : f->value, n);
        fpk_digest_text(&d, digest);
        return fpk_record_set_text(record, path, f->key, strcat(text, digest));
    }
    return f->text ? fpk_record_set_text(record, path, f->key, f->text)
                   : fpk_record_set_numbers(record, path, f->key, f->n, f->value);
}

enum fpk_status fpk_record_provenance(struct fpk_record *record, const struct fpk_provenance *p)
{
    static const char *const path = "/provenance";
    hid_t how = H5Pcreate(H5P_GROUP_CREATE);
    H5Pset_obj_track_times(how, 0);
    hid_t group = H5Gcreate2(record->file, path, H5P_DEFAULT, how, H5P_DEFAULT);
    H5Pclose(how);
    if (group < 0)
        return fpk_record_broken(record, path, "made");
    H5Gclose(group);
    for (size_t i = 0; i < p->n; i++)
        FPK_TRY(set_fact(record, path, &p->fact[i]));
    return FPK_OK;
}

/* The bytes of the file stand in the core driver's memory: no second copy of a large ensemble. */
enum fpk_status fpk_record_save(struct fpk_record *record, const char *path,
                                char digest[FPK_DIGEST_TEXT])
{
    void **memory = NULL;
    ssize_t n = -1;
    if (H5Fflush(record->file, H5F_SCOPE_LOCAL) >= 0 &&
        H5Fget_vfd_handle(record->file, H5P_DEFAULT, (void **)&memory) >= 0)
        n = H5Fget_file_image(record->file, NULL, 0);
    if (n < 0 || !memory || !*memory)
        return fpk_record_broken(record, path, "composed");
    FPK_TRY(fpk_file_write(path, *memory, (size_t)n));
    if (digest) {
        struct fpk_digest d;
        fpk_digest_init(&d);
        fpk_digest_add(&d, *memory, (size_t)n);
        fpk_digest_text(&d, digest);
    }
    return FPK_OK;
}
