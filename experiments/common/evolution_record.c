/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evolution.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Paths inside the evolution's group. */
struct names {
    char text[40][80];
    size_t n;
};

static const char *in_group(struct names *names, const struct fpk_evolution *p, const char *what)
{
    char *out = names->text[names->n++];
    snprintf(out, sizeof names->text[0], "%s/%s", p->name, what);
    return out;
}

/* What the spectral oracle has a part in is a group apart: the same bits on one machine only. */
static const char *on_one_machine(struct names *names, const struct fpk_evolution *p,
                                  const char *what)
{
    char *out = names->text[names->n++];
    snprintf(out, sizeof names->text[0], p->exact ? "%s/%s" : "%s/one_machine/%s", p->name, what);
    return out;
}

static const char *reference(const struct fpk_evolution *p)
{
    return p->exact ? "closed form" : "spectral oracle";
}

static enum fpk_status add_density(const struct fpk_evolution *p,
                                   const struct fpk_evolution_views *v, struct fpk_record *record,
                                   struct names *names, const char *x)
{
    size_t nt = p->n_time, nx = v->grid.field[0].grid.n;
    double *all = NULL;
    FPK_TRY(fpk_allocate(&all, nt * nx));
    for (size_t k = 0; k < nt; k++)
        memcpy(all + k * nx, v->grid.field[k].value, nx * sizeof *all);
    const struct fpk_array grid = {in_group(names, p, "density_grid"),
                                   2,
                                   {nt, nx},
                                   {"time", x},
                                   all,
                                   "1",
                                   "density, Fokker-Planck equation, cell averages"};
    char long_name[64];
    snprintf(long_name, sizeof long_name, "density, %s, cell averages", reference(p));
    const struct fpk_array exact = {on_one_machine(names, p, "density_exact"),
                                    2,
                                    {nt, nx},
                                    {"time", x},
                                    v->exact,
                                    "1",
                                    long_name};
    enum fpk_status status = fpk_record_array(record, &grid);
    if (status == FPK_OK)
        status = fpk_record_array(record, &exact);
    fpk_release(&all);
    return status;
}

static enum fpk_status add_errors(const struct fpk_evolution *p,
                                  const struct fpk_evolution_views *v, struct fpk_record *record,
                                  struct names *names)
{
    const char *law_time = in_group(names, p, "law_time");
    FPK_TRY(fpk_record_axis(record, law_time, v->n_law_time, v->law_time, "time",
                            "stored times at which the law was compared"));
    const struct {
        const char *name, *between, *axis;
        size_t n;
        const double *value;
    } along[] = {
        {"grid_tv", "total variation between grid", "time", p->n_time, v->grid_tv},
        {"law_tv", "total variation between the law of Euler-Maruyama", law_time, v->n_law_time,
         v->law_tv},
        {"law_w1", "W1 between the law of Euler-Maruyama", law_time, v->n_law_time, v->law_w1},
    };
    for (size_t i = 0; i < sizeof along / sizeof *along; i++) {
        char long_name[96];
        if (!along[i].value)
            continue;
        snprintf(long_name, sizeof long_name, "%s and %s", along[i].between, reference(p));
        const struct fpk_array array = {on_one_machine(names, p, along[i].name),
                                        1,
                                        {along[i].n},
                                        {along[i].axis},
                                        along[i].value,
                                        "1",
                                        long_name};
        FPK_TRY(fpk_record_array(record, &array));
    }
    double tv[FPK_EVOLUTION_STEPS], w1[FPK_EVOLUTION_STEPS];
    for (int i = 0; i < FPK_EVOLUTION_STEPS; i++) {
        tv[i] = v->error[i].tv.value;
        w1[i] = v->error[i].w1.value;
    }
    const char *dt = in_group(names, p, "dt");
    FPK_TRY(fpk_record_axis(record, dt, FPK_EVOLUTION_STEPS, v->dt, "time", "time step"));
    char tv_name[96], w1_name[96];
    snprintf(tv_name, sizeof tv_name, "total variation between the law and %s at the end",
             reference(p));
    snprintf(w1_name, sizeof w1_name, "W1 between the law and %s at the end", reference(p));
    const struct fpk_array order[] = {
        {on_one_machine(names, p, "order_tv"), 1, {FPK_EVOLUTION_STEPS}, {dt}, tv, "1", tv_name},
        {on_one_machine(names, p, "order_w1"), 1, {FPK_EVOLUTION_STEPS}, {dt}, w1, "1", w1_name},
    };
    FPK_TRY(fpk_record_array(record, &order[0]));
    return fpk_record_array(record, &order[1]);
}

/* The law at the end, on its own nodes. */
static enum fpk_status add_law(const struct fpk_evolution *p, const struct fpk_evolution_views *v,
                               struct fpk_record *record, struct names *names)
{
    const struct fpk_density *law = &v->law.fine;
    const char *x = in_group(names, p, "law_x");
    FPK_TRY(fpk_record_axis(record, x, law->n, law->x, "1", "nodes of the law"));
    const struct fpk_array pdf = {in_group(names, p, "law_pdf"),
                                  1,
                                  {law->n},
                                  {x},
                                  law->pdf,
                                  "1",
                                  "density of the law of Euler-Maruyama at the end"};
    const struct fpk_array cdf = {in_group(names, p, "law_cdf"),
                                  1,
                                  {law->n},
                                  {x},
                                  law->cdf,
                                  "1",
                                  "distribution function of the law of Euler-Maruyama at the end"};
    FPK_TRY(fpk_record_array(record, &pdf));
    return fpk_record_array(record, &cdf);
}

/* The particles' histograms, with what lies below and above; the law's averages along time. */
static enum fpk_status add_counts(const struct fpk_evolution *p,
                                  const struct fpk_evolution_views *v, struct fpk_record *record,
                                  struct names *names)
{
    size_t n = p->bins + 2;
    double *edge = NULL;
    const char *axis = in_group(names, p, "bin");
    FPK_TRY(fpk_allocate(&edge, n));
    edge[0] = -INFINITY; /* the left edge of each */
    for (size_t i = 1; i < n; i++)
        edge[i] = v->a + (v->b - v->a) * (double)(i - 1) / (double)p->bins;
    enum fpk_status status = fpk_record_axis(record, axis, n, edge, "1", "left edge of the bin");
    fpk_release(&edge);
    const struct fpk_array count = {
        in_group(names, p, "counts"), 2, {p->n_time, n}, {"time", axis}, v->count, "1",
        "particles in bins"};
    return status == FPK_OK ? fpk_record_array(record, &count) : status;
}

static enum fpk_status add_law_cells(const struct fpk_evolution *p,
                                     const struct fpk_evolution_views *v, struct fpk_record *record,
                                     struct names *names, const char *x)
{
    const char *time = in_group(names, p, "law_time"); /* an axis by now */
    const struct fpk_array law = {in_group(names, p, "density_law"),
                                  2,
                                  {v->n_law_time, FPK_EVOLUTION_CELLS},
                                  {time, x},
                                  v->law_cells,
                                  "1",
                                  "density, law of Euler-Maruyama, cell averages"};
    return fpk_record_array(record, &law);
}

/* Both axes have names: a reader such as h5netcdf takes all or none. */
static enum fpk_status add_paths(const struct fpk_evolution *p, const struct fpk_evolution_views *v,
                                 struct fpk_record *record, struct names *names)
{
    const char *axis = in_group(names, p, "path");
    double *number = NULL;
    FPK_TRY(fpk_allocate(&number, p->n_path));
    for (size_t i = 0; i < p->n_path; i++)
        number[i] = (double)i;
    enum fpk_status status =
        fpk_record_axis(record, axis, p->n_path, number, "1", "number of the particle");
    fpk_release(&number);
    const struct fpk_array paths = {
        in_group(names, p, "paths"), 2,   {p->n_time, p->n_path},      {"time", axis},
        v->particles.path,           "1", "first particles along time"};
    return status == FPK_OK ? fpk_record_array(record, &paths) : status;
}

static enum fpk_status add_particles(const struct fpk_evolution *p,
                                     const struct fpk_evolution_views *v, struct fpk_record *record,
                                     struct names *names)
{
    FPK_TRY(add_paths(p, v, record, names));
    FPK_TRY(fpk_record_points(record, in_group(names, p, "particles"), &v->particles.points, "1",
                              "particles of Euler-Maruyama at the end"));
    if (!v->has_jump)
        return FPK_OK;
    return fpk_record_points(record, in_group(names, p, "particles_exact_transition"), &v->jump,
                             "1", "particles of the exact transition at the end");
}

enum fpk_status fpk_evolution_record(const struct fpk_evolution *p,
                                     const struct fpk_evolution_views *v, struct fpk_record *record)
{
    struct names names = {.n = 0};
    struct fpk_grid grid = v->grid.field[0].grid;
    double *x = NULL;
    const char *axis = in_group(&names, p, "x");
    FPK_TRY(fpk_allocate(&x, grid.n));
    for (size_t i = 0; i < grid.n; i++)
        x[i] = fpk_grid_centre(&grid, i);
    enum fpk_status status = fpk_record_axis(record, axis, grid.n, x, "1", "cell centre");
    fpk_release(&x);
    if (status == FPK_OK)
        status = add_density(p, v, record, &names, axis);
    if (status == FPK_OK)
        status = add_law(p, v, record, &names);
    if (status == FPK_OK)
        status = add_errors(p, v, record, &names);
    if (status == FPK_OK)
        status = add_particles(p, v, record, &names);
    if (status == FPK_OK && p->bins)
        status = add_counts(p, v, record, &names);
    if (status == FPK_OK && v->law_cells)
        status = add_law_cells(p, v, record, &names, axis);
    return status;
}
