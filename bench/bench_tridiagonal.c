/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One implicit step of a Fokker-Planck solve, 1024 cells: ours, factored once, against GSL's
 * tridiagonal solver, which factors each time (it has no other form). */
#include "fpk/numeric/tridiagonal.h"

#include "ratio.h"

#include <gsl/gsl_linalg.h>

#define N     1024
#define TIMES 64

static double diag[N], upper[N], lower[N], b[N], x[N];

static void ours(void *ctx)
{
    for (int k = 0; k < TIMES; k++)
        fpk_tridiagonal_solve(ctx, x);
}

static void gsl(void *ctx)
{
    (void)ctx;
    gsl_vector_view d = gsl_vector_view_array(diag, N), e = gsl_vector_view_array(upper, N - 1),
                    f = gsl_vector_view_array(lower + 1, N - 1),
                    right = gsl_vector_view_array(b, N), left = gsl_vector_view_array(x, N);
    for (int k = 0; k < TIMES; k++)
        gsl_linalg_solve_tridiag(&d.vector, &e.vector, &f.vector, &right.vector, &left.vector);
}

int main(void)
{
    for (size_t i = 0; i < N; i++) {
        diag[i] = 3.0;
        upper[i] = lower[i] = -1.0;
        b[i] = x[i] = 1.0;
    }
    struct fpk_tridiagonal factor;
    if (fpk_tridiagonal_init(&factor, N, lower, diag, upper) != FPK_OK)
        return 1;
    const struct contender who[] = {
        {"fpk_tridiagonal_solve", ours, &factor},
        {"gsl_linalg_solve_tridiag", gsl, NULL},
    };
    ratio_print("one cell of a solve", (double)N * TIMES, 40, who, 2);
    fpk_tridiagonal_clear(&factor);
    return 0;
}
