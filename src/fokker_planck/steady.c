/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/sum.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#define N        FPK_PANEL_NODES
#define HALVINGS 40
#define COUNTS   40.0 /* e^-40 of the largest density does not count */

void fpk_steady_clear(struct fpk_steady *state)
{
    fpk_scale_clear(&state->scale);
    fpk_release(&state->log_p);
    fpk_release(&state->smooth);
    for (int i = 0; i < FPK_STEADY_ROOM; i++)
        fpk_release(&state->room[i]);
    fpk_release(&state->edge);
}

/* p = e^-Phi/(Z D). */
static void line(struct fpk_steady *state)
{
    const struct fpk_scale *scale = &state->scale;
    for (size_t i = 0; i < scale->n; i++)
        state->log_p[i] = -scale->phi[i] - scale->log_d[i];
    double z = fpk_scale_log_integral(scale, state->log_p);
    for (size_t i = 0; i < scale->n; i++) {
        state->log_p[i] -= z;
        state->smooth[i] = -z;
    }
}

/* Where p is largest, and how far Phi goes up and down where p counts. */
static size_t survey(struct fpk_steady *state)
{
    const struct fpk_scale *scale = &state->scale;
    size_t mode = 0;
    for (size_t i = 1; i < scale->n; i++)
        mode = state->log_p[i] > state->log_p[mode] ? i : mode;
    state->top = state->log_p[mode];
    state->rise = 0;
    for (size_t i = 1; i < scale->n; i++)
        if (state->log_p[i] > state->top - COUNTS)
            state->rise += fabs(scale->phi[i] - scale->phi[i - 1]);
    return mode;
}

/* Mass between left and right, inside panel k, where Phi(left) = *phi, and its part of the entropy;
 * *phi moves on to the right end. */
static enum fpk_status piece(const struct fpk_steady *state, size_t k, double left, double right,
                             double *phi, double *mass, double *entropy)
{
    const struct fpk_scale *scale = &state->scale;
    struct fpk_panel panel;
    FPK_TRY(fpk_panel_set(&panel, &scale->rule, scale->model, scale->sign, left, right));
    *mass = *entropy = 0;
    for (int i = 0; i < N; i++) {
        double u = scale->sign * panel.x[i];
        double log_p = fpk_scale_interpolate(scale, k, state->smooth, u) - fpk_log(panel.d[i]);
        log_p -= fpk_ends_ring(state->ends) ? 0 : *phi + panel.phi[i];
        double part = 0.5 * panel.width * scale->rule.weight[i] * fpk_exp(log_p);
        *mass += part;
        *entropy -= part > 0 ? part * log_p : 0;
    }
    *phi += panel.phi_end;
    return FPK_OK;
}

/* -int p ln p over a panel at whose right (left) end p = 0: by pieces that halve towards it. */
static enum fpk_status end_entropy(const struct fpk_steady *state, size_t k, bool right,
                                   double *entropy)
{
    const struct fpk_scale *scale = &state->scale;
    double from = scale->edge[k], to = scale->edge[k + 1], phi = scale->at_edge[k], left = from;
    *entropy = 0;
    for (int j = 0; j <= HALVINGS; j++) {
        double off = ldexp(to - from, right ? -1 - j : j - HALVINGS), mass, part;
        double next = j == HALVINGS ? to : right ? to - off : from + off;
        FPK_TRY(piece(state, k, left, next, &phi, &mass, &part));
        *entropy += part;
        left = next;
    }
    return FPK_OK;
}

/* Moments about the mode first, then about the mean: nothing is lost far from 0. */
static enum fpk_status moments(struct fpk_steady *state, size_t mode)
{
    const struct fpk_scale *scale = &state->scale;
    double centre = scale->u[mode], part;
    bool mirror = scale->sign < 0, right = fpk_ends_absorb(state->ends);
    bool left = !mirror && state->ends.left == FPK_ABSORBING;
    struct fpk_sum first = {0}, second = {0}, entropy = {0};
    for (size_t i = 0; i < scale->n; i++) {
        double mass = scale->weight[i] * fpk_exp(state->log_p[i]);
        fpk_sum_add(&first, mass * (scale->u[i] - centre));
        bool at_end = (left && i < N) || (right && i >= scale->n - N);
        fpk_sum_add(&entropy, mass > 0 && !at_end ? -mass * state->log_p[i] : 0);
    }
    for (int side = 0; side < 2; side++)
        if (side ? right : left) {
            FPK_TRY(end_entropy(state, side ? scale->panels - 1 : 0, side, &part));
            fpk_sum_add(&entropy, part);
        }
    double shift = fpk_sum_value(&first);
    for (size_t i = 0; i < scale->n; i++) {
        double off = scale->u[i] - centre - shift;
        fpk_sum_add(&second, scale->weight[i] * fpk_exp(state->log_p[i]) * (off * off));
    }
    double mean = scale->sign * (centre + shift), variance = fpk_sum_value(&second);
    double noise = DBL_EPSILON * (32 + 4 * state->rise), *rounding = state->rounding;
    state->number[FPK_STEADY_MEAN] = mean;
    state->number[FPK_STEADY_VARIANCE] = variance;
    state->number[FPK_STEADY_ENTROPY] = fpk_sum_value(&entropy);
    state->natural[FPK_STEADY_MEAN] = fmax(fabs(mean), sqrt(variance));
    state->natural[FPK_STEADY_VARIANCE] = variance;
    state->natural[FPK_STEADY_ENTROPY] = fmax(1, fabs(state->number[FPK_STEADY_ENTROPY]));
    for (int i = 0; i < FPK_STEADY_NUMBERS; i++)
        rounding[i] += noise * state->natural[i];
    return FPK_OK;
}

static enum fpk_status allocate(struct fpk_steady *state)
{
    size_t n = state->scale.n;
    FPK_TRY(fpk_allocate(&state->log_p, n));
    FPK_TRY(fpk_allocate(&state->smooth, n));
    for (int i = 0; i < FPK_STEADY_ROOM; i++)
        FPK_TRY(fpk_allocate(&state->room[i], n));
    return fpk_allocate(&state->edge, state->scale.panels + 1);
}

enum fpk_status fpk_steady_init(struct fpk_steady *state, const struct fpk_model *model,
                                struct fpk_ends ends, const struct fpk_coordinate *coordinate,
                                double a, double b, size_t panels)
{
    *state =
        (struct fpk_steady){.ends = ends, .a = a, .b = b, .number[FPK_STEADY_DIFFUSIVITY] = NAN};
    enum fpk_status status;
    bool mirror = ends.left == FPK_ABSORBING && ends.right != FPK_ABSORBING;
    FPK_TRY_DONE(status,
                 fpk_scale_init(&state->scale, model, mirror ? -1 : 1, coordinate, a, b, panels));
    FPK_TRY_DONE(status, allocate(state));
    if (fpk_ends_ring(ends))
        fpk_steady_ring(state);
    else if (fpk_ends_absorb(ends))
        fpk_steady_decay(state);
    else
        line(state);
    FPK_TRY_DONE(status, moments(state, survey(state)));
    return FPK_OK;
done:
    fpk_steady_clear(state);
    return status;
}

enum fpk_status fpk_steady_at(const struct fpk_steady *state, double x, double *log_p,
                              double *rounding)
{
    const struct fpk_scale *scale = &state->scale;
    double phi, log_d, u = scale->sign * x;
    size_t last = scale->panels;
    FPK_TRY(fpk_scale_at(scale, u, &phi, &log_d));
    double inside = fmin(fmax(u, scale->edge[0]), scale->edge[last]);
    double smooth =
        fpk_scale_interpolate(scale, fpk_scale_panel(scale, inside), state->smooth, inside);
    *log_p = smooth - log_d - (fpk_ends_ring(state->ends) ? 0 : phi);
    if ((state->ends.left == FPK_ABSORBING && x <= state->a) ||
        (state->ends.right == FPK_ABSORBING && x >= state->b))
        *log_p = -INFINITY;
    double below = isfinite(*log_p) ? fabs(state->top - *log_p) : 0;
    *rounding = DBL_EPSILON * (32 + 4 * state->rise + 4 * below);
    return FPK_OK;
}

enum fpk_status fpk_steady_field(const struct fpk_steady *state, const struct fpk_grid *grid,
                                 double *average)
{
    const struct fpk_scale *scale = &state->scale;
    double at = scale->edge[0], phi = 0, entropy, h = fpk_grid_width(grid);
    size_t k = 0, j = 0;
    for (size_t i = 0; i < grid->n; i++)
        average[i] = 0;
    while (k < scale->panels && j < grid->n) {
        bool mirror = scale->sign < 0;
        size_t cell = mirror ? grid->n - 1 - j : j;
        double face = scale->sign * fpk_grid_face(grid, mirror ? cell : cell + 1), mass;
        double next = fmin(face, scale->edge[k + 1]);
        if (next > at) {
            FPK_TRY(piece(state, k, at, next, &phi, &mass, &entropy));
            average[cell] += mass / h;
            at = next;
        }
        if (at >= scale->edge[k + 1])
            phi = scale->at_edge[++k];
        if (at >= face)
            j++;
    }
    return FPK_OK;
}
