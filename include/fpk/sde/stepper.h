/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stepper: a method that moves a block of particles of dX = f dt + g dW from t to t + dt.
 *
 * A method is one file with one const struct, named in one list (src/sde/stepper.c). Its orders are
 * data, so that one test measures every claim. In one dimension it also says what it does to a
 * density: x' = m(x) + s(x) xi (base/transition.h), which is all that the law layer needs. */
#ifndef FPK_SDE_STEPPER_H
#define FPK_SDE_STEPPER_H

#include "fpk/base/block.h"
#include "fpk/base/parameter.h"
#include "fpk/base/status.h"
#include "fpk/base/transition.h"
#include "fpk/model/model.h"
#include "fpk/sde/noise.h"

/* One block in one step. */
struct fpk_step {
    const struct fpk_model *model; /* in the stepper's convention */
    double t, dt;                  /* the step goes from t to t + dt, dt > 0 */
    size_t n;                      /* points, at most FPK_BLOCK */
    double *x;                     /* [dim][n]: X(t) on entry, X(t + dt) on return */
    struct fpk_noise noise;
    double *work; /* [stepper->work(model)][FPK_BLOCK], undefined content */
    bool *finite; /* NULL, or false: a method that saw to it that all of x is finite says true */
};

/* One step in one dimension as a map of densities; storage of fpk_sde_transition, owned by the
 * caller, borrows model. */
struct fpk_step_law {
    const struct fpk_model *model; /* in the stepper's convention: that of `conversion` */
    struct fpk_conversion conversion;
    double t, dt;
    double alpha, shift, sigma; /* exact: x' = alpha x + shift + sigma xi */
};

/* Order of convergence in dt; infinite for a method without a time error; 0: no claim. */
struct fpk_order_claim {
    double strong; /* (E |X_h - X|^2)^(1/2) at a fixed time, on one Brownian path */
    double weak;   /* |E phi(X_h) - E phi(X)|, phi smooth */
};

struct fpk_stepper {
    const char *name, *sentence, *citation;
    const char *not_finite; /* what to do when x is not finite; NULL: as for Euler-Maruyama */
    enum fpk_convention convention;                /* how the method reads g dW */
    unsigned uses;                                 /* enum fpk_noise_use, joined by | */
    struct fpk_order_claim order[FPK_NOISE_KINDS]; /* both 0: this kind is refused */

    /* FPK_USAGE, in a sentence, when the method cannot step this model on [t0, t1] for a reason
     * other than its kind of noise; NULL: there is none. The model is already converted. */
    enum fpk_status (*check)(const struct fpk_model *model, double t0, double t1);
    /* rows of FPK_BLOCK doubles that step needs, the same for a model and its conversion */
    size_t (*work)(const struct fpk_model *model);
    void (*step)(const struct fpk_step *step); /* never allocates, never fails */
    /* fills what transition needs; deterministic: no noise at all. FPK_USAGE when a step of this
     * model is not Gaussian given x. */
    enum fpk_status (*close)(struct fpk_step_law *law, bool *deterministic);
    fpk_transition_fn *transition; /* ctx: struct fpk_step_law; 1-D. NULL (then close too): a step
                                    * of this method is not Gaussian given x */

    const struct fpk_parameter *parameter; /* of the method itself; NULL when it has none */
    size_t n_parameter;
};

/* X' = X + f(X,t) dt + g(X,t) sqrt(dt) z. Any dimension, any noise. */
extern const struct fpk_stepper fpk_euler_maruyama;

/* The same with f/(1 + dt |f|) for f: for drifts that grow faster than linearly. Any noise. */
extern const struct fpk_stepper fpk_tamed_euler;

/* With f at the end of the step: for stiff drifts. Any noise, at most 16 dimensions. drift_x, when
 * it is known, saves 2 dim drifts per iteration. */
extern const struct fpk_stepper fpk_drift_implicit_euler;

/* Strong order 1 for all but general noise; Ito. Needs diffusion_x. */
extern const struct fpk_stepper fpk_milstein;

/* Predictor and corrector; Stratonovich. Any noise. */
extern const struct fpk_stepper fpk_heun;

/* Explicit midpoint; Stratonovich. Any noise. */
extern const struct fpk_stepper fpk_midpoint;

/* Draws X(t+dt) from its law given X(t), for models that know it. For a chi-square law (square-root
 * noise) a Brownian path does not determine the draw, and given noises yield NaN. */
extern const struct fpk_stepper fpk_exact_stepper;

/* Stochastic Runge-Kutta methods of Roessler (2010), without derivatives of g. sri1: any noise,
 * strong order 1 where it commutes. sriw1 (his SRI1W1): scalar and diagonal noise, strong order
 * 1.5. sra1, sra3: additive noise, strong order 1.5; drift of order 2 and 3 where there is none.
 * Calls a step of (drift; diffusion): sri1 (1; 1 + 2 noise, 3 if scalar or diagonal), sriw1 (2; 4),
 * sra1 (2; g(t) at two points), sra3 (3; two). */
extern const struct fpk_stepper fpk_sri1, fpk_sriw1, fpk_sra1, fpk_sra3;

/* Weak order 2 for any noise, three-point and two-point variables: follows no path (strong: no
 * claim). Debrabant, Roessler (2009). Drift 3 times, diffusion 3 times when scalar or diagonal,
 * else 1 + 4 noise. */
extern const struct fpk_stepper fpk_dri1;

/* out->model <- `model` as the stepper reads it: converted to its convention, or refused
 * (FPK_USAGE, in a sentence) when it cannot be, when the method has no claim for this kind of
 * noise, or by the stepper's own check on [t0, t1]. Borrows model. */
enum fpk_status fpk_stepper_model(const struct fpk_stepper *stepper, const struct fpk_model *model,
                                  double t0, double t1, struct fpk_conversion *out) FPK_MUST_USE;

/* Every method, in the order of `fpk show integrators`. */
const struct fpk_stepper *const *fpk_steppers(size_t *n);

/* FPK_USAGE with the nearest name when unknown. */
enum fpk_status fpk_stepper_find(const char *name, const struct fpk_stepper **stepper) FPK_MUST_USE;

/* *out <- the step from t to t + dt as a transition of densities (1-D). *store holds what out->ctx
 * points to: keep it as long as *out. m' comes from model->drift_x, or from central differences of
 * the drift (relative error about 1e-10) when that is NULL. FPK_USAGE when the model has more than
 * one dimension or the method refuses it. */
enum fpk_status fpk_sde_transition(const struct fpk_stepper *stepper, const struct fpk_model *model,
                                   double t, double dt, struct fpk_step_law *store,
                                   struct fpk_transition *out) FPK_MUST_USE;

/* *n_step <- ceil((t1 - t0)/dt): equal steps of at most dt that hit t1 exactly (a quotient within
 * 1e-9 of a whole number is that number). FPK_USAGE unless t0 < t1 and dt > 0 are finite and
 * n_step < 2^40. */
enum fpk_status fpk_step_count(double t0, double t1, double dt, uint64_t *n_step) FPK_MUST_USE;

/* Time of step k of n_step equal steps; k = n_step gives t1 exactly. */
double fpk_step_time(double t0, double t1, uint64_t n_step, uint64_t k);

#endif
