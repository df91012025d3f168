/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/contour.h"

#include "fpk/base/memory.h"

#include "contour_kernel.h"

#include <math.h>

#define MOST 1e150 /* of t times a rate: its square is a double */

/* By `tests/data/contour.py --rule`, which evaluates the hyperbola of the header with mpmath. */
const struct fpk_contour_rule fpk_contour_rule = {
    .pole = {{5.756910977327513, 5.5248562485549675, 5.058694845177618, 4.354304731183182,
              3.4054573312422916, 2.2037624544803287, 0.7385941041461693, -1.0030034828507721,
              -3.0364303973813658, -5.379667233525925, -8.053434082124046, -11.081373748346886,
              -14.490260813394777, -18.310238388949898, -22.575084657887253, -27.322511558132273},
             {0.8628916651466131, 2.5963051220283173, 4.35267642813206, 6.147536311060437,
              7.996755833970601, 9.916686735579711, 11.924306020547926, 14.037366078780618,
              16.274551661080928, 18.65564509921117, 21.201701231322836, 23.935233579534692,
              26.880413425935803, 30.063283547344565, 33.51198849877521, 37.25702348189508}},
    .weight = {{104.22676091599249, -133.38258346008973, -3.8622613324503043, 47.413653198103844,
                -12.75982369325599, -3.1705655815897544, 1.7364296857511394, -0.1936807046662168,
                -0.01180541121324004, 0.004249781588864527, -0.000392483460146847,
                1.9732230356570218e-05, -6.632153338484723e-07, 1.6555985301719665e-08,
                -2.8446283919720964e-10, 2.4565545868159227e-12},
               {139.7184080025783, 48.359271398424205, -93.4435237960312, 14.16221944221678,
                16.39786297018733, -6.054785509312423, 0.03342979288762418, 0.27423069875144634,
                -0.04708436995046928, 0.0029106959124631116, -1.3495613327585434e-05,
                -7.1942681725888955e-06, 3.8529355191956215e-07, -8.385181689280249e-09,
                4.2523004376382845e-11, 1.2355412248795698e-12}},
    .integral = {{21.264626891662417, -16.40592653192168, -9.571260288755223, 5.171894578831262,
                  1.1605849311531182, -0.6495385093491272, 0.011778110309970835, 0.0204173913293008,
                  -0.0026650182175729617, 8.339701511496478e-05, 5.588798088405342e-06,
                  -5.618241517639364e-07, 2.1411788907916165e-08, -4.481038142370325e-10,
                  4.806064583931551e-12, -9.87847791538917e-15},
                 {21.082371982700458, 16.462702085445546, -10.236419933298373, -4.049369845856856,
                  2.0898657533829796, 0.17537480494440177, -0.14489148801959562,
                  0.012338638821567762, 0.0012226176150976148, -0.00025185029804469404,
                  1.6388988758610753e-05, -5.642914202255571e-07, 1.3130487336584785e-08,
                  -2.7778394954397844e-10, 5.250823130060227e-12, -5.869094080632992e-14}},
};

enum fpk_status fpk_contour_init(struct fpk_contour *contour, size_t n)
{
    *contour = (struct fpk_contour){.n = n};
    return fpk_allocate(&contour->sweep, n * 4 * FPK_CONTOUR_POLES);
}

void fpk_contour_clear(struct fpk_contour *contour)
{
    fpk_release(&contour->sweep);
    contour->n = 0;
}

static enum fpk_status check_rates(size_t n, double t, const double *rate, const char *name)
{
    size_t good = 0;
    for (size_t i = 0; i < n; i++)
        good += rate[i] >= 0 && t * rate[i] <= MOST && rate[i] < INFINITY;
    if (good == n)
        return FPK_OK;
    size_t i = 0;
    while (rate[i] >= 0 && t * rate[i] <= MOST && rate[i] < INFINITY)
        i++;
    return fpk_fail(FPK_USAGE,
                    "the rate %s of cell %zu is %g at t = %g; rates must be finite, not negative "
                    "and at most %g/t: check drift and diffusion there",
                    name, i, rate[i], t, MOST);
}

enum fpk_status fpk_contour_exponential(struct fpk_contour *contour, double t, const double *up,
                                        const double *down, const double *p, double *out,
                                        double *integral)
{
    size_t n = contour->n;
    FPK_CHECK(t >= 0 && t < INFINITY, FPK_USAGE,
              "e^{tG} p: t = %g; a time must be finite and not negative", t);
    FPK_TRY(check_rates(n, t, up, "up"));
    FPK_TRY(check_rates(n, t, down, "down"));
    FPK_DISPATCH(fpk_contour_kernel)(contour, t, up, down, p, out, integral);
    double total = 0;
    for (size_t i = 0; i < n; i++)
        total += out[i];
    FPK_CHECK(isfinite(total), FPK_NUMERIC,
              "e^{tG} p over %zu cells at t = %g is not finite: neither is p, or it is too large",
              n, t);
    return FPK_OK;
}
