/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series: what equally spaced observations x_0 .. x_{n-1} of a stationary process tell about its
 * memory: autocovariance, spectrum, effective sample size.
 *
 * Several series of one process, x [n_series][n], are averaged over. Through FFTW (FFTW_ESTIMATE):
 * the same bits on one machine and build, 1e-13 relative to the variance elsewhere. Safe from
 * several threads (FFTW's planner is guarded). All fail with FPK_NUMERIC when a number is not
 * finite, squares overflow, or memory is short. */
#ifndef FPK_SERIES_SERIES_H
#define FPK_SERIES_SERIES_H

#include "fpk/base/status.h"

#include <stddef.h>

/* out [lags] <- autocovariance at lags 0 .. lags-1, 1 <= lags <= n (or FPK_USAGE),
 *
 *     c_k = 1/n sum_{i < n-k} (x_i - mean)(x_{i+k} - mean)
 *
 * with the mean over all series, averaged over the series. Cost O(n_series n log lags), memory
 * O(lags). */
enum fpk_status fpk_series_autocovariance(size_t n_series, size_t n, const double *x, size_t lags,
                                          double *out) FPK_MUST_USE;

/* Two-sided power spectral density by Welch's method (1967, doi:10.1109/TAU.1967.1161901): Hann
 * windows of `segment` (a power of two >= 8, <= n) values overlapping by half, the mean of all
 * series removed, averaged over all segments of all series. frequency, density [segment/2 + 1];
 *
 *     density(f) = lim 1/(n dt) E |dt sum_j x_j exp(-2 pi i f j dt)|^2
 *
 * in units of x^2 time; its integral over -1/(2 dt) .. 1/(2 dt) is the variance. frequency in
 * 1/time, 1/(segment dt) apart; the window blurs over two of these. With the mean of all N =
 * n_series n values go 2 segment/(3 N) of the ordinate at f = 0 and segment/(6 N) of the next, less
 * than half and a sixth of their standard errors. *effective <- number of independent
 * periodograms that the average is worth (overlap counted): relative standard error
 * 1/sqrt(*effective) of an ordinate, sqrt(2) times that at the first and the last, 1.02 times at
 * their neighbours. dt > 0. Memory O(segment). */
enum fpk_status fpk_series_spectrum(size_t n_series, size_t n, const double *x, double dt,
                                    size_t segment, double *frequency, double *density,
                                    double *effective) FPK_MUST_USE;

struct fpk_series_memory {
    double time;      /* integrated autocorrelation time tau = 1 + 2 sum_k rho_k, in steps */
    double time_se;   /* its standard error (Wolff 2004, doi:10.1016/S0010-4655(03)00467-3) */
    double effective; /* n_series n / tau: independent values with the same variance of the mean */
    size_t window;    /* M, lags summed: the smallest >= 5 tau(M) and 5 (1 + 4 sum rho_k^2) */
};

/* tau with the automatic window of Sokal (1997, doi:10.1007/978-1-4899-0319-8_6) and the correction
 * of Wolff for the estimated mean. Differs from both where correlations alternate: the second bound
 * on the window sees these, and the last lag counts by half. FPK_USAGE when
 * n < 16; FPK_NUMERIC when the series is constant or no window closes. The error is that of the
 * estimate for a given window; correlations hidden in the noise beyond it cannot be seen. */
enum fpk_status fpk_series_memory(size_t n_series, size_t n, const double *x,
                                  struct fpk_series_memory *out) FPK_MUST_USE;

#endif
