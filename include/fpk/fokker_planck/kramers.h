/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kramers: the rate over a barrier by its asymptotic formula, to stand beside the true one.
 *
 *     k = sqrt(U''(well) |U''(top)|)/(2 pi) e^{-(U(top) - U(well))/D},   1/k = E time from the well
 *
 * to a point well beyond the top; relative error O(D) (Kramers 1940,
 * doi:10.1016/S0031-8914(40)90098-2; Haenggi, Talkner, Borkovec 1990,
 * doi:10.1103/RevModPhys.62.251). */
#ifndef FPK_FOKKER_PLANCK_KRAMERS_H
#define FPK_FOKKER_PLANCK_KRAMERS_H

#include "fpk/model/model.h"

struct fpk_kramers {
    double well, top;  /* where U is least on the way's near side, and largest between */
    double barrier;    /* (U(top) - U(well))/D */
    double rate, time; /* k and 1/k of a passage that goes on well beyond the top */
    double
        correction; /* coefficient c of the next order: k_true = k (1 - c D + ...); NaN: unknown */
};

/* From the neighbourhood of `from` over the highest barrier before `to`. FPK_USAGE: not 1-D,
 * noise that depends on x, a model without potential or derivative of the drift; FPK_NUMERIC: no
 * barrier between the two, or U'' = 0 at well or top. */
enum fpk_status fpk_kramers_rate(const struct fpk_model *model, double from, double to,
                                 struct fpk_kramers *kramers) FPK_MUST_USE;

#endif
