/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is seen of a block at a stored time. Moments are merged after each chunk in block order, so
 * that no sum depends on who computed what; counts commute, so each thread counts for itself; paths
 * belong to block 0 alone. */
#include "ensemble_priv.h"

#include "fpk/base/memory.h"

#include <string.h>

enum fpk_status fpk_observe_init(const struct fpk_ensemble *e, struct fpk_histogram **histogram)
{
    size_t n = e->n_store * e->model->dim;
    *histogram = NULL;
    if (e->bins == 0)
        return FPK_OK;
    enum fpk_status status;
    FPK_TRY(fpk_allocate(histogram, n));
    for (size_t k = 0; k < n; k++)
        FPK_TRY_DONE(status, fpk_histogram_init(*histogram + k, e->lo, e->hi, e->bins));
    return FPK_OK;
done:
    fpk_observe_clear(n, histogram);
    return status;
}

void fpk_observe_clear(size_t n, struct fpk_histogram **histogram)
{
    for (size_t k = 0; *histogram && k < n; k++)
        fpk_histogram_clear(*histogram + k);
    fpk_release(histogram);
}

void fpk_observe(const struct fpk_chunk *chunk, size_t b, size_t j, size_t n, const double *x,
                 struct fpk_worker *worker)
{
    struct fpk_ensemble_result *result = chunk->result;
    size_t dim = result->dim, row = (result->n_store + 1) * dim;
    struct fpk_sample_moments *moments = chunk->moments + (b - chunk->begin) * row + j * dim;
    for (size_t d = 0; d < dim; d++)
        moments[d] = fpk_moments_of(n, x + d * n);
    if (j == result->n_store)
        return;
    for (size_t d = 0; d < dim && worker->histogram; d++)
        fpk_histogram_add(worker->histogram + j * dim + d, n, x + d * n);
    double *path = result->path + j * result->n_path * dim;
    for (size_t i = 0; b == 0 && i < result->n_path; i++)
        for (size_t d = 0; d < dim; d++)
            path[i * dim + d] = x[d * n + i];
}

void fpk_observe_begin(const struct fpk_chunk *chunk)
{
    size_t n = chunk->result->n_store * chunk->result->dim;
    size_t rows = (chunk->end - chunk->begin) * (n + chunk->result->dim);
    memset(chunk->moments, 0, rows * sizeof *chunk->moments);
    for (size_t w = 0; w < chunk->workers; w++)
        for (size_t k = 0; k < n && chunk->worker[w].histogram; k++) {
            struct fpk_histogram *h = chunk->worker[w].histogram + k;
            memset(h->count, 0, h->bins * sizeof *h->count);
            h->below = h->above = h->nans = 0;
        }
}

void fpk_observe_merge(const struct fpk_chunk *chunk)
{
    struct fpk_ensemble_result *result = chunk->result;
    size_t dim = result->dim, n = result->n_store * dim;
    for (size_t b = chunk->begin; b < chunk->end; b++) {
        const struct fpk_sample_moments *m = chunk->moments + (b - chunk->begin) * (n + dim);
        for (size_t k = 0; k < n; k++)
            result->store_moments[k] = fpk_moments_merge(result->store_moments[k], m[k]);
        for (size_t d = 0; d < dim; d++)
            result->moments[d] = fpk_moments_merge(result->moments[d], m[n + d]);
    }
    for (size_t w = 0; w < chunk->workers; w++)
        for (size_t k = 0; k < n && chunk->worker[w].histogram; k++)
            fpk_histogram_merge(result->histogram + k, chunk->worker[w].histogram + k);
}
