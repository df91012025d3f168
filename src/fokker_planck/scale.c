/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scale_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/sum.h"

#include <math.h>

#define N FPK_PANEL_NODES

void fpk_scale_clear(struct fpk_scale *scale)
{
    fpk_release(&scale->edge);
    fpk_release(&scale->at_edge);
    fpk_release(&scale->u);
    fpk_release(&scale->weight);
    fpk_release(&scale->rise);
    fpk_release(&scale->phi);
    fpk_release(&scale->log_d);
}

static enum fpk_status allocate(struct fpk_scale *scale)
{
    double **of_edge[] = {&scale->edge, &scale->at_edge};
    double **of_node[] = {&scale->u, &scale->weight, &scale->rise, &scale->phi, &scale->log_d};
    for (int i = 0; i < 2; i++)
        FPK_TRY(fpk_allocate(of_edge[i], scale->panels + 1));
    for (int i = 0; i < 5; i++)
        FPK_TRY(fpk_allocate(of_node[i], scale->n));
    return FPK_OK;
}

/* Equal in the mesh's coordinate; the ends are met exactly. */
static void set_edges(struct fpk_scale *scale, const struct fpk_coordinate *c, double a, double b)
{
    size_t k_last = scale->panels;
    double from = fpk_coordinate_u(c, a), to = fpk_coordinate_u(c, b);
    for (size_t k = 0; k <= k_last; k++) {
        double part = (double)k / (double)k_last, u = from + part * (to - from), x;
        fpk_coordinate_x(c, 1, &u, &x, NULL);
        x = k == 0 ? a : k == k_last ? b : x;
        scale->edge[scale->sign > 0 ? k : k_last - k] = scale->sign * x;
    }
}

static enum fpk_status fill(struct fpk_scale *scale)
{
    struct fpk_panel panel;
    struct fpk_sum phi = {0}; /* differences of U telescope: compensated, they lose nothing */
    for (size_t k = 0; k < scale->panels; k++) {
        FPK_TRY(fpk_panel_set(&panel, &scale->rule, scale->model, scale->sign, scale->edge[k],
                              scale->edge[k + 1]));
        double before = scale->at_edge[k] = fpk_sum_value(&phi);
        for (size_t i = 0; i < N; i++) {
            scale->u[N * k + i] = scale->sign * panel.x[i];
            scale->weight[N * k + i] = 0.5 * panel.width * scale->rule.weight[i];
            scale->rise[N * k + i] = panel.phi[i];
            scale->phi[N * k + i] = before + panel.phi[i];
        }
        fpk_log_block(N, panel.d, &scale->log_d[N * k]);
        fpk_sum_add(&phi, panel.phi_end);
    }
    scale->at_edge[scale->panels] = fpk_sum_value(&phi);
    return FPK_OK;
}

enum fpk_status fpk_scale_init(struct fpk_scale *scale, const struct fpk_model *model, double sign,
                               const struct fpk_coordinate *coordinate, double a, double b,
                               size_t panels)
{
    *scale = (struct fpk_scale){.model = model, .sign = sign, .panels = panels, .n = N * panels};
    enum fpk_status status;
    fpk_panel_rule_init(&scale->rule);
    FPK_TRY_DONE(status, allocate(scale));
    set_edges(scale, coordinate, a, b);
    FPK_TRY_DONE(status, fill(scale));
    return FPK_OK;
done:
    fpk_scale_clear(scale);
    return status;
}

double fpk_log_add(double a, double b)
{
    double more = fmax(a, b), less = fmin(a, b);
    return less == -INFINITY ? more : more + fpk_log1p(fpk_exp(less - more));
}

/* ln of the integrals of e^{v} from the panel's left end to its nodes, and over all of it. In the
 * mirror, nodes reversed, these are the integrals from the nodes to the right end. */
static double running(const struct fpk_scale *scale, size_t k, const double *v, double *part)
{
    struct fpk_panel panel = {.width = scale->edge[k + 1] - scale->edge[k]};
    double top = -INFINITY, e[N];
    for (int i = 0; i < N; i++)
        top = fmax(top, v[i]);
    for (int i = 0; i < N; i++)
        e[i] = top == -INFINITY ? 0 : v[i] - top;
    fpk_exp_block(N, e, e);
    double whole = fpk_panel_integrate(&panel, &scale->rule, e, part);
    for (int i = 0; i < N; i++)
        part[i] = part[i] > 0 ? part[i] : 0;
    fpk_log_block(N, part, part);
    for (int i = 0; i < N; i++)
        part[i] += top;
    return top + fpk_log(whole);
}

void fpk_scale_suffix(const struct fpk_scale *scale, double s, const double *log_w, double *node,
                      double *edge)
{
    double v[N], part[N];
    edge[scale->panels] = -INFINITY;
    for (size_t k = scale->panels; k-- > 0;) {
        const double *rise = &scale->rise[N * k];
        double over = s * (scale->at_edge[k + 1] - scale->at_edge[k]) + edge[k + 1];
        for (size_t i = 0; i < N; i++)
            v[N - 1 - i] = s * rise[i] + (log_w ? log_w[N * k + i] : 0);
        double whole = running(scale, k, v, part);
        for (size_t i = 0; i < N; i++)
            node[N * k + i] = fpk_log_add(part[N - 1 - i], over) - s * rise[i];
        edge[k] = fpk_log_add(whole, over);
    }
}

void fpk_scale_prefix(const struct fpk_scale *scale, double s, const double *log_w, double *node,
                      double *edge)
{
    double v[N], part[N];
    edge[0] = -INFINITY;
    for (size_t k = 0; k < scale->panels; k++) {
        const double *rise = &scale->rise[N * k];
        for (size_t i = 0; i < N; i++)
            v[i] = s * rise[i] + (log_w ? log_w[N * k + i] : 0);
        double whole = running(scale, k, v, part);
        for (size_t i = 0; i < N; i++)
            node[N * k + i] = fpk_log_add(part[i], edge[k]) - s * rise[i];
        edge[k + 1] = fpk_log_add(whole, edge[k]) - s * (scale->at_edge[k + 1] - scale->at_edge[k]);
    }
}

double fpk_scale_log_integral(const struct fpk_scale *scale, const double *log_w)
{
    double top = -INFINITY;
    struct fpk_sum sum = {0};
    for (size_t i = 0; i < scale->n; i++)
        top = fmax(top, log_w[i]);
    for (size_t i = 0; i < scale->n; i++)
        fpk_sum_add(&sum, scale->weight[i] * fpk_exp(log_w[i] - top));
    return top + fpk_log(fpk_sum_value(&sum));
}

size_t fpk_scale_panel(const struct fpk_scale *scale, double u)
{
    size_t low = 0, high = scale->panels;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (u < scale->edge[middle])
            high = middle;
        else
            low = middle;
    }
    return low;
}

double fpk_scale_interpolate(const struct fpk_scale *scale, size_t panel, const double *y, double u)
{
    const double *node = scale->rule.node, *v = &y[N * panel];
    double left = scale->edge[panel], width = scale->edge[panel + 1] - left;
    double t = 2 * (u - left) / width - 1, top = -INFINITY, sum = 0;
    for (int i = 0; i < N; i++)
        top = fmax(top, v[i]);
    for (int i = 0; i < N; i++) {
        double l = fpk_exp(v[i] - top);
        for (int j = 0; j < N; j++)
            l *= j == i ? 1 : (t - node[j]) / (node[i] - node[j]);
        sum += l;
    }
    return sum > 0 ? top + fpk_log(sum) : -INFINITY;
}

/* Phi(to) - Phi(from) over equal panels, in either direction. */
static enum fpk_status difference(const struct fpk_scale *scale, double from, double to,
                                  size_t panels, double *phi)
{
    struct fpk_panel panel;
    struct fpk_sum sum = {0};
    double low = fmin(from, to), step = fabs(to - from) / (double)panels;
    for (size_t k = 0; k < panels && from != to; k++) {
        double left = low + step * (double)k;
        double right = k + 1 == panels ? fmax(from, to) : low + step * (double)(k + 1);
        FPK_TRY(fpk_panel_set(&panel, &scale->rule, scale->model, scale->sign, left, right));
        fpk_sum_add(&sum, panel.phi_end);
    }
    *phi = from <= to ? fpk_sum_value(&sum) : -fpk_sum_value(&sum);
    return FPK_OK;
}

enum fpk_status fpk_scale_at(const struct fpk_scale *scale, double u, double *phi, double *log_d)
{
    size_t last = scale->panels, k = fpk_scale_panel(scale, u);
    double x = scale->sign * u, g;
    scale->model->diffusion(0, 1, &x, &g, scale->model->ctx);
    FPK_CHECK(isfinite(g) && g != 0, FPK_NUMERIC,
              "the diffusion is %.6g at x = %.10g, where the density is asked for", g, x);
    *log_d = fpk_log(0.5 * g * g);
    if (u > scale->edge[last]) {
        FPK_TRY(difference(scale, scale->edge[last], u, last, phi));
        *phi += scale->at_edge[last];
        return FPK_OK;
    }
    bool before = u < scale->edge[0];
    FPK_TRY(difference(scale, scale->edge[k], u, before ? last : 1, phi));
    *phi += scale->at_edge[k];
    return FPK_OK;
}
