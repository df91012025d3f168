/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk show integrators`: what each method claims, and what was measured: compiled in from an
 * earlier run, or, with --measure, by running it all again. */
#include "orders.h"
#include "show.h"

#include "fpk/base/memory.h"
#include "fpk/lab/seed.h"
#include "fpk/record/file.h"
#include "fpk/record/json_writer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { PARTICLES = 32768 };

/* "1.5", "exact", "-" */
static const char *order_word(double order, char out[16])
{
    if (isinf(order))
        return "exact";
    snprintf(out, 16, "%g", order);
    return order > 0 ? out : "-";
}

/* "1.013 +- 0.003"; a claim that nothing was measured for says so. */
static void slope_words(const struct fpk_order_study *s, bool claimed, char out[24])
{
    if (!s)
        snprintf(out, 24, claimed ? "not measured" : "-");
    else if (isinf(s->slope))
        snprintf(out, 24, "no error");
    else
        snprintf(out, 24, "%.3f +- %.3f%s", s->slope, s->slope_se, s->passed ? "" : " !");
}

/* Of a method's studies for one kind of noise the one with the smallest slope, which decides; NULL:
 * none. *drifts, *diffusions are raised to the most that any took. */
static const struct fpk_order_study *deciding(const struct fpk_orders_measured *m,
                                              const struct fpk_stepper *stepper, int kind,
                                              bool strong, double *drifts, double *diffusions)
{
    const struct fpk_order_study *worst = NULL;
    for (size_t i = 0; i < m->n; i++) {
        const struct fpk_order_study *s = &m->study[i];
        if (strcmp(s->method, stepper->name) != 0 || (int)s->kind != kind || s->strong != strong)
            continue;
        *drifts = fmax(*drifts, s->drifts);
        *diffusions = fmax(*diffusions, s->diffusions);
        if (!worst || (worst->passed && !s->passed) ||
            (worst->passed == s->passed && s->slope < worst->slope))
            worst = s;
    }
    return worst;
}

static void add_row(struct fpk_text *text, const struct fpk_orders_measured *m,
                    const struct fpk_stepper *stepper, int kind)
{
    const struct fpk_order_claim *claim = &stepper->order[kind];
    char strong[24], weak[24], strong_claim[16], weak_claim[16];
    double f = 0, g = 0;
    slope_words(deciding(m, stepper, kind, true, &f, &g), claim->strong > 0, strong);
    slope_words(deciding(m, stepper, kind, false, &f, &g), claim->weak > 0, weak);
    fpk_text_add(text, "%-20s %-12s %-11s  %-5s  %-16s  %-5s  %-16s  %2.0f  %2.0f\n", stepper->name,
                 fpk_convention_name(stepper->convention), fpk_noise_kind_name(kind),
                 order_word(claim->strong, strong_claim), strong,
                 order_word(claim->weak, weak_claim), weak, f, g);
}

static void add_points(struct fpk_text *text, const struct fpk_orders_measured *m)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct fpk_order_study *s = &m->study[i];
        char slope[24];
        slope_words(s, true, slope);
        fpk_text_add(text, "\n%s on %s, %s (%s): %s, finer half %.3f, bend %.3f\n", s->method,
                     s->problem, s->strong ? "strong" : "weak", fpk_order_how_name(s->how), slope,
                     s->fine, s->bend);
        for (size_t k = 0; k < FPK_CONVERGENCE_POINTS; k++)
            fpk_text_add(text, "    h %-12.6g error %-12.6g se %.3g\n", s->h[k], s->error[k],
                         s->se[k]);
    }
}

static size_t failures(const struct fpk_orders_measured *m)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n; i++)
        n += !m->study[i].passed;
    return n;
}

static enum fpk_status print_table(const struct fpk_orders_measured *m, bool points)
{
    struct fpk_text text = {0};
    size_t n;
    const struct fpk_stepper *const *all = fpk_steppers(&n);
    fpk_text_add(&text, "%-20s %-12s %-11s  %-5s  %-16s  %-5s  %-16s  %2s  %2s\n", "method",
                 "reads g dW", "noise", "strong", "measured", "weak", "measured", "f", "g");
    for (size_t i = 0; i < n; i++)
        for (int kind = 0; kind < FPK_NOISE_KINDS; kind++)
            if (all[i]->order[kind].strong > 0 || all[i]->order[kind].weak > 0)
                add_row(&text, m, all[i], kind);
    if (points)
        add_points(&text, m);
    fpk_text_add(&text, "\n");
    for (size_t i = 0; i < n; i++)
        fpk_text_add(&text, "%s\n    %s\n    %s\n", all[i]->name, all[i]->sentence,
                     all[i]->citation ? all[i]->citation : "");
    fpk_text_add(
        &text,
        "\nmeasured: slopes of the study that decides, of %zu; f, g: evaluations in a step, "
        "with what\nconverting the equation takes (docs/orders.md)\n%zu of them do not bear "
        "out their claim\nseed %llu, %zu particles, sha256 %s\n",
        m->n, failures(m), (unsigned long long)m->seed, m->particles, m->digest);
    enum fpk_status status = fpk_text_status(&text);
    if (status == FPK_OK &&
        (fwrite(text.bytes, 1, text.n, stdout) != text.n || fflush(stdout) != 0))
        status = fpk_fail(FPK_IO, "the answer could not be written to standard output");
    fpk_text_clear(&text);
    return status;
}

static void add_study(struct fpk_json_writer *w, const struct fpk_order_study *s)
{
    fpk_json_object_begin(w, NULL);
    fpk_json_add_text(w, "problem", s->problem);
    fpk_json_add_text(w, "kind", s->strong ? "strong" : "weak");
    fpk_json_add_text(w, "noise", fpk_noise_kind_name(s->kind));
    fpk_json_add_text(w, "how", fpk_order_how_name(s->how));
    fpk_json_add_number(w, "claimed", s->claimed);
    fpk_json_add_number(w, "slope", s->slope);
    fpk_json_add_number(w, "slope_se", s->slope_se);
    fpk_json_add_number(w, "fine", s->fine);
    fpk_json_add_number(w, "bend", s->bend);
    fpk_json_add_bool(w, "passed", s->passed);
    fpk_json_add_number(w, "drifts", s->drifts);
    fpk_json_add_number(w, "diffusions", s->diffusions);
    fpk_json_add_numbers(w, "h", FPK_CONVERGENCE_POINTS, s->h);
    fpk_json_add_numbers(w, "error", FPK_CONVERGENCE_POINTS, s->error);
    fpk_json_add_numbers(w, "se", FPK_CONVERGENCE_POINTS, s->se);
    fpk_json_object_end(w);
}

static void add_method(struct fpk_json_writer *w, const struct fpk_orders_measured *m,
                       const struct fpk_stepper *stepper)
{
    fpk_json_object_begin(w, NULL);
    fpk_json_add_text(w, "name", stepper->name);
    fpk_json_add_text(w, "sentence", stepper->sentence);
    fpk_json_add_text(w, "citation", stepper->citation ? stepper->citation : "");
    fpk_json_add_text(w, "convention", fpk_convention_name(stepper->convention));
    fpk_json_list_begin(w, "claims");
    for (int kind = 0; kind < FPK_NOISE_KINDS; kind++) {
        const struct fpk_order_claim *claim = &stepper->order[kind];
        if (claim->strong <= 0 && claim->weak <= 0)
            continue;
        fpk_json_object_begin(w, NULL);
        fpk_json_add_text(w, "noise", fpk_noise_kind_name(kind));
        fpk_json_add_number(w, "strong", claim->strong);
        fpk_json_add_number(w, "weak", claim->weak);
        fpk_json_object_end(w);
    }
    fpk_json_list_end(w);
    fpk_json_list_begin(w, "studies");
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->study[i].method, stepper->name) == 0)
            add_study(w, &m->study[i]);
    fpk_json_list_end(w);
    fpk_json_object_end(w);
}

static enum fpk_status print_json(const struct fpk_orders_measured *m)
{
    struct fpk_json_writer w = {0};
    char seed[24];
    size_t n;
    const struct fpk_stepper *const *all = fpk_steppers(&n);
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)m->seed);
    fpk_json_object_begin(&w, NULL);
    fpk_json_list_begin(&w, "integrators");
    for (size_t i = 0; i < n; i++)
        add_method(&w, m, all[i]);
    fpk_json_list_end(&w);
    fpk_json_add_integer(&w, "studies", (long long)m->n);
    fpk_json_add_integer(&w, "failed", (long long)failures(m));
    fpk_json_add_text(&w, "seed", seed);
    fpk_json_add_integer(&w, "particles", (long long)m->particles);
    fpk_json_add_text(&w, "sha256", m->digest);
    fpk_json_object_end(&w);
    return fpk_json_flush(&w, stdout);
}

/* One plain line every 30 seconds. */
static void talk(size_t done, size_t n, void *ctx)
{
    time_t *last = ctx, now = time(NULL);
    if (*last == 0)
        *last = now;
    if (now - *last < 30)
        return;
    *last = now;
    fprintf(stderr, "measured %zu of %zu\n", done, n);
}

static enum fpk_status measure(const struct fpk_values *values, struct fpk_order_study **studies,
                               char digest[FPK_DIGEST_TEXT], struct fpk_orders_measured *m)
{
    time_t last = 0;
    struct fpk_order_run run = {.particles = PARTICLES,
                                .threads = (int)fpk_values_integer(values, "threads"),
                                .progress = fpk_values_flag(values, "quiet") ? NULL : talk,
                                .ctx = &last};
    FPK_TRY(fpk_seed_read(fpk_values_text(values, "seed"), &run.seed));
    if (fpk_values_has(values, "write"))
        FPK_TRY(fpk_file_try(fpk_values_text(values, "write")));
    *m = (struct fpk_orders_measured){
        .particles = run.particles, .seed = run.seed, .digest = digest};
    FPK_TRY(fpk_orders_measure(&run, &m->n, studies));
    m->study = *studies;
    FPK_TRY(fpk_orders_digest(m->study, m->n, digest));
    struct fpk_text text = {0};
    fpk_orders_source(&text, m);
    return fpk_orders_write(&text, values);
}

/* The digest that is printed is that of the numbers that are printed. */
static enum fpk_status compiled_in(char digest[FPK_DIGEST_TEXT], struct fpk_orders_measured *m)
{
    *m = fpk_orders_measured();
    FPK_TRY(fpk_orders_digest(m->study, m->n, digest));
    return fpk_orders_untouched("src/convergence/measured.inc", digest, m->digest);
}

enum fpk_status fpk_show_integrators(const struct fpk_call *call)
{
    const struct fpk_values *values = call->values;
    struct fpk_order_study *studies = NULL;
    struct fpk_orders_measured m;
    char digest[FPK_DIGEST_TEXT];
    bool again = fpk_values_flag(values, "measure");
    FPK_CHECK(again || !(fpk_values_given(values, "seed") || fpk_values_given(values, "write")),
              FPK_USAGE, "--seed and --write belong to a new measurement: add --measure");
    enum fpk_status status =
        again ? measure(values, &studies, digest, &m) : compiled_in(digest, &m);
    if (status == FPK_OK)
        status = fpk_values_flag(values, "json")
                     ? print_json(&m)
                     : print_table(&m, fpk_values_flag(values, "points"));
    if (status == FPK_OK && failures(&m) > 0)
        status = FPK_REJECTED;
    fpk_release(&studies);
    return status;
}
