/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scheme.h"

#include "equation.h"

#include "fpk/sde/stepper.h"

#define LAW_STEPS_MAX 1000000 /* at about a millisecond each */

static const struct fpk_parameter stepper_rows[] = {
    {.name = "scheme",
     .type = FPK_TEXT,
     .fallback = "euler-maruyama",
     .doc = "how an equation is stepped; `fpk show integrators` lists them"},
    {.name = "dt",
     .type = FPK_REAL,
     .min = 1e-300,
     .max = 1e300,
     .unit = "time",
     .doc = "step; rounded down so that whole steps hit --time"},
};
const struct fpk_table fpk_table_stepper = {stepper_rows,
                                            sizeof stepper_rows / sizeof *stepper_rows};

static const struct fpk_parameter law_rows[] = {
    {.name = "grid-factor",
     .type = FPK_REAL,
     .fallback = "1",
     .min = 0.1,
     .max = 1.5,
     .doc = "length of the law's panels relative to the usual one; 0.5 doubles the resolution, and "
            "no number moves by more than its numerical_error"},
};
const struct fpk_table fpk_table_law = {law_rows, sizeof law_rows / sizeof *law_rows};

struct fpk_law_options fpk_law_options_of(const struct fpk_values *values)
{
    enum { USUAL = 6 }; /* the default of struct fpk_law_options */
    return (struct fpk_law_options){.spacing = USUAL * fpk_values_real(values, "grid-factor"),
                                    .threads = (int)fpk_values_integer(values, "threads")};
}

static enum fpk_status march(struct fpk_law *law, const struct fpk_stepper *stepper,
                             const struct fpk_model *model, double t_end, uint64_t n_step)
{
    for (uint64_t k = 0; k < n_step; k++) {
        double t = fpk_step_time(0, t_end, n_step, k);
        struct fpk_step_law store;
        struct fpk_transition transition;
        FPK_TRY(fpk_sde_transition(stepper, model, t, t_end / (double)n_step, &store, &transition));
        FPK_TRY(fpk_law_step(law, &transition));
    }
    return FPK_OK;
}

enum fpk_status fpk_scheme_law(const struct fpk_values *values, struct fpk_law **law,
                               uint64_t *n_step)
{
    struct fpk_law_options options = fpk_law_options_of(values);
    struct fpk_model model = {0};
    struct fpk_start start = {0};
    const struct fpk_stepper *stepper = NULL;
    double t_end = fpk_values_real(values, "time");
    enum fpk_status status;
    FPK_CHECK(fpk_values_has(values, "dt"), FPK_USAGE,
              "an equation's scheme needs its step, --dt H");
    FPK_TRY(fpk_stepper_find(fpk_values_text(values, "scheme"), &stepper));
    FPK_TRY(fpk_step_count(0, t_end, fpk_values_real(values, "dt"), n_step));
    FPK_CHECK(*n_step <= LAW_STEPS_MAX, FPK_USAGE,
              "--dt %s makes %llu steps; a law is computed over at most %d: take a larger --dt",
              fpk_values_text(values, "dt"), (unsigned long long)*n_step, LAW_STEPS_MAX);
    FPK_TRY_DONE(status, fpk_equation_model(values, &model));
    FPK_TRY_DONE(status, fpk_equation_on_line(&model, "laws are computed"));
    FPK_TRY_DONE(status, fpk_equation_start(values, &model, &start));
    FPK_TRY_DONE(status, fpk_law_begin(law, &start, &options));
    FPK_TRY_DONE(status, march(*law, stepper, &model, t_end, *n_step));
done:
    fpk_start_clear(&start);
    fpk_model_clear(&model);
    return status;
}
