/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of writing a figure: check, data, script, pictures. */
#ifndef FPK_FIGURE_FIGURE_PRIV_H
#define FPK_FIGURE_FIGURE_PRIV_H

#include "fpk/figure/figure.h"
#include "fpk/record/text.h"

/* The whole .dat file: block k belongs to the k-th layer in order of panels and layers. */
enum fpk_status fpk_figure_data(const struct fpk_figure *figure, struct fpk_text *out) FPK_MUST_USE;

/* The whole .gp file. */
void fpk_figure_script(const struct fpk_figure *figure, struct fpk_text *out);

/* The range that an axis shows: the one given, else from the data. */
void fpk_panel_range(const struct fpk_panel *panel, bool along_x, double *low, double *high);

/* Title and caption as labels of the whole picture, and its size in pixels. */
struct fpk_frame {
    size_t columns, rows, caption_lines;
    double width, height;
};
struct fpk_frame fpk_figure_frame(const struct fpk_figure *figure);
void fpk_figure_caption(const struct fpk_figure *figure, const struct fpk_frame *frame,
                        struct fpk_text *out);

/* The margins of panel p inside it. */
void fpk_figure_margins(const struct fpk_figure *figure, const struct fpk_frame *frame, size_t p,
                        struct fpk_text *out);
bool fpk_panel_has_heat(const struct fpk_panel *panel);

/* Appends text as a gnuplot constant: in single quotes nothing is interpreted but the quote. */
void fpk_quote(struct fpk_text *out, const char *text);

/* Runs `gnuplot FOLDER/NAME.gp` so that both pictures are replaced atomically. */
enum fpk_status fpk_figure_draw(const char *name, const char *folder,
                                char note[FPK_NOTE_TEXT]) FPK_MUST_USE;

#endif
