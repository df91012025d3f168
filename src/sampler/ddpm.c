/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table_priv.h"

#include <math.h>
#include <string.h>

static const struct fpk_parameter parameter[] = {
    FPK_PATH_PARAMETERS,
    {"variance", FPK_CHOICE, "small", 0, 0, "small|large", NULL,
     "variance of a step: small (1-P)/(1-A) (1-A/P), large 1-A/P", false},
};

/* Ho et al. equations 6, 7, 11 for a path that skips times: beta becomes 1 - A/P, and with
 * eps = -sqrt(1-A) score the mean (x - beta eps/sqrt(1-A))/sqrt(1-beta) is
 *     (x + beta score)/sqrt(1-beta);
 * on other paths A/P is (alpha_now/alpha_next)^2, 1-P and 1-A are sigma^2, and beta the variance
 * between. */
static enum fpk_status row(struct fpk_plan *plan, size_t i, const struct fpk_path *path, bool small)
{
    double beta = path->drop[i], scale = 1 / sqrt(path->keep[i]);
    double variance = small ? beta * (path->noise[i + 1] / path->noise[i]) : beta;
    double noise = path->level[i + 1].sigma > 0 ? sqrt(variance) : 0;
    return fpk_table_row(plan, i, path->level[i], path->level[i + 1], scale, beta * scale, noise);
}

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    struct fpk_path path = {0};
    bool small = strcmp(fpk_values_text(values, "variance"), "small") == 0;
    enum fpk_status status = fpk_plan_init(plan, "ddpm", 2);
    if (status == FPK_OK)
        status = fpk_path_init(&path, values, false);
    if (status == FPK_OK)
        fpk_table_start(plan, &path);
    for (size_t i = 0; status == FPK_OK && i < path.n; i++)
        status = row(plan, i, &path, small);
    fpk_path_clear(&path);
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

const struct fpk_sampler fpk_sampler_ddpm = {
    .name = "ddpm",
    .sentence = "ancestral sampling of the discrete chain; the last step adds no noise",
    .citation = "Ho, Jain & Abbeel 2020, arXiv:2006.11239, algorithm 2",
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
