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

static const struct {
    const char *word;
    size_t numbers;
} forms[] = {{"normal", 2}, {"delta", 1}, {"uniform", 2}};

/* Reads "a:b" into v, cutting up the copy. */
static enum fpk_status read_numbers(const char *text, char *copy, size_t wanted, double *v)
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
        FPK_TRY(fpk_parse_real("start", copy, &v[i]));
        copy = colon ? colon + 1 : copy;
    }
    return FPK_OK;
}

enum fpk_status fpk_start_parse(struct fpk_start *start, const char *text)
{
    *start = (struct fpk_start){0};
    size_t length = strcspn(text, ":"), form = 0;
    while (form < 3 && !(strlen(forms[form].word) == length && text[length] == ':' &&
                         strncmp(text, forms[form].word, length) == 0))
        form++;
    FPK_CHECK(form < 3, FPK_USAGE,
              "start \"%.60s\" is not understood; write normal:MEAN:STD, delta:x or uniform:a:b",
              text);
    char *copy = NULL;
    double v[2] = {0};
    FPK_TRY(fpk_copy_text(&copy, text + length + 1));
    enum fpk_status status = read_numbers(text, copy, forms[form].numbers, v);
    fpk_release(&copy);
    FPK_TRY(status);
    if (form == 0)
        return fpk_start_normal(start, v[0], v[1]);
    if (form == 2)
        return uniform(start, v);
    *start = (struct fpk_start){.kind = FPK_START_DELTA, .a = v[0], .b = v[0]};
    return FPK_OK;
}
