/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The short way of a step with noise: if the law is a sum of bells of one width and the noise is
 * the same everywhere, its integral is a sum over equally spaced nodes. For bells equal weights
 * converge geometrically, sum = integral (1 + 2 exp(-2 (pi tau/h)^2) ...), with fewer nodes than
 * panels need, and the density at equal nodes is cheap (spread.c). Other steps go by panels. */
#include "fpk/base/block.h"
#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "law_priv.h"

#include <math.h>
#include <string.h>

/* h/tau where a panel would have 6 widths: 1e-15 is left out. It goes with the root of a panel's
 * length, so that the logarithm of the error is as its inverse: at 7.5 widths 1e-12 is. */
#define PER_WIDTH .75

/* ln of 1/error for a bend of m, by the rule below. The rule is coarse: in ten steps of DDIM with
 * noise 30 left 2e-9, 60 leaves 2e-13. */
#define LEFT 60.0

#define PROBES 64
#define ROUNDS 4

/* Most nodes, as a multiple of those that the mean slope asks for: where m' is steep in one place
 * only, panels follow it. */
#define UNEVEN 8.0

/* The density is smoother than its last kernel; how much of that counts. */
#define SMOOTHER 3.0

/* Largest h in widths of a bell that the powers in spread.c have room for: 12 widths, and two rows
 * more, make e^(6 h + 8 h^2). */
#define WIDEST 8.0

struct grid {
    double low, high, h;
    size_t n;
    double *x, *m, *slope, *s, *pdf; /* [n], in one allocation at x */
    double steepest, flattest, bend; /* |m'|, and its largest change over h */
};

static enum fpk_status lay(struct grid *grid, double h)
{
    fpk_release(&grid->x);
    grid->h = h;
    grid->n = (size_t)ceil((grid->high - grid->low) / h) + 1;
    FPK_TRY(fpk_allocate(&grid->x, 5 * grid->n));
    grid->m = grid->x + grid->n;
    grid->slope = grid->m + grid->n;
    grid->s = grid->slope + grid->n;
    grid->pdf = grid->s + grid->n;
    for (size_t i = 0; i < grid->n; i++)
        grid->x[i] = grid->low + (double)i * h;
    return FPK_OK;
}

/* The step at the nodes. Is it finite, and its noise the same everywhere? */
static bool look(const struct fpk_state *state, const struct fpk_transition *transition,
                 struct grid *grid)
{
    fpk_state_apply(transition, grid->n, grid->x, grid->m, grid->slope, grid->s, state->threads);
    double most = 0, least = INFINITY, bend = 0;
    bool good = true;
    for (size_t i = 0; i < grid->n; i++) {
        double slope = fabs(grid->slope[i]);
        good = good && isfinite(grid->m[i]) && isfinite(slope) && grid->s[i] == grid->s[0];
        double change = i ? fabs(grid->slope[i] - grid->slope[i - 1]) : 0;
        most = slope > most ? slope : most;
        least = slope < least ? slope : least;
        bend = change > bend ? change : bend;
    }
    grid->steepest = most;
    grid->flattest = least;
    grid->bend = bend;
    return good && grid->s[0] > 0;
}

/* m is no line: at a distance of about a = (range of m')/m'' from the real line it has a pole,
 * which leaves exp(-2 pi a/h) times what the bend of m amounts to in units of the noise
 * (Trefethen & Weideman 2014, doi:10.1137/130932132, theorem 5.1). */
static double distance_to_bend(const struct fpk_state *state, const struct grid *grid)
{
    double range = grid->steepest - grid->flattest;
    if (!(range > 1e-13 * grid->steepest))
        return INFINITY;
    double a = grid->h * range / grid->bend, size = range * a / grid->s[0];
    double digits = LEFT + (size < 1 ? fpk_log(size) : 0);
    return digits > 1 ? 2 * FPK_PI * a / digits * (state->spacing / 6) : INFINITY;
}

/* The nodes' distance that the widths of density and kernel ask for. */
static double distance(const struct fpk_state *state, const struct grid *grid, double slope)
{
    double base = 1 / state->base.smooth, rate = slope / grid->s[0];
    return PER_WIDTH * sqrt(state->spacing / 6 / (base * base + rate * rate));
}

static double mean_slope(const struct grid *grid)
{
    double sum = 0;
    for (size_t i = 0; i < grid->n; i++)
        sum += fabs(grid->slope[i]);
    return sum / (double)grid->n;
}

/* Lays nodes until they are as close as the slopes that they find ask for. */
static enum fpk_status choose(const struct fpk_state *state,
                              const struct fpk_transition *transition, struct grid *grid,
                              bool *fits)
{
    *fits = false;
    fpk_base_range(&state->base, state->outside, &grid->low, &grid->high);
    double h = (grid->high - grid->low) / PROBES;
    if (!(grid->low + h > grid->low)) /* so far out that doubles are further apart */
        return FPK_OK;
    FPK_TRY(lay(grid, h));
    for (int round = 0; round < ROUNDS; round++) {
        if (!look(state, transition, grid))
            return FPK_OK;
        double wanted = fmin(distance(state, grid, grid->steepest), distance_to_bend(state, grid));
        if (grid->h <= 1.05 * wanted && round > 0) {
            *fits = true;
            return FPK_OK;
        }
        if (UNEVEN * wanted < distance(state, grid, mean_slope(grid)) ||
            !((grid->high - grid->low) / wanted < FPK_LAW_NODES / 2) ||
            wanted > WIDEST * state->base.s_max)
            return FPK_OK;
        FPK_TRY(lay(grid, wanted));
    }
    return FPK_OK;
}

/* Bells of width w that m takes along have the width |m'| w afterwards, and the noise widens them;
 * unless m' changes within a few of them. */
static double smooth_after(const struct fpk_state *state, const struct grid *grid)
{
    double s = grid->s[0], carried = grid->flattest * state->base.smooth;
    if (grid->bend * SMOOTHER * s > .5 * grid->flattest * grid->h)
        return s;
    return fmin(sqrt(s * s + carried * carried), SMOOTHER * s);
}

/* The nodes become the sources of the next base. */
static enum fpk_status renew(struct fpk_state *state, const struct grid *grid)
{
    double *m = NULL, *s = NULL, *mass = NULL, smooth = smooth_after(state, grid);
    size_t bytes = grid->n * sizeof *m;
    enum fpk_status status = fpk_allocate(&m, grid->n);
    if (status == FPK_OK)
        status = fpk_allocate(&s, grid->n);
    if (status == FPK_OK)
        status = fpk_allocate(&mass, grid->n);
    if (status != FPK_OK) {
        fpk_release(&m);
        fpk_release(&s);
        return status;
    }
    memcpy(m, grid->m, bytes);
    memcpy(s, grid->s, bytes);
    for (size_t i = 0; i < grid->n; i++)
        mass[i] = grid->h * grid->pdf[i];
    fpk_base_clear(&state->base);
    FPK_TRY(fpk_base_take(&state->base, FPK_BASE_KERNELS, grid->n, m, s, mass, state->outside,
                          &state->lost));
    state->base.smooth = smooth;
    return FPK_OK;
}

enum fpk_status fpk_grid_step(struct fpk_state *state, const struct fpk_transition *transition,
                              bool *taken)
{
    struct grid grid = {0};
    const struct fpk_base *base = &state->base;
    *taken = false;
    if (transition->deterministic || base->kind != FPK_BASE_KERNELS || state->panels.n > 0 ||
        base->s_max > base->s_min)
        return FPK_OK;
    enum fpk_status status = choose(state, transition, &grid, taken);
    if (status == FPK_OK && *taken)
        status =
            fpk_base_pdf_on_grid(base, fpk_base_reach(base), grid.low, grid.h, grid.n, grid.pdf);
    if (status == FPK_OK && *taken)
        status = renew(state, &grid);
    fpk_release(&grid.x);
    return status;
}
