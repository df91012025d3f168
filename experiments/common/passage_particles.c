/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "passage.h"

#include "fpk/base/memory.h"
#include "fpk/sde/stepper.h"

#include <stdio.h>

/* The state of an unfinished ensemble as named arrays of the run's checkpoint. struct
 * fpk_sample_moments is five doubles, kept as they are. */
enum { MOMENT_DOUBLES = sizeof(struct fpk_sample_moments) / sizeof(double) };

struct part {
    char key[64];
    size_t n;
    double *value;
};

struct state {
    double done; /* blocks that are final */
    struct part part[4];
};

static void describe(struct state *s, const struct fpk_passage *p, struct fpk_ensemble_result *r)
{
    const struct {
        const char *what;
        size_t n;
        double *value;
    } all[4] = {
        {"points", r->points.n * r->points.dim, r->points.x},
        {"moments", MOMENT_DOUBLES * r->points.dim, (double *)r->moments},
        {"moments along", MOMENT_DOUBLES * r->n_store * r->points.dim, (double *)r->store_moments},
        {"paths", r->n_store * r->n_path * r->points.dim, r->path},
    };
    for (int i = 0; i < 4; i++) {
        snprintf(s->part[i].key, sizeof s->part[i].key, "%s %s", p->name, all[i].what);
        s->part[i].n = all[i].n;
        s->part[i].value = all[i].value;
    }
}

static void done_key(char *key, size_t size, const struct fpk_passage *p)
{
    snprintf(key, size, "%s blocks done", p->name);
}

/* The blocks that an earlier, killed run finished; the done count is read last, so that a part that
 * is missing leaves the run at its beginning. */
static void resume(const struct fpk_passage *p, struct fpk_ensemble_result *r)
{
    struct state s;
    char key[64];
    describe(&s, p, r);
    for (int i = 0; i < 4; i++)
        if (s.part[i].n && !fpk_run_recall(p->run, s.part[i].key, s.part[i].n, s.part[i].value))
            return;
    done_key(key, sizeof key, p);
    if (fpk_run_recall(p->run, key, 1, &s.done))
        r->blocks_done = (size_t)s.done;
}

/* What the ensemble calls between chunks of blocks. */
static enum fpk_status keep(const struct fpk_ensemble_result *result, void *ctx)
{
    const struct fpk_passage *p = ctx;
    struct fpk_ensemble_result r = *result;
    struct state s;
    char key[64];
    describe(&s, p, &r);
    for (int i = 0; i < 4; i++)
        if (s.part[i].n)
            FPK_TRY(fpk_run_keep(p->run, s.part[i].key, s.part[i].n, s.part[i].value));
    done_key(key, sizeof key, p);
    s.done = (double)result->blocks_done;
    FPK_TRY(fpk_run_keep(p->run, key, 1, &s.done));
    double share = s.done / (double)fpk_points_blocks(&result->points);
    return fpk_run_progress(p->run, p->run_begin + 0.5 * share * (p->run_end - p->run_begin),
                            p->name);
}

/* One draw from the exact transition per particle; quick, so never checkpointed. */
static enum fpk_status jump(const struct fpk_passage *p, struct fpk_points *points)
{
    struct fpk_ensemble ensemble = {.model = p->model,
                                    .stepper = &fpk_exact_stepper,
                                    .start = p->start,
                                    .t1 = p->t1,
                                    .n_step = 1,
                                    .seed = ~p->seed,
                                    .particles = p->particles};
    struct fpk_ensemble_result result = {0};
    FPK_TRY(fpk_ensemble_result_init(&result, &ensemble));
    enum fpk_status status = fpk_ensemble_run(&ensemble, &result);
    *points = result.points; /* outlives the result */
    result.points = (struct fpk_points){0};
    fpk_ensemble_result_clear(&result);
    return status;
}

enum fpk_status fpk_passage_particles(const struct fpk_passage *p, struct fpk_passage_views *v)
{
    struct fpk_passage borrowed = *p;
    struct fpk_ensemble ensemble = {.model = p->model,
                                    .stepper = &fpk_euler_maruyama,
                                    .start = p->start,
                                    .t1 = p->t1,
                                    .n_step = p->n_step,
                                    .seed = p->seed,
                                    .particles = p->particles,
                                    .n_store = p->n_time,
                                    .store = p->time,
                                    .n_path = p->n_path,
                                    .checkpoint = keep,
                                    .ctx = &borrowed};
    FPK_TRY(fpk_ensemble_result_init(&v->particles, &ensemble));
    resume(p, &v->particles);
    FPK_TRY(fpk_ensemble_run(&ensemble, &v->particles));
    v->has_jump = p->model->exact != NULL;
    return v->has_jump ? jump(p, &v->jump) : FPK_OK;
}
