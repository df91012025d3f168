/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/lab/score_file.h"

#include "fpk/base/memory.h"
#include "fpk/record/npz.h"
#include "fpk/record/record.h"

#include <stdio.h>
#include <string.h>

/* A file of named arrays, one of the two. */
struct source {
    struct fpk_npz *npz;
    struct fpk_record *record;
    char **list; /* [n_list], of the record */
    size_t n_list;
};

/* What was read; all owned. */
struct arrays {
    size_t nx, nt;
    double *x, *t, *alpha, *sigma, *value, *masked;
    unsigned char *mask; /* [nt][nx]; NULL: none */
};

static bool is_hdf5(const char *path)
{
    static const char magic[8] = "\x89HDF\r\n\x1a\n";
    char bytes[8] = "";
    FILE *file = fopen(path, "rb");
    size_t n = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (file)
        fclose(file);
    return n == sizeof bytes && memcmp(bytes, magic, sizeof magic) == 0;
}

static enum fpk_status source_open(struct source *s, const char *path)
{
    if (!is_hdf5(path))
        return fpk_npz_open(&s->npz, path);
    FPK_TRY(fpk_record_open(&s->record, path));
    return fpk_record_list(s->record, &s->list, &s->n_list);
}

static void source_close(struct source *s)
{
    fpk_record_list_free(&s->list, s->n_list);
    fpk_record_free(&s->record);
    fpk_npz_close(&s->npz);
}

static bool source_has(const struct source *s, const char *name)
{
    if (s->npz)
        return fpk_npz_has(s->npz, name);
    for (size_t i = 0; i < s->n_list; i++)
        if (strcmp(s->list[i], name) == 0)
            return true;
    return false;
}

/* An array of rank 1 or 2. */
static enum fpk_status source_read(const struct source *s, const char *path, const char *name,
                                   size_t *rank, size_t shape[FPK_RANK_MAX], double **value)
{
    shape[0] = shape[1] = 1;
    if (s->npz)
        return fpk_npz_read(s->npz, name, rank, shape, value);
    FPK_TRY(fpk_record_read(s->record, name, rank, shape, value));
    FPK_CHECK(*rank == 1 || *rank == 2, FPK_USAGE, "%s: %s has %zu dimensions, not one or two",
              path, name, *rank);
    return FPK_OK;
}

/* x or t: [*n]. */
static enum fpk_status read_axis(const struct source *s, const char *path, const char *name,
                                 double **out, size_t *n)
{
    size_t rank, shape[FPK_RANK_MAX];
    FPK_CHECK(source_has(s, name), FPK_USAGE,
              "%s: there is no array \"%s\"; a score table has x, t and one of score, eps, x0, "
              "v, flow",
              path, name);
    FPK_TRY(source_read(s, path, name, &rank, shape, out));
    FPK_CHECK(rank == 1, FPK_USAGE, "%s: %s has two dimensions, not one; use %s.reshape(-1)", path,
              name, name);
    *n = shape[0];
    return FPK_OK;
}

/* [nt][nx]; one row may have one dimension. */
static enum fpk_status read_grid(const struct source *s, const char *path, const char *name,
                                 const struct arrays *a, double **out)
{
    size_t rank, shape[FPK_RANK_MAX];
    FPK_TRY(source_read(s, path, name, &rank, shape, out));
    if (rank == 1 && a->nt == 1 && shape[0] == a->nx)
        return FPK_OK;
    bool turned = rank == 2 && shape[0] == a->nx && shape[1] == a->nt && a->nx != a->nt;
    FPK_CHECK(rank == 2 && shape[0] == a->nt && shape[1] == a->nx, FPK_USAGE,
              "%s: %s has the shape (%zu%s%.0zu), but there are %zu levels t and %zu points x%s",
              path, name, shape[0], rank == 2 ? ", " : "", rank == 2 ? shape[1] : 0, a->nt, a->nx,
              turned ? "; transpose it, numpy.ascontiguousarray(v.T)" : "");
    return FPK_OK;
}

/* [nt], when it is there. */
static enum fpk_status read_levels(const struct source *s, const char *path, const char *name,
                                   const struct arrays *a, double **out)
{
    size_t n;
    if (!source_has(s, name))
        return FPK_OK;
    FPK_TRY(read_axis(s, path, name, out, &n));
    FPK_CHECK(n == a->nt, FPK_USAGE, "%s: %s has %zu numbers for %zu levels t", path, name, n,
              a->nt);
    return FPK_OK;
}

static enum fpk_status read_mask(const struct source *s, const char *path, struct arrays *a)
{
    bool masked = source_has(s, "masked");
    if (!masked && !source_has(s, "trusted"))
        return FPK_OK;
    FPK_TRY(read_grid(s, path, masked ? "masked" : "trusted", a, &a->masked));
    FPK_TRY(fpk_allocate(&a->mask, a->nt * a->nx));
    for (size_t i = 0; i < a->nt * a->nx; i++)
        a->mask[i] = masked == (a->masked[i] != 0);
    return FPK_OK;
}

/* Exactly one head. */
static enum fpk_status find_head(const struct source *s, const char *path, enum fpk_head *head,
                                 const char **name)
{
    int found = 0;
    for (int k = 0; k < FPK_HEADS; k++) {
        const char *array = fpk_head_name((enum fpk_head)k);
        if (source_has(s, array)) {
            found++;
            *head = (enum fpk_head)k;
            *name = array;
        }
    }
    FPK_CHECK(
        found == 1, FPK_USAGE,
        "%s: there %s of the arrays score, eps, x0, v, flow; a score table has one, shape (levels, "
        "points)",
        path, found ? "is more than one" : "is none");
    return FPK_OK;
}

static enum fpk_status read_arrays(const struct source *s, const char *path,
                                   struct fpk_score_table *table, struct arrays *a)
{
    enum fpk_head head = FPK_HEAD_SCORE;
    const char *name = NULL;
    FPK_TRY(read_axis(s, path, "x", &a->x, &a->nx));
    bool solved = !source_has(s, "t") && source_has(s, "time"); /* by `fpk solve --score` */
    FPK_TRY(read_axis(s, path, solved ? "time" : "t", &a->t, &a->nt));
    FPK_TRY(find_head(s, path, &head, &name));
    FPK_TRY(read_grid(s, path, name, a, &a->value));
    FPK_TRY(read_levels(s, path, "alpha", a, &a->alpha));
    FPK_TRY(read_levels(s, path, "sigma", a, &a->sigma));
    FPK_TRY(read_mask(s, path, a));
    struct fpk_score_samples samples = {.head = head,
                                        .nx = a->nx,
                                        .nt = a->nt,
                                        .x = a->x,
                                        .t = a->t,
                                        .alpha = a->alpha,
                                        .sigma = a->sigma,
                                        .value = a->value,
                                        .masked = a->mask};
    enum fpk_status status = fpk_score_table_init(table, &samples);
    return status == FPK_OK ? FPK_OK : fpk_fail_context(status, "%s", path);
}

enum fpk_status fpk_score_file_read(struct fpk_score_table *table, const char *path)
{
    struct source source = {0};
    struct arrays a = {0};
    *table = (struct fpk_score_table){0};
    enum fpk_status status = source_open(&source, path);
    if (status == FPK_OK)
        status = read_arrays(&source, path, table, &a);
    double **owned[] = {&a.x, &a.t, &a.alpha, &a.sigma, &a.value, &a.masked};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        fpk_release(owned[i]);
    fpk_release(&a.mask);
    source_close(&source);
    return status;
}
