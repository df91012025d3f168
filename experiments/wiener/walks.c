/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The random walk: sampled, its exact law, and that law's distance to the normal one. */
#include "wiener.h"

#include "fpk/base/block.h"
#include "fpk/base/memory.h"
#include "fpk/wiener/walk.h"

#include <math.h>

/* Walks of each length are drawn from a component of their own. */
static struct fpk_stream stream_of(const struct wiener *w, int k)
{
    return (struct fpk_stream){
        .seed = w->seed, .purpose = FPK_FOR_INCREMENT, .component = (uint32_t)k};
}

/* count [steps + 1] <- how many of the walks ended at 2 j - steps. */
static void tally(const struct wiener *w, int k, uint64_t steps, uint64_t *count)
{
    double s[FPK_BLOCK];
    for (size_t begin = 0; begin < w->particles; begin += FPK_BLOCK) {
        size_t n = w->particles - begin < FPK_BLOCK ? w->particles - begin : FPK_BLOCK;
        fpk_walk(stream_of(w, k), 0, steps, begin, n, s);
        for (size_t i = 0; i < n; i++)
            count[(size_t)((s[i] + (double)steps) / 2)]++;
    }
}

static enum fpk_status one_walk(struct wiener *w, int k)
{
    struct walks *walks = &w->walks;
    uint64_t steps = (uint64_t)4 << 2 * k, *count = NULL;
    double *law = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&count, steps + 1));
    FPK_TRY_DONE(status, fpk_allocate(&law, steps + 1));
    tally(w, k, steps, count);
    fpk_walk_law(steps, law);
    walks->steps[k] = (double)steps;
    walks->distance[k] = fpk_walk_distance(steps);
    for (size_t j = 0; steps == WALK_SHOWN && j <= WALK_SHOWN; j++) {
        walks->share[j] = (double)count[j] / (double)w->particles;
        walks->law[j] = law[j];
    }
    status = fpk_chi_square_counts(steps + 1, count, law, &walks->test[k]);
done:
    fpk_release(&law);
    fpk_release(&count);
    return status;
}

/* Walker 0 of each length: its path from the walks that end earlier. */
static void paths(struct wiener *w)
{
    struct walks *walks = &w->walks;
    for (int p = 0; p < 3; p++) {
        int k = 1 + 2 * p;
        size_t steps = (size_t)4 << 2 * k;
        double dt = w->time / (double)steps;
        for (size_t j = 0; j <= steps; j++) {
            double s = 0;
            if (j > 0)
                fpk_walk(stream_of(w, k), 0, j, 0, 1, &s);
            walks->path_time[p][j] = dt * (double)j;
            walks->path[p][j] = sqrt(dt) * s;
        }
    }
}

enum fpk_status wiener_walks(struct wiener *w, struct fpk_run *run)
{
    for (int k = 0; k < WALKS; k++) {
        FPK_TRY(fpk_run_progress(run, 0.1 * k, "random walks"));
        FPK_TRY(one_walk(w, k));
    }
    paths(w);
    return FPK_OK;
}
