/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spectral_steady_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/quadrature.h"

#include <float.h>
#include <math.h>

#define MOST_VALUES 100
#define PANELS      64 /* for integrals that are not those of periodic functions */
#define PANEL_NODES 8
#define ROUNDING    (4 * DBL_EPSILON)
#define LEVEL       1e-12 /* a tilt that is rounding, relative */
#define SAME        1e-9  /* how far the coefficients of the two ends may differ, relative */

/* Trigonometric polynomials through an odd number of equal nodes, and the coefficients there. */
struct ring {
    size_t n;
    double a, length;
    double *x, *f, *d;  /* [n]; owned, as below */
    double *derivative; /* [n][n] */
    double *matrix;     /* [n + 1][n + 1] room */
    double *p;          /* [n + 1] stationary density, then J */
    double rounding;    /* of the density, absolute */
};

static void ring_clear(struct ring *r)
{
    fpk_release(&r->x);
    fpk_release(&r->f);
    fpk_release(&r->d);
    fpk_release(&r->derivative);
    fpk_release(&r->matrix);
    fpk_release(&r->p);
}

/* D_ij = pi/L (-1)^{i-j}/sin(pi (i - j)/n). */
static void differentiate(struct ring *r)
{
    for (size_t i = 0; i < r->n; i++)
        for (size_t j = 0; j < r->n; j++) {
            double apart = FPK_PI * ((double)i - (double)j) / (double)r->n;
            double scale = ((i + j) % 2 ? -FPK_PI : FPK_PI) / r->length;
            r->derivative[i * r->n + j] = i == j ? 0 : scale / fpk_sin(apart);
        }
}

static enum fpk_status ring_init(struct ring *r, const struct fpk_model *model, double a, double b,
                                 size_t order)
{
    enum fpk_status status;
    size_t n = order + 1;
    double ends[2] = {a, b}, f[2], d[2];
    *r = (struct ring){.n = n, .a = a, .length = b - a};
    FPK_TRY(fpk_spectral_coefficients(model, 2, ends, f, d));
    FPK_TRY_DONE(status, fpk_allocate(&r->x, n));
    FPK_TRY_DONE(status, fpk_allocate(&r->f, n));
    FPK_TRY_DONE(status, fpk_allocate(&r->d, n));
    FPK_TRY_DONE(status, fpk_allocate(&r->derivative, n * n));
    FPK_TRY_DONE(status, fpk_allocate(&r->matrix, (n + 1) * (n + 1)));
    FPK_TRY_DONE(status, fpk_allocate(&r->p, n + 1));
    for (size_t i = 0; i < n; i++)
        r->x[i] = a + r->length * (double)i / (double)n;
    FPK_TRY_DONE(status, fpk_spectral_coefficients(model, n, r->x, r->f, r->d));
    double most = 0;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, fabs(r->f[i]));
    if (!(fabs(f[0] - f[1]) <= SAME * most && fabs(d[0] - d[1]) <= SAME * d[0]))
        status = fpk_fail(FPK_USAGE,
                          "the drift or the noise differs at the two ends %.10g and %.10g of the "
                          "ring: give a whole period",
                          a, b);
    differentiate(r);
done:
    if (status != FPK_OK)
        ring_clear(r);
    return status;
}

/* J = f p - (D p)' is one number, int p = 1. */
static enum fpk_status solve_density(struct ring *r)
{
    size_t n = r->n, m = n + 1;
    double most = 0, steepest = FPK_PI * (double)n / r->length;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++)
            r->matrix[i * m + j] = (i == j ? r->f[i] : 0) - r->derivative[i * n + j] * r->d[j];
        r->matrix[i * m + n] = -1;
        r->matrix[n * m + i] = r->length / (double)n;
        r->p[i] = 0;
    }
    r->matrix[n * m + n] = 0;
    r->p[n] = 1;
    FPK_TRY(fpk_dense_solve(m, r->matrix, 1, r->p));
    for (size_t i = 0; i < n; i++)
        most = fmax(most, r->p[i] * (fabs(r->f[i]) + steepest * r->d[i]));
    r->rounding = ROUNDING * most; /* of the flux at a node */
    return FPK_OK;
}

/* f chi' + D chi'' = v - f: D_eff = int D (1 + chi')^2 p (the last unknown, a constant beside v, is
 * 0 for the solvable equation). chi [n + 1] is room. */
static enum fpk_status solve_diffusivity(struct ring *r, double velocity, double *chi,
                                         double *d_eff)
{
    size_t n = r->n, m = n + 1;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            double second = 0;
            for (size_t k = 0; k < n; k++)
                second += r->derivative[i * n + k] * r->derivative[k * n + j];
            r->matrix[i * m + j] = r->f[i] * r->derivative[i * n + j] + r->d[i] * second;
        }
        r->matrix[i * m + n] = r->matrix[n * m + i] = 1;
        chi[i] = velocity - r->f[i];
    }
    r->matrix[n * m + n] = chi[n] = 0;
    FPK_TRY(fpk_dense_solve(m, r->matrix, 1, chi));
    *d_eff = 0;
    for (size_t i = 0; i < n; i++) {
        double slope = 1;
        for (size_t j = 0; j < n; j++)
            slope += r->derivative[i * n + j] * chi[j];
        *d_eff += r->length / (double)n * r->d[i] * slope * slope * r->p[i];
    }
    return FPK_OK;
}

/* sin(pi n u)/(n sin(pi u)), u = (x - x_j)/L. */
static double density(const void *ctx, double x, double *log_p, double *floor)
{
    const struct ring *r = ctx;
    double u = (x - r->a) / r->length * (double)r->n, near = rint(u), sum = 0;
    double sine = fpk_sin(FPK_PI * (u - near)) / (double)r->n;
    long first = (long)near;
    for (size_t j = 0; j < r->n; j++) {
        double apart = FPK_PI * (u - (double)j) / (double)r->n;
        bool odd = (first - (long)j) % 2 != 0;
        double kernel = (long)j == first && u == near ? 1 : (odd ? -sine : sine) / fpk_sin(apart);
        sum += kernel * r->p[j];
    }
    if (first == (long)r->n && u == near)
        sum = r->p[0];
    *log_p = sum > 0 ? fpk_log(sum) : -INFINITY;
    *floor = r->rounding * r->length / (2 * r->d[0]);
    return sum;
}

static void fill_moments(const struct ring *r, double *number)
{
    double z[PANEL_NODES], w[PANEL_NODES], x[PANEL_NODES], v[PANEL_NODES], unused;
    double square = 0, half = 0.5 * r->length, centre = r->a + half;
    fpk_gauss_legendre(PANEL_NODES, z, w);
    for (int k = 0; k < PANELS; k++) {
        double left = r->a + r->length * k / PANELS;
        fpk_gauss_legendre_on(left, left + r->length / PANELS, PANEL_NODES, z, w, x, v);
        for (int i = 0; i < PANEL_NODES; i++) {
            double log_p, p = density(r, x[i], &log_p, &unused), y = x[i] - centre;
            number[FPK_ORACLE_MEAN] += v[i] * p * y;
            square += v[i] * p * y * y;
            number[FPK_ORACLE_ENTROPY] -= p > 0 ? v[i] * p * log_p : 0;
        }
    }
    number[FPK_ORACLE_VARIANCE] = square - number[FPK_ORACLE_MEAN] * number[FPK_ORACLE_MEAN];
    number[FPK_ORACLE_MEAN] += centre;
}

static enum fpk_status fill_numbers(struct ring *r, double *number, double *floor)
{
    double *chi = NULL, turn = 0, current = r->p[r->n], wrong = r->rounding, least = INFINITY;
    FPK_TRY(fpk_allocate(&chi, r->n + 1));
    for (size_t k = 0; k < FPK_ORACLE_NUMBERS; k++)
        number[k] = floor[k] = 0;
    fill_moments(r, number);
    enum fpk_status status =
        solve_diffusivity(r, current * r->length, chi, &number[FPK_ORACLE_DIFFUSIVITY]);
    for (size_t i = 0; i < r->n; i++) {
        turn += r->length / (double)r->n * r->f[i] / r->d[i];
        least = fmin(least, r->d[i]);
    }
    double relative = wrong * r->length * r->length / (2 * least); /* of p, its mass being 1 */
    number[FPK_ORACLE_CURRENT] = current;
    number[FPK_ORACLE_VELOCITY] = current * r->length;
    number[FPK_ORACLE_PRODUCTION] = current * turn;
    floor[FPK_ORACLE_CURRENT] = wrong;
    floor[FPK_ORACLE_VELOCITY] = wrong * r->length;
    floor[FPK_ORACLE_PRODUCTION] = wrong * fabs(turn) + ROUNDING * fabs(current) * fabs(turn);
    floor[FPK_ORACLE_MEAN] = relative * r->length;
    floor[FPK_ORACLE_VARIANCE] = relative * r->length * r->length;
    floor[FPK_ORACLE_ENTROPY] = relative * (1 + fabs(number[FPK_ORACLE_ENTROPY]));
    floor[FPK_ORACLE_DIFFUSIVITY] = 2 * relative * fabs(number[FPK_ORACLE_DIFFUSIVITY]);
    fpk_release(&chi);
    return status;
}

/* Without a tilt, oint f/D = 0, the current is 0: it is measured by what the noise could drive. */
static void scale_currents(const struct ring *r, double *scale)
{
    double turn = 0, size = 0, drive = r->d[0] / (r->length * r->length);
    for (size_t i = 0; i < r->n; i++) {
        turn += r->f[i] / r->d[i];
        size += fabs(r->f[i] / r->d[i]);
    }
    if (fabs(turn) > LEVEL * size)
        return;
    scale[FPK_ORACLE_CURRENT] = scale[FPK_ORACLE_PRODUCTION] = drive;
    scale[FPK_ORACLE_VELOCITY] = drive * r->length;
}

enum fpk_status fpk_oracle_state_ring(size_t order, void *ctx, double *value, double *floor,
                                      double *scale)
{
    const struct fpk_oracle_state *state = ctx;
    struct ring r;
    enum fpk_status status;
    size_t numbers = 2 * state->problem->n_at;
    FPK_TRY(ring_init(&r, state->problem->model, state->a, state->b, order));
    FPK_TRY_DONE(status, solve_density(&r));
    FPK_TRY_DONE(status, fill_numbers(&r, value + numbers, floor + numbers));
    fpk_oracle_state_fill(state, density, &r, value, floor, scale);
    scale_currents(&r, scale + numbers);
done:
    ring_clear(&r);
    return status;
}

/* ---- Eigenvalues of -(f d/dx + D d2/dx2). ---- */

struct rates {
    const struct fpk_model *model;
    double a, b;
    size_t n;
};

static enum fpk_status find_rates(struct ring *r, double *re, double *im)
{
    size_t n = r->n;
    double *matrix = r->matrix;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double second = 0;
            for (size_t k = 0; k < n; k++)
                second += r->derivative[i * n + k] * r->derivative[k * n + j];
            matrix[i * n + j] = -r->f[i] * r->derivative[i * n + j] - r->d[i] * second;
        }
    return fpk_dense_eigenvalues(n, matrix, re, im);
}

static enum fpk_status rates_level(size_t order, void *ctx, double *value, double *floor,
                                   double *scale)
{
    const struct rates *q = ctx;
    struct ring r;
    double *room = NULL, most = 0;
    enum fpk_status status;
    FPK_TRY(ring_init(&r, q->model, q->a, q->b, order));
    FPK_TRY_DONE(status, fpk_allocate(&room, 2 * r.n));
    FPK_TRY_DONE(status, find_rates(&r, room, room + r.n));
    double steepest = FPK_PI * (double)r.n / r.length;
    for (size_t i = 0; i < r.n; i++)
        most = fmax(most, steepest * (fabs(r.f[i]) + steepest * r.d[i]));
    for (size_t k = 0; k < q->n; k++) {
        value[k] = k ? room[k] : 0;
        value[q->n + k] = k ? fabs(room[r.n + k]) : 0;
        floor[k] = floor[q->n + k] = k ? DBL_EPSILON * most : 0;
        scale[k] = scale[q->n + k] = k ? fabs(room[k]) + fabs(room[r.n + k]) : 1;
    }
done:
    fpk_release(&room);
    ring_clear(&r);
    return status;
}

enum fpk_status fpk_spectral_ring(const struct fpk_model *model, double a, double b,
                                  double tolerance, size_t n, double *rate, double *frequency,
                                  double *error, bool *converged)
{
    struct rates question = {.model = model, .a = a, .b = b, .n = n};
    double *room = NULL;
    size_t order, first = FPK_SPECTRAL_FIRST;
    enum fpk_status status;
    FPK_TRY(fpk_spectral_check(model, a, b, (struct fpk_ends){0}));
    FPK_CHECK(a < b, FPK_USAGE, "a ring needs a domain");
    FPK_CHECK(n >= 1 && n <= MOST_VALUES, FPK_USAGE,
              "%zu eigenvalues are asked of the spectral oracle: ask for 1 ... %d", n, MOST_VALUES);
    FPK_TRY(fpk_allocate(&room, 4 * n));
    while (first < 2 * n && first < FPK_SPECTRAL_MODES / 2)
        first *= 2;
    FPK_TRY_DONE(status, fpk_spectral_refine(first, FPK_SPECTRAL_MODES,
                                             tolerance > 0 ? tolerance : 1e-6, 2 * n, rates_level,
                                             &question, room, room + 2 * n, &order, converged));
    for (size_t k = 0; k < n; k++) {
        bool second = k > 0 && frequency[k - 1] > 0 && room[n + k] == room[n + k - 1];
        rate[k] = room[k];
        frequency[k] = second ? -room[n + k] : room[n + k];
        error[k] = fmax(room[2 * n + k], room[3 * n + k]);
    }
done:
    fpk_release(&room);
    return status;
}
