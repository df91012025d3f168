/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weak errors by exact moments. A step that is affine in x,
 *
 *     (1, X') = R (1, X),   R a (dim+1) x (dim+1) matrix that depends on the noises,
 *
 * takes S = E (1,X)(1,X)^T to sum_j w_j R_j S R_j^T over the enumerated noises; a quadratic phi is
 * a matrix Q with E phi = <Q, S>. R is read off the step itself, at 0 and at the unit vectors; one
 * more point tells whether the step is affine at all. */
#include "convergence_priv.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <string.h>

enum { D = 3 }; /* 1 + most dimensions */

static const double elsewhere[2] = {0.75, -1.25}; /* the point that tells */

static bool differs(double a, double b)
{
    return !(fabs(a - b) <= 1e-12 * (1 + fabs(a)));
}

/* q [D][D] <- the quadratic form of phi; false when it is none. */
static bool quadratic_form(double (*phi)(const double *x), size_t dim, double q[D][D])
{
    double zero[2] = {0}, c = phi(zero);
    memset(q, 0, sizeof(double[D][D]));
    q[0][0] = c;
    for (size_t i = 0; i < dim; i++) {
        double plus[2] = {0}, minus[2] = {0};
        plus[i] = 1;
        minus[i] = -1;
        q[0][i + 1] = (phi(plus) - phi(minus)) / 2;
        q[i + 1][i + 1] = (phi(plus) + phi(minus)) / 2 - c;
    }
    if (dim == 2) {
        double both[2] = {1, 1};
        q[1][2] = phi(both) - c - q[0][1] - q[0][2] - q[1][1] - q[2][2];
    }
    double y[D] = {1, elsewhere[0], elsewhere[1]}, value = 0;
    for (size_t i = 0; i <= dim; i++)
        for (size_t k = 0; k <= dim; k++)
            value += q[i][k] * y[i] * y[k];
    return !differs(value, phi(elsewhere));
}

/* The probes of m noises: x [dim][(dim + 2) m], probe p of noise j in lane p m + j. */
static void fill_probes(size_t dim, size_t m, double *x)
{
    for (size_t d = 0; d < dim; d++)
        for (size_t p = 0; p < dim + 2; p++)
            for (size_t j = 0; j < m; j++)
                x[(d * (dim + 2) + p) * m + j] = p == dim + 1 ? elsewhere[d] : p == d + 1;
}

/* Adds w R S R^T of each noise, R from the stepped probes; false when a step is not affine. */
static bool add_moments(size_t dim, size_t m, const double *x, const double *weight, double s[D][D],
                        double out[D][D])
{
    for (size_t j = 0; j < m; j++) {
        double r[D][D] = {{1}};
        for (size_t d = 0; d < dim; d++) {
            const double *row = x + d * (dim + 2) * m + j;
            double value = r[d + 1][0] = row[0];
            for (size_t k = 0; k < dim; k++) {
                r[d + 1][k + 1] = row[(k + 1) * m] - row[0];
                value += r[d + 1][k + 1] * elsewhere[k];
            }
            if (differs(value, row[(dim + 1) * m]))
                return false;
        }
        for (size_t i = 0; i <= dim; i++)
            for (size_t k = 0; k <= dim; k++) {
                double sum = 0;
                for (size_t a = 0; a <= dim; a++)
                    for (size_t b = 0; b <= dim; b++)
                        sum += r[i][a] * s[a][b] * r[k][b];
                out[i][k] += weight[j] * sum;
            }
    }
    return true;
}

/* The noises begin .. begin + m - 1, repeated for each probe. */
static void repeat(const struct fpk_noises *all, const double *from, size_t begin, size_t m,
                   size_t probes, double *to)
{
    for (size_t k = 0; from && k < all->noise; k++)
        for (size_t p = 0; p < probes; p++)
            memcpy(to + (k * probes + p) * m, from + k * all->n + begin, m * sizeof *to);
}

/* s <- moments after step k; room: dim + 4 noise rows of FPK_BLOCK. */
static bool moments_step(const struct fpk_setting *setting, const struct fpk_noises *all,
                         uint64_t n_step, uint64_t k, double *room, double s[D][D])
{
    size_t dim = setting->model.dim, probes = dim + 2, most = FPK_BLOCK / probes;
    double out[D][D] = {{0}};
    double *x = room, *z = x + dim * FPK_BLOCK, *a = z + all->noise * FPK_BLOCK;
    double *three = a + all->noise * FPK_BLOCK, *two = three + all->noise * FPK_BLOCK;
    for (size_t begin = 0; begin < all->n; begin += most) {
        size_t m = all->n - begin < most ? all->n - begin : most;
        struct fpk_noise_given given = {m * probes, z, a, three, two};
        fill_probes(dim, m, x);
        repeat(all, all->z, begin, m, probes, z);
        repeat(all, all->a, begin, m, probes, a);
        repeat(all, all->three, begin, m, probes, three);
        repeat(all, all->two, begin, m, probes, two);
        fpk_setting_step(setting, n_step, k, m * probes, x, &given);
        if (!add_moments(dim, m, x, all->weight + begin, s, out))
            return false;
    }
    memcpy(s, out, sizeof out);
    return true;
}

enum fpk_status fpk_moments_expect(const struct fpk_setting *setting, uint64_t n_step, bool *found,
                                   double *value)
{
    size_t dim = setting->model.dim, noise = setting->model.noise;
    double q[D][D], s[D][D] = {{1}}, sum = 0;
    *found = dim <= 2 && quadratic_form(setting->problem->phi, dim, q);
    if (!*found)
        return FPK_OK;
    bool area = setting->stepper->uses & FPK_USES_AREA;
    struct fpk_nodes nodes = {area ? 8 : 14, 5};
    struct fpk_noises all;
    double *room = NULL;
    enum fpk_status status;
    FPK_TRY(fpk_noises_init(&all, setting->stepper->uses, noise, nodes));
    FPK_TRY_DONE(status, fpk_allocate(&room, (dim + 4 * noise) * FPK_BLOCK));
    double y[D] = {1, setting->problem->x0[0], setting->problem->x0[1]};
    for (size_t i = 0; i <= dim; i++)
        for (size_t k = 0; k <= dim; k++)
            s[i][k] = y[i] * y[k];
    for (uint64_t k = 0; k < n_step && *found; k++)
        *found = moments_step(setting, &all, n_step, k, room, s);
    for (size_t i = 0; i <= dim; i++)
        for (size_t k = 0; k <= dim; k++)
            sum += q[i][k] * s[i][k];
    if (*found)
        *value = sum;
done:
    fpk_release(&room);
    fpk_noises_clear(&all);
    return status;
}
