/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts, tables, data file. */
#include "ddim.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

enum { LAST = 3 }; /* lengths that orders are fitted on */

static size_t at_last(const struct ddim *d, int i)
{
    return d->n_length - LAST + (size_t)i;
}

static enum fpk_status judge_orders(const struct ddim *d)
{
    static const char *const name[3] = {"end points / exact flow", "encoded data / exact flow",
                                        "encoded and decoded / data"};
    double dt[LAST], found[LAST];
    for (int i = 0; i < LAST; i++)
        dt[i] = 1 / d->length[at_last(d, i)];
    for (int k = 0; k < ETAS; k++) {
        for (int i = 0; i < LAST; i++)
            found[i] = d->chain[k][at_last(d, i)].error.tv.value;
        FPK_TRY(fpk_common_approximate(d->run, "TV", LAST, dt, found,
                                       "eta = %g: law / data, in 1/S", ddim_eta[k]));
    }
    for (int m = 0; m < 3; m++) {
        for (int i = 0; i < LAST; i++) {
            const struct ddim_flow *f = &d->flow[at_last(d, i)];
            found[i] = m == 0 ? f->end_mean : m == 1 ? f->latent_mean : f->round_mean;
        }
        FPK_TRY(fpk_common_approximate(d->run, "mean", LAST, dt, found, "eta = 0: %s, in 1/S",
                                       name[m]));
    }
    return FPK_OK;
}

static enum fpk_status judge(const struct ddim *d)
{
    struct fpk_family family = {0};
    for (size_t i = 0; i < d->n_length; i++)
        for (int k = 0; k < ETAS; k++)
            fpk_family_add(&family, &d->chain[k][i].test, "eta = %g, %.0f steps: particles / law",
                           ddim_eta[k], d->length[i]);
    FPK_TRY(fpk_family_judge(&family, d->run));
    for (int k = 0; k < ETAS; k++)
        FPK_TRY(fpk_common_deterministic(d->run, "TV", d->marginal_tv[k], d->marginal_error[k],
                                         1e-13, "eta = %g: q(x_t | x_0) of the joint / of DDPM",
                                         ddim_eta[k]));
    FPK_TRY(fpk_common_deterministic(d->run, "relative", d->coefficients, 32 * DBL_EPSILON, 0,
                                     "eta = 1: coefficients / those of DDPM, small"));
    return judge_orders(d);
}

static enum fpk_status tabulate(const struct ddim *d)
{
    static const char *const columns[] = {"eta", "steps", "TV", "W1", "W2", "KL(p,q)"};
    FPK_TRY(fpk_run_table(d->run, "Exact distance of the law from the data", 6, columns));
    for (int k = 0; k < ETAS; k++)
        for (size_t i = 0; i < d->n_length; i++) {
            const struct fpk_distances *e = &d->chain[k][i].error;
            const double row[] = {ddim_eta[k], d->length[i], e->tv.value,
                                  e->w1.value, e->w2.value,  e->kl_pq.value};
            FPK_TRY(fpk_run_row(d->run, "from N(0, 1)", row));
        }
    static const char *const flow[] = {"steps",     "end point", "W1 of law", "rms",
                                       "W2 of law", "latent",    "round trip"};
    FPK_TRY(fpk_run_table(d->run, "eta = 0 beside the exact flow, mean over the data", 7, flow));
    for (size_t i = 0; i < d->n_length; i++) {
        const struct ddim_flow *f = &d->flow[i];
        const double row[] = {d->length[i], f->end_mean,    f->law_w1,    f->end_rms,
                              f->law_w2,    f->latent_mean, f->round_mean};
        FPK_TRY(fpk_run_row(d->run, "from p_T", row));
    }
    static const char *const road[] = {"least log p", "mean log p"};
    FPK_TRY(
        fpk_run_table(d->run, "Between two data in the plane, log density on the way", 2, road));
    for (int r = 0; r < ROADS; r++) {
        double row[2] = {INFINITY, 0};
        for (int i = 0; i < FRACTIONS; i++) {
            row[0] = fmin(row[0], d->road_log_pdf[r][i]);
            row[1] += d->road_log_pdf[r][i] / FRACTIONS;
        }
        FPK_TRY(fpk_run_row(d->run, ddim_road_name[r], row));
    }
    return FPK_OK;
}

enum fpk_status ddim_report(const struct ddim *d)
{
    FPK_TRY(judge(d));
    FPK_TRY(tabulate(d));
    return fpk_run_say(d->run,
                       "Encoded in 100 steps and decoded again, the two data in the plane "
                       "come back to within %.3g.",
                       d->road_round);
}

/* ---- the record ---- */

static enum fpk_status record_chains(const struct ddim *d, struct fpk_record *record)
{
    char path[64];
    FPK_TRY(fpk_record_axis(record, "steps", d->n_length, d->length, "1", "steps"));
    for (int k = 0; k < ETAS; k++) {
        double tv[LENGTHS], w1[LENGTHS];
        for (size_t i = 0; i < d->n_length; i++) {
            tv[i] = d->chain[k][i].error.tv.value;
            w1[i] = d->chain[k][i].error.w1.value;
        }
        snprintf(path, sizeof path, "eta_%g/tv", ddim_eta[k]);
        FPK_TRY(fpk_common_array(record, path, "steps", d->n_length, tv, "1", "TV from the data"));
        snprintf(path, sizeof path, "eta_%g/w1", ddim_eta[k]);
        FPK_TRY(fpk_common_array(record, path, "steps", d->n_length, w1, "1", "W1 from the data"));
        snprintf(path, sizeof path, "eta_%g/law_10", ddim_eta[k]);
        FPK_TRY(fpk_common_law(record, path, &d->chain[k][0].law.fine));
        snprintf(path, sizeof path, "eta_%g/particles_10", ddim_eta[k]);
        FPK_TRY(fpk_record_points(record, path, &d->chain[k][0].points, "1", "particles"));
    }
    return FPK_OK;
}

static enum fpk_status record_flow(const struct ddim *d, struct fpk_record *record)
{
    double end[LENGTHS], latent[LENGTHS], back[LENGTHS];
    for (size_t i = 0; i < d->n_length; i++) {
        end[i] = d->flow[i].end_mean;
        latent[i] = d->flow[i].latent_mean;
        back[i] = d->flow[i].round_mean;
    }
    FPK_TRY(fpk_common_array(record, "flow/end", "steps", d->n_length, end, "1",
                             "mean error of the end points"));
    FPK_TRY(fpk_common_array(record, "flow/latent", "steps", d->n_length, latent, "1",
                             "mean error of the latents"));
    FPK_TRY(fpk_common_array(record, "flow/round_trip", "steps", d->n_length, back, "1",
                             "mean error after encoding and decoding"));
    FPK_TRY(fpk_record_axis(record, "flow/x_T", POINTS, d->latent, "1", "latent"));
    FPK_TRY(fpk_common_array(record, "flow/image_10", "flow/x_T", POINTS, d->image, "1",
                             "end point after 10 steps"));
    return fpk_common_array(record, "flow/image", "flow/x_T", POINTS, d->image_exact, "1",
                            "end point of the exact flow");
}

static enum fpk_status record_plane(const struct ddim *d, struct fpk_record *record)
{
    static const char *const name[ROADS] = {"straight", "latent_straight", "latent_spherical"};
    char path[64];
    FPK_TRY(fpk_record_axis(record, "plane/fraction", FRACTIONS, d->fraction, "1", "fraction"));
    for (int r = 0; r < ROADS; r++) {
        snprintf(path, sizeof path, "plane/%s_x", name[r]);
        FPK_TRY(
            fpk_common_array(record, path, "plane/fraction", FRACTIONS, d->road[r][0], "1", "x"));
        snprintf(path, sizeof path, "plane/%s_y", name[r]);
        FPK_TRY(
            fpk_common_array(record, path, "plane/fraction", FRACTIONS, d->road[r][1], "1", "y"));
        snprintf(path, sizeof path, "plane/%s_log_pdf", name[r]);
        FPK_TRY(fpk_common_array(record, path, "plane/fraction", FRACTIONS, d->road_log_pdf[r], "1",
                                 "log density"));
    }
    return FPK_OK;
}

enum fpk_status ddim_record(const struct ddim *d)
{
    struct fpk_record *record = NULL;
    FPK_TRY(fpk_run_record(d->run, &record));
    FPK_TRY(record_chains(d, record));
    FPK_TRY(record_flow(d, record));
    return record_plane(d, record);
}
