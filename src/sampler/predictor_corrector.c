/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reverse_priv.h"
#include "table_priv.h"

#include <math.h>
#include <string.h>

static const struct fpk_parameter parameter[] = {
    FPK_PATH_PARAMETERS,
    {"predictor", FPK_CHOICE, "reverse-diffusion", 0, 0,
     "reverse-diffusion|ancestral|euler-maruyama|exponential", NULL, "the step from level to level",
     false},
    {"corrector-steps", FPK_INTEGER, "1", 0, 1000, NULL, "1", "Langevin steps at each level",
     false},
    {"snr", FPK_REAL, "0.16", 1e-6, 10, NULL, "1",
     "r of the corrector: x += a score + sqrt(2 a) xi with a = 2 (r sigma)^2", false},
    {"corrector-first", FPK_FLAG, NULL, 0, 0, NULL, NULL,
     "correct at a level before leaving it, rather than on reaching it", false},
    FPK_LAST_NOISE("on"),
};

static struct fpk_reverse_row predict(const struct fpk_path *path, size_t i,
                                      const struct fpk_values *values)
{
    const char *name = fpk_values_text(values, "predictor");
    if (strcmp(name, "ancestral") == 0)
        return fpk_reverse_ancestral(path, i);
    if (strcmp(name, "euler-maruyama") == 0)
        return fpk_reverse_euler(path, i, fpk_reverse_equal(values));
    if (strcmp(name, "exponential") == 0)
        return fpk_reverse_exponential(path, i);
    return fpk_reverse_diffusion(path, i);
}

/* At the clean end the corrector's step is 0: there is nothing to do. */
static enum fpk_status correct(struct fpk_plan *plan, size_t step, struct fpk_level level,
                               const struct fpk_values *values)
{
    double r = fpk_values_real(values, "snr") * level.sigma, a = 2 * r * r;
    long long n = level.sigma > 0 ? fpk_values_integer(values, "corrector-steps") : 0;
    for (long long k = 0; k < n; k++)
        FPK_TRY(fpk_table_row(plan, step, level, level, 1, a, sqrt(2 * a)));
    return FPK_OK;
}

static enum fpk_status add_steps(struct fpk_plan *plan, const struct fpk_path *path,
                                 const struct fpk_values *values)
{
    bool first = fpk_values_flag(values, "corrector-first"), last = fpk_last_noise(values, true);
    FPK_CHECK(path->continuous || strcmp(fpk_values_text(values, "predictor"), "euler-maruyama"),
              FPK_USAGE,
              "predictor-corrector: --predictor euler-maruyama needs the rates of a continuous "
              "process (vp, sub-vp, ve, edm, flow); a discrete schedule has none: use "
              "reverse-diffusion");
    for (size_t i = 0; i < path->n; i++) {
        if (first)
            FPK_TRY(correct(plan, i, path->level[i], values));
        FPK_TRY(fpk_reverse_add(plan, path, i, predict(path, i, values), last || i + 1 < path->n));
        if (!first)
            FPK_TRY(correct(plan, i, path->level[i + 1], values));
    }
    return FPK_OK;
}

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    struct fpk_path path = {0};
    enum fpk_status status = fpk_plan_init(plan, "predictor-corrector", 2);
    if (status == FPK_OK)
        status = fpk_path_init(&path, values, false);
    if (status == FPK_OK) {
        fpk_table_start(plan, &path);
        status = add_steps(plan, &path, values);
    }
    fpk_path_clear(&path);
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

const struct fpk_sampler fpk_sampler_predictor_corrector = {
    .name = "predictor-corrector",
    .sentence =
        "a step of the reverse SDE, then Langevin steps of fixed size at the level reached; "
        "noise in every step",
    .citation = "Song et al. 2021, arXiv:2011.13456, algorithms 1 to 5, with fixed corrector steps",
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
