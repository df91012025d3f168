/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exponential_priv.h"

#include <math.h>

int fpk_integrator_order(const struct fpk_integrator *I, size_t i, const struct fpk_span *span)
{
    size_t left = I->n - i;
    int order = I->order;
    if (isinf(span->h) || (I->euler_final && left == 1))
        return 1;
    return I->lower_final && left < (size_t)order ? (int)left : order;
}

enum fpk_status fpk_integrator_eval(const struct fpk_integrator *I, size_t i,
                                    struct fpk_level level, int in, int out)
{
    return fpk_plan_add(I->plan, (struct fpk_instruction){.op = FPK_EVAL,
                                                          .out = out,
                                                          .n_in = 1,
                                                          .in = {in},
                                                          .head = I->head,
                                                          .level = level,
                                                          .step = i});
}

enum fpk_status fpk_integrator_mix(const struct fpk_integrator *I, size_t i,
                                   const struct fpk_span *span, int in, int out, int n,
                                   const double *tau, const int *head, const double *mu)
{
    struct fpk_instruction mix = {.op = FPK_MIX,
                                  .out = out,
                                  .n_in = n + 1,
                                  .in = {in},
                                  .c = {span->keep},
                                  .noise = span->noise,
                                  .level = span->to,
                                  .step = i};
    double w[FPK_NODES_MAX];
    fpk_node_weights(n, tau, mu, w);
    for (int j = 0; j < n; j++) {
        mix.in[j + 1] = head[j];
        mix.c[j + 1] = span->first * w[j];
    }
    return fpk_plan_add(I->plan, mix);
}

static const double one[] = {1}, start[] = {0};

/* The head at level i held constant up to r h, then asked there. */
static enum fpk_status first_stage(const struct fpk_integrator *I, size_t i,
                                   const struct fpk_span *span, double r, int in, const int head[3],
                                   int u)
{
    struct fpk_span part = fpk_span_part(I, i, span, r);
    FPK_TRY(fpk_integrator_mix(I, i, &part, in, u, 1, start, head, one));
    return fpk_integrator_eval(I, i, part.to, u, head[1]);
}

static enum fpk_status second_order(const struct fpk_integrator *I, size_t i,
                                    const struct fpk_span *span, int in, int out, const int head[3],
                                    int u)
{
    static const double tau[] = {0, 0.5};
    double mu[2];
    FPK_TRY(first_stage(I, i, span, tau[1], in, head, u));
    fpk_phi_moments(2, span->z, mu);
    if (!I->heun)
        mu[1] = 0.5;
    return fpk_integrator_mix(I, i, span, in, out, 2, tau, head, mu);
}

/* The second stage goes along the line through the first two values; the step along the line
 * through the first and last (midpoint; exact for parabolas only at node 2/3 and h -> 0, which is
 * what order 3 asks for) or the parabola through all (heun). */
static enum fpk_status third_order(const struct fpk_integrator *I, size_t i,
                                   const struct fpk_span *span, int in, int out, const int head[3],
                                   int u)
{
    static const double tau[] = {0, 1. / 3, 2. / 3}, within[] = {0, 0.5};
    double mu[3];
    FPK_TRY(first_stage(I, i, span, tau[1], in, head, u));
    struct fpk_span part = fpk_span_part(I, i, span, tau[2]);
    fpk_phi_moments(2, part.z, mu);
    FPK_TRY(fpk_integrator_mix(I, i, &part, in, u, 2, within, head, mu));
    FPK_TRY(fpk_integrator_eval(I, i, part.to, u, head[2]));
    fpk_phi_moments(3, span->z, mu);
    if (I->heun)
        return fpk_integrator_mix(I, i, span, in, out, 3, tau, head, mu);
    return fpk_integrator_mix(I, i, span, in, out, 2, (double[]){0, tau[2]},
                              (int[]){head[0], head[2]}, mu);
}

enum fpk_status fpk_single_step(const struct fpk_integrator *I, size_t i,
                                const struct fpk_span *span, int order, int in, int out,
                                const int head[3], int u)
{
    if (order == 3)
        return third_order(I, i, span, in, out, head, u);
    if (order == 2)
        return second_order(I, i, span, in, out, head, u);
    return fpk_integrator_mix(I, i, span, in, out, 1, start, head, one);
}

int fpk_history_push(struct fpk_history *history, double h)
{
    if (isinf(h))
        history->n = 0;
    int n = history->n < history->room ? history->n : history->room - 1;
    int out = history->n < history->room ? history->n + 1 : history->head[history->room - 1];
    for (int j = n; j > 0; j--) {
        history->lag[j] = history->lag[j - 1] + h;
        history->head[j] = history->head[j - 1];
    }
    history->lag[0] = 0;
    history->head[0] = out;
    history->n = n + 1;
    return out;
}

void fpk_history_nodes(const struct fpk_history *history, int n, double h, double *tau)
{
    for (int j = 0; j < n; j++)
        tau[j] = j ? -history->lag[j] / h : 0;
}
