/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk law --sweep KEY=V1,V2,...`: exact errors against evaluations, for a list of samplers, as a
 * table, as JSON, and as a figure. */
#include "law_sweep.h"

#include "sampling.h"
#include "scheme.h"

#include "fpk/base/memory.h"
#include "fpk/lab/target.h"
#include "fpk/record/json_writer.h"
#include "fpk/record/text.h"
#include "fpk/study/method.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void clear(struct fpk_law_sweep *s)
{
    fpk_sweep_words_free(&s->word, s->n_word);
    fpk_sweep_words_free(&s->value, s->n_value);
    fpk_release(&s->point);
}

/* "steps=5,10,20" -> the key and its values. */
static enum fpk_status read_key(struct fpk_law_sweep *s, const char *text)
{
    size_t n = strcspn(text, "=");
    FPK_CHECK(n > 0 && n < sizeof s->key && text[n], FPK_USAGE,
              "--sweep %.60s: write KEY=V1,V2,... as in steps=5,10,20,50", text);
    memcpy(s->key, text, n);
    s->key[n] = '\0';
    const char *rest = text + n + 1;
    size_t most = 1;
    for (const char *c = rest; *c; c++)
        most += *c == ',';
    FPK_TRY(fpk_allocate(&s->value, most));
    for (;; rest++) {
        size_t length = strcspn(rest, ",");
        FPK_CHECK(length > 0, FPK_USAGE, "--sweep %.60s: a value is missing", text);
        FPK_TRY(fpk_allocate(&s->value[s->n_value], length + 1));
        memcpy(s->value[s->n_value++], rest, length);
        rest += length;
        if (!*rest)
            return FPK_OK;
    }
}

/* The one sampler of --sampler brings the options that were typed for it. */
static enum fpk_status own_options(struct fpk_method *method, const struct fpk_values *values)
{
    for (size_t i = 0; i < method->values.n; i++) {
        const char *name = method->values.parameter[i]->name;
        if (fpk_values_given(values, name))
            FPK_TRY(fpk_values_set(&method->values, name, fpk_values_text(values, name)));
    }
    return FPK_OK;
}

static enum fpk_status one_point(const struct fpk_law_sweep *s, const struct fpk_mixture *target,
                                 const struct fpk_values *values, size_t w, size_t v,
                                 struct fpk_sweep_point *point)
{
    struct fpk_law_options options = fpk_law_options_of(values);
    struct fpk_job job = {0};
    struct fpk_method method;
    FPK_TRY(fpk_method_parse(&method, s->word[w]));
    enum fpk_status status = FPK_OK;
    if (fpk_values_has(values, "sampler"))
        status = own_options(&method, values);
    if (status == FPK_OK)
        status = fpk_values_set(&method.values, s->key, s->value[v]);
    if (status == FPK_OK)
        status = fpk_job_init(&job, target, method.sampler, &method.values);
    if (status == FPK_OK)
        status = fpk_sampling_adapt(&job, values);
    if (status == FPK_OK)
        status = fpk_sweep_point(&job, &options, point);
    fpk_job_clear(&job);
    fpk_method_clear(&method);
    return status == FPK_OK
               ? FPK_OK
               : fpk_fail_context(status, "%s, %s=%s", s->word[w], s->key, s->value[v]);
}

static enum fpk_status compute(struct fpk_law_sweep *s, const struct fpk_values *values)
{
    struct fpk_mixture target = {0};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_target_read(&target, fpk_values_text(values, "target")));
    FPK_TRY_DONE(status, fpk_allocate(&s->point, s->n_word * s->n_value));
    for (size_t w = 0; w < s->n_word; w++)
        for (size_t v = 0; v < s->n_value; v++)
            FPK_TRY_DONE(status,
                         one_point(s, &target, values, w, v, &s->point[w * s->n_value + v]));
done:
    fpk_mixture_clear(&target);
    return status;
}

static const char *const measure_name[] = {"kl_pq", "kl_qp", "tv", "w1", "w2"};
enum { N_MEASURE = sizeof measure_name / sizeof *measure_name };

static struct fpk_number measure(const struct fpk_sweep_point *p, int m)
{
    const struct fpk_number all[N_MEASURE] = {p->d.kl_pq, p->d.kl_qp, p->d.tv, p->d.w1, p->d.w2};
    return all[m];
}

static void sampler_json(struct fpk_json_writer *w, const struct fpk_law_sweep *s, size_t i)
{
    const struct fpk_sweep_point *point = s->point + i * s->n_value;
    fpk_json_object_begin(w, NULL);
    fpk_json_add_text(w, "sampler", s->word[i]);
    fpk_json_list_begin(w, "evaluations");
    for (size_t v = 0; v < s->n_value; v++)
        fpk_json_add_integer(w, NULL, (long long)point[v].evaluations);
    fpk_json_list_end(w);
    for (int error = 0; error < 2; error++) {
        if (error)
            fpk_json_object_begin(w, "numerical_error");
        for (int m = 0; m < N_MEASURE; m++) {
            fpk_json_list_begin(w, measure_name[m]);
            for (size_t v = 0; v < s->n_value; v++)
                fpk_json_add_number(
                    w, NULL, error ? measure(&point[v], m).error : measure(&point[v], m).value);
            fpk_json_list_end(w);
        }
        if (error)
            fpk_json_object_end(w);
    }
    fpk_json_list_begin(w, "refused");
    for (size_t v = 0; v < s->n_value; v++)
        fpk_json_add_text(w, NULL, point[v].reason);
    fpk_json_list_end(w);
    fpk_json_object_end(w);
}

static enum fpk_status print_json(const struct fpk_law_sweep *s)
{
    struct fpk_json_writer w = {0};
    fpk_json_object_begin(&w, NULL);
    fpk_json_add_text(&w, "sweep", s->key);
    fpk_json_list_begin(&w, "values");
    for (size_t v = 0; v < s->n_value; v++)
        fpk_json_add_text(&w, NULL, s->value[v]);
    fpk_json_list_end(&w);
    fpk_json_list_begin(&w, "samplers");
    for (size_t i = 0; i < s->n_word; i++)
        sampler_json(&w, s, i);
    fpk_json_list_end(&w);
    fpk_json_object_end(&w);
    return fpk_json_flush(&w, stdout);
}

static void add_row(struct fpk_text *text, const struct fpk_law_sweep *s, size_t i, size_t v)
{
    const struct fpk_sweep_point *p = &s->point[i * s->n_value + v];
    fpk_text_add(text, "%-40s %8s %11zu", s->word[i], s->value[v], p->evaluations);
    if (p->reason[0])
        fpk_text_add(text, "  %s", p->reason);
    for (int m = 0; m < N_MEASURE && !p->reason[0]; m++) {
        double value = measure(p, m).value;
        if (isfinite(value))
            fpk_text_add(text, "  %-11.5g", value);
        else
            fpk_text_add(text, "  %-11s", "-"); /* with its reason in the JSON */
    }
    fpk_text_add(text, "\n");
}

static enum fpk_status print_table(const struct fpk_law_sweep *s)
{
    struct fpk_text text = {0};
    fpk_text_add(&text, "%-40s %8s %11s", "sampler", s->key, "evaluations");
    for (int m = 0; m < N_MEASURE; m++)
        fpk_text_add(&text, "  %-11s", measure_name[m]);
    fpk_text_add(&text, "\n");
    for (size_t i = 0; i < s->n_word; i++)
        for (size_t v = 0; v < s->n_value; v++)
            add_row(&text, s, i, v);
    enum fpk_status status = fpk_text_status(&text);
    if (status == FPK_OK &&
        (fwrite(text.bytes, 1, text.n, stdout) != text.n || fflush(stdout) != 0))
        status = fpk_fail(FPK_IO, "the answer could not be written to standard output");
    fpk_text_clear(&text);
    return status;
}

static enum fpk_status read_words(struct fpk_law_sweep *s, const struct fpk_values *values)
{
    bool many = fpk_values_has(values, "samplers");
    FPK_CHECK(
        many != fpk_values_has(values, "sampler"), FPK_USAGE,
        "--sweep goes through --samplers A,B:key=value,... or one --sampler with its options");
    FPK_CHECK(!fpk_values_has(values, "plan"), FPK_USAGE,
              "--plan is one plan, with no options to sweep");
    FPK_CHECK(fpk_values_has(values, "target"), FPK_USAGE,
              "--sweep needs --target FILE, the density of the data");
    return fpk_sweep_words(fpk_values_text(values, many ? "samplers" : "sampler"), &s->word,
                           &s->n_word);
}

enum fpk_status fpk_law_run_sweep(const struct fpk_values *values)
{
    struct fpk_law_sweep s = {0};
    enum fpk_status status;
    FPK_TRY_DONE(status, read_words(&s, values));
    FPK_TRY_DONE(status, read_key(&s, fpk_values_text(values, "sweep")));
    FPK_TRY_DONE(status, compute(&s, values));
    if (fpk_values_has(values, "out"))
        FPK_TRY_DONE(status, fpk_law_sweep_figure(&s, fpk_values_text(values, "out")));
    status = fpk_values_flag(values, "json") ? print_json(&s) : print_table(&s);
done:
    clear(&s);
    return status;
}
