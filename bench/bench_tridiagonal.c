/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One implicit step of a Fokker-Planck solve, (I - a G) x = b, its factors made once: fpk in lanes,
 * which is kept in that order between steps, and cell after cell; LAPACK's dpttrs and dgttrs, where
 * LAPACKE was found at configure time; and GSL, which factors each time (it has no other form).
 * Each solves again what it solved last, and all must end with the same densities. */
#include "fpk/base/memory.h"
#include "fpk/numeric/tridiagonal.h"
#include "fpk/numeric/tridiagonal_lanes.h"

#include "ratio.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#if defined(WITH_LAPACKE)
#include <lapacke.h>
#endif

#define A 40.0 /* dt D/h^2 */

struct task {
    size_t n, times;
    struct fpk_tridiagonal_lanes lanes;
    struct fpk_tridiagonal rows;
    double *packed, *up, *down, *lower, *diag, *upper, *row_x, *gsl_b, *gsl_x, *pt_x, *gt_x;
    double *pt_d, *pt_e, *gt_dl, *gt_d, *gt_du, *gt_du2;
    int *pivot;
};

static void in_lanes(void *ctx)
{
    struct task *s = ctx;
    for (size_t k = 0; k < s->times; k++)
        fpk_tridiagonal_lanes_solve(&s->lanes, s->packed);
}

static void row_by_row(void *ctx)
{
    struct task *s = ctx;
    for (size_t k = 0; k < s->times; k++)
        fpk_tridiagonal_solve(&s->rows, s->row_x);
}

static void gsl(void *ctx)
{
    struct task *s = ctx;
    gsl_vector_view d = gsl_vector_view_array(s->diag, s->n),
                    e = gsl_vector_view_array(s->upper, s->n - 1),
                    f = gsl_vector_view_array(s->lower + 1, s->n - 1);
    for (size_t k = 0; k < s->times; k++) {
        double *b = k % 2 ? s->gsl_x : s->gsl_b, *x = k % 2 ? s->gsl_b : s->gsl_x;
        gsl_vector_view right = gsl_vector_view_array(b, s->n),
                        left = gsl_vector_view_array(x, s->n);
        gsl_linalg_solve_tridiag(&d.vector, &e.vector, &f.vector, &right.vector, &left.vector);
    }
}

#if defined(WITH_LAPACKE)
static void dpttrs(void *ctx)
{
    struct task *s = ctx;
    int n = (int)s->n;
    for (size_t k = 0; k < s->times; k++)
        LAPACKE_dpttrs_work(LAPACK_COL_MAJOR, n, 1, s->pt_d, s->pt_e, s->pt_x, n);
}

static void dgttrs(void *ctx)
{
    struct task *s = ctx;
    int n = (int)s->n;
    for (size_t k = 0; k < s->times; k++)
        LAPACKE_dgttrs_work(LAPACK_COL_MAJOR, 'N', n, 1, s->gt_dl, s->gt_d, s->gt_du, s->gt_du2,
                            s->pivot, s->gt_x, n);
}

static int lapack_factors(struct task *s)
{
    return LAPACKE_dpttrf((int)s->n, s->pt_d, s->pt_e) ||
           LAPACKE_dgttrf((int)s->n, s->gt_dl, s->gt_d, s->gt_du, s->gt_du2, s->pivot);
}
#else
static int lapack_factors(struct task *s)
{
    return s->n == 0;
}
#endif

/* Cells with a diffusion of their own, so that nothing is a constant. */
static void fill(struct task *s)
{
    for (size_t i = 0; i < s->n; i++) {
        double left = i ? A + sin((double)i) : 0, right = i + 1 < s->n ? A + sin(i + 1.0) : 0;
        s->diag[i] = s->pt_d[i] = s->gt_d[i] = 1 + left + right;
        s->lower[i] = -left;
        s->down[i] = left;
        s->up[i] = right;
        s->upper[i] = s->pt_e[i] = s->gt_dl[i] = s->gt_du[i] = -right;
        s->row_x[i] = s->gsl_b[i] = s->pt_x[i] = s->gt_x[i] = 1 + sin(0.01 * (double)i);
    }
}

static enum fpk_status prepare(struct task *s)
{
    double **const fields[] = {&s->up,    &s->down,  &s->lower, &s->diag,  &s->upper, &s->row_x,
                               &s->gsl_b, &s->gsl_x, &s->pt_x,  &s->gt_x,  &s->pt_d,  &s->pt_e,
                               &s->gt_dl, &s->gt_d,  &s->gt_du, &s->gt_du2};
    for (size_t k = 0; k < sizeof fields / sizeof *fields; k++)
        FPK_TRY(fpk_allocate(fields[k], s->n));
    FPK_TRY(fpk_allocate(&s->pivot, s->n));
    fill(s);
    FPK_TRY(fpk_tridiagonal_init(&s->rows, s->n, s->lower, s->diag, s->upper));
    FPK_TRY(fpk_tridiagonal_lanes_init(&s->lanes, s->n));
    FPK_TRY(fpk_tridiagonal_lanes_factor_rates(&s->lanes, 1, s->up, s->down, NULL));
    FPK_TRY(fpk_allocate(&s->packed, s->lanes.size));
    fpk_tridiagonal_lanes_pack(&s->lanes, s->row_x, s->packed);
    FPK_CHECK(lapack_factors(s) == 0, FPK_NUMERIC, "LAPACK refuses the matrix of order %zu", s->n);
    return FPK_OK;
}

/* Everybody's density, after as many steps. */
static int agree(const struct task *s, const char *name, const double *x)
{
    for (size_t i = 0; i < s->n; i++)
        if (!(fabs(x[i] - s->row_x[i]) <= 1e-11)) {
            printf("%s: cell %zu is %.17g where %.17g is right: not the same work\n", name, i, x[i],
                   s->row_x[i]);
            return 1;
        }
    return 0;
}

static int compare(size_t n)
{
    struct task s = {.n = n, .times = 2 * (1 + 32768 / n)};
    if (prepare(&s) != FPK_OK) {
        puts(fpk_message());
        return 1;
    }
    const struct contender who[] = {
        {"fpk, in lanes", in_lanes, &s},
        {"fpk, row by row", row_by_row, &s},
#if defined(WITH_LAPACKE)
        {"LAPACK dpttrs", dpttrs, &s},
        {"LAPACK dgttrs", dgttrs, &s},
#endif
        {"GSL, factors each time", gsl, &s},
    };
    char title[64];
    snprintf(title, sizeof title, "one of %zu cells", n);
    ratio_print(title, (double)n * (double)s.times, n < 100000 ? 60 : 25, who,
                sizeof who / sizeof *who);
    fpk_tridiagonal_lanes_unpack(&s.lanes, s.packed, s.diag);
    int wrong = agree(&s, "lanes", s.diag) || agree(&s, "GSL", s.gsl_b);
#if defined(WITH_LAPACKE)
    wrong = wrong || agree(&s, "dpttrs", s.pt_x) || agree(&s, "dgttrs", s.gt_x);
#endif
    return wrong; /* the process ends here: nothing is given back */
}

int main(void)
{
#if !defined(WITH_LAPACKE)
    puts("LAPACK is left out: LAPACKE was not found at configure time");
#endif
    return compare(1024) || compare(4096) || compare(262144) || compare(1000000);
}
