/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that was computed, into the record. */
#include "ring.h"

static enum fpk_status record_rates(const struct ring *ring, struct fpk_record *record)
{
    enum { COLUMNS = 10 };
    static const char *const path[COLUMNS] = {
        "velocity",          "velocity_fourier", "velocity_passage",   "diffusion",
        "diffusion_passage", "production",       "production_density", "velocity_steady",
        "diffusion_steady",  "production_steady"};
    static const char *const name[COLUMNS] = {
        "v, closed form",
        "v, from Fourier coefficients",
        "v, from passages",
        "D_eff, closed form",
        "D_eff, from passages",
        "entropy production F v/D (nats per time)",
        "int J^2/(D p) dx (nats per time)",
        "v, stationary solver",
        "D_eff, stationary solver",
        "entropy production, stationary solver (nats per time)"};
    static double value[COLUMNS][TEMPERATURES][FORCES], density[TEMPERATURES][FORCES][PLACES];
    double force[FORCES], temperature[TEMPERATURES];
    for (int t = 0; t < TEMPERATURES; t++)
        for (int f = 0; f < FORCES; f++) {
            const struct rates *r = &ring->rates[t][f];
            const double column[COLUMNS] = {
                r->v,          r->fourier_v,    r->passage_v, r->d_eff,     r->passage_d,
                r->production, r->from_density, r->steady[0], r->steady[1], r->steady[2]};
            force[f] = r->force;
            temperature[t] = r->temperature;
            for (int c = 0; c < COLUMNS; c++)
                value[c][t][f] = column[c];
            for (int i = 0; i < PLACES; i++)
                density[t][f][i] = r->density[i];
        }
    FPK_TRY(fpk_record_axis(record, "force", FORCES, force, "energy", "F"));
    FPK_TRY(fpk_record_axis(record, "temperature", TEMPERATURES, temperature, "energy", "D"));
    FPK_TRY(fpk_record_axis(record, "x", PLACES, ring->place, "1", "x"));
    for (int c = 0; c < COLUMNS; c++) {
        const struct fpk_array array = {
            path[c],  2,      {TEMPERATURES, FORCES}, {"temperature", "force"}, value[c][0],
            "1/time", name[c]};
        FPK_TRY(fpk_record_array(record, &array));
    }
    const struct fpk_array array = {"density",
                                    3,
                                    {TEMPERATURES, FORCES, PLACES},
                                    {"temperature", "force", "x"},
                                    density[0][0],
                                    "1",
                                    "stationary density"};
    return fpk_record_array(record, &array);
}

static enum fpk_status record_meshes(const struct ring *ring, struct fpk_record *record)
{
    double cells[MESHES], v[MESHES], production[MESHES];
    for (int k = 0; k < MESHES; k++) {
        cells[k] = ring->mesh[k].cells;
        v[k] = ring->mesh[k].v;
        production[k] = ring->mesh[k].production;
    }
    FPK_TRY(fpk_record_axis(record, "mesh/cells", MESHES, cells, "1", "cells, F = D = 0.5"));
    const struct fpk_array array[2] = {
        {"mesh/velocity", 1, {MESHES}, {"mesh/cells"}, v, "1/time", "v from the fluxes"},
        {"mesh/production",
         1,
         {MESHES},
         {"mesh/cells"},
         production,
         "1/time",
         "entropy production of the jumps"}};
    FPK_TRY(fpk_record_array(record, &array[0]));
    return fpk_record_array(record, &array[1]);
}

enum fpk_status ring_record(const struct ring *ring, struct fpk_run *run)
{
    enum { COLUMNS = 8 };
    static const char *const path[COLUMNS] = {
        "walk/force", "walk/temperature",      "walk/scheme_v",  "walk/v",
        "walk/v_se",  "walk/scheme_diffusion", "walk/diffusion", "walk/diffusion_se"};
    static const char *const name[COLUMNS] = {"F",
                                              "D",
                                              "v of the scheme",
                                              "v of its particles",
                                              "its standard error",
                                              "D_eff of the scheme",
                                              "D_eff of its particles",
                                              "its standard error"};
    struct fpk_record *record = NULL;
    double value[COLUMNS][SETTINGS];
    FPK_TRY(fpk_run_record(run, &record));
    FPK_TRY(record_rates(ring, record));
    FPK_TRY(record_meshes(ring, record));
    FPK_TRY(fpk_record_bare_axis(record, "walk/setting", SETTINGS));
    for (int k = 0; k < SETTINGS; k++) {
        const struct setting *s = &ring->setting[k];
        const double column[COLUMNS] = {s->force, s->temperature, s->v,         s->sampled_v,
                                        s->v_se,  s->d_eff,       s->sampled_d, s->d_se};
        for (int c = 0; c < COLUMNS; c++)
            value[c][k] = column[c];
    }
    for (int c = 0; c < COLUMNS; c++) {
        const struct fpk_array array = {path[c],          1,        {SETTINGS},
                                        {"walk/setting"}, value[c], c < 2 ? "energy" : "1/time",
                                        name[c]};
        FPK_TRY(fpk_record_array(record, &array));
    }
    return FPK_OK;
}
