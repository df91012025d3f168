/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/sde/stepper.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The list: a new method is one line here. */
/* clang-format off */
static const struct fpk_stepper *const steppers[] = {
    &fpk_euler_maruyama,
    &fpk_tamed_euler,
    &fpk_drift_implicit_euler,
    &fpk_milstein,
    &fpk_heun,
    &fpk_midpoint,
    &fpk_exact_stepper,
    &fpk_sri1,
    &fpk_sriw1,
    &fpk_sra1,
    &fpk_sra3,
    &fpk_dri1,
};
/* clang-format on */
enum { N_STEPPER = sizeof steppers / sizeof steppers[0] };

const struct fpk_stepper *const *fpk_steppers(size_t *n)
{
    *n = N_STEPPER;
    return steppers;
}

enum fpk_status fpk_stepper_find(const char *name, const struct fpk_stepper **stepper)
{
    const char *names[N_STEPPER];
    for (size_t i = 0; i < N_STEPPER; i++) {
        names[i] = steppers[i]->name;
        if (strcmp(name, names[i]) == 0) {
            *stepper = steppers[i];
            return FPK_OK;
        }
    }
    const char *near = fpk_nearest(name, names, N_STEPPER);
    if (near)
        return fpk_fail(FPK_USAGE, "there is no scheme %.60s; did you mean %s?", name, near);
    return fpk_fail(FPK_USAGE, "there is no scheme %.60s; `fpk show integrators` lists them", name);
}

static bool claims(const struct fpk_stepper *stepper, enum fpk_noise_kind kind)
{
    return stepper->order[kind].strong > 0 || stepper->order[kind].weak > 0;
}

/* "additive, scalar": the kinds of noise that the method has a claim for. */
static void claimed_kinds(const struct fpk_stepper *stepper, size_t size, char *out)
{
    size_t n = 0;
    out[0] = '\0';
    for (int kind = 0; kind < FPK_NOISE_KINDS && n < size; kind++)
        if (claims(stepper, kind))
            n += (size_t)snprintf(out + n, size - n, "%s%s", n ? ", " : "",
                                  fpk_noise_kind_name(kind));
}

/* The first method of the highest strong order for this kind of noise. */
static const char *best_for(enum fpk_noise_kind kind)
{
    const struct fpk_stepper *best = &fpk_euler_maruyama;
    for (size_t i = 0; i < N_STEPPER; i++)
        if (steppers[i]->order[kind].strong > best->order[kind].strong)
            best = steppers[i];
    return best->name;
}

enum fpk_status fpk_stepper_model(const struct fpk_stepper *stepper, const struct fpk_model *model,
                                  double t0, double t1, struct fpk_conversion *out)
{
    char kinds[80];
    claimed_kinds(stepper, sizeof kinds, kinds);
    FPK_CHECK(
        claims(stepper, model->noise_kind), FPK_USAGE,
        "%s is for noise that is %s; that of model %s is %s: take %s, or another of `fpk show "
        "integrators`",
        stepper->name, kinds, model->name, fpk_noise_kind_name(model->noise_kind),
        best_for(model->noise_kind));
    enum fpk_status status = fpk_model_convert(out, model, stepper->convention);
    if (status != FPK_OK)
        return fpk_fail_context(status, "%s", stepper->name);
    return stepper->check ? stepper->check(&out->model, t0, t1) : FPK_OK;
}

enum fpk_status fpk_sde_transition(const struct fpk_stepper *stepper, const struct fpk_model *model,
                                   double t, double dt, struct fpk_step_law *store,
                                   struct fpk_transition *out)
{
    FPK_CHECK(model->dim == 1 && model->noise <= 1, FPK_USAGE,
              "the law of %s is computed in one dimension; model %s has %zu (and %zu noises)",
              stepper->name, model->name, model->dim, model->noise);
    FPK_CHECK(isfinite(t) && isfinite(dt) && dt > 0, FPK_USAGE,
              "a step of dt = %.10g from t = %.10g is not possible", dt, t);
    FPK_CHECK(stepper->transition, FPK_USAGE,
              "a step of %s is not Gaussian given where it starts, so its law cannot be computed "
              "from means and deviations",
              stepper->name);
    *store = (struct fpk_step_law){.model = &store->conversion.model, .t = t, .dt = dt};
    FPK_TRY(fpk_stepper_model(stepper, model, t, t + dt, &store->conversion));
    bool deterministic;
    FPK_TRY(stepper->close(store, &deterministic));
    *out = (struct fpk_transition){
        .eval = stepper->transition, .ctx = store, .deterministic = deterministic};
    return FPK_OK;
}

enum fpk_status fpk_step_count(double t0, double t1, double dt, uint64_t *n_step)
{
    FPK_CHECK(isfinite(t0) && isfinite(t1) && t0 < t1, FPK_USAGE,
              "times %.10g ... %.10g: the end must come after the start", t0, t1);
    FPK_CHECK(isfinite(dt) && dt > 0, FPK_USAGE, "dt = %.10g: it must be positive", dt);
    double steps = (t1 - t0) / dt;
    FPK_CHECK(steps < 0x1p40, FPK_USAGE,
              "dt = %.10g makes %.3g steps from %.10g to %.10g; at most 2^40 are possible", dt,
              steps, t0, t1);
    double whole = rint(steps);
    bool near = whole >= 1 && fabs(steps - whole) <= 1e-9 * whole;
    *n_step = (uint64_t)(near ? whole : ceil(steps));
    return FPK_OK;
}

double fpk_step_time(double t0, double t1, uint64_t n_step, uint64_t k)
{
    if (k >= n_step)
        return t1;
    return t0 + (t1 - t0) * ((double)k / (double)n_step);
}
