/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables and the record. */
#include "scheme-price.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <stdio.h>

static const char *const point_name[POINT_SCHEMES] = {
    "explicit Euler",          "  two per cent fewer steps", "Crank-Nicolson",
    "  clipped, renormalised", "TR-BDF2, undamped",          "ours: TR-BDF2, damped start",
    "  with Richardson"};

static enum fpk_status tabulate_point(const struct price *price, struct fpk_run *run)
{
    static const char *const columns[] = {"steps",    "least p",  "at the end",
                                          "mass - 1", "variance", "TV"};
    char title[128];
    snprintf(title, sizeof title, "From the point x = %g, %zu cells, t = 1/2", price->point.x0,
             price->cells);
    FPK_TRY(fpk_run_table(run, title, 6, columns));
    for (int k = 0; k < POINT_SCHEMES; k++) {
        const struct point_row *r = &price->point.row[k];
        const double row[] = {(double)r->steps, r->least,    r->least_end,
                              r->mass - 1,      r->variance, r->tv};
        FPK_TRY(fpk_run_row(run, point_name[k], row));
    }
    const double row[] = {NAN, NAN, NAN, NAN, price->point.variance, price->point.error};
    return fpk_run_row(run, "reference, its error bound", row);
}

static enum fpk_status tabulate_state(const struct price *price, struct fpk_run *run)
{
    static const char *const columns[] = {"h",           "TV",       "least p",
                                          "temperature", "D+|f|h/2", "lambda_1"};
    FPK_TRY(fpk_run_table(run, "The stationary state, and how fast it is reached", 6, columns));
    for (int s = 0; s < SPACES; s++) {
        if (s == NON_CONSERVATIVE)
            continue;
        for (int k = 0; k < LADDER; k++) {
            const struct rung *r = &price->rung[k];
            const double row[] = {r->h,
                                  r->state[s],
                                  r->least[s],
                                  r->warmth[s],
                                  s == UPWIND ? r->predicted : NAN,
                                  r->relaxation[s]};
            FPK_TRY(fpk_run_row(run, space_name[s], row));
        }
    }
    const double row[] = {NAN, NAN, NAN, price->temperature, NAN, price->relaxation};
    return fpk_run_row(run, "exact", row);
}

static enum fpk_status tabulate_cells(const struct price *price, struct fpk_run *run)
{
    static const char *const columns[] = {
        "cells", "upwind", "central", "non-conserv.", "its mass - 1", "Scharf.-Gum.", "Richardson"};
    FPK_TRY(fpk_run_table(run, "TV at t = 1/2 from N(0.3, 0.25^2), at equal cells", 7, columns));
    for (int k = 0; k < LADDER; k++) {
        const struct rung *r = &price->rung[k];
        const double row[] = {(double)r->cells,
                              r->end[UPWIND],
                              r->end[CENTRAL],
                              r->end[NON_CONSERVATIVE],
                              r->mass[NON_CONSERVATIVE] - 1,
                              r->end[SCHARFETTER_GUMMEL],
                              r->richardson};
        FPK_TRY(fpk_run_row(run, "", row));
    }
    const double row[] = {NAN, NAN, NAN, NAN, NAN, NAN, price->from_normal.reference_error};
    return fpk_run_row(run, "reference, its error bound", row);
}

enum fpk_status price_tabulate(const struct price *price, struct fpk_run *run)
{
    FPK_TRY(tabulate_point(price, run));
    FPK_TRY(tabulate_state(price, run));
    FPK_TRY(tabulate_cells(price, run));
    const struct point_row *cn = &price->point.row[CN], *cut = &price->point.row[CN_CLIPPED];
    return fpk_run_say(run,
                       "Crank-Nicolson from a point ends at p = %.3g; clipped on the way its "
                       "variance is %.3g too small. Upwind's bath is %.3g warmer on %zu cells.",
                       cn->least_end, price->point.variance - cut->variance,
                       price->rung[1].warmth[UPWIND] - price->temperature, price->rung[1].cells);
}

/* ---- the record ---- */

static enum fpk_status record_point(const struct price *price, struct fpk_record *record)
{
    static const struct {
        enum point_scheme scheme;
        const char *path, *long_name;
    } end[] = {{CN, "point/crank_nicolson", "Crank-Nicolson, central differences"},
               {CN_CLIPPED, "point/clipped", "Crank-Nicolson, clipped and renormalised"},
               {TR_BDF2, "point/tr_bdf2_undamped", "TR-BDF2 from one cell"},
               {OURS, "point/ours", "Scharfetter-Gummel, TR-BDF2, damped start"}};
    const struct point *point = &price->point;
    struct fpk_grid grid = price_grid(price->cells);
    double *x = NULL;
    FPK_TRY(fpk_allocate(&x, grid.n));
    for (size_t i = 0; i < grid.n; i++)
        x[i] = fpk_grid_centre(&grid, i);
    enum fpk_status status = fpk_record_axis(record, "point/x", grid.n, x, "1", "cell centre");
    fpk_release(&x);
    FPK_TRY(status);
    for (size_t k = 0; k < sizeof end / sizeof *end; k++) {
        const struct fpk_array array = {
            end[k].path,     1, {grid.n}, {"point/x"}, point->end[end[k].scheme], "1",
            end[k].long_name};
        FPK_TRY(fpk_record_array(record, &array));
    }
    const struct fpk_array reference = {"point/reference",
                                        1,
                                        {grid.n},
                                        {"point/x"},
                                        point->reference,
                                        "1",
                                        "density at t = 1/2 to 1e-10, cell averages"};
    return fpk_record_array(record, &reference);
}

static enum fpk_status record_sweep(const struct point *point, struct fpk_record *record)
{
    const struct {
        const char *path;
        const double *value;
    } all[] = {{"steps/crank_nicolson", point->cn},
               {"steps/clipped", point->clipped},
               {"steps/ours", point->ours},
               {"steps/richardson", point->richardson}};
    FPK_TRY(fpk_record_axis(record, "steps/n", SWEEP, point->steps, "1", "time steps to t = 1/2"));
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        const struct fpk_array array = {all[k].path,
                                        1,
                                        {SWEEP},
                                        {"steps/n"},
                                        all[k].value,
                                        "1",
                                        "total variation at the end, from a point"};
        FPK_TRY(fpk_record_array(record, &array));
    }
    FPK_TRY(fpk_record_axis(record, "steps/n_explicit", SWEEP_OK, point->explicit_steps, "1",
                            "time steps to t = 1/2"));
    const struct fpk_array array = {"steps/explicit_euler",
                                    1,
                                    {SWEEP_OK},
                                    {"steps/n_explicit"},
                                    point->explicit_euler,
                                    "1",
                                    "total variation at the end, from a point"};
    return fpk_record_array(record, &array);
}

static enum fpk_status record_ladder(const struct price *price, struct fpk_record *record)
{
    static const char *const path[SPACES][2] = {
        {"cells/stationary_central", "cells/end_central"},
        {"cells/stationary_upwind", "cells/end_upwind"},
        {NULL, "cells/end_non_conservative"},
        {"cells/stationary_scharfetter_gummel", "cells/end_scharfetter_gummel"}};
    double n[LADDER], richardson[LADDER], value[SPACES][2][LADDER];
    for (int k = 0; k < LADDER; k++) {
        n[k] = (double)price->rung[k].cells;
        richardson[k] = price->rung[k].richardson;
        for (int s = 0; s < SPACES; s++) {
            value[s][0][k] = price->rung[k].state[s];
            value[s][1][k] = price->rung[k].end[s];
        }
    }
    FPK_TRY(fpk_record_axis(record, "cells/n", LADDER, n, "1", "cells"));
    for (int s = 0; s < SPACES; s++)
        for (int w = 0; w < 2; w++) {
            const struct fpk_array array = {path[s][w],  1,   {LADDER},         {"cells/n"},
                                            value[s][w], "1", "total variation"};
            if (path[s][w])
                FPK_TRY(fpk_record_array(record, &array));
        }
    const struct fpk_array last = {
        "cells/end_richardson", 1, {LADDER}, {"cells/n"}, richardson, "1", "total variation"};
    return fpk_record_array(record, &last);
}

static enum fpk_status record_mass(const struct price *price, struct fpk_record *record)
{
    FPK_TRY(fpk_record_axis(record, "mass/time", INSTANTS, price->instant, "time", "time"));
    FPK_TRY(fpk_record_axis(record, "mass/cells", MASSES, price->mass_cells, "1", "cells"));
    const struct fpk_array array[] = {
        {"mass/non_conservative",
         2,
         {MASSES, INSTANTS},
         {"mass/cells", "mass/time"},
         price->mass[0],
         "1",
         "mass of the non-conservative form"},
        {"mass/closed_form",
         2,
         {MASSES, INSTANTS},
         {"mass/cells", "mass/time"},
         price->mass_exact[0],
         "1",
         "e^{-h^2 t}, as Crank-Nicolson has it"},
        {"mass/ours",
         1,
         {INSTANTS},
         {"mass/time"},
         price->ours_mass,
         "1",
         "mass of ours on the coarsest grid"},
    };
    for (size_t k = 0; k < sizeof array / sizeof *array; k++)
        FPK_TRY(fpk_record_array(record, &array[k]));
    return FPK_OK;
}

enum fpk_status price_record(const struct price *price, struct fpk_run *run)
{
    struct fpk_record *record = NULL;
    FPK_TRY(fpk_run_record(run, &record));
    FPK_TRY(record_point(price, record));
    FPK_TRY(record_sweep(&price->point, record));
    FPK_TRY(record_ladder(price, record));
    return record_mass(price, record);
}
