/* SPDX-License-Identifier: GPL-3.0-or-later */
/* experiment.c, run.c, print.c and progress.c: a small experiment run as a program would. */
#include "fpk/lab/experiment.h"

#include "fpk/record/file.h"
#include "fpk/record/json.h"

#include "../scratch.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

static const struct fpk_parameter table[] = {
    {.name = "n", .type = FPK_INTEGER, .fallback = "1000", .min = 1, .max = 1e6, .doc = "numbers"},
    {.name = "input", .type = FPK_TEXT, .doc = "a file", .free_of_numbers = true},
    {.name = "distance", .type = FPK_REAL, .fallback = "1e-7", .min = 0, .max = 1, .doc = "d"},
    {.name = "die-at",
     .type = FPK_INTEGER,
     .min = 0,
     .max = 10,
     .doc = "x",
     .free_of_numbers = true},
    {.name = "with", .type = FPK_INTEGER, .fallback = "9", .doc = "x", .free_of_numbers = true},
};
static const struct fpk_quick quick[] = {{"n", "10"}};

/* Five stages, each kept; --die-at K raises signal --with in stage K (9: before the first). */
static enum fpk_status stages(struct fpk_run *run, size_t n, double *x)
{
    const struct fpk_values *v = fpk_run_values(run);
    for (int stage = 0; stage < 5; stage++) {
        char key[32];
        snprintf(key, sizeof key, "stage %d", stage);
        if (fpk_run_recall(run, key, n, x)) {
            fprintf(stderr, "recalled %d\n", stage);
            continue;
        }
        FPK_TRY(fpk_run_progress(run, stage / 5.0, "adding"));
        for (size_t i = 0; i < n; i++)
            x[i] = x[i] * 1.1 + (double)i * 1e-3 + (double)(fpk_run_seed(run) % 1000);
        if (fpk_values_has(v, "die-at") && fpk_values_integer(v, "die-at") == stage)
            raise((int)fpk_values_integer(v, "with"));
        FPK_TRY(fpk_run_keep(run, key, n, x));
    }
    return FPK_OK;
}

static enum fpk_status report(struct fpk_run *run, size_t n, const double *x)
{
    static const char *const columns[] = {"tv", "w1"};
    double numbers[2] = {0.25, NAN};
    struct fpk_record *record = NULL;
    FPK_TRY(fpk_run_record(run, &record));
    FPK_TRY(fpk_record_array(
        record, &(struct fpk_array){.path = "x", .rank = 1, .shape = {n}, .value = x}));
    struct fpk_verdict verdict = fpk_verdict_deterministic(
        "TV", fpk_values_real(fpk_run_values(run), "distance"), 1e-6, 1e-6, FPK_DETERMINISTIC_CAP);
    FPK_TRY(fpk_run_verdict(run, "grid against closed form", &verdict));
    FPK_TRY(fpk_run_table(run, "the split", 2, columns));
    FPK_TRY(fpk_run_row(run, "discretisation", numbers));
    return fpk_run_say(run, "it took %d stages", 5);
}

static enum fpk_status run(struct fpk_run *run)
{
    const struct fpk_values *v = fpk_run_values(run);
    size_t n = (size_t)fpk_values_integer(v, "n");
    double *x = NULL;
    enum fpk_status status;
    if (fpk_values_has(v, "input"))
        FPK_TRY(fpk_run_input(run, "input", fpk_values_text(v, "input")));
    if (fpk_values_has(v, "die-at") && fpk_values_integer(v, "die-at") == 9) {
        raise((int)fpk_values_integer(v, "with"));
        FPK_TRY(fpk_run_progress(run, 0, "nothing yet"));
    }
    FPK_TRY(fpk_allocate(&x, n));
    FPK_TRY_DONE(status, stages(run, n, x));
    status = report(run, n, x);
done:
    fpk_release(&x);
    return status;
}

static const struct fpk_experiment experiment = {.name = "toy",
                                                 .source = "no post",
                                                 .sentence = "does it add up?",
                                                 .parameter = table,
                                                 .n = sizeof table / sizeof *table,
                                                 .quick = quick,
                                                 .n_quick = 1,
                                                 .run = run};

/* Runs it in a child with these options and OUT in the scratch folder; its outputs go to the files
 * "stdout" and "stderr" there. Returns the exit code, or minus the signal. */
static int program(const char *out, const char *options)
{
    char line[512], *argv[24] = {"toy"};
    int argc = 1, status = 0;
    snprintf(line, sizeof line, "--out %s %s", in_scratch(out), options);
    for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        if (!freopen(in_scratch("stdout"), "w", stdout) ||
            !freopen(in_scratch("stderr"), "w", stderr))
            _exit(99);
        int code = fpk_experiment_main(&experiment, argc, argv);
        fflush(NULL);
        _exit(fpk_memory_balance() == 0 ? code : 98);
    }
    check_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* The content of a file in the scratch folder; borrowed until the next call. */
static const char *content(const char *name)
{
    static char text[1 << 16];
    FILE *f = fopen(in_scratch(name), "r");
    size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;
    text[n] = '\0';
    if (f)
        fclose(f);
    return text;
}

static void check_same_data(const char *a, const char *b)
{
    char one[FPK_DIGEST_TEXT], two[FPK_DIGEST_TEXT];
    check_ok(fpk_digest_file(in_scratch(a), one));
    check_ok(fpk_digest_file(in_scratch(b), two));
    check_text(two, one);
}

static void test_results(void **state)
{
    (void)state;
    check_equal(program("a", ""), 0);
    check_true(strstr(content("stdout"), "accepted      deterministic  grid against closed form"));
    check_true(strstr(content("stdout"), "discretisation        0.25           -"));
    check_true(strstr(content("stdout"), "it took 5 stages\n") != NULL);
    check_true(strstr(content("stdout"), "\033") == NULL);
    check_true(fpk_file_exists(in_scratch("a/verdict.json")));
    check_true(fpk_file_exists(in_scratch("a/manifest.json")));
    check_true(!fpk_file_exists(in_scratch("a/toy.checkpoint")));
    /* other threads, talk and folder: the same bytes; another seed or size: not */
    check_equal(program("b", "--threads 2 --quiet --n=1e3"), 0);
    check_text(content("stderr"), "");
    check_same_data("a/toy.h5", "b/toy.h5");
    check_equal(program("b", "--threads 0"), 0);
    check_same_data("a/toy.h5", "b/toy.h5");
    check_equal(program("c", "--seed 2"), 0);
    char one[FPK_DIGEST_TEXT], two[FPK_DIGEST_TEXT];
    check_ok(fpk_digest_file(in_scratch("a/toy.h5"), one));
    check_ok(fpk_digest_file(in_scratch("c/toy.h5"), two));
    check_true(strcmp(one, two) != 0);
    check_equal(program("d", "--seed random"), 0);
    check_true(strstr(content("stderr"), "repeats this run") != NULL);
}

static void test_exit_codes(void **state)
{
    (void)state;
    check_equal(program("a", "--distance 0.5"), 1);
    check_true(strstr(content("stdout"), "outcome  rejected") != NULL);
    check_equal(program("a", "--n 0"), 2);
    check_text(content("stdout"), "");
    check_true(strstr(content("stderr"), "toy: --n: 0 is outside its range") != NULL);
    check_equal(program("a", "--nn 3"), 2);
    check_equal(program("a", "word"), 2);
    check_true(strstr(content("stderr"), "\"word\" is not an option") != NULL);
    check_equal(program("none", "--input /nonexistent"), 2);
    check_true(!fpk_file_exists(in_scratch("none")));
    check_equal(program("a", "--die-at 9 --with 15"), 128 + 15);
    check_true(strstr(content("stderr"), "before there was anything to keep") != NULL);
    check_equal(program("stderr/x", ""), 74);
    check_text(content("stdout"), "");
    check_equal(program("a", "--help"), 0);
    check_true(strstr(content("stdout"), "Example:\n  fpk run toy --quick") == content("stdout"));
    check_true(strstr(content("stdout"), "--distance NUMBER") != NULL);
}

static void test_json(void **state)
{
    (void)state;
    struct fpk_json *json = NULL;
    struct fpk_json_value root, v, item;
    const char *text;
    double n;
    check_equal(program("a", "--json --quick --seed 18446744073709551615"), 0);
    check_ok(fpk_json_read(&json, in_scratch("stdout")));
    root = fpk_json_root(json);
    check_ok(fpk_json_member(&root, "outcome", &v));
    check_ok(fpk_json_text(&v, &text));
    check_text(text, "accepted");
    check_ok(fpk_json_member(&root, "provenance", &v));
    check_ok(fpk_json_member(&v, "n", &item));
    check_ok(fpk_json_number(&item, &n));
    check_close(n, 10, 0); /* what --quick puts in place */
    check_ok(fpk_json_member(&v, "seed", &item));
    check_ok(fpk_json_text(&item, &text));
    check_text(text, "18446744073709551615");
    check_ok(fpk_json_member(&root, "tables", &v));
    item = fpk_json_item(&v, 0);
    check_ok(fpk_json_member(&item, "rows", &v));
    item = fpk_json_item(&v, 0);
    check_ok(fpk_json_member(&item, "w1", &v));
    check_equal(fpk_json_kind(&v), FPK_JSON_NULL);
    check_ok(fpk_json_member(&item, "reason", &v));
    fpk_json_free(&json);
}

/* SIGTERM in stage 2: exit 75 and a checkpoint; the same command goes on behind it, to the same
 * bytes as a run that was never stopped. */
static void test_stop_and_resume(void **state)
{
    (void)state;
    check_equal(program("whole", ""), 0);
    check_equal(program("a", "--die-at 2 --with 15"), 75);
    check_text(content("stdout"), "");
    check_true(strstr(content("stderr"), "goes on from there") != NULL);
    check_true(!fpk_file_exists(in_scratch("a/toy.h5")));
    check_equal(program("a", "--seed 5"), 0); /* another run: not from this checkpoint */
    check_true(strstr(content("stderr"), "recalled") == NULL);
    check_equal(program("a", "--die-at 2 --with 15"), 75);
    check_equal(program("a", ""), 0);
    check_true(strstr(content("stderr"), "recalled 2\n") != NULL);
    check_true(strstr(content("stderr"), "recalled 3\n") == NULL);
    check_same_data("whole/toy.h5", "a/toy.h5");
    check_true(!fpk_file_exists(in_scratch("a/toy.checkpoint")));
}

/* kill -9 leaves the earlier result as it was. */
static void test_kill(void **state)
{
    (void)state;
    check_equal(program("whole", ""), 0);
    check_equal(program("a", ""), 0);
    check_equal(program("a", "--n 500 --die-at 3 --with 9"), -9);
    check_same_data("whole/toy.h5", "a/toy.h5");
    check_equal(program("a", "--n 500"), 0);
    check_equal(program("b", "--n 500"), 0);
    check_same_data("b/toy.h5", "a/toy.h5");
}

/* The content of an input counts, its name does not. */
static void test_input(void **state)
{
    (void)state;
    char options[600];
    put(in_scratch("one"), "1", 1);
    put(in_scratch("two"), "1", 1);
    put(in_scratch("other"), "2", 1);
    snprintf(options, sizeof options, "--input %s", in_scratch("one"));
    check_equal(program("a", options), 0);
    snprintf(options, sizeof options, "--input %s", in_scratch("two"));
    check_equal(program("b", options), 0);
    check_same_data("a/toy.h5", "b/toy.h5");
    snprintf(options, sizeof options, "--input %s", in_scratch("other"));
    check_equal(program("c", options), 0);
    char one[FPK_DIGEST_TEXT], two[FPK_DIGEST_TEXT];
    check_ok(fpk_digest_file(in_scratch("a/toy.h5"), one));
    check_ok(fpk_digest_file(in_scratch("c/toy.h5"), two));
    check_true(strcmp(one, two) != 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scratch_test(test_results),         scratch_test(test_exit_codes), scratch_test(test_json),
        scratch_test(test_stop_and_resume), scratch_test(test_kill),       scratch_test(test_input),
    };
    return check_main(tests);
}
