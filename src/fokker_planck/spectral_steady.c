/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spectral_steady_priv.h"

#include "spectral_bvp_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include <float.h>
#include <math.h>

#define ROUNDING (8 * DBL_EPSILON)
#define CROWD    2   /* nodes on each side, x order */
#define REACH    3.2 /* tanh(pi/2 sinh 3.2) = 1 - 3e-17 */

/* p = sqrt(p_s) psi_0/mass; psi_0 is sqrt(p_s) itself where nothing absorbs. */
struct state {
    struct fpk_spectral_modes modes;
    bool kept;
    double *psi;       /* [n] */
    double *p, *row;   /* [n] */
    double mass;       /* int sqrt(p_s) psi_0 */
    double moved;      /* what rounding makes of psi_0, a norm, */
    double mass_moved; /* and of the mass, relative */
};

static double density(const void *ctx, double x, double *log_p, double *floor)
{
    const struct state *s = ctx;
    const struct fpk_nodes *nodes = &s->modes.nodes;
    double log_root = fpk_spectral_log_root(&s->modes, x), log_mass = fpk_log(s->mass);
    if (s->kept) {
        *log_p = 2 * log_root - log_mass;
        *floor = ROUNDING * (1 + fabs(*log_p)) * fpk_exp(*log_p);
        return fpk_exp(*log_p);
    }
    double sum = 0, squares = 0;
    fpk_nodes_row(nodes, x, s->row);
    for (size_t j = 0; j < nodes->n; j++) {
        sum += s->row[j] * s->psi[j];
        squares += s->row[j] * s->row[j] / nodes->weight[j];
    }
    *log_p = sum > 0 ? log_root + fpk_log(sum) - log_mass : -INFINITY;
    double p = fpk_exp(log_root) * sum / s->mass;
    *floor = s->moved * sqrt(squares) * fpk_exp(log_root) / s->mass + s->mass_moved * fabs(p);
    return p;
}

static void find_state(struct state *s)
{
    const struct fpk_spectral_modes *modes = &s->modes;
    size_t n = modes->nodes.n;
    const double *q = modes->nodes.weight, *v = modes->vector;
    double sum = 0, size = 0;
    for (size_t j = 0; j < n; j++)
        sum += v[j] * sqrt(q[j]); /* psi_0 has one sign */
    for (size_t j = 0; j < n; j++) {
        double root = fpk_exp(modes->log_root[j]);
        s->psi[j] = s->kept ? root : (sum < 0 ? -v[j] : v[j]) / sqrt(q[j]);
        s->p[j] = root * s->psi[j];
        s->mass += q[j] * s->p[j];
        size += q[j] * root * root;
    }
    for (size_t j = 0; j < n; j++)
        s->p[j] /= s->mass;
    double gap = modes->sigma[1] - modes->sigma[0];
    s->moved = s->kept ? ROUNDING : ROUNDING + modes->rounding / gap;
    s->mass_moved = s->kept ? ROUNDING : s->moved * sqrt(size) / s->mass;
}

/* -int p ln p where p falls to 0 like y at an end: y ln y needs nodes that crowd there. With
 * x = centre + half tanh(pi/2 sinh u), equal steps in u (Takahasi, Mori 1974,
 * doi:10.2977/prims/1195192451). */
static double singular_entropy(const struct state *s)
{
    const struct fpk_nodes *nodes = &s->modes.nodes;
    double centre = 0.5 * (nodes->a + nodes->b), half = 0.5 * (nodes->b - nodes->a), sum = 0;
    int most = CROWD * (int)nodes->n; /* so that a change of order tells of this error too */
    double step = REACH / most;
    for (int k = -most; k <= most; k++) {
        double u = step * k, v = 0.5 * FPK_PI * fpk_sinh(u), log_p, unused;
        double x = centre + half * fpk_tanh(v), over = 1 / fpk_cosh(v);
        double p = density(s, x, &log_p, &unused);
        double weight = half * step * 0.5 * FPK_PI * fpk_cosh(u) * over * over;
        sum -= p > 0 ? weight * p * log_p : 0;
    }
    return sum;
}

static enum fpk_status fill_numbers(const struct state *s, double *room, double *number,
                                    double *floor)
{
    const struct fpk_spectral_modes *modes = &s->modes;
    const struct fpk_nodes *nodes = &modes->nodes;
    double mean = 0, variance = 0, entropy = 0, reach = nodes->b - nodes->a;
    double *q = room, share = 0, unused, rounding;
    for (size_t k = 0; k < FPK_ORACLE_NUMBERS; k++)
        number[k] = floor[k] = 0;
    for (size_t j = 0; j < nodes->n; j++) {
        mean += nodes->weight[j] * s->p[j] * nodes->x[j];
        entropy -= s->p[j] > 0 ? nodes->weight[j] * s->p[j] * fpk_log(s->p[j]) : 0;
    }
    for (size_t j = 0; j < nodes->n; j++) {
        double y = nodes->x[j] - mean;
        variance += nodes->weight[j] * s->p[j] * y * y;
    }
    double moved = s->mass_moved;
    number[FPK_ORACLE_MEAN] = mean;
    number[FPK_ORACLE_VARIANCE] = variance;
    number[FPK_ORACLE_ENTROPY] = entropy;
    floor[FPK_ORACLE_MEAN] = s->kept ? moved * (fabs(mean) + sqrt(variance)) : moved * reach;
    floor[FPK_ORACLE_VARIANCE] = s->kept ? moved * (variance + mean * mean) : moved * reach * reach;
    floor[FPK_ORACLE_ENTROPY] = moved * (1 + fabs(entropy)) * (s->kept ? 4 : 32);
    if (s->kept)
        return FPK_OK;
    double sigma = modes->sigma[0];
    number[FPK_ORACLE_ENTROPY] = singular_entropy(s);
    number[FPK_ORACLE_DECAY] = sigma * sigma;
    floor[FPK_ORACLE_DECAY] = modes->rounding * (2 * sigma + modes->rounding);
    FPK_TRY(fpk_bvp_sides(modes->model, nodes->a, nodes->b, modes->ends, nodes->n - 1, NULL, q,
                          &unused, &rounding));
    for (size_t j = 0; j < nodes->n; j++)
        share += nodes->weight[j] * q[j] * s->p[j];
    number[FPK_ORACLE_EXIT_RIGHT] = share;
    floor[FPK_ORACLE_EXIT_RIGHT] = moved + rounding;
    return FPK_OK;
}

enum fpk_status fpk_oracle_state_line(size_t order, void *ctx, double *value, double *floor,
                                      double *scale)
{
    const struct fpk_oracle_state *state = ctx;
    const struct fpk_stationary_problem *problem = state->problem;
    struct state s = {.kept = !fpk_ends_absorb(problem->ends)};
    double *room = NULL;
    enum fpk_status status;
    FPK_TRY(fpk_spectral_modes_init(&s.modes, problem->model,
                                    state->whole ? FPK_NODES_SINC : FPK_NODES_LEGENDRE, state->a,
                                    state->b, problem->ends, order));
    size_t n = s.modes.nodes.n, numbers = 2 * problem->n_at;
    FPK_TRY_DONE(status, fpk_allocate(&room, 4 * n));
    s.psi = room;
    s.p = room + n;
    s.row = room + 2 * n;
    find_state(&s);
    FPK_TRY_DONE(status, fill_numbers(&s, room + 3 * n, value + numbers, floor + numbers));
    fpk_oracle_state_fill(state, density, &s, value, floor, scale);
done:
    fpk_release(&room);
    fpk_spectral_modes_clear(&s.modes);
    return status;
}
