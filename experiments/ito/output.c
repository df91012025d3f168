/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ito.h"

#include <stdio.h>

static enum fpk_status record_levels(const struct ito *ito, struct fpk_record *record)
{
    double dt[LEVELS], value[4][LEVELS];
    for (int l = 0; l < LEVELS; l++) {
        const struct sums *s = &ito->level[l];
        dt[l] = s->dt;
        value[0][l] = s->ito_rms;
        value[1][l] = s->gap_rms;
        value[2][l] = s->gap_mean;
        value[3][l] = s->naive_mean;
    }
    FPK_TRY(fpk_record_axis(record, "dt", LEVELS, dt, "time", "step"));
    const struct fpk_array array[] = {
        {"ito/rms", 1, {LEVELS}, {"dt"}, value[0], "time", "rms of sum W dW - (W^2 - t)/2"},
        {"lemma/rms", 1, {LEVELS}, {"dt"}, value[1], "1", "rms of the remainder of Ito's lemma"},
        {"lemma/mean", 1, {LEVELS}, {"dt"}, value[2], "1", "its mean"},
        {"lemma/naive", 1, {LEVELS}, {"dt"}, value[3], "1", "mean without the second-order term"},
    };
    for (size_t k = 0; k < sizeof array / sizeof *array; k++)
        FPK_TRY(fpk_record_array(record, &array[k]));
    return FPK_OK;
}

static enum fpk_status record_order(const struct ito *ito, int m, struct fpk_record *record)
{
    const struct fpk_order_study *s = &ito->order[m];
    char path[4][64];
    static const char *const part[4] = {"h", "strong", "strong_exact", "weak_exact"};
    for (int k = 0; k < 4; k++)
        snprintf(path[k], sizeof path[k], "%s/%s", m ? "milstein" : "euler_maruyama", part[k]);
    FPK_TRY(fpk_record_axis(record, path[0], FPK_CONVERGENCE_POINTS, s->h, "time", "step"));
    const struct fpk_array array[] = {
        {path[1], 1, {FPK_CONVERGENCE_POINTS}, {path[0]}, s->error, "1", "strong error"},
        {path[2],
         1,
         {FPK_CONVERGENCE_POINTS},
         {path[0]},
         ito->strong[m],
         "1",
         "strong error, closed form"},
        {path[3],
         1,
         {FPK_CONVERGENCE_POINTS},
         {path[0]},
         ito->weak[m],
         "1",
         "error of E X^2, closed form"},
    };
    for (size_t k = 0; k < sizeof array / sizeof *array; k++)
        FPK_TRY(fpk_record_array(record, &array[k]));
    return FPK_OK;
}

enum fpk_status ito_record(const struct ito *ito, struct fpk_run *run)
{
    struct fpk_record *record = NULL;
    FPK_TRY(fpk_run_record(run, &record));
    FPK_TRY(record_levels(ito, record));
    FPK_TRY(fpk_record_points(record, "int_f_dw", &ito->wiener, "1", "int f dW"));
    FPK_TRY(fpk_record_points(record, "ito_sum", &ito->left, "time", "sum W dW, left end"));
    FPK_TRY(
        fpk_record_points(record, "stratonovich_sum", &ito->middle, "time", "sum W dW, middle"));
    for (int m = 0; m < METHODS; m++)
        FPK_TRY(record_order(ito, m, record));
    return FPK_OK;
}
