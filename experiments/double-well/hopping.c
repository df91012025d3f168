/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast the wells share the particles: 1/2 - P(left) falls like e^{-lambda_1 t} once the faster
 * modes have gone, the first odd one after it with lambda_3. */
#include "double-well.h"

#include "fpk/fokker_planck/spectrum.h"
#include "fpk/numeric/elementary.h"
#include "fpk/sde/stepper.h"

#include <math.h>

/* Mass below 0: the left half of the cells. */
static double left_of(const struct fpk_grid *grid, const double *p)
{
    double sum = 0;
    for (size_t i = 0; i < grid->n / 2; i++)
        sum += p[i];
    return sum * fpk_grid_width(grid);
}

static void read_left(struct double_well *well)
{
    const struct fpk_evolution_views *v = &well->views;
    const struct fpk_grid *grid = &v->grid.field[0].grid;
    struct hopping *h = &well->hopping;
    double n = (double)well->evolution.particles;
    for (int k = 0; k < TIMES; k++) {
        const double *count = v->count + (size_t)k * (BINS + 2);
        double left = 0;
        for (int i = 0; i <= BINS / 2; i++) /* those below the domain too */
            left += count[i];
        h->particles[k] = left / n;
        h->particles_se[k] = sqrt(h->particles[k] * (1 - h->particles[k]) / n);
        h->grid[k] = left_of(grid, v->grid.field[k].value);
        h->exact[k] = left_of(grid, v->exact + (size_t)k * grid->n);
    }
    for (size_t k = 0; k < v->n_law_time; k++)
        h->law[k] = left_of(grid, v->law_cells + k * grid->n);
}

static double rate(double early, double late, double time)
{
    return fpk_log((0.5 - early) / (0.5 - late)) / time;
}

/* The rate of the law with n_step steps, an even number. */
static enum fpk_status law_rate(const struct fpk_evolution *e, uint64_t n_step, double *out)
{
    static const double zero = 0;
    struct fpk_law *law = NULL;
    double pdf, middle = 0, end, dt = e->t1 / (double)n_step;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_law_begin(&law, e->start, NULL));
    for (uint64_t k = 0; k < n_step; k++) {
        struct fpk_step_law store;
        struct fpk_transition transition;
        if (k == n_step / 2)
            FPK_TRY_DONE(status, fpk_law_at(law, 1, &zero, &pdf, NULL, &middle, NULL));
        FPK_TRY_DONE(status, fpk_sde_transition(&fpk_euler_maruyama, e->model,
                                                fpk_step_time(0, e->t1, n_step, k), dt, &store,
                                                &transition));
        FPK_TRY_DONE(status, fpk_law_step(law, &transition));
    }
    FPK_TRY_DONE(status, fpk_law_at(law, 1, &zero, &pdf, NULL, &end, NULL));
    *out = rate(middle, end, e->t1 / 2);
done:
    fpk_law_end(&law);
    return status;
}

/* The error of the grid's rate as that of lambda_1: what the faster modes still do, told by the
 * difference of two halves of the interval, and what the fields' errors do. */
static double rate_error(const struct double_well *well)
{
    const struct hopping *h = &well->hopping;
    int middle = (TIMES - 1) / 2, late = 3 * (TIMES - 1) / 4, end = TIMES - 1;
    double quarter = well->evolution.t1 / 4;
    double modes = fabs(rate(h->grid[middle], h->grid[late], quarter) -
                        rate(h->grid[late], h->grid[end], quarter));
    double tv = well->views.grid.moments[end].tv_error + well->views.grid.moments[middle].tv_error;
    return modes + tv / (fabs(0.5 - h->grid[end]) * 2 * quarter);
}

enum fpk_status well_hop(struct double_well *well, struct fpk_run *run)
{
    struct hopping *h = &well->hopping;
    const struct fpk_evolution *e = &well->evolution;
    struct fpk_spectrum_problem problem = {.model = &well->model, .n = 4, .tolerance = 1e-10};
    struct fpk_spectrum spectrum = {0};
    int middle = (TIMES - 1) / 2, end = TIMES - 1;
    double span = e->t1 / 2;
    (void)run;
    FPK_TRY(fpk_spectrum_solve(&problem, &spectrum));
    for (int k = 0; k < 4; k++)
        h->lambda[k] = spectrum.value[k];
    h->lambda_error = spectrum.error[1];
    fpk_spectrum_clear(&spectrum);
    read_left(well);
    h->exact_rate = rate(h->exact[middle], h->exact[end], span);
    h->grid_rate = rate(h->grid[middle], h->grid[end], span);
    h->grid_rate_error = rate_error(well);
    h->particles_rate = rate(h->particles[middle], h->particles[end], span);
    /* the two are correlated; that they are not is the safe side */
    h->particles_rate_se = hypot(h->particles_se[middle] / (0.5 - h->particles[middle]),
                                 h->particles_se[end] / (0.5 - h->particles[end])) /
                           span;
    for (int i = 0; i < FPK_EVOLUTION_STEPS; i++)
        FPK_TRY(law_rate(e, e->n_step << i, &h->law_rate[i]));
    return FPK_OK;
}

enum fpk_status well_judge(const struct double_well *well, struct fpk_run *run)
{
    static const char *const columns[] = {"rate", "minus lambda_1", "standard error"};
    const struct hopping *h = &well->hopping;
    struct fpk_chi_square test;
    struct fpk_verdict verdict;
    double d[FPK_EVOLUTION_STEPS];
    FPK_TRY(fpk_evolution_test(&well->views, &test));
    FPK_TRY(fpk_verdict_exact(1, &test, FPK_FAMILY_ALPHA, &verdict));
    FPK_TRY(fpk_run_verdict(run, "particles / law of the scheme", &verdict));
    verdict = fpk_evolution_judge_grid(&well->views);
    FPK_TRY(fpk_run_verdict(run, "grid / spectral oracle", &verdict));
    verdict = fpk_verdict_deterministic("rate", fabs(h->grid_rate - h->lambda[1]),
                                        h->grid_rate_error, h->lambda_error, 1e-3);
    FPK_TRY(fpk_run_verdict(run, "relaxation of P(left) on the grid / lambda_1", &verdict));
    verdict = fpk_evolution_judge_order(&well->views);
    FPK_TRY(fpk_run_verdict(run, "law of the scheme / spectral oracle", &verdict));
    for (int i = 0; i < FPK_EVOLUTION_STEPS; i++)
        d[i] = fabs(h->law_rate[i] - h->lambda[1]);
    verdict = fpk_verdict_approximate("rate", FPK_EVOLUTION_STEPS, well->views.dt, d);
    FPK_TRY(fpk_run_verdict(run, "relaxation of the law / lambda_1", &verdict));
    FPK_TRY(fpk_evolution_errors_judge(&well->errors, run));

    FPK_TRY(fpk_run_table(run, "Rate at which 1/2 - P(left) falls, from t1/2 to t1", 3, columns));
    const double rows[4][3] = {
        {h->lambda[1], NAN, NAN},
        {h->grid_rate, h->grid_rate - h->lambda[1], NAN},
        {h->law_rate[0], h->law_rate[0] - h->lambda[1], NAN},
        {h->particles_rate, h->particles_rate - h->lambda[1], h->particles_rate_se}};
    static const char *const label[4] = {"lambda_1", "grid", "law of the scheme", "particles"};
    for (int k = 0; k < 4; k++)
        FPK_TRY(fpk_run_row(run, label[k], rows[k]));
    return FPK_OK;
}

enum fpk_status well_record(const struct double_well *well, struct fpk_run *run)
{
    const struct hopping *h = &well->hopping;
    struct fpk_record *record = NULL;
    FPK_TRY(fpk_run_record(run, &record));
    FPK_TRY(fpk_record_axis(record, "time", TIMES, well->time, "time", "time"));
    FPK_TRY(fpk_evolution_record(&well->evolution, &well->views, record));
    FPK_TRY(fpk_evolution_errors_record(&well->evolution, &well->errors, record));
    const struct fpk_array array[] = {
        {"well/one_machine/left", 1, {TIMES}, {"time"}, h->exact, "1", "P(X < 0), spectral oracle"},
        {"well/left_grid", 1, {TIMES}, {"time"}, h->grid, "1", "P(X < 0), Fokker-Planck equation"},
        {"well/left_particles", 1, {TIMES}, {"time"}, h->particles, "1", "P(X < 0), particles"},
        {"well/left_law",
         1,
         {well->views.n_law_time},
         {"well/law_time"},
         h->law,
         "1",
         "P(X < 0), law of Euler-Maruyama"},
        {"well/lambda_1", 0, {0}, {NULL}, &h->lambda[1], "1/time", "first eigenvalue but 0"},
    };
    for (size_t k = 0; k < sizeof array / sizeof *array; k++)
        FPK_TRY(fpk_record_array(record, &array[k]));
    return FPK_OK;
}
