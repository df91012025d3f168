/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The results of a run, for a person and for a program (run_priv.h). */
#include "run_priv.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LINE = 100 }; /* columns of a terminal */

static const char *colour_of(enum fpk_status outcome)
{
    switch (outcome) {
    case FPK_REJECTED:
        return "\033[31m";
    case FPK_INCONCLUSIVE:
        return "\033[33m";
    default:
        return "\033[32m";
    }
}

static int width_of(const char *text)
{
    int n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

static void padded(struct fpk_text *out, const char *text, int width)
{
    fpk_text_add(out, "%s%*s", text, width > width_of(text) ? width - width_of(text) : 0, "");
}

/* Adds text broken at blanks so that no line reaches beyond LINE, each line behind `indent`. */
static void wrapped(struct fpk_text *out, const char *text, int indent)
{
    while (*text) {
        int n = 0, cut = 0;
        for (; text[n] && n <= LINE - indent; n++)
            if (text[n] == ' ')
                cut = n;
        if (!text[n] && n <= LINE - indent)
            cut = n;
        else if (cut == 0)
            cut = n;
        fpk_text_add(out, "%*s%.*s\n", indent, "", cut, text);
        for (text += cut; *text == ' ';)
            text++;
    }
}

/* One line per pair where all fit, else the reason on lines of its own. */
static void print_verdicts(const struct fpk_run *run, bool colour, struct fpk_text *out)
{
    int pair = 4, reason = 7;
    for (size_t i = 0; i < run->n_verdict; i++) {
        const struct fpk_verdict_row *row = &run->verdict[i];
        pair = width_of(row->what) > pair ? width_of(row->what) : pair;
        reason = width_of(row->verdict.reason) > reason ? width_of(row->verdict.reason) : reason;
    }
    bool wide = 31 + pair + reason > LINE;
    fpk_text_add(out, "\n%-13s %-14s ", "verdict", "rule");
    if (wide) {
        fpk_text_add(out, "pair\n");
    } else {
        padded(out, "pair", pair);
        fpk_text_add(out, "  because\n");
    }
    for (size_t i = 0; i < run->n_verdict; i++) {
        const struct fpk_verdict *v = &run->verdict[i].verdict;
        fpk_text_add(out, "%s%-13s%s %-14s ", colour ? colour_of(v->outcome) : "",
                     fpk_verdict_word(v), colour ? "\033[0m" : "", fpk_rule_name(v->rule));
        if (wide) {
            fpk_text_add(out, "%s\n", run->verdict[i].what);
            wrapped(out, v->reason, 4);
        } else {
            padded(out, run->verdict[i].what, pair);
            fpk_text_add(out, "  %s\n", v->reason);
        }
    }
}

/* Columns of 11, which hold six digits and an exponent; a wider heading widens its column. */
static void print_table(const struct fpk_number_table *t, struct fpk_text *out)
{
    int width = 0;
    for (size_t i = 0; i < t->n; i++)
        width = width_of(t->row[i].label) > width ? width_of(t->row[i].label) : width;
    fpk_text_add(out, "\n%s\n%*s", t->title, width, "");
    for (size_t k = 0; k < t->n_column; k++)
        fpk_text_add(out, " %11s", t->column[k]);
    fpk_text_add(out, "\n");
    for (size_t i = 0; i < t->n; i++) {
        padded(out, t->row[i].label, width);
        for (size_t k = 0; k < t->n_column; k++) {
            int w = width_of(t->column[k]) > 11 ? width_of(t->column[k]) : 11;
            if (isnan(t->row[i].value[k]))
                fpk_text_add(out, " %*s", w, "-");
            else
                fpk_text_add(out, " %*.6g", w, t->row[i].value[k]);
        }
        fpk_text_add(out, "\n");
    }
}

static const char *outcome_word(enum fpk_status outcome)
{
    return outcome == FPK_REJECTED       ? "rejected"
           : outcome == FPK_INCONCLUSIVE ? "inconclusive"
                                         : "accepted";
}

void fpk_run_print_text(const struct fpk_run *run, bool colour, struct fpk_text *out)
{
    const struct fpk_experiment *e = run->experiment;
    fpk_text_add(out, "%s (%s): %s\nseed %llu%s\n", e->name, e->source, e->sentence,
                 (unsigned long long)run->seed, run->quick ? ", quick" : "");
    if (run->n_verdict)
        print_verdicts(run, colour, out);
    for (size_t i = 0; i < run->n_table; i++)
        print_table(&run->table[i], out);
    if (run->said.n)
        fpk_text_add(out, "\n%s", run->said.bytes);
    fpk_text_add(out, "\n");
    if (run->n_verdict) {
        enum fpk_status outcome = fpk_run_outcome(run);
        fpk_text_add(out, "outcome  %s%s%s\n", colour ? colour_of(outcome) : "",
                     outcome_word(outcome), colour ? "\033[0m" : "");
    }
    if (run->data_digest[0])
        fpk_text_add(out, "data     %s/%s.h5  sha256 %s\n", run->folder, e->name, run->data_digest);
    for (const char *c = run->pictures.bytes; c && *c;) {
        int n = (int)strcspn(c, "\n");
        fpk_text_add(out, "picture  %.*s\n", n, c);
        c += n + 1;
    }
}

/* ---- JSON ---- */

static void json_verdict(struct fpk_json_writer *w, const struct fpk_verdict_row *row)
{
    const struct fpk_verdict *v = &row->verdict;
    fpk_json_object_begin(w, NULL);
    fpk_json_add_text(w, "pair", row->what);
    fpk_json_add_text(w, "rule", fpk_rule_name(v->rule));
    fpk_json_add_text(w, "verdict", fpk_verdict_word(v));
    fpk_json_add_text(w, "because", v->reason);
    if (v->rule == FPK_RULE_EXACT) {
        fpk_json_add_number(w, "statistic", v->test.statistic);
        fpk_json_add_number(w, "dof", v->test.dof);
        fpk_json_add_number(w, "p_value", v->adjusted_p);
        fpk_json_add_number(w, "alpha", v->alpha);
        fpk_json_add_number(w, "particles", (double)v->test.n);
        fpk_json_add_number(w, "detects", v->detects);
    } else {
        fpk_json_add_number(w, "distance", v->distance);
    }
    if (v->rule == FPK_RULE_DETERMINISTIC) {
        fpk_json_add_number(w, "error_1", v->error_1);
        fpk_json_add_number(w, "error_2", v->error_2);
        fpk_json_add_number(w, "cap", v->cap);
    }
    if (v->rule == FPK_RULE_APPROXIMATE) {
        fpk_json_add_number(w, "order", v->order.order);
        fpk_json_add_numbers(w, "dt", v->order.n, v->order.dt);
        fpk_json_add_numbers(w, "distances", v->order.n, v->order.d);
    }
    fpk_json_object_end(w);
}

static void json_table(struct fpk_json_writer *w, const struct fpk_number_table *t)
{
    fpk_json_object_begin(w, NULL);
    fpk_json_add_text(w, "title", t->title);
    fpk_json_list_begin(w, "rows");
    for (size_t i = 0; i < t->n; i++) {
        fpk_json_object_begin(w, NULL);
        fpk_json_add_text(w, "row", t->row[i].label);
        for (size_t k = 0; k < t->n_column; k++)
            fpk_json_add_number(w, t->column[k], t->row[i].value[k]);
        fpk_json_object_end(w);
    }
    fpk_json_list_end(w);
    fpk_json_object_end(w);
}

static void json_lines(struct fpk_json_writer *w, const char *key, const struct fpk_text *text)
{
    char line[1100];
    fpk_json_list_begin(w, key);
    for (const char *c = text->bytes; c && *c;) {
        int n = (int)strcspn(c, "\n");
        snprintf(line, sizeof line, "%.*s", n, c);
        fpk_json_add_text(w, NULL, line);
        c += n + 1;
    }
    fpk_json_list_end(w);
}

static void json_provenance(struct fpk_json_writer *w, const struct fpk_provenance *p)
{
    fpk_json_object_begin(w, "provenance");
    for (size_t i = 0; i < p->n; i++) {
        const struct fpk_fact *f = &p->fact[i];
        if (f->text)
            fpk_json_add_text(w, f->key, f->text);
        else if (f->n == 1)
            fpk_json_add_number(w, f->key, f->value[0]);
        else
            fpk_json_add_numbers(w, f->key, f->n, f->value);
    }
    fpk_json_object_end(w);
}

void fpk_run_print_json(const struct fpk_run *run, struct fpk_json_writer *w)
{
    fpk_json_object_begin(w, NULL);
    fpk_json_add_text(w, "experiment", run->experiment->name);
    fpk_json_add_text(w, "question", run->experiment->sentence);
    json_provenance(w, &run->provenance);
    if (run->n_verdict)
        fpk_json_add_text(w, "outcome", outcome_word(fpk_run_outcome(run)));
    fpk_json_list_begin(w, "verdicts");
    for (size_t i = 0; i < run->n_verdict; i++)
        json_verdict(w, &run->verdict[i]);
    fpk_json_list_end(w);
    fpk_json_list_begin(w, "tables");
    for (size_t i = 0; i < run->n_table; i++)
        json_table(w, &run->table[i]);
    fpk_json_list_end(w);
    json_lines(w, "found", &run->said);
    if (run->data_digest[0])
        fpk_json_add_text(w, "data_sha256", run->data_digest);
    fpk_json_add_text(w, "out", run->folder);
    json_lines(w, "pictures", &run->pictures);
    fpk_json_object_end(w);
}
