/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk sample`: particles of a sampler (or of an equation), for those who want the points. */
#include "particles.h"
#include "sampling.h"

static enum fpk_status run(const struct fpk_call *call)
{
    struct fpk_answer answer = {0};
    struct fpk_points points = {0};
    bool sampler = fpk_sampling_given(call->values);
    enum fpk_status status = sampler
                                 ? fpk_particles_of_sampler(call->values, &points, &answer)
                                 : fpk_particles_of_equation(call->values, NULL, &points, &answer);
    if (status == FPK_OK)
        status = fpk_particles_finish(&points, &answer, call);
    fpk_answer_clear(&answer);
    fpk_points_clear(&points);
    return status;
}

const struct fpk_verb fpk_verb_sample = {
    .name = "sample",
    .sentence = "draw samples with a sampler and the exact score of a target",
    .arguments = "--target FILE --sampler NAME --particles N [--out FILE.npy]",
    .example = "fpk sample --target m1.json --sampler ddpm --variance small --particles 1e5 "
               "--out samples.npy",
    .story = "The same options as `fpk law`, which gives the exact density of these samples.\n"
             "Sample i depends on the seed and on i alone, not on threads or on --particles.",
    .takes = FPK_TAKES_SAMPLER | FPK_TAKES_EQUATION | FPK_TAKES_STEPPER | FPK_TAKES_PARTICLES,
    .run = run,
};
