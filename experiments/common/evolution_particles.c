/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evolution.h"

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

enum { PARTS = 5 };

struct state {
    double done; /* blocks that are final */
    struct part part[PARTS];
};

/* What the ensemble's callback is given. */
struct watch {
    const struct fpk_evolution *p;
    double *count; /* of the views */
};

static void describe(struct state *s, const struct fpk_evolution *p, double *count,
                     struct fpk_ensemble_result *r)
{
    const struct {
        const char *what;
        size_t n;
        double *value;
    } all[PARTS] = {
        {"points", r->points.n * r->points.dim, r->points.x},
        {"moments", MOMENT_DOUBLES * r->points.dim, (double *)r->moments},
        {"moments along", MOMENT_DOUBLES * r->n_store * r->points.dim, (double *)r->store_moments},
        {"paths", r->n_store * r->n_path * r->points.dim, r->path},
        {"counts", p->bins ? r->n_store * (p->bins + 2) : 0, count},
    };
    for (int i = 0; i < PARTS; i++) {
        snprintf(s->part[i].key, sizeof s->part[i].key, "%s %s", p->name, all[i].what);
        s->part[i].n = all[i].n;
        s->part[i].value = all[i].value;
    }
}

static void done_key(char *key, size_t size, const struct fpk_evolution *p)
{
    snprintf(key, size, "%s blocks done", p->name);
}

/* The histograms as doubles, which a checkpoint holds (exact to 2^53), and back. */
static void read_counts(const struct fpk_evolution *p, const struct fpk_ensemble_result *r,
                        double *count)
{
    for (size_t k = 0; p->bins && k < r->n_store; k++) {
        const struct fpk_histogram *h = &r->histogram[k];
        double *row = count + k * (p->bins + 2);
        row[0] = (double)h->below;
        row[p->bins + 1] = (double)h->above;
        for (size_t i = 0; i < p->bins; i++)
            row[i + 1] = (double)h->count[i];
    }
}

static void write_counts(const struct fpk_evolution *p, const double *count,
                         struct fpk_ensemble_result *r)
{
    for (size_t k = 0; p->bins && k < r->n_store; k++) {
        struct fpk_histogram *h = &r->histogram[k];
        const double *row = count + k * (p->bins + 2);
        h->below = (uint64_t)row[0];
        h->above = (uint64_t)row[p->bins + 1];
        for (size_t i = 0; i < p->bins; i++)
            h->count[i] = (uint64_t)row[i + 1];
    }
}

/* The blocks that an earlier, killed run finished; the done count is read last, so that a part that
 * is missing leaves the run at its beginning. */
static void resume(const struct watch *w, struct fpk_ensemble_result *r)
{
    const struct fpk_evolution *p = w->p;
    struct state s;
    char key[64];
    describe(&s, p, w->count, r);
    for (int i = 0; i < PARTS; i++)
        if (s.part[i].n && !fpk_run_recall(p->run, s.part[i].key, s.part[i].n, s.part[i].value))
            return;
    done_key(key, sizeof key, p);
    if (!fpk_run_recall(p->run, key, 1, &s.done))
        return;
    write_counts(p, w->count, r);
    r->blocks_done = (size_t)s.done;
}

/* What the ensemble calls between chunks of blocks. */
static enum fpk_status keep(const struct fpk_ensemble_result *result, void *ctx)
{
    const struct watch *w = ctx;
    const struct fpk_evolution *p = w->p;
    struct fpk_ensemble_result r = *result;
    struct state s;
    char key[64];
    read_counts(p, result, w->count);
    describe(&s, p, w->count, &r);
    for (int i = 0; i < PARTS; i++)
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
static enum fpk_status jump(const struct fpk_evolution *p, struct fpk_points *points)
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

enum fpk_status fpk_evolution_particles(const struct fpk_evolution *p,
                                        struct fpk_evolution_views *v)
{
    struct watch watch = {p, v->count};
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
                                    .bins = p->bins,
                                    .lo = v->a,
                                    .hi = v->b,
                                    .checkpoint = keep,
                                    .ctx = &watch};
    FPK_TRY(fpk_ensemble_result_init(&v->particles, &ensemble));
    resume(&watch, &v->particles);
    FPK_TRY(fpk_ensemble_run(&ensemble, &v->particles));
    read_counts(p, &v->particles, v->count);
    v->has_jump = p->model->exact != NULL;
    return v->has_jump ? jump(p, &v->jump) : FPK_OK;
}
