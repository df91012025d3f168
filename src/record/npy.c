/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/npy.h"

#include "fpk/base/memory.h"
#include "fpk/record/file.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define HEADER_MAX 65536

/* What a header says. */
struct layout {
    size_t n, dim;
    size_t item;   /* bytes of a number: 8 or 4 */
    bool backward; /* big-endian */
};

static enum fpk_status broken(const char *path, const char *why)
{
    return fpk_fail(FPK_USAGE, "%s: not a usable .npy file: %s; numpy.save(name, x) writes one",
                    path, why);
}

/* Points just after `'key':` and blanks, or NULL. */
static const char *value_of(const char *header, const char *key)
{
    char quoted[32];
    snprintf(quoted, sizeof quoted, "'%s'", key);
    const char *c = strstr(header, quoted);
    if (!c)
        return NULL;
    c += strlen(quoted);
    while (isspace((unsigned char)*c) || *c == ':')
        c++;
    return c;
}

/* A size that fits; *c moves behind its digits. */
static bool read_size(const char **c, size_t *out)
{
    if (!isdigit((unsigned char)**c))
        return false;
    char *end;
    errno = 0;
    unsigned long long v = strtoull(*c, &end, 10);
    *out = (size_t)v;
    *c = end;
    return errno == 0 && v <= SIZE_MAX / 16;
}

/* "(N,)", "(N, dim)", nothing else. */
static bool read_shape(const char *c, struct layout *layout)
{
    if (*c++ != '(' || !read_size(&c, &layout->n) || *c++ != ',')
        return false;
    while (*c == ' ')
        c++;
    layout->dim = 1;
    if (*c == ')')
        return true;
    if (!read_size(&c, &layout->dim) || layout->dim == 0)
        return false;
    while (*c == ' ' || *c == ',')
        c++;
    return *c == ')' && (layout->n == 0 || layout->dim <= SIZE_MAX / 16 / layout->n);
}

static enum fpk_status read_layout(const char *path, const char *header, struct layout *layout)
{
    const char *type = value_of(header, "descr"), *order = value_of(header, "fortran_order"),
               *shape = value_of(header, "shape");
    if (!type || !order || !shape)
        return broken(path, "its header lacks descr, fortran_order or shape");
    bool known = type[0] == '\'' && (type[1] == '<' || type[1] == '>') && type[2] == 'f' &&
                 (type[3] == '8' || type[3] == '4') && type[4] == '\'';
    FPK_CHECK(known, FPK_USAGE, "%s: its numbers are %.12s, not '<f8'; use x.astype('<f8')", path,
              type);
    FPK_CHECK(strncmp(order, "False", 5) == 0, FPK_USAGE,
              "%s: is in Fortran order; use numpy.ascontiguousarray(x)", path);
    FPK_CHECK(read_shape(shape, layout), FPK_USAGE,
              "%s: its shape %.*s is not (N,) or (N, dim); use x.reshape(N, dim)", path,
              (int)strcspn(shape, ")") + 1, shape);
    layout->item = type[3] == '8' ? 8 : 4;
    layout->backward = type[1] == '>';
    return FPK_OK;
}

/* Magic, version, length of the header, the header (a Python dictionary as text). */
static enum fpk_status read_header(const char *path, FILE *file, struct layout *layout)
{
    unsigned char head[12];
    if (fread(head, 1, 10, file) != 10 || memcmp(head, "\x93NUMPY", 6) != 0)
        return broken(path, "it does not begin with the magic bytes of numpy");
    size_t length = head[8] | (size_t)head[9] << 8;
    if (head[6] < 1 || head[6] > 3)
        return broken(path, "its version is not 1, 2 or 3");
    if (head[6] > 1) {
        if (fread(head + 10, 1, 2, file) != 2)
            return broken(path, "it ends inside its header");
        length |= (size_t)head[10] << 16 | (size_t)head[11] << 24;
    }
    if (length > HEADER_MAX)
        return broken(path, "its header is longer than 64 KiB");
    char *header = NULL;
    FPK_TRY(fpk_allocate(&header, length + 1));
    enum fpk_status status = FPK_OK;
    if (fread(header, 1, length, file) != length)
        status = broken(path, "it ends inside its header");
    for (size_t i = 0; i < length; i++)
        if (!isprint((unsigned char)header[i]))
            header[i] = ' ';
    if (status == FPK_OK)
        status = read_layout(path, header, layout);
    fpk_release(&header);
    return status;
}

static double decode(const unsigned char *b, const struct layout *layout)
{
    unsigned char turned[8];
    for (size_t i = 0; i < layout->item; i++)
        turned[i] = b[layout->backward ? layout->item - 1 - i : i];
    if (layout->item == 4) {
        float f;
        memcpy(&f, turned, sizeof f);
        return f;
    }
    double v;
    memcpy(&v, turned, sizeof v);
    return v;
}

/* Bytes that follow the header must be those that the shape promises: checked before memory is
 * asked for, so that a header that lies cannot ask for all of it. A pipe is trusted to its end. */
static enum fpk_status check_length(const char *path, FILE *file, const struct layout *layout)
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

static enum fpk_status read_data(const char *path, FILE *file, const struct layout *layout,
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
            double v = decode(row + d * layout->item, layout);
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
    struct layout layout = {0};
    enum fpk_status status;
    FPK_TRY_DONE(status, read_header(path, file, &layout));
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
