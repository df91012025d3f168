/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "observe.h"

#include "fpk/base/memory.h"
#include "fpk/record/file.h"

#include <math.h>
#include <string.h>

const struct fpk_parameter fpk_observe_rows[FPK_OBSERVE_ROWS] = {
    {.name = "store", .type = FPK_REALS, .doc = "times at which moments are reported"},
    {.name = "histogram",
     .type = FPK_TEXT,
     .doc = "LO:HI:BINS, counts of each component at the --store times, at the end without these"},
    {.name = "quantiles",
     .type = FPK_REALS,
     .min = 0,
     .max = 1,
     .doc = "probabilities; the quantiles are read off the --histogram"},
    {.name = "paths",
     .type = FPK_INTEGER,
     .min = 1,
     .max = FPK_BLOCK,
     .doc = "keep the first so many particles at the --store times, without these at every --every "
            "steps"},
    {.name = "path-out",
     .type = FPK_TEXT,
     .doc = "write the paths to this HDF5 file, shape (time, particle, dim)",
     .free_of_numbers = true},
    {.name = "autocorrelation",
     .type = FPK_INTEGER,
     .min = 1,
     .max = 1e9,
     .doc = "autocovariance at so many lags, from 0 on, of a long run of few --paths"},
    {.name = "spectrum",
     .type = FPK_INTEGER,
     .min = 8,
     .max = 1e9,
     .doc = "power spectral density, in segments of so many values, a power of two"},
    {.name = "every",
     .type = FPK_INTEGER,
     .min = 1,
     .max = 1e12,
     .doc = "steps between two values of a series; 1 when not given"},
    {.name = "discard",
     .type = FPK_REAL,
     .min = 0,
     .max = 1e300,
     .unit = "time",
     .doc = "time before which series are not read; 0 when not given"},
    {.name = "block",
     .type = FPK_CHOICE,
     .choices = "256|512|1024",
     .fallback = "1024",
     .doc = "particles stepped together; changes no bit",
     .free_of_numbers = true},
};

/* An option that nothing would read is refused, not ignored. */
static enum fpk_status check_pairs(const struct fpk_values *v, bool series)
{
    bool memory = fpk_values_has(v, "autocorrelation") || fpk_values_has(v, "spectrum");
    FPK_CHECK(!memory || !fpk_values_has(v, "store"), FPK_USAGE,
              "--store goes without --autocorrelation and --spectrum; these read a series at every "
              "--every steps");
    FPK_CHECK(!series || !fpk_values_has(v, "histogram"), FPK_USAGE,
              "--histogram counts at --store times, not along a series; use two runs");
    FPK_CHECK(series || (!fpk_values_has(v, "every") && !fpk_values_has(v, "discard")), FPK_USAGE,
              "--every and --discard go with --autocorrelation, --spectrum, or --paths without "
              "--store");
    FPK_CHECK(!fpk_values_has(v, "quantiles") || fpk_values_has(v, "histogram"), FPK_USAGE,
              "--quantiles are read off a histogram: give --histogram LO:HI:BINS");
    FPK_CHECK(!fpk_values_has(v, "path-out") || fpk_values_has(v, "paths"), FPK_USAGE,
              "--path-out needs --paths N, the number of particles to keep");
    FPK_CHECK(!fpk_values_has(v, "paths") || memory || fpk_values_has(v, "path-out"), FPK_USAGE,
              "--paths are kept for --path-out FILE, --autocorrelation or --spectrum; none is "
              "given");
    return FPK_OK;
}

/* LO:HI:BINS. */
static enum fpk_status read_histogram(const char *text, struct fpk_ensemble *e)
{
    char *copy = NULL;
    long long bins;
    FPK_TRY(fpk_copy_text(&copy, text));
    char *hi = strchr(copy, ':'), *count = hi ? strchr(hi + 1, ':') : NULL;
    enum fpk_status status = FPK_OK;
    if (!count)
        status = fpk_fail(FPK_USAGE, "--histogram %.60s: it is written LO:HI:BINS, as in -4:4:200",
                          text);
    if (count)
        *hi = *count = '\0';
    if (status == FPK_OK)
        status = fpk_parse_real("--histogram", copy, &e->lo);
    if (status == FPK_OK)
        status = fpk_parse_real("--histogram", hi + 1, &e->hi);
    if (status == FPK_OK)
        status = fpk_parse_integer("--histogram", count + 1, &bins);
    if (status == FPK_OK && bins < 1)
        status = fpk_fail(FPK_USAGE, "--histogram %.60s: at least one bin is needed", text);
    if (status == FPK_OK)
        e->bins = (size_t)bins;
    fpk_release(&copy);
    return status;
}

/* Steps from the first at or after --discard to the last, --every apart. */
static enum fpk_status series_times(struct fpk_observation *o, const struct fpk_values *v,
                                    struct fpk_ensemble *e)
{
    double discard = fpk_values_has(v, "discard") ? fpk_values_real(v, "discard") : 0;
    o->every = fpk_values_has(v, "every") ? (size_t)fpk_values_integer(v, "every") : 1;
    o->dt = (double)o->every * ((e->t1 - e->t0) / (double)e->n_step);
    double first = ceil(discard / o->dt - 1e-9);
    FPK_CHECK(discard < e->t1 && first * (double)o->every <= (double)e->n_step, FPK_USAGE,
              "--discard %g leaves nothing of a run to time %g", discard, e->t1);
    e->n_store = (size_t)(e->n_step / o->every) - (size_t)first + 1;
    FPK_TRY(fpk_allocate(&o->store, e->n_store));
    for (size_t j = 0; j < e->n_store; j++)
        o->store[j] = fpk_step_time(e->t0, e->t1, e->n_step, ((size_t)first + j) * o->every);
    return FPK_OK;
}

static enum fpk_status times(struct fpk_observation *o, const struct fpk_values *v,
                             struct fpk_ensemble *e)
{
    if (o->series)
        return series_times(o, v, e);
    if (o->stored)
        return fpk_values_reals(v, "store", &o->store, &e->n_store);
    if (e->bins == 0)
        return FPK_OK;
    FPK_TRY(fpk_allocate(&o->store, 1));
    o->store[0] = e->t1;
    e->n_store = 1;
    return FPK_OK;
}

/* Series of so many particles: as asked for, or all when they are few. */
static enum fpk_status count_paths(const struct fpk_values *v, bool series, struct fpk_ensemble *e)
{
    if (fpk_values_has(v, "paths"))
        e->n_path = (size_t)fpk_values_integer(v, "paths");
    else if (series)
        e->n_path = e->particles;
    FPK_CHECK(
        e->n_path <= FPK_BLOCK && e->n_path <= e->particles, FPK_USAGE,
        "series of %zu particles out of %zu: at most %d can be kept; give --paths N, or fewer "
        "--particles and a longer --time",
        e->n_path, e->particles, FPK_BLOCK);
    return FPK_OK;
}

/* What the series will be asked for, before the long run rather than after it. */
static enum fpk_status check_memory(const struct fpk_values *v, size_t n)
{
    static const char *const key[] = {"autocorrelation", "spectrum"};
    for (int k = 0; k < 2; k++) {
        if (!fpk_values_has(v, key[k]))
            continue;
        size_t wanted = (size_t)fpk_values_integer(v, key[k]);
        FPK_CHECK(n >= 16 && wanted <= n, FPK_USAGE,
                  "--%s %zu of a series of %zu values: it needs as many, and at least 16; take a "
                  "longer --time or a smaller --every",
                  key[k], wanted, n);
        FPK_CHECK(k == 0 || (wanted & (wanted - 1)) == 0, FPK_USAGE,
                  "--spectrum %zu: segments are a power of two long", wanted);
    }
    return FPK_OK;
}

enum fpk_status fpk_observation_init(struct fpk_observation *o, const struct fpk_values *values,
                                     struct fpk_ensemble *ensemble)
{
    const struct fpk_values *v = values;
    *o = (struct fpk_observation){.stored = fpk_values_has(v, "store")};
    o->series = fpk_values_has(v, "autocorrelation") || fpk_values_has(v, "spectrum") ||
                (fpk_values_has(v, "paths") && !o->stored);
    FPK_TRY(check_pairs(v, o->series));
    if (fpk_values_has(v, "histogram"))
        FPK_TRY(read_histogram(fpk_values_text(v, "histogram"), ensemble));
    if (fpk_values_has(v, "quantiles"))
        FPK_TRY(fpk_values_reals(v, "quantiles", &o->probability, &o->n_probability));
    for (size_t k = 0; k < o->n_probability; k++)
        FPK_CHECK(o->probability[k] >= 0 && o->probability[k] <= 1, FPK_USAGE,
                  "--quantiles: %g is not a probability", o->probability[k]);
    if (fpk_values_has(v, "path-out"))
        FPK_TRY(fpk_file_try(fpk_values_text(v, "path-out")));
    FPK_TRY(times(o, v, ensemble));
    FPK_TRY(check_memory(v, ensemble->n_store));
    FPK_TRY(count_paths(v, o->series, ensemble));
    long long block;
    FPK_TRY(fpk_parse_integer("--block", fpk_values_text(v, "block"), &block));
    ensemble->block = (size_t)block;
    ensemble->store = o->store;
    ensemble->forget_points = !fpk_values_has(v, "out") && !fpk_values_has(v, "at");
    return FPK_OK;
}

void fpk_observation_clear(struct fpk_observation *o)
{
    fpk_release(&o->store);
    fpk_release(&o->probability);
    fpk_ensemble_result_clear(&o->result);
}
