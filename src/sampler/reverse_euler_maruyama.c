/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reverse_priv.h"
#include "table_priv.h"

static const struct fpk_parameter parameter[] = {FPK_PROCESS_PARAMETERS, FPK_LAST_NOISE("on")};

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    struct fpk_path path = {0};
    bool equal = fpk_reverse_equal(values), last = fpk_last_noise(values, true);
    enum fpk_status status = fpk_plan_init(plan, "reverse-euler-maruyama", 2);
    if (status == FPK_OK)
        status = fpk_path_init(&path, values, false);
    if (status == FPK_OK)
        fpk_table_start(plan, &path);
    for (size_t i = 0; status == FPK_OK && i < path.n; i++)
        status = fpk_reverse_add(plan, &path, i, fpk_reverse_euler(&path, i, equal),
                                 last || i + 1 < path.n);
    fpk_path_clear(&path);
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

static const struct fpk_sampler_claim claim[] = {{"", "uniform", 1, false, 1}};

const struct fpk_sampler fpk_sampler_reverse_euler_maruyama = {
    .name = "reverse-euler-maruyama",
    .sentence =
        "Euler-Maruyama on the reverse-time SDE of a continuous process; noise in every step",
    .citation =
        "Anderson 1982, doi:10.1016/0304-4149(82)90051-5; Song et al. 2021, arXiv:2011.13456",
    .claim = claim,
    .n_claim = sizeof claim / sizeof claim[0],
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
