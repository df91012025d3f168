/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found: the verdict table, and where the error of each way back comes from. */
#include "ways.h"

#include "fpk/compare/null_band.h"
#include "fpk/compare/split.h"

#include <math.h>
#include <stdio.h>

static enum fpk_status add_verdict(struct fpk_run *run, int way, const char *pair,
                                   const struct fpk_verdict *verdict)
{
    char what[128];
    snprintf(what, sizeof what, "%s: %s", way_name[way], pair);
    return fpk_run_verdict(run, what, verdict);
}

enum fpk_status ways_judge(const struct ways *w, struct fpk_run *run)
{
    struct fpk_chi_square test[WAYS + 1];
    struct fpk_verdict exact[WAYS + 1], other;
    for (int i = 0; i < WAYS; i++)
        FPK_TRY(fpk_evolution_test(&w->views[i], &test[i]));
    FPK_TRY(fpk_evolution_test_jump(&w->views[0], &test[WAYS]));
    FPK_TRY(fpk_verdict_exact(WAYS + 1, test, FPK_FAMILY_ALPHA, exact));
    for (int i = 0; i < WAYS; i++)
        FPK_TRY(add_verdict(run, i, "particles / law of the scheme", &exact[i]));
    FPK_TRY(add_verdict(run, 0, "exact transition / closed form", &exact[WAYS]));
    for (int i = 0; i < WAYS; i++) {
        other = fpk_evolution_judge_grid(&w->views[i]);
        FPK_TRY(add_verdict(run, i, "grid / closed form", &other));
    }
    for (int i = 0; i < WAYS; i++) {
        other = fpk_evolution_judge_order(&w->views[i]);
        FPK_TRY(add_verdict(run, i, "law of the scheme / closed form", &other));
    }
    return FPK_OK;
}

static enum fpk_status add_part(struct fpk_run *run, const char *label,
                                const struct fpk_distances *d)
{
    const double row[] = {d->tv.value, d->w1.value, d->w2.value, d->kl_pq.value, d->kl_qp.value};
    return fpk_run_row(run, label, row);
}

/* The particles against their own law: what is found, and the mean and the bound of what as many
 * perfect samples would give. TV is the histogram's, on the cells of the chi-square test. */
static enum fpk_status add_monte_carlo(struct fpk_run *run, const struct fpk_evolution_views *v)
{
    const struct fpk_points *points = &v->particles.points;
    struct fpk_cells cells = {0};
    struct fpk_null_band tv, w1;
    double found = 0, found_w1 = 0;
    FPK_TRY(fpk_cells_of_density(&cells, &v->law.fine, fpk_cells_count(points->n)));
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_evolution_histogram_tv(&cells, points, &found));
    FPK_TRY_DONE(status, fpk_null_band_tv(&cells, points->n, 0.05, &tv));
    FPK_TRY_DONE(status, fpk_null_band_w1(&v->law.fine, points->n, 0.05, &w1));
    FPK_TRY_DONE(status, fpk_points_w1(&v->law.fine, points, &found_w1));
    const double row[] = {found, found_w1, NAN, NAN, NAN};
    const double mean[] = {tv.mean, w1.mean, NAN, NAN, NAN};
    const double high[] = {tv.high, w1.high, NAN, NAN, NAN};
    FPK_TRY_DONE(status, fpk_run_row(run, "Monte Carlo", row));
    FPK_TRY_DONE(status, fpk_run_row(run, "  its mean if all is right", mean));
    FPK_TRY_DONE(status, fpk_run_row(run, "  above this at most 1 in 20", high));
done:
    fpk_cells_clear(&cells);
    return status;
}

static enum fpk_status add_split(struct fpk_run *run, const struct fpk_evolution *way,
                                 const struct fpk_split *split)
{
    static const char *const columns[] = {"TV", "W1", "W2", "KL(p,q)", "KL(q,p)"};
    char title[128];
    snprintf(title, sizeof title, "Where the error comes from: %s, %llu steps, start N(0, 1)",
             way->name, (unsigned long long)way->n_step);
    FPK_TRY(fpk_run_table(run, title, 5, columns));
    FPK_TRY(add_part(run, "discretisation", &split->discretisation));
    FPK_TRY(add_part(run, "initialisation", &split->initialisation));
    FPK_TRY(add_part(run, "score (the exact one)", &split->score));
    return add_part(run, "total", &split->total);
}

static enum fpk_status split_way(const struct fpk_evolution *way,
                                 const struct fpk_evolution_views *v, const struct fpk_start *usual,
                                 struct fpk_run *run)
{
    struct fpk_law *law = NULL;
    struct fpk_law_pair pair = {0};
    struct fpk_split split;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_evolution_law(way, usual, way->n_step, &law));
    FPK_TRY_DONE(status, fpk_law_density(law, &pair));
    struct fpk_side target = {.mixture = &v->end};
    struct fpk_side from_exact = {.fine = &v->law.fine, .coarse = &v->law.coarse};
    struct fpk_side from_usual = {.fine = &pair.fine, .coarse = &pair.coarse};
    FPK_TRY_DONE(status, fpk_split_of(&target, &from_exact, &from_usual, &from_usual, &split));
    FPK_TRY_DONE(status, add_split(run, way, &split));
    status = add_monte_carlo(run, v);
done:
    fpk_law_pair_clear(&pair);
    fpk_law_end(&law);
    return status;
}

enum fpk_status ways_split(const struct ways *w, struct fpk_run *run)
{
    for (int i = 1; i < WAYS; i++)
        FPK_TRY(split_way(&w->way[i], &w->views[i], &w->usual, run));
    return FPK_OK;
}
