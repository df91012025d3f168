/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scheme-price.h"

#include "fpk/fokker_planck/spectral.h"

#include <math.h>
#include <string.h>

enum fpk_status price_reference(const struct price *price, const struct fpk_start *start,
                                size_t cells, double *out, double *error)
{
    struct fpk_fokker_planck_problem problem = {.model = &price->model,
                                                .start = start,
                                                .t1 = PRICE_TIME,
                                                .a = PRICE_LOW,
                                                .b = PRICE_HIGH,
                                                .tolerance = 1e-10,
                                                .field_cells = cells};
    struct fpk_fokker_planck_result result = {0};
    FPK_TRY(fpk_fokker_planck_solve(&problem, &result));
    memcpy(out, result.field[0].value, cells * sizeof *out);
    *error = result.end.tv_error;
    fpk_fokker_planck_result_clear(&result);
    return FPK_OK;
}

enum fpk_status price_ask_oracle(const struct price *price, const struct fpk_start *start,
                                 size_t cells, const double *reference, double reference_error,
                                 struct oracle *out)
{
    struct fpk_fokker_planck_problem problem = {.model = &price->model,
                                                .start = start,
                                                .t1 = PRICE_TIME,
                                                .a = PRICE_LOW,
                                                .b = PRICE_HIGH,
                                                .tolerance = 1e-10,
                                                .field_cells = cells};
    struct fpk_fokker_planck_result result = {0};
    FPK_TRY(fpk_spectral_density(&problem, &result));
    *out = (struct oracle){.tv = price_tv(cells, reference, result.field[0].value),
                           .error = result.end.tv_error,
                           .reference_error = reference_error};
    fpk_fokker_planck_result_clear(&result);
    return FPK_OK;
}

struct fpk_grid price_grid(size_t cells)
{
    return (struct fpk_grid){.a = PRICE_LOW, .b = PRICE_HIGH, .n = cells};
}

double price_tv(size_t n, const double *p, const double *q)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += fabs(p[i] - q[i]);
    return 0.5 * sum * (PRICE_HIGH - PRICE_LOW) / (double)n;
}

double price_sum(size_t n, const double *p, int power)
{
    struct fpk_grid grid = price_grid(n);
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double x = fpk_grid_centre(&grid, i);
        sum += p[i] * (power == 0 ? 1 : power == 1 ? x : x * x);
    }
    return sum * fpk_grid_width(&grid);
}

void price_pair(size_t n, const double *fine, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = 0.5 * (fine[2 * i] + fine[2 * i + 1]);
}

/* Errors of order h^2 (and dt^2, when steps are halved too) cancel in (4 fine - coarse)/3. */
void price_extrapolate(size_t n, const double *fine, const double *coarse, double *out)
{
    price_pair(n, fine, out);
    for (size_t i = 0; i < n; i++)
        out[i] += (out[i] - coarse[i]) / 3;
}

enum fpk_status price_march(const struct price *price, struct fpk_field *field, size_t steps,
                            size_t damped, struct fpk_march_report *report)
{
    struct fpk_march march = {0};
    FPK_TRY(fpk_march_init(&march, &price->model, field->grid, INFINITY));
    *report = fpk_march_report_zero();
    field->t = 0;
    enum fpk_status status = fpk_march_run(&march, field, PRICE_TIME, steps, damped, report);
    fpk_march_clear(&march);
    return status;
}
