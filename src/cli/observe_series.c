/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths as series: the memory of a run, component by component, and the file of the paths. */
#include "observe.h"

#include "equation.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/moments.h"
#include "fpk/record/record.h"
#include "fpk/series/series.h"

#include <math.h>
#include <stdio.h>

enum fpk_status fpk_observation_series(const struct fpk_ensemble_result *result, size_t d,
                                       double **out)
{
    const struct fpk_ensemble_result *r = result;
    FPK_TRY(fpk_allocate(out, r->n_store * r->n_path));
    for (size_t j = 0; j < r->n_store; j++)
        for (size_t i = 0; i < r->n_path; i++)
            (*out)[i * r->n_store + j] = r->path[(j * r->n_path + i) * r->dim + d];
    return FPK_OK;
}

/* Room for all components. */
struct memory {
    size_t lags, ordinates;
    double *covariance, *density, *frequency; /* [dim][lags], [dim][ordinates], [ordinates] */
    double *time, *time_se, *effective;       /* [dim] */
    double *mean, *mean_se, *variance;        /* [dim] */
    double periodograms;
};

static void memory_clear(struct memory *m)
{
    fpk_release(&m->covariance);
    fpk_release(&m->density);
    fpk_release(&m->frequency);
    fpk_release(&m->time);
    fpk_release(&m->time_se);
    fpk_release(&m->effective);
    fpk_release(&m->mean);
    fpk_release(&m->mean_se);
    fpk_release(&m->variance);
}

static enum fpk_status memory_init(struct memory *m, size_t dim)
{
    FPK_TRY(fpk_allocate(&m->covariance, dim * m->lags));
    FPK_TRY(fpk_allocate(&m->density, dim * m->ordinates));
    FPK_TRY(fpk_allocate(&m->frequency, m->ordinates));
    FPK_TRY(fpk_allocate(&m->time, dim));
    FPK_TRY(fpk_allocate(&m->time_se, dim));
    FPK_TRY(fpk_allocate(&m->mean, dim));
    FPK_TRY(fpk_allocate(&m->mean_se, dim));
    FPK_TRY(fpk_allocate(&m->variance, dim));
    return fpk_allocate(&m->effective, dim);
}

/* Over all values of all series. About their own mean they vary by 1 - 1/effective of the variance;
 * this one is unbiased. */
static void average(const struct fpk_ensemble_result *r, const double *x, size_t d,
                    struct memory *m)
{
    size_t n = r->n_path * r->n_store;
    const struct fpk_sample_moments all = fpk_moments_of(n, x);
    double square = fpk_moments_variance(&all) * (1 - 1 / (double)n);
    m->mean[d] = all.mean;
    m->variance[d] = m->effective[d] > 1 ? square / (1 - 1 / m->effective[d]) : NAN;
    m->mean_se[d] = sqrt(m->variance[d] / m->effective[d]);
}

/* A run that is too short for its memory still has a spectrum: its time is then not a number. */
static enum fpk_status component(const struct fpk_observation *o, size_t segment, size_t d,
                                 struct memory *m)
{
    const struct fpk_ensemble_result *r = &o->result;
    struct fpk_series_memory found;
    double *x = NULL;
    FPK_TRY(fpk_observation_series(r, d, &x));
    enum fpk_status status = fpk_series_memory(r->n_path, r->n_store, x, &found);
    m->time[d] = status == FPK_OK ? found.time * o->dt : NAN;
    m->time_se[d] = status == FPK_OK ? found.time_se * o->dt : NAN;
    m->effective[d] = status == FPK_OK ? found.effective : NAN;
    if (status == FPK_NUMERIC)
        status = FPK_OK;
    average(r, x, d, m);
    if (status == FPK_OK && m->lags)
        status = fpk_series_autocovariance(r->n_path, r->n_store, x, m->lags,
                                           m->covariance + d * m->lags);
    if (status == FPK_OK && segment)
        status = fpk_series_spectrum(r->n_path, r->n_store, x, o->dt, segment, m->frequency,
                                     m->density + d * m->ordinates, &m->periodograms);
    fpk_release(&x);
    return status;
}

static void add(struct fpk_answer *a, const char *key, size_t dim, const double *value)
{
    if (dim > 1)
        fpk_answer_list(a, key, dim, value, NULL);
    else if (isfinite(*value))
        fpk_answer_number(a, key, *value);
    else
        fpk_answer_found(a, key,
                         (struct fpk_number){.value = NAN,
                                             .error = INFINITY,
                                             .reason = "the run is shorter than its memory, or "
                                                       "constant"});
}

static void add_all(const struct fpk_observation *o, const struct memory *m, struct fpk_answer *a)
{
    size_t dim = o->result.dim;
    fpk_answer_integer(a, "series", (long long)o->result.n_path);
    fpk_answer_integer(a, "series_length", (long long)o->result.n_store);
    fpk_answer_number(a, "series_dt", o->dt);
    add(a, "series_mean", dim, m->mean);
    add(a, "series_mean_se", dim, m->mean_se);
    add(a, "series_variance", dim, m->variance);
    add(a, "autocorrelation_time", dim, m->time);
    add(a, "autocorrelation_time_se", dim, m->time_se);
    add(a, "effective_samples", dim, m->effective);
    struct fpk_nest nest = {.inner = "lag", .dim = dim, .n_inner = m->lags};
    if (m->lags)
        fpk_observation_add(a, "autocovariance", nest, m->covariance);
    if (m->ordinates) {
        fpk_answer_list(a, "frequency", m->ordinates, m->frequency, NULL);
        nest = (struct fpk_nest){.inner = "frequency", .dim = dim, .n_inner = m->ordinates};
        fpk_observation_add(a, "density", nest, m->density);
        fpk_answer_number(a, "density_relative_se", 1 / sqrt(m->periodograms));
    }
}

enum fpk_status fpk_observation_memory(const struct fpk_observation *o,
                                       const struct fpk_values *values, struct fpk_answer *answer)
{
    struct memory m = {0};
    size_t segment = 0;
    if (fpk_values_has(values, "autocorrelation"))
        m.lags = (size_t)fpk_values_integer(values, "autocorrelation");
    if (fpk_values_has(values, "spectrum"))
        segment = (size_t)fpk_values_integer(values, "spectrum");
    m.ordinates = segment ? segment / 2 + 1 : 0;
    enum fpk_status status = memory_init(&m, o->result.dim);
    for (size_t d = 0; status == FPK_OK && d < o->result.dim; d++)
        status = component(o, segment, d, &m);
    if (status == FPK_OK)
        add_all(o, &m, answer);
    memory_clear(&m);
    return status;
}

enum fpk_status fpk_observation_save(const struct fpk_observation *o,
                                     const struct fpk_values *values, uint64_t seed)
{
    const struct fpk_ensemble_result *r = &o->result;
    const char *path = fpk_values_text(values, "path-out");
    struct fpk_record *record = NULL;
    struct fpk_provenance provenance = {0};
    char drawn[24];
    const struct fpk_array array = {.path = "path",
                                    .rank = 3,
                                    .shape = {r->n_store, r->n_path, r->dim},
                                    .axis = {"time", "particle", "dim"},
                                    .value = r->path,
                                    .unit = "1",
                                    .long_name = "paths of the first particles"};
    enum fpk_status status;
    if (!path)
        return FPK_OK;
    FPK_TRY_DONE(status, fpk_record_new(&record));
    FPK_TRY_DONE(status, fpk_record_axis(record, "time", r->n_store, r->time, "time", "time"));
    FPK_TRY_DONE(status, fpk_record_bare_axis(record, "particle", r->n_path));
    FPK_TRY_DONE(status, fpk_record_bare_axis(record, "dim", r->dim));
    FPK_TRY_DONE(status, fpk_record_array(record, &array));
    FPK_TRY_DONE(status, fpk_provenance_init(&provenance));
    FPK_TRY_DONE(status, fpk_provenance_text(&provenance, "verb", "simulate"));
    snprintf(drawn, sizeof drawn, "%llu", (unsigned long long)seed);
    FPK_TRY_DONE(status, fpk_provenance_text(&provenance, "seed", drawn));
    FPK_TRY_DONE(status, fpk_provenance_values(&provenance, values));
    FPK_TRY_DONE(status, fpk_equation_provenance(values, &provenance));
    FPK_TRY_DONE(status, fpk_record_provenance(record, &provenance));
    status = fpk_record_save(record, path, NULL);
done:
    fpk_provenance_clear(&provenance);
    fpk_record_free(&record);
    return status;
}
