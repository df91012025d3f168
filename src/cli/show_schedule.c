/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk show schedule NAME`: the levels of a schedule, the path that options make of it, and what an
 * audit finds. */
#include "show_schedule.h"

#include "answer.h"
#include "show.h"

#include "fpk/base/memory.h"
#include "fpk/figure/figure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct fpk_parameter rows[] = {
    FPK_PATH_PARAMETERS,
    {.name = "draw",
     .type = FPK_TEXT,
     .doc = "draw it: a folder for schedule.svg, its data and its gnuplot script",
     .free_of_numbers = true},
};
const struct fpk_table fpk_table_schedule = {rows, sizeof rows / sizeof *rows};

/* "betas" and "sigmas" are no names but say that the option of that name brings the schedule. */
static bool is_list(const char *word)
{
    return strcmp(word, "betas") == 0 || strcmp(word, "sigmas") == 0;
}

enum fpk_status fpk_show_schedule_options(struct fpk_values *values, const char *word)
{
    static const char *const names[] = {
        "linear", "scaled-linear", "cosine", "sigmoid", "exponential", "vp", "sub-vp",
        "ve",     "edm",           "flow",   "betas",   "sigmas"};
    enum { N = sizeof names / sizeof *names };
    FPK_TRY(fpk_values_add(values, rows, sizeof rows / sizeof *rows));
    if (is_list(word))
        return FPK_OK;
    for (size_t i = 0; i < N; i++)
        if (strcmp(word, names[i]) == 0)
            return fpk_values_set(values, "schedule", word);
    const char *near = fpk_nearest(word, names, N);
    return fpk_fail(FPK_USAGE,
                    "there is no schedule \"%.40s\"%s%s; `fpk show schedules` lists them", word,
                    near ? "; did you mean " : "", near ? near : "");
}

/* Columns of the answer; each [n]. */
struct columns {
    size_t n;
    double *t, *alpha, *sigma, *abar, *snr, *log_snr;
};

static enum fpk_status columns_init(struct columns *c, size_t n)
{
    FPK_TRY(fpk_allocate(&c->t, 6 * n));
    c->n = n;
    c->alpha = c->t + n;
    c->sigma = c->alpha + n;
    c->abar = c->sigma + n;
    c->snr = c->abar + n;
    c->log_snr = c->snr + n;
    return FPK_OK;
}

static void set(const struct columns *c, size_t i, struct fpk_level level)
{
    c->t[i] = level.t;
    c->alpha[i] = level.alpha;
    c->sigma[i] = level.sigma;
    c->abar[i] = level.alpha * level.alpha;
    c->snr[i] = fpk_level_snr(level);
    c->log_snr[i] = 2 * fpk_level_half_log_snr(level);
}

/* Level i of n of the schedule itself: training times, or times from the end of noising to near its
 * beginning. */
static struct fpk_level schedule_level(const struct fpk_path *path, size_t i, size_t n)
{
    double share = n > 1 ? (double)i / (double)(n - 1) : 1;
    if (path->discrete)
        return fpk_schedule_level(&path->schedule,
                                  (long)rint(share * (double)(path->schedule.T - 1)));
    double end = fpk_process_end(&path->process);
    return fpk_process_level(&path->process, end * (.001 + .999 * share));
}

static void add_columns(struct fpk_answer *a, const char *const key[6], const struct columns *c)
{
    fpk_answer_list(a, key[0], c->n, c->t, NULL);
    fpk_answer_column(a, key[1], c->n, c->alpha, NULL);
    fpk_answer_column(a, key[2], c->n, c->sigma, NULL);
    fpk_answer_column(a, key[3], c->n, c->abar, NULL);
    fpk_answer_column(a, key[4], c->n, c->snr, NULL);
    fpk_answer_column(a, key[5], c->n, c->log_snr, NULL);
}

/* The schedule at eleven of its times, in JSON at all of them. */
static enum fpk_status add_schedule(struct fpk_answer *a, const struct fpk_path *path, bool whole)
{
    static const char *const key[6] = {"table.t",    "table.alpha", "table.sigma",
                                       "table.abar", "table.snr",   "table.log_snr"};
    struct columns c = {0};
    size_t T = path->discrete ? path->schedule.T : 1001;
    FPK_TRY(columns_init(&c, whole || T < 11 ? T : 11));
    for (size_t i = 0; i < c.n; i++)
        set(&c, i, schedule_level(path, i, c.n));
    add_columns(a, key, &c);
    fpk_release(&c.t);
    if (whole && path->discrete)
        fpk_answer_list(a, "table.beta", T, path->schedule.beta, NULL);
    return FPK_OK;
}

/* The path: every level in JSON, at most a dozen on paper. */
static enum fpk_status add_path(struct fpk_answer *a, const struct fpk_path *path, bool whole)
{
    static const char *const key[6] = {"path.t",    "path.alpha", "path.sigma",
                                       "path.abar", "path.snr",   "path.log_snr"};
    struct columns c = {0};
    size_t n = path->n + 1, most = whole || n <= 12 ? n : 12;
    FPK_TRY(columns_init(&c, most));
    for (size_t i = 0; i < most; i++)
        set(&c, i, path->level[most == n ? i : i * (n - 1) / (most - 1)]);
    add_columns(a, key, &c);
    fpk_release(&c.t);
    if (whole) {
        fpk_answer_list(a, "path.keep", path->n, path->keep, NULL);
        fpk_answer_list(a, "path.drop", path->n, path->drop, NULL);
    }
    return FPK_OK;
}

static void add_ends(struct fpk_answer *a, const struct fpk_schedule *s)
{
    size_t T = s->T;
    struct fpk_level first = fpk_schedule_level(s, 0), last = fpk_schedule_level(s, (long)T - 1);
    fpk_answer_integer(a, "training_times", (long long)T);
    fpk_answer_number(a, "beta_first", s->beta[0]);
    fpk_answer_number(a, "beta_last", s->beta[T - 1]);
    fpk_answer_number(a, "abar_first", s->abar[0]);
    fpk_answer_number(a, "abar_last", s->abar[T - 1]);
    fpk_answer_number(a, "sigma_over_alpha_first", first.sigma / first.alpha);
    fpk_answer_number(a, "sigma_over_alpha_last", last.sigma / last.alpha);
    fpk_answer_number(a, "snr_last", fpk_level_snr(last));
}

static enum fpk_status check_word(const struct fpk_call *call, const char *word)
{
    FPK_CHECK(!is_list(word) || fpk_values_given(call->values, word), FPK_USAGE,
              "show schedule %s: give them, --%s ...", word, word);
    FPK_CHECK(is_list(word) || strcmp(word, fpk_values_text(call->values, "schedule")) == 0,
              FPK_USAGE, "show schedule %s: --schedule %s is another one; leave it out", word,
              fpk_values_text(call->values, "schedule"));
    return FPK_OK;
}

static enum fpk_status draw(const struct fpk_path *path, const char *word,
                            const struct fpk_call *call)
{
    char note[FPK_NOTE_TEXT] = "";
    if (!fpk_values_has(call->values, "draw"))
        return FPK_OK;
    FPK_TRY(fpk_show_schedule_draw(path, word, fpk_values_text(call->values, "draw"), note));
    if (note[0] && !fpk_values_flag(call->values, "quiet"))
        fprintf(stderr, "%s\n", note);
    return FPK_OK;
}

enum fpk_status fpk_show_schedule(const struct fpk_call *call)
{
    const char *word = call->argument[1];
    struct fpk_path path;
    struct fpk_answer a = {0};
    bool whole = fpk_values_flag(call->values, "json");
    FPK_TRY(check_word(call, word));
    FPK_TRY(fpk_path_init(&path, call->values, true));
    fpk_answer_text(&a, "schedule", word);
    fpk_answer_integer(&a, "steps", (long long)path.n);
    if (path.discrete)
        add_ends(&a, &path.schedule);
    enum fpk_status status = add_schedule(&a, &path, whole);
    if (status == FPK_OK)
        status = add_path(&a, &path, whole);
    fpk_show_schedule_audit(&a, &path);
    if (status == FPK_OK)
        status = draw(&path, word, call);
    fpk_path_clear(&path);
    if (status == FPK_OK)
        return fpk_answer_print(&a, call);
    fpk_answer_clear(&a);
    return status;
}
