/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads tests/data/mixture_*.txt: mixtures, each followed by its rows of known answers. */
#ifndef FPK_TESTS_DISTRIBUTION_REFERENCE_H
#define FPK_TESTS_DISTRIBUTION_REFERENCE_H

#include "fpk/distribution/mixture.h"

#include "../check.h"

/* M1 of the sampler experiments: .3 N(-2, .3^2) + .7 N(1.5, .5^2). */
static inline void make_m1(struct fpk_mixture *m)
{
    check_ok(fpk_mixture_init(m, 1, 2, (double[]){0.3, 0.7}, (double[]){-2, 1.5},
                              (double[]){0.09, 0.25}));
}

static inline void read_doubles(FILE *file, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++)
        check_equal(fscanf(file, "%lf", &out[i]), 1);
}

static inline FILE *open_reference(const char *path)
{
    FILE *file = fopen(path, "r");
    check_true(file != NULL);
    char line[256];
    long at = 0;
    while (fgets(line, sizeof line, file) && line[0] == '#')
        at = ftell(file);
    check_equal(fseek(file, at, SEEK_SET), 0);
    return file;
}

/* The next mixture, or false at the end of the file. */
static inline int next_mixture(FILE *file, size_t dim, struct fpk_mixture *m)
{
    size_t n;
    double w[16], mean[64], c[256];
    if (fscanf(file, " mixture %zu", &n) != 1)
        return 0;
    read_doubles(file, n, w);
    read_doubles(file, n * dim, mean);
    read_doubles(file, n * dim * dim, c);
    check_ok(fpk_mixture_init(m, dim, n, w, mean, c));
    return 1;
}

/* The next row of n numbers, or false at "end". */
static inline int next_row(FILE *file, size_t n, double *row)
{
    char word[8];
    check_equal(fscanf(file, " %7s", word), 1);
    if (strcmp(word, "row") != 0)
        return 0;
    read_doubles(file, n, row);
    return 1;
}

#endif
