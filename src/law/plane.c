/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Integrals over the start, on squares that are split until a square and its parts agree. One level
 * of squares after the other, each square's sums kept apart, so that threads change nothing. */
#include "fpk/base/block.h"
#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/quadrature.h"
#include "fpk/numeric/sum.h"
#include "plane_priv.h"

#include <math.h>
#include <omp.h>
#include <string.h>

#define SIDE       8 /* nodes along a side of a square */
#define NODES      (SIDE * SIDE)
#define PER_BLOCK  (FPK_BLOCK / NODES)
#define FIRST      20 /* squares along a side of the box */
#define LEVELS     14
#define TOLERANCE  1e-11
#define MOST_NODES ((size_t)1 << 22)
#define OF_KINKS   1000

/* KL and tv are not reported when more mass than this lies where the map folds, or when the images
 * of the nodes hold less than all but this of the target. */
#define FOLDED_MOST 1e-9
#define BEYOND_MOST 1e-6

enum { MASS, X, Y, XX, XY, YY, KL_QP, KL_PQ, P_MASS, TV, FOLDED, LOST, SUMS };

struct square {
    double a[2], h; /* lower corner in units of the box, side */
    double sum[SUMS];
};

struct work {
    struct fpk_plane_map map;
    const struct fpk_mixture *target;
    double low[2], size[2]; /* of the box */
    double x[SIDE], w[SIDE];
    double tolerance;
    size_t most_nodes, nodes;
    int threads;
    double *scratch;
    struct fpk_sum sum[SUMS], error[SUMS];
};

/* rho w times what each integral asks, summed over the nodes of a square. */
static void add_node(double *sum, double weight, double x, double y, double det, double log_rho,
                     double log_p, bool target)
{
    double rho = weight * fpk_exp(log_rho);
    if (!isfinite(x) || !isfinite(y) || !isfinite(det)) {
        sum[LOST] += rho;
        return;
    }
    double moments[6] = {1, x, y, x * x, x * y, y * y};
    for (int k = 0; k < 6; k++)
        sum[MASS + k] += rho * moments[k];
    if (det <= 0)
        sum[FOLDED] += rho;
    if (!target || det == 0)
        return;
    double log_r = log_p + fpk_log(fabs(det)) - log_rho, r = fpk_exp(log_r);
    sum[KL_QP] -= rho * log_r;
    sum[KL_PQ] += rho * (r * log_r - r + 1);
    sum[P_MASS] += rho * r;
    sum[TV] += rho * fmax(0, 1 - r);
}

/* The sums of m <= PER_BLOCK squares. */
static void evaluate(const struct work *work, size_t m, struct square *square, double *scratch)
{
    double *u = scratch, *x = u + 2 * FPK_BLOCK, *det = x + 2 * FPK_BLOCK;
    double *log_rho = det + FPK_BLOCK, *log_p = log_rho + FPK_BLOCK, *rest = log_p + FPK_BLOCK;
    size_t n = m * NODES;
    for (size_t i = 0; i < n; i++) {
        const struct square *s = &square[i / NODES];
        size_t k[2] = {i % NODES % SIDE, i % NODES / SIDE};
        for (size_t d = 0; d < 2; d++)
            u[d * n + i] =
                work->low[d] + work->size[d] * (s->a[d] + s->h * .5 * (1 + work->x[k[d]]));
    }
    fpk_plane_map_eval(&work->map, n, u, x, det, log_rho, rest);
    if (work->target)
        fpk_mixture_log_pdf(work->target, n, x, log_p);
    for (size_t q = 0; q < m; q++) {
        struct square *s = &square[q];
        double area = .25 * s->h * s->h * work->size[0] * work->size[1];
        memset(s->sum, 0, sizeof s->sum);
        for (size_t k = 0; k < NODES; k++) {
            size_t i = q * NODES + k;
            add_node(s->sum, area * work->w[k % SIDE] * work->w[k / SIDE], x[i], x[n + i], det[i],
                     log_rho[i], log_p[i], work->target != NULL);
        }
    }
}

static size_t scratch_size(const struct work *work)
{
    return work->map.each + 7 * FPK_BLOCK;
}

static void evaluate_all(struct work *work, size_t n, struct square *square)
{
    long long blocks = (long long)((n + PER_BLOCK - 1) / PER_BLOCK);
    work->nodes += n * NODES;
#pragma omp parallel for num_threads(work->threads) schedule(dynamic) if (blocks > 1)
    for (long long b = 0; b < blocks; b++) {
        size_t first = (size_t)b * PER_BLOCK;
        evaluate(work, n - first < PER_BLOCK ? n - first : PER_BLOCK, square + first,
                 work->scratch + scratch_size(work) * (size_t)omp_get_thread_num());
    }
}

static void split(const struct square *parent, struct square *child)
{
    for (int q = 0; q < 4; q++)
        child[q] = (struct square){
            .a = {parent->a[0] + (q % 2) * .5 * parent->h, parent->a[1] + (q / 2) * .5 * parent->h},
            .h = .5 * parent->h};
}

/* Parent against its four children: do they agree? */
static bool agree(const struct work *work, const struct square *parent, const struct square *child,
                  double *sum, double *miss)
{
    bool good = true;
    for (int k = 0; k < SUMS; k++) {
        sum[k] = (child[0].sum[k] + child[1].sum[k]) + (child[2].sum[k] + child[3].sum[k]);
        miss[k] = fabs(sum[k] - parent->sum[k]);
        double scale = k == TV || k >= FOLDED ? OF_KINKS : 1;
        good = good && miss[k] <= work->tolerance * scale;
    }
    return good;
}

/* One level: parents that agree with their children are summed; the others' children go on. */
static enum fpk_status descend(struct work *work, struct square **parent, size_t *n, bool last)
{
    struct square *child = NULL;
    size_t kept = 0;
    FPK_TRY(fpk_allocate(&child, 4 * *n));
    for (size_t i = 0; i < *n; i++)
        split(&(*parent)[i], child + 4 * i);
    evaluate_all(work, 4 * *n, child);
    last = last || work->nodes + 16 * NODES * *n > work->most_nodes;
    for (size_t i = 0; i < *n; i++) {
        double sum[SUMS], miss[SUMS];
        bool good = agree(work, &(*parent)[i], child + 4 * i, sum, miss);
        if (!good && !last) {
            memmove(child + 4 * kept++, child + 4 * i, 4 * sizeof *child);
            continue;
        }
        for (int k = 0; k < SUMS; k++) {
            fpk_sum_add(&work->sum[k], sum[k]);
            fpk_sum_add(&work->error[k], miss[k]);
        }
    }
    fpk_release(parent);
    *parent = child;
    *n = 4 * kept;
    return FPK_OK;
}

static enum fpk_status integrate(struct work *work)
{
    struct square *square = NULL;
    size_t n = FIRST * FIRST;
    FPK_TRY(fpk_allocate(&square, n));
    for (size_t i = 0; i < n; i++)
        square[i] = (struct square){.a = {(double)(i % FIRST) / FIRST, (double)(i / FIRST) / FIRST},
                                    .h = 1. / FIRST};
    evaluate_all(work, n, square);
    enum fpk_status status = FPK_OK;
    for (int level = 0; status == FPK_OK && n > 0; level++)
        status = descend(work, &square, &n, level == LEVELS);
    fpk_release(&square);
    return status;
}

static struct fpk_plane_number number(const struct work *work, int k)
{
    double value = fpk_sum_value(&work->sum[k]);
    return (struct fpk_plane_number){
        .value = value, .error = fpk_sum_value(&work->error[k]) + 1e-13 * (1 + fabs(value))};
}

static struct fpk_plane_number none(const char *reason)
{
    return (struct fpk_plane_number){NAN, INFINITY, reason};
}

static void answer_moments(const struct work *work, struct fpk_plane *plane)
{
    plane->mass = number(work, MASS);
    double mass = plane->mass.value, mean[2], mean_error[2];
    for (int d = 0; d < 2; d++) {
        struct fpk_plane_number m = number(work, X + d);
        mean[d] = m.value / mass;
        mean_error[d] = m.error + fabs(mean[d]) * plane->mass.error;
        plane->mean[d] = (struct fpk_plane_number){mean[d], mean_error[d], NULL};
    }
    for (int k = 0; k < 3; k++) {
        int d = k == 2, e = k > 0;
        struct fpk_plane_number m = number(work, XX + k);
        plane->covariance[k] = (struct fpk_plane_number){
            m.value / mass - mean[d] * mean[e],
            m.error + fabs(m.value) * plane->mass.error + fabs(mean[d]) * mean_error[e] +
                fabs(mean[e]) * mean_error[d],
            NULL};
    }
}

static void answer_distances(const struct work *work, struct fpk_plane *plane)
{
    const char *why = NULL;
    struct fpk_plane_number covered = number(work, P_MASS);
    double beyond = fabs(1 - covered.value);
    if (!work->target)
        why = "there is no target";
    else if (plane->folded > FOLDED_MOST)
        why = "the map folds the plane (its Jacobian changes sign)";
    plane->kl_qp = why ? none(why) : number(work, KL_QP);
    plane->kl_pq = why ? none(why) : number(work, KL_PQ);
    plane->tv = why ? none(why) : number(work, TV);
    if (why)
        return;
    if (beyond > BEYOND_MOST + covered.error)
        plane->kl_pq = none("the target has mass where the law has none within its nodes");
    else
        plane->kl_pq.error += 100 * fmax(0, beyond - covered.error);
    plane->kl_qp.error += plane->folded * 100 + fmax(0, beyond - covered.error);
    plane->tv.error += plane->folded;
}

static enum fpk_status of_map(struct work *work, struct fpk_plane *plane)
{
    FPK_TRY(fpk_allocate(&work->scratch, scratch_size(work) * (size_t)work->threads));
    enum fpk_status status = integrate(work);
    fpk_release(&work->scratch);
    FPK_TRY(status);
    double lost = fpk_sum_value(&work->sum[LOST]);
    FPK_CHECK(lost <= 1e-13, FPK_NUMERIC,
              "law of %s: the map is not finite on %.3g of the start's mass; try smaller steps",
              work->map.plan->name, lost);
    plane->folded = fpk_sum_value(&work->sum[FOLDED]);
    plane->nodes = work->nodes;
    answer_moments(work, plane);
    answer_distances(work, plane);
    return FPK_OK;
}

enum fpk_status fpk_plane_of_plan(struct fpk_plane *plane, const struct fpk_plan *plan,
                                  const struct fpk_score *score, const struct fpk_start *start,
                                  const struct fpk_mixture *target,
                                  const struct fpk_plane_options *options)
{
    struct fpk_plane_options none_given = {0};
    options = options ? options : &none_given;
    struct work work = {.target = target,
                        .tolerance = options->tolerance > 0 ? options->tolerance : TOLERANCE,
                        .most_nodes = options->most_nodes > 0 ? options->most_nodes : MOST_NODES,
                        .threads = options->threads > 0 ? options->threads : omp_get_max_threads()};
    *plane = (struct fpk_plane){.nodes = 0};
    FPK_CHECK(!target || target->dim == 2, FPK_USAGE,
              "law of %s: the target has %zu dimensions; this law is of the plane", plan->name,
              target ? target->dim : 0);
    FPK_TRY(fpk_plane_map_init(&work.map, plan, score, start));
    double high[2];
    fpk_plane_map_box(&work.map, work.low, high);
    for (int d = 0; d < 2; d++)
        work.size[d] = high[d] - work.low[d];
    fpk_gauss_legendre(SIDE, work.x, work.w);
    enum fpk_status status = of_map(&work, plane);
    fpk_plane_map_clear(&work.map);
    return status;
}
