/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Experiment: one question, from its parameters to its verdict.
 *
 * An experiment is a table of parameters and one function. The function asks `run` for values,
 * computes, and hands back data, verdicts, tables and figures; everything else (options, seed,
 * threads, folder, progress, checkpoint, provenance, printing, exit code) happens around it.
 *
 *     static enum fpk_status run(struct fpk_run *run) { ... }
 *     const struct fpk_experiment fpk_experiment_ou_relaxes = {
 *         .name = "ou-relaxes", .source = "post 4, section 2.2", .sentence = "...", .run = run};
 *
 * Common options: --seed --threads --out --quick --json --quiet --help. Exit code: 0 accepted, 1
 * some verdict rejects, 3 some is inconclusive (and none rejects), else that of the failure.
 * Results reach standard output after everything succeeded; the talk goes to standard error. */
#ifndef FPK_LAB_EXPERIMENT_H
#define FPK_LAB_EXPERIMENT_H

#include "fpk/base/parameter.h"
#include "fpk/base/status.h"
#include "fpk/compare/verdict.h"
#include "fpk/figure/figure.h"
#include "fpk/record/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fpk_run; /* one run of an experiment; opaque because it owns files and a checkpoint */

/* A value that --quick puts in place of a default (never of what the user gave). */
struct fpk_quick {
    const char *name, *text;
};

struct fpk_experiment {
    const char *name;     /* of the program, the folder and the data file */
    const char *source;   /* "post 4, section 3.4" */
    const char *sentence; /* the question, in one sentence */
    const char *equation; /* the mathematics in plain text, broken into lines; may be NULL */
    const struct fpk_parameter *parameter; /* [n]; input files are free_of_numbers: their content,
                                              not their name, is added by fpk_run_input */
    size_t n;
    const struct fpk_quick *quick; /* [n_quick] */
    size_t n_quick;
    enum fpk_status (*run)(struct fpk_run *run);
};

/* The whole life of a program: argv[0] is its name; returns the exit code. */
int fpk_experiment_main(const struct fpk_experiment *experiment, int argc, char **argv);

/* ---- asked by the experiment; borrowed from the run ---- */

const struct fpk_values *fpk_run_values(const struct fpk_run *run);
uint64_t fpk_run_seed(const struct fpk_run *run); /* the effective one */
bool fpk_run_quick(const struct fpk_run *run);    /* --quick */

/* Notes an input file's content in the provenance; before the first call of fpk_run_record,
 * fpk_run_progress, fpk_run_recall or fpk_run_keep, which fix it and make the folder OUT. */
enum fpk_status fpk_run_input(struct fpk_run *run, const char *key, const char *path) FPK_MUST_USE;

/* The record that becomes OUT/NAME.h5, with its provenance. Made at the first call. */
enum fpk_status fpk_run_record(struct fpk_run *run, struct fpk_record **record) FPK_MUST_USE;

/* ---- handed back ---- */

/* A row of the verdict table; the texts and the verdict are copied. */
enum fpk_status fpk_run_verdict(struct fpk_run *run, const char *what,
                                const struct fpk_verdict *verdict) FPK_MUST_USE;

/* A table of numbers that carries no verdict (the split, distances of samplers): a title and
 * column names [n], then rows of n values. NaN prints as "-" and is null in JSON. Copied. */
enum fpk_status fpk_run_table(struct fpk_run *run, const char *title, size_t n,
                              const char *const *columns) FPK_MUST_USE;
enum fpk_status fpk_run_row(struct fpk_run *run, const char *label,
                            const double *value) FPK_MUST_USE;

/* A sentence below the tables: what was found. */
enum fpk_status fpk_run_say(struct fpk_run *run, const char *format, ...)
    FPK_PRINTF(2, 3) FPK_MUST_USE;

/* Saves the record, then draws into OUT/figures. Call it after all data were added. */
enum fpk_status fpk_run_figure(struct fpk_run *run, const struct fpk_figure *figure) FPK_MUST_USE;

/* ---- on the way ---- */

/* fraction in [0, 1] of the whole run. FPK_STOPPED after SIGINT or SIGTERM: pass it on. Cheap. */
enum fpk_status fpk_run_progress(struct fpk_run *run, double fraction,
                                 const char *what) FPK_MUST_USE;

/* The checkpoint, a store of named arrays that outlives a kill. recall: true when a run with the
 * same provenance kept `key` with n numbers, which are now in value. keep: stores them; they reach
 * the disk with the next save, which keep makes itself every five seconds and when a signal came
 * (then FPK_STOPPED: pass it on). A finished run removes its checkpoint.
 *
 *     if (!fpk_run_recall(run, "final points", n, x)) {
 *         ...compute x...
 *         FPK_TRY(fpk_run_keep(run, "final points", n, x));
 *     } */
bool fpk_run_recall(struct fpk_run *run, const char *key, size_t n, double *value);
enum fpk_status fpk_run_keep(struct fpk_run *run, const char *key, size_t n,
                             const double *value) FPK_MUST_USE;

#endif
