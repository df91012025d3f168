/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UniPC: a multistep predictor of order p, and a corrector that uses the value which the next step
 * evaluates anyway and lifts the order to p + 1. The value at the predicted point is kept for the
 * history; nothing is evaluated twice. */
#include "exponential_priv.h"
#include "table_priv.h"

#include <math.h>
#include <string.h>

static const struct fpk_parameter parameter[] = {
    FPK_EXPONENTIAL_PARAMETERS,
    {"order", FPK_INTEGER, "2", 1, 3, NULL, "1", "order p of the predictor", false},
    {"variant", FPK_CHOICE, "bh2", 0, 0, "bh1|bh2", NULL,
     "B(h) of the simplified weights: h (bh1) or e^h - 1 (bh2)", false},
    {"corrector", FPK_CHOICE, "on", 0, 0, "on|off", NULL, "UniC, which lifts the order to p + 1",
     false},
    {"prediction", FPK_CHOICE, "x0", 0, 0, "x0|eps", NULL, "the head that is interpolated", false},
    FPK_START_UP_PARAMETER,
};

static const struct fpk_sampler_claim claim[] = {
    {"order=1", "logsnr", 2, true, 1},
    {"order=1 variant=bh1", "logsnr", 2, true, 1},
    {"order=2", "logsnr", 3, true, 1},
    {"order=2 variant=bh1", "logsnr", 3, true, 1},
    {"order=2 corrector=off", "logsnr", 2, true, 1},
    {"order=2 prediction=eps", "logsnr", 3, true, 1},
    {"order=3", "logsnr", 4, true, 1},
    {"order=3 corrector=off", "logsnr", 3, true, 1},
};

/* Registers: the predicted x, the history, the corrected x, and what a single step needs. */
enum { X = 0, CORRECTED = 5, STAGE = 6, STAGE_2 = 7, BETWEEN = 8, REGISTERS = 9 };

struct unipc {
    const struct fpk_integrator *I;
    bool bh1, corrector, ramp;
    struct fpk_history behind;
    struct fpk_span last; /* the step before */
    int order_last;       /* 0: it cannot be corrected */
};

/* The weight of a single difference is B(h)/2 in the paper, exact to the order: mu_1 = 1/2 for bh2,
 * whose B is h phi_1, and 1/(2 phi_1) for bh1. */
static double simplified(const struct unipc *u, const struct fpk_span *span)
{
    return u->bh1 ? 0.5 * (fpk_phi_scale(span->z) / fpk_phi(1, span->z)) : 0.5;
}

/* UniC of order p: from the corrected x of the step before, with the value at its end as one more
 * node, at tau = 1. history: the newest value is that one. */
static enum fpk_status correct(struct unipc *u, size_t i)
{
    int n = u->order_last + 1;
    double tau[FPK_NODES_MAX] = {1}, mu[FPK_NODES_MAX];
    for (int j = 1; j < n; j++)
        tau[j] = 1 - u->behind.lag[j] / u->last.h;
    fpk_phi_moments(n, u->last.z, mu);
    if (n == 2)
        mu[1] = simplified(u, &u->last);
    return fpk_integrator_mix(u->I, i, &u->last, CORRECTED, CORRECTED, n, tau, u->behind.head, mu);
}

static enum fpk_status copy(struct unipc *u, size_t i, struct fpk_level level)
{
    return fpk_plan_add(u->I->plan, (struct fpk_instruction){.op = FPK_MIX,
                                                             .out = CORRECTED,
                                                             .n_in = 1,
                                                             .in = {X},
                                                             .c = {1},
                                                             .level = level,
                                                             .step = i});
}

static enum fpk_status predict(struct unipc *u, size_t i, const struct fpk_span *span, int order,
                               int from)
{
    int n = u->behind.n < order ? u->behind.n : order;
    double tau[FPK_NODES_MAX], mu[FPK_NODES_MAX] = {1};
    fpk_history_nodes(&u->behind, n, span->h, tau);
    if (n > 1)
        fpk_phi_moments(n, span->z, mu);
    if (n == 2)
        mu[1] = simplified(u, span);
    u->order_last = n;
    return fpk_integrator_mix(u->I, i, span, from, X, n, tau, u->behind.head, mu);
}

/* A first step of order 1 (2 once corrected) would keep order 3 (4) away: there a single step of
 * the order that one step needs, not corrected. */
static enum fpk_status step(struct unipc *u, size_t i)
{
    const struct fpk_integrator *I = u->I;
    struct fpk_span span;
    FPK_TRY(fpk_span_whole(I, i, &span));
    int now = fpk_history_push(&u->behind, u->last.h), order = fpk_integrator_order(I, i, &span);
    FPK_TRY(fpk_integrator_eval(I, i, span.from, X, now));
    if (u->corrector)
        FPK_TRY(u->order_last ? correct(u, i) : copy(u, i, span.from));
    u->last = span;
    int from = u->corrector ? CORRECTED : X;
    if (order == 3 && u->behind.n == 1 && !u->ramp) {
        u->order_last = 0;
        return fpk_single_step(I, i, &span, u->corrector ? 3 : 2, from, X,
                               (int[]){now, STAGE, STAGE_2}, BETWEEN);
    }
    FPK_TRY(predict(u, i, &span, order, from));
    if (isinf(span.h))
        u->order_last = 0;
    return FPK_OK;
}

static bool is(const struct fpk_values *values, const char *name, const char *text)
{
    return strcmp(fpk_values_text(values, name), text) == 0;
}

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    struct fpk_path path = {0};
    struct fpk_integrator I;
    struct unipc u = {.I = &I, .behind = {.room = FPK_NODES_MAX}};
    enum fpk_head head = is(values, "prediction", "x0") ? FPK_HEAD_X0 : FPK_HEAD_EPS;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_integrator_init(&I, plan, &path, "unipc", REGISTERS, head, values));
    u.bh1 = is(values, "variant", "bh1");
    u.corrector = is(values, "corrector", "on");
    u.ramp = is(values, "start-up", "ramp");
    for (size_t i = 0; i < I.n; i++)
        FPK_TRY_DONE(status, step(&u, i));
done:
    fpk_path_clear(&path);
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

const struct fpk_sampler fpk_sampler_unipc = {
    .name = "unipc",
    .sentence = "multistep predictor of order p and a corrector that lifts it to p + 1 without "
                "further evaluations",
    .citation = "Zhao et al. 2023, arXiv:2302.04867, algorithms 1 and 2",
    .claim = claim,
    .n_claim = sizeof claim / sizeof claim[0],
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
