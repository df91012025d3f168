/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Solves in panels, and compact factors of rates, cell by cell against the same sums in extended
 * precision: decays of all lengths, and peaks whose tails reach over panels that hold nothing. */
#include "fpk/numeric/tridiagonal_lanes.h"

#include "../check.h"

#define N 540000 /* 528 blocks, in panels of 16 the last of them whole */

struct problem {
    double a, *up, *down, *b, *x, *excess;
    long double *inverse, *exact;
};

static void begin(struct problem *p)
{
    double **const fields[] = {&p->up, &p->down, &p->b, &p->x, &p->excess};
    for (int k = 0; k < 5; k++)
        check_ok(fpk_allocate(fields[k], N));
    check_ok(fpk_allocate(&p->inverse, N));
    check_ok(fpk_allocate(&p->exact, N));
}

static void end(struct problem *p)
{
    double **const fields[] = {&p->up, &p->down, &p->b, &p->x, &p->excess};
    for (int k = 0; k < 5; k++)
        fpk_release(fields[k]);
    fpk_release(&p->inverse);
    fpk_release(&p->exact);
}

/* 1 - a G without a subtraction, in long double. */
static void solve_exactly(struct problem *p, size_t n)
{
    long double s = 1, *x = p->exact;
    for (size_t i = 0; i < n; i++) {
        long double in = i + 1 < n ? (long double)p->a * p->down[i + 1] : 0;
        p->inverse[i] = 1 / (s + (i + 1 < n ? (long double)p->a * p->up[i] : 0));
        x[i] = p->b[i] + (i ? p->a * p->up[i - 1] * p->inverse[i - 1] * x[i - 1] : 0);
        s = 1 + in * s * p->inverse[i];
    }
    for (size_t i = n; i-- > 0;)
        x[i] = (x[i] + (i + 1 < n ? (long double)p->a * p->down[i + 1] * x[i + 1] : 0)) *
               p->inverse[i];
}

/* Every cell above 1e-280 to `bound` of itself, none negative; returns the worst. */
static double compare(struct problem *p, const struct fpk_tridiagonal_lanes *f, size_t n,
                      double bound)
{
    double *packed, worst = 0;
    check_ok(fpk_allocate(&packed, f->size));
    fpk_tridiagonal_lanes_pack(f, p->b, packed);
    fpk_tridiagonal_lanes_solve(f, packed);
    fpk_tridiagonal_lanes_unpack(f, packed, p->x);
    fpk_release(&packed);
    for (size_t i = 0; i < n; i++) {
        check_true(p->x[i] >= 0);
        if (p->exact[i] > 1e-280)
            worst = fmax(worst, (double)fabsl(p->x[i] / p->exact[i] - 1));
        else
            check_between(p->x[i], 0, 1e-279);
    }
    check_close(worst, 0, bound);
    return worst;
}

/* Three factorisations of one matrix: compact, with three arrays, and not as rates. */
static void check_all(struct problem *p, size_t n, size_t n_panel)
{
    struct fpk_tridiagonal_lanes f;
    solve_exactly(p, n);
    check_ok(fpk_tridiagonal_lanes_init(&f, n));
    check_ok(fpk_tridiagonal_lanes_factor_rates(&f, p->a, p->up, p->down, NULL));
    check_equal(f.n_panel, n_panel);
    check_equal(f.compact, n_panel > 0);
    double worst = compare(p, &f, n, 3e-13);
    check_ok(fpk_tridiagonal_lanes_factor_rates(&f, p->a, p->up, p->down, p->excess));
    check_equal(f.n_panel, n_panel);
    check_equal(f.compact, 0);
    double full = compare(p, &f, n, 3e-13);
    print_message("%zu cells, a = %g, panels of %zu blocks: error %.1e compact, %.1e not\n", n,
                  p->a, n_panel, worst, full);
    fpk_tridiagonal_lanes_clear(&f);
}

static void test_decays(void **state)
{
    (void)state;
    static const double a[] = {0.01, 40, 3e3, 3e4, 4e5, 1e9};
    static const size_t orders[] = {N, N - 7 * 1024, N - 1500, N - 7 * 1024, N - 9000, N};
    static const size_t n_panel[] = {1, 1, 4, 16, 32, 0};
    struct problem p;
    begin(&p);
    for (size_t i = 0; i < N; i++) {
        p.up[i] = 1 + 0.5 * sin((double)i);
        p.down[i] = 1 + 0.5 * cos((double)i);
        p.excess[i] = 1;
    }
    for (int k = 0; k < 6; k++) {
        size_t n = orders[k];
        p.a = a[k];
        memset(p.b, 0, N * sizeof *p.b);
        p.b[n / 3] = p.b[n - 1] = 1; /* peaks */
        p.b[n / 2] = 1e-100;
        for (size_t i = 0; i < n && k == 3; i++)
            p.b[i] = 1 + sin(1e-3 * (double)i);
        check_all(&p, n, n_panel[k]);
    }
    end(&p);
}

/* A stretch of fast cells couples 3 blocks of 528: they cost a pass of their own. Rates over twelve
 * orders of magnitude elsewhere. */
static void test_coupled_stretch(void **state)
{
    (void)state;
    struct problem p;
    begin(&p);
    p.a = 1;
    for (size_t i = 0; i < N; i++) {
        p.up[i] = pow(10, 6 * sin(0.7 * (double)(i % 1000 * i)));
        p.down[i] = pow(10, 6 * cos(0.3 * (double)(i % 1000 * i)));
        if (i > 100000 && i < 104000)
            p.up[i] = p.down[i] = 1e9;
        p.excess[i] = 1;
        p.b[i] = i % 100000 == 4000;
    }
    check_all(&p, N, 1);
    end(&p);
}

/* Entries of both signs: the same pivots, nothing compact. */
static void test_signs(void **state)
{
    (void)state;
    struct problem p;
    struct fpk_tridiagonal_lanes f;
    double *packed, worst = 0;
    begin(&p);
    double *lower = p.up, *diag = p.excess, *upper = p.down;
    for (size_t i = 0; i < N; i++) {
        lower[i] = sin((double)i);
        upper[i] = cos(1.7 * (double)i);
        diag[i] = 2.1 * (i % 3 ? 1 : -1);
        p.b[i] = i == N / 2 || i == N - 5;
    }
    for (size_t i = 0; i < N; i++) {
        long double l = i ? lower[i] * p.inverse[i - 1] : 0;
        p.inverse[i] = 1 / (diag[i] - (i ? l * upper[i - 1] : 0));
        p.exact[i] = p.b[i] - (i ? l * p.exact[i - 1] : 0);
    }
    for (size_t i = N; i-- > 0;)
        p.exact[i] = (p.exact[i] - (i + 1 < N ? upper[i] * p.exact[i + 1] : 0)) * p.inverse[i];
    check_ok(fpk_tridiagonal_lanes_init(&f, N));
    check_ok(fpk_tridiagonal_lanes_factor(&f, lower, diag, upper));
    check_equal(f.n_panel, 1);
    check_ok(fpk_allocate(&packed, f.size));
    fpk_tridiagonal_lanes_pack(&f, p.b, packed);
    fpk_tridiagonal_lanes_solve(&f, packed);
    fpk_tridiagonal_lanes_unpack(&f, packed, p.x);
    for (size_t i = 0; i < N; i++)
        worst = fmax(worst, (double)fabsl(p.x[i] - p.exact[i]));
    check_close(worst, 0, 1e-14);
    fpk_release(&packed);
    fpk_tridiagonal_lanes_clear(&f);
    end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decays),
        cmocka_unit_test(test_coupled_stretch),
        cmocka_unit_test(test_signs),
    };
    return check_main(tests);
}
