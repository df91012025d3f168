/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "links_priv.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

void fpk_links_init(struct fpk_links *links, const struct fpk_generator *generator)
{
    double *w = generator->work;
    *links = (struct fpk_links){.m = 0};
    double **part[FPK_LINKS_WORK] = {&links->u,      &links->x,  &links->stretch, &links->drift,
                                     &links->d,      &links->pu, &links->px,      &links->pstretch,
                                     &links->pdrift, &links->pd, &links->up,      &links->down};
    for (size_t k = 0; k < FPK_LINKS_WORK; k++)
        *part[k] = w + k * FPK_BLOCK;
    links->w = links->u; /* u is not needed once x is known */
}

static void evaluate_d(const struct fpk_model *model, double t, size_t n, const double *x,
                       double *d)
{
    model->diffusion(t, n, x, d, model->ctx);
    for (size_t i = 0; i < n; i++)
        d[i] = 0.5 * d[i] * d[i];
}

static enum fpk_status check_finite(const char *what, double t, size_t n, const double *x,
                                    const double *v)
{
    for (size_t i = 0; i < n; i++)
        FPK_CHECK(isfinite(v[i]), FPK_NUMERIC,
                  "%s is not finite at x = %.10g, t = %.10g; the Fokker-Planck equation needs it "
                  "finite over the whole domain: give a smaller domain or another formula",
                  what, x[i], t);
    return FPK_OK;
}

/* w = -(difference of U)/D between the points. */
static enum fpk_status from_potential(struct fpk_links *l, const struct fpk_generator *gen,
                                      const struct fpk_model *model)
{
    model->potential(gen->t, l->m + 1, l->px, l->pdrift, model->ctx);
    FPK_TRY(check_finite("the potential", gen->t, l->m + 1, l->px, l->pdrift));
    for (size_t k = 0; k < l->m; k++)
        l->w[k] = -(l->pdrift[k + 1] - l->pdrift[k]) / l->d[k];
    return FPK_OK;
}

/* w = int f/D dx - ln(D_right/D_left): Simpson's rule when the cost is paid once, else midpoint. dx
 * is stretch du. */
static enum fpk_status from_drift(struct fpk_links *l, const struct fpk_generator *gen,
                                  const struct fpk_model *model)
{
    size_t m = l->m;
    double h = l->distance;
    bool additive = model->noise_kind == FPK_NOISE_ADDITIVE;
    model->drift(gen->t, m, l->x, l->drift, model->ctx);
    FPK_TRY(check_finite("the drift", gen->t, m, l->x, l->drift));
    for (size_t k = 0; k < m; k++)
        l->w[k] = h * (l->stretch[k] * l->drift[k] / l->d[k]);
    if (additive && !model->autonomous)
        return FPK_OK;

    evaluate_d(model, gen->t, m + 1, l->px, l->pd);
    FPK_TRY(check_finite("the diffusion", gen->t, m + 1, l->px, l->pd));
    model->drift(gen->t, m + 1, l->px, l->pdrift, model->ctx);
    FPK_TRY(check_finite("the drift", gen->t, m + 1, l->px, l->pdrift));
    for (size_t k = 0; k < m; k++) {
        double left = l->pd[k], right = l->pd[k + 1];
        if (!(left > 0 && right > 0)) {
            /* D vanishes at a point: the effective drift in the middle instead of integrals. */
            l->w[k] = (h * l->stretch[k] * l->drift[k] - (right - left)) / l->d[k];
            continue;
        }
        if (model->autonomous)
            l->w[k] = h / 6 *
                      (l->pstretch[k] * l->pdrift[k] / left +
                       4 * (l->stretch[k] * l->drift[k] / l->d[k]) +
                       l->pstretch[k + 1] * l->pdrift[k + 1] / right);
        if (!additive)
            l->w[k] -= fpk_log(right / left);
    }
    return FPK_OK;
}

/* Rates: B(|w|) = |w|/expm1|w| and B(-|w|) = B(|w|) + |w| lose no digits. */
static void from_w(struct fpk_links *l, struct fpk_generator *gen)
{
    double area = fpk_grid_width(&gen->grid) * l->distance, *expm1 = l->pdrift;
    for (size_t k = 0; k < l->m; k++)
        expm1[k] = fabs(l->w[k]);
    fpk_expm1_block(l->m, expm1, expm1);
    for (size_t k = 0; k < l->m; k++) {
        double size = fabs(l->w[k]), s = l->stretch[k], scale = l->d[k] / (s * s * area);
        double b = size > 0 ? size / expm1[k] : 1;
        double with = scale * (b + size), against = scale * b;
        l->up[k] = l->w[k] > 0 ? with : against;
        l->down[k] = l->w[k] > 0 ? against : with;
        gen->peclet = fmax(gen->peclet, size);
    }
}

/* Where D = 0 in the middle (f/D is no number): upwinding, the limit of the rates as D -> 0. */
static enum fpk_status upwind(struct fpk_links *l, size_t k, struct fpk_generator *gen,
                              const struct fpk_model *model)
{
    double f;
    model->drift(gen->t, 1, &l->x[k], &f, model->ctx);
    FPK_TRY(check_finite("the drift", gen->t, 1, &l->x[k], &f));
    double speed = f / (l->stretch[k] * fpk_grid_width(&gen->grid));
    l->up[k] = speed > 0 ? speed : 0;
    l->down[k] = speed < 0 ? -speed : 0;
    if (f != 0)
        gen->peclet = INFINITY;
    return FPK_OK;
}

enum fpk_status fpk_links_rates(struct fpk_links *l, struct fpk_generator *gen,
                                const struct fpk_model *model)
{
    size_t m = l->m;
    bool degenerate = false, linear = gen->coordinate.kind == FPK_COORDINATE_LINEAR;
    fpk_coordinate_x(&gen->coordinate, m, l->u, l->x, l->stretch);
    fpk_coordinate_x(&gen->coordinate, m + 1, l->pu, l->px, l->pstretch);
    evaluate_d(model, gen->t, m, l->x, l->d);
    FPK_TRY(check_finite("the diffusion", gen->t, m, l->x, l->d));
    for (size_t k = 0; k < m; k++) {
        degenerate = degenerate || l->d[k] == 0;
        if (l->d[k] == 0)
            l->d[k] = INFINITY; /* gives w = 0 and is overwritten below */
    }
    if (model->potential)
        FPK_TRY(from_potential(l, gen, model));
    else
        FPK_TRY(from_drift(l, gen, model));
    for (size_t k = 0; !linear && k < m; k++)
        l->w[k] += fpk_log(l->pstretch[k + 1] / l->pstretch[k]);
    from_w(l, gen);
    for (size_t k = 0; degenerate && k < m; k++)
        if (isinf(l->d[k]))
            FPK_TRY(upwind(l, k, gen, model));
    return FPK_OK;
}
