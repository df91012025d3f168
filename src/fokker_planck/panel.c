/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "panel_priv.h"

#include "fpk/numeric/elementary.h"
#include "fpk/numeric/quadrature.h"

#include <math.h>

#define N FPK_PANEL_NODES

/* p [N + 1] <- Legendre polynomials of degrees 0 ... N at x. */
static void legendre(double x, double *p)
{
    p[0] = 1;
    p[1] = x;
    for (int k = 1; k < N; k++)
        p[k + 1] = ((2 * k + 1) * x * p[k] - k * p[k - 1]) / (k + 1);
}

/* The Lagrange polynomial l_j = w_j/2 sum_k (2 k + 1) P_k(x_j) P_k, as the rule integrates l_j P_k
 * exactly; and int_-1^x (2 k + 1) P_k = P_{k+1}(x) - P_{k-1}(x). */
void fpk_panel_rule_init(struct fpk_panel_rule *rule)
{
    double p[N][N + 1];
    fpk_gauss_legendre(N, rule->node, rule->weight);
    for (int i = 0; i < N; i++)
        legendre(rule->node[i], p[i]);
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            double sum = rule->node[i] + 1;
            for (int k = 1; k < N; k++)
                sum += p[j][k] * (p[i][k + 1] - p[i][k - 1]);
            rule->running[i][j] = 0.5 * rule->weight[j] * sum;
        }
}

double fpk_panel_integrate(const struct fpk_panel *panel, const struct fpk_panel_rule *rule,
                           const double *v, double *out)
{
    double half = 0.5 * panel->width, whole = 0;
    for (int i = 0; i < N; i++) {
        double sum = 0;
        for (int j = 0; j < N; j++)
            sum += rule->running[i][j] * v[j];
        out[i] = half * sum;
        whole += rule->weight[i] * v[i];
    }
    return half * whole;
}

static enum fpk_status check_finite(const char *what, size_t n, const double *x, const double *v)
{
    for (size_t i = 0; i < n; i++)
        FPK_CHECK(isfinite(v[i]), FPK_NUMERIC,
                  "%s is not finite at x = %.10g; give a domain without that point", what, x[i]);
    return FPK_OK;
}

static enum fpk_status by_potential(struct fpk_panel *panel, const struct fpk_model *model,
                                    double left, double right)
{
    double x[N + 2], u[N + 2];
    x[0] = left;
    x[N + 1] = right;
    for (int i = 0; i < N; i++)
        x[i + 1] = panel->x[i];
    model->potential(0, N + 2, x, u, model->ctx);
    FPK_TRY(check_finite("the potential", N + 2, x, u));
    for (int i = 0; i < N; i++)
        panel->phi[i] = (u[i + 1] - u[0]) / panel->d[i];
    panel->phi_end = (u[N + 1] - u[0]) / panel->d[N - 1];
    return FPK_OK;
}

enum fpk_status fpk_panel_set(struct fpk_panel *panel, const struct fpk_panel_rule *rule,
                              const struct fpk_model *model, double sign, double left, double right)
{
    double f[N];
    panel->width = right - left;
    for (int i = 0; i < N; i++)
        panel->x[i] = sign * (left + 0.5 * panel->width * (1 + rule->node[i]));
    model->diffusion(0, N, panel->x, panel->d, model->ctx);
    FPK_TRY(check_finite("the diffusion", N, panel->x, panel->d));
    for (int i = 0; i < N; i++) {
        FPK_CHECK(panel->d[i] != 0, FPK_NUMERIC,
                  "there is no noise at x = %.10g, so that it may never be passed; give a domain "
                  "without that point",
                  panel->x[i]);
        panel->d[i] *= 0.5 * panel->d[i];
    }
    if (model->potential) {
        FPK_TRY(by_potential(panel, model, sign * left, sign * right));
    } else {
        model->drift(0, N, panel->x, f, model->ctx);
        FPK_TRY(check_finite("the drift", N, panel->x, f));
        for (int i = 0; i < N; i++)
            f[i] = -sign * (f[i] / panel->d[i]);
        panel->phi_end = fpk_panel_integrate(panel, rule, f, panel->phi);
    }
    fpk_exp_block(N, panel->phi, panel->gain);
    panel->gain_end = fpk_exp(panel->phi_end);
    return FPK_OK;
}
