/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ode_priv.h"
#include "table_priv.h"

#include "fpk/numeric/elementary.h"

#include <string.h>

/* Registers: x, a ring of the last eps, what a Runge-Kutta step needs. */
enum { ORDER_MAX = 4, EPS = 1, EXTRA = 5 };

static const struct fpk_parameter parameter[] = {
    FPK_PATH_PARAMETERS,
    {"order", FPK_INTEGER, "4", 1, ORDER_MAX, NULL, "1", "evaluations that a step uses", false},
    {"warm-up", FPK_CHOICE, "lower-order", 0, 0, "lower-order|rk4", NULL,
     "the first steps: with what there is, or by Kutta's method in sigma/alpha", false},
};

/* Weights of the last n evaluations in integral over [0, h] of the polynomial through them, at
 * distances back[0] = 0 < back[1] < ... behind the start of the step:
 *     w_j = int_0^h prod_{k != j} (u + back_k) du / prod_{k != j} (back_k - back_j).
 * The polynomial above has positive coefficients only, and so has its integral. */
static void weights(int n, const double *back, double h, double *w)
{
    for (int j = 0; j < n; j++) {
        double p[ORDER_MAX] = {1}, below = 1, sum = 0;
        int degree = 0;
        for (int k = 0; k < n; k++) {
            if (k == j)
                continue;
            p[++degree] = 0;
            for (int i = degree; i > 0; i--)
                p[i] = p[i - 1] + back[k] * p[i];
            p[0] *= back[k];
            below *= back[k] - back[j];
        }
        for (int i = degree; i >= 0; i--)
            sum = sum * h + p[i] / (i + 1);
        w[j] = sum * h / below;
    }
}

/* x'/alpha' = x/alpha - sum_j w_j eps_j: sigma/alpha falls by h. */
static enum fpk_status multistep(struct fpk_plan *plan, const struct fpk_path *path, size_t i,
                                 int order)
{
    int n = i + 1 < (size_t)order ? (int)i + 1 : order, in[ORDER_MAX + 1] = {0};
    double back[ORDER_MAX] = {0}, w[ORDER_MAX], c[ORDER_MAX + 1];
    struct fpk_level now = path->level[i], next = path->level[i + 1];
    for (int j = 1; j < n; j++)
        back[j] = back[j - 1] + fpk_ode_fall(path, i - (size_t)j);
    weights(n, back, fpk_ode_fall(path, i), w);
    c[0] = next.alpha / now.alpha;
    for (int j = 0; j < n; j++) {
        in[j + 1] = EPS + (int)((i - (size_t)j) % (size_t)order);
        c[j + 1] = -next.alpha * w[j];
    }
    FPK_TRY(fpk_ode_eval(plan, i, in[1], 0, FPK_HEAD_EPS, now));
    return fpk_ode_mix(plan, i, 0, n + 1, in, c, next);
}

static enum fpk_status runge_kutta(struct fpk_plan *plan, const struct fpk_path *path, size_t i)
{
    double middle = .5 * (fpk_ode_ratio(path->level[i]) + fpk_ode_ratio(path->level[i + 1]));
    struct fpk_level half = fpk_path_between(path, i, -fpk_log(middle));
    struct fpk_ode_registers use = {
        EXTRA, EXTRA + 1, {EPS + (int)i, EXTRA + 2, EXTRA + 3, EXTRA + 4}};
    return fpk_ode_transfer_rk4(plan, i, path, half, &use);
}

/* Eps does not exist at sigma = 0: no warm-up evaluates there. */
static enum fpk_status step(struct fpk_plan *plan, const struct fpk_path *path, size_t i, int order,
                            bool warm)
{
    if (warm && i + 1 < (size_t)order && path->level[i + 1].sigma > 0)
        return runge_kutta(plan, path, i);
    return multistep(plan, path, i, order);
}

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    int order = (int)fpk_values_integer(values, "order");
    struct fpk_path path;
    FPK_TRY(fpk_path_init(&path, values, false));
    bool warm = strcmp(fpk_values_text(values, "warm-up"), "rk4") == 0;
    enum fpk_status status = fpk_plan_init(plan, "lms", warm ? EXTRA + 5 : EPS + order);
    if (status == FPK_OK)
        fpk_table_start(plan, &path);
    for (size_t i = 0; status == FPK_OK && i < path.n; i++)
        status = step(plan, &path, i, order, warm);
    fpk_path_clear(&path);
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

static const struct fpk_sampler_claim claim[] = {
    {"order=1 schedule=edm truncate=0", "karras", 1, true, 1},
    {"order=2 schedule=edm truncate=0", "karras", 2, true, 1},
    {"order=3 warm-up=rk4 schedule=edm sigma-max=3", "karras", 3, true, 1},
    {"order=4 warm-up=rk4 schedule=edm sigma-max=3", "karras", 4, true, 1},
    {"order=4 schedule=edm sigma-max=3", "karras", 2, true, 1}, /* the first step is Euler's */
};

const struct fpk_sampler fpk_sampler_lms = {
    .name = "lms",
    .sentence = "linear multistep (Adams-Bashforth) in sigma/alpha on unequal steps; the first "
                "steps use what there is",
    .citation = "Crowson 2022, k-diffusion, sample_lms; Hairer, Norsett & Wanner 1993, "
                "doi:10.1007/978-3-540-78862-1, section III.5",
    .claim = claim,
    .n_claim = sizeof claim / sizeof claim[0],
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
