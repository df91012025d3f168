/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table_priv.h"

#include "fpk/sampler/flow.h"
#include "fpk/schedule/path.h"

#include <string.h>

static const struct fpk_parameter parameter[] = {
    FPK_PROCESS_PARAMETERS,
    {"tolerance", FPK_REAL, "1e-10", 1e-14, 1e-2, NULL, "x",
     "error allowed in a step, tolerance (1 + |x|)", false},
    {"method", FPK_CHOICE, "rk8pd", 0, 0, "rkf45|rkck|rk8pd", NULL,
     "Runge-Kutta pair: Fehlberg 4(5), Cash-Karp 4(5), Prince-Dormand 8(9)", false},
};

static enum fpk_flow_method method_of(const char *text)
{
    return strcmp(text, "rkf45") == 0  ? FPK_FLOW_RKF45
           : strcmp(text, "rkck") == 0 ? FPK_FLOW_RKCK
                                       : FPK_FLOW_RK8PD;
}

static enum fpk_status flow(struct fpk_flow *out, const struct fpk_values *values)
{
    struct fpk_path path;
    const char *own[] = {"steps", "spacing", "times", "rho"};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        FPK_CHECK(!fpk_values_given(values, own[i]), FPK_USAGE,
                  "probability-flow-adaptive chooses its own steps; leave out --%s, --tolerance "
                  "says how well",
                  own[i]);
    FPK_TRY(fpk_path_init(&path, values, true));
    *out = (struct fpk_flow){.process = path.process,
                             .first = path.level[0],
                             .last = path.level[path.n],
                             .start_std = path.start_std,
                             .tolerance = fpk_values_real(values, "tolerance"),
                             .method = method_of(fpk_values_text(values, "method"))};
    fpk_path_clear(&path);
    return FPK_OK;
}

const struct fpk_sampler fpk_sampler_probability_flow_adaptive = {
    .name = "probability-flow-adaptive",
    .sentence =
        "the probability-flow ODE solved to a tolerance, each point with its own steps; not "
        "a plan",
    .citation = "Song et al. 2021, arXiv:2011.13456, appendix D.2; Galassi et al., GNU Scientific "
                "Library, gsl_odeiv2",
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_FLOW,
    .flow = flow,
};
