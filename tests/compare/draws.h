/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of this layer: normals that share nothing with the wiener layer (SplitMix64 of
 * Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195, by Box and Muller with the C library), a
 * normal density on nodes, and the lines of tests/data/compare_known.txt. */
#ifndef FPK_TESTS_COMPARE_DRAWS_H
#define FPK_TESTS_COMPARE_DRAWS_H

#include "fpk/base/density.h"
#include "fpk/numeric/elementary.h"

#include "../check.h"

static inline double draw_uniform(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return ((double)((z ^ z >> 31) >> 12) + 0.5) * 0x1p-52;
}

static inline void draw_normals(uint64_t seed, size_t n, double *x)
{
    uint64_t state = seed * 0x632be59bd9b4e019u;
    for (size_t i = 0; i < n; i++) {
        double r = sqrt(-2 * log(draw_uniform(&state)));
        x[i] = r * cos(2 * acos(-1) * draw_uniform(&state));
    }
}

/* N(mean, std^2) on n uniform nodes, 9 deviations to each side, trapezoid weights. */
static inline void normal_density(struct fpk_density *d, size_t n, double mean, double std)
{
    check_ok(fpk_density_init(d, n));
    for (size_t i = 0; i < n; i++) {
        double z = -9 + 18 * (double)i / (double)(n - 1);
        d->x[i] = mean + std * z;
        d->w[i] = 18 * std / (double)(n - 1) * (i == 0 || i + 1 == n ? 0.5 : 1);
        d->pdf[i] = fpk_normal_pdf(z) / std;
        d->cdf[i] = fpk_normal_cdf(z);
        d->tail[i] = fpk_normal_tail(z);
    }
    d->outside = 2e-19;
}

static inline void normal_cdf(size_t n, const double *x, double *cdf, double *tail, const void *ctx)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++) {
        cdf[i] = fpk_normal_cdf(x[i]);
        tail[i] = fpk_normal_tail(x[i]);
    }
}

/* The next line of `file` that begins with `kind`: its numbers to v; how many, 0 at the end. */
static inline int known_next(FILE *file, const char *kind, double v[6])
{
    char line[512], word[32];
    while (fgets(line, sizeof line, file)) {
        int n = sscanf(line, "%31s %lf %lf %lf %lf %lf %lf", word, v, v + 1, v + 2, v + 3, v + 4,
                       v + 5);
        if (n > 1 && strcmp(word, kind) == 0)
            return n - 1;
    }
    return 0;
}

static inline FILE *known_open(void)
{
    FILE *file = fopen(FPK_TEST_DATA "/compare_known.txt", "r");
    check_true(file != NULL);
    return file;
}

#endif
