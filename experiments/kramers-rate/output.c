/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that was computed, into the record. */
#include "kramers.h"

static enum fpk_status record_rates(const struct kramers *k, struct fpk_record *record)
{
    enum { COLUMNS = 11 };
    static const char *const path[COLUMNS] = {
        "rate/true",     "rate/true_error", "one_machine/oracle", "one_machine/dense",
        "rate/kramers",  "rate/first",      "rate/second",        "passage/to_well",
        "passage/error", "passage/closed",  "passage/to_top"};
    static const char *const name[COLUMNS] = {"lambda_1, grid",
                                              "its error",
                                              "lambda_1, spectral oracle",
                                              "lambda_1, plain eigensolver",
                                              "2 k",
                                              "2 k (1 - 3 D/2)",
                                              "2 k (1 - 3 D/2 - 39 D^2/8)",
                                              "mean time from -1 to 1",
                                              "its error",
                                              "Z B/(2 D)",
                                              "mean time from -1 to 0"};
    double value[COLUMNS][BARRIERS], barrier[BARRIERS];
    for (int b = 0; b < BARRIERS; b++) {
        const struct rates *r = &k->rates[b];
        const double column[COLUMNS] = {r->rate,       r->rate_error,  r->oracle,    r->dense,
                                        r->kramers,    r->series[1],   r->series[2], r->well,
                                        r->well_error, r->well_closed, r->top};
        barrier[b] = r->barrier;
        for (int c = 0; c < COLUMNS; c++)
            value[c][b] = column[c];
    }
    FPK_TRY(fpk_record_axis(record, "barrier", BARRIERS, barrier, "1", "barrier/temperature"));
    for (int c = 0; c < COLUMNS; c++) {
        const struct fpk_array array = {
            path[c], 1, {BARRIERS}, {"barrier"}, value[c], c < 7 ? "1/time" : "time", name[c]};
        FPK_TRY(fpk_record_array(record, &array));
    }
    return fpk_record_set_text(
        record, "one_machine", "bits",
        "through GSL: the same on one machine and build, to the error elsewhere");
}

enum fpk_status kramers_record(const struct kramers *k, struct fpk_run *run)
{
    enum { COLUMNS = 11 };
    static const char *const path[COLUMNS] = {
        "walk/temperature",     "walk/to",        "walk/step",
        "walk/exact",           "walk/shifted",   "walk/scheme",
        "walk/sampled",         "walk/se",        "walk/bridges_scheme",
        "walk/bridges_sampled", "walk/bridges_se"};
    static const char *const name[COLUMNS] = {"D",
                                              "where it ends",
                                              "h",
                                              "mean time of the equation",
                                              "to .5826 sqrt(2 D h) further",
                                              "of the scheme, seen at its steps",
                                              "the same by particles",
                                              "its standard error",
                                              "of the scheme, seen by bridges",
                                              "the same by particles",
                                              "its standard error"};
    struct fpk_record *record = NULL;
    double value[COLUMNS][SETTINGS];
    FPK_TRY(fpk_run_record(run, &record));
    FPK_TRY(record_rates(k, record));
    FPK_TRY(fpk_record_bare_axis(record, "walk/setting", SETTINGS));
    for (int i = 0; i < SETTINGS; i++) {
        const struct setting *s = &k->setting[i];
        const double column[COLUMNS] = {s->temperature, s->to,         s->h,          s->exact,
                                        s->shifted,     s->mean[0],    s->sampled[0], s->se[0],
                                        s->mean[1],     s->sampled[1], s->se[1]};
        for (int c = 0; c < COLUMNS; c++)
            value[c][i] = column[c];
    }
    for (int c = 0; c < COLUMNS; c++) {
        const struct fpk_array array = {
            path[c], 1, {SETTINGS}, {"walk/setting"}, value[c], c < 2 ? "1" : "time", name[c]};
        FPK_TRY(fpk_record_array(record, &array));
    }
    return FPK_OK;
}
