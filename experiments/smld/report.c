/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts, tables, data file. */
#include "smld.h"

#include <stdio.h>

static enum fpk_status judge(const struct smld *s)
{
    struct fpk_family family = {0};
    for (size_t b = 0; b < s->n_budget; b++)
        fpk_family_add(&family, &s->annealed[b].test, "annealed, %zu evaluations: particles / law",
                       s->annealed[b].evaluations);
    for (int i = 1; i < s->n_setting; i++)
        fpk_family_add(&family, &s->setting[i].test, "%s: particles / law", smld_setting_name[i]);
    for (int i = 0; i < STARTS; i++)
        fpk_family_add(&family, &s->plain[i].end.test, "%s, %.0f steps: particles / law",
                       s->plain[i].name, s->stop[s->n_stop - 1]);
    FPK_TRY(fpk_family_judge(&family, s->run));
    for (int full = 0; full < 2; full++)
        for (int k = 0; k < STEPS; k++)
            FPK_TRY(fpk_common_deterministic(
                s->run, "|var|",
                s->variance[full][k] > s->variance_exact[full][k]
                    ? s->variance[full][k] - s->variance_exact[full][k]
                    : s->variance_exact[full][k] - s->variance[full][k],
                s->variance_error[full][k], 1e-12, "Gaussian data, %s, a = %g: law / closed form",
                full ? "full" : "half", smld_steps[k]));
    return fpk_common_approximate(s->run, "TV", STEPS, smld_steps, s->gauss_tv,
                                  "Gaussian data, half: law / data");
}

static enum fpk_status tabulate_noise(const struct smld *s)
{
    static const char *const columns[] = {"sigma", "where data are", "over the range",
                                          "in the gap"};
    FPK_TRY(
        fpk_run_table(s->run, "Error of the score that 256 data teach, times sigma", 4, columns));
    for (int i = 0; i < NOISES; i++) {
        const struct smld_noise *n = &s->noise[i];
        const double row[] = {n->sigma, n->error, n->flat_error, n->at_gap};
        FPK_TRY(fpk_run_row(s->run, "rms", row));
    }
    return FPK_OK;
}

static enum fpk_status tabulate_levels(const struct smld *s)
{
    static const char *const columns[] = {"sigma", "TV on arrival", "TV after", "right of gap",
                                          "exact"};
    char label[32];
    FPK_TRY(
        fpk_run_table(s->run, "Annealed Langevin, 20 steps a level, against p_sigma", 5, columns));
    for (int i = 0; i < LEVELS; i++) {
        const struct smld_level *l = &s->level[i];
        const double row[] = {l->sigma, l->before, l->after, l->right, l->exact_right};
        snprintf(label, sizeof label, "level %d", i + 1);
        FPK_TRY(fpk_run_row(s->run, label, row));
    }
    return FPK_OK;
}

static enum fpk_status add_chain(const struct smld *s, const char *label,
                                 const struct fpk_sampled *c, double right)
{
    const struct fpk_distances *d = &c->error;
    const double row[] = {(double)c->evaluations, right,         d->tv.value, d->w1.value,
                          d->kl_pq.value,         d->kl_qp.value};
    return fpk_run_row(s->run, label, row);
}

static enum fpk_status tabulate_chains(const struct smld *s)
{
    static const char *const columns[] = {"evaluations", "right of gap", "TV",
                                          "W1",          "KL(p,q)",      "KL(q,p)"};
    char label[64];
    FPK_TRY(fpk_run_table(s->run, "Exact distance of the law from the target", 6, columns));
    for (size_t b = 0; b < s->n_budget; b++) {
        snprintf(label, sizeof label, "annealed, %zu steps a level", s->inner[b]);
        FPK_TRY(add_chain(s, label, &s->annealed[b], s->annealed_right[b]));
    }
    for (int i = 0; i < s->n_setting; i++)
        FPK_TRY(add_chain(s, smld_setting_name[i], &s->setting[i], s->setting_right[i]));
    static const char *const plain[] = {"steps", "right of gap", "TV"};
    FPK_TRY(fpk_run_table(s->run, "Plain Langevin at sigma = .1, a = .002", 3, plain));
    for (int i = 0; i < STARTS; i++)
        for (size_t k = 0; k < s->n_stop; k++) {
            const double row[] = {s->stop[k], s->plain[i].right[k], s->plain[i].tv[k]};
            FPK_TRY(fpk_run_row(s->run, s->plain[i].name, row));
        }
    return FPK_OK;
}

enum fpk_status smld_report(const struct smld *s)
{
    FPK_TRY(judge(s));
    FPK_TRY(tabulate_noise(s));
    FPK_TRY(tabulate_levels(s));
    FPK_TRY(tabulate_chains(s));
    size_t last = s->n_stop - 1, b = s->n_budget - 1;
    FPK_TRY(fpk_run_say(s->run,
                        "%.4f of the target is right of the gap at %.3f. After %.0f plain steps "
                        "%.4f is there from the left mode and %.4f from N(0, 10^2); after %zu "
                        "annealed ones %.4f.",
                        s->right, s->gap, s->stop[last], s->plain[0].right[last],
                        s->plain[1].right[last], s->annealed[b].evaluations, s->annealed_right[b]));
    return fpk_run_say(s->run,
                       "The target with noise of sigma_L = %g on it is TV = %.4f from the target: "
                       "no number of steps at that level does better.",
                       SMLD_LAST, s->floor);
}

/* ---- the record ---- */

static enum fpk_status record_noise(const struct smld *s, struct fpk_record *record)
{
    char path[64];
    FPK_TRY(fpk_record_axis(record, "x", PLACES, s->noise[0].x, "1", "x"));
    for (int i = 0; i < NOISES; i++) {
        const struct smld_noise *n = &s->noise[i];
        const struct {
            const char *name, *what;
            const double *value;
        } part[] = {{"density", "density of the data with noise", n->pdf},
                    {"score", "its score", n->score},
                    {"learnt", "score of 256 data with noise", n->learnt}};
        for (int k = 0; k < 3; k++) {
            snprintf(path, sizeof path, "noise_%g/%s", n->sigma, part[k].name);
            FPK_TRY(fpk_common_array(record, path, "x", PLACES, part[k].value, "1", part[k].what));
        }
    }
    return FPK_OK;
}

static enum fpk_status record_levels(const struct smld *s, struct fpk_record *record)
{
    double sigma[LEVELS], right[LEVELS], exact[LEVELS], before[LEVELS], after[LEVELS];
    char group[64];
    for (int i = 0; i < LEVELS; i++) {
        const struct smld_level *l = &s->level[i];
        sigma[i] = l->sigma;
        right[i] = l->right;
        exact[i] = l->exact_right;
        before[i] = l->before;
        after[i] = l->after;
        snprintf(group, sizeof group, "levels/law_%d", i + 1);
        FPK_TRY(fpk_common_law(record, group, &l->law.fine));
    }
    FPK_TRY(fpk_record_axis(record, "levels/sigma", LEVELS, sigma, "1", "noise level"));
    const struct {
        const char *path, *what;
        const double *value;
    } part[] = {{"levels/right", "mass of the law right of the gap", right},
                {"levels/right_exact", "mass of p_sigma right of the gap", exact},
                {"levels/tv_arrival", "TV of the law from p_sigma before the steps", before},
                {"levels/tv", "TV of the law from p_sigma after the steps", after}};
    for (int k = 0; k < 4; k++)
        FPK_TRY(fpk_common_array(record, part[k].path, "levels/sigma", LEVELS, part[k].value, "1",
                                 part[k].what));
    return FPK_OK;
}

static enum fpk_status record_chains(const struct smld *s, struct fpk_record *record)
{
    static const char *const name[STARTS] = {"from_left", "from_noise"};
    double steps[BUDGETS], tv[BUDGETS];
    char path[64];
    for (size_t b = 0; b < s->n_budget; b++) {
        steps[b] = (double)s->annealed[b].evaluations;
        tv[b] = s->annealed[b].error.tv.value;
    }
    FPK_TRY(fpk_record_axis(record, "annealed/steps", s->n_budget, steps, "1", "steps in all"));
    FPK_TRY(fpk_common_array(record, "annealed/right", "annealed/steps", s->n_budget,
                             s->annealed_right, "1", "mass of the law right of the gap"));
    FPK_TRY(fpk_common_array(record, "annealed/tv", "annealed/steps", s->n_budget, tv, "1",
                             "TV of the law from the target"));
    FPK_TRY(fpk_record_axis(record, "plain/steps", s->n_stop, s->stop, "1", "steps"));
    for (int i = 0; i < STARTS; i++) {
        const struct smld_plain *p = &s->plain[i];
        snprintf(path, sizeof path, "plain/%s_right", name[i]);
        FPK_TRY(fpk_common_array(record, path, "plain/steps", s->n_stop, p->right, "1",
                                 "mass of the law right of the gap"));
        snprintf(path, sizeof path, "plain/%s_tv", name[i]);
        FPK_TRY(fpk_common_array(record, path, "plain/steps", s->n_stop, p->tv, "1",
                                 "TV of the law from the target"));
        snprintf(path, sizeof path, "plain/%s_particles", name[i]);
        FPK_TRY(fpk_record_points(record, path, &p->end.points, "1", "particles after the last"));
    }
    return fpk_record_points(record, "annealed/particles", &s->setting[0].points, "1",
                             "particles, 20 steps a level");
}

enum fpk_status smld_record(const struct smld *s)
{
    struct fpk_record *record = NULL;
    FPK_TRY(fpk_run_record(s->run, &record));
    FPK_TRY(record_noise(s, record));
    FPK_TRY(record_levels(s, record));
    return record_chains(s, record);
}
