/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every study of every method. First the exact solutions that are fine runs, once for all methods;
 * then the studies, in any order on any thread, each a function of its own inputs alone. */
#include "convergence_priv.h"

#include "fpk/base/memory.h"

#include <omp.h>
#include <string.h>

struct job {
    const struct fpk_stepper *stepper;
    size_t problem;
    bool strong;
    enum fpk_status status;
};

struct work {
    const struct fpk_order_run *run;
    const struct fpk_problem *const *problem;
    size_t n_problem, n;
    bool *wanted;             /* [n_problem]: some method has a strong study of it */
    struct fpk_paths *paths;  /* [n_problem] */
    struct fpk_points *exact; /* [n_problem]; empty where a formula gives it */
    struct job *job;          /* [n] */
    struct fpk_order_study *study;
    size_t done;
};

/* Is there such a study? A method may refuse a model for a reason of its own. */
static bool possible(const struct fpk_stepper *stepper, const struct fpk_problem *problem,
                     bool strong)
{
    const struct fpk_order_claim *claim = &stepper->order[problem->kind];
    struct fpk_setting setting;
    if (strong ? claim->strong <= 0 || !(problem->path || problem->fine)
               : claim->weak <= 0 || !problem->phi)
        return false;
    if (fpk_setting_init(&setting, stepper, problem) != FPK_OK) {
        fpk_message_clear();
        return false;
    }
    fpk_setting_clear(&setting);
    return true;
}

static void list_jobs(struct work *work)
{
    size_t n_stepper;
    const struct fpk_stepper *const *stepper = fpk_steppers(&n_stepper);
    for (size_t i = 0; i < n_stepper; i++) {
        if (work->run->method && strcmp(work->run->method, stepper[i]->name) != 0)
            continue;
        for (size_t p = 0; p < work->n_problem; p++)
            for (int weak = 0; weak < 2; weak++)
                if (possible(stepper[i], work->problem[p], !weak)) {
                    work->wanted[p] = work->wanted[p] || !weak;
                    work->job[work->n++] =
                        (struct job){.stepper = stepper[i], .problem = p, .strong = !weak};
                }
    }
}

static enum fpk_status do_job(struct work *work, const struct job *job,
                              struct fpk_order_study *study)
{
    const struct fpk_order_run *run = work->run;
    size_t p = job->problem;
    if (!job->strong)
        return fpk_order_weak(job->stepper, work->problem[p], run->particles, run->seed, 1, study);
    return fpk_strong_study(job->stepper, &work->paths[p],
                            work->exact[p].n ? &work->exact[p] : NULL, study);
}

static enum fpk_status exact_solutions(struct work *work, int threads)
{
    size_t bad = work->n_problem;
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
    for (size_t p = 0; p < work->n_problem; p++) {
        const struct fpk_problem *problem = work->problem[p];
        work->paths[p] = fpk_strong_paths(problem, work->run->particles, work->run->seed, 1);
        if (!work->wanted[p] || problem->path ||
            fpk_paths_exact(&work->paths[p], &work->exact[p]) == FPK_OK)
            continue;
#pragma omp critical(fpk_orders)
        bad = p < bad ? p : bad;
    }
    /* Again on this thread, for the sentence. */
    return bad < work->n_problem ? fpk_paths_exact(&work->paths[bad], &work->exact[bad]) : FPK_OK;
}

static enum fpk_status studies(struct work *work, int threads)
{
    const struct fpk_order_run *run = work->run;
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
    for (size_t i = 0; i < work->n; i++) {
        work->job[i].status = do_job(work, &work->job[i], &work->study[i]);
#pragma omp critical(fpk_orders)
        {
            work->done++;
            if (run->progress)
                run->progress(work->done, work->n, run->ctx);
        }
    }
    for (size_t i = 0; i < work->n; i++)
        if (work->job[i].status != FPK_OK)
            return fpk_fail_context(do_job(work, &work->job[i], &work->study[i]), "%s on %s",
                                    work->job[i].stepper->name,
                                    work->problem[work->job[i].problem]->name);
    return FPK_OK;
}

enum fpk_status fpk_orders_measure(const struct fpk_order_run *run, size_t *n,
                                   struct fpk_order_study **out)
{
    size_t n_stepper;
    struct work work = {.run = run};
    int threads = run->threads > 0 ? run->threads : omp_get_max_threads();
    enum fpk_status status;
    work.problem = fpk_problems(&work.n_problem);
    fpk_steppers(&n_stepper);
    size_t most = 2 * n_stepper * work.n_problem;
    *out = NULL;
    FPK_TRY_DONE(status, fpk_allocate(&work.wanted, work.n_problem));
    FPK_TRY_DONE(status, fpk_allocate(&work.paths, work.n_problem));
    FPK_TRY_DONE(status, fpk_allocate(&work.exact, work.n_problem));
    FPK_TRY_DONE(status, fpk_allocate(&work.job, most));
    FPK_TRY_DONE(status, fpk_allocate(&work.study, most));
    list_jobs(&work);
    FPK_TRY_DONE(status, exact_solutions(&work, threads));
    FPK_TRY_DONE(status, studies(&work, threads));
    *n = work.n;
    *out = work.study;
    work.study = NULL;
done:
    for (size_t p = 0; work.exact && p < work.n_problem; p++)
        fpk_points_clear(&work.exact[p]);
    fpk_release(&work.wanted);
    fpk_release(&work.paths);
    fpk_release(&work.exact);
    fpk_release(&work.job);
    fpk_release(&work.study);
    return status;
}
