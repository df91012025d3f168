/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/wiener/tree.h"

#include "fpk/base/block.h"
#include "fpk/wiener/normal.h"

#include "tree_kernel.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

/* Pairs of normals: of the root itself (step 0), or of the split of a node (step 2^level + index).
 * The pair's number is the particle's. */
static struct fpk_stream stream_of(const struct fpk_tree *tree, uint64_t step)
{
    return (struct fpk_stream){
        .seed = tree->seed, .purpose = FPK_FOR_TREE, .step = step, .component = tree->component};
}

static struct fpk_stream split_stream(const struct fpk_tree *tree, unsigned level, uint64_t index)
{
    return stream_of(tree, ((uint64_t)1 << level) + index);
}

static struct fpk_tree_scale scale_of(const struct fpk_tree *tree, unsigned level)
{
    double h = (tree->t1 - tree->t0) / (double)((uint64_t)1 << level);
    return (struct fpk_tree_scale){.d = 0.25 * sqrt(h), .t = sqrt(h / 48)};
}

/* Where a block of neighbours is in the tree. */
struct descent {
    size_t n;
    uint64_t particle[FPK_BLOCK];
    double w[FPK_BLOCK], h[FPK_BLOCK];
    double z1[FPK_BLOCK], z2[FPK_BLOCK];
};

static void start_at_root(const struct fpk_tree *tree, uint64_t first, size_t n, struct descent *at)
{
    assert(tree->t0 < tree->t1 && n <= FPK_BLOCK);
    assert(first >> 48 == 0 && n <= ((uint64_t)1 << 48) - first);
    double length = tree->t1 - tree->t0, w = sqrt(length), h = sqrt(length / 12);
    at->n = n;
    for (size_t i = 0; i < n; i++)
        at->particle[i] = first + i;
    fpk_normal_pairs(stream_of(tree, 0), n, at->particle, at->w, at->h);
    for (size_t i = 0; i < n; i++) {
        at->w[i] *= w;
        at->h[i] *= h;
    }
}

void fpk_tree_interval(const struct fpk_tree *tree, unsigned level, uint64_t index, uint64_t first,
                       size_t n, double *w, double *h)
{
    assert(level <= FPK_TREE_DEPTH && index >> level == 0);
    struct descent at;
    start_at_root(tree, first, n, &at);
    for (unsigned l = 0; l < level; l++) {
        unsigned below = level - l; /* what is left of index names the way down */
        double sign = index >> (below - 1) & 1 ? -1 : 1;
        fpk_normal_pairs(split_stream(tree, l, index >> below), n, at.particle, at.z1, at.z2);
        FPK_DISPATCH(fpk_tree_half_kernel)(n, scale_of(tree, l), sign, at.z1, at.z2, at.w, at.h);
    }
    memcpy(w, at.w, n * sizeof *w);
    memcpy(h, at.h, n * sizeof *h);
}

void fpk_tree_split(const struct fpk_tree *tree, unsigned level, uint64_t index, size_t n,
                    const uint64_t *particle, const double *w, const double *h, double *w_left,
                    double *h_left, double *w_right, double *h_right)
{
    assert(level < FPK_TREE_DEPTH && index >> level == 0 && n <= FPK_BLOCK);
    double z1[FPK_BLOCK], z2[FPK_BLOCK];
    fpk_normal_pairs(split_stream(tree, level, index), n, particle, z1, z2);
    FPK_DISPATCH(fpk_tree_split_kernel)
    (n, scale_of(tree, level), z1, z2, w, h, w_left, h_left, w_right, h_right);
}

/* Number of the nearest of the deepest level's times. */
static uint64_t nearest_time(const struct fpk_tree *tree, double t)
{
    const double times = (double)((uint64_t)1 << FPK_TREE_DEPTH);
    assert(t >= tree->t0 && t <= tree->t1);
    double k = rint((t - tree->t0) / (tree->t1 - tree->t0) * times);
    return (uint64_t)fmin(k, times);
}

void fpk_tree_at(const struct fpk_tree *tree, double t, uint64_t first, size_t n, double *out)
{
    uint64_t k = nearest_time(tree, t);
    if (k >> FPK_TREE_DEPTH) {
        double h[FPK_BLOCK];
        fpk_tree_interval(tree, 0, 0, first, n, out, h);
        return;
    }
    struct descent at;
    double w_left[FPK_BLOCK], h_left[FPK_BLOCK];
    memset(out, 0, n * sizeof *out);
    if (k != 0)
        start_at_root(tree, first, n, &at);
    /* Once the rest of k is zero the way goes left for ever and nothing is added. */
    for (unsigned l = 0; (k & (((uint64_t)1 << (FPK_TREE_DEPTH - l)) - 1)) != 0; l++) {
        uint64_t index = k >> (FPK_TREE_DEPTH - l);
        bool right = k >> (FPK_TREE_DEPTH - l - 1) & 1;
        double *w[2] = {at.w, w_left}, *h[2] = {at.h, h_left};
        /* the half that the way goes on into takes the place of the whole */
        fpk_tree_split(tree, l, index, n, at.particle, at.w, at.h, w[right], h[right], w[!right],
                       h[!right]);
        for (size_t i = 0; right && i < n; i++)
            out[i] += w_left[i];
    }
}
