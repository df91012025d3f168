/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bench/density.py calls of fpk: questions put as `fpk solve` puts them, texts to numbers,
 * behind flat functions, so that all contenders are timed in one process. Every call starts from
 * nothing and releases everything: formulas are read, the grid is chosen, the errors estimated. */
#include "fpk/fokker_planck/march.h"
#include "fpk/fokker_planck/solve.h"
#include "fpk/fokker_planck/spectral.h"
#include "fpk/fokker_planck/spectrum.h"

#include <stdio.h>
#include <string.h>

int density_at_end(const char *drift, const char *diffusion, const char *start, double t,
                   const double *domain, double tolerance, size_t cells, double *p, double *error);
int density_march(size_t cells, size_t steps, double *p);
int density_eigenvalue(const char *potential, double temperature, const double *domain,
                       double tolerance, int oracle, double *value, double *error);

static int said(enum fpk_status status)
{
    if (status != FPK_OK)
        fprintf(stderr, "density: %s\n", fpk_message());
    return status == FPK_OK ? 0 : -1;
}

static enum fpk_status at_end(const struct fpk_fokker_planck_problem *problem, double *p,
                              double *error)
{
    struct fpk_fokker_planck_result result = {0};
    enum fpk_status status = fpk_fokker_planck_solve(problem, &result);
    if (status == FPK_OK) {
        memcpy(p, result.field[0].value, problem->field_cells * sizeof *p);
        *error = 2 * result.moments[0].tv_error;
    }
    fpk_fokker_planck_result_clear(&result);
    return status;
}

/* p [cells] <- cell averages at time t on the domain [2], of dX = drift dt + diffusion dW from
 * `start` at time 0; error <- the estimate of their L1 error. */
int density_at_end(const char *drift, const char *diffusion, const char *start, double t,
                   const double *domain, double tolerance, size_t cells, double *p, double *error)
{
    struct fpk_model model = {0};
    struct fpk_start from = {0};
    enum fpk_status status = fpk_model_from_drift(&model, drift, diffusion, NULL);
    if (status == FPK_OK)
        status = fpk_start_parse(&from, start);
    if (status == FPK_OK) {
        const struct fpk_fokker_planck_problem problem = {.model = &model,
                                                          .start = &from,
                                                          .t1 = t,
                                                          .a = domain[0],
                                                          .b = domain[1],
                                                          .tolerance = tolerance,
                                                          .field_cells = cells};
        status = at_end(&problem, p, error);
    }
    fpk_start_clear(&from);
    fpk_model_clear(&model);
    return said(status);
}

static enum fpk_status march(const struct fpk_model *model, const struct fpk_start *start,
                             size_t cells, size_t steps, double *p)
{
    struct fpk_grid grid;
    struct fpk_field field = {0};
    struct fpk_march run = {0};
    struct fpk_march_report report = fpk_march_report_zero();
    FPK_TRY(fpk_grid_init(&grid, -6, 6, cells));
    enum fpk_status status = fpk_field_init(&field, grid);
    if (status == FPK_OK)
        status = fpk_field_from_start(&field, start);
    if (status == FPK_OK)
        status = fpk_march_init(&run, model, grid, 1);
    if (status == FPK_OK)
        status = fpk_march_run(&run, &field, 1, steps, 0, &report);
    if (status == FPK_OK)
        memcpy(p, field.value, cells * sizeof *p);
    fpk_march_clear(&run);
    fpk_field_clear(&field);
    return status;
}

/* p [cells] <- cell averages of OU, D = 1, on [-6, 6] from N(2, 0.3^2) at time 1: TR-BDF2 alone. */
int density_march(size_t cells, size_t steps, double *p)
{
    struct fpk_model model = {0};
    struct fpk_start start = {0};
    enum fpk_status status = fpk_model_from_potential(&model, "x^2/2", 1, NULL);
    if (status == FPK_OK)
        status = fpk_start_normal(&start, 2, 0.3);
    if (status == FPK_OK)
        status = march(&model, &start, cells, steps, p);
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
