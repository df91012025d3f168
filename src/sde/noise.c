/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/sde/noise.h"

#include "fpk/base/block.h"
#include "fpk/wiener/normal.h"

#include "update_priv.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Which draw of a step's counters each kind of number is. */
enum { DRAW_INCREMENT, DRAW_AREA, DRAW_THREE, DRAW_TWO };

/* The stream of fine step j of the step. */
static struct fpk_stream stream_of(const struct fpk_noise *noise, uint32_t component, uint32_t draw,
                                   uint32_t j)
{
    return (struct fpk_stream){.seed = noise->seed,
                               .purpose = FPK_FOR_INCREMENT,
                               .step = noise->step * noise->refine + j,
                               .component = component,
                               .draw = draw};
}

static void read_given(const struct fpk_noise *noise, const double *from, uint32_t component,
                       size_t n, double *out)
{
    assert(from && noise->given->ld >= n);
    memcpy(out, from + component * noise->given->ld, n * sizeof *out);
}

void fpk_noise_normals(const struct fpk_noise *noise, uint32_t component, size_t n, double *z)
{
    assert(noise->refine >= 1 && n <= FPK_BLOCK);
    if (noise->given) {
        read_given(noise, noise->given->z, component, n, z);
        return;
    }
    fpk_normal_fill(stream_of(noise, component, DRAW_INCREMENT, 0), noise->first, n, z);
    if (noise->refine == 1)
        return;
    double fine[FPK_BLOCK];
    double scale = 1 / sqrt((double)noise->refine);
    for (size_t i = 0; i < n; i++)
        z[i] *= scale;
    for (uint32_t j = 1; j < noise->refine; j++) {
        fpk_normal_fill(stream_of(noise, component, DRAW_INCREMENT, j), noise->first, n, fine);
        FPK_DISPATCH(fpk_sde_add)(n, scale, fine, z);
    }
}

/* With r fine steps of unit length, the integral of W over all of them is
 * sum_j (W_j + w_j/2 + H_j), W_j the value where fine step j begins; H of the joined step is that
 * over r, less half its increment. In standard normals: w_j = z_j, H_j = a_j/sqrt(12). */
static void joined_areas(const struct fpk_noise *noise, uint32_t component, size_t n, double *z,
                         double *a)
{
    double fine[FPK_BLOCK], area[FPK_BLOCK];
    double r = (double)noise->refine, twelfth = 1 / sqrt(12.0);
    memset(z, 0, n * sizeof *z);
    memset(a, 0, n * sizeof *a);
    for (uint32_t j = 0; j < noise->refine; j++) {
        fpk_normal_fill(stream_of(noise, component, DRAW_INCREMENT, j), noise->first, n, fine);
        fpk_normal_fill(stream_of(noise, component, DRAW_AREA, j), noise->first, n, area);
        for (size_t i = 0; i < n; i++) {
            a[i] += (z[i] + 0.5 * fine[i]) + twelfth * area[i];
            z[i] += fine[i];
        }
    }
    for (size_t i = 0; i < n; i++) {
        a[i] = (a[i] / r - 0.5 * z[i]) * sqrt(12 / r);
        z[i] /= sqrt(r);
    }
}

void fpk_noise_areas(const struct fpk_noise *noise, uint32_t component, size_t n, double *z,
                     double *a)
{
    assert(noise->refine >= 1 && n <= FPK_BLOCK);
    if (noise->given) {
        read_given(noise, noise->given->z, component, n, z);
        read_given(noise, noise->given->a, component, n, a);
    } else if (noise->refine == 1) {
        fpk_normal_fill(stream_of(noise, component, DRAW_INCREMENT, 0), noise->first, n, z);
        fpk_normal_fill(stream_of(noise, component, DRAW_AREA, 0), noise->first, n, a);
    } else {
        joined_areas(noise, component, n, z, a);
    }
}

void fpk_noise_three_point(const struct fpk_noise *noise, uint32_t component, size_t n, double *out)
{
    if (noise->given) {
        read_given(noise, noise->given->three, component, n, out);
        return;
    }
    const double root = sqrt(3.0);
    fpk_uniform_fill(stream_of(noise, component, DRAW_THREE, 0), noise->first, n, out);
    for (size_t i = 0; i < n; i++)
        out[i] = out[i] < 1.0 / 6 ? -root : out[i] > 5.0 / 6 ? root : 0;
}

void fpk_noise_two_point(const struct fpk_noise *noise, uint32_t component, size_t n, double *out)
{
    if (noise->given) {
        read_given(noise, noise->given->two, component, n, out);
        return;
    }
    fpk_uniform_fill(stream_of(noise, component, DRAW_TWO, 0), noise->first, n, out);
    for (size_t i = 0; i < n; i++)
        out[i] = out[i] < 0.5 ? -1 : 1;
}
