/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts, tables, data file. */
#include "ddpm.h"

#include <math.h>
#include <stdio.h>

static enum fpk_status judge_forward(const struct ddpm *d)
{
    const struct ddpm_forward *f = &d->forward;
    for (int k = 0; k < MOMENTS; k++)
        FPK_TRY(fpk_common_deterministic(d->run, "TV", f->tv[k], f->tv_error[k], 1e-12,
                                         "q(x_t | x_0) at t = %g: grid / closed form", f->time[k]));
    FPK_TRY(fpk_common_deterministic(d->run, "TV", f->law_tv, f->law_error, 1e-12,
                                     "data after %d forward steps: law / closed form", TRAINING));
    return fpk_common_approximate(d->run, "TV", REFINED, f->step, f->most,
                                  "forward chain / its continuous twin, largest along t");
}

static enum fpk_status judge_rest(const struct ddpm *d)
{
    double tv = 0, error = 0, excess = 0, kl_error = 0;
    for (int i = 0; i < POSTERIORS; i++) {
        tv = fmax(tv, d->posterior[i].tv);
        error = fmax(error, d->posterior[i].error);
    }
    FPK_TRY(fpk_common_deterministic(d->run, "TV", tv, error, 1e-12,
                                     "q(x_{t-1} | x_t, x_0): Bayes' rule / formula"));
    FPK_TRY(fpk_common_deterministic(d->run, "relative", d->form_difference, d->form_error, 1e-12,
                                     "terms of the bound: eps form / x_0 form"));
    for (int i = 0; i < BOUNDS; i++)
        if (isfinite(d->bound[i].kl)) {
            excess = fmax(excess, d->bound[i].kl - (d->bound[i].total - d->entropy));
            kl_error = fmax(kl_error, d->bound[i].kl_error);
        }
    if (kl_error > 0)
        FPK_TRY(fpk_common_deterministic(d->run, "excess", excess, kl_error, 1e-11,
                                         "KL of the law never above the bound's gap"));
    for (int k = 0; k < KINDS; k++) {
        enum { LAST = 3 };
        double dt[LAST], tvs[LAST];
        for (int i = 0; i < LAST; i++) {
            size_t at = d->n_length - LAST + (size_t)i;
            dt[i] = 1 / d->length[at];
            tvs[i] = d->chain[k][at].error.tv.value;
        }
        FPK_TRY(fpk_common_approximate(d->run, "TV", LAST, dt, tvs,
                                       "%s variance: law / data, in 1/S", ddpm_kind_name[k]));
    }
    return FPK_OK;
}

static enum fpk_status judge_particles(const struct ddpm *d)
{
    struct fpk_family family = {0};
    for (size_t i = 0; i < d->n_length; i++)
        for (int k = 0; k < KINDS; k++)
            fpk_family_add(&family, &d->chain[k][i].test,
                           "%s variance, %.0f steps: particles / law", ddpm_kind_name[k],
                           d->length[i]);
    return fpk_family_judge(&family, d->run);
}

static enum fpk_status tabulate_bounds(const struct ddpm *d)
{
    static const char *const columns[] = {"L_T",  "sum L_{t-1}", "L_0",          "bound",
                                          "bits", "gap",         "KL of the law"};
    char title[96];
    snprintf(title, sizeof title, "The bound, nats per datum; entropy of the data %.6f",
             d->entropy);
    FPK_TRY(fpk_run_table(d->run, title, 7, columns));
    for (int i = 0; i < BOUNDS; i++) {
        const struct ddpm_bound *b = &d->bound[i];
        const double row[] = {b->prior,
                              b->consistency,
                              b->reconstruction,
                              b->total,
                              b->total / 0.6931471805599453,
                              b->total - d->entropy,
                              b->kl};
        FPK_TRY(fpk_run_row(d->run, ddpm_bound_name[i], row));
    }
    return FPK_OK;
}

static enum fpk_status tabulate_chains(const struct ddpm *d)
{
    static const char *const columns[] = {"steps", "TV", "W1", "W2", "KL(p,q)", "KL(q,p)"};
    FPK_TRY(fpk_run_table(d->run, "Exact distance of the reverse chain's law from the data", 6,
                          columns));
    for (size_t i = 0; i < d->n_length; i++)
        for (int k = 0; k < KINDS; k++) {
            const struct fpk_distances *e = &d->chain[k][i].error;
            const double row[] = {d->length[i], e->tv.value,    e->w1.value,
                                  e->w2.value,  e->kl_pq.value, e->kl_qp.value};
            FPK_TRY(fpk_run_row(d->run, ddpm_kind_name[k], row));
        }
    return FPK_OK;
}

static enum fpk_status tabulate_posteriors(const struct ddpm *d)
{
    static const char *const columns[] = {"t", "TV", "mean", "variance"};
    FPK_TRY(
        fpk_run_table(d->run, "Bayes' rule against the formula, largest differences", 4, columns));
    for (int i = 0; i < POSTERIORS; i++) {
        const struct ddpm_posterior *p = &d->posterior[i];
        const double row[] = {p->t, p->tv, p->mean, p->variance};
        FPK_TRY(fpk_run_row(d->run, "q(x_{t-1} | x_t, x_0)", row));
    }
    return FPK_OK;
}

enum fpk_status ddpm_report(const struct ddpm *d)
{
    FPK_TRY(judge_particles(d));
    FPK_TRY(judge_forward(d));
    FPK_TRY(judge_rest(d));
    FPK_TRY(tabulate_posteriors(d));
    FPK_TRY(tabulate_bounds(d));
    FPK_TRY(tabulate_chains(d));
    double x0 = 0, eps = 0;
    for (int i = 0; i < TRAINING; i++) {
        x0 += d->x0_floor[i] / TRAINING;
        eps += d->eps_floor[i] / TRAINING;
    }
    return fpk_run_say(d->run,
                       "No network can have a smaller training loss, mean over t, than %.7f for "
                       "eps and %.7f for x_0.",
                       eps, x0);
}

/* ---- the record ---- */

static enum fpk_status record_forward(const struct ddpm *d, struct fpk_record *record)
{
    const struct ddpm_forward *f = &d->forward;
    FPK_TRY(fpk_record_axis(record, "forward/time", MOMENTS, f->time, "time", "time"));
    FPK_TRY(fpk_record_axis(record, "forward/x", CELLS, f->centre, "1", "x"));
    const char *const axis[2] = {"forward/time", "forward/x"};
    struct fpk_array array = {"forward/grid", 2,   {MOMENTS, CELLS},          {axis[0], axis[1]},
                              &f->grid[0][0], "1", "q(x_t | x_0) by the grid"};
    FPK_TRY(fpk_record_array(record, &array));
    array.path = "forward/exact";
    array.value = &f->exact[0][0];
    array.long_name = "q(x_t | x_0), closed form";
    FPK_TRY(fpk_record_array(record, &array));
    FPK_TRY(fpk_common_array(record, "forward/tv", axis[0], MOMENTS, f->tv, "1",
                             "TV of the grid from the closed form"));
    FPK_TRY(fpk_record_axis(record, "forward/along", ALONG, f->along, "time", "time t/T"));
    FPK_TRY(fpk_record_axis(record, "forward/step", REFINED, f->step, "time", "1/T"));
    array = (struct fpk_array){"forward/chain_tv",
                               2,
                               {REFINED, ALONG},
                               {"forward/step", "forward/along"},
                               &f->chain_tv[0][0],
                               "1",
                               "TV of the chain from its continuous twin"};
    return fpk_record_array(record, &array);
}

static enum fpk_status record_bound(const struct ddpm *d, struct fpk_record *record)
{
    char path[64];
    FPK_TRY(fpk_record_axis(record, "t", TRAINING, d->t, "1", "training time, from 1"));
    FPK_TRY(fpk_common_array(record, "bound/x0_floor", "t", TRAINING, d->x0_floor, "1",
                             "E Var(x_0 | x_t)"));
    FPK_TRY(fpk_common_array(record, "bound/eps_floor", "t", TRAINING, d->eps_floor, "1",
                             "least loss of eps"));
    for (int k = 0; k < KINDS; k++) {
        snprintf(path, sizeof path, "bound/%s", ddpm_kind_name[k]);
        FPK_TRY(fpk_common_array(record, path, "t", TRAINING, d->term[k], "nat",
                                 "L_{t-1}; 0 at t = 1"));
    }
    return FPK_OK;
}

static enum fpk_status record_chains(const struct ddpm *d, struct fpk_record *record)
{
    char path[64];
    FPK_TRY(fpk_record_axis(record, "steps", d->n_length, d->length, "1", "reverse steps"));
    for (int k = 0; k < KINDS; k++) {
        double tv[LENGTHS], w1[LENGTHS], kl[LENGTHS];
        for (size_t i = 0; i < d->n_length; i++) {
            tv[i] = d->chain[k][i].error.tv.value;
            w1[i] = d->chain[k][i].error.w1.value;
            kl[i] = d->chain[k][i].error.kl_pq.value;
        }
        snprintf(path, sizeof path, "reverse/%s_tv", ddpm_kind_name[k]);
        FPK_TRY(fpk_common_array(record, path, "steps", d->n_length, tv, "1", "TV from the data"));
        snprintf(path, sizeof path, "reverse/%s_w1", ddpm_kind_name[k]);
        FPK_TRY(fpk_common_array(record, path, "steps", d->n_length, w1, "1", "W1 from the data"));
        snprintf(path, sizeof path, "reverse/%s_kl_pq", ddpm_kind_name[k]);
        FPK_TRY(fpk_common_array(record, path, "steps", d->n_length, kl, "nat", "int p ln(p/q)"));
        snprintf(path, sizeof path, "reverse/%s_law_20", ddpm_kind_name[k]);
        FPK_TRY(fpk_common_law(record, path, &d->chain[k][1].law.fine));
        snprintf(path, sizeof path, "reverse/%s_particles_20", ddpm_kind_name[k]);
        FPK_TRY(fpk_record_points(record, path, &d->chain[k][1].points, "1", "particles"));
    }
    return FPK_OK;
}

enum fpk_status ddpm_record(const struct ddpm *d)
{
    struct fpk_record *record = NULL;
    FPK_TRY(fpk_run_record(d->run, &record));
    FPK_TRY(record_forward(d, record));
    FPK_TRY(record_bound(d, record));
    return record_chains(d, record);
}
