/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exit times and eigenvalues; see density.h. */
#include "density.h"

#include "fpk/base/memory.h"
#include "fpk/fokker_planck/march.h"
#include "fpk/fokker_planck/spectral.h"
#include "fpk/fokker_planck/spectrum.h"
#include "fpk/fokker_planck/survival.h"
#include "fpk/numeric/contour.h"

static enum fpk_status exits(const struct fpk_model *model, struct fpk_field *field, double t,
                             size_t times, double *left, double *right)
{
    const size_t n = field->grid.n;
    struct fpk_generator rates = {0};
    struct fpk_contour poles = {0};
    double *p = NULL;
    enum fpk_status status = fpk_generator_init(&rates, field->grid);
    rates.ends = (struct fpk_ends){FPK_ABSORBING, FPK_ABSORBING};
    if (status == FPK_OK)
        status = fpk_generator_set(&rates, model, 0);
    if (status == FPK_OK)
        status = fpk_contour_init(&poles, n);
    if (status == FPK_OK)
        status = fpk_allocate(&p, n);
    const double h = fpk_grid_width(&field->grid);
    for (size_t k = 0; k < times && status == FPK_OK; k++) {
        status = fpk_contour_exponential(&poles, t * (double)(k + 1) / (double)times, rates.up,
                                         rates.down, field->value, p, NULL);
        left[k] = h * rates.down[0] * p[0];
        right[k] = h * rates.up[n - 1] * p[n - 1];
    }
    fpk_release(&p);
    fpk_contour_clear(&poles);
    fpk_generator_clear(&rates);
    return status;
}

/* left, right [times] <- density of the exit time of dX = drift dt + dW from 0 through -1 and 1 at
 * t/times, 2 t/times, ..., t, on one grid by the contour exponential. */
int density_exit_one_grid(const char *drift, double t, size_t cells, size_t times, double *left,
                          double *right)
{
    struct fpk_model model = {0};
    struct fpk_start start = {0};
    struct fpk_grid grid;
    struct fpk_field field = {0};
    enum fpk_status status = fpk_model_from_drift(&model, drift, "1", NULL);
    if (status == FPK_OK)
        status = fpk_start_parse(&start, "delta:0");
    if (status == FPK_OK)
        status = fpk_grid_init(&grid, -1, 1, cells);
    if (status == FPK_OK)
        status = fpk_field_init(&field, grid);
    if (status == FPK_OK)
        status = fpk_field_from_start(&field, &start);
    if (status == FPK_OK)
        status = exits(&model, &field, t, times, left, right);
    fpk_field_clear(&field);
    fpk_start_clear(&start);
    fpk_model_clear(&model);
    return density_said(status);
}

/* The same to a tolerance, at times [n]; error [n] <- the estimates of both ends, added. */
int density_exit(const char *drift, double tolerance, size_t n, const double *times, double *left,
                 double *right, double *error)
{
    struct fpk_model model = {0};
    struct fpk_start start = {0};
    struct fpk_survival found = {0};
    const struct fpk_survival_problem problem = {.model = &model,
                                                 .start = &start,
                                                 .a = -1,
                                                 .b = 1,
                                                 .ends = {FPK_ABSORBING, FPK_ABSORBING},
                                                 .tolerance = tolerance,
                                                 .n_time = n,
                                                 .time = times};
    enum fpk_status status = fpk_model_from_drift(&model, drift, "1", NULL);
    if (status == FPK_OK)
        status = fpk_start_parse(&start, "delta:0");
    if (status == FPK_OK)
        status = fpk_survival_solve(&problem, &found);
    for (size_t k = 0; k < n && status == FPK_OK; k++) {
        left[k] = found.density_left[k];
        right[k] = found.density_right[k];
        error[k] = found.density_left_error[k] + found.density_right_error[k];
    }
    fpk_survival_clear(&found);
    fpk_start_clear(&start);
    fpk_model_clear(&model);
    return density_said(status);
}

/* value <- lambda_1 of dX = -U' dt + sqrt(2 temperature) dW between reflecting ends; by sinc
 * functions on the whole line when `oracle`, where the domain is not looked at. */
int density_eigenvalue(const char *potential, double temperature, const double *domain,
                       double tolerance, int oracle, double *value, double *error)
{
    struct fpk_model model = {0};
    struct fpk_spectrum spectrum = {0};
    enum fpk_status status = fpk_model_from_potential(&model, potential, temperature, NULL);
    struct fpk_spectrum_problem problem = {.model = &model, .tolerance = tolerance, .n = 2};
    if (status == FPK_OK && oracle) {
        status = fpk_spectral_solve(&problem, &spectrum);
    } else if (status == FPK_OK) {
        problem.a = domain[0];
        problem.b = domain[1];
        status = fpk_spectrum_solve(&problem, &spectrum);
    }
    if (status == FPK_OK) {
        *value = spectrum.value[1];
        *error = spectrum.error[1];
    }
    fpk_spectrum_clear(&spectrum);
    fpk_model_clear(&model);
    return density_said(status);
}
