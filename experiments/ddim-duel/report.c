/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "duel.h"

#include "fpk/base/memory.h"

#include <stdio.h>

static enum fpk_status report_errors(const struct duel *duel, struct fpk_run *run)
{
    static const char *const columns[] = {"evaluations", "step",    "TV",     "W1",
                                          "W2",          "KL(p,q)", "KL(q,p)"};
    FPK_TRY(
        fpk_run_table(run, "Exact distance between each sampler's law and the target", 7, columns));
    for (size_t b = 0; b < duel->n_budget; b++)
        for (int m = 0; m < METHODS; m++) {
            const struct bout *bout = &duel->bout[m][b];
            const struct fpk_distances *d = &bout->sampled.error;
            const double row[7] = {(double)bout->sampled.evaluations,
                                   bout->step,
                                   d->tv.value,
                                   d->w1.value,
                                   d->w2.value,
                                   d->kl_pq.value,
                                   d->kl_qp.value};
            FPK_TRY(fpk_run_row(run, contestants[m].name, row));
        }
    return FPK_OK;
}

static enum fpk_status report_tests(const struct duel *duel, struct fpk_run *run)
{
    struct fpk_chi_square test[METHODS * BUDGETS_MAX] = {0};
    struct fpk_verdict verdict[METHODS * BUDGETS_MAX];
    size_t n = 0;
    for (size_t b = 0; b < duel->n_budget; b++)
        for (int m = 0; m < METHODS; m++)
            test[n++] = duel->bout[m][b].sampled.test;
    FPK_TRY(fpk_verdict_exact(n, test, FPK_FAMILY_ALPHA, verdict));
    for (size_t i = 0; i < n; i++) {
        char what[96];
        snprintf(what, sizeof what, "%s, %zu evaluations: particles / law",
                 contestants[i % METHODS].name, duel->budget[i / METHODS]);
        FPK_TRY(fpk_run_verdict(run, what, &verdict[i]));
    }
    return FPK_OK;
}

/* Who is nearest to the target in TV at each budget. */
static enum fpk_status report_winners(const struct duel *duel, struct fpk_run *run)
{
    for (size_t b = 0; b < duel->n_budget; b++) {
        int best = 0;
        for (int m = 1; m < METHODS; m++)
            if (duel->bout[m][b].sampled.error.tv.value <
                duel->bout[best][b].sampled.error.tv.value)
                best = m;
        FPK_TRY(fpk_run_say(run, "%zu evaluations: %s is nearest to the target (TV %.3g)",
                            duel->budget[b], contestants[best].name,
                            duel->bout[best][b].sampled.error.tv.value));
    }
    return FPK_OK;
}

enum fpk_status duel_report(const struct duel *duel, struct fpk_run *run)
{
    FPK_TRY(report_tests(duel, run));
    FPK_TRY(report_errors(duel, run));
    return report_winners(duel, run);
}

/* ---- the record ---- */

static enum fpk_status add_errors(const struct duel *duel, struct fpk_record *record, int m,
                                  const char *group)
{
    double tv[BUDGETS_MAX], w1[BUDGETS_MAX], kl_pq[BUDGETS_MAX];
    char path[3][64];
    for (size_t b = 0; b < duel->n_budget; b++) {
        const struct fpk_distances *d = &duel->bout[m][b].sampled.error;
        tv[b] = d->tv.value;
        w1[b] = d->w1.value;
        kl_pq[b] = d->kl_pq.value;
    }
    snprintf(path[0], sizeof path[0], "%s/tv", group);
    snprintf(path[1], sizeof path[1], "%s/w1", group);
    snprintf(path[2], sizeof path[2], "%s/kl_pq", group);
    const struct fpk_array array[] = {
        {path[0], 1, {duel->n_budget}, {"evaluations"}, tv, "1", "total variation, law to target"},
        {path[1], 1, {duel->n_budget}, {"evaluations"}, w1, "1", "W1, law to target"},
        {path[2], 1, {duel->n_budget}, {"evaluations"}, kl_pq, "nat", "int p ln(p/q)"},
    };
    for (size_t i = 0; i < 3; i++)
        FPK_TRY(fpk_record_array(record, &array[i]));
    return FPK_OK;
}

static enum fpk_status add_law(const struct bout *bout, struct fpk_record *record,
                               const char *group)
{
    char x[64], pdf[64], points[64];
    const struct fpk_density *law = &bout->sampled.law.fine;
    snprintf(x, sizeof x, "%s/law_%zu_x", group, bout->sampled.evaluations);
    snprintf(pdf, sizeof pdf, "%s/law_%zu_pdf", group, bout->sampled.evaluations);
    snprintf(points, sizeof points, "%s/particles_%zu", group, bout->sampled.evaluations);
    FPK_TRY(fpk_record_axis(record, x, law->n, law->x, "1", "nodes of the law"));
    const struct fpk_array array = {pdf, 1, {law->n}, {x}, law->pdf, "1", "density of the law"};
    FPK_TRY(fpk_record_array(record, &array));
    return fpk_record_points(record, points, &bout->sampled.points, "1", "particles");
}

enum fpk_status duel_record(const struct duel *duel, struct fpk_run *run)
{
    static const char *const group[METHODS] = {"smld", "smld_best_step", "ddpm_small", "ddpm_large",
                                               "ddim"};
    struct fpk_record *record = NULL;
    double budget[BUDGETS_MAX];
    for (size_t b = 0; b < duel->n_budget; b++)
        budget[b] = (double)duel->budget[b];
    FPK_TRY(fpk_run_record(run, &record));
    FPK_TRY(fpk_record_axis(record, "evaluations", duel->n_budget, budget, "1",
                            "score evaluations per sample"));
    for (int m = 0; m < METHODS; m++) {
        FPK_TRY(add_errors(duel, record, m, group[m]));
        FPK_TRY(add_law(&duel->bout[m][duel->shown], record, group[m]));
    }
    return FPK_OK;
}
