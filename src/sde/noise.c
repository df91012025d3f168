/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/sde/noise.h"

#include "fpk/base/block.h"
#include "fpk/wiener/normal.h"

#include "update_priv.h"

#include <assert.h>
#include <math.h>

void fpk_noise_normals(const struct fpk_noise *noise, uint32_t component, size_t n, double *z)
{
    assert(noise->refine >= 1 && n <= FPK_BLOCK);
    struct fpk_stream stream = {.seed = noise->seed,
                                .purpose = FPK_FOR_INCREMENT,
                                .step = noise->step * noise->refine,
                                .component = component};
    fpk_normal_fill(stream, noise->first, n, z);
    if (noise->refine == 1)
        return;
    double fine[FPK_BLOCK];
    double scale = 1 / sqrt((double)noise->refine);
    for (size_t i = 0; i < n; i++)
        z[i] *= scale;
    for (uint32_t j = 1; j < noise->refine; j++) {
        stream.step++;
        fpk_normal_fill(stream, noise->first, n, fine);
        FPK_DISPATCH(fpk_sde_add)(n, scale, fine, z);
    }
}
