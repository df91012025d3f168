/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the sums must be, exactly, at a finite step already:
 *
 *     sum f(t_k) dW_k           N(0, sum f(t_k)^2 dt)
 *     sum W_k dW_k              mean 0, second moment t^2/2 (1 - 1/N)         zero mean, isometry
 *     sum W_k dW_k - (W^2-t)/2  (t - sum dW^2)/2: mean square t^2/(2 N)
 *     sum (W_k + W_{k+1})/2 dW  W(t)^2/2, path by path: t/2 times a chi-square of one freedom
 *     sum -sin(W_k) dW_k        mean 0, second moment sum (1 - e^{-2 t_k})/2 dt
 */
#include "ito.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

static void normal_cdf(size_t n, const double *x, double *cdf, double *tail, const void *ctx)
{
    double deviation = *(const double *)ctx;
    for (size_t i = 0; i < n; i++) {
        cdf[i] = fpk_normal_cdf(x[i] / deviation);
        tail[i] = fpk_normal_tail(x[i] / deviation);
    }
}

/* t/2 chi-square_1: P(t Z^2/2 <= x) = erf(sqrt(x/t)). */
static void half_square_cdf(size_t n, const double *x, double *cdf, double *tail, const void *ctx)
{
    double time = *(const double *)ctx;
    for (size_t i = 0; i < n; i++) {
        double r = x[i] > 0 ? sqrt(x[i] / time) : 0;
        cdf[i] = fpk_erf(r);
        tail[i] = fpk_erfc(r);
    }
}

static enum fpk_status test_law(fpk_cdf_fn *cdf, const double *scale, double low, double high,
                                const struct fpk_points *points, struct fpk_chi_square *out)
{
    struct fpk_cells cells;
    FPK_TRY(fpk_cells_of_cdf(&cells, cdf, scale, low, high, fpk_cells_count(points->n)));
    enum fpk_status status = fpk_chi_square_test(&cells, points, 0, out);
    fpk_cells_clear(&cells);
    return status;
}

/* Mean 0 and second moment of a sum. The two are not independent, so each is a test of its own. */
static void test_isometry(const struct ito *ito, int which, double second,
                          struct fpk_chi_square out[2])
{
    const double mean = ito->mean[which] / sqrt(second / (double)ito->particles);
    const double square = (ito->second[which] - second) / ito->se[which];
    out[0] = fpk_chi_square_scores(ito->particles, 1, &mean);
    out[1] = fpk_chi_square_scores(ito->particles, 1, &square);
}

/* Sum of dW^2 is t/N times a chi-square of N degrees: fourth moment 3 + 12/N. */
static struct fpk_chi_square test_formula(const struct ito *ito)
{
    double n = (double)ito->particles, rms = ito->level[LEVELS - 1].ito_rms;
    double exact = ito->time * ito->time / (2 * FINEST);
    const double z = (rms * rms / exact - 1) / sqrt((2 + 12.0 / FINEST) / n);
    return fpk_chi_square_scores(ito->particles, 1, &z);
}

/* The left-point sum has mean 0 whatever dt, so the two sides of the lemma differ on average by
 * E cos W(t) - 1 + sum E cos W(t_k)/2 dt, with E cos W(t) = e^{-t/2}. */
static struct fpk_chi_square test_lemma(const struct ito *ito)
{
    const struct sums *finest = &ito->level[LEVELS - 1];
    double t = ito->time, exact = fpk_expm1(-0.5 * t);
    for (int s = 0; s < FINEST; s++)
        exact += 0.5 * fpk_exp(-0.5 * t * s / FINEST) * t / FINEST;
    double spread = sqrt(finest->gap_rms * finest->gap_rms - exact * exact);
    const double z = (finest->gap_mean - exact) / (spread / sqrt((double)ito->particles));
    return fpk_chi_square_scores(ito->particles, 1, &z);
}

enum fpk_status ito_test_laws(struct ito *ito)
{
    double deviation = sqrt(ito->wiener_variance), t = ito->time, sine = 0;
    FPK_TRY(test_law(normal_cdf, &deviation, -9 * deviation, 9 * deviation, &ito->wiener,
                     &ito->test[0]));
    FPK_TRY(test_law(half_square_cdf, &t, 0, 40 * t, &ito->middle, &ito->test[1]));
    for (int s = 0; s < FINEST; s++)
        sine -= 0.5 * fpk_expm1(-2 * t * s / FINEST) * t / FINEST;
    test_isometry(ito, 0, 0.5 * t * t * (1 - 1.0 / FINEST), &ito->test[2]);
    test_isometry(ito, 2, sine, &ito->test[4]);
    ito->test[6] = test_formula(ito);
    ito->test[7] = test_lemma(ito);
    return FPK_OK;
}
