/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an experiment asks of its run, and hands back (experiment.h). */
#include "run_priv.h"

#include "fpk/base/memory.h"
#include "fpk/record/file.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SAVE_EVERY 5.0 /* seconds between checkpoints */

const struct fpk_values *fpk_run_values(const struct fpk_run *run)
{
    return &run->values;
}

uint64_t fpk_run_seed(const struct fpk_run *run)
{
    return run->seed;
}

bool fpk_run_quick(const struct fpk_run *run)
{
    return run->quick;
}

enum fpk_status fpk_run_path(const struct fpk_run *run, const char *ending, char **out)
{
    size_t room = strlen(run->folder) + strlen(run->experiment->name) + strlen(ending) + 2;
    FPK_TRY(fpk_allocate(out, room));
    snprintf(*out, room, "%s/%s%s", run->folder, run->experiment->name, ending);
    return FPK_OK;
}

enum fpk_status fpk_run_input(struct fpk_run *run, const char *key, const char *path)
{
    assert(!run->fixed); /* before the record and the checkpoint carry the provenance */
    return fpk_provenance_input(&run->provenance, key, path);
}

/* From the first result on the provenance stands and the folder is there: early, so that a wrong
 * --out ends a long run at its beginning, but after the inputs were read, so that a malformed one
 * leaves nothing behind. */
enum fpk_status fpk_run_settle(struct fpk_run *run)
{
    if (!run->fixed)
        FPK_TRY(fpk_folder_make(run->folder));
    run->fixed = true;
    return FPK_OK;
}

enum fpk_status fpk_run_record(struct fpk_run *run, struct fpk_record **record)
{
    if (!run->record) {
        FPK_TRY(fpk_run_settle(run));
        FPK_TRY(fpk_record_new(&run->record));
        FPK_TRY(fpk_record_provenance(run->record, &run->provenance));
        FPK_TRY(fpk_record_set_text(run->record, "/", "title", run->experiment->sentence));
    }
    *record = run->record;
    run->record_saved = false; /* the caller is about to add to it */
    return FPK_OK;
}

enum fpk_status fpk_run_save_record(struct fpk_run *run)
{
    char *path = NULL;
    if (!run->record || run->record_saved)
        return FPK_OK;
    FPK_TRY(fpk_run_path(run, ".h5", &path));
    enum fpk_status status = fpk_record_save(run->record, path, run->data_digest);
    fpk_release(&path);
    run->record_saved = status == FPK_OK;
    return status;
}

/* ---- verdicts, tables, sentences, figures ---- */

enum fpk_status fpk_run_verdict(struct fpk_run *run, const char *what,
                                const struct fpk_verdict *verdict)
{
    if (run->n_verdict == run->verdict_room) {
        struct fpk_verdict_row *row = NULL;
        size_t room = run->verdict_room ? 2 * run->verdict_room : 8;
        FPK_TRY(fpk_allocate(&row, room));
        if (run->n_verdict)
            memcpy(row, run->verdict, run->n_verdict * sizeof *row);
        fpk_release(&run->verdict);
        run->verdict = row;
        run->verdict_room = room;
    }
    struct fpk_verdict_row *row = &run->verdict[run->n_verdict];
    FPK_TRY(fpk_copy_text(&row->what, what));
    row->verdict = *verdict;
    run->n_verdict++;
    return FPK_OK;
}

enum fpk_status fpk_run_outcome(const struct fpk_run *run)
{
    enum fpk_status worst = FPK_OK;
    for (size_t i = 0; i < run->n_verdict; i++)
        worst = fpk_verdict_worse(worst, run->verdict[i].verdict.outcome);
    return worst;
}

enum fpk_status fpk_run_table(struct fpk_run *run, const char *title, size_t n,
                              const char *const *columns)
{
    assert(run->n_table < FPK_RUN_TABLES && n <= FPK_RUN_COLUMNS);
    struct fpk_number_table *t = &run->table[run->n_table++];
    FPK_TRY(fpk_copy_text(&t->title, title));
    for (; t->n_column < n; t->n_column++)
        FPK_TRY(fpk_copy_text(&t->column[t->n_column], columns[t->n_column]));
    return FPK_OK;
}

enum fpk_status fpk_run_row(struct fpk_run *run, const char *label, const double *value)
{
    assert(run->n_table > 0);
    struct fpk_number_table *t = &run->table[run->n_table - 1];
    if (t->n == t->room) {
        struct fpk_number_row *row = NULL;
        size_t room = t->room ? 2 * t->room : 8;
        FPK_TRY(fpk_allocate(&row, room));
        if (t->n)
            memcpy(row, t->row, t->n * sizeof *row);
        fpk_release(&t->row);
        t->row = row;
        t->room = room;
    }
    FPK_TRY(fpk_copy_text(&t->row[t->n].label, label));
    memcpy(t->row[t->n].value, value, t->n_column * sizeof *value);
    t->n++;
    return FPK_OK;
}

enum fpk_status fpk_run_say(struct fpk_run *run, const char *format, ...)
{
    char sentence[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    fpk_text_add(&run->said, "%s\n", sentence);
    return fpk_text_status(&run->said);
}

enum fpk_status fpk_run_figure(struct fpk_run *run, const struct fpk_figure *figure)
{
    struct fpk_text folder = {0};
    char note[FPK_NOTE_TEXT];
    FPK_TRY(fpk_run_save_record(run));
    fpk_text_add(&folder, "%s/figures", run->folder);
    enum fpk_status status = fpk_text_status(&folder);
    if (status == FPK_OK)
        status = fpk_figure_write(figure, folder.bytes, note);
    if (status == FPK_OK && note[0] && !run->quiet) {
        fpk_progress_end(&run->progress);
        fprintf(stderr, "%s\n", note);
    }
    if (status == FPK_OK && !note[0])
        fpk_text_add(&run->pictures, "%s/%s.png\n", folder.bytes, figure->name);
    fpk_text_clear(&folder);
    return status == FPK_OK ? fpk_text_status(&run->pictures) : status;
}

/* ---- checkpoint ---- */

static enum fpk_status open_checkpoint(struct fpk_run *run)
{
    char digest[FPK_DIGEST_TEXT], *path = NULL;
    if (run->checkpoint_open)
        return FPK_OK;
    FPK_TRY(fpk_run_settle(run));
    fpk_provenance_digest(&run->provenance, digest);
    FPK_TRY(fpk_run_path(run, ".checkpoint", &path));
    enum fpk_status status = fpk_checkpoint_open(&run->checkpoint, path, digest);
    fpk_release(&path);
    run->checkpoint_open = status == FPK_OK;
    run->checkpoint_saved = run->checkpoint.n > 0;
    run->checkpoint_time = fpk_clock();
    return status;
}

static enum fpk_status save_checkpoint(struct fpk_run *run)
{
    if (run->checkpoint_open && run->checkpoint.unsaved) {
        FPK_TRY(fpk_checkpoint_save(&run->checkpoint));
        run->checkpoint_saved = true;
        run->checkpoint_time = fpk_clock();
    }
    return FPK_OK;
}

static enum fpk_status check_signal(struct fpk_run *run)
{
    if (!fpk_signals_seen())
        return FPK_OK;
    FPK_TRY(save_checkpoint(run));
    if (run->checkpoint_saved)
        return fpk_fail(FPK_STOPPED,
                        "stopped at a checkpoint; the same command goes on from there");
    return fpk_fail(FPK_STOPPED, "stopped by signal %d before there was anything to keep",
                    fpk_signals_seen());
}

bool fpk_run_recall(struct fpk_run *run, const char *key, size_t n, double *value)
{
    /* A checkpoint that cannot be read is one that is not there: the numbers are made again. */
    if (open_checkpoint(run) != FPK_OK)
        return false;
    const double *kept = fpk_checkpoint_find(&run->checkpoint, key, n);
    if (kept)
        memcpy(value, kept, n * sizeof *value);
    return kept != NULL;
}

enum fpk_status fpk_run_keep(struct fpk_run *run, const char *key, size_t n, const double *value)
{
    FPK_TRY(open_checkpoint(run));
    FPK_TRY(fpk_checkpoint_put(&run->checkpoint, key, n, value));
    if (fpk_clock() - run->checkpoint_time >= SAVE_EVERY)
        FPK_TRY(save_checkpoint(run));
    return check_signal(run);
}

enum fpk_status fpk_run_progress(struct fpk_run *run, double fraction, const char *what)
{
    FPK_TRY(fpk_run_settle(run));
    fpk_progress_show(&run->progress, fraction, what);
    return check_signal(run);
}

/* ---- the end ---- */

static void clear_table(struct fpk_number_table *t)
{
    for (size_t i = 0; i < t->n; i++)
        fpk_release(&t->row[i].label);
    for (size_t i = 0; i < t->n_column; i++)
        fpk_release(&t->column[i]);
    fpk_release(&t->row);
    fpk_release(&t->title);
}

void fpk_run_clear(struct fpk_run *run)
{
    for (size_t i = 0; i < run->n_verdict; i++)
        fpk_release(&run->verdict[i].what);
    fpk_release(&run->verdict);
    for (size_t i = 0; i < run->n_table; i++)
        clear_table(&run->table[i]);
    fpk_record_free(&run->record);
    fpk_checkpoint_clear(&run->checkpoint);
    fpk_provenance_clear(&run->provenance);
    fpk_values_clear(&run->values);
    fpk_release(&run->folder_text);
    fpk_text_clear(&run->said);
    fpk_text_clear(&run->pictures);
}
