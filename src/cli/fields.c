/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fields.h"

#include "fpk/base/memory.h"
#include "fpk/fokker_planck/score.h"

#include <math.h>
#include <string.h>

enum fpk_status fpk_fields_density(struct fpk_record *record,
                                   const struct fpk_fokker_planck_result *r)
{
    struct fpk_grid grid = r->field[0].grid;
    size_t nx = grid.n, nt = r->n_time;
    double *x = NULL, *t = NULL, *p = NULL, *mean = NULL, *variance = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&x, nx));
    FPK_TRY_DONE(status, fpk_allocate(&t, nt));
    FPK_TRY_DONE(status, fpk_allocate(&p, nt * nx));
    FPK_TRY_DONE(status, fpk_allocate(&mean, nt));
    FPK_TRY_DONE(status, fpk_allocate(&variance, nt));
    for (size_t i = 0; i < nx; i++)
        x[i] = fpk_grid_centre(&grid, i);
    for (size_t k = 0; k < nt; k++) {
        t[k] = r->moments[k].t;
        mean[k] = r->moments[k].mean;
        variance[k] = r->moments[k].variance;
        memcpy(p + k * nx, r->field[k].value, nx * sizeof *p);
    }
    FPK_TRY_DONE(status, fpk_record_axis(record, "time", nt, t, "time", "time"));
    FPK_TRY_DONE(status, fpk_record_axis(record, "x", nx, x, "1", "cell centre"));
    const struct fpk_array array[] = {
        {"density", 2, {nt, nx}, {"time", "x"}, p, "1", "probability density, cell averages"},
        {"mean", 1, {nt}, {"time"}, mean, "1", "mean"},
        {"variance", 1, {nt}, {"time"}, variance, "1", "variance"},
    };
    for (size_t i = 0; i < sizeof array / sizeof *array; i++)
        FPK_TRY_DONE(status, fpk_record_array(record, &array[i]));
done:
    fpk_release(&x);
    fpk_release(&t);
    fpk_release(&p);
    fpk_release(&mean);
    fpk_release(&variance);
    return status;
}

enum fpk_status fpk_fields_currents(struct fpk_record *record,
                                    const struct fpk_fokker_planck_result *r)
{
    struct fpk_grid grid = r->field[0].grid;
    size_t nf = grid.n + 1, nt = r->n_time;
    double *face = NULL, *flux = NULL, *entropy = NULL, *production = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&face, nf));
    FPK_TRY_DONE(status, fpk_allocate(&flux, nt * nf));
    FPK_TRY_DONE(status, fpk_allocate(&entropy, nt));
    FPK_TRY_DONE(status, fpk_allocate(&production, nt));
    for (size_t i = 0; i < nf; i++)
        face[i] = fpk_grid_face(&grid, i);
    for (size_t k = 0; k < nt; k++) {
        memcpy(flux + k * nf, r->flux[k], nf * sizeof *flux);
        entropy[k] = r->moments[k].relative_entropy;
        production[k] = r->moments[k].entropy_production;
    }
    FPK_TRY_DONE(status, fpk_record_axis(record, "face", nf, face, "1", "face between cells"));
    const struct fpk_array array[] = {
        {"flux", 2, {nt, nf}, {"time", "face"}, flux, "1/time", "probability flux to the right"},
        {"relative_entropy", 1, {nt}, {"time"}, entropy, "nat", "relative entropy"},
        {"entropy_production", 1, {nt}, {"time"}, production, "nat/time", "entropy production"},
    };
    for (size_t i = 0; i < sizeof array / sizeof *array; i++)
        FPK_TRY_DONE(status, fpk_record_array(record, &array[i]));
done:
    fpk_release(&face);
    fpk_release(&flux);
    fpk_release(&entropy);
    fpk_release(&production);
    return status;
}

/* A density that is known to an error e is trusted where it is 100 e. */
static double floor_of(const struct fpk_fokker_planck_result *r, size_t k)
{
    const struct fpk_field *field = &r->field[k];
    double most = 0, mean_error = 2 * r->moments[k].tv_error / (field->grid.b - field->grid.a);
    for (size_t i = 0; i < field->grid.n; i++)
        most = fmax(most, field->value[i]);
    return fmax(1e-12 * most, 100 * mean_error);
}

enum fpk_status fpk_fields_score(struct fpk_record *record,
                                 const struct fpk_fokker_planck_result *r)
{
    size_t nx = r->field[0].grid.n, nt = r->n_time;
    double *log_p = NULL, *score = NULL, *trusted = NULL;
    unsigned char *masked = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&log_p, nt * nx));
    FPK_TRY_DONE(status, fpk_allocate(&score, nt * nx));
    FPK_TRY_DONE(status, fpk_allocate(&trusted, nt * nx));
    FPK_TRY_DONE(status, fpk_allocate(&masked, nx));
    for (size_t k = 0; k < nt; k++) {
        FPK_TRY_DONE(status, fpk_field_score(&r->field[k], NULL, floor_of(r, k), log_p + k * nx,
                                             score + k * nx, masked));
        for (size_t i = 0; i < nx; i++)
            trusted[k * nx + i] = !masked[i];
    }
    const struct fpk_array array[] = {
        {"log_density", 2, {nt, nx}, {"time", "x"}, log_p, "1", "log p, NaN where not trusted"},
        {"score", 2, {nt, nx}, {"time", "x"}, score, "1", "d log p/dx, NaN where not trusted"},
        {"trusted", 2, {nt, nx}, {"time", "x"}, trusted, "1", "1 where p is above its floor"},
    };
    for (size_t i = 0; i < sizeof array / sizeof *array; i++)
        FPK_TRY_DONE(status, fpk_record_array(record, &array[i]));
done:
    fpk_release(&log_p);
    fpk_release(&score);
    fpk_release(&trusted);
    fpk_release(&masked);
    return status;
}
