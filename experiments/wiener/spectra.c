/* SPDX-License-Identifier: GPL-3.0-or-later */
/* White noise and what it drives, in the frequency domain.
 *
 *     xi_k = dW_k/dt                      two-sided density 1 at every frequency up to 1/(2 dt)
 *     X_{k+1} = e^{-dt} X_k + s z_k       the Ornstein-Uhlenbeck process at times k dt, exactly;
 *                                         in continuous time 1/(1 + (2 pi f)^2)
 *
 * Both are compared with the exact expectation of Welch's estimate,
 * dt sum_k a_k c_k cos(2 pi f k dt), c_k the autocovariance and a_k that of the window over a_0, so
 * that its leakage is no fault. Every fourth ordinate is tested: beyond three a Hann window leaves
 * them uncorrelated. The ends are left out: they vary twice as much, and the mean went with the
 * first. */
#include "wiener.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/series/series.h"
#include "fpk/wiener/normal.h"

#include <math.h>

enum { SERIES = 16, LENGTH = 1 << 16 };
static const double dt = 0.05;
static const double pi = 3.14159265358979323846;

/* white, ou [SERIES][LENGTH], each from normals of its own, so that their tests are independent; X
 * starts from its stationary law. */
static void draw(const struct wiener *w, double *white, double *ou)
{
    double decay = fpk_exp(-dt), s = sqrt(-fpk_expm1(-2 * dt) / 2), x[SERIES], z[2 * SERIES];
    struct fpk_stream stream = {
        .seed = w->seed, .purpose = FPK_FOR_INCREMENT, .component = WALKS + 1};
    fpk_normal_fill(stream, 0, SERIES, x);
    for (int i = 0; i < SERIES; i++)
        x[i] *= sqrt(0.5);
    for (size_t k = 0; k < LENGTH; k++) {
        stream.step = k + 1;
        fpk_normal_fill(stream, 0, 2 * SERIES, z);
        for (size_t i = 0; i < SERIES; i++) {
            white[i * LENGTH + k] = z[i] / sqrt(dt);
            ou[i * LENGTH + k] = x[i];
            x[i] = decay * x[i] + s * z[SERIES + i];
        }
    }
}

/* Expectation of the estimate at each frequency for c_k = variance decay^k. */
static void expectation(double variance, double decay, const double *frequency, double *out)
{
    double window[SEGMENT], a[SEGMENT], c = variance;
    for (int i = 0; i < SEGMENT; i++)
        window[i] = 0.5 - 0.5 * fpk_cos(2 * pi * i / SEGMENT);
    for (int k = 0; k < SEGMENT; k++) {
        a[k] = 0;
        for (int i = 0; i + k < SEGMENT; i++)
            a[k] += window[i] * window[i + k];
    }
    for (int f = 0; f < ORDINATES; f++)
        out[f] = c * dt;
    for (int k = 1; k < SEGMENT && decay > 0; k++) {
        c *= decay;
        for (int f = 0; f < ORDINATES; f++)
            out[f] += 2 * dt * c * a[k] / a[0] * fpk_cos(2 * pi * frequency[f] * k * dt);
    }
}

static struct fpk_chi_square test(const double *density, const double *exact, double effective)
{
    double z[ORDINATES];
    size_t m = 0;
    for (int f = 4; f < ORDINATES - 4; f += 4)
        z[m++] = (density[f] / exact[f] - 1) * sqrt(effective);
    return fpk_chi_square_scores((uint64_t)effective, m, z);
}

enum fpk_status wiener_spectra(struct wiener *w, struct fpk_run *run)
{
    struct spectra *s = &w->spectra;
    double *white = NULL, *ou = NULL;
    enum fpk_status status;
    FPK_TRY(fpk_run_progress(run, 0.8, "spectra"));
    FPK_TRY_DONE(status, fpk_allocate(&white, (size_t)SERIES * LENGTH));
    FPK_TRY_DONE(status, fpk_allocate(&ou, (size_t)SERIES * LENGTH));
    draw(w, white, ou);
    FPK_TRY_DONE(status, fpk_series_spectrum(SERIES, LENGTH, white, dt, SEGMENT, s->frequency,
                                             s->white, &s->effective));
    FPK_TRY_DONE(status, fpk_series_spectrum(SERIES, LENGTH, ou, dt, SEGMENT, s->frequency, s->ou,
                                             &s->effective));
    expectation(1 / dt, 0, s->frequency, s->white_exact);
    expectation(0.5, fpk_exp(-dt), s->frequency, s->ou_exact);
    s->white_test = test(s->white, s->white_exact, s->effective);
    s->ou_test = test(s->ou, s->ou_exact, s->effective);
done:
    fpk_release(&ou);
    fpk_release(&white);
    return status;
}
