# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes series_known.txt: autocovariances by numpy's direct correlation, Welch spectra by scipy.

    python3 series_known.py > series_known.txt

The series: x_i = u_i + u_{i-1}/2 from u_{-1} = 0 and u_i = (floor(s_i/2^11) - 2^52)/2^52 of the
generator s <- 6364136223846793005 s + 1442695040888963407 modulo 2^64, s_0 the seed."""

import numpy
import scipy
import scipy.signal


def series(seed, n):
    s, x, before = seed, [], 0.0
    for _ in range(n):
        s = (6364136223846793005 * s + 1442695040888963407) % 2**64
        u = ((s >> 11) - 2**52) / 2**52
        x.append(u + 0.5 * before)
        before = u
    return numpy.array(x)


def main():
    print(f'# numpy.correlate and scipy.signal.welch (numpy {numpy.__version__}, scipy '
          f'{scipy.__version__});')
    print('# made by series_known.py. covariance: seed n lag value.')
    print('# density: seed n segment dt ordinate value.')
    for seed, n in [(1, 200), (2, 3001)]:
        x = series(seed, n)
        d = x - x.mean()
        c = numpy.correlate(d, d, 'full')[n - 1:] / n
        for lag in [0, 1, 2, 7, 50, n - 1]:
            print('covariance', seed, n, lag, repr(float(c[lag])))
        for segment, dt in [(8, 1.0), (64, 0.25), (128, 3.0)]:
            _, p = scipy.signal.welch(d, fs=1 / dt, window='hann', nperseg=segment,
                                      noverlap=segment // 2, detrend=False,
                                      return_onesided=False, scaling='density')
            for k in [0, 1, 3, segment // 2]:
                print('density', seed, n, segment, dt, k, repr(float(p[k])))


if __name__ == '__main__':
    main()
