/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Densities at one time; see density.h. */
#include "density.h"

#include "fpk/fokker_planck/march.h"
#include "fpk/fokker_planck/solve.h"
#include "fpk/fokker_planck/spectral.h"
#include "fpk/numeric/contour.h"

#include <string.h>

static enum fpk_status at_end(const struct fpk_fokker_planck_problem *problem, bool oracle,
                              double *domain, double *p, double *error)
{
    struct fpk_fokker_planck_result result = {0};
    enum fpk_status status =
        oracle ? fpk_spectral_density(problem, &result) : fpk_fokker_planck_solve(problem, &result);
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
 * On equal cells, on cells equal in ln x, or by the oracle. */
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
        status = at_end(&problem, how == ORACLE, domain, p, error);
    }
    fpk_start_clear(&from);
    fpk_model_clear(&model);
    return density_said(status);
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
    return density_said(status);
}
