/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady_priv.h"

#include "fpk/numeric/elementary.h"

#include <float.h>
#include <math.h>

/* A current: -expm1(turn) e^-n without overflow. */
static double current_of(double turn, double n)
{
    return turn > 0 ? fpk_expm1(-turn) * fpk_exp(turn - n) : -fpk_expm1(turn) * fpk_exp(-n);
}

/* Once around, Phi changes by `turn`. With
 *     I+(x) = int_x^{x+L} e^{Phi(y) - Phi(x)} dy,
 *     I-(x) = int_{x-L}^x e^{Phi(x) - Phi(y)}/D(y) dy,
 * p = I+/(N D), N = int I+/D = int I-, J = (1 - e^turn)/N. The times T and V of one turn, mean and
 * variance, are int I- and 2 int I-^2 I+ over powers of 1 - e^turn, which cancel in
 *     D_eff = L^2 V/(2 T^3) = L^2 int I-^2 I+/N^3
 * (Reimann et al. 2001, doi:10.1103/PhysRevLett.87.010602, there for constant D). The logarithm of
 * each is found without a subtraction, whichever way the ring is tilted. */
void fpk_steady_ring(struct fpk_steady *state)
{
    const struct fpk_scale *scale = &state->scale;
    double turn = scale->at_edge[scale->panels], l = scale->edge[scale->panels] - scale->edge[0];
    double *plus = state->room[0], *minus = state->room[1], *other = state->room[2];
    double *over_d = state->room[3];
    fpk_scale_suffix(scale, 1, NULL, plus, state->edge);
    fpk_scale_prefix(scale, 1, NULL, other, state->edge);
    for (size_t i = 0; i < scale->n; i++) {
        plus[i] = fpk_log_add(plus[i], turn + other[i]);
        over_d[i] = -scale->log_d[i];
    }
    fpk_scale_prefix(scale, -1, over_d, minus, state->edge);
    fpk_scale_suffix(scale, -1, over_d, other, state->edge);
    for (size_t i = 0; i < scale->n; i++) {
        minus[i] = fpk_log_add(minus[i], turn + other[i]);
        over_d[i] = plus[i] - scale->log_d[i];
    }
    double n = fpk_scale_log_integral(scale, over_d);
    double n_too = fpk_scale_log_integral(scale, minus);
    for (size_t i = 0; i < scale->n; i++) {
        state->log_p[i] = over_d[i] - n;
        state->smooth[i] = plus[i] - n;
        other[i] = 2 * minus[i] + plus[i];
    }
    double current = current_of(turn, n), size = fpk_exp(fmax(turn, 0) - n);
    double spread = l * l * fpk_exp(fpk_scale_log_integral(scale, other) - 3 * n);
    double disagree = fabs(fpk_expm1(n_too - n));
    state->number[FPK_STEADY_CURRENT] = current;
    state->number[FPK_STEADY_DIFFUSIVITY] = spread;
    state->number[FPK_STEADY_PRODUCTION] = -current * turn;
    state->natural[FPK_STEADY_CURRENT] = fabs(current);
    state->natural[FPK_STEADY_DIFFUSIVITY] = spread;
    state->natural[FPK_STEADY_PRODUCTION] = fabs(current * turn);
    /* Phi's rounding shifts the turn itself, which matters where that is small. */
    double shift = 0;
    for (size_t i = 1; i < scale->n; i++)
        shift += 2 * DBL_EPSILON * fabs(scale->phi[i] - scale->phi[i - 1]);
    state->rounding[FPK_STEADY_CURRENT] = size * shift + fabs(current) * disagree;
    state->rounding[FPK_STEADY_DIFFUSIVITY] = 3 * spread * (shift + disagree);
    state->rounding[FPK_STEADY_PRODUCTION] =
        2 * fabs(current) * shift + fabs(current * turn) * disagree;
}
