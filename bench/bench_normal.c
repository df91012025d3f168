/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Standard normals, one thread, a buffer that stays in the cache: ours (counter-based, same bits
 * everywhere) against the fastest of GSL on its default and on its fastest generator. */
#include "fpk/wiener/normal.h"

#include "ratio.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#define N 65536

static double out[N];

static void ours(void *ctx)
{
    struct fpk_stream *stream = ctx;
    stream->step++;
    fpk_normal_fill(*stream, 0, N, out);
}

static void ziggurat(void *ctx)
{
    for (size_t i = 0; i < N; i++)
        out[i] = gsl_ran_gaussian_ziggurat(ctx, 1.0);
}

int main(void)
{
    struct fpk_stream stream = {.seed = 1, .purpose = FPK_FOR_TEST};
    gsl_rng *mersenne = gsl_rng_alloc(gsl_rng_mt19937), *taus = gsl_rng_alloc(gsl_rng_taus);
    const struct contender who[] = {
        {"fpk_normal_fill", ours, &stream},
        {"GSL ziggurat, mt19937", ziggurat, mersenne},
        {"GSL ziggurat, taus", ziggurat, taus},
    };
    ratio_print("one normal", N, 40, who, sizeof who / sizeof *who);
    gsl_rng_free(mersenne);
    gsl_rng_free(taus);
    return 0;
}
