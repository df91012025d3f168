/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk simulate`: particles of an equation, and their moments with standard errors. */
#include "particles.h"

static enum fpk_status run(const struct fpk_call *call)
{
    struct fpk_answer answer = {0};
    struct fpk_points points = {0};
    enum fpk_status status = fpk_particles_of_equation(call->values, &points, &answer);
    if (status == FPK_OK)
        status = fpk_particles_finish(&points, &answer, call);
    fpk_answer_clear(&answer);
    fpk_points_clear(&points);
    return status;
}

const struct fpk_verb fpk_verb_simulate = {
    .name = "simulate",
    .sentence = "simulate particles of dX = f dt + g dW",
    .arguments = "--drift F --diffusion G --dt H [--time T] [--particles N] [--out FILE.npy]",
    .example = "fpk simulate --drift \"x - x^3\" --diffusion 0.7 --dt 0.001 --time 2",
    .story = "mean_se and variance_se are standard errors: the expected distance of the estimate\n"
             "from the scheme's own mean and variance.",
    .takes = FPK_TAKES_EQUATION | FPK_TAKES_STEPPER | FPK_TAKES_PARTICLES,
    .run = run,
};
