/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ode_priv.h"
#include "table_priv.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

static const struct fpk_parameter parameter[] = {
    FPK_PATH_PARAMETERS_WITH("edm", "karras"),
    {"churn", FPK_REAL, "0", 0, 1e6, NULL, "1",
     "S_churn: noise is raised by min(churn/steps, sqrt(2) - 1) of itself before a step", false},
    {"s-tmin", FPK_REAL, "0", 0, 1e300, NULL, "x", "S_tmin: no churn below this sigma/alpha",
     false},
    {"s-tmax", FPK_REAL, NULL, 0, 1e300, NULL, "x",
     "S_tmax: no churn above this sigma/alpha; left out: infinite", false},
    {"s-noise", FPK_REAL, "1", 0, 1e3, NULL, "1", "S_noise: standard deviation of the churn",
     false},
};

struct churn {
    double gamma, low, high, noise;
};

static struct churn churn_of(const struct fpk_values *values, size_t steps)
{
    double gamma = fpk_values_real(values, "churn") / (double)steps;
    bool bounded = fpk_values_has(values, "s-tmax");
    return (struct churn){.gamma = fmin(gamma, sqrt(2) - 1),
                          .low = fpk_values_real(values, "s-tmin"),
                          .high = bounded ? fpk_values_real(values, "s-tmax") : INFINITY,
                          .noise = fpk_values_real(values, "s-noise")};
}

/* The label of a raised level: the path's own where it lies on the path; above its first level what
 * the process says, where the label is the noise itself (edm, flow), else the first label. */
static double label_of(const struct fpk_path *path, size_t i, double ratio)
{
    size_t j = i;
    while (j > 0 && fpk_ode_ratio(path->level[j]) < ratio)
        j--;
    if (j < i && fpk_ode_ratio(path->level[j]) >= ratio)
        return fpk_path_between(path, j, -fpk_log(ratio)).t;
    if (path->continuous && path->process.kind == FPK_EDM)
        return ratio;
    if (path->continuous && path->process.kind == FPK_FLOW)
        return ratio / (1 + ratio);
    return path->level[0].t;
}

/* Algorithm 2, lines 5 and 6: from s to s (1 + gamma) by fresh noise. */
static enum fpk_status raise(struct fpk_plan *plan, const struct fpk_path *path, size_t i,
                             const struct churn *churn, struct fpk_level *now)
{
    double s = fpk_ode_ratio(*now), raised = s * (1 + churn->gamma);
    struct fpk_level level = fpk_path_on_curve(path->family, raised);
    level.t = label_of(path, i, raised);
    double noise = level.alpha * churn->noise * s * sqrt(churn->gamma * (2 + churn->gamma));
    struct fpk_instruction mix = {.op = FPK_MIX,
                                  .n_in = 1,
                                  .c = {level.alpha / now->alpha},
                                  .noise = noise,
                                  .level = level,
                                  .step = i};
    *now = level;
    return fpk_plan_add(plan, mix);
}

/* Lines 7 to 11 in x/alpha: Heun in s = sigma/alpha, whose slope is eps; Euler to s = 0. */
static enum fpk_status step(struct fpk_plan *plan, const struct fpk_path *path, size_t i,
                            const struct churn *churn)
{
    struct fpk_level now = path->level[i], next = path->level[i + 1];
    double s = fpk_ode_ratio(now), h = fpk_ode_fall(path, i);
    if (churn->gamma > 0 && s >= churn->low && s <= churn->high) {
        FPK_TRY(raise(plan, path, i, churn, &now));
        h += churn->gamma * s;
    }
    double keep = next.alpha / now.alpha, euler[] = {keep, -next.alpha * h};
    double heun[] = {keep, -.5 * next.alpha * h, -.5 * next.alpha * h};
    FPK_TRY(fpk_ode_eval(plan, i, 1, 0, FPK_HEAD_EPS, now));
    if (next.sigma == 0)
        return fpk_ode_mix(plan, i, 0, 2, (int[]){0, 1}, euler, next);
    FPK_TRY(fpk_ode_mix(plan, i, 2, 2, (int[]){0, 1}, euler, next));
    FPK_TRY(fpk_ode_eval(plan, i, 3, 2, FPK_HEAD_EPS, next));
    return fpk_ode_mix(plan, i, 0, 3, (int[]){0, 1, 3}, heun, next);
}

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    struct fpk_path path;
    FPK_TRY(fpk_path_init(&path, values, false));
    struct churn churn = churn_of(values, path.n);
    enum fpk_status status = fpk_plan_init(plan, "edm-heun", 4);
    if (status == FPK_OK)
        fpk_table_start(plan, &path);
    for (size_t i = 0; status == FPK_OK && i < path.n; i++)
        status = step(plan, &path, i, &churn);
    fpk_path_clear(&path);
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

static const struct fpk_sampler_claim claim[] = {
    {"schedule=edm truncate=0", "karras", 2, true, 2},
    {"schedule=edm churn=10", "karras", 2, false, 2}, /* noise comes exactly, then the ODE */
};

const struct fpk_sampler fpk_sampler_edm_heun = {
    .name = "edm-heun",
    .sentence = "Heun steps in sigma/alpha, Euler to sigma 0, with noise churned in before a step "
                "if asked",
    .citation = "Karras, Aittala, Aila & Laine 2022, arXiv:2206.00364, algorithm 2",
    .claim = claim,
    .n_claim = sizeof claim / sizeof claim[0],
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
