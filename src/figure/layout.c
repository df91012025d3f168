/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where panels, title and caption stand in the picture. */
#include "figure_priv.h"

#include <stdio.h>

/* In pixels of the png; the svg has the same numbers. Text of 23 in a panel of 720 stays readable
 * when three panels are shown in the width of a page. */
enum {
    PANEL_W = 720,
    PANEL_H = 600,
    LEFT = 145,
    RIGHT = 30,
    RIGHT_OF_HEAT = 180,
    TOP = 66,
    BOTTOM = 120,
    TITLE_H = 76,
    LINE_H = 36,
    CAPTION_TOP = 14
};

/* Length of the first line of `text` when broken at blanks before `most` characters (UTF-8). */
static size_t first_line(const char *text, size_t most)
{
    size_t shown = 0, i = 0, cut = 0;
    for (; text[i] && shown <= most; i++) {
        if (text[i] == ' ' || text[i] == '\n')
            cut = i;
        shown += ((unsigned char)text[i] & 0xc0) != 0x80;
    }
    return !text[i] && shown <= most ? i : cut ? cut : i;
}

static size_t caption_width(const struct fpk_frame *f)
{
    return (size_t)((f->width - 80) / 12.4); /* mean width of a letter at size 23 */
}

static size_t count_lines(const char *text, size_t most)
{
    size_t lines = 0;
    while (text && *text) {
        text += first_line(text, most);
        while (*text == ' ' || *text == '\n')
            text++;
        lines++;
    }
    return lines;
}

struct fpk_frame fpk_figure_frame(const struct fpk_figure *figure)
{
    struct fpk_frame f = {.columns = figure->columns};
    if (f.columns == 0)
        f.columns = figure->n <= 3 ? figure->n : figure->n == 4 ? 2 : 3;
    if (f.columns > figure->n)
        f.columns = figure->n;
    f.rows = (figure->n + f.columns - 1) / f.columns;
    f.width = (double)(PANEL_W * f.columns);
    f.caption_lines = count_lines(figure->caption, caption_width(&f));
    f.height = (double)(PANEL_H * f.rows + (figure->title ? TITLE_H : 0) +
                        (f.caption_lines ? CAPTION_TOP + LINE_H * f.caption_lines : 0));
    return f;
}

void fpk_figure_caption(const struct fpk_figure *figure, const struct fpk_frame *f,
                        struct fpk_text *out)
{
    if (figure->title) {
        fpk_text_add(out, "set label 1 ");
        fpk_quote(out, figure->title);
        fpk_text_add(out, " at screen 0.5,%.6g center font large noenhanced\n",
                     1 - 0.55 * TITLE_H / f->height);
    }
    const char *text = figure->caption;
    for (size_t line = 0; text && *text; line++) {
        char part[1024];
        size_t n = first_line(text, caption_width(f));
        snprintf(part, sizeof part, "%.*s", (int)n, text);
        fpk_text_add(out, "set label %zu ", line + 2);
        fpk_quote(out, part);
        fpk_text_add(out, " at screen %.6g,%.6g left noenhanced\n", 40 / f->width,
                     (LINE_H * ((double)(f->caption_lines - line) - 0.35)) / f->height);
        text += n;
        while (*text == ' ' || *text == '\n')
            text++;
    }
}

void fpk_figure_margins(const struct fpk_figure *figure, const struct fpk_frame *f, size_t p,
                        struct fpk_text *out)
{
    double left = (double)(PANEL_W * (p % f->columns));
    double top = (double)(PANEL_H * (p / f->columns)) + (figure->title ? TITLE_H : 0);
    double right = left + PANEL_W - (fpk_panel_has_heat(&figure->panel[p]) ? RIGHT_OF_HEAT : RIGHT);
    fpk_text_add(out,
                 "set lmargin at screen %.6g\nset rmargin at screen %.6g\n"
                 "set tmargin at screen %.6g\nset bmargin at screen %.6g\n",
                 (left + LEFT) / f->width, right / f->width, 1 - (top + TOP) / f->height,
                 1 - (top + PANEL_H - BOTTOM) / f->height);
}
