/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A particle in a double well: it falls into the nearer one at once, and hops to the other in its
 * own time. Particles, grid, spectral oracle and the law of Euler-Maruyama, side by side, and what
 * each is worth. (post 4, sections 2.2 and 2.3)
 *
 *     dX = -U'(X) dt + sqrt(2 D) dW,   U = x^4/4 - x^2/2,   X(0) ~ N(m, s^2)
 *
 * There is no closed form. The reference is the spectral oracle, which shares nothing with the
 * grid; the eigenvalue lambda_1 says how fast the wells share the particles. */
#include "double-well.h"

#include "fpk/base/memory.h"

#include <math.h>

/* Walls at the same distance on both sides, so that 0 is between cells: where e^{-(U - U(1))/D} and
 * the start are below 1e-16. */
static void set_domain(struct fpk_evolution *e, double temperature, double mean, double std)
{
    double rise = 4 * 37 * temperature; /* 4 (U - U(1)) = (x^2 - 1)^2 */
    e->b = fmax(sqrt(1 + sqrt(rise)), mean + 8.3 * std);
    e->a = -e->b;
}

static enum fpk_status set_up(struct double_well *well, struct fpk_run *run)
{
    const struct fpk_values *values = fpk_run_values(run);
    double t1 = fpk_values_real(values, "time");
    well->temperature = fpk_values_real(values, "temperature");
    for (int k = 0; k < TIMES; k++)
        well->time[k] = k == TIMES - 1 ? t1 : t1 * k / (TIMES - 1);
    FPK_TRY(fpk_model_from_potential(&well->model, "x^4/4 - x^2/2", well->temperature, NULL));
    FPK_TRY(fpk_start_normal(&well->start, fpk_values_real(values, "mean"),
                             fpk_values_real(values, "std")));
    well->evolution =
        (struct fpk_evolution){.name = "well",
                               .model = &well->model,
                               .start = &well->start,
                               .t1 = t1,
                               .n_step = (uint64_t)fpk_values_integer(values, "steps"),
                               .particles = (size_t)fpk_values_integer(values, "particles"),
                               .n_path = PATHS,
                               .seed = fpk_run_seed(run),
                               .n_time = TIMES,
                               .time = well->time,
                               .tolerance = 1e-6,
                               .bins = BINS,
                               .run = run,
                               .run_end = 0.8};
    FPK_CHECK(well->evolution.n_step % (TIMES - 1) == 0, FPK_USAGE,
              "--steps %llu: states are stored at 64 equal distances; give a multiple of 64",
              (unsigned long long)well->evolution.n_step);
    set_domain(&well->evolution, well->temperature, fpk_values_real(values, "mean"),
               fpk_values_real(values, "std"));
    return FPK_OK;
}

static enum fpk_status answer(struct double_well *well, struct fpk_run *run)
{
    FPK_TRY(set_up(well, run));
    FPK_TRY(fpk_evolution_run(&well->evolution, &well->views));
    FPK_TRY(fpk_evolution_errors_run(&well->evolution, &well->views, 64, &well->errors));
    FPK_TRY(fpk_run_progress(run, 0.85, "hopping"));
    FPK_TRY(well_hop(well, run));
    FPK_TRY(well_judge(well, run));
    FPK_TRY(well_record(well, run));
    FPK_TRY(well_draw(well, run));
    return fpk_evolution_errors_draw(&well->evolution, &well->views, &well->errors, run);
}

static enum fpk_status run(struct fpk_run *run)
{
    struct double_well *well = NULL;
    FPK_TRY(fpk_allocate(&well, 1));
    enum fpk_status status = answer(well, run);
    fpk_evolution_errors_clear(&well->errors);
    fpk_evolution_clear(&well->views);
    fpk_start_clear(&well->start);
    fpk_model_clear(&well->model);
    fpk_release(&well);
    return status;
}

/* clang-format off */
static const struct fpk_parameter parameters[] = {
    {.name = "temperature", .type = FPK_REAL, .fallback = "0.25", .min = 0.05, .max = 1,
     .doc = "D, half of g^2; the barrier is 1/4 high"},
    {.name = "mean", .type = FPK_REAL, .fallback = "0.3", .min = 0.05, .max = 2,
     .doc = "mean of the start"},
    {.name = "std", .type = FPK_REAL, .fallback = "0.25", .min = 0.1, .max = 1,
     .doc = "standard deviation of the start"},
    {.name = "time", .type = FPK_REAL, .fallback = "8", .min = 1, .max = 100, .unit = "time",
     .doc = "end time"},
    {.name = "particles", .type = FPK_INTEGER, .fallback = "1e6", .min = 10000, .max = 1e9,
     .doc = "particles"},
    {.name = "steps", .type = FPK_INTEGER, .fallback = "256", .min = 64, .max = 1e6,
     .doc = "Euler-Maruyama steps, a multiple of 64"},
};
/* clang-format on */

static const struct fpk_quick quick[] = {{"particles", "20000"}, {"steps", "128"}};

const struct fpk_experiment fpk_experiment_double_well = {
    .name = "double-well",
    .source = "post 4, sections 2.2 and 2.3",
    .sentence = "two wells: particles, grid, spectral oracle and law, and the slow exchange",
    .equation = "dX = (X - X^3) dt + sqrt(2 D) dW,  X(0) ~ N(mean, std^2)",
    .parameter = parameters,
    .n = sizeof parameters / sizeof *parameters,
    .quick = quick,
    .n_quick = sizeof quick / sizeof *quick,
    .run = run,
};
