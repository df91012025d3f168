/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a probe found, in the coordinates of the data. */
#include "fpk/law/probe.h"

#include "probe_kernel.h"

#include <float.h>
#include <math.h>

/* Rounding of sums over dim axes that are themselves orthonormal to some 1e-16 dim. */
static double turn(const struct fpk_probe *probe)
{
    return probe->dim > 1 ? 8 * (double)(probe->dim + 8) * DBL_EPSILON : 0;
}

/* Largest root mean square of the output along an axis. */
static double size_of(const struct fpk_probe *probe)
{
    double size = 0;
    for (size_t a = 0; a < probe->dim; a++)
        size = fmax(size, sqrt(probe->variance[a] + probe->mean[a] * probe->mean[a]));
    return size;
}

/* The output's coordinate i is off by a variable of this root mean square. */
static double error_of(const struct fpk_probe *probe, size_t i, double size)
{
    const double *axis = probe->data->axes + i * probe->dim;
    double error = turn(probe) * size;
    for (size_t a = 0; a < probe->dim; a++)
        error += fabs(axis[a]) * probe->error[a];
    return error;
}

void fpk_probe_mean(const struct fpk_probe *probe, double *mean, double *error)
{
    size_t dim = probe->dim;
    double size = size_of(probe);
    for (size_t i = 0; i < dim; i++) {
        const double *axis = probe->data->axes + i * dim;
        mean[i] = 0;
        for (size_t a = 0; a < dim; a++)
            mean[i] += axis[a] * probe->mean[a];
        if (error)
            error[i] = error_of(probe, i, size);
    }
}

/* half <- axis times the covariance along the axes. */
static void half_turn(const struct fpk_probe *probe, const double *axis, double *half)
{
    size_t dim = probe->dim;
    if (probe->covariance)
        FPK_DISPATCH(fpk_probe_rows_kernel)(dim, dim, axis, probe->covariance, half);
    for (size_t b = 0; !probe->covariance && b < dim; b++)
        half[b] = axis[b] * probe->variance[b];
}

void fpk_probe_covariance(const struct fpk_probe *probe, double *covariance, double *error)
{
    size_t dim = probe->dim;
    const double *axes = probe->data->axes;
    double half[FPK_MIXTURE_DIM_MAX];
    for (size_t i = 0; i < dim; i++) {
        half_turn(probe, axes + i * dim, half);
        FPK_DISPATCH(fpk_probe_rows_kernel)(i + 1, dim, half, axes, covariance + i * dim);
    }
    double size = size_of(probe), off[FPK_MIXTURE_DIM_MAX];
    for (size_t i = 0; i < dim; i++)
        off[i] = error_of(probe, i, size);
    for (size_t i = 0; i < dim; i++)
        for (size_t j = 0; j <= i; j++) {
            covariance[j * dim + i] = covariance[i * dim + j];
            if (!error)
                continue;
            double e = off[i], f = off[j];
            double s = sqrt(fabs(covariance[i * dim + i])), t = sqrt(fabs(covariance[j * dim + j]));
            error[i * dim + j] = error[j * dim + i] = e * t + f * s + e * f;
        }
}
