/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bench/density.py calls of fpk: questions put as `fpk solve` puts them, texts to numbers,
 * behind flat functions, so that all contenders are timed in one process. Every call starts from
 * nothing and releases everything: formulas are read, the grid is chosen, the errors estimated. */
#include "fpk/base/memory.h"
#include "fpk/fokker_planck/march.h"
#include "fpk/fokker_planck/solve.h"
#include "fpk/fokker_planck/spectral.h"
#include "fpk/fokker_planck/spectrum.h"
#include "fpk/fokker_planck/survival.h"
#include "fpk/numeric/contour.h"

#include <stdio.h>
#include <string.h>

enum how { EQUAL_CELLS, LOG_MESH };

int density_at_end(const char *drift, const char *diffusion, const char *start, double t,
                   double *domain, int how, double tolerance, size_t cells, double *p,
                   double *error);
int density_one_grid(size_t cells, size_t steps, double *p);
int density_exit_one_grid(const char *drift, double t, size_t cells, size_t times, double *left,
                          double *right);
int density_exit(const char *drift, double tolerance, size_t n, const double *times, double *left,
                 double *right, double *error);
int density_eigenvalue(const char *potential, double temperature, const double *domain,
                       double tolerance, int oracle, double *value, double *error);

static int said(enum fpk_status status)
{
    if (status != FPK_OK)
        fprintf(stderr, "density: %s\n", fpk_message());
    return status == FPK_OK ? 0 : -1;
}

static enum fpk_status at_end(const struct fpk_fokker_planck_problem *problem, double *domain,
                              double *p, double *error)
{
    struct fpk_fokker_planck_result result = {0};
    enum fpk_status status = fpk_fokker_planck_solve(problem, &result);
    if (status == FPK_OK) {
        memcpy(p, result.field[0].value, problem->field_cells * sizeof *p);
        domain[0] = result.field[0].grid.a;
        domain[1] = result.field[0].grid.b;
        *error = 2 * result.moments[0].tv_error;
    }
    fpk_fokker_planck_result_clear(&result);
    return status;
}

/* p [cells] <- cell averages at time t on the domain [2], of dX = drift dt + diffusion dW from
 * `start` at time 0; error <- the estimate of their L1 error. A domain of 0, 0 is chosen.
 * On equal cells or on cells equal in ln x. */
int density_at_end(const char *drift, const char *diffusion, const char *start, double t,
                   double *domain, int how, double tolerance, size_t cells, double *p,
                   double *error)
{
    struct fpk_model model = {0};
    struct fpk_start from = {0};
    struct fpk_coordinate mesh = {0};
    if (how == LOG_MESH)
        mesh = (struct fpk_coordinate){.kind = FPK_COORDINATE_LOG, .width = 1};
    enum fpk_status status = fpk_model_from_drift(&model, drift, diffusion, NULL);
    if (status == FPK_OK)
        status = fpk_start_parse(&from, start);
    if (status == FPK_OK) {
        const struct fpk_fokker_planck_problem problem = {.model = &model,
                                                          .start = &from,
                                                          .t1 = t,
                                                          .a = domain[0],
                                                          .b = domain[1],
                                                          .coordinate = mesh,
                                                          .tolerance = tolerance,
                                                          .field_cells = cells};
        status = at_end(&problem, domain, p, error);
    }
    fpk_start_clear(&from);
    fpk_model_clear(&model);
    return said(status);
}

static enum fpk_status march(const struct fpk_model *model, struct fpk_field *field, size_t steps)
{
    struct fpk_march run = {0};
    struct fpk_march_report report = fpk_march_report_zero();
    enum fpk_status status = fpk_march_init(&run, model, field->grid, 1);
    if (status == FPK_OK)
        status = fpk_march_run(&run, field, 1, steps, 0, &report);
    fpk_march_clear(&run);
    return status;
}

static enum fpk_status contour(const struct fpk_model *model, struct fpk_field *field)
{
    struct fpk_generator rates = {0};
    struct fpk_contour poles = {0};
    double *p = field->value;
    enum fpk_status status = fpk_generator_init(&rates, field->grid);
    if (status == FPK_OK)
        status = fpk_generator_set(&rates, model, 0);
    if (status == FPK_OK)
        status = fpk_contour_init(&poles, field->grid.n);
    if (status == FPK_OK)
        status = fpk_contour_exponential(&poles, 1, rates.up, rates.down, p, p, NULL);
    fpk_contour_clear(&poles);
    fpk_generator_clear(&rates);
    return status;
}

static enum fpk_status one_grid(const struct fpk_model *model, const struct fpk_start *start,
                                size_t cells, size_t steps, double *p)
{
    struct fpk_grid grid;
    struct fpk_field field = {0};
    FPK_TRY(fpk_grid_init(&grid, -6, 6, cells));
    enum fpk_status status = fpk_field_init(&field, grid);
    if (status == FPK_OK)
        status = fpk_field_from_start(&field, start);
    if (status == FPK_OK)
        status = steps > 0 ? march(model, &field, steps) : contour(model, &field);
    if (status == FPK_OK)
        memcpy(p, field.value, cells * sizeof *p);
    fpk_field_clear(&field);
    return status;
}

/* p [cells] <- cell averages of OU, D = 1, on [-6, 6] from N(2, 0.3^2) at time 1, by TR-BDF2 steps,
 * or, when there are none, by the contour exponential; nothing is extrapolated. */
int density_one_grid(size_t cells, size_t steps, double *p)
{
    struct fpk_model model = {0};
    struct fpk_start start = {0};
    enum fpk_status status = fpk_model_from_potential(&model, "x^2/2", 1, NULL);
    if (status == FPK_OK)
        status = fpk_start_normal(&start, 2, 0.3);
    if (status == FPK_OK)
        status = one_grid(&model, &start, cells, steps, p);
    fpk_start_clear(&start);
    fpk_model_clear(&model);
    return said(status);
}

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
    return said(status);
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
    return said(status);
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
    return said(status);
}
