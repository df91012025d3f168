/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spectral_evolve_priv.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <string.h>

#define ROUNDING 2e-18 /* x order^3: seen 1e-12 for 128, 3e-11 for 256, where it gives 3e-11 */
#define SAME     1e-12 /* steps that differ by less are one */

/* p itself, no weight: with the test functions of the nodes,
 *     sum_i q_i v(x_i) p_t = sum_i q_i v'(x_i) (f p - (D p)'),
 * v = 0 at ends that absorb; where they do not, v = 1 keeps the mass. out [m][m] for the m nodes
 * that are kept, from `first` on; derivative [n][n] goes, work [n][n]. */
static void assemble(const struct fpk_spectral_modes *modes, const double *f, double *derivative,
                     double *work, size_t first, size_t m, double *out)
{
    size_t n = modes->nodes.n;
    const double *q = modes->nodes.weight;
    fpk_nodes_derivative(&modes->nodes, derivative);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            work[i * n + j] = q[i] * ((i == j ? f[i] : 0) - derivative[i * n + j] * modes->d[j]);
    for (size_t i = 0; i < m; i++) {
        double *row = out + i * m;
        memset(row, 0, m * sizeof *row);
        for (size_t k = 0; k < n; k++) {
            double factor = derivative[k * n + first + i] / q[first + i];
            for (size_t j = 0; j < m; j++)
                row[j] += factor * work[k * n + first + j];
        }
    }
}

enum fpk_status fpk_push_init(struct fpk_push *push, const struct fpk_spectral_modes *modes,
                              const double *p0)
{
    enum fpk_status status;
    double *room = NULL;
    size_t n = modes->nodes.n, m;
    *push = (struct fpk_push){.first = modes->ends.left == FPK_ABSORBING, .t = 0};
    push->m = m = n - push->first - (modes->ends.right == FPK_ABSORBING);
    FPK_TRY_DONE(status, fpk_allocate(&room, n + 2 * n * n));
    FPK_TRY_DONE(status, fpk_allocate(&push->generator, m * m));
    FPK_TRY_DONE(status, fpk_allocate(&push->power, m * m));
    FPK_TRY_DONE(status, fpk_allocate(&push->work, m * m));
    FPK_TRY_DONE(status, fpk_allocate(&push->start, m));
    FPK_TRY_DONE(status, fpk_allocate(&push->p, m));
    FPK_TRY_DONE(status,
                 fpk_spectral_coefficients(modes->model, n, modes->nodes.x, room, push->work));
    assemble(modes, room, room + n, room + n + n * n, push->first, m, push->generator);
    memcpy(push->start, p0 + push->first, m * sizeof *push->start);
    memcpy(push->p, push->start, m * sizeof *push->p);
done:
    fpk_release(&room);
    if (status != FPK_OK)
        fpk_push_clear(push);
    return status;
}

void fpk_push_clear(struct fpk_push *push)
{
    fpk_release(&push->generator);
    fpk_release(&push->power);
    fpk_release(&push->work);
    fpk_release(&push->start);
    fpk_release(&push->p);
}

/* out <- a x. */
static void apply(size_t m, const double *a, const double *x, double *out)
{
    for (size_t i = 0; i < m; i++) {
        double sum = 0;
        for (size_t j = 0; j < m; j++)
            sum += a[i * m + j] * x[j];
        out[i] = sum;
    }
}

enum fpk_status fpk_push_to(struct fpk_push *push, double t)
{
    size_t m = push->m;
    if (t < push->t) {
        memcpy(push->p, push->start, m * sizeof *push->p);
        push->t = 0;
    }
    double step = t - push->t;
    if (step == 0)
        return FPK_OK;
    if (!(fabs(step - push->step) <= SAME * step)) {
        for (size_t i = 0; i < m * m; i++)
            push->work[i] = step * push->generator[i];
        FPK_TRY(fpk_dense_exponential(m, push->work, push->power));
        push->step = step;
    }
    apply(m, push->power, push->p, push->work);
    memcpy(push->p, push->work, m * sizeof *push->p);
    push->t = t;
    return FPK_OK;
}

void fpk_push_read(const struct fpk_push *push, bool rate, size_t n, double *p)
{
    memset(p, 0, n * sizeof *p);
    if (!rate) {
        memcpy(p + push->first, push->p, push->m * sizeof *p);
        return;
    }
    apply(push->m, push->generator, push->p, p + push->first);
    for (size_t j = 0; j < n; j++)
        p[j] = -p[j];
}

double fpk_push_rounding(const struct fpk_push *push)
{
    double n = (double)push->m;
    return ROUNDING * n * n * n;
}
