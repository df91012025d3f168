/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk simulate`: particles of an equation, and their moments with standard errors. */
#include "adaptive.h"
#include "observe.h"
#include "particles.h"

static enum fpk_status run_fixed(const struct fpk_call *call)
{
    struct fpk_answer answer = {0};
    struct fpk_points points = {0};
    struct fpk_observation o = {0};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_particles_of_equation(call->values, &o, &points, &answer));
    FPK_TRY_DONE(status, fpk_particles_report(&points, o.result.moments, call->values, &answer));
    FPK_TRY_DONE(status, fpk_observation_answer(&o, call->values, &answer));
    status = fpk_answer_print(&answer, call);
done:
    fpk_answer_clear(&answer);
    fpk_points_clear(&points);
    fpk_observation_clear(&o);
    return status;
}

static enum fpk_status run_adaptive(const struct fpk_call *call)
{
    struct fpk_answer answer = {0};
    struct fpk_points points = {0};
    enum fpk_status status = fpk_adaptive_particles(call->values, &points, &answer);
    if (status == FPK_OK)
        status = fpk_particles_finish(&points, &answer, call);
    fpk_answer_clear(&answer);
    fpk_points_clear(&points);
    return status;
}

static enum fpk_status run(const struct fpk_call *call)
{
    bool adaptive;
    FPK_TRY(fpk_adaptive_asked(call->values, &adaptive));
    return adaptive ? run_adaptive(call) : run_fixed(call);
}

const struct fpk_verb fpk_verb_simulate = {
    .name = "simulate",
    .sentence = "simulate particles of dX = f dt + g dW",
    .arguments = "--drift F --diffusion G --dt H [--time T] [--particles N] [--out FILE.npy]",
    .example = "fpk simulate --drift \"x - x^3\" --diffusion 0.7 --dt 0.001 --time 2",
    .story = "mean_se and variance_se are standard errors: the expected distance of the estimate\n"
             "from the scheme's own mean and variance.\n"
             "With --adaptive TOL every particle finds its own steps, on one Brownian path:\n"
             "accepted and refused count them over all particles.",
    .takes = FPK_TAKES_EQUATION | FPK_TAKES_STEPPER | FPK_TAKES_ADAPTIVE | FPK_TAKES_PARTICLES,
    .own = {fpk_observe_rows, FPK_OBSERVE_ROWS},
    .run = run,
};
