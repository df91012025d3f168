/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "npy_priv.h"

#include "fpk/base/memory.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define HEADER_MAX 65536

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
static bool read_shape(const char *c, struct fpk_npy_layout *layout)
{
    if (*c++ != '(' || !read_size(&c, &layout->n) || *c++ != ',')
        return false;
    while (*c == ' ')
        c++;
    layout->rank = layout->dim = 1;
    if (*c == ')')
        return true;
    layout->rank = 2;
    if (!read_size(&c, &layout->dim) || layout->dim == 0)
        return false;
    while (*c == ' ' || *c == ',')
        c++;
    return *c == ')' && (layout->n == 0 || layout->dim <= SIZE_MAX / 16 / layout->n);
}

/* '<f8' and the like. */
static bool read_type(const char *c, enum fpk_npy_kinds kinds, struct fpk_npy_layout *layout)
{
    if (c[0] != '\'' || !c[1] || !c[2] || !c[3] || c[4] != '\'' || !strchr("<>|", c[1]))
        return false;
    layout->kind = c[2];
    layout->item = (size_t)(c[3] - '0');
    layout->backward = c[1] == '>';
    bool real = c[2] == 'f' && (c[3] == '8' || c[3] == '4');
    bool whole = (c[2] == 'i' || c[2] == 'u') && strchr("1248", c[3]);
    bool truth = c[2] == 'b' && c[3] == '1';
    return real || (kinds == FPK_NPY_NUMBERS && (whole || truth));
}

static enum fpk_status read_layout(const char *path, const char *header, enum fpk_npy_kinds kinds,
                                   struct fpk_npy_layout *layout)
{
    const char *type = value_of(header, "descr"), *order = value_of(header, "fortran_order"),
               *shape = value_of(header, "shape");
    if (!type || !order || !shape)
        return broken(path, "its header lacks descr, fortran_order or shape");
    FPK_CHECK(read_type(type, kinds, layout), FPK_USAGE,
              "%s: its numbers are %.12s, not '<f8'; use x.astype('<f8')", path, type);
    FPK_CHECK(strncmp(order, "False", 5) == 0, FPK_USAGE,
              "%s: is in Fortran order; use numpy.ascontiguousarray(x)", path);
    FPK_CHECK(read_shape(shape, layout), FPK_USAGE,
              "%s: its shape %.*s is not (N,) or (N, dim); use x.reshape(N, dim)", path,
              (int)strcspn(shape, ")") + 1, shape);
    return FPK_OK;
}

/* The header proper is a Python dictionary as text. */
enum fpk_status fpk_npy_header(const char *path, FILE *file, enum fpk_npy_kinds kinds,
                               struct fpk_npy_layout *layout)
{
    *layout = (struct fpk_npy_layout){0};
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
        status = read_layout(path, header, kinds, layout);
    fpk_release(&header);
    return status;
}

double fpk_npy_number(const unsigned char *b, const struct fpk_npy_layout *layout)
{
    unsigned char turned[8];
    uint64_t whole = 0;
    float f;
    double v;
    size_t n = layout->item;
    for (size_t i = 0; i < n; i++) {
        turned[i] = b[layout->backward ? n - 1 - i : i];
        whole |= (uint64_t)turned[i] << (8 * i);
    }
    if (layout->kind == 'f' && n == 4) {
        memcpy(&f, turned, sizeof f);
        return f;
    }
    if (layout->kind == 'f') {
        memcpy(&v, turned, sizeof v);
        return v;
    }
    if (layout->kind == 'i' && whole >> (8 * n - 1)) /* negative: two's complement of n bytes */
        return -((double)((~whole + 1) & (UINT64_MAX >> (64 - 8 * n))));
    return (double)whole;
}
