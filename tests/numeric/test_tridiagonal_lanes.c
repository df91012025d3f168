/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Solves in lanes against elimination in extended precision, one row after the other. */
#include "fpk/numeric/tridiagonal_lanes.h"

#include "fpk/numeric/tridiagonal.h"

#include "../check.h"

#include <stdbool.h>

#define MOST 5000

static const size_t orders[] = {1, 2, 31, 32, 33, 63, 1000, 1023, 1024, 1025, 1056, 3333, MOST};
#define N_ORDER (sizeof orders / sizeof *orders)

static double lower[MOST], diag[MOST], upper[MOST], b[MOST], x[MOST], y[MOST];
static long double exact[MOST];

/* Uniform on [0, 1), splitmix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195). */
static double uniform(uint64_t *seed)
{
    uint64_t z = *seed += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

/* x <- the solution for b, through a packed vector whose spare places stay zero. */
static void solve(const struct fpk_tridiagonal_lanes *f, size_t n)
{
    double *packed;
    check_ok(fpk_allocate(&packed, f->size));
    fpk_tridiagonal_lanes_pack(f, b, packed);
    fpk_tridiagonal_lanes_solve(f, packed);
    fpk_tridiagonal_lanes_unpack(f, packed, x);
    double inside = 0, all = 0;
    for (size_t i = 0; i < n; i++) {
        check_same_bits(x[i], packed[fpk_tridiagonal_lanes_place(f, i)]);
        inside += fabs(x[i]);
    }
    for (size_t i = 0; i < f->size; i++)
        all += fabs(packed[i]);
    check_relative(all, inside, 1e-12);
    fpk_release(&packed);
}

/* Thomas in long double. */
static void solve_exactly(size_t n)
{
    static long double inverse[MOST];
    for (size_t i = 0; i < n; i++) {
        long double l = i ? lower[i] * inverse[i - 1] : 0;
        inverse[i] = 1 / (i ? diag[i] - l * upper[i - 1] : (long double)diag[i]);
        exact[i] = b[i] - (i ? l * exact[i - 1] : 0);
    }
    for (size_t i = n; i-- > 0;)
        exact[i] = (exact[i] - (i + 1 < n ? upper[i] * exact[i + 1] : 0)) * inverse[i];
}

static double worst(size_t n, const double *got)
{
    long double error = 0, size = 0;
    for (size_t i = 0; i < n; i++) {
        error = fmaxl(error, fabsl(got[i] - exact[i]));
        size = fmaxl(size, fabsl(exact[i]));
    }
    return (double)(error / size);
}

/* Entries of any sign, dominant by rows by a little (`room`): as exact as Thomas, which these
 * errors are printed beside, but for the few roundings of the carries. */
static void test_as_exact_as_thomas(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (double room = 1; room > 1e-7; room *= 1e-3)
        for (size_t k = 0; k < N_ORDER; k++) {
            size_t n = orders[k];
            for (size_t i = 0; i < n; i++) {
                lower[i] = uniform(&seed) - 0.5;
                upper[i] = uniform(&seed) - 0.5;
                diag[i] = (i % 3 ? 1 : -1) * (fabs(lower[i]) + fabs(upper[i]) + room);
                b[i] = y[i] = uniform(&seed) - 0.5;
            }
            lower[0] = upper[n - 1] = NAN; /* unused by contract */
            struct fpk_tridiagonal thomas;
            struct fpk_tridiagonal_lanes f;
            check_ok(fpk_tridiagonal_init(&thomas, n, lower, diag, upper));
            check_ok(fpk_tridiagonal_lanes_init(&f, n));
            check_ok(fpk_tridiagonal_lanes_factor(&f, lower, diag, upper));
            check_true(f.size >= n && f.size < n + 32 * f.n_block);
            solve(&f, n);
            fpk_tridiagonal_solve(&thomas, y);
            solve_exactly(n);
            double error = worst(n, x), its = worst(n, y);
            if (k + 1 == N_ORDER)
                print_message("room %.0e, order %zu: error %.2e, Thomas %.2e\n", room, n, error,
                              its);
            check_close(error, 0, 2 * its + 4e-16);
            fpk_tridiagonal_clear(&thomas);
            fpk_tridiagonal_lanes_clear(&f);
        }
}

/* diag(excess) - a G by the same sums in long double: no subtraction there either. */
static void solve_rates_exactly(size_t n, double a, const double *excess)
{
    static long double inverse[MOST];
    long double s = excess ? excess[0] : 1;
    for (size_t i = 0; i < n; i++) {
        long double in = i + 1 < n ? (long double)a * lower[i + 1] : 0;
        inverse[i] = 1 / (s + (i + 1 < n ? (long double)a * upper[i] : 0));
        exact[i] = b[i] + (i ? a * upper[i - 1] * inverse[i - 1] * exact[i - 1] : 0);
        s = (excess && i + 1 < n ? excess[i + 1] : 1) + in * s * inverse[i];
    }
    for (size_t i = n; i-- > 0;)
        exact[i] = (exact[i] + (i + 1 < n ? (long double)a * lower[i + 1] * exact[i + 1] : 0)) *
                   inverse[i];
}

/* Rates over sixteen orders of magnitude, all of b in one cell: every cell that a double can hold
 * is right to 1e-13 of itself, none is negative, and what excess takes is the sum of b. Here upper
 * holds up, and lower down. */
static void test_rates_cell_by_cell(void **state)
{
    (void)state;
    uint64_t seed = 7;
    double largest = 0;
    static double excess[MOST];
    for (double a = 1e-3; a < 1e13; a *= 1e4)
        for (size_t k = 0; k < N_ORDER; k++) {
            size_t n = orders[k];
            bool leaks = k % 2;
            double out = 0;
            for (size_t i = 0; i < n; i++) {
                upper[i] = pow(10, 16 * uniform(&seed) - 8);
                lower[i] = pow(10, 16 * uniform(&seed) - 8);
                excess[i] = 1 + (i % 7 ? 0 : 10 * uniform(&seed));
                b[i] = 0;
            }
            b[n / 3] = 1;
            lower[0] = upper[n - 1] = NAN;
            struct fpk_tridiagonal_lanes f;
            check_ok(fpk_tridiagonal_lanes_init(&f, n));
            check_ok(
                fpk_tridiagonal_lanes_factor_rates(&f, a, upper, lower, leaks ? excess : NULL));
            solve(&f, n);
            solve_rates_exactly(n, a, leaks ? excess : NULL);
            for (size_t i = 0; i < n; i++) {
                check_true(x[i] >= 0);
                out += (leaks ? excess[i] : 1) * x[i];
                if (exact[i] < 1e-280)
                    continue;
                double error = (double)fabsl(x[i] / exact[i] - 1);
                check_close(error, 0, 1e-13);
                largest = fmax(largest, error);
            }
            check_relative(out, 1, 1e-13);
            fpk_tridiagonal_lanes_clear(&f);
        }
    print_message("largest relative error of a cell: %.2e\n", largest);
}

/* Both factorisations of one matrix. */
static void test_two_factorisations(void **state)
{
    (void)state;
    size_t n = 2000;
    double up[2000], down[2000];
    for (size_t i = 0; i < n; i++) {
        up[i] = 40 + 0.01 * (double)i;
        down[i] = 60 - 0.01 * (double)i;
        diag[i] = 1 + 0.5 * ((i + 1 < n ? up[i] : 0) + (i ? down[i] : 0));
        b[i] = 1.0 / (1 + (double)i);
    }
    for (size_t i = 0; i + 1 < n; i++) {
        lower[i + 1] = -0.5 * up[i];
        upper[i] = -0.5 * down[i + 1];
    }
    struct fpk_tridiagonal_lanes f;
    check_ok(fpk_tridiagonal_lanes_init(&f, n));
    check_ok(fpk_tridiagonal_lanes_factor(&f, lower, diag, upper));
    solve(&f, n);
    memcpy(y, x, n * sizeof *x);
    check_ok(fpk_tridiagonal_lanes_factor_rates(&f, 0.5, up, down, NULL));
    solve(&f, n);
    for (size_t i = 0; i < n; i++)
        check_relative(x[i], y[i], 1e-13);
    fpk_tridiagonal_lanes_clear(&f);
}

static void test_places(void **state)
{
    (void)state;
    struct fpk_tridiagonal_lanes f;
    check_ok(fpk_tridiagonal_lanes_init(&f, 2500)); /* 3 blocks of 27 rows */
    check_equal(f.n_block, 3);
    check_equal(f.size, 3 * 27 * 32);
    check_equal(fpk_tridiagonal_lanes_place(&f, 0), 0);
    check_equal(fpk_tridiagonal_lanes_place(&f, 1), 32);
    check_equal(fpk_tridiagonal_lanes_place(&f, 27), 1);
    check_equal(fpk_tridiagonal_lanes_place(&f, 27 * 32), 27 * 32);
    check_equal(fpk_tridiagonal_lanes_place(&f, 27 * 32 - 1), 27 * 32 - 1);
    fpk_tridiagonal_lanes_clear(&f);
}

static void test_refuses_a_zero_pivot(void **state)
{
    (void)state;
    double l[3] = {0, 1, 1}, d[3] = {1, 1, 1}, u[3] = {1, 1, 0};
    struct fpk_tridiagonal_lanes f;
    check_ok(fpk_tridiagonal_lanes_init(&f, 3));
    check_refused(fpk_tridiagonal_lanes_factor(&f, l, d, u), FPK_NUMERIC, "row 1");
    d[1] = NAN;
    check_refused(fpk_tridiagonal_lanes_factor(&f, l, d, u), FPK_NUMERIC, "pivot");
    u[1] = INFINITY;
    check_refused(fpk_tridiagonal_lanes_factor_rates(&f, 1, u, l, NULL), FPK_NUMERIC, "row 1");
    fpk_tridiagonal_lanes_clear(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_exact_as_thomas),   cmocka_unit_test(test_rates_cell_by_cell),
        cmocka_unit_test(test_two_factorisations),   cmocka_unit_test(test_places),
        cmocka_unit_test(test_refuses_a_zero_pivot),
    };
    return check_main(tests);
}
