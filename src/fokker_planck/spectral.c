/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/spectral.h"

#include "confine_priv.h"

#include "fpk/base/memory.h"

#include <float.h>
#include <math.h>

#define FIRST_ORDER 32
#define MOST_ORDER  512
#define MOST_VALUES 100
#define FIRST_LOOK  8.0

/* h [n][n] <- -D d2/dx2 + V on sinc functions at n equally spaced points of [a, b]. */
static enum fpk_status assemble(const struct fpk_model *model, double a, double b, size_t n,
                                double *h)
{
    double x[MOST_ORDER] = {0}, f[MOST_ORDER], slope[MOST_ORDER], g[MOST_ORDER];
    double dx = (b - a) / (double)(n - 1);
    for (size_t i = 0; i < n; i++)
        x[i] = a + dx * (double)i;
    model->drift(0, n, x, f, model->ctx);
    model->drift_x(0, n, x, slope, model->ctx);
    model->diffusion(0, n, x, g, model->ctx);
    for (size_t i = 0; i < n; i++) {
        double d = 0.5 * g[i] * g[i], scale = d / (dx * dx);
        double v = f[i] * f[i] / (4 * d) + 0.5 * slope[i];
        FPK_CHECK(isfinite(v), FPK_NUMERIC,
                  "the drift or its derivative is not finite, or there is no noise, at x = %.10g",
                  x[i]);
        for (size_t j = 0; j < n; j++) {
            double apart = i > j ? (double)(i - j) : (double)(j - i);
            double sign = (i + j) % 2 ? -1 : 1;
            h[i * n + j] =
                i == j ? scale * (FPK_PI * FPK_PI / 3) + v : scale * (2 * sign / (apart * apart));
        }
    }
    return FPK_OK;
}

/* Householder's reduction of the symmetric h to a tridiagonal matrix, from the last row up: Golub,
 * Van Loan, 8.3. diagonal [n], square [n]: square_i = (entry i, i - 1)^2. work [n]. */
static void tridiagonalise(size_t n, double *h, double *diagonal, double *square, double *work)
{
    square[0] = 0;
    for (size_t i = n - 1; i > 0; i--) {
        double *u = h + i * n, norm = 0, product = 0;
        for (size_t k = 0; k < i; k++)
            norm += u[k] * u[k];
        square[i] = norm;
        if (i == 1 || norm == 0)
            continue;
        u[i - 1] += u[i - 1] > 0 ? sqrt(norm) : -sqrt(norm);
        norm = 0;
        for (size_t k = 0; k < i; k++)
            norm += u[k] * u[k];
        for (size_t j = 0; j < i; j++) { /* work <- 2 H u/u.u */
            double sum = 0;
            for (size_t k = 0; k < i; k++)
                sum += h[j * n + k] * u[k];
            work[j] = 2 * sum / norm;
            product += work[j] * u[j];
        }
        for (size_t j = 0; j < i; j++)
            work[j] -= product / norm * u[j];
        for (size_t j = 0; j < i; j++)
            for (size_t k = 0; k < i; k++)
                h[j * n + k] -= work[j] * u[k] + u[j] * work[k];
    }
    for (size_t i = 0; i < n; i++)
        diagonal[i] = h[i * n + i];
}

static size_t below(size_t n, const double *diagonal, const double *square, double s)
{
    size_t count = 0;
    double d = 1;
    for (size_t i = 0; i < n; i++) {
        d = diagonal[i] - s - square[i] / d;
        d = d == 0 ? -DBL_MIN : d;
        count += d < 0;
    }
    return count;
}

static void bisect(size_t n, const double *diagonal, const double *square, size_t wanted,
                   double *value)
{
    double size = 0;
    for (size_t i = 0; i < n; i++)
        size = fmax(size, fabs(diagonal[i]) + 2 * sqrt(square[i]));
    for (size_t k = 0; k < wanted; k++) {
        double low = -2 * size, high = 2 * size;
        while (high - low > DBL_EPSILON * (fabs(low) + fabs(high)) + 1e-18 * size) {
            double s = 0.5 * (low + high);
            if (below(n, diagonal, square, s) <= k)
                low = s;
            else
                high = s;
        }
        value[k] = 0.5 * (low + high);
    }
}

struct room {
    double *h, *diagonal, *square, *work, *value, *before;
};

static enum fpk_status refine(const struct fpk_spectrum_problem *problem, struct room *room,
                              struct fpk_spectrum *s)
{
    double tolerance = problem->tolerance > 0 ? problem->tolerance : 1e-6;
    size_t n = FIRST_ORDER;
    while (n < 2 * s->n)
        n *= 2;
    for (size_t level = 0; n <= MOST_ORDER && !s->converged; n *= 2, level++) {
        FPK_TRY(assemble(problem->model, s->a, s->b, n, room->h));
        tridiagonalise(n, room->h, room->diagonal, room->square, room->work);
        bisect(n, room->diagonal, room->square, s->n, room->value);
        s->converged = level > 0;
        for (size_t k = 1; k < s->n; k++) {
            double change = level ? fabs(room->value[k] - room->before[k]) : INFINITY;
            s->value[k] = room->value[k];
            s->error[k] = change + 4 * fabs(room->value[0]);
            s->converged = s->converged && s->error[k] <= tolerance * s->value[k];
        }
        for (size_t k = 0; k < s->n; k++)
            room->before[k] = room->value[k];
        s->n_cell = n;
    }
    return FPK_OK;
}

static enum fpk_status run(const struct fpk_spectrum_problem *problem, struct room *room,
                           struct fpk_spectrum *s)
{
    FPK_TRY(fpk_allocate(&room->h, MOST_ORDER * MOST_ORDER));
    FPK_TRY(fpk_allocate(&room->diagonal, MOST_ORDER));
    FPK_TRY(fpk_allocate(&room->square, MOST_ORDER));
    FPK_TRY(fpk_allocate(&room->work, MOST_ORDER));
    FPK_TRY(fpk_allocate(&room->value, s->n));
    FPK_TRY(fpk_allocate(&room->before, s->n));
    FPK_TRY(fpk_allocate(&s->value, s->n));
    FPK_TRY(fpk_allocate(&s->error, s->n));
    s->a = -FIRST_LOOK;
    s->b = FIRST_LOOK;
    FPK_TRY(fpk_confine(problem->model, true, true, &s->a, &s->b));
    return refine(problem, room, s);
}

enum fpk_status fpk_spectral_solve(const struct fpk_spectrum_problem *problem,
                                   struct fpk_spectrum *spectrum)
{
    struct room room = {0};
    *spectrum = (struct fpk_spectrum){.n = problem->n, .order = NAN};
    FPK_TRY(fpk_stationary_model(problem->model, "the spectral oracle works"));
    FPK_CHECK(problem->n >= 1 && problem->n <= MOST_VALUES, FPK_USAGE,
              "%zu eigenvalues are asked of the spectral oracle: ask for 1 ... %d", problem->n,
              MOST_VALUES);
    FPK_CHECK(problem->a == problem->b, FPK_USAGE,
              "the spectral oracle knows no walls: leave the domain out");
    FPK_CHECK(problem->model->noise_kind == FPK_NOISE_ADDITIVE && problem->model->drift_x,
              FPK_USAGE,
              "the spectral oracle needs a noise that does not depend on x and the derivative of "
              "the drift");
    enum fpk_status status = run(problem, &room, spectrum);
    fpk_release(&room.h);
    fpk_release(&room.diagonal);
    fpk_release(&room.square);
    fpk_release(&room.work);
    fpk_release(&room.value);
    fpk_release(&room.before);
    if (status != FPK_OK)
        fpk_spectrum_clear(spectrum);
    return status;
}
