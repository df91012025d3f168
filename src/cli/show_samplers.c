/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk show samplers`: each method, what it claims, and what was measured with exact scores:
 * compiled in from an earlier run, or, with --measure, by running it all again. */
#include "catalogue.h"
#include "claims.h"
#include "orders.h"
#include "show.h"

#include "fpk/base/memory.h"
#include "fpk/record/file.h"
#include "fpk/record/json_writer.h"
#include "fpk/sampler/sampler.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool is_of(const struct fpk_claim_study *s, const struct fpk_sampler *sampler,
                  const struct fpk_sampler_claim *claim)
{
    const char *a = claim->spacing ? claim->spacing : "", *b = s->spacing ? s->spacing : "";
    return strcmp(s->method, sampler->name) == 0 && strcmp(s->options, claim->options) == 0 &&
           strcmp(a, b) == 0;
}

/* Of a claim's studies by one measure the one with the smallest order, which decides. */
static const struct fpk_claim_study *deciding(const struct fpk_claims_measured *m,
                                              const struct fpk_sampler *sampler,
                                              const struct fpk_sampler_claim *claim, int measure)
{
    const struct fpk_claim_study *worst = NULL;
    for (size_t i = 0; i < m->n; i++) {
        const struct fpk_claim_study *s = &m->study[i];
        if (is_of(s, sampler, claim) && (int)s->measure == measure &&
            (!worst || (worst->passed && !s->passed) ||
             (worst->passed == s->passed && s->fine < worst->fine)))
            worst = s;
    }
    return worst;
}

/* "1.013", "no error"; ! behind it: does not bear out the claim. */
static void order_words(const struct fpk_claim_study *s, char out[24])
{
    if (!s)
        snprintf(out, 24, "-");
    else if (isinf(s->slope))
        snprintf(out, 24, "no error");
    else if (isnan(s->slope))
        snprintf(out, 24, "?!");
    else
        snprintf(out, 24, "%.3f%s", s->fine, s->passed ? "" : "!");
}

static size_t failures(const struct fpk_claims_measured *m)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n; i++)
        n += !m->study[i].passed;
    return n;
}

static void add_claim(struct fpk_text *text, const struct fpk_claims_measured *m,
                      const struct fpk_sampler *sampler, const struct fpk_sampler_claim *claim)
{
    char word[FPK_CLAIM_MEASURES][24];
    for (int k = 0; k < FPK_CLAIM_MEASURES; k++)
        order_words(deciding(m, sampler, claim, k), word[k]);
    fpk_text_add(text, "%-26s %-48s %-8s %5g  %-8s %-8s %-8s %4g\n", sampler->name, claim->options,
                 claim->spacing ? claim->spacing : "-", claim->order, word[0], word[1], word[2],
                 claim->evaluations);
}

static void add_points(struct fpk_text *text, const struct fpk_claims_measured *m)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct fpk_claim_study *s = &m->study[i];
        char word[24];
        order_words(s, word);
        fpk_text_add(text, "\n%s %s, %s, %s: claims %g, slope %.3f +- %.3f, finest %s\n", s->method,
                     s->options, fpk_claim_problem_name(s->problem),
                     fpk_claim_measure_name(s->measure), s->claimed, s->slope, s->slope_se, word);
        for (size_t k = 0; k < FPK_CLAIM_POINTS; k++)
            fpk_text_add(text, "    steps %-5.0f evaluations %-5.0f error %-12.6g +- %.2g\n",
                         s->steps[k], s->evaluations[k], s->error[k], s->bound[k]);
    }
}

static const char *const support[] = {"plan", "law", "probe", "flow"};
enum { N_SUPPORT = sizeof support / sizeof *support };

static void add_sampler(struct fpk_text *text, const struct fpk_sampler *s)
{
    fpk_text_add(text, "\n%s\n    %s\n    supports:", s->name, s->sentence);
    for (int k = 0; k < N_SUPPORT; k++)
        if (s->supports >> k & 1)
            fpk_text_add(text, " %s", support[k]);
    fpk_text_add(text, "\n");
    fpk_catalogue_text(text, s->parameter, s->n_parameter);
    fpk_text_add(text, "    %s\n", s->citation ? s->citation : "");
}

static enum fpk_status print_table(const struct fpk_claims_measured *m, bool points)
{
    struct fpk_text text = {0};
    size_t n;
    const struct fpk_sampler *const *all = fpk_samplers(&n);
    fpk_text_add(&text, "%-26s %-48s %-8s %5s  %-8s %-8s %-8s %4s\n", "method", "options",
                 "spacing", "order", "tv", "w1", "rms", "f");
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < all[i]->n_claim; c++)
            add_claim(&text, m, all[i], &all[i]->claim[c]);
    fpk_text_add(&text,
                 "\norder: claimed; tv, w1, rms: measured with exact scores, the smaller of a "
                 "Gaussian's and a\nmixture's, between the two finest of four step counts; f: "
                 "evaluations in a step\n%zu of %zu studies do not bear out their claim\n"
                 "sha256 %s\n",
                 failures(m), m->n, m->digest);
    if (points)
        add_points(&text, m);
    for (size_t i = 0; i < n; i++)
        add_sampler(&text, all[i]);
    enum fpk_status status = fpk_text_status(&text);
    if (status == FPK_OK &&
        (fwrite(text.bytes, 1, text.n, stdout) != text.n || fflush(stdout) != 0))
        status = fpk_fail(FPK_IO, "the answer could not be written to standard output");
    fpk_text_clear(&text);
    return status;
}

static void study_json(struct fpk_json_writer *w, const struct fpk_claim_study *s)
{
    fpk_json_object_begin(w, NULL);
    fpk_json_add_text(w, "problem", fpk_claim_problem_name(s->problem));
    fpk_json_add_text(w, "measure", fpk_claim_measure_name(s->measure));
    fpk_json_add_number(w, "slope", s->slope);
    fpk_json_add_number(w, "slope_se", s->slope_se);
    fpk_json_add_number(w, "fine", s->fine);
    fpk_json_add_bool(w, "passed", s->passed);
    fpk_json_add_numbers(w, "steps", FPK_CLAIM_POINTS, s->steps);
    fpk_json_add_numbers(w, "evaluations", FPK_CLAIM_POINTS, s->evaluations);
    fpk_json_add_numbers(w, "error", FPK_CLAIM_POINTS, s->error);
    fpk_json_add_numbers(w, "numerical_error", FPK_CLAIM_POINTS, s->bound);
    fpk_json_object_end(w);
}

static void claim_json(struct fpk_json_writer *w, const struct fpk_claims_measured *m,
                       const struct fpk_sampler *sampler, const struct fpk_sampler_claim *claim)
{
    double least = INFINITY;
    fpk_json_object_begin(w, NULL);
    fpk_json_add_text(w, "options", claim->options);
    if (claim->spacing)
        fpk_json_add_text(w, "spacing", claim->spacing);
    fpk_json_add_number(w, "claimed", claim->order);
    fpk_json_add_bool(w, "pathwise", claim->pathwise);
    fpk_json_add_number(w, "evaluations_per_step", claim->evaluations);
    fpk_json_list_begin(w, "studies");
    for (size_t i = 0; i < m->n; i++)
        if (is_of(&m->study[i], sampler, claim)) {
            double fine = m->study[i].fine; /* one that is not known makes the least unknown */
            study_json(w, &m->study[i]);
            least = isnan(least) || fine >= least ? least : fine;
        }
    fpk_json_list_end(w);
    fpk_json_add_number(w, "measured", least);
    fpk_json_object_end(w);
}

static void sampler_json(struct fpk_json_writer *w, const struct fpk_claims_measured *m,
                         const struct fpk_sampler *s)
{
    fpk_json_object_begin(w, NULL);
    fpk_json_add_text(w, "name", s->name);
    fpk_json_add_text(w, "sentence", s->sentence);
    fpk_json_add_text(w, "citation", s->citation ? s->citation : "");
    fpk_json_list_begin(w, "supports");
    for (int k = 0; k < N_SUPPORT; k++)
        if (s->supports >> k & 1)
            fpk_json_add_text(w, NULL, support[k]);
    fpk_json_list_end(w);
    fpk_json_list_begin(w, "claims");
    for (size_t c = 0; c < s->n_claim; c++)
        claim_json(w, m, s, &s->claim[c]);
    fpk_json_list_end(w);
    fpk_catalogue_json(w, s->parameter, s->n_parameter);
    fpk_json_object_end(w);
}

static enum fpk_status print_json(const struct fpk_claims_measured *m)
{
    struct fpk_json_writer w = {0};
    size_t n;
    const struct fpk_sampler *const *all = fpk_samplers(&n);
    fpk_json_object_begin(&w, NULL);
    fpk_json_list_begin(&w, "samplers");
    for (size_t i = 0; i < n; i++)
        sampler_json(&w, m, all[i]);
    fpk_json_list_end(&w);
    fpk_json_add_integer(&w, "studies", (long long)m->n);
    fpk_json_add_integer(&w, "failed", (long long)failures(m));
    fpk_json_add_text(&w, "sha256", m->digest);
    fpk_json_object_end(&w);
    return fpk_json_flush(&w, stdout);
}

static enum fpk_status measure(const struct fpk_values *values, struct fpk_claim_study **studies,
                               char digest[FPK_DIGEST_TEXT], struct fpk_claims_measured *m)
{
    struct fpk_claim_run run = {.threads = (int)fpk_values_integer(values, "threads")};
    struct fpk_text text = {0};
    if (fpk_values_has(values, "write"))
        FPK_TRY(fpk_file_try(fpk_values_text(values, "write")));
    *m = (struct fpk_claims_measured){.digest = digest};
    FPK_TRY(fpk_claims_measure(&run, &m->n, studies));
    m->study = *studies;
    FPK_TRY(fpk_claims_digest(m->study, m->n, digest));
    fpk_claims_source(&text, m);
    return fpk_orders_write(&text, values);
}

/* The digest that is printed is that of the numbers that are printed. */
static enum fpk_status compiled_in(char digest[FPK_DIGEST_TEXT], struct fpk_claims_measured *m)
{
    *m = fpk_claims_measured();
    FPK_TRY(fpk_claims_digest(m->study, m->n, digest));
    return fpk_orders_untouched("src/study/measured.inc", digest, m->digest);
}

enum fpk_status fpk_show_samplers(const struct fpk_call *call)
{
    const struct fpk_values *values = call->values;
    struct fpk_claim_study *studies = NULL;
    struct fpk_claims_measured m;
    char digest[FPK_DIGEST_TEXT];
    bool again = fpk_values_flag(values, "measure");
    FPK_CHECK(again || !fpk_values_given(values, "write"), FPK_USAGE,
              "--write belongs to a new measurement: add --measure");
    enum fpk_status status =
        again ? measure(values, &studies, digest, &m) : compiled_in(digest, &m);
    if (status == FPK_OK)
        status = fpk_values_flag(values, "json")
                     ? print_json(&m)
                     : print_table(&m, fpk_values_flag(values, "points"));
    if (status == FPK_OK && again && failures(&m) > 0)
        status = FPK_REJECTED;
    fpk_release(&studies);
    return status;
}
