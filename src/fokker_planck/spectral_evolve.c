/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spectral_evolve_priv.h"

#include "solve_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include <float.h>
#include <math.h>

#define ROUNDING (4 * DBL_EPSILON)
#define MARGIN   0.05 /* of a domain that was chosen to hold the mass */

enum fpk_status fpk_evolve_start(const struct fpk_start *start)
{
    FPK_CHECK(fpk_start_dim(start) == 1, FPK_USAGE,
              "the spectral oracle works in one dimension, and the start has %zu",
              fpk_start_dim(start));
    FPK_CHECK(start->kind == FPK_START_MIXTURE || start->kind == FPK_START_DELTA, FPK_USAGE,
              "the spectral oracle starts from normal:MEAN:STD, a mixture or delta:x");
    return FPK_OK;
}

/* Walls that the motion does not reach stand where the density never comes. (Sinc functions would
 * need psi, not p, to vanish at the ends, which is far out.) */
enum fpk_status fpk_evolve_domain(const struct fpk_fokker_planck_problem *problem, double *a,
                                  double *b, struct fpk_ends *ends, double *mass)
{
    const struct fpk_start *start = problem->start;
    struct fpk_fokker_planck_problem plain = *problem;
    bool left = fpk_domain_gives(problem, false), right = fpk_domain_gives(problem, true);
    double x[2], cdf[2], tail[2];
    plain.coordinate = (struct fpk_coordinate){0};
    FPK_TRY(fpk_spectral_check(problem->model, 0, 1, problem->ends));
    FPK_CHECK((left || problem->ends.left != FPK_ABSORBING) &&
                  (right || problem->ends.right != FPK_ABSORBING),
              FPK_USAGE, "an absorbing end needs a place: give a domain");
    FPK_TRY(fpk_domain_choose(&plain, ends, a, b));
    double margin = MARGIN * (*b - *a);
    *a -= left ? 0 : margin;
    *b += right ? 0 : margin;
    FPK_TRY(fpk_spectral_check(problem->model, *a, *b, *ends));
    x[0] = *a;
    x[1] = *b;
    fpk_start_cdf(start, 2, x, cdf, tail);
    bool point = start->kind == FPK_START_DELTA;
    double lost = point ? !(*a < start->a && start->a < *b) : cdf[0] + tail[1];
    FPK_CHECK(lost <= 1e-9, FPK_USAGE,
              "%.3g of the start's mass lies outside the domain [%.6g, %.6g]: widen it, or give "
              "none and let it be chosen",
              lost, *a, *b);
    *mass = point ? 1 : 1 - lost;
    return FPK_OK;
}

/* b_j = sqrt(q_j) psi_0(x_j) of a mixture, psi_0 = p_0/sqrt(p_s); the mass that the nodes miss. */
static void weigh_mixture(const struct fpk_spectral_modes *modes, const struct fpk_start *start,
                          double *b, double *missed)
{
    const struct fpk_nodes *nodes = &modes->nodes;
    size_t n = nodes->n;
    double x[2] = {nodes->a, nodes->b}, cdf[2], tail[2], seen = 0;
    fpk_mixture_log_pdf(&start->mixture, n, nodes->x, b);
    for (size_t j = 0; j < n; j++) {
        double log_p = b[j];
        seen += nodes->weight[j] * fpk_exp(log_p);
        b[j] = sqrt(nodes->weight[j]) * fpk_exp(log_p - modes->log_root[j]);
    }
    fpk_start_cdf(start, 2, x, cdf, tail);
    *missed = fabs(seen - (1 - cdf[0] - tail[1]));
}

/* c_k = psi_k(x_0)/sqrt(p_s(x_0)) of a point. */
static void weigh_point(const struct fpk_spectral_modes *modes, double x0, double *b)
{
    double root = fpk_exp(fpk_spectral_log_root(modes, x0));
    fpk_nodes_row(&modes->nodes, x0, b);
    for (size_t j = 0; j < modes->nodes.n; j++)
        b[j] /= sqrt(modes->nodes.weight[j]) * root;
}

/* From b_j = sqrt(q_j) psi_0(x_j). */
static enum fpk_status begin(struct fpk_evolve *e, double *b)
{
    size_t n = e->modes.nodes.n;
    for (size_t j = 0; j < n; j++)
        e->size += b[j] * b[j];
    e->size = sqrt(e->size);
    FPK_CHECK(isfinite(e->size), FPK_NUMERIC,
              "the start's tails are so much wider than those of the stationary density that "
              "p/sqrt(p_s) overflows: the spectral oracle cannot carry it; give a smaller domain");
    for (size_t k = 0; k < e->modes.n; k++)
        for (size_t j = 0; j < n; j++)
            e->c[k] += e->modes.vector[k * n + j] * b[j];
    if (!e->flat)
        return FPK_OK;
    for (size_t j = 0; j < n; j++)
        b[j] /= sqrt(e->modes.nodes.weight[j]);
    return fpk_push_init(&e->push, &e->modes, b);
}

enum fpk_status fpk_evolve_init(struct fpk_evolve *e, const struct fpk_model *model, bool flat,
                                double a, double b, struct fpk_ends ends,
                                const struct fpk_start *start, size_t order)
{
    enum fpk_status status;
    *e = (struct fpk_evolve){.flat = flat};
    if (flat)
        FPK_TRY(fpk_spectral_modes_flat(&e->modes, model, a, b, ends, order));
    else
        FPK_TRY(fpk_spectral_modes_init(&e->modes, model, FPK_NODES_LEGENDRE, a, b, ends, order));
    FPK_TRY_DONE(status, fpk_allocate(&e->c, e->modes.nodes.n));
    FPK_TRY_DONE(status, fpk_allocate(&e->row, e->modes.nodes.n));
    if (start->kind == FPK_START_MIXTURE)
        weigh_mixture(&e->modes, start, e->row, &e->missed);
    else
        weigh_point(&e->modes, start->a, e->row);
    status = begin(e, e->row);
done:
    if (status != FPK_OK)
        fpk_evolve_clear(e);
    return status;
}

void fpk_evolve_clear(struct fpk_evolve *e)
{
    fpk_spectral_modes_clear(&e->modes);
    fpk_push_clear(&e->push);
    fpk_release(&e->c);
    fpk_release(&e->row);
}

/* psi, or -psi_t: sum_k c_k (sigma_k^2) e^{-sigma_k^2 t} psi_k. Each c_k is wrong by rounding of
 * the whole, each sigma_k by its own. */
static void sum_modes(const struct fpk_evolve *e, double t, bool rate, double *psi,
                      double *rounding)
{
    const struct fpk_spectral_modes *modes = &e->modes;
    size_t n = modes->nodes.n;
    double squares = 0, most = 0;
    for (size_t j = 0; j < n; j++)
        psi[j] = 0;
    for (size_t k = 0; k < modes->n; k++) {
        double s = modes->sigma[k], r = modes->rounding, decay = fpk_exp(-s * s * t);
        double factor = rate ? s * s * decay : decay;
        double moved = e->c[k] * r * (2 * s + r) * decay * (rate ? 1 + s * s * t : t);
        squares += moved * moved;
        most = fmax(most, factor);
        for (size_t j = 0; j < n && factor != 0; j++)
            psi[j] += modes->vector[k * n + j] * (e->c[k] * factor);
    }
    for (size_t j = 0; j < n; j++)
        psi[j] /= sqrt(modes->nodes.weight[j]);
    *rounding = sqrt(squares) + ROUNDING * (double)n / 128 * e->size * most;
}

enum fpk_status fpk_evolve_to(struct fpk_evolve *e, double t, bool rate, double *psi,
                              double *rounding)
{
    const struct fpk_nodes *nodes = &e->modes.nodes;
    double squares = 0;
    if (!e->flat) {
        sum_modes(e, t, rate, psi, rounding);
        return FPK_OK;
    }
    FPK_TRY(fpk_push_to(&e->push, t));
    fpk_push_read(&e->push, rate, nodes->n, psi);
    for (size_t j = 0; j < nodes->n; j++)
        squares += nodes->weight[j] * psi[j] * psi[j];
    *rounding = fpk_push_rounding(&e->push) * sqrt(squares);
    return FPK_OK;
}

enum fpk_status fpk_evolve_refine(double tolerance, size_t n, fpk_spectral_level_fn *level,
                                  void *ctx, bool *flat, double *value, double *error,
                                  size_t *order, bool *converged)
{
    double *room = NULL;
    size_t flat_order;
    *flat = false;
    enum fpk_status status = fpk_spectral_refine(FPK_SPECTRAL_FIRST, FPK_SPECTRAL_MODES, tolerance,
                                                 n, level, ctx, value, error, order, converged);
    if ((status == FPK_OK && *converged) || (status != FPK_OK && status != FPK_NUMERIC))
        return status;
    bool none = status != FPK_OK;
    *flat = true;
    FPK_TRY(fpk_allocate(&room, 2 * n));
    FPK_TRY_DONE(status, fpk_spectral_refine(FPK_SPECTRAL_FIRST, FPK_SPECTRAL_MODES, tolerance, n,
                                             level, ctx, room, room + n, &flat_order, converged));
    for (size_t i = 0; i < n; i++)
        if (none || room[n + i] < error[i]) {
            value[i] = room[i];
            error[i] = room[n + i];
            *order = flat_order;
        }
done:
    fpk_release(&room);
    return status;
}

double fpk_evolve_root(const struct fpk_evolve *e, size_t j)
{
    return fpk_exp(e->modes.log_root[j]);
}

double fpk_evolve_density(const struct fpk_evolve *e, size_t n_time, const double *psi, double x,
                          double *density)
{
    const struct fpk_nodes *nodes = &e->modes.nodes;
    double root = fpk_exp(fpk_spectral_log_root(&e->modes, x)), squares = 0;
    fpk_nodes_row(nodes, x, e->row);
    for (size_t j = 0; j < nodes->n; j++)
        squares += e->row[j] * e->row[j] / nodes->weight[j];
    for (size_t s = 0; s < n_time; s++) {
        double sum = 0;
        for (size_t j = 0; j < nodes->n; j++)
            sum += e->row[j] * psi[s * nodes->n + j];
        density[s] = root * sum;
    }
    return root * sqrt(squares);
}

/* int x^k p from the nodes; what an error of norm 1 in psi sqrt(q) does to it, by Cauchy and
 * Schwarz. */
static double moment(const struct fpk_evolve *e, const double *psi, int power, double centre,
                     double *gain)
{
    const struct fpk_nodes *nodes = &e->modes.nodes;
    double sum = 0, squares = 0;
    for (size_t j = 0; j < nodes->n; j++) {
        double y = nodes->x[j] - centre, weight = power == 0 ? 1 : power == 1 ? y : y * y;
        double part = weight * fpk_exp(e->modes.log_root[j]);
        sum += nodes->weight[j] * part * psi[j];
        squares += nodes->weight[j] * part * part;
    }
    *gain = sqrt(squares);
    return sum;
}

void fpk_evolve_moments(const struct fpk_evolve *e, const double *psi, double rounding,
                        double *value, double *floor)
{
    const struct fpk_nodes *nodes = &e->modes.nodes;
    double gain[3], middle = 0.5 * (nodes->a + nodes->b), reach = 0.5 * (nodes->b - nodes->a);
    value[2] = moment(e, psi, 0, 0, &gain[2]);
    value[0] = middle + moment(e, psi, 1, middle, &gain[0]) / value[2];
    value[1] = moment(e, psi, 2, value[0], &gain[1]) / value[2];
    /* The missed part of the start may be anywhere. */
    floor[2] = rounding * gain[2] + e->missed;
    floor[0] = floor[1] = INFINITY;
    if (!(floor[2] < 0.5 * value[2])) /* no mass to divide by */
        return;
    floor[0] =
        (rounding * gain[0] + e->missed * reach + (floor[2] + ROUNDING) * fabs(value[0] - middle)) /
            fabs(value[2]) +
        ROUNDING * fabs(value[0]);
    floor[1] = (rounding * gain[1] + e->missed * reach * reach + floor[2] * fabs(value[1])) /
                   fabs(value[2]) +
               ROUNDING * (fabs(value[1]) + value[0] * value[0]);
}
