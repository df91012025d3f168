/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forward chain: its closed form against the Fokker-Planck equation of its continuous twin,
 * against the process that it becomes as T grows, and against the chain itself, step by step. */
#include "ddpm.h"

#include "fpk/fokker_planck/solve.h"
#include "fpk/law/law.h"
#include "fpk/numeric/elementary.h"

#include <math.h>

/* ---- the grid ---- */

static void compare_cells(struct ddpm *d, const struct fpk_process *process,
                          const struct fpk_fokker_planck_result *found)
{
    struct ddpm_forward *f = &d->forward;
    for (int k = 0; k < MOMENTS; k++) {
        const struct fpk_field *field = &found->field[k];
        struct fpk_level level = fpk_process_level(process, f->time[k]);
        double h = fpk_grid_width(&field->grid), sum = 0;
        for (size_t i = 0; i < CELLS; i++) {
            double a = (fpk_grid_face(&field->grid, i) - level.alpha * d->x0) / level.sigma;
            double b = (fpk_grid_face(&field->grid, i + 1) - level.alpha * d->x0) / level.sigma;
            double mass = a > 0 ? fpk_normal_tail(a) - fpk_normal_tail(b)
                                : fpk_normal_cdf(b) - fpk_normal_cdf(a);
            f->centre[i] = fpk_grid_centre(&field->grid, i);
            f->exact[k][i] = mass / h;
            f->grid[k][i] = field->value[i];
            sum += fabs(field->value[i] * h - mass);
        }
        f->tv[k] = sum / 2;
        f->tv_error[k] = found->moments[k].tv_error;
    }
}

static enum fpk_status solve(struct ddpm *d, const struct fpk_process *process)
{
    static const double time[MOMENTS] = {0.05, 0.1, 0.2, 0.35, 0.6, 1};
    struct fpk_model model = {0};
    struct fpk_start start = {.kind = FPK_START_DELTA, .a = d->x0, .b = d->x0};
    struct fpk_fokker_planck_result found = {0};
    for (int k = 0; k < MOMENTS; k++)
        d->forward.time[k] = time[k];
    FPK_TRY(fpk_model_from_process(&model, *process, 1));
    struct fpk_fokker_planck_problem problem = {.model = &model,
                                                .start = &start,
                                                .t1 = 1,
                                                .tolerance = 1e-6,
                                                .n_time = MOMENTS,
                                                .time = time,
                                                .field_cells = CELLS};
    enum fpk_status status = fpk_fokker_planck_solve(&problem, &found);
    if (status == FPK_OK)
        compare_cells(d, process, &found);
    fpk_fokker_planck_result_clear(&found);
    fpk_model_clear(&model);
    return status;
}

/* ---- the chain of T steps and the process ---- */

static enum fpk_status gauss_tv(double mean_p, double var_p, double mean_q, double var_q,
                                double *tv)
{
    const double one = 1;
    struct fpk_mixture p = {0}, q = {0};
    struct fpk_distances d;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_mixture_init(&p, 1, 1, &one, &mean_p, &var_p));
    FPK_TRY_DONE(status, fpk_mixture_init(&q, 1, 1, &one, &mean_q, &var_q));
    struct fpk_side a = {.mixture = &p}, b = {.mixture = &q};
    FPK_TRY_DONE(status, fpk_distance(&a, &b, &d));
    *tv = d.tv.value;
done:
    fpk_mixture_clear(&p);
    fpk_mixture_clear(&q);
    return status;
}

/* beta_1 .. beta_T straight from .1/T to 20/T: the linear schedule at T = 1000, and its like at
 * other T. */
static enum fpk_status along_chain(struct ddpm *d, const struct fpk_process *process, int r)
{
    struct ddpm_forward *f = &d->forward;
    int T = TRAINING / 4 << r, next = 0;
    double abar = 1, noise = 0;
    f->step[r] = 1.0 / T;
    for (int i = 1; i <= T; i++) {
        double beta = (process->low + (process->high - process->low) * (i - 1) / (T - 1)) / T;
        noise = noise * (1 - beta) + beta;
        abar *= 1 - beta;
        if (i * ALONG < (next + 1) * T)
            continue;
        double t = (double)i / T;
        struct fpk_level level = fpk_process_level(process, t);
        FPK_TRY(gauss_tv(level.alpha * d->x0, level.sigma * level.sigma, sqrt(abar) * d->x0, noise,
                         &f->chain_tv[r][next]));
        f->along[next] = (next + 1) / (double)ALONG;
        f->most[r] = fmax(f->most[r], f->chain_tv[r][next]);
        next++;
    }
    return FPK_OK;
}

/* ---- the chain itself ---- */

static void step(size_t n, const double *x, double *m, double *m_x, double *s, const void *ctx)
{
    double beta = *(const double *)ctx;
    for (size_t i = 0; i < n; i++) {
        m[i] = sqrt(1 - beta) * x[i];
        if (m_x)
            m_x[i] = sqrt(1 - beta);
        s[i] = sqrt(beta);
    }
}

static enum fpk_status push(struct ddpm *d)
{
    struct fpk_law *law = NULL;
    struct fpk_law_pair pair = {0};
    struct fpk_mixture end = {0};
    struct fpk_start start = {.kind = FPK_START_MIXTURE, .mixture = d->target};
    struct fpk_distances distance;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_law_begin(&law, &start, NULL));
    for (size_t i = 0; i < TRAINING; i++) {
        struct fpk_transition transition = {.eval = step, .ctx = &d->schedule.beta[i]};
        FPK_TRY_DONE(status, fpk_law_step(law, &transition));
    }
    FPK_TRY_DONE(status, fpk_law_density(law, &pair));
    FPK_TRY_DONE(status, fpk_mixture_diffuse(&d->target,
                                             fpk_schedule_level(&d->schedule, TRAINING - 1), &end));
    struct fpk_side p = {.mixture = &end}, q = {.fine = &pair.fine, .coarse = &pair.coarse};
    FPK_TRY_DONE(status, fpk_distance(&p, &q, &distance));
    d->forward.law_tv = distance.tv.value;
    d->forward.law_error = distance.tv.error;
done:
    fpk_law_pair_clear(&pair);
    fpk_law_end(&law);
    fpk_mixture_clear(&end);
    return status;
}

enum fpk_status ddpm_go_forward(struct ddpm *d)
{
    struct fpk_process process = fpk_process_vp_linear();
    FPK_TRY(solve(d, &process));
    for (int r = 0; r < REFINED; r++)
        FPK_TRY(along_chain(d, &process, r));
    return push(d);
}
