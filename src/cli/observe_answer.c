/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was seen on the way, as rows of the answer. Lists run over [time][component][...]; one
 * component makes no level. */
#include "observe.h"

#include "fpk/base/memory.h"
#include "fpk/series/series.h"

#include <math.h>

void fpk_observation_add(struct fpk_answer *a, const char *key, struct fpk_nest nest,
                         const double *value)
{
    size_t rank = 0, shape[3];
    const char *index[3];
    if (nest.outer) {
        shape[rank] = nest.n_outer;
        index[rank++] = nest.outer;
    }
    if (nest.dim > 1) {
        shape[rank] = nest.dim;
        index[rank++] = "component";
    }
    if (nest.inner) {
        shape[rank] = nest.n_inner;
        index[rank++] = nest.inner;
    }
    fpk_answer_nested(a, key, rank, shape, index, value);
}

static enum fpk_status answer_moments(const struct fpk_ensemble_result *r, struct fpk_answer *a)
{
    static const char *const key[] = {"store_mean", "store_mean_se", "store_variance",
                                      "store_variance_se"};
    size_t n = r->n_store * r->dim;
    double *value = NULL;
    FPK_TRY(fpk_allocate(&value, 4 * n));
    for (size_t k = 0; k < n; k++) {
        const struct fpk_sample_moments *m = &r->store_moments[k];
        value[k] = m->mean;
        value[n + k] = fpk_moments_mean_se(m);
        value[2 * n + k] = fpk_moments_variance(m);
        value[3 * n + k] = fpk_moments_variance_se(m);
    }
    fpk_answer_list(a, "store_time", r->n_store, r->time, NULL);
    const struct fpk_nest nest = {.outer = "store_time", .n_outer = r->n_store, .dim = r->dim};
    for (size_t k = 0; k < 4; k++)
        fpk_observation_add(a, key[k], nest, value + k * n);
    fpk_release(&value);
    return FPK_OK;
}

static enum fpk_status answer_counts(const struct fpk_ensemble_result *r, struct fpk_answer *a)
{
    size_t n = r->n_store * r->dim, bins = r->histogram[0].bins;
    double lo = r->histogram[0].lo, hi = r->histogram[0].hi;
    double *count = NULL, *edge = NULL, *outside = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&count, n * bins));
    FPK_TRY_DONE(status, fpk_allocate(&outside, 2 * n));
    FPK_TRY_DONE(status, fpk_allocate(&edge, bins + 1));
    for (size_t k = 0; k <= bins; k++)
        edge[k] = k == bins ? hi : lo + (double)k * ((hi - lo) / (double)bins);
    for (size_t k = 0; k < n; k++) {
        outside[k] = (double)r->histogram[k].below;
        outside[n + k] = (double)r->histogram[k].above;
        for (size_t j = 0; j < bins; j++)
            count[k * bins + j] = (double)r->histogram[k].count[j];
    }
    fpk_answer_list(a, "histogram_time", r->n_store, r->time, NULL);
    fpk_answer_list(a, "histogram_edge", bins + 1, edge, NULL);
    struct fpk_nest nest = {"histogram_time", "histogram_edge", r->n_store, r->dim, bins};
    fpk_observation_add(a, "histogram_count", nest, count);
    nest.inner = NULL;
    fpk_observation_add(a, "histogram_below", nest, outside);
    fpk_observation_add(a, "histogram_above", nest, outside + n);
done:
    fpk_release(&count);
    fpk_release(&outside);
    fpk_release(&edge);
    return status;
}

static enum fpk_status answer_quantiles(const struct fpk_observation *o, struct fpk_answer *a)
{
    const struct fpk_ensemble_result *r = &o->result;
    size_t m = o->n_probability, n = r->n_store * r->dim * m;
    double *value = NULL;
    FPK_TRY(fpk_allocate(&value, 3 * n));
    for (size_t k = 0; k < n; k++)
        value[k] = fpk_histogram_quantile(&r->histogram[k / m], o->probability[k % m],
                                          &value[n + k], &value[2 * n + k]);
    fpk_answer_list(a, "quantile_p", m, o->probability, NULL);
    const struct fpk_nest nest = {"histogram_time", "quantile_p", r->n_store, r->dim, m};
    fpk_observation_add(a, "quantile", nest, value);
    fpk_observation_add(a, "quantile_low", nest, value + n);
    fpk_observation_add(a, "quantile_high", nest, value + 2 * n);
    fpk_release(&value);
    return FPK_OK;
}

enum fpk_status fpk_observation_answer(const struct fpk_observation *o,
                                       const struct fpk_values *values, struct fpk_answer *answer)
{
    if (o->stored)
        FPK_TRY(answer_moments(&o->result, answer));
    if (o->result.histogram)
        FPK_TRY(answer_counts(&o->result, answer));
    if (o->n_probability)
        FPK_TRY(answer_quantiles(o, answer));
    if (fpk_values_has(values, "autocorrelation") || fpk_values_has(values, "spectrum"))
        FPK_TRY(fpk_observation_memory(o, values, answer));
    if (fpk_values_has(values, "path-out"))
        fpk_answer_text(answer, "path_out", fpk_values_text(values, "path-out"));
    return FPK_OK;
}
