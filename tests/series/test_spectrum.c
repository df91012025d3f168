/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/series/series.h"

#include "../check.h"

#include "process.h"

static const double pi = 3.14159265358979323846;

/* scipy.signal.welch on the same numbers. */
static void test_known(void **state)
{
    (void)state;
    static double x[3001], frequency[65], density[65];
    unsigned long long seed, n, segment, k;
    double want, dt, effective;
    char line[256];
    int seen = 0;
    FILE *file = fopen(FPK_TEST_DATA "/series_known.txt", "r");
    if (!file)
        check_fail("cannot open %s", FPK_TEST_DATA "/series_known.txt");
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "density %llu %llu %llu %lg %llu %lg", &seed, &n, &segment, &dt, &k,
                   &want) != 6)
            continue;
        moving_average(seed, n, x);
        check_ok(fpk_series_spectrum(1, n, x, dt, segment, frequency, density, &effective));
        check_close(density[k], want, 1e-13 * want + 1e-16);
        check_close(frequency[k], (double)k / ((double)segment * dt), 1e-16);
        seen++;
    }
    fclose(file);
    check_equal(seen, 24);
}

/* The sums of the definition, three series of which the second and third have other scales. */
static void test_direct(void **state)
{
    (void)state;
    enum { M = 3, N = 100, S = 32 };
    double x[M * N], frequency[S / 2 + 1], density[S / 2 + 1], effective, dt = .2, power = 0;
    moving_average(6, M * N, x);
    for (int i = 0; i < M * N; i++)
        x[i] = x[i] * (1 + i / N) + 3;
    check_ok(fpk_series_spectrum(M, N, x, dt, S, frequency, density, &effective));
    double want[S / 2 + 1] = {0}, square = 0, mean = 0;
    for (int j = 0; j < S; j++)
        power += pow(sin(pi * j / S), 4);
    for (int i = 0; i < M * N; i++)
        mean += x[i] / (M * N);
    for (int s = 0; s < M; s++)
        for (int at = 0; at + S <= N; at += S / 2)
            for (int k = 0; k <= S / 2; k++) {
                double re = 0, im = 0, *y = x + s * N + at;
                for (int j = 0; j < S; j++) {
                    double v = (y[j] - mean) * pow(sin(pi * j / S), 2);
                    re += v * cos(2 * pi * j * k / S);
                    im += v * sin(2 * pi * j * k / S);
                    square += k == 0 ? v * v / power / (M * 5) : 0;
                }
                want[k] += (re * re + im * im) * dt / power / (M * 5);
            }
    double integral = 0; /* over both signs: the mean square, by Parseval's theorem */
    for (int k = 0; k <= S / 2; k++) {
        check_close(density[k], want[k], 1e-13);
        integral += density[k] / (S * dt) * (k == 0 || k == S / 2 ? 1 : 2);
    }
    check_close(integral, square, 1e-13);
}

/* rho = .6: density dt/|1 - rho exp(-2 pi i f dt)|^2 at each ordinate but the first and the last
 * two. effective = 3529, a gamma variable's tail beyond 6 standard deviations is then < 1e-8, 62
 * ordinates. Their mean ratio has variance (1 + 2 (4/9 + 1/36))/(62 effective), the ordinates of a
 * Hann window being correlated; 6 of it and 1e-3 for the blur: 2e-9. */
static void test_autoregression(void **state)
{
    (void)state;
    enum { N = 239104, S = 128 }; /* 3735 segments */
    static double x[N];
    double frequency[S / 2 + 1], density[S / 2 + 1], effective, rho = .6, dt = .05, ratio = 0;
    autoregression(5, rho, N, x);
    check_ok(fpk_series_spectrum(1, N, x, dt, S, frequency, density, &effective));
    check_close(effective, 3735 / (1 + 2. / 36 * 3734 / 3735), 1e-9);
    for (int k = 2; k < S / 2; k++) {
        double c = cos(2 * pi * frequency[k] * dt);
        double exact = dt / (1 - 2 * rho * c + rho * rho);
        check_close(density[k] / exact, 1, 6 / sqrt(effective));
        ratio += density[k] / exact / 62;
    }
    check_close(ratio, 1, 6 * sqrt((1 + 2 * (4. / 9 + 1. / 36)) / (62 * effective)) + 1e-3);
}

/* White noise has density dt at every ordinate, the first and the second too: n = 239104 values in
 * 3735 segments, 65 ordinates, each within 6 of its standard errors; a gamma variable's tails there
 * are below 1e-8 (upper) and 1e-9, so a false alarm has probability 1e-6. (Taking away
 * the segments' own means leaves 1/6 of the second ordinate out: 10 of its errors.) */
static void test_white(void **state)
{
    (void)state;
    enum { N = 239104, S = 128 };
    static double x[N];
    double frequency[S / 2 + 1], density[S / 2 + 1], effective, dt = .05;
    autoregression(7, 0, N, x);
    for (int i = 0; i < N; i++)
        x[i] += 4;
    check_ok(fpk_series_spectrum(1, N, x, dt, S, frequency, density, &effective));
    for (int k = 0; k <= S / 2; k++) {
        double wider = k == 0 || k == S / 2       ? sqrt(2)
                       : k == 1 || k == S / 2 - 1 ? sqrt(79. / 76)
                                                  : 1;
        check_close(density[k] / dt, 1, 6 * wider / sqrt(effective));
    }
}

/* What goes with the mean of N = 128 values in segments of 64: 2 S/(3 N) = 1/3 of the first
 * ordinate, S/(6 N) = 1/12 of the second, nothing of the third. Means over R = 4000 repetitions,
 * 6 standard errors of nearly normal numbers: 1e-8. */
static void test_bias(void **state)
{
    (void)state;
    enum { R = 4000, N = 128, S = 64 };
    static double x[N];
    double frequency[S / 2 + 1], density[S / 2 + 1], effective = 1, sum[3] = {0};
    for (uint32_t r = 0; r < R; r++) {
        autoregression(4000 + r, 0, N, x);
        check_ok(fpk_series_spectrum(1, N, x, 1, S, frequency, density, &effective));
        for (int k = 0; k < 3; k++)
            sum[k] += density[k] / R;
    }
    check_close(sum[0], 2. / 3, 6 * sqrt(2 / (R * effective)));
    check_close(sum[1], 11. / 12, 6 * sqrt(79. / 76 / (R * effective)));
    check_close(sum[2], 1, 6 / sqrt(R * effective));
}

/* What `effective` says: over R repetitions on white noise, the relative variance of an ordinate is
 * 1/effective, twice that at the ends of the range, and 79/76 of it next to these (there the window
 * correlates a number with its own conjugate: 1/36 in one segment, 1/144 between two; 79/76 =
 * (1 + 1/36 + 2/36 + 2/144)/(1 + 2/36)). R ordinates far apart; the variance of a sample
 * variance of nearly normal numbers is 2/R: 6 of these, with 5 % for the skewness: 1e-8. */
static void test_effective(void **state)
{
    (void)state;
    enum { R = 2000, N = 1024, S = 64 };
    static double x[N];
    double frequency[S / 2 + 1], density[S / 2 + 1], effective = 0, sum[4] = {0};
    const int at[] = {8, 20, S / 2, 1};
    const double factor[] = {1, 1, 2, 79. / 76};
    for (uint32_t r = 0; r < R; r++) {
        autoregression(1000 + r, 0, N, x);
        check_ok(fpk_series_spectrum(4, N / 4, x, 1, S, frequency, density, &effective));
        for (int j = 0; j < 4; j++)
            sum[j] += (density[at[j]] - 1) * (density[at[j]] - 1) / R;
    }
    for (int j = 0; j < 4; j++)
        check_close(sum[j] * effective / factor[j], 1, 1.05 * 6 * sqrt(2. / R));
}

static void test_refusals(void **state)
{
    (void)state;
    double x[64] = {0}, f[33], p[33], e;
    check_refused(fpk_series_spectrum(1, 64, x, 1, 12, f, p, &e), FPK_USAGE, "power of two");
    check_refused(fpk_series_spectrum(1, 64, x, 1, 4, f, p, &e), FPK_USAGE, "from 8 on");
    check_refused(fpk_series_spectrum(2, 32, x, 1, 64, f, p, &e), FPK_USAGE, "shorter");
    check_refused(fpk_series_spectrum(1, 64, x, 0, 16, f, p, &e), FPK_USAGE, "positive time");
    x[5] = 1e200;
    check_refused(fpk_series_spectrum(1, 64, x, 1, 16, f, p, &e), FPK_NUMERIC, "squares");
    x[5] = INFINITY;
    check_refused(fpk_series_spectrum(1, 64, x, 1, 16, f, p, &e), FPK_NUMERIC, "not finite");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),          cmocka_unit_test(test_direct),
        cmocka_unit_test(test_autoregression), cmocka_unit_test(test_effective),
        cmocka_unit_test(test_white),          cmocka_unit_test(test_bias),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
