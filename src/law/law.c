/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The law at two resolutions, and the start. */
#include "fpk/base/memory.h"
#include "law_priv.h"

#include <math.h>
#include <omp.h>
#include <string.h>

static enum fpk_status take_mixture(struct fpk_state *state, const struct fpk_mixture *mixture)
{
    size_t n = mixture->n;
    double *m = NULL, *s = NULL, *mass = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&m, n));
    FPK_TRY_DONE(status, fpk_allocate(&s, n));
    FPK_TRY_DONE(status, fpk_allocate(&mass, n));
    for (size_t i = 0; i < n; i++) {
        m[i] = mixture->mean[i];
        s[i] = sqrt(mixture->covariance[i]);
        mass[i] = mixture->weight[i];
    }
    return fpk_base_take(&state->base, FPK_BASE_KERNELS, n, m, s, mass, 0, &state->lost);
done:
    fpk_release(&m);
    fpk_release(&s);
    fpk_release(&mass);
    return status;
}

static enum fpk_status take_points(struct fpk_state *state, const double *x, size_t n)
{
    double *m = NULL, *mass = NULL;
    FPK_CHECK(n > 0, FPK_USAGE, "the start has no points");
    FPK_TRY(fpk_allocate(&m, n));
    enum fpk_status status = fpk_allocate(&mass, n);
    if (status != FPK_OK) {
        fpk_release(&m);
        return status;
    }
    for (size_t i = 0; i < n; i++) {
        m[i] = x[i];
        mass[i] = 1 / (double)n;
    }
    return fpk_base_take(&state->base, FPK_BASE_ATOMS, n, m, NULL, mass, 0, &state->lost);
}

enum fpk_status fpk_state_begin(struct fpk_state *state, const struct fpk_start *start)
{
    fpk_panel_init(&state->rule);
    switch (start->kind) {
    case FPK_START_MIXTURE:
        FPK_CHECK(start->mixture.dim == 1, FPK_USAGE,
                  "the start has %zu dimensions; laws are computed in one", start->mixture.dim);
        return take_mixture(state, &start->mixture);
    case FPK_START_DELTA:
        return take_points(state, &start->a, 1);
    case FPK_START_POINTS:
        FPK_CHECK(start->points.dim == 1, FPK_USAGE,
                  "the start has %zu dimensions; laws are computed in one", start->points.dim);
        return take_points(state, start->points.x, start->points.n);
    case FPK_START_UNIFORM:
        state->base =
            (struct fpk_base){.kind = FPK_BASE_UNIFORM, .a = start->a, .b = start->b, .total = 1};
        return FPK_OK;
    }
    return fpk_fail(FPK_USAGE, "unknown kind of start %d", (int)start->kind);
}

void fpk_state_clear(struct fpk_state *state)
{
    fpk_base_clear(&state->base);
    fpk_panels_clear(&state->panels);
}

static double power_15(double v)
{
    double v3 = v * v * v, v5 = v3 * v * v;
    return v5 * v5 * v5;
}

static struct fpk_state state_of(const struct fpk_law_options *options, bool fine)
{
    double spacing = options && options->spacing > 0 ? options->spacing : 6;
    int threads = options && options->threads > 0 ? options->threads : omp_get_max_threads();
    /* A panel too long by a quarter costs a factor of a thousand in its error, 16 nodes being
     * exact to degree 31; the Legendre tail scales the same way. */
    double scale = power_15(spacing / 6);
    return (struct fpk_state){
        .spacing = fine ? spacing : 1.25 * spacing,
        .tolerance = fmin(fmax((fine ? 1e-10 : 1e-7) * scale, 1e-11), 1e-4),
        .outside = options && options->outside > 0 ? options->outside : 1e-30,
        .threads = threads,
    };
}

enum fpk_status fpk_law_begin(struct fpk_law **law, const struct fpk_start *start,
                              const struct fpk_law_options *options)
{
    *law = NULL;
    struct fpk_law *made = NULL;
    FPK_TRY(fpk_allocate(&made, 1));
    made->fine = state_of(options, true);
    made->coarse = state_of(options, false);
    enum fpk_status status = fpk_state_begin(&made->fine, start);
    if (status == FPK_OK)
        status = fpk_state_begin(&made->coarse, start);
    double mass, mean, variance;
    if (status == FPK_OK)
        status = fpk_state_moments(&made->fine, &mass, &mean, &variance);
    if (status != FPK_OK) {
        fpk_law_end(&made);
        return status;
    }
    made->size = fabs(mean) + sqrt(variance);
    *law = made;
    return FPK_OK;
}

void fpk_law_end(struct fpk_law **law)
{
    if (!*law)
        return;
    fpk_state_clear(&(*law)->fine);
    fpk_state_clear(&(*law)->coarse);
    fpk_release(law);
}

enum fpk_status fpk_law_step(struct fpk_law *law, const struct fpk_transition *transition)
{
    FPK_TRY(fpk_state_step(&law->fine, transition));
    return fpk_state_step(&law->coarse, transition);
}

void fpk_law_pair_clear(struct fpk_law_pair *pair)
{
    fpk_density_clear(&pair->fine);
    fpk_density_clear(&pair->coarse);
    fpk_pushed_clear(&pair->pushed);
    fpk_pushed_clear(&pair->pushed_coarse);
    pair->folded = false;
}

enum fpk_status fpk_law_density(const struct fpk_law *law, struct fpk_law_pair *pair)
{
    *pair = (struct fpk_law_pair){0};
    enum fpk_status status = fpk_state_density(&law->fine, &pair->fine);
    if (status == FPK_OK)
        status = fpk_state_density(&law->coarse, &pair->coarse);
    if (status != FPK_OK)
        fpk_law_pair_clear(pair);
    return status;
}

/* What rounding may have done: a unit in the 14th digit (a coarse step can cancel two digits), and
 * a few in the 16th for each step. */
static double rounding(const struct fpk_law *law)
{
    return 1e-14 + 5e-16 * (double)law->fine.step;
}

/* What fine and coarse differ by may vanish at a point, or in a moment, by luck: a difference is
 * looked for on both sides as well, and counts so many times. */
#define CAUTION 4

enum fpk_status fpk_law_at(const struct fpk_law *law, size_t n, const double *x, double *pdf,
                           double *pdf_error, double *cdf, double *cdf_error)
{
    double *near = NULL, *fine = NULL, *coarse = NULL, mass, mean, variance;
    double floor = rounding(law), lost = law->fine.lost;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_state_moments(&law->fine, &mass, &mean, &variance));
    FPK_TRY_DONE(status, fpk_allocate(&near, 3 * n));
    FPK_TRY_DONE(status, fpk_allocate(&fine, 6 * n));
    FPK_TRY_DONE(status, fpk_allocate(&coarse, 6 * n));
    for (size_t i = 0; i < 3 * n; i++)
        near[i] = x[i / 3] + ((double)(i % 3) - 1) * .03 * sqrt(variance);
    FPK_TRY_DONE(status, fpk_state_at(&law->fine, 3 * n, near, fine, fine + 3 * n));
    FPK_TRY_DONE(status, fpk_state_at(&law->coarse, 3 * n, near, coarse, coarse + 3 * n));
    double shift = law->fine.rough_x / sqrt(variance);
    for (size_t i = 0; i < n; i++) {
        double of_pdf = 0, of_cdf = 0;
        for (size_t k = 3 * i; k < 3 * i + 3; k++) {
            of_pdf = fmax(of_pdf, fabs(fine[k] - coarse[k]));
            of_cdf = fmax(of_cdf, fabs(fine[3 * n + k] - coarse[3 * n + k]));
        }
        pdf[i] = fine[3 * i + 1];
        cdf[i] = fine[3 * n + 3 * i + 1];
        if (pdf_error)
            pdf_error[i] = CAUTION * (of_pdf + (law->fine.rough_j + shift) * pdf[i]) +
                           10 * floor * pdf[i] + lost;
        if (cdf_error)
            cdf_error[i] = CAUTION * (of_cdf + law->fine.rough_x * pdf[i]) + floor + lost;
    }
done:
    fpk_release(&near);
    fpk_release(&fine);
    fpk_release(&coarse);
    return status;
}

enum fpk_status fpk_law_moments(const struct fpk_law *law, struct fpk_law_moments *moments)
{
    double mass, mean, variance, floor = rounding(law) + law->fine.lost;
    double rough = CAUTION * law->fine.rough_x;
    FPK_TRY(fpk_state_moments(&law->fine, &moments->mass, &moments->mean, &moments->variance));
    FPK_TRY(fpk_state_moments(&law->coarse, &mass, &mean, &variance));
    /* A step may cancel numbers of the start's size to give a narrow law: its rounding stays. */
    double size = fmax(law->size, fabs(moments->mean) + sqrt(moments->variance));
    moments->mass_error = CAUTION * fabs(mass - moments->mass) + floor;
    moments->mean_error = CAUTION * fabs(mean - moments->mean) + floor * size + rough;
    moments->variance_error = CAUTION * fabs(variance - moments->variance) + floor * size * size +
                              2 * rough * sqrt(moments->variance);
    return FPK_OK;
}
