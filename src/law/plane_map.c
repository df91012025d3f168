/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running a plan on points of the plane with their Jacobians. A register is six rows: x, y, and the
 * derivatives xx, xy, yx, yy of both by the start, row (2 d + k) being dx_d/du_k. */
#include "fpk/base/block.h"
#include "fpk/base/memory.h"
#include "plane_priv.h"

#include <math.h>
#include <string.h>

enum { ROWS = 6 };

static double *register_of(double *work, int k)
{
    return work + (size_t)k * ROWS * FPK_BLOCK;
}

static enum fpk_status check(const struct fpk_plan *plan, const struct fpk_score *score,
                             const struct fpk_start *start)
{
    FPK_CHECK(score->dim == 2, FPK_USAGE,
              "law of %s: the score has %zu dimensions; this law is of the plane", plan->name,
              score->dim);
    FPK_CHECK(score->score_x, FPK_USAGE,
              "law of %s: the score comes without its Jacobian, which the law needs", plan->name);
    FPK_CHECK(!start || (start->kind == FPK_START_MIXTURE && start->mixture.dim == 2), FPK_USAGE,
              "law of %s: in the plane the start must be a mixture in two dimensions", plan->name);
    for (size_t i = 0; i < plan->n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        FPK_CHECK(in->op == FPK_EVAL || in->op == FPK_MIX, FPK_USAGE,
                  "law of %s: step %llu clips or accepts; laws in the plane are of smooth maps",
                  plan->name, (unsigned long long)in->step);
        FPK_CHECK(in->op != FPK_MIX || in->noise == 0, FPK_USAGE,
                  "law of %s: step %llu draws noise; in two dimensions laws are computed of "
                  "deterministic plans only (ddim, probability-flow-...); compare particles "
                  "instead",
                  plan->name, (unsigned long long)in->step);
        enum fpk_status status =
            in->op == FPK_EVAL ? fpk_score_head_known(score, in->head, &in->level) : FPK_OK;
        if (status != FPK_OK)
            return fpk_fail_context(status, "law of %s, step %llu", plan->name,
                                    (unsigned long long)in->step);
    }
    return FPK_OK;
}

enum fpk_status fpk_plane_map_init(struct fpk_plane_map *map, const struct fpk_plan *plan,
                                   const struct fpk_score *score, const struct fpk_start *start)
{
    *map = (struct fpk_plane_map){.plan = plan, .score = score};
    FPK_TRY(check(plan, score, start));
    map->each = ((size_t)plan->n_register + 1) * ROWS * FPK_BLOCK;
    double one = 1, mean[2] = {0, 0}, v = plan->start_std * plan->start_std;
    double covariance[4] = {v, 0, 0, v};
    if (!start)
        return fpk_mixture_init(&map->start, 2, 1, &one, mean, covariance);
    const struct fpk_mixture *m = &start->mixture;
    return fpk_mixture_init(&map->start, 2, m->n, m->weight, m->mean, m->covariance);
}

void fpk_plane_map_clear(struct fpk_plane_map *map)
{
    fpk_mixture_clear(&map->start);
}

static void mix(const struct fpk_plane_map *map, const struct fpk_instruction *in, size_t n,
                double *work)
{
    double *sum = register_of(work, map->plan->n_register);
    memset(sum, 0, ROWS * FPK_BLOCK * sizeof *sum);
    for (int j = 0; j < in->n_in; j++) {
        const double *r = register_of(work, in->in[j]);
        for (size_t row = 0; row < ROWS; row++)
            for (size_t i = 0; i < n; i++)
                sum[row * n + i] += in->c[j] * r[row * n + i];
    }
    memcpy(register_of(work, in->out), sum, ROWS * n * sizeof *sum);
}

/* The head's Jacobian times that of what it reads. */
static void eval(const struct fpk_plane_map *map, const struct fpk_instruction *in, size_t n,
                 double *work)
{
    double *head = register_of(work, map->plan->n_register), out[ROWS][FPK_BLOCK];
    const double *r = register_of(work, in->in[0]);
    fpk_score_head(map->score, in->head, &in->level, n, r, head, head + 2 * n);
    for (size_t d = 0; d < 2; d++)
        for (size_t k = 0; k < 2; k++)
            for (size_t i = 0; i < n; i++)
                out[2 + 2 * d + k][i] = head[(2 + 2 * d) * n + i] * r[(2 + k) * n + i] +
                                        head[(3 + 2 * d) * n + i] * r[(4 + k) * n + i];
    double *to = register_of(work, in->out);
    memcpy(to, head, 2 * n * sizeof *to);
    for (size_t row = 2; row < ROWS; row++)
        memcpy(to + row * n, out[row], n * sizeof *to);
}

void fpk_plane_map_eval(const struct fpk_plane_map *map, size_t n, const double *u, double *x,
                        double *det, double *log_rho, double *work)
{
    double *r = register_of(work, 0);
    memset(r, 0, ROWS * n * sizeof *r);
    memcpy(r, u, 2 * n * sizeof *r);
    for (size_t i = 0; i < n; i++)
        r[2 * n + i] = r[5 * n + i] = 1;
    for (size_t i = 0; i < map->plan->n; i++) {
        const struct fpk_instruction *in = &map->plan->instruction[i];
        if (in->op == FPK_EVAL)
            eval(map, in, n, work);
        else
            mix(map, in, n, work);
    }
    memcpy(x, r, 2 * n * sizeof *x);
    for (size_t i = 0; i < n; i++)
        det[i] = r[2 * n + i] * r[5 * n + i] - r[3 * n + i] * r[4 * n + i];
    fpk_mixture_log_pdf(&map->start, n, u, log_rho);
}

void fpk_plane_map_box(const struct fpk_plane_map *map, double *low, double *high)
{
    const struct fpk_mixture *m = &map->start;
    for (size_t d = 0; d < 2; d++) {
        low[d] = INFINITY;
        high[d] = -INFINITY;
        for (size_t k = 0; k < m->n; k++) {
            double reach = 14 * sqrt(m->covariance[k * 4 + d * 3]), mean = m->mean[k * 2 + d];
            low[d] = fmin(low[d], mean - reach);
            high[d] = fmax(high[d], mean + reach);
        }
    }
}
