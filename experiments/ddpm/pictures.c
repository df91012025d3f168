/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ddpm.h"

#include "../common/sampled_panel.h"

static const enum fpk_colour by_kind[KINDS] = {FPK_ORANGE, FPK_VERMILLION, FPK_BLUE};

/* ---- forward ---- */

static void draw_conditional(const struct ddpm *d, struct fpk_panel *panel, struct fpk_store *store)
{
    static const enum fpk_colour colour[MOMENTS] = {FPK_VERMILLION, FPK_ORANGE, FPK_GREEN,
                                                    FPK_SKY,        FPK_BLUE,   FPK_PURPLE};
    const struct ddpm_forward *f = &d->forward;
    *panel = (struct fpk_panel){.title = "One datum, noised",
                                .x_label = "x_t",
                                .y_label = "q(x_t | x_0)",
                                .x_min = -4,
                                .x_max = 4,
                                .key_left = true};
    for (int k = 0; k < MOMENTS; k++)
        fpk_panel_add(panel,
                      (struct fpk_layer){.kind = FPK_LINE,
                                         .label = fpk_store_text(store, "grid, t = %g", f->time[k]),
                                         .n = CELLS,
                                         .x = f->centre,
                                         .y = f->grid[k],
                                         .colour = colour[k]});
    for (int k = 0; k < MOMENTS; k++)
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                                .label = k == 0 ? "closed form" : NULL,
                                                .n = CELLS,
                                                .x = f->centre,
                                                .y = f->exact[k],
                                                .colour = FPK_BLACK,
                                                .dash = FPK_DASHED});
}

static void draw_chain(const struct ddpm *d, struct fpk_panel *panel, struct fpk_store *store)
{
    static const enum fpk_colour colour[REFINED] = {FPK_VERMILLION, FPK_GREEN, FPK_BLUE};
    const struct ddpm_forward *f = &d->forward;
    *panel = (struct fpk_panel){.title = "The chain and the process it becomes",
                                .x_label = "time t/T",
                                .y_label = "TV of the two q(x_t | x_0)",
                                .log_y = true,
                                .y_min = 1e-6,
                                .y_max = 0.1};
    for (int r = 0; r < REFINED; r++)
        fpk_panel_add(
            panel, (struct fpk_layer){.kind = FPK_LINE,
                                      .label = fpk_store_text(store, "T = %d", TRAINING / 4 << r),
                                      .n = ALONG,
                                      .x = f->along,
                                      .y = f->chain_tv[r],
                                      .colour = colour[r]});
}

static void draw_posterior(const struct ddpm *d, struct fpk_panel *panel)
{
    const struct ddpm_posterior *p = &d->posterior[2];
    *panel = (struct fpk_panel){.title = "Posterior at t = 100, x_0 = 1.5",
                                .x_label = "x_{t-1}",
                                .y_label = "q(x_{t-1} | x_t, x_0)"};
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "Bayes' rule",
                                            .n = PLACES,
                                            .x = p->x,
                                            .y = p->bayes,
                                            .colour = FPK_ORANGE});
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "formula",
                                            .n = PLACES,
                                            .x = p->x,
                                            .y = p->formula,
                                            .colour = FPK_BLACK,
                                            .dash = FPK_DASHED});
}

static void draw_floors(const struct ddpm *d, struct fpk_panel *panel)
{
    *panel = (struct fpk_panel){.title = "The least loss that training can reach",
                                .x_label = "training time t",
                                .y_label = "mean square error",
                                .log_x = true,
                                .log_y = true,
                                .y_min = 1e-5,
                                .y_max = 30};
    const struct {
        const char *label;
        const double *y;
        enum fpk_colour colour;
    } line[2] = {{"of x_0: E Var(x_0 | x_t)", d->x0_floor, FPK_GREEN},
                 {"of eps", d->eps_floor, FPK_PURPLE}};
    for (int i = 0; i < 2; i++)
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                                .label = line[i].label,
                                                .n = TRAINING,
                                                .x = d->t,
                                                .y = line[i].y,
                                                .colour = line[i].colour});
}

static enum fpk_status draw_forward(const struct ddpm *d, struct fpk_store *store)
{
    struct fpk_figure figure = {
        .name = "forward",
        .title = "The forward chain is known in closed form",
        .caption = "Above: the closed form against the Fokker-Planck equation; the discrete chain "
                   "against its continuous twin, which it approaches like 1/T. Below: a step back "
                   "given both ends; what x_t cannot say of x_0 and of eps.",
        .columns = 2,
        .n = 4};
    draw_conditional(d, &figure.panel[0], store);
    draw_chain(d, &figure.panel[1], store);
    draw_posterior(d, &figure.panel[2]);
    draw_floors(d, &figure.panel[3]);
    return fpk_run_figure(d->run, &figure);
}

/* ---- the bound ---- */

/* The least terms, and what the two usual variances add to them. */
static enum fpk_status draw_terms(const struct ddpm *d, struct fpk_panel *panel,
                                  struct fpk_store *store)
{
    static const char *const label[KINDS] = {"small adds", "large adds", "optimal"};
    *panel = (struct fpk_panel){.title = "Terms L_{t-1}",
                                .x_label = "training time t",
                                .y_label = "nats",
                                .log_x = true,
                                .log_y = true,
                                .y_min = 1e-14,
                                .y_max = 100};
    for (int k = KINDS; k-- > 0;) {
        double *y = NULL;
        FPK_TRY(fpk_store_new(store, TRAINING, &y));
        for (int i = 1; i < TRAINING; i++)
            y[i] = d->term[k][i] - (k == KINDS - 1 ? 0 : d->term[KINDS - 1][i]);
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                                .label = label[k],
                                                .n = TRAINING - 1,
                                                .x = d->t + 1,
                                                .y = y + 1,
                                                .colour = by_kind[k]});
    }
    return FPK_OK;
}

static enum fpk_status draw_sums(const struct ddpm *d, struct fpk_panel *panel,
                                 struct fpk_store *store)
{
    static const int bound_of[KINDS] = {0, 3, 4};
    *panel = (struct fpk_panel){.title = "Sum of the terms up to t",
                                .x_label = "training time t",
                                .y_label = "nats",
                                .log_x = true,
                                .key_bottom = true};
    for (int k = 0; k < KINDS; k++) {
        double *up = NULL;
        FPK_TRY(fpk_store_new(store, TRAINING, &up));
        up[0] = d->bound[bound_of[k]].reconstruction;
        for (int i = 1; i < TRAINING; i++)
            up[i] = up[i - 1] + d->term[k][i];
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                                .label = ddpm_bound_name[bound_of[k]],
                                                .n = TRAINING,
                                                .x = d->t,
                                                .y = up,
                                                .colour = by_kind[k],
                                                .dash = k == 2 ? FPK_DASHED : FPK_SOLID});
    }
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_HORIZONTAL,
                                            .label = "entropy of the data",
                                            .n = 1,
                                            .y = &d->entropy,
                                            .colour = FPK_BLACK,
                                            .dash = FPK_DOTTED});
    return FPK_OK;
}

static enum fpk_status draw_bound(const struct ddpm *d, struct fpk_store *store)
{
    struct fpk_figure figure = {
        .name = "bound",
        .title = "The bound, term by term",
        .caption = "Left: the terms with the optimal variance, and what the two others add to "
                   "them. Right: reconstruction and the terms up to t, summed; the entropy of the "
                   "data is the least that any bound can be.",
        .columns = 2,
        .n = 2};
    FPK_TRY(draw_terms(d, &figure.panel[0], store));
    FPK_TRY(draw_sums(d, &figure.panel[1], store));
    return fpk_run_figure(d->run, &figure);
}

/* ---- the reverse chain ---- */

static enum fpk_status draw_errors(const struct ddpm *d, struct fpk_panel *panel,
                                   struct fpk_store *store)
{
    *panel = (struct fpk_panel){.title = "Exact error against steps",
                                .x_label = "reverse steps S",
                                .y_label = "TV, law to data",
                                .log_x = true,
                                .log_y = true,
                                .y_max = 0.3};
    panel->y_min = 0.5 * d->chain[KINDS - 1][d->n_length - 1].error.tv.value;
    for (int k = 0; k < KINDS; k++)
        FPK_TRY(fpk_sampled_cost(panel, ddpm_kind_name[k], d->n_length, d->chain[k], by_kind[k],
                                 store));
    return FPK_OK;
}

static enum fpk_status draw_reverse(const struct ddpm *d, struct fpk_store *store)
{
    static const char *const title[KINDS] = {"small variance, 20 steps", "large variance, 20 steps",
                                             "optimal variance, 20 steps"};
    const struct fpk_sampled *const chain[KINDS] = {&d->chain[0][1], &d->chain[1][1],
                                                    &d->chain[2][1]};
    struct fpk_figure figure = {
        .name = "variance",
        .title = "What the variance of a reverse step costs",
        .caption = "Left above: exact distance of the law from the data; all are of first order. "
                   "The others: particles, law and data after 20 steps.",
        .columns = 2,
        .n = 4};
    FPK_TRY(draw_errors(d, &figure.panel[0], store));
    FPK_TRY(fpk_sampled_panels(&figure.panel[1], KINDS, chain, title, "data", &d->target, store));
    return fpk_run_figure(d->run, &figure);
}

enum fpk_status ddpm_draw(const struct ddpm *d)
{
    struct fpk_store store = {0};
    enum fpk_status status = draw_forward(d, &store);
    fpk_store_clear(&store);
    if (status == FPK_OK)
        status = draw_bound(d, &store);
    if (status == FPK_OK)
        status = draw_reverse(d, &store);
    fpk_store_clear(&store);
    return status;
}
