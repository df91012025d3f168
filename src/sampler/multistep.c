/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exponential_priv.h"
#include "table_priv.h"

#include <string.h>

enum fpk_status fpk_integrator_init(struct fpk_integrator *I, struct fpk_plan *plan,
                                    struct fpk_path *path, const char *name, int n_register,
                                    enum fpk_head head, const struct fpk_values *values)
{
    *I = (struct fpk_integrator){.plan = plan, .path = path, .head = head};
    FPK_TRY(fpk_plan_init(plan, name, n_register));
    FPK_TRY(fpk_path_init(path, values, head == FPK_HEAD_X0));
    fpk_table_start(plan, path);
    I->order = (int)fpk_values_integer(values, "order");
    I->lower_final = fpk_values_flag(values, "lower-order-final");
    I->euler_final = fpk_values_flag(values, "euler-at-final");
    bool short_of = strcmp(fpk_values_text(values, "final"), "sigma-min") == 0;
    bool clean = !(path->level[path->n].sigma > 0);
    I->n = path->n - (short_of && clean);
    FPK_CHECK(
        I->n > 0, FPK_USAGE,
        "%s: the only step leads to the clean end, which --final sigma-min leaves out; give 2 "
        "steps or more",
        name);
    return FPK_OK;
}

/* Order 3 with two values only behind it: one step of order 2 has an error of the third order,
 * which a single step may have; a step of order 1 would leave its second-order error for good. */
static enum fpk_status first_step(const struct fpk_integrator *I, size_t i,
                                  const struct fpk_span *span, int now)
{
    int spare = I->order + 1;
    return fpk_single_step(I, i, span, 2, 0, 0, (int[]){now, spare, -1}, spare + 1);
}

enum fpk_status fpk_multistep(const struct fpk_integrator *I, bool published, bool ramp)
{
    struct fpk_history behind = {.room = I->order};
    double h = 0;
    for (size_t i = 0; i < I->n; i++) {
        struct fpk_span span;
        FPK_TRY(fpk_span_whole(I, i, &span));
        int now = fpk_history_push(&behind, h), order = fpk_integrator_order(I, i, &span);
        h = span.h;
        FPK_TRY(fpk_integrator_eval(I, i, span.from, 0, now));
        if (order == 3 && behind.n == 1 && !ramp) {
            FPK_TRY(first_step(I, i, &span, now));
            continue;
        }
        int n = behind.n < order ? behind.n : order;
        double tau[FPK_NODES_MAX], mu[FPK_NODES_MAX] = {1};
        fpk_history_nodes(&behind, n, span.h, tau);
        if (n > 1)
            fpk_phi_moments(n, span.z, mu);
        if (n == 2 && !I->heun)
            mu[1] = 0.5;
        if (n == 3 && published)
            mu[2] *= 0.5;
        FPK_TRY(fpk_integrator_mix(I, i, &span, 0, 0, n, tau, behind.head, mu));
    }
    return FPK_OK;
}
