/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series: what equally spaced observations x_0 .. x_{n-1} of a stationary process tell about its
 * memory: autocovariance, spectrum, effective sample size.
 *
 * Through FFTW (FFTW_ESTIMATE): the same bits on one machine and build, 1e-13 relative elsewhere.
 */
#ifndef FPK_SERIES_SERIES_H
#define FPK_SERIES_SERIES_H

#include "fpk/base/status.h"

#include <stddef.h>

/* out [lags] <- autocovariance at lags 0 .. lags-1, lags <= n,
 *
 *     c_k = 1/n sum_i (x_i - mean)(x_{i+k} - mean)
 *
 * with the mean over all n_series series x [n_series][n], averaged over the series. */
enum fpk_status fpk_series_autocovariance(size_t n_series, size_t n, const double *x, size_t lags,
                                          double *out) FPK_MUST_USE;

/* Two-sided power spectral density by Welch's method (1967, doi:10.1109/TAU.1967.1161901): Hann
 * windows of `segment` (a power of two >= 8) values overlapping by half, their mean removed,
 * averaged over all segments of all series x [n_series][n]. frequency, density [segment/2 + 1];
 * frequency in 1/time with spacing 1/(segment dt); the integral of the density over
 * -1/(2 dt) .. 1/(2 dt) is the variance. *effective <- number of independent periodograms that the
 * average is worth (overlap counted): relative standard error 1/sqrt(*effective) per ordinate. */
enum fpk_status fpk_series_spectrum(size_t n_series, size_t n, const double *x, double dt,
                                    size_t segment, double *frequency, double *density,
                                    double *effective) FPK_MUST_USE;

struct fpk_series_memory {
    double time;    /* integrated autocorrelation time tau = 1 + 2 sum_k rho_k, in steps */
    double time_se; /* its standard error (Wolff 2004, doi:10.1016/S0010-4655(03)00467-3, eq 42) */
    double effective; /* n_series n / tau: independent values with the same variance of the mean */
    size_t window;    /* lags summed: the smallest M >= 5 tau(M) */
};

/* FPK_USAGE when n < 16; FPK_NUMERIC when the series is constant or no window closes. */
enum fpk_status fpk_series_memory(size_t n_series, size_t n, const double *x,
                                  struct fpk_series_memory *out) FPK_MUST_USE;

#endif
