/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scheme-price.h"

#include <math.h>

static double at_least_zero(double x)
{
    return x > 0 ? x : 0;
}

/* What must hold to rounding. */
static enum fpk_status judge_exact(const struct price *price, struct fpk_run *run)
{
    const double ulp = 0x1p-52;
    double state = 0, mass = 0, ours = 0;
    for (int k = 0; k < LADDER; k++)
        state = fmax(state, price->rung[k].state[SCHARFETTER_GUMMEL]);
    for (int k = 0; k < INSTANTS; k++) {
        ours = fmax(ours, fabs(price->ours_mass[k] - 1));
        for (int j = 0; j < MASSES; j++)
            mass = fmax(mass, fabs(price->mass[j][k] - price->mass_exact[j][k]));
    }
    /* a few roundings a face, multiplied along the grid; in each step those of terms dt D/h^2 p */
    double h = price->rung[MASSES].h, dt = price->instant[1] / MASS_STEPS;
    double product = 4 * ulp * (double)price->cells;
    double sum = ulp * (INSTANTS - 1) * MASS_STEPS * (1 + 2 * dt * price->temperature / (h * h));
    struct fpk_verdict verdict =
        fpk_verdict_deterministic("TV", state, product, 4 * ulp, FPK_DETERMINISTIC_CAP);
    FPK_TRY(fpk_run_verdict(run, "Scharfetter-Gummel, stationary / exp(-U/D)", &verdict));
    verdict = fpk_verdict_deterministic("-min p", at_least_zero(-price->point.row[OURS].least), 0,
                                        0, FPK_DETERMINISTIC_CAP);
    FPK_TRY(fpk_run_verdict(run, "ours from a point / p >= 0", &verdict));
    verdict = fpk_verdict_deterministic("mass", ours, sum, 0, FPK_DETERMINISTIC_CAP);
    FPK_TRY(fpk_run_verdict(run, "mass of ours / 1", &verdict));
    verdict = fpk_verdict_deterministic("mass", mass, sum, price->ends_saw, FPK_DETERMINISTIC_CAP);
    return fpk_run_verdict(run, "non-conservative mass / e^{-h^2 t}", &verdict);
}

/* Orders from the last three grids. */
static enum fpk_status judge_order(const struct price *price, struct fpk_run *run, const char *what,
                                   double (*error)(const struct rung *rung))
{
    double h[3], d[3];
    for (int k = 0; k < 3; k++) {
        const struct rung *rung = &price->rung[LADDER - 3 + k];
        h[k] = rung->h;
        d[k] = error(rung);
    }
    struct fpk_verdict verdict = fpk_verdict_approximate("TV", 3, h, d);
    return fpk_run_verdict(run, what, &verdict);
}

static double central_state(const struct rung *r)
{
    return r->state[CENTRAL];
}

static double upwind_state(const struct rung *r)
{
    return r->state[UPWIND];
}

static double central_end(const struct rung *r)
{
    return r->end[CENTRAL];
}

static double upwind_end(const struct rung *r)
{
    return r->end[UPWIND];
}

static double non_conservative_end(const struct rung *r)
{
    return r->end[NON_CONSERVATIVE];
}

static double ours_end(const struct rung *r)
{
    return r->end[SCHARFETTER_GUMMEL];
}

static double richardson_end(const struct rung *r)
{
    return r->richardson;
}

/* The clipped steps, against dt. */
static enum fpk_status judge_clipping(const struct point *point, struct fpk_run *run)
{
    double dt[3], d[3];
    for (int k = 0; k < 3; k++) {
        int at = SWEEP - 5 + 2 * k;
        dt[k] = PRICE_TIME / point->steps[at];
        d[k] = point->clipped[at];
    }
    struct fpk_verdict verdict = fpk_verdict_approximate("TV", 3, dt, d);
    return fpk_run_verdict(run, "clipped from a point, in dt", &verdict);
}

static enum fpk_status judge_reference(const struct oracle *oracle, struct fpk_run *run,
                                       const char *what)
{
    struct fpk_verdict verdict = fpk_verdict_deterministic(
        "TV", oracle->tv, oracle->reference_error, oracle->error, FPK_DETERMINISTIC_CAP);
    return fpk_run_verdict(run, what, &verdict);
}

enum fpk_status price_judge(const struct price *price, struct fpk_run *run)
{
    FPK_TRY(judge_reference(&price->from_point, run, "reference from a point / spectral oracle"));
    FPK_TRY(judge_reference(&price->from_normal, run, "reference from a normal / spectral oracle"));
    FPK_TRY(judge_exact(price, run));
    FPK_TRY(judge_clipping(&price->point, run));
    FPK_TRY(judge_order(price, run, "upwind, stationary, in h", upwind_state));
    FPK_TRY(judge_order(price, run, "central, stationary, in h", central_state));
    FPK_TRY(judge_order(price, run, "upwind, t = 1/2, in h", upwind_end));
    FPK_TRY(judge_order(price, run, "central, t = 1/2, in h", central_end));
    FPK_TRY(judge_order(price, run, "non-conservative, t = 1/2, in h", non_conservative_end));
    FPK_TRY(judge_order(price, run, "Scharfetter-Gummel, t = 1/2, in h", ours_end));
    return judge_order(price, run, "with Richardson, t = 1/2, in h", richardson_end);
}
