/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of an experiment's program: options, run, results, exit code. */
#include "run_priv.h"

#include "fpk/base/isa.h"
#include "fpk/base/memory.h"
#include "fpk/lab/options.h"
#include "fpk/lab/seed.h"
#include "fpk/record/manifest.h"

#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --quick is part of the provenance: an experiment may ask for it. */
static const struct fpk_parameter common[] = {
    FPK_OPTION_SEED,
    FPK_OPTION_THREADS,
    {.name = "out",
     .type = FPK_TEXT,
     .doc = "folder for data and pictures (default: results/NAME)",
     .free_of_numbers = true},
    {.name = "quick", .type = FPK_FLAG, .doc = "small sizes: to see it run, and for tests"},
    FPK_OPTION_JSON,
    FPK_OPTION_QUIET,
};
static const size_t n_common = sizeof common / sizeof *common;

static enum fpk_status print_help(const struct fpk_experiment *e)
{
    struct fpk_text out = {0}, example = {0}, usage = {0}, sentence = {0};
    fpk_text_add(&example, "fpk run %s --quick --out results/try", e->name);
    fpk_text_add(&usage, "fpk run %s [OPTIONS]", e->name);
    fpk_text_add(&sentence, "%s (%s)", e->sentence, e->source);
    fpk_help_begin(&out, &(struct fpk_help){.example = example.bytes,
                                            .usage = usage.bytes,
                                            .sentence = sentence.bytes,
                                            .story = e->equation});
    if (e->n)
        fpk_help_options(&out, "The experiment", e->parameter, e->n);
    fpk_help_options(&out, "Every experiment", common, n_common);
    fpk_text_add(&out, "\nExit code: 0 accepted, 1 rejected, 2 usage or input, 3 inconclusive, "
                       "70 numeric failure,\n74 input/output, 75 stopped at a checkpoint.\n");
    enum fpk_status status = fpk_text_status(&out);
    if (status == FPK_OK && (fwrite(out.bytes, 1, out.n, stdout) != out.n || fflush(stdout) != 0))
        status = fpk_fail(FPK_IO, "the help could not be written");
    fpk_text_clear(&out);
    fpk_text_clear(&example);
    fpk_text_clear(&usage);
    fpk_text_clear(&sentence);
    return status;
}

static enum fpk_status apply_quick(struct fpk_run *run)
{
    const struct fpk_experiment *e = run->experiment;
    for (size_t i = 0; run->quick && i < e->n_quick; i++)
        if (!fpk_values_given(&run->values, e->quick[i].name))
            FPK_TRY(fpk_values_set(&run->values, e->quick[i].name, e->quick[i].text));
    return FPK_OK;
}

/* Options to values, seed and folder. */
static enum fpk_status read_options(struct fpk_run *run, int argc, char **argv, bool *help)
{
    const struct fpk_experiment *e = run->experiment;
    size_t n_argument;
    FPK_TRY(fpk_values_init(&run->values, e->parameter, e->n));
    FPK_TRY(fpk_values_add(&run->values, common, n_common));
    FPK_TRY(fpk_options_parse(&run->values, argc, argv, &n_argument, help));
    if (*help)
        return FPK_OK;
    FPK_CHECK(n_argument == 0, FPK_USAGE, "\"%.60s\" is not an option; --help lists them", argv[0]);
    run->quick = fpk_values_flag(&run->values, "quick");
    run->json = fpk_values_flag(&run->values, "json");
    run->quiet = fpk_values_flag(&run->values, "quiet");
    FPK_TRY(apply_quick(run));
    FPK_TRY(fpk_seed_read(fpk_values_text(&run->values, "seed"), &run->seed));
    int threads = (int)fpk_values_integer(&run->values, "threads");
    if (threads > 0)
        omp_set_num_threads(threads);
    run->folder = fpk_values_text(&run->values, "out");
    if (!run->folder) {
        size_t room = strlen(e->name) + sizeof "results/";
        FPK_TRY(fpk_allocate(&run->folder_text, room));
        snprintf(run->folder_text, room, "results/%s", e->name);
        run->folder = run->folder_text;
    }
    return FPK_OK;
}

static enum fpk_status note_provenance(struct fpk_run *run)
{
    char seed[24];
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)run->seed);
    FPK_TRY(fpk_provenance_init(&run->provenance));
    FPK_TRY(fpk_provenance_text(&run->provenance, "experiment", run->experiment->name));
    FPK_TRY(fpk_provenance_text(&run->provenance, "seed", seed));
    return fpk_provenance_values(&run->provenance, &run->values);
}

/* "ou-relaxes --n 5": as it was typed, for the manifest. */
static enum fpk_status join(int argc, char *const *argv, struct fpk_text *out)
{
    for (int i = 0; i < argc; i++)
        fpk_text_add(out, "%s%s", i ? " " : "", argv[i]);
    return fpk_text_status(out);
}

/* verdict.json and manifest.json beside the data. */
static enum fpk_status write_side_files(const struct fpk_run *run, const char *command)
{
    struct fpk_json_writer w = {0};
    struct fpk_text path = {0};
    char data[256];
    snprintf(data, sizeof data, "%s.h5", run->experiment->name);
    const char *file = data, *digest = run->data_digest;
    fpk_run_print_json(run, &w);
    fpk_text_add(&path, "%s/verdict.json", run->folder);
    enum fpk_status status = fpk_text_status(&path);
    if (status == FPK_OK)
        status = fpk_json_save(&w, path.bytes);
    fpk_json_writer_clear(&w);
    fpk_text_clear(&path);
    if (status != FPK_OK)
        return status;
    struct fpk_manifest manifest = {.command = command,
                                    .threads = omp_get_max_threads(),
                                    .seconds = fpk_clock() - run->progress.started,
                                    .n_file = digest[0] != '\0',
                                    .file = &file,
                                    .digest = &digest};
    return fpk_manifest_write(&manifest, run->folder);
}

static bool colour_wanted(void)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(no && *no) && term && strcmp(term, "dumb") != 0;
}

static enum fpk_status print_results(const struct fpk_run *run)
{
    if (run->json) {
        struct fpk_json_writer w = {0};
        fpk_run_print_json(run, &w);
        return fpk_json_flush(&w, stdout);
    }
    struct fpk_text out = {0};
    fpk_run_print_text(run, colour_wanted(), &out);
    enum fpk_status status = fpk_text_status(&out);
    if (status == FPK_OK && (fwrite(out.bytes, 1, out.n, stdout) != out.n || fflush(stdout) != 0))
        status = fpk_fail(FPK_IO, "the results could not be written to standard output");
    fpk_text_clear(&out);
    return status;
}

static enum fpk_status live(struct fpk_run *run, int argc, char **argv, const char *command)
{
    bool help;
    FPK_TRY(fpk_isa_check());
    FPK_TRY(read_options(run, argc - 1, argv + 1, &help));
    if (help)
        return print_help(run->experiment);
    if (!run->quiet && strcmp(fpk_values_text(&run->values, "seed"), "random") == 0)
        fprintf(stderr, "seed %llu (drawn; --seed %llu repeats this run)\n",
                (unsigned long long)run->seed, (unsigned long long)run->seed);
    FPK_TRY(note_provenance(run));
    fpk_signals_begin();
    fpk_progress_begin(&run->progress, run->quiet);
    FPK_TRY(run->experiment->run(run));
    FPK_TRY(fpk_run_settle(run));
    FPK_TRY(fpk_run_save_record(run));
    FPK_TRY(write_side_files(run, command));
    fpk_progress_end(&run->progress);
    FPK_TRY(print_results(run));
    if (run->checkpoint_open)
        fpk_checkpoint_remove(&run->checkpoint);
    return fpk_run_outcome(run);
}

int fpk_experiment_main(const struct fpk_experiment *experiment, int argc, char **argv)
{
    struct fpk_run run = {.experiment = experiment};
    struct fpk_text command = {0};
    fpk_message_clear();
    enum fpk_status status = join(argc, argv, &command);
    if (status == FPK_OK)
        status = live(&run, argc, argv, command.bytes);
    fpk_progress_end(&run.progress);
    if (status != FPK_OK && status != FPK_REJECTED && status != FPK_INCONCLUSIVE)
        fprintf(stderr, "%s: %s\n", experiment->name, fpk_message());
    /* A run that was stopped with nothing to resume from ends like any other killed program. */
    int code =
        status == FPK_STOPPED && !run.checkpoint_saved ? 128 + fpk_signals_seen() : (int)status;
    fpk_run_clear(&run);
    fpk_text_clear(&command);
    return code;
}
