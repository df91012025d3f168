/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/npy.h"

#include "fpk/base/memory.h"
#include "fpk/record/file.h"
#include "npy_priv.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Bytes that follow the header must be those that the shape promises: checked before memory is
 * asked for, so that a header that lies cannot ask for all of it. A pipe is trusted to its end. */
static enum fpk_status check_length(const char *path, FILE *file,
                                    const struct fpk_npy_layout *layout)
{
    struct stat info;
    if (fstat(fileno(file), &info) != 0 || !S_ISREG(info.st_mode))
        return FPK_OK;
    unsigned long long have = (unsigned long long)(info.st_size - ftell(file)),
                       want = (unsigned long long)layout->n * layout->dim * layout->item;
    FPK_CHECK(have == want, FPK_USAGE,
              "%s: its shape (%zu, %zu) needs %llu bytes of data, the file has %llu; is it %s?",
              path, layout->n, layout->dim, want, have, have < want ? "truncated" : "damaged");
    return FPK_OK;
}

static enum fpk_status read_data(const char *path, FILE *file, const struct fpk_npy_layout *layout,
                                 struct fpk_points *points)
{
    unsigned char *row = NULL;
    size_t bytes = layout->dim * layout->item;
    FPK_TRY(fpk_allocate(&row, bytes));
    enum fpk_status status = FPK_OK;
    for (size_t i = 0; i < layout->n && status == FPK_OK; i++) {
        if (fread(row, 1, bytes, file) != bytes)
            status = fpk_fail(FPK_USAGE, "%s: ends at row %zu of %zu; is it truncated?", path, i,
                              layout->n);
        for (size_t d = 0; d < layout->dim && status == FPK_OK; d++) {
            double v = fpk_npy_number(row + d * layout->item, layout);
            fpk_points_set(points, i, d, v);
            if (!isfinite(v))
                status = fpk_fail(FPK_USAGE,
                                  "%s: row %zu, column %zu is %s (rows count from 0); remove it",
                                  path, i, d, isnan(v) ? "NaN" : "infinite");
        }
    }
    fpk_release(&row);
    return status;
}

enum fpk_status fpk_npy_read(struct fpk_points *points, const char *path)
{
    *points = (struct fpk_points){0};
    FILE *file = fopen(path, "rb");
    FPK_CHECK(file || (errno != ENOENT && errno != ENOTDIR), FPK_USAGE,
              "%s: there is no such file; check its name and folder", path);
    FPK_CHECK(file, FPK_IO, "%s: cannot be read: %s", path, strerror(errno));
    struct fpk_npy_layout layout = {0};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_npy_header(path, file, FPK_NPY_REALS, &layout));
    if (layout.n == 0) {
        status = fpk_fail(FPK_USAGE, "%s: holds no points", path);
        goto done;
    }
    FPK_TRY_DONE(status, check_length(path, file, &layout));
    FPK_TRY_DONE(status, fpk_points_init(points, layout.n, layout.dim));
    FPK_TRY_DONE(status, read_data(path, file, &layout, points));
done:
    if (status != FPK_OK)
        fpk_points_clear(points);
    fclose(file);
    return status;
}

/* Version 1.0: the header is padded with blanks so that the data start at a multiple of 64. */
static size_t write_header(const struct fpk_points *points, char out[256])
{
    int n =
        snprintf(out + 10, 200, "{'descr': '<f8', 'fortran_order': False, 'shape': (%zu, %zu), }",
                 points->n, points->dim);
    size_t end = ((size_t)n + 10 + 1 + 63) / 64 * 64;
    memset(out + 10 + n, ' ', end - 10 - (size_t)n);
    out[end - 1] = '\n';
    memcpy(out, "\x93NUMPY\x01\x00", 8);
    out[8] = (char)((end - 10) & 0xff);
    out[9] = (char)((end - 10) >> 8);
    return end;
}

enum fpk_status fpk_npy_write(const struct fpk_points *points, const char *path)
{
    struct fpk_atomic file;
    double *rows = NULL;
    char header[256];
    FPK_TRY(fpk_atomic_begin(&file, path));
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&rows, FPK_BLOCK * points->dim));
    FPK_TRY_DONE(status, fpk_atomic_write(&file, header, write_header(points, header)));
    for (size_t first = 0; first < points->n; first += FPK_BLOCK) {
        size_t m = points->n - first < FPK_BLOCK ? points->n - first : FPK_BLOCK;
        for (size_t i = 0; i < m; i++)
            for (size_t d = 0; d < points->dim; d++)
                rows[i * points->dim + d] = fpk_points_get(points, first + i, d);
        FPK_TRY_DONE(status, fpk_atomic_write(&file, rows, m * points->dim * sizeof *rows));
    }
    status = fpk_atomic_commit(&file);
done:
    fpk_atomic_abandon(&file);
    fpk_release(&rows);
    return status;
}
