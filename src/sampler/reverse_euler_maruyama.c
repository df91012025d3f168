/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table_priv.h"

static const struct fpk_parameter parameter[] = {FPK_CONTINUOUS_PARAMETERS};

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    return fpk_table_reverse(plan, "reverse-euler-maruyama", values, 1, true);
}

const struct fpk_sampler fpk_sampler_reverse_euler_maruyama = {
    .name = "reverse-euler-maruyama",
    .sentence =
        "Euler-Maruyama on the reverse-time SDE of the continuous VP process; noise in every step",
    .citation =
        "Anderson 1982, doi:10.1016/0304-4149(82)90051-5; Song et al. 2021, arXiv:2011.13456",
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
