/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogues of `fpk show`, read off the lists of the layers (but for the schedules: words). */
#include "catalogue.h"

#include "show.h"

#include "fpk/model/model.h"
#include "fpk/record/json_writer.h"

#include <stdio.h>

/* One entry of any catalogue. */
struct entry {
    const char *name, *sentence, *detail, *citation;
    const struct fpk_parameter *parameter;
    size_t n_parameter;
    const struct fpk_model_fact *fact;
    size_t n_fact;
};

/* Facts of a model, their numbers for the default parameters. */
static enum fpk_status each_fact(const struct entry *e, void *to,
                                 void (*tell)(void *to, const struct fpk_model_fact *fact,
                                              double value))
{
    struct fpk_values values = {0};
    FPK_TRY(fpk_values_init(&values, e->parameter, e->n_parameter));
    for (size_t i = 0; i < e->n_fact; i++)
        tell(to, &e->fact[i], e->fact[i].value ? e->fact[i].value(&values) : 0);
    fpk_values_clear(&values);
    return FPK_OK;
}

static void fact_to_json(void *to, const struct fpk_model_fact *fact, double value)
{
    struct fpk_json_writer *w = to;
    fpk_json_object_begin(w, NULL);
    fpk_json_add_text(w, "name", fact->name);
    fpk_json_add_text(w, "formula", fact->formula);
    if (fact->value)
        fpk_json_add_number(w, "value", value);
    fpk_json_object_end(w);
}

static void print_fact(void *to, const struct fpk_model_fact *fact, double value)
{
    (void)to;
    printf("    %s: %s", fact->name, fact->formula);
    if (fact->value)
        printf(" [%.10g]", value);
    putchar('\n');
}

void fpk_catalogue_json(struct fpk_json_writer *w, const struct fpk_parameter *p, size_t n)
{
    fpk_json_list_begin(w, "parameters");
    for (size_t i = 0; i < n; i++) {
        fpk_json_object_begin(w, NULL);
        fpk_json_add_text(w, "name", p[i].name);
        if (p[i].fallback)
            fpk_json_add_text(w, "default", p[i].fallback);
        fpk_json_add_text(w, "doc", p[i].doc ? p[i].doc : "");
        fpk_json_object_end(w);
    }
    fpk_json_list_end(w);
}

void fpk_catalogue_text(struct fpk_text *text, const struct fpk_parameter *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fpk_text_add(text, "    --%-18s %s%s%s%s\n", p[i].name, p[i].doc ? p[i].doc : "",
                     p[i].fallback ? " [" : "", p[i].fallback ? p[i].fallback : "",
                     p[i].fallback ? "]" : "");
}

static enum fpk_status entry_to_json(struct fpk_json_writer *w, const struct entry *e)
{
    fpk_json_add_text(w, "name", e->name);
    fpk_json_add_text(w, "sentence", e->sentence);
    if (e->detail)
        fpk_json_add_text(w, "equation", e->detail);
    if (e->citation)
        fpk_json_add_text(w, "citation", e->citation);
    fpk_catalogue_json(w, e->parameter, e->n_parameter);
    if (e->n_fact == 0)
        return FPK_OK;
    fpk_json_list_begin(w, "facts");
    FPK_TRY(each_fact(e, w, fact_to_json));
    fpk_json_list_end(w);
    return FPK_OK;
}

static enum fpk_status print_entry(const struct entry *e)
{
    printf("%s\n    %s\n", e->name, e->sentence);
    if (e->detail)
        printf("    %s\n", e->detail);
    struct fpk_text text = {0};
    fpk_catalogue_text(&text, e->parameter, e->n_parameter);
    FPK_TRY(fpk_text_status(&text));
    if (text.n > 0)
        fwrite(text.bytes, 1, text.n, stdout);
    fpk_text_clear(&text);
    FPK_TRY(each_fact(e, NULL, print_fact));
    if (e->citation)
        printf("    %s\n", e->citation);
    putchar('\n');
    return FPK_OK;
}

static enum fpk_status flush_stdout(void)
{
    FPK_CHECK(fflush(stdout) == 0 && !ferror(stdout), FPK_IO,
              "the answer could not be written to standard output");
    return FPK_OK;
}

static enum fpk_status print_entries(const struct fpk_call *call, const char *key, size_t n,
                                     void (*get)(size_t i, struct entry *e))
{
    struct entry e;
    if (!fpk_values_flag(call->values, "json")) {
        for (size_t i = 0; i < n; i++) {
            get(i, &e);
            FPK_TRY(print_entry(&e));
        }
        return flush_stdout();
    }
    struct fpk_json_writer w = {0};
    enum fpk_status status = FPK_OK;
    fpk_json_object_begin(&w, NULL);
    fpk_json_list_begin(&w, key);
    for (size_t i = 0; status == FPK_OK && i < n; i++) {
        get(i, &e);
        fpk_json_object_begin(&w, NULL);
        status = entry_to_json(&w, &e);
        fpk_json_object_end(&w);
    }
    fpk_json_list_end(&w);
    fpk_json_object_end(&w);
    if (status == FPK_OK)
        return fpk_json_flush(&w, stdout);
    fpk_json_writer_clear(&w);
    return status;
}

static void get_model(size_t i, struct entry *e)
{
    size_t n;
    const struct fpk_model_kind *kind = fpk_model_kinds(&n)[i];
    *e = (struct entry){kind->name,      kind->sentence,    kind->equation, kind->citation,
                        kind->parameter, kind->n_parameter, kind->fact,     kind->n_fact};
}

enum fpk_status fpk_show_models(const struct fpk_call *call)
{
    size_t n;
    fpk_model_kinds(&n);
    return print_entries(call, "models", n, get_model);
}

static const struct entry schedules[] = {
    {.name = "linear", .sentence = "beta linear from 1e-4 to 2e-2", .citation = "arXiv:2006.11239"},
    {.name = "scaled-linear",
     .sentence = "sqrt(beta) linear, beta from .00085 to .012",
     .citation = "arXiv:2112.10752"},
    {.name = "cosine",
     .sentence = "abar = cos^2(pi/2 (t + .008)/1.008) / its value at 0, beta clipped at .999",
     .citation = "arXiv:2102.09672"},
    {.name = "sigmoid",
     .sentence = "beta from 1e-4 to 2e-2 along the logistic function of -6 .. 6",
     .citation = "arXiv:2203.02923"},
    {.name = "exponential", .sentence = "abar = e^(-12 (t + 1)/T): beta is constant"},
    {.name = "vp",
     .sentence = "dX = -beta(t) X/2 dt + sqrt(beta(t)) dW, beta linear, .1 .. 20",
     .citation = "arXiv:2011.13456"},
    {.name = "sub-vp",
     .sentence = "the same drift and less noise: alpha^2 + sigma = 1",
     .citation = "arXiv:2011.13456"},
    {.name = "ve",
     .sentence = "dX = g(t) dW, sigma(t) geometric from .01 to 50",
     .citation = "arXiv:2011.13456"},
    {.name = "edm",
     .sentence = "sigma = t from 80 to .002, alpha = 1",
     .citation = "arXiv:2206.00364"},
    {.name = "flow",
     .sentence = "alpha = 1 - t, sigma = t: straight lines from data to noise",
     .citation = "arXiv:2209.03003"},
};

static void get_schedule(size_t i, struct entry *e)
{
    *e = schedules[i];
}

enum fpk_status fpk_show_schedules(const struct fpk_call *call)
{
    return print_entries(call, "schedules", sizeof schedules / sizeof *schedules, get_schedule);
}
