/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kramers: the rate over a barrier by its asymptotic formula, to stand beside the true one.
 *
 *     k = sqrt(U''(well) |U''(top)|)/(2 pi) e^{-(U(top) - U(well))/D},   1/k = E time from the well
 *
 * to a point well beyond the top; relative error O(D) (Kramers 1940,
 * doi:10.1016/S0031-8914(40)90098-2; Haenggi, Talkner, Borkovec 1990,
 * doi:10.1103/RevModPhys.62.251). The next order is that of Laplace's method for the two integrals
 * int e^{-U/D} over the well and int e^{U/D} over the top, k (1 - c D) with
 *     c = [5 U3^2/(24 U2^3) - U4/(8 U2^2)](well) + [5 U3^2/(24 |U2|^3) + U4/(8 U2^2)](top),
 * U2, U3, U4 being derivatives of U: 3/2 for the double well x^4/4 - x^2/2. */
#ifndef FPK_FOKKER_PLANCK_KRAMERS_H
#define FPK_FOKKER_PLANCK_KRAMERS_H

#include "fpk/model/model.h"

struct fpk_kramers {
    double well, top;   /* where U is least on the near side, and largest on the way */
    double barrier;     /* (U(top) - U(well))/D */
    double rate, time;  /* k and 1/k of a passage that goes on well beyond the top */
    double diffusivity; /* D = g^2/2 */
    double correction;  /* c above: k_true = k (1 - c D + ...); NaN: U is too rough to tell */
};

/* Over the highest barrier between `from` and `to`, out of the deepest place before it that can be
 * reached without passing it, looked for at most 16 times as far behind `from`. Barriers of nearly
 * the same height on one way add up and are not one Kramers rate. c is right to about 1e-6 where U
 * is smooth: differences of the drift, U'' from drift_x where the model has it. FPK_USAGE: not 1-D,
 * not Ito, time-dependent, noise that depends on x, from = to; FPK_NUMERIC: no barrier higher than
 * both points, no well, or U'' = 0 at well or top. 4352 panels: 0.5 ms. Same bits everywhere. */
enum fpk_status fpk_kramers_rate(const struct fpk_model *model, double from, double to,
                                 struct fpk_kramers *kramers) FPK_MUST_USE;

#endif
