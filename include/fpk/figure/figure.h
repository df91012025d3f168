/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figure: a picture described as data: panels, each a stack of layers, written as a folder that can
 * be read, redrawn and changed without fpk.
 *
 *     FOLDER/NAME.dat   every number that is drawn, as text in blocks with a heading each
 *     FOLDER/NAME.gp    a gnuplot script; `gnuplot NAME.gp` in the folder draws it again
 *     FOLDER/NAME.svg   the pictures
 *     FOLDER/NAME.png
 *
 * The data and the script are the same bytes each time. gnuplot is started without a shell and
 * without the user's own settings; texts are quoted, never interpreted (write UTF-8 for symbols).
 * Colours are Okabe and Ito's, which people of any colour vision tell apart (Wong 2011, Nature
 * Methods 8, 441, doi:10.1038/nmeth.1618); heat maps use viridis. */
#ifndef FPK_FIGURE_FIGURE_H
#define FPK_FIGURE_FIGURE_H

#include "fpk/base/status.h"

#include <stdbool.h>
#include <stddef.h>

#define FPK_PANELS_MAX 6
#define FPK_LAYERS_MAX 16
#define FPK_NOTE_TEXT  512

enum fpk_layer_kind {
    FPK_LINE,       /* y over x */
    FPK_STEPS,      /* a histogram: x are n + 1 edges, y are n heights */
    FPK_POINTS,     /* marks at (x, y); with low and high also error bars */
    FPK_BAND,       /* filled between low and high over x */
    FPK_HEAT,       /* z[m][n] over x[n] and y[m], as colour; strictly increasing x and y */
    FPK_PATHS,      /* m thin curves y[m][n] over the same x[n] */
    FPK_HORIZONTAL, /* reference lines at y[n] */
    FPK_VERTICAL    /* reference lines at x[n] */
};

enum fpk_colour {
    FPK_NEXT, /* the next one that the panel has not used */
    FPK_BLUE,
    FPK_VERMILLION,
    FPK_GREEN,
    FPK_PURPLE,
    FPK_ORANGE,
    FPK_SKY,
    FPK_BLACK,
    FPK_GREY,
    FPK_WHITE /* for paths on a heat map */
};

enum fpk_dash { FPK_SOLID, FPK_DASHED, FPK_DOTTED };

/* All pointers are borrowed until the figure has been written. */
struct fpk_layer {
    enum fpk_layer_kind kind;
    const char *label; /* in the key; NULL: not there */
    size_t n, m;       /* see the kinds */
    const double *x, *y, *z;
    const double *low, *high; /* [n] */
    enum fpk_colour colour;
    enum fpk_dash dash;
};

struct fpk_panel {
    const char *title;             /* what the panel shows, as a sentence or a noun */
    const char *x_label, *y_label; /* with the unit: "time t (1)" */
    const char *z_label;           /* of a heat map's colours */
    bool log_x, log_y;
    double x_min, x_max, y_min, y_max; /* both 0: from the data */
    double z_min, z_max;               /* of a heat map's colours; both 0: from the data */
    bool key_left, key_bottom;         /* where the key stands; else top right */
    size_t n;
    struct fpk_layer layer[FPK_LAYERS_MAX]; /* [n], drawn in this order */
};

struct fpk_figure {
    const char *name;    /* of the files: letters, digits, '-' and '_' */
    const char *title;   /* what the figure says */
    const char *caption; /* one paragraph below it: what is seen, with the numbers; or NULL */
    size_t columns;      /* of panels; 0: one for up to 2 panels wide, chosen from n */
    size_t n;
    struct fpk_panel panel[FPK_PANELS_MAX]; /* [n], row by row */
};

/* Adds a layer and returns it, to be changed further. */
struct fpk_layer *fpk_panel_add(struct fpk_panel *panel, struct fpk_layer layer);

/* Writes the folder (made if needed). note [FPK_NOTE_TEXT] is "" when the pictures were drawn; else
 * it says why not (gnuplot missing or broken) and the command that draws them later: that is no
 * failure. FPK_USAGE for a description that cannot be drawn, FPK_IO when files cannot be written;
 * then older files are as they were. Each file is replaced atomically. */
enum fpk_status fpk_figure_write(const struct fpk_figure *figure, const char *folder,
                                 char note[FPK_NOTE_TEXT]) FPK_MUST_USE;

#endif
