/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table_priv.h"

#include "fpk/base/memory.h"
#include "fpk/schedule/schedule.h"

#include <math.h>
#include <string.h>

static const struct fpk_parameter parameter[] = {
    {"sigmas", FPK_TEXT, "geometric:10:0.1:10", 0, 0, NULL, "x",
     "noise levels: geometric:FIRST:LAST:COUNT, karras:FIRST:LAST:COUNT, or a falling list", false},
    {"inner-steps", FPK_INTEGER, "20", 1, 1e6, NULL, "1", "Langevin steps at each level", false},
    {"step", FPK_REAL, "0.002", 1e-300, 1e300, NULL, "x^2",
     "step a_L at the last level; a_i = a_L (sigma_i/sigma_L)^2", false},
    {"step-convention", FPK_CHOICE, "half", 0, 0, "half|full", NULL,
     "half: x += a/2 score + sqrt(a) xi; full: x += a score + sqrt(2 a) xi", false},
    {"final-denoise", FPK_FLAG, NULL, 0, 0, NULL, NULL,
     "end with x + sigma_L^2 score, the mean of the data given x", false},
};

static enum fpk_status build_levels(struct fpk_plan *plan, const struct fpk_values *values,
                                    const double *sigma, size_t n)
{
    double step = fpk_values_real(values, "step");
    uint64_t inner = (uint64_t)fpk_values_integer(values, "inner-steps");
    double half = strcmp(fpk_values_text(values, "step-convention"), "half") == 0 ? .5 : 1;
    FPK_CHECK(
        sigma[n - 1] > 0, FPK_USAGE,
        "annealed-langevin: the last of --sigmas is 0, where its step would be 0 as well; leave "
        "it out, and use --final-denoise to end at the data");
    plan->first = (struct fpk_level){.alpha = 1, .sigma = sigma[0], .t = 0};
    plan->start_std = sigma[0];
    for (size_t i = 0; i < n; i++) {
        struct fpk_level level = {.alpha = 1, .sigma = sigma[i], .t = (double)i};
        double ratio = sigma[i] / sigma[n - 1], a = step * (ratio * ratio);
        for (uint64_t k = 0; k < inner; k++)
            FPK_TRY(
                fpk_table_row(plan, i * inner + k, level, level, 1, half * a, sqrt(2 * half * a)));
    }
    if (!fpk_values_flag(values, "final-denoise"))
        return FPK_OK;
    struct fpk_level last = {.alpha = 1, .sigma = sigma[n - 1], .t = (double)(n - 1)};
    struct fpk_level clean = {.alpha = 1, .sigma = 0, .t = (double)n};
    return fpk_table_row(plan, n * inner, last, clean, 1, last.sigma * last.sigma, 0);
}

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    double *sigma = NULL;
    size_t n = 0;
    enum fpk_status status = fpk_plan_init(plan, "annealed-langevin", 2);
    if (status == FPK_OK)
        status = fpk_sigma_list(fpk_values_text(values, "sigmas"), &sigma, &n);
    if (status == FPK_OK)
        status = build_levels(plan, values, sigma, n);
    fpk_release(&sigma);
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

const struct fpk_sampler fpk_sampler_annealed_langevin = {
    .name = "annealed-langevin",
    .sentence = "Langevin steps at falling noise levels (SMLD); start N(0, sigma_1^2), noise in "
                "every step",
    .citation = "Song & Ermon 2019, arXiv:1907.05600, algorithm 1; Song & Ermon 2020, "
                "arXiv:2006.09011 (final denoising)",
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
