/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/stationary.h"

#include "confine_priv.h"
#include "steady_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include <math.h>

#define PANELS     16
#define MAX_PANELS 8192
#define CELLS      512
#define FIRST_LOOK 8.0
#define MOVES      24
#define SAMPLES    64
#define PERIODIC   1e-6 /* of the largest coefficient: how far the ends of a ring may differ */

/* Numbers, then densities at the points, then cell averages: now and on half as many panels. */
struct ladder {
    const struct fpk_stationary_problem *problem;
    double tolerance;
    size_t n_at, cells, n;
    double *now, *before, *step; /* [n] */
    double *log_p;               /* [n_at] */
    double *rounding;            /* [FPK_STEADY_NUMBERS + n_at] */
    double natural[FPK_STEADY_NUMBERS];
    double top;
};

void fpk_stationary_clear(struct fpk_stationary *stationary)
{
    fpk_field_clear(&stationary->field);
    fpk_release(&stationary->density);
    fpk_release(&stationary->density_error);
    fpk_release(&stationary->log_density);
}

static enum fpk_status read_state(struct ladder *l, const struct fpk_steady *state,
                                  const struct fpk_grid *grid)
{
    double *at = l->now + FPK_STEADY_NUMBERS, *round_at = l->rounding + FPK_STEADY_NUMBERS;
    for (int i = 0; i < FPK_STEADY_NUMBERS; i++) {
        l->now[i] = state->number[i];
        l->natural[i] = state->natural[i];
        l->rounding[i] = state->rounding[i] + state->unsettled * state->natural[i];
    }
    l->top = fpk_exp(state->top);
    for (size_t i = 0; i < l->n_at; i++) {
        FPK_TRY(fpk_steady_at(state, l->problem->at[i], &l->log_p[i], &round_at[i]));
        at[i] = fpk_exp(l->log_p[i]);
        round_at[i] = round_at[i] * at[i] + state->unsettled * l->top;
    }
    return fpk_steady_field(state, grid, at + l->n_at);
}

/* What has been found to hold of entry i: its distance from the one before, but no less than
 * 1/1024 of the distance before that one, which can be small by chance. */
static double error_of(struct ladder *l, size_t i)
{
    double step = fabs(l->now[i] - l->before[i]);
    step = isfinite(step) ? step : INFINITY;
    double error = fmax(step, l->step[i] / 1024);
    l->step[i] = isfinite(step) ? step : 0;
    l->before[i] = l->now[i];
    return error + (i < FPK_STEADY_NUMBERS + l->n_at ? l->rounding[i] : 0);
}

static void store(struct ladder *l, struct fpk_stationary *s)
{
    struct fpk_bounded number[FPK_STEADY_NUMBERS];
    bool settled = true;
    for (size_t i = 0; i < FPK_STEADY_NUMBERS; i++) {
        bool given = isfinite(l->now[i]) || l->natural[i] != 0;
        number[i] = (struct fpk_bounded){l->now[i], given ? error_of(l, i) : 0};
        /* A number that rounding alone makes uncertain (no current at all) is as good as it gets.
         */
        double allowed = fmax(l->tolerance * l->natural[i], 2 * l->rounding[i]);
        settled = settled && number[i].error <= allowed;
    }
    for (size_t i = 0; i < l->n_at; i++) {
        s->density[i] = l->now[FPK_STEADY_NUMBERS + i];
        s->log_density[i] = l->log_p[i];
        s->density_error[i] = error_of(l, FPK_STEADY_NUMBERS + i);
        settled = settled && s->density_error[i] <= l->tolerance * l->top;
    }
    s->field_error = 1e-14;
    for (size_t i = 0; i < l->cells; i++) {
        s->field.value[i] = l->now[FPK_STEADY_NUMBERS + l->n_at + i];
        double error = error_of(l, FPK_STEADY_NUMBERS + l->n_at + i);
        s->field_error += 0.5 * error * fpk_grid_width(&s->field.grid);
    }
    double length = s->b - s->a;
    s->mean = number[FPK_STEADY_MEAN];
    s->variance = number[FPK_STEADY_VARIANCE];
    s->entropy = number[FPK_STEADY_ENTROPY];
    s->decay_rate = number[FPK_STEADY_DECAY];
    s->exit_right = number[FPK_STEADY_EXIT_RIGHT];
    s->current = number[FPK_STEADY_CURRENT];
    s->velocity = (struct fpk_bounded){s->current.value * length, s->current.error * length};
    s->diffusivity = number[FPK_STEADY_DIFFUSIVITY];
    s->entropy_production = number[FPK_STEADY_PRODUCTION];
    s->converged = settled && s->field_error <= l->tolerance;
}

/* Panels doubled until all settles. */
static enum fpk_status climb(struct ladder *l, struct fpk_stationary *s)
{
    const struct fpk_stationary_problem *problem = l->problem;
    size_t most = problem->max_panels ? problem->max_panels : MAX_PANELS;
    for (size_t i = 0; i < l->n; i++) {
        l->before[i] = INFINITY;
        l->step[i] = 0;
    }
    s->converged = false;
    FPK_TRY(fpk_grid_init(&s->field.grid, s->a, s->b, l->cells));
    for (size_t panels = PANELS; panels <= most && !s->converged; panels *= 2) {
        struct fpk_steady state;
        FPK_TRY(fpk_steady_init(&state, problem->model, problem->ends, &problem->coordinate, s->a,
                                s->b, panels));
        enum fpk_status status = read_state(l, &state, &s->field.grid);
        fpk_steady_clear(&state);
        FPK_TRY(status);
        store(l, s);
        s->panels = panels;
    }
    FPK_CHECK(isfinite(s->mean.value) && isfinite(s->variance.value), FPK_NUMERIC,
              "the drift is too steep between %.6g and %.6g for %zu panels; give a smaller domain",
              s->a, s->b, s->panels);
    return FPK_OK;
}

static bool moved(struct fpk_bounded *now, struct fpk_bounded before, double allowed)
{
    double change = fabs(now->value - before.value);
    now->error += change;
    return !(change <= allowed);
}

/* An end that was chosen beside one that absorbs: how much leaks decides how far is far, so that it
 * is moved out until it does not matter. */
static enum fpk_status move_out(struct ladder *l, bool left, bool right, struct fpk_stationary *s)
{
    for (int k = 0; k < MOVES; k++) {
        struct fpk_bounded rate = s->decay_rate, mean = s->mean, variance = s->variance;
        double out = 0.125 * (s->b - s->a);
        s->a -= left ? out : 0;
        s->b += right ? out : 0;
        FPK_TRY(climb(l, s));
        double t = fmax(0.01 * l->tolerance, 1e-12);
        bool more = moved(&s->decay_rate, rate, t * rate.value);
        more = moved(&s->mean, mean, t * l->natural[FPK_STEADY_MEAN]) || more;
        more = moved(&s->variance, variance, t * variance.value) || more;
        if (!more)
            return FPK_OK;
    }
    return fpk_fail(FPK_NUMERIC,
                    "the motion is not confined: the rate of decay depends on the wall however far "
                    "it is (still at [%.6g, %.6g]); give a domain",
                    s->a, s->b);
}

static enum fpk_status check_ring(const struct fpk_model *model, double a, double b)
{
    double x[SAMPLES + 1], f[SAMPLES + 1], g[SAMPLES + 1], f_most = 0, g_most = 0;
    for (size_t i = 0; i <= SAMPLES; i++)
        x[i] = i == SAMPLES ? b : a + (b - a) * (double)i / SAMPLES;
    model->drift(0, SAMPLES + 1, x, f, model->ctx);
    model->diffusion(0, SAMPLES + 1, x, g, model->ctx);
    for (size_t i = 0; i <= SAMPLES; i++) {
        f_most = fmax(f_most, fabs(f[i]));
        g_most = fmax(g_most, fabs(g[i]));
    }
    FPK_CHECK(fabs(f[0] - f[SAMPLES]) <= PERIODIC * f_most &&
                  fabs(g[0] - g[SAMPLES]) <= PERIODIC * g_most,
              FPK_USAGE,
              "on a ring the coefficients at its two ends must agree, and at %.10g and %.10g the "
              "drift is %.10g and %.10g, the diffusion %.10g and %.10g; give a whole period",
              a, b, f[0], f[SAMPLES], g[0], g[SAMPLES]);
    return FPK_OK;
}

static enum fpk_status check(const struct fpk_stationary_problem *problem)
{
    const struct fpk_ends ends = problem->ends;
    bool chosen = problem->a == 0 && problem->b == 0;
    FPK_TRY(fpk_stationary_model(problem->model, "stationary states are computed"));
    FPK_CHECK(chosen || problem->a < problem->b, FPK_USAGE, "the domain [%.6g, %.6g] is empty",
              problem->a, problem->b);
    FPK_CHECK((ends.left == FPK_PERIODIC) == (ends.right == FPK_PERIODIC), FPK_USAGE,
              "one end is %s and the other %s: a ring has both ends periodic",
              fpk_boundary_name(ends.left), fpk_boundary_name(ends.right));
    bool left = chosen || isinf(problem->a), right = chosen || isinf(problem->b);
    FPK_CHECK(!fpk_ends_ring(ends) || !(left || right), FPK_USAGE,
              "a ring needs a domain: give one period");
    FPK_CHECK(!(left && ends.left == FPK_ABSORBING) && !(right && ends.right == FPK_ABSORBING),
              FPK_USAGE, "an absorbing end needs a place: give the domain");
    FPK_CHECK(problem->coordinate.kind == FPK_COORDINATE_LINEAR || !(left || right), FPK_USAGE,
              "a mesh needs a domain: give both ends");
    for (size_t i = 0; i < problem->n_at; i++) {
        double x = problem->at[i];
        FPK_CHECK(isfinite(x) && (left || x >= problem->a) && (right || x <= problem->b), FPK_USAGE,
                  "the density is asked for at %.6g, which is not in the domain [%.6g, %.6g]", x,
                  problem->a, problem->b);
    }
    if (left || right)
        return FPK_OK;
    FPK_TRY(fpk_coordinate_check(&problem->coordinate, problem->a, problem->b));
    return fpk_ends_ring(ends) ? check_ring(problem->model, problem->a, problem->b) : FPK_OK;
}

static enum fpk_status run(struct ladder *l, struct fpk_stationary *s)
{
    const struct fpk_stationary_problem *problem = l->problem;
    bool chosen = problem->a == 0 && problem->b == 0;
    bool left = chosen || isinf(problem->a), right = chosen || isinf(problem->b);
    FPK_TRY(fpk_allocate(&l->now, l->n));
    FPK_TRY(fpk_allocate(&l->before, l->n));
    FPK_TRY(fpk_allocate(&l->step, l->n));
    FPK_TRY(fpk_allocate(&l->log_p, l->n_at));
    FPK_TRY(fpk_allocate(&l->rounding, FPK_STEADY_NUMBERS + l->n_at));
    FPK_TRY(fpk_allocate(&s->density, l->n_at));
    FPK_TRY(fpk_allocate(&s->density_error, l->n_at));
    FPK_TRY(fpk_allocate(&s->log_density, l->n_at));
    FPK_TRY(fpk_allocate(&s->field.value, l->cells));
    s->a = left ? fmin(right ? 0 : problem->b, 0) - FIRST_LOOK : problem->a;
    s->b = right ? fmax(left ? 0 : problem->a, 0) + FIRST_LOOK : problem->b;
    if (left || right)
        FPK_TRY(fpk_confine(problem->model, left, right, &s->a, &s->b));
    FPK_TRY(climb(l, s));
    if ((left || right) && fpk_ends_absorb(problem->ends))
        return move_out(l, left, right, s);
    return FPK_OK;
}

enum fpk_status fpk_stationary_solve(const struct fpk_stationary_problem *problem,
                                     struct fpk_stationary *stationary)
{
    size_t cells = problem->field_cells ? problem->field_cells : CELLS;
    struct ladder l = {.problem = problem,
                       .tolerance = problem->tolerance > 0 ? problem->tolerance : 1e-6,
                       .n_at = problem->n_at,
                       .cells = cells,
                       .n = FPK_STEADY_NUMBERS + problem->n_at + cells};
    *stationary = (struct fpk_stationary){.n_at = problem->n_at};
    FPK_TRY(check(problem));
    enum fpk_status status = run(&l, stationary);
    fpk_release(&l.now);
    fpk_release(&l.before);
    fpk_release(&l.step);
    fpk_release(&l.log_p);
    fpk_release(&l.rounding);
    if (status != FPK_OK)
        fpk_stationary_clear(stationary);
    return status;
}
