/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/npz.h"

#include "fpk/base/memory.h"
#include "fpk/record/file.h"
#include "npy_priv.h"
#include "zip_priv.h"

#include <stdio.h>
#include <string.h>

struct fpk_npz {
    struct fpk_zip zip;
    char *path, *bytes; /* owned */
};

enum fpk_status fpk_npz_open(struct fpk_npz **npz, const char *path)
{
    struct fpk_npz *made = NULL;
    size_t n = 0;
    *npz = NULL;
    FPK_TRY(fpk_allocate(&made, 1));
    enum fpk_status status = fpk_copy_text(&made->path, path);
    if (status == FPK_OK)
        status = fpk_file_read(path, FPK_ZIP_MOST, &made->bytes, &n);
    if (status == FPK_OK)
        status = fpk_zip_init(&made->zip, made->path, (const unsigned char *)made->bytes, n);
    if (status != FPK_OK)
        fpk_npz_close(&made);
    *npz = made;
    return status;
}

void fpk_npz_close(struct fpk_npz **npz)
{
    if (!*npz)
        return;
    fpk_release(&(*npz)->path);
    fpk_release(&(*npz)->bytes);
    fpk_release(npz);
}

/* How many entries are called NAME.npy; the last of them. */
static size_t find(const struct fpk_npz *npz, const char *name, struct fpk_zip_entry *found)
{
    size_t at = 0, n = strlen(name), times = 0;
    struct fpk_zip_entry entry;
    while (fpk_zip_next(&npz->zip, &at, &entry))
        if (entry.name_length == n + 4 && memcmp(entry.name, name, n) == 0 &&
            memcmp(entry.name + n, ".npy", 4) == 0) {
            *found = entry;
            times++;
        }
    return times;
}

bool fpk_npz_has(const struct fpk_npz *npz, const char *name)
{
    struct fpk_zip_entry unused;
    return find(npz, name, &unused) > 0;
}

/* The .npy file of n bytes at `bytes`; what its shape promises must be there. */
static enum fpk_status read_array(const char *name, unsigned char *bytes, size_t n,
                                  struct fpk_npy_layout *layout, double **value)
{
    FPK_CHECK(n > 0, FPK_USAGE, "%s: is empty; write the file again", name);
    FILE *file = fmemopen(bytes, n, "rb");
    FPK_CHECK(file, FPK_NUMERIC, "%s: there is no memory to read it", name);
    enum fpk_status status = fpk_npy_header(name, file, FPK_NPY_NUMBERS, layout);
    long start = ftell(file);
    fclose(file);
    FPK_TRY(status);
    size_t have = n - (size_t)start, count = layout->n * layout->dim;
    FPK_CHECK(have / layout->item == count && have % layout->item == 0, FPK_USAGE,
              "%s: its shape (%zu, %zu) needs %zu numbers of %zu bytes, the file has %zu bytes; "
              "write it again",
              name, layout->n, layout->dim, count, layout->item, have);
    FPK_TRY(fpk_allocate(value, count));
    for (size_t i = 0; i < count; i++)
        (*value)[i] = fpk_npy_number(bytes + start + i * layout->item, layout);
    return FPK_OK;
}

enum fpk_status fpk_npz_read(const struct fpk_npz *npz, const char *name, size_t *rank,
                             size_t shape[2], double **value)
{
    struct fpk_zip_entry entry = {0};
    struct fpk_npy_layout layout = {0};
    unsigned char *bytes = NULL;
    char full[FPK_MESSAGE_MAX / 2];
    size_t times = find(npz, name, &entry);
    *value = NULL;
    FPK_CHECK(times == 1, FPK_USAGE, "%s: holds %s array \"%s\"; numpy.savez(name, %s=...) adds it",
              npz->path, times ? "more than one" : "no", name, name);
    snprintf(full, sizeof full, "%s: %s", npz->path, name);
    FPK_TRY(fpk_zip_unpack(&npz->zip, &entry, &bytes));
    enum fpk_status status = read_array(full, bytes, entry.size, &layout, value);
    fpk_release(&bytes);
    *rank = layout.rank;
    shape[0] = layout.n;
    shape[1] = layout.dim;
    return status;
}
