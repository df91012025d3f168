/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that was computed, into the record. */
#include "conventions.h"

#include <stdio.h>
#include <string.h>

static enum fpk_status record_reading(const struct conventions *c, int which,
                                      struct fpk_record *record)
{
    const struct reading *r = &c->reading[which];
    const char *name = fpk_convention_name((enum fpk_convention)which);
    const struct {
        const char *path;
        size_t n;
        const char *axis;
        const double *value;
        const char *name;
    } all[] = {{"now", PLACES, "x", r->now, "density at the end time"},
               {"late", PLACES, "x", r->late, "density after a long time"},
               {"rest", PLACES, "x", r->rest, "density at rest, closed form"},
               {"law_tv", REFINED, "dt", r->law_tv, "TV of Euler-Maruyama's law to `now`"},
               {"misread_tv", REFINED, "dt", r->wrong_tv, "the same, read as Ito's"}};
    char path[64];
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        snprintf(path, sizeof path, "%s/%s", name, all[k].path);
        const struct fpk_array array = {path,         1,   {all[k].n}, {all[k].axis},
                                        all[k].value, "1", all[k].name};
        FPK_TRY(fpk_record_array(record, &array));
    }
    const double numbers[3] = {r->gap, r->age, r->rest_mean};
    return fpk_record_set_numbers(record, name, "lambda_1, late time, mean at rest", 3, numbers);
}

static enum fpk_status record_growth(const struct conventions *c, struct fpk_record *record)
{
    char path[64];
    FPK_TRY(fpk_record_axis(record, "time", TIMES, c->grown_time, "time", "time"));
    for (int k = 0; k < GROWERS; k++) {
        const struct grower *g = &c->grower[k];
        snprintf(path, sizeof path, "growth/%s", g->stepper->name);
        struct fpk_array array = {path, 1, {TIMES}, {"time"}, g->mean, "1", "mean of X"};
        FPK_TRY(fpk_record_array(record, &array));
        snprintf(path, sizeof path, "growth/%s_se", g->stepper->name);
        array.value = g->se;
        array.long_name = "its standard error";
        FPK_TRY(fpk_record_array(record, &array));
    }
    return FPK_OK;
}

enum fpk_status conventions_record(const struct conventions *c, struct fpk_run *run)
{
    struct fpk_record *record = NULL;
    char path[96];
    FPK_TRY(fpk_run_record(run, &record));
    FPK_TRY(fpk_record_axis(record, "x", PLACES, c->x, "1", "x"));
    FPK_TRY(fpk_record_axis(record, "dt", REFINED, c->reading[0].dt, "time", "step"));
    for (int k = 0; k < READINGS; k++)
        FPK_TRY(record_reading(c, k, record));
    for (int k = 0; k < SCHEMES; k++) {
        const struct scheme *s = &c->scheme[k];
        const char *name = fpk_convention_name(s->read);
        snprintf(path, sizeof path, "%s/%s", name, s->stepper->name);
        FPK_TRY(fpk_record_points(record, path, &s->points, "1", "particles at the end time"));
        FPK_TRY(fpk_record_set_numbers(record, path, "tv", READINGS, s->tv));
        FPK_TRY(fpk_record_set_numbers(record, path, "tv_if_right", READINGS, s->band));
    }
    return record_growth(c, record);
}
