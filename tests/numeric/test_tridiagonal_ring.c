/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Solutions on a ring against mpmath, against the same ring turned, and against a line. */
#include "fpk/numeric/tridiagonal_ring.h"

#include "../check.h"

#define MOST 5000

static double up[MOST], down[MOST], excess[MOST], b[MOST], x[MOST], y[MOST];

static void solve(const struct fpk_tridiagonal_ring *ring, const double *in, double *out)
{
    double *packed, all = 0, inside = 0;
    check_ok(fpk_allocate(&packed, ring->size));
    fpk_tridiagonal_ring_pack(ring, in, packed);
    fpk_tridiagonal_ring_solve(ring, packed);
    fpk_tridiagonal_ring_unpack(ring, packed, out);
    for (size_t i = 0; i < ring->n; i++) {
        check_same_bits(out[i], packed[fpk_tridiagonal_ring_place(ring, i)]);
        inside += out[i];
    }
    for (size_t i = 0; i < ring->size; i++)
        all += fabs(packed[i]);
    check_relative(all, inside, 1e-12);
    fpk_release(&packed);
}

/* tests/data/tridiagonal_ring.txt: rates over sixteen orders of magnitude, each cell to 1e-14 of
 * itself. */
static void test_known(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/tridiagonal_ring.txt", "r");
    char line[512];
    size_t n, cases = 0;
    double a, worst = 0;
    check_true(file != NULL);
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "ring %zu %lf", &n, &a) != 2)
            continue;
        for (size_t i = 0; i < n; i++) {
            check_true(fgets(line, sizeof line, file) != NULL);
            check_equal(
                sscanf(line, "%lf %lf %lf %lf %lf", &up[i], &down[i], &excess[i], &b[i], &y[i]), 5);
        }
        struct fpk_tridiagonal_ring ring;
        check_ok(fpk_tridiagonal_ring_init(&ring, n));
        check_ok(fpk_tridiagonal_ring_factor_rates(&ring, a, up, down, excess));
        solve(&ring, b, x);
        for (size_t i = 0; i < n; i++) {
            check_relative(x[i], y[i], 1e-14);
            worst = fmax(worst, fabs(x[i] / y[i] - 1));
        }
        fpk_tridiagonal_ring_clear(&ring);
        cases++;
    }
    fclose(file);
    check_equal(cases, 20);
    print_message("largest relative error of a cell: %.2e\n", worst);
}

/* The cell that is split off is as good as any other, and what excess takes is the sum of b. */
static void test_turned(void **state)
{
    (void)state;
    static const size_t orders[] = {2, 3, 32, 33, 34, 1025, 3333, MOST};
    static double turned[3][MOST];
    for (size_t k = 0; k < sizeof orders / sizeof *orders; k++) {
        size_t n = orders[k], turn = n / 3 + 1;
        double left = 0;
        for (size_t i = 0; i < n; i++) {
            up[i] = pow(10, 6 * sin(0.7 * (double)(i * i)));
            down[i] = pow(10, 6 * cos(0.3 * (double)(i * i)));
            b[i] = i == n / 2;
        }
        for (size_t i = 0; i < n; i++) {
            turned[0][i] = up[(i + turn) % n];
            turned[1][i] = down[(i + turn) % n];
            turned[2][i] = b[(i + turn) % n];
        }
        struct fpk_tridiagonal_ring ring;
        check_ok(fpk_tridiagonal_ring_init(&ring, n));
        check_ok(fpk_tridiagonal_ring_factor_rates(&ring, 30, up, down, NULL));
        solve(&ring, b, x);
        check_ok(fpk_tridiagonal_ring_factor_rates(&ring, 30, turned[0], turned[1], NULL));
        solve(&ring, turned[2], y);
        for (size_t i = 0; i < n; i++) {
            left += x[i];
            check_true(x[i] >= 0);
            if (x[(i + turn) % n] > 1e-280)
                check_relative(y[i], x[(i + turn) % n], 1e-13);
        }
        check_relative(left, 1, 1e-13);
        fpk_tridiagonal_ring_clear(&ring);
    }
}

/* Without a way round, a line. */
static void test_cut(void **state)
{
    (void)state;
    size_t n = 1000;
    for (size_t i = 0; i < n; i++) {
        up[i] = i + 1 < n ? 100 + 0.1 * (double)i : 0;
        down[i] = i ? 150 : 0;
        excess[i] = 1 + 0.01 * (double)(i % 10);
        b[i] = 1.0 / (1 + (double)i);
    }
    struct fpk_tridiagonal_ring ring;
    check_ok(fpk_tridiagonal_ring_init(&ring, n));
    check_ok(fpk_tridiagonal_ring_factor_rates(&ring, 0.5, up, down, excess));
    solve(&ring, b, x);
    fpk_tridiagonal_ring_clear(&ring);
    struct fpk_tridiagonal_lanes line;
    double *packed;
    check_ok(fpk_tridiagonal_lanes_init(&line, n));
    check_ok(fpk_tridiagonal_lanes_factor_rates(&line, 0.5, up, down, excess));
    check_ok(fpk_allocate(&packed, line.size));
    fpk_tridiagonal_lanes_pack(&line, b, packed);
    fpk_tridiagonal_lanes_solve(&line, packed);
    fpk_tridiagonal_lanes_unpack(&line, packed, y);
    for (size_t i = 0; i < n; i++)
        check_relative(x[i], y[i], 1e-13);
    fpk_release(&packed);
    fpk_tridiagonal_lanes_clear(&line);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_tridiagonal_ring ring;
    check_refused(fpk_tridiagonal_ring_init(&ring, 1), FPK_USAGE, "ring of 1 cells");
    double u[3] = {1, 1, NAN}, d[3] = {1, 1, 1};
    check_ok(fpk_tridiagonal_ring_init(&ring, 3));
    check_refused(fpk_tridiagonal_ring_factor_rates(&ring, 1, u, d, NULL), FPK_NUMERIC,
                  "last pivot");
    u[0] = INFINITY;
    check_refused(fpk_tridiagonal_ring_factor_rates(&ring, 1, u, d, NULL), FPK_NUMERIC, "row 0");
    fpk_tridiagonal_ring_clear(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_turned),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
