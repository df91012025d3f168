/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The .gp file of a figure (fpk_figure_script). */
#include "figure_priv.h"

#include <math.h>

static void head(struct fpk_text *out, const struct fpk_figure *figure, const struct fpk_frame *f)
{
    fpk_text_add(out,
                 "# %s. Draw it again, in this folder: gnuplot %s.gp\n"
                 "# The numbers are in %s.dat, one block per curve.\n"
                 "if (!exists('svg')) svg = '%s.svg'\n"
                 "if (!exists('png')) png = '%s.png'\n\n"
                 "set encoding utf8\nset datafile missing 'NaN'\n"
                 "do for [format in 'svg png'] {\n"
                 "if (format eq 'svg') {\n"
                 "    set terminal svg size %.0f,%.0f font 'DejaVu Sans,23'"
                 " background '#ffffff'\n    set output svg\n    large = 'DejaVu Sans,30'; bold = "
                 "'DejaVu Sans,25'; dot = 0.7\n} else {\n"
                 "    set terminal pngcairo size %.0f,%.0f font 'DejaVu Sans,17'\n"
                 "    set output png\n    large = 'DejaVu Sans:Bold,22'; bold = 'DejaVu "
                 "Sans:Bold,17'; dot = 1.3\n}\n\n",
                 figure->name, figure->name, figure->name, figure->name, figure->name, f->width,
                 f->height, f->width, f->height);
    fpk_text_add(out, "set multiplot\n"
                      "set border lw 1.5 lc rgb '#404040'\n"
                      "set tics nomirror out\n"
                      "set grid lc rgb '#d9d9d9' lw 1 lt 1\n"
                      "set style fill solid noborder\n"
                      "set samples 500\n");
}

/* Marks at 1, 2, 5 times powers of ten where fewer than three decades are shown, else at powers. */
static void log_tics(struct fpk_text *out, const char *axis, double low, double high)
{
    if (high / low >= 1e3) {
        fpk_text_add(out, "set %stics autofreq\nset format %s '10^{%%T}'\n", axis, axis);
        return;
    }
    static const double steps[] = {1, 2, 5};
    const char *link = "";
    fpk_text_add(out, "set format %s '%%g'\nset %stics (", axis, axis);
    for (int power = (int)floor(log10(low)); power <= (int)ceil(log10(high)); power++)
        for (int k = 0; k < 3; k++) {
            double at = steps[k] * pow(10, power);
            if (at < low * 0.999 || at > high * 1.001)
                continue;
            fpk_text_add(out, "%s%.6g", link, at);
            link = ", ";
        }
    fpk_text_add(out, ")\n");
}

static void range(struct fpk_text *out, const struct fpk_panel *panel, bool along_x)
{
    double low, high;
    const char *axis = along_x ? "x" : "y";
    fpk_panel_range(panel, along_x, &low, &high);
    fpk_text_add(out, "set %srange [%.9g:%.9g]\n", axis, low, high);
    if (along_x ? panel->log_x : panel->log_y)
        log_tics(out, axis, low, high);
    else
        fpk_text_add(out, "set format %s '%%g'\nset %stics autofreq\n", axis, axis);
}

static void axes(struct fpk_text *out, const struct fpk_panel *panel)
{
    const struct {
        const char *name, *text;
    } label[] = {{"title", panel->title},
                 {"xlabel", panel->x_label},
                 {"ylabel", panel->y_label},
                 {"cblabel", panel->z_label}};
    for (size_t i = 0; i < sizeof label / sizeof *label; i++) {
        fpk_text_add(out, "set %s ", label[i].name);
        fpk_quote(out, label[i].text ? label[i].text : "");
        fpk_text_add(out, " noenhanced%s\n", i == 0 ? " font bold" : "");
    }
    fpk_text_add(out, "unset logscale\n%s%s", panel->log_x ? "set logscale x\n" : "",
                 panel->log_y ? "set logscale y\n" : "");
    range(out, panel, true);
    range(out, panel, false);
    fpk_text_add(out, "set key %s %s Left reverse samplen 2 spacing 1.1 noenhanced\n",
                 panel->key_bottom ? "bottom" : "top", panel->key_left ? "left" : "right");
    if (panel->z_min != 0 || panel->z_max != 0)
        fpk_text_add(out, "set cbrange [%.9g:%.9g]\n", panel->z_min, panel->z_max);
    else
        fpk_text_add(out, "set cbrange [*:*]\n");
    if (fpk_panel_has_heat(panel))
        fpk_text_add(out, "set palette defined (0 '#440154', 1 '#482878', 2 '#3e4989', "
                          "3 '#31688e', 4 '#26828e', 5 '#1f9e89', 6 '#35b779', 7 '#6ece58', "
                          "8 '#b5de2b', 9 '#fde725')\n"
                          "set grid front lw 0.5\nunset grid\n");
    else
        fpk_text_add(out, "set grid\n");
}

/* The palette, in the order of enum fpk_colour. Yellow is left out: it vanishes on white. */
static const char *const colours[] = {"",        "#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                      "#e69f00", "#56b4e9", "#000000", "#808080", "#ffffff"};

static enum fpk_colour choose(const struct fpk_panel *panel, size_t k)
{
    enum fpk_colour wanted = panel->layer[k].colour;
    if (wanted != FPK_NEXT)
        return wanted;
    if (panel->layer[k].kind == FPK_HORIZONTAL || panel->layer[k].kind == FPK_VERTICAL)
        return FPK_GREY;
    unsigned used = 0;
    for (size_t i = 0; i < panel->n; i++)
        used |= 1u << panel->layer[i].colour;
    int next = FPK_BLUE;
    for (size_t i = 0; i <= k; i++) {
        const struct fpk_layer *l = &panel->layer[i];
        if (l->colour != FPK_NEXT || l->kind == FPK_HEAT || l->kind == FPK_HORIZONTAL ||
            l->kind == FPK_VERTICAL)
            continue;
        while (next < FPK_BLACK && used & 1u << next)
            next++;
        if (i < k && next < FPK_BLACK)
            next++;
    }
    return (enum fpk_colour)next;
}

static void plot_title(struct fpk_text *out, const char *label)
{
    if (!label) {
        fpk_text_add(out, " notitle");
        return;
    }
    fpk_text_add(out, " title ");
    fpk_quote(out, label);
}

/* A line across the whole panel, as a vector from edge to edge. */
static void reference(struct fpk_text *out, const struct fpk_panel *panel,
                      const struct fpk_layer *l, const char *dash, const char *colour)
{
    bool level = l->kind == FPK_HORIZONTAL;
    double low, high;
    fpk_panel_range(panel, level, &low, &high);
    fpk_text_add(out, level ? "using (%.9g):1:(%.9g):(0)" : "using 1:(%.9g):(0):(%.9g)", low,
                 high - low);
    fpk_text_add(out, " with vectors nohead lw 2 dt %s lc rgb '%s'", dash, colour);
}

static void add_layer(struct fpk_text *out, const char *name, const struct fpk_panel *panel,
                      size_t k, size_t block)
{
    static const char *const dashes[] = {"solid", "(12,6)", "(3,5)"};
    const struct fpk_layer *l = &panel->layer[k];
    const char *colour = colours[choose(panel, k)], *dash = dashes[l->dash];
    if (l->kind == FPK_PATHS) {
        for (size_t j = 0; j < l->m; j++) {
            fpk_text_add(out, "%s'%s.dat' index %zu using 1:%zu with lines lw 1.2 lc rgb '%s'",
                         j ? ", \\\n    " : "", name, block, j + 2, colour);
            plot_title(out, j == 0 ? l->label : NULL);
        }
        return;
    }
    fpk_text_add(out, "'%s.dat' index %zu ", name, block);
    switch (l->kind) {
    case FPK_LINE:
        fpk_text_add(out, "using 1:2 with lines lw 3 dt %s lc rgb '%s'", dash, colour);
        break;
    case FPK_STEPS:
        fpk_text_add(
            out,
            "using 1:2 with steps lw 1.5 lc rgb '%s' notitle, \\\n    '' index %zu using 1:2 "
            "with fillsteps fill transparent solid 0.35 lc rgb '%s'",
            colour, block, colour);
        break;
    case FPK_POINTS:
        fpk_text_add(out,
                     l->low ? "using 1:2:3:4 with yerrorbars pt 7 ps dot lw 2 lc rgb '%s'"
                            : "using 1:2 with points pt 7 ps dot lc rgb '%s'",
                     colour);
        break;
    case FPK_BAND:
        fpk_text_add(out, "using 1:2:3 with filledcurves fill transparent solid 0.25 lc rgb '%s'",
                     colour);
        break;
    case FPK_HEAT:
        fpk_text_add(out, "using 1:2:3 with image");
        break;
    default:
        reference(out, panel, l, dash, colour);
    }
    plot_title(out, l->label);
}

void fpk_figure_script(const struct fpk_figure *figure, struct fpk_text *out)
{
    struct fpk_frame f = fpk_figure_frame(figure);
    size_t block = 0;
    head(out, figure, &f);
    fpk_figure_caption(figure, &f, out);
    for (size_t p = 0; p < figure->n; p++) {
        const struct fpk_panel *panel = &figure->panel[p];
        fpk_text_add(out, "\n# panel %zu\n", p + 1);
        fpk_figure_margins(figure, &f, p, out);
        axes(out, panel);
        fpk_text_add(out, "plot ");
        for (size_t k = 0; k < panel->n; k++, block++) {
            if (k)
                fpk_text_add(out, ", \\\n    ");
            add_layer(out, figure->name, panel, k, block);
        }
        fpk_text_add(out, "\n");
        if (p == 0)
            fpk_text_add(out, "unset label\n");
    }
    fpk_text_add(out, "unset multiplot\nunset output\n}\n");
}
