/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/lab/options.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS     96
#define WIDEST_LEFT 30 /* a longer left column puts its text on the next line */

void fpk_help_begin(struct fpk_text *out, const struct fpk_help *help)
{
    if (help->example)
        fpk_text_add(out, "Example:\n  %s\n\n", help->example);
    if (help->usage)
        fpk_text_add(out, "Usage:\n  %s\n\n", help->usage);
    if (help->sentence)
        fpk_text_add(out, "%s\n", help->sentence);
    if (help->story)
        fpk_text_add(out, "\n%s\n", help->story);
}

/* What stands for the value: the choices, or a word in capitals. */
static const char *value_word(const struct fpk_parameter *p)
{
    switch (p->type) {
    case FPK_REAL:
        return "NUMBER";
    case FPK_INTEGER:
        return "COUNT";
    case FPK_REALS:
        return "A,B,...";
    case FPK_CHOICE:
        return strlen(p->choices) <= 16 ? p->choices : "WORD";
    case FPK_TEXT:
        return "TEXT";
    case FPK_FLAG:
        break;
    }
    return "";
}

static void left_column(const struct fpk_parameter *p, char *out, size_t room)
{
    const char *word = value_word(p);
    snprintf(out, room, "  --%s%s%s", p->name, *word ? " " : "", word);
}

/* "step of the scheme [time, 1e-12 ... 10; default 0.01]" */
static void right_column(const struct fpk_parameter *p, struct fpk_text *out)
{
    const char *link = " [";
    fpk_text_add(out, "%s", p->doc ? p->doc : "");
    if (p->type == FPK_CHOICE && strcmp(value_word(p), "WORD") == 0) {
        fpk_text_add(out, "%s%s", link, p->choices);
        link = "; ";
    }
    if (p->unit && strcmp(p->unit, "1") != 0) {
        fpk_text_add(out, "%sin units of %s", link, p->unit);
        link = "; ";
    }
    if (p->min != 0 || p->max != 0) {
        if (p->min > 0 && p->min <= 1e-300 && p->max >= 1e300) /* any positive number */
            fpk_text_add(out, "%spositive", link);
        else
            fpk_text_add(out, "%s%.6g ... %.6g", link, p->min, p->max);
        link = "; ";
    }
    if (p->fallback && *p->fallback && p->type != FPK_FLAG) {
        fpk_text_add(out, "%sdefault %s", link, p->fallback);
        link = "; ";
    }
    if (strcmp(link, "; ") == 0)
        fpk_text_add(out, "]");
}

/* Breaks `text` at blanks into lines that start at column `indent`. */
static void add_wrapped(struct fpk_text *out, const char *text, int indent)
{
    int at = indent;
    while (*text) {
        int word = (int)strcspn(text, " ");
        if (at > indent && at + 1 + word > COLUMNS) {
            fpk_text_add(out, "\n%*s", indent, "");
            at = indent;
        }
        fpk_text_add(out, "%s%.*s", at > indent ? " " : "", word, text);
        at += word + (at > indent);
        text += word;
        while (*text == ' ')
            text++;
    }
    fpk_text_add(out, "\n");
}

void fpk_help_options(struct fpk_text *out, const char *title, const struct fpk_parameter *table,
                      size_t n)
{
    char left[160];
    int width = 0;
    for (size_t i = 0; i < n; i++) {
        left_column(&table[i], left, sizeof left);
        int w = (int)strlen(left);
        if (w > width && w <= WIDEST_LEFT)
            width = w;
    }
    fpk_text_add(out, "\n%s:\n", title);
    for (size_t i = 0; i < n; i++) {
        struct fpk_text right = {0};
        left_column(&table[i], left, sizeof left);
        right_column(&table[i], &right);
        if ((int)strlen(left) > width)
            fpk_text_add(out, "%s\n%*s", left, width + 2, "");
        else
            fpk_text_add(out, "%-*s", width + 2, left);
        add_wrapped(out, right.bytes ? right.bytes : "", width + 2);
        fpk_text_clear(&right);
    }
}
