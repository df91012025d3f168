/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/distribution/start.h"

#include "fpk/base/memory.h"
#include "fpk/base/parameter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum fpk_status fpk_start_normal(struct fpk_start *start, double mean, double std)
{
    *start = (struct fpk_start){.kind = FPK_START_MIXTURE};
    FPK_CHECK(std > 0, FPK_USAGE,
              "start: a normal needs a positive standard deviation, got %g; delta:x starts at a "
              "point",
              std);
    return fpk_mixture_init(&start->mixture, 1, 1, (double[]){1}, &mean, (double[]){std * std});
}

void fpk_start_mixture(struct fpk_start *start, struct fpk_mixture *mixture)
{
    *start = (struct fpk_start){.kind = FPK_START_MIXTURE, .mixture = *mixture};
    *mixture = (struct fpk_mixture){0};
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

enum fpk_status fpk_start_points(struct fpk_start *start, struct fpk_points *points)
{
    *start = (struct fpk_start){.kind = FPK_START_POINTS, .points = *points};
    *points = (struct fpk_points){0};
    enum fpk_status status = FPK_OK;
    size_t n = start->points.n, dim = start->points.dim;
    if (n == 0)
        status = fpk_fail(FPK_USAGE, "start: there are no points to start from");
    for (size_t i = 0; status == FPK_OK && i < n; i++)
        for (size_t d = 0; status == FPK_OK && d < dim; d++)
            if (!isfinite(fpk_points_get(&start->points, i, d)))
                status = fpk_fail(FPK_USAGE, "start: point %zu, component %zu is not finite", i, d);
    if (status == FPK_OK && dim == 1)
        status = fpk_allocate(&start->sorted, n);
    if (status != FPK_OK) {
        fpk_start_clear(start);
        return status;
    }
    if (dim == 1) {
        memcpy(start->sorted, start->points.x, n * sizeof *start->sorted);
        qsort(start->sorted, n, sizeof *start->sorted, ascending);
    }
    return FPK_OK;
}

void fpk_start_clear(struct fpk_start *start)
{
    fpk_mixture_clear(&start->mixture);
    fpk_points_clear(&start->points);
    fpk_release(&start->sorted);
}

static enum fpk_status uniform(struct fpk_start *start, const double *v)
{
    FPK_CHECK(v[0] < v[1] && isfinite(v[1] - v[0]), FPK_USAGE,
              "start: uniform:%g:%g needs its first end below its second and a finite length", v[0],
              v[1]);
    *start = (struct fpk_start){.kind = FPK_START_UNIFORM, .a = v[0], .b = v[1]};
    return FPK_OK;
}

/* One normal, independent coordinates; n_std = 1: all of the same spread. */
static enum fpk_status normal(struct fpk_start *start, size_t dim, const double *mean,
                              const double *std, size_t n_std)
{
    if (dim == 1)
        return fpk_start_normal(start, *mean, *std);
    *start = (struct fpk_start){.kind = FPK_START_MIXTURE};
    FPK_CHECK(dim <= FPK_MIXTURE_DIM_MAX, FPK_USAGE,
              "start: a normal in %zu dimensions; at most %d are possible", dim,
              FPK_MIXTURE_DIM_MAX);
    double *covariance = NULL;
    FPK_TRY(fpk_allocate(&covariance, dim * dim));
    enum fpk_status status = FPK_OK;
    for (size_t d = 0; status == FPK_OK && d < dim; d++) {
        double s = std[n_std == 1 ? 0 : d];
        covariance[d * dim + d] = s * s;
        if (!(s > 0))
            status =
                fpk_fail(FPK_USAGE,
                         "start: a normal needs positive standard deviations, got %g; delta:x,y "
                         "starts at a point",
                         s);
    }
    if (status == FPK_OK)
        status = fpk_mixture_init(&start->mixture, dim, 1, (double[]){1}, mean, covariance);
    fpk_release(&covariance);
    return status;
}

/* In several dimensions a point is a cloud of one. */
static enum fpk_status delta(struct fpk_start *start, size_t dim, const double *x)
{
    struct fpk_points point;
    *start = (struct fpk_start){.kind = FPK_START_DELTA, .a = x[0], .b = x[0]};
    if (dim == 1)
        return FPK_OK;
    FPK_TRY(fpk_points_init(&point, 1, dim));
    for (size_t d = 0; d < dim; d++)
        fpk_points_set(&point, 0, d, x[d]);
    return fpk_start_points(start, &point);
}

enum form { NORMAL, DELTA, UNIFORM, N_FORMS };
static const struct {
    const char *word;
    size_t fields;
} forms[N_FORMS] = {{"normal", 2}, {"delta", 1}, {"uniform", 2}};

/* The numbers of a text: field k, between colons, has n[k] of them. */
struct written {
    double *number[2]; /* owned */
    size_t n[2];
};

/* Reads "a:b" into w, cutting up the copy. */
static enum fpk_status read_fields(const char *text, char *copy, size_t wanted, struct written *w)
{
    size_t got = 1;
    for (const char *c = copy; *c; c++)
        got += *c == ':';
    FPK_CHECK(
        got == wanted, FPK_USAGE,
        "start \"%.60s\" has %zu numbers, this form takes %zu; write normal:MEAN:STD, delta:x "
        "or uniform:a:b",
        text, got, wanted);
    for (size_t i = 0; i < wanted; i++) {
        char *colon = strchr(copy, ':');
        if (colon)
            *colon = '\0';
        FPK_TRY(fpk_parse_reals("start", copy, &w->number[i], &w->n[i]));
        copy = colon ? colon + 1 : copy;
    }
    return FPK_OK;
}

static enum fpk_status make(struct fpk_start *start, enum form form, const char *text,
                            const struct written *w)
{
    if (form == DELTA)
        return delta(start, w->n[0], w->number[0]);
    if (form == NORMAL) {
        FPK_CHECK(w->n[1] == 1 || w->n[1] == w->n[0], FPK_USAGE,
                  "start \"%.60s\" has %zu means and %zu standard deviations: give one for each "
                  "coordinate, or one for all",
                  text, w->n[0], w->n[1]);
        return normal(start, w->n[0], w->number[0], w->number[1], w->n[1]);
    }
    FPK_CHECK(w->n[0] == 1 && w->n[1] == 1, FPK_USAGE,
              "start \"%.60s\": a uniform start is on the line; in several dimensions write "
              "normal:m1,m2:s1,s2 or delta:x,y",
              text);
    return uniform(start, (const double[]){w->number[0][0], w->number[1][0]});
}

enum fpk_status fpk_start_parse(struct fpk_start *start, const char *text)
{
    *start = (struct fpk_start){0};
    size_t length = strcspn(text, ":"), form = 0;
    while (form < N_FORMS && !(strlen(forms[form].word) == length && text[length] == ':' &&
                               strncmp(text, forms[form].word, length) == 0))
        form++;
    FPK_CHECK(form < N_FORMS, FPK_USAGE,
              "start \"%.60s\" is not understood; write normal:MEAN:STD, delta:x or uniform:a:b",
              text);
    char *copy = NULL;
    struct written w = {0};
    FPK_TRY(fpk_copy_text(&copy, text + length + 1));
    enum fpk_status status = read_fields(text, copy, forms[form].fields, &w);
    if (status == FPK_OK)
        status = make(start, (enum form)form, text, &w);
    fpk_release(&copy);
    fpk_release(&w.number[0]);
    fpk_release(&w.number[1]);
    return status;
}

enum fpk_status fpk_start_spread(struct fpk_start *start, size_t dim)
{
    size_t own = fpk_start_dim(start);
    bool one = start->kind == FPK_START_DELTA ||
               (start->kind == FPK_START_MIXTURE && start->mixture.n == 1);
    if (own == dim)
        return FPK_OK;
    FPK_CHECK(own == 1 && one, FPK_USAGE,
              "it has %zu dimension%s, the equation has %zu: write delta:x,y or "
              "normal:m1,m2:s1,s2, or a file of points or a mixture in as many dimensions",
              own, own > 1 ? "s" : "", dim);
    bool point = start->kind == FPK_START_DELTA;
    double value = point ? start->a : start->mixture.mean[0], *same = NULL;
    double std = point ? 0 : sqrt(start->mixture.covariance[0]);
    FPK_TRY(fpk_allocate(&same, dim));
    for (size_t d = 0; d < dim; d++)
        same[d] = value;
    struct fpk_start wide = {0};
    enum fpk_status status = point ? delta(&wide, dim, same) : normal(&wide, dim, same, &std, 1);
    fpk_release(&same);
    fpk_start_clear(start);
    *start = wide;
    return status;
}
