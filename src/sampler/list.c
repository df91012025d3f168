/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table_priv.h"

#include <stdio.h>
#include <string.h>

static const struct fpk_sampler *const list[] = {
    &fpk_sampler_ula,
    &fpk_sampler_mala,
    &fpk_sampler_ddpm,
    &fpk_sampler_ddim,
    &fpk_sampler_annealed_langevin,
    &fpk_sampler_reverse_euler_maruyama,
    &fpk_sampler_reverse_exponential,
    &fpk_sampler_predictor_corrector,
    &fpk_sampler_probability_flow_euler,
    &fpk_sampler_probability_flow_heun,
    &fpk_sampler_probability_flow_rk4,
    &fpk_sampler_probability_flow_adaptive,
    &fpk_sampler_lms,
    &fpk_sampler_plms,
    &fpk_sampler_edm_heun,
    &fpk_sampler_flow_euler,
    &fpk_sampler_flow_heun,
    &fpk_sampler_dpm_solver,
    &fpk_sampler_dpm_solver_pp,
    &fpk_sampler_dpm_solver_pp_sde,
    &fpk_sampler_unipc,
};
enum { COUNT = sizeof list / sizeof list[0] };

const struct fpk_sampler *const *fpk_samplers(size_t *n)
{
    *n = COUNT;
    return list;
}

enum fpk_status fpk_sampler_find(const char *name, const struct fpk_sampler **sampler)
{
    const char *names[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        names[i] = list[i]->name;
        if (strcmp(name, names[i]) == 0) {
            *sampler = list[i];
            return FPK_OK;
        }
    }
    const char *near = fpk_nearest(name, names, COUNT);
    if (near)
        return fpk_fail(FPK_USAGE, "there is no sampler \"%.60s\"; did you mean %s?", name, near);
    char all[1024] = "";
    size_t used = 0;
    for (size_t i = 0; i < COUNT && used < sizeof all; i++)
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", names[i]);
    return fpk_fail(FPK_USAGE, "there is no sampler \"%.60s\"; there are %s", name, all);
}

enum fpk_status fpk_sampler_build(const struct fpk_sampler *sampler, struct fpk_plan *plan,
                                  const struct fpk_values *values, const struct fpk_mixture *target)
{
    return sampler->build_for ? sampler->build_for(plan, values, target)
                              : sampler->build(plan, values);
}

enum fpk_status fpk_sampler_supports(const struct fpk_sampler *sampler,
                                     enum fpk_sampler_support what)
{
    const char *lacks = what == FPK_SUPPORTS_PLAN    ? "cannot be written as a plan"
                        : what == FPK_SUPPORTS_LAW   ? "has no law in x alone"
                        : what == FPK_SUPPORTS_PROBE ? "is not affine in x"
                                                     : "is not the solution of an ODE";
    FPK_CHECK(sampler->supports & (unsigned)what, FPK_USAGE, "the sampler %s %s", sampler->name,
              lacks);
    return FPK_OK;
}
