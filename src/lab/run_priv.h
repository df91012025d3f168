/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands behind struct fpk_run, and the steps of its life (experiment.c). */
#ifndef FPK_LAB_RUN_PRIV_H
#define FPK_LAB_RUN_PRIV_H

#include "fpk/lab/checkpoint.h"
#include "fpk/lab/experiment.h"
#include "fpk/record/json_writer.h"
#include "fpk/record/text.h"

#define FPK_RUN_TABLES  8
#define FPK_RUN_COLUMNS 12

struct fpk_verdict_row {
    char *what; /* owned */
    struct fpk_verdict verdict;
};

struct fpk_number_row {
    char *label; /* owned */
    double value[FPK_RUN_COLUMNS];
};

struct fpk_number_table {
    char *title; /* owned, as are the columns and the rows */
    char *column[FPK_RUN_COLUMNS];
    size_t n_column, n, room;
    struct fpk_number_row *row; /* [n] */
};

/* The talk on standard error. */
struct fpk_progress {
    bool silent, terminal;
    double started, last; /* seconds of a steady clock; last: when something was shown */
    size_t shown;         /* letters of the line on the terminal */
};

struct fpk_run {
    const struct fpk_experiment *experiment;
    struct fpk_values values;
    uint64_t seed;
    bool quick, json, quiet;
    const char *folder; /* borrowed from the values or from folder_text */
    char *folder_text;  /* owned */

    struct fpk_provenance provenance;
    bool fixed; /* the provenance is in use: no more facts */
    struct fpk_record *record;
    bool record_saved;                 /* since it was last asked for */
    char data_digest[FPK_DIGEST_TEXT]; /* "" before the first save */
    struct fpk_checkpoint checkpoint;
    bool checkpoint_open, checkpoint_saved;
    double checkpoint_time;

    size_t n_verdict, verdict_room;
    struct fpk_verdict_row *verdict; /* [n_verdict] */
    size_t n_table;
    struct fpk_number_table table[FPK_RUN_TABLES];
    struct fpk_text said;     /* sentences, a newline after each */
    struct fpk_text pictures; /* paths, a newline after each */
    struct fpk_progress progress;
};

void fpk_run_clear(struct fpk_run *run);

/* OUT/NAME<ending>, owned by the caller. */
enum fpk_status fpk_run_path(const struct fpk_run *run, const char *ending,
                             char **out) FPK_MUST_USE;

/* Fixes the provenance and makes OUT, once. */
enum fpk_status fpk_run_settle(struct fpk_run *run) FPK_MUST_USE;

/* Writes OUT/NAME.h5 if there is a record. */
enum fpk_status fpk_run_save_record(struct fpk_run *run) FPK_MUST_USE;

/* The worst verdict: FPK_REJECTED, FPK_INCONCLUSIVE or FPK_OK. */
enum fpk_status fpk_run_outcome(const struct fpk_run *run);

/* The results for a person (in colour or not) or as one JSON object. */
void fpk_run_print_text(const struct fpk_run *run, bool colour, struct fpk_text *out);
void fpk_run_print_json(const struct fpk_run *run, struct fpk_json_writer *w);

/* Steady clock, seconds. */
double fpk_clock(void);

/* Progress line: begin, show, and end (which leaves a clean line). */
void fpk_progress_begin(struct fpk_progress *p, bool silent);
void fpk_progress_show(struct fpk_progress *p, double fraction, const char *what);
void fpk_progress_end(struct fpk_progress *p);

/* From begin on the first SIGINT or SIGTERM is only noted; a second one kills. 0: none came. */
void fpk_signals_begin(void);
int fpk_signals_seen(void);

#endif
