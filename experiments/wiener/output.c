/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that was measured, into the record. */
#include "wiener.h"

static enum fpk_status record_walks(const struct wiener *w, struct fpk_record *record)
{
    double place[WALK_SHOWN + 1];
    for (int k = 0; k <= WALK_SHOWN; k++)
        place[k] = 2 * k - WALK_SHOWN;
    FPK_TRY(fpk_record_axis(record, "walk/steps", WALKS, w->walks.steps, "1", "steps of a walk"));
    FPK_TRY(fpk_record_axis(record, "walk/end", WALK_SHOWN + 1, place, "1", "S_16"));
    const struct fpk_array array[] = {
        {"walk/distance", 1, {WALKS}, {"walk/steps"}, w->walks.distance, "1", "sup |F - Phi|"},
        {"walk/law", 1, {WALK_SHOWN + 1}, {"walk/end"}, w->walks.law, "1", "binomial law of S_16"},
        {"walk/share",
         1,
         {WALK_SHOWN + 1},
         {"walk/end"},
         w->walks.share,
         "1",
         "share of the walks"},
    };
    for (size_t k = 0; k < sizeof array / sizeof *array; k++)
        FPK_TRY(fpk_record_array(record, &array[k]));
    return FPK_OK;
}

enum fpk_status wiener_record(const struct wiener *w, struct fpk_run *run)
{
    struct fpk_record *record = NULL;
    FPK_TRY(fpk_run_record(run, &record));
    FPK_TRY(record_walks(w, record));
    FPK_TRY(fpk_record_axis(record, "time", TIMES, w->increments.time, "time", "time"));
    FPK_TRY(fpk_record_axis(record, "time_too", TIMES, w->increments.time, "time", "time"));
    FPK_TRY(fpk_record_axis(record, "dt", LEVELS, w->roughness.dt, "time", "interval"));
    FPK_TRY(fpk_record_axis(record, "frequency", ORDINATES, w->spectra.frequency, "1/time",
                            "frequency"));
    const struct spectra *s = &w->spectra;
    const struct fpk_array array[] = {
        {"covariance",
         2,
         {TIMES, TIMES},
         {"time", "time_too"},
         w->increments.covariance[0],
         "time",
         "cov(W(s), W(t))"},
        {"square/mean", 1, {LEVELS}, {"dt"}, w->roughness.square_mean, "time", "mean of sum dW^2"},
        {"square/rms", 1, {LEVELS}, {"dt"}, w->roughness.square_rms, "time", "rms of sum dW^2 - t"},
        {"length", 1, {LEVELS}, {"dt"}, w->roughness.total, "sqrt(time)", "mean of sum |dW|"},
        {"one_machine/white", 1, {ORDINATES}, {"frequency"}, s->white, "1", "white noise, Welch"},
        {"white/exact", 1, {ORDINATES}, {"frequency"}, s->white_exact, "1", "its expectation"},
        {"one_machine/ou",
         1,
         {ORDINATES},
         {"frequency"},
         s->ou,
         "time",
         "Ornstein-Uhlenbeck, Welch"},
        {"ou/exact", 1, {ORDINATES}, {"frequency"}, s->ou_exact, "time", "its expectation"},
    };
    for (size_t k = 0; k < sizeof array / sizeof *array; k++)
        FPK_TRY(fpk_record_array(record, &array[k]));
    return fpk_record_set_text(
        record, "one_machine", "bits",
        "through FFTW: the same on one machine and build, to 1e-13 elsewhere");
}
