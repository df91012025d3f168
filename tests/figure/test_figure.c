/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure.c, data.c, script.c, quote.c, layout.c, range.c, gnuplot.c: what lands in the folder. */
#include "fpk/figure/figure.h"

#include "fpk/record/digest.h"
#include "fpk/record/file.h"

#include "../scratch.h"

#include <math.h>
#include <stdlib.h>

enum { N = 61, M = 41, BINS = 30 };

static double x[N], t[M], z[M * N], exact[N], edges[BINS + 1], heights[BINS], paths[3 * M];
static double dt[4] = {0.1, 0.05, 0.025, 0.0125}, err[4], low[4], high[4], level = 1e-2;

static double bell(double v, double mean, double s)
{
    return exp(-(v - mean) * (v - mean) / (2 * s * s)) / (s * sqrt(2 * M_PI));
}

/* An OU process that relaxes: the kinds of layers that the experiments use. */
static void describe(struct fpk_figure *f)
{
    for (int i = 0; i < N; i++)
        x[i] = -3 + 0.1 * i;
    for (int j = 0; j < M; j++) {
        t[j] = 3.0 * (j / 40.0) * (j / 40.0); /* unequal steps */
        for (int i = 0; i < N; i++)
            z[j * N + i] = bell(x[i], 2 * exp(-t[j]), sqrt(0.5 - 0.49 * exp(-2 * t[j])));
        for (int k = 0; k < 3; k++)
            paths[k * M + j] = 2 * exp(-t[j]) + 0.3 * sin(9 * t[j] + 2 * k) * (1 - exp(-t[j]));
    }
    for (int i = 0; i < N; i++)
        exact[i] = bell(x[i], 0.1, 0.7);
    for (int i = 0; i <= BINS; i++)
        edges[i] = -3 + 0.2 * i;
    for (int i = 0; i < BINS; i++)
        heights[i] = bell(edges[i] + 0.1, 0.1, 0.7) * (1 + 0.1 * sin(7.0 * i));
    for (int i = 0; i < 4; i++) {
        err[i] = 0.3 * dt[i] * (1 + dt[i]);
        low[i] = err[i] * 0.9;
        high[i] = err[i] * 1.1;
    }
    *f = (struct fpk_figure){.name = "test",
                             .title = "It's \"relaxing\": `date` $HOME @x \\n {/Bold b} p_t",
                             .caption = "Left: the density over time with three trajectories. "
                                        "Middle: the histogram at the end and the exact curve. "
                                        "Right: the error falls like the step.",
                             .n = 3};
    /* the map is p[t][x]; the trajectories run up the panel */
    f->panel[0] = (struct fpk_panel){.title = "Density and trajectories",
                                     .x_label = "time t",
                                     .y_label = "x",
                                     .z_label = "p(x, t)",
                                     .y_min = -3,
                                     .y_max = 3};
    static double turned[M * N];
    for (int j = 0; j < M; j++)
        for (int i = 0; i < N; i++)
            turned[i * M + j] = z[j * N + i];
    fpk_panel_add(&f->panel[0], (struct fpk_layer){
                                    .kind = FPK_HEAT, .n = M, .m = N, .x = t, .y = x, .z = turned});
    fpk_panel_add(&f->panel[0],
                  (struct fpk_layer){
                      .kind = FPK_PATHS, .n = M, .m = 3, .x = t, .y = paths, .colour = FPK_WHITE});
    f->panel[1] = (struct fpk_panel){.title = "At the end", .x_label = "x", .y_label = "density"};
    fpk_panel_add(
        &f->panel[1],
        (struct fpk_layer){
            .kind = FPK_STEPS, .label = "particles", .n = BINS, .x = edges, .y = heights});
    fpk_panel_add(
        &f->panel[1],
        (struct fpk_layer){.kind = FPK_LINE, .label = "exact", .n = N, .x = x, .y = exact});
    f->panel[2] = (struct fpk_panel){.title = "Error",
                                     .x_label = "step dt",
                                     .y_label = "total variation",
                                     .log_x = true,
                                     .log_y = true,
                                     .key_left = true};
    fpk_panel_add(
        &f->panel[2],
        (struct fpk_layer){
            .kind = FPK_BAND, .label = "band", .n = 4, .x = dt, .low = low, .high = high});
    fpk_panel_add(&f->panel[2], (struct fpk_layer){.kind = FPK_POINTS,
                                                   .label = "measured",
                                                   .n = 4,
                                                   .x = dt,
                                                   .y = err,
                                                   .low = low,
                                                   .high = high});
    fpk_panel_add(
        &f->panel[2],
        (struct fpk_layer){
            .kind = FPK_HORIZONTAL, .label = "allowed", .n = 1, .y = &level, .dash = FPK_DASHED});
    fpk_panel_add(&f->panel[2], (struct fpk_layer){.kind = FPK_VERTICAL, .n = 1, .x = dt + 1});
}

static bool have_gnuplot(void)
{
    return system("command -v gnuplot >/dev/null 2>&1") == 0;
}

static void test_same_bytes(void **state)
{
    (void)state;
    struct fpk_figure f;
    char note[FPK_NOTE_TEXT], one[2][FPK_DIGEST_TEXT], two[2][FPK_DIGEST_TEXT];
    describe(&f);
    check_ok(fpk_figure_write(&f, in_scratch("fig/a"), note));
    check_ok(fpk_digest_file(in_scratch("fig/a/test.dat"), one[0]));
    check_ok(fpk_digest_file(in_scratch("fig/a/test.gp"), one[1]));
    if (have_gnuplot()) {
        check_text(note, "");
        check_true(fpk_file_exists(in_scratch("fig/a/test.svg")));
        check_true(fpk_file_exists(in_scratch("fig/a/test.png")));
    }
    check_ok(fpk_figure_write(&f, in_scratch("fig/b"), note));
    check_ok(fpk_digest_file(in_scratch("fig/b/test.dat"), two[0]));
    check_ok(fpk_digest_file(in_scratch("fig/b/test.gp"), two[1]));
    check_text(two[0], one[0]);
    check_text(two[1], one[1]);
    if (getenv("FPK_KEEP_FIGURE"))
        check_ok(fpk_figure_write(&f, getenv("FPK_KEEP_FIGURE"), note));
}

static void check_contains(const char *path, const char *part)
{
    char *bytes = NULL;
    size_t n;
    check_ok(fpk_file_read(path, 1 << 24, &bytes, &n));
    if (!strstr(bytes, part))
        check_fail("%s lacks %s", path, part);
    fpk_release(&bytes);
}

/* A text is drawn as it is written: quotes, backquotes, braces, backslashes. */
static void test_texts_are_quoted(void **state)
{
    (void)state;
    struct fpk_figure f;
    char note[FPK_NOTE_TEXT];
    describe(&f);
    check_ok(fpk_figure_write(&f, scratch, note));
    check_contains(in_scratch("test.gp"),
                   "'It''s \"relaxing\": `date` $HOME @x \\n {/Bold b} p_t'");
    if (have_gnuplot())
        check_contains(in_scratch("test.svg"),
                       "It's \"relaxing\": `date` $HOME @x \\n {/Bold b} p_t");
}

/* Several apostrophes in a row, or one at an end: gnuplot misreads them when they are doubled. */
static void test_apostrophes(void **state)
{
    (void)state;
    static const char *const text[] = {"f''/2 and g'", "'x", "'a'", "a'b''c'''d"};
    for (size_t k = 0; k < sizeof text / sizeof *text; k++) {
        struct fpk_figure f;
        char note[FPK_NOTE_TEXT];
        describe(&f);
        f.title = f.panel[0].title = f.panel[0].layer[0].label = text[k];
        check_ok(fpk_figure_write(&f, scratch, note));
        check_true(note[0] == '\0' || !have_gnuplot());
        if (have_gnuplot())
            check_contains(in_scratch("test.svg"), text[k]);
    }
}

/* The numbers in the file are those given: 17 on the histogram, the map interpolated between. */
static void test_data(void **state)
{
    (void)state;
    struct fpk_figure f;
    char note[FPK_NOTE_TEXT];
    double px[3] = {0, 1, 4}, py[2] = {0, 1}, pz[6] = {0, 1, 4, 10, 11, 14};
    f = (struct fpk_figure){.name = "map", .n = 1};
    fpk_panel_add(&f.panel[0],
                  (struct fpk_layer){.kind = FPK_HEAT, .n = 3, .m = 2, .x = px, .y = py, .z = pz});
    check_ok(fpk_figure_write(&f, scratch, note));
    /* z = x + 10 y is linear, so every interpolated number says its own place: 12 x 2 of them */
    char *bytes = NULL;
    size_t n, seen = 0;
    check_ok(fpk_file_read(in_scratch("map.dat"), 1 << 20, &bytes, &n));
    for (char *line = strtok(bytes, "\n"); line; line = strtok(NULL, "\n")) {
        double a, b, c;
        if (sscanf(line, "%lf %lf %lf", &a, &b, &c) != 3)
            continue;
        check_close(c, a + 10 * b, 1e-7); /* 9 digits of numbers up to 14 */
        check_close(a, 4.0 * (double)(seen % 12) / 11, 1e-8);
        seen++;
    }
    check_equal(seen, 24);
    fpk_release(&bytes);
}

static void with_path(const char *path, struct fpk_figure *f, char note[FPK_NOTE_TEXT])
{
    char old[4096];
    snprintf(old, sizeof old, "%s", getenv("PATH"));
    check_equal(setenv("PATH", path, 1), 0);
    enum fpk_status status = fpk_figure_write(f, scratch, note);
    check_equal(setenv("PATH", old, 1), 0);
    check_ok(status);
}

/* Without gnuplot, or with a broken one, the figure is written and the note says how to go on; an
 * older picture stays as it was. */
static void test_no_gnuplot(void **state)
{
    (void)state;
    struct fpk_figure f;
    char note[FPK_NOTE_TEXT];
    const char *broken = "#!/bin/sh\necho out of ink >&2\nexit 3\n", *idle = "#!/bin/sh\nexit 0\n";
    describe(&f);
    put(in_scratch("test.png"), "old", 3);
    with_path("/nonexistent", &f, note);
    check_true(strstr(note, "gnuplot is not installed") && strstr(note, "&& gnuplot test.gp"));
    check_true(fpk_file_exists(in_scratch("test.gp")));
    put(in_scratch("gnuplot"), broken, strlen(broken));
    check_equal(chmod(in_scratch("gnuplot"), 0755), 0);
    with_path(scratch, &f, note);
    check_true(strstr(note, "gnuplot failed with code 3 (out of ink )") != NULL);
    put(in_scratch("gnuplot"), idle, strlen(idle));
    with_path(scratch, &f, note);
    check_true(strstr(note, "drew no whole picture") != NULL);
    check_contains(in_scratch("test.png"), "old");
    check_equal(scratch_count(), 4); /* no temporaries: .dat .gp .png gnuplot */
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_figure f;
    char note[FPK_NOTE_TEXT];
    describe(&f);
    f.name = "a b";
    check_refused(fpk_figure_write(&f, scratch, note), FPK_USAGE, "letters");
    describe(&f);
    f.panel[1].layer[1].y = NULL;
    check_refused(fpk_figure_write(&f, scratch, note), FPK_USAGE, "panel 2, layer 2");
    f.n = 0;
    check_refused(fpk_figure_write(&f, scratch, note), FPK_USAGE, "0 panels");
    describe(&f);
    x[3] = x[2];
    check_refused(fpk_figure_write(&f, scratch, note), FPK_USAGE, "panel 1, layer 1");
    check_equal(scratch_count(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scratch_test(test_same_bytes),  scratch_test(test_texts_are_quoted),
        scratch_test(test_apostrophes), scratch_test(test_data),
        scratch_test(test_no_gnuplot),  scratch_test(test_refusals),
    };
    return check_main(tests);
}
