/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One path at twelve resolutions, found again interval by interval in its Brownian tree:
 *
 *     sum (dW)^2 has mean t and variance 2 t dt,    sum |dW| has mean sqrt(2 t^2/(pi dt)).
 *
 * The sums of one path at two resolutions are not independent, so only the finest is tested. */
#include "wiener.h"

#include "fpk/base/block.h"
#include "fpk/numeric/moments.h"
#include "fpk/wiener/tree.h"

#include <math.h>
#include <string.h>

enum { PATHS = FPK_BLOCK };

/* square, total [PATHS] <- sums over the intervals of one level. */
static void sums(const struct fpk_tree *tree, unsigned level, double *square, double *total)
{
    double w[PATHS], h[PATHS];
    memset(square, 0, PATHS * sizeof *square);
    memset(total, 0, PATHS * sizeof *total);
    for (uint64_t index = 0; index < (uint64_t)1 << level; index++) {
        fpk_tree_interval(tree, level, index, 0, PATHS, w, h);
        for (size_t i = 0; i < PATHS; i++) {
            square[i] += w[i] * w[i];
            total[i] += fabs(w[i]);
        }
    }
}

/* Mean and variance of a chi-square sum of N terms over PATHS paths, as scores: the variance of the
 * sample variance follows from the excess kurtosis 12/N. */
static struct fpk_chi_square test_finest(const struct fpk_sample_moments *m, double time, double n)
{
    double variance = 2 * time * time / n, p = PATHS;
    const double z[2] = {(m->mean - time) / sqrt(variance / p),
                         (fpk_moments_variance(m) / variance - 1) / sqrt(2 / (p - 1) + 12 / n / p)};
    return fpk_chi_square_scores(PATHS, 2, z);
}

enum fpk_status wiener_roughness(struct wiener *w, struct fpk_run *run)
{
    struct roughness *r = &w->roughness;
    const struct fpk_tree tree = {.seed = w->seed, .t1 = w->time};
    static double square[PATHS], total[PATHS];
    for (unsigned level = 1; level <= LEVELS; level++) {
        FPK_TRY(fpk_run_progress(run, 0.6 + 0.2 * level / LEVELS, "one path, finer and finer"));
        sums(&tree, level, square, total);
        struct fpk_sample_moments m = fpk_moments_of(PATHS, square);
        double intervals = (double)((uint64_t)1 << level), off = m.mean - w->time;
        r->dt[level - 1] = w->time / intervals;
        r->square_mean[level - 1] = m.mean;
        r->square_rms[level - 1] = sqrt(m.m2 / m.n + off * off);
        r->total[level - 1] = fpk_moments_of(PATHS, total).mean;
        if (level == LEVELS)
            r->test = test_finest(&m, w->time, intervals);
    }
    return FPK_OK;
}
