/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marsaglia, Tsang, Wang 2003, section 2: with d = (k - h)/n, k whole, 0 <= h < 1, and m = 2k - 1,
 *     P(D_n < d) = n!/n^n (H^n)_{kk}
 * where H_ij = 1/(i - j + 1)! on and below the first superdiagonal, except that the first column
 * and the last row are (1 - h^i)/i! and the corner is (1 - 2 h^m + max(0, 2h - 1)^m)/m!.
 * n!/n^n is multiplied in as the power is built, one factor per multiplication by H, so that
 * nothing overflows: differs from the source, which carries exponents. */
#include "ks_priv.h"

#include <assert.h>
#include <math.h>

enum { M_MAX = 31 }; /* n <= 100, n d^2 < 2.25: k <= 1.5 sqrt(n) + 1 = 16 */

static void fill(double (*H)[M_MAX], int m, double h)
{
    for (int i = 0; i < m; i++)
        for (int j = 0; j < m; j++)
            H[i][j] = i - j + 1 >= 0;
    for (int i = 0; i < m; i++) {
        H[i][0] -= pow(h, i + 1);
        H[m - 1][i] -= pow(h, m - i);
    }
    if (2 * h > 1)
        H[m - 1][0] += pow(2 * h - 1, m);
    for (int i = 0; i < m; i++)
        for (int j = 0; j < m; j++)
            for (int g = 2; g <= i - j + 1; g++)
                H[i][j] /= g;
}

double fpk_ks_matrix(uint64_t n, double d)
{
    double count = (double)n, H[M_MAX][M_MAX], row[M_MAX] = {0}, next[M_MAX];
    int k = (int)(count * d) + 1, m = 2 * k - 1;
    assert(m <= M_MAX);
    fill(H, m, k - count * d);
    row[k - 1] = 1; /* row k of H^0 */
    for (uint64_t step = 1; step <= n; step++) {
        for (int j = 0; j < m; j++) {
            next[j] = 0;
            for (int i = 0; i < m; i++)
                next[j] += row[i] * H[i][j];
        }
        for (int j = 0; j < m; j++)
            row[j] = next[j] * ((double)step / count);
    }
    return row[k - 1];
}
