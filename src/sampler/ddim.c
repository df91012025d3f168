/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table_priv.h"

#include <math.h>

static const struct fpk_parameter parameter[] = {
    FPK_PATH_PARAMETERS,
    {"eta", FPK_REAL, "0", 0, 10, NULL, "1",
     "noise added back: 0 deterministic, 1 the small variance of ddpm", false},
};

/* Song et al. equations 12 and 16: with x0 = (x + (1-A) score)/sqrt(A), eps = -sqrt(1-A) score,
 *     sigma^2 = eta^2 (1-P)/(1-A) (1-A/P),
 *     x' = sqrt(P) x0 + sqrt(1-P-sigma^2) eps + sigma xi = a x + b score + sigma xi.
 * b = sqrt(1-A) (u - v), u = sqrt(P(1-A)/A), v = sqrt(1-P-sigma^2), loses digits in u - v when P is
 * near A; (u^2 - v^2)/(u + v) with u^2 - v^2 = (P-A)/A + sigma^2 does not. On other paths A/P is
 * keep, 1-A/P is drop, and 1-A, 1-P are sigma^2. */
static enum fpk_status row(struct fpk_plan *plan, size_t i, const struct fpk_path *path, double eta)
{
    double keep = path->keep[i], drop = path->drop[i];
    double not_A = path->noise[i], not_P = path->noise[i + 1];
    double sigma2 = eta * eta * (not_P / not_A) * drop;
    double left = not_P - sigma2;
    FPK_CHECK(
        left >= 0, FPK_USAGE,
        "ddim: eta %.10g is too large: at step %zu sigma^2 = %.6g exceeds 1 - abar = %.6g; use "
        "eta <= 1",
        eta, i, sigma2, not_P);
    double u = sqrt(not_A / keep), v = sqrt(left);
    double rise = drop / keep; /* (P - A)/A */
    double a = 1 / sqrt(keep), b = sqrt(not_A) * ((rise + sigma2) / (u + v));
    return fpk_table_row(plan, i, path->level[i], path->level[i + 1], a, b, sqrt(sigma2));
}

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    struct fpk_path path = {0};
    enum fpk_status status = fpk_plan_init(plan, "ddim", 2);
    if (status == FPK_OK)
        status = fpk_path_init(&path, values, false);
    if (status == FPK_OK)
        fpk_table_start(plan, &path);
    for (size_t i = 0; status == FPK_OK && i < path.n; i++)
        status = row(plan, i, &path, fpk_values_real(values, "eta"));
    fpk_path_clear(&path);
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

static const struct fpk_sampler_claim claim[] = {
    {"eta=0", "logsnr", 1, true, 1},
    {"eta=0", "uniform", 1, true, 1},
    {"eta=1", "uniform", 1, false, 1},
};

const struct fpk_sampler fpk_sampler_ddim = {
    .name = "ddim",
    .sentence =
        "implicit sampling: deterministic for eta 0, ancestral for eta 1; the last step adds "
        "no noise",
    .citation = "Song, Meng & Ermon 2021, arXiv:2010.02502",
    .claim = claim,
    .n_claim = sizeof claim / sizeof claim[0],
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
