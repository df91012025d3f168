/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "equation.h"

#include "fpk/lab/target.h"

#include <string.h>

static const struct fpk_parameter equation_rows[] = {
    {.name = "model", .type = FPK_TEXT, .doc = "a named model; `fpk show models` lists them"},
    {.name = "drift",
     .type = FPK_TEXT,
     .doc = "f in dX = f dt + g dW: a formula in x and t, or rows in x, y, z: \"y; -x\""},
    {.name = "diffusion",
     .type = FPK_TEXT,
     .doc = "g in dX = f dt + g dW: a formula, or a matrix, rows by ; and columns by ,"},
    {.name = "potential",
     .type = FPK_TEXT,
     .doc = "U in dX = -grad U dt + sqrt(2 temperature) dW, a formula in x, y, z"},
    {.name = "temperature",
     .type = FPK_REAL,
     .min = 1e-300,
     .max = 1e300,
     .doc = "D of the potential form"},
    {.name = "set",
     .type = FPK_TEXT,
     .doc = "values of named parameters in the formulas: a=1,b=2.5"},
    {.name = "convention",
     .type = FPK_CHOICE,
     .fallback = "ito",
     .choices = "ito|stratonovich|klimontovich",
     .doc = "how g dW is meant where g depends on x; for formulas"},
};
const struct fpk_table fpk_table_equation = {equation_rows,
                                             sizeof equation_rows / sizeof *equation_rows};

static const struct fpk_parameter motion_rows[] = {
    {.name = "initial",
     .type = FPK_TEXT,
     .fallback = "delta:0",
     .doc = "law of X at time 0: normal:MEAN:STD, delta:x, uniform:a:b, a mixture file or a .npy; "
            "in more dimensions normal:m1,m2:s1,s2 and delta:x,y",
     .free_of_numbers = true}, /* for the table; fpk_equation_provenance has it by content */
    {.name = "time",
     .type = FPK_REAL,
     .fallback = "1",
     .min = 1e-300,
     .max = 1e300,
     .unit = "time",
     .doc = "end time; the start is at time 0"},
};
const struct fpk_table fpk_table_motion = {motion_rows, sizeof motion_rows / sizeof *motion_rows};

bool fpk_equation_given(const struct fpk_values *values)
{
    return fpk_values_has(values, "model") || fpk_values_has(values, "drift") ||
           fpk_values_has(values, "diffusion") || fpk_values_has(values, "potential");
}

static bool has_parameter(const struct fpk_model_kind *kind, const char *name)
{
    for (size_t i = 0; i < kind->n_parameter; i++)
        if (strcmp(kind->parameter[i].name, name) == 0)
            return true;
    return false;
}

/* The named model with the values given for its own parameters. */
static enum fpk_status named(const struct fpk_values *values, struct fpk_model *model)
{
    const struct fpk_model_kind *kind = NULL;
    struct fpk_values own = {0};
    FPK_TRY(fpk_model_find(fpk_values_text(values, "model"), &kind));
    FPK_CHECK(!fpk_values_has(values, "temperature") || has_parameter(kind, "temperature"),
              FPK_USAGE, "--temperature goes with --potential; the model %s has none", kind->name);
    enum fpk_status status = fpk_values_init(&own, kind->parameter, kind->n_parameter);
    for (size_t i = 0; status == FPK_OK && i < kind->n_parameter; i++) {
        const char *name = kind->parameter[i].name;
        if (fpk_values_given(values, name))
            status = fpk_values_set(&own, name, fpk_values_text(values, name));
    }
    if (status == FPK_OK)
        status = kind->init(model, &own);
    fpk_values_clear(&own);
    return status;
}

/* An option that nothing would read is refused, not ignored. */
static enum fpk_status no_sampler_options(const struct fpk_values *values)
{
    static const char *const names[] = {"target",      "plan",           "head",      "start",
                                        "score-table", "clip",           "threshold", "split",
                                        "bound",       "reconstruction", "sweep",     "likelihood"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        FPK_CHECK(!fpk_values_given(values, names[i]), FPK_USAGE,
                  "--%s goes with --sampler; an equation has --initial", names[i]);
    return FPK_OK;
}

/* In the order of enum fpk_convention, which is that of the choices. */
static enum fpk_convention convention(const struct fpk_values *values)
{
    const char *text = fpk_values_text(values, "convention");
    enum fpk_convention c = FPK_ITO;
    while (c < FPK_KLIMONTOVICH && strcmp(text, fpk_convention_name(c)) != 0)
        c++;
    return c;
}

static enum fpk_status by_formula(const struct fpk_values *values, bool by_potential,
                                  struct fpk_model *model)
{
    const char *set = fpk_values_text(values, "set");
    if (by_potential) {
        FPK_CHECK(fpk_values_has(values, "temperature"), FPK_USAGE,
                  "--potential needs --temperature D, for dX = -U' dt + sqrt(2 D) dW");
        return fpk_model_from_potential(model, fpk_values_text(values, "potential"),
                                        fpk_values_real(values, "temperature"), set);
    }
    FPK_CHECK(!fpk_values_has(values, "temperature"), FPK_USAGE,
              "--temperature goes with --potential; with --drift write --diffusion");
    FPK_CHECK(fpk_values_has(values, "drift") && fpk_values_has(values, "diffusion"), FPK_USAGE,
              "--drift F and --diffusion G go together, for dX = F dt + G dW");
    return fpk_model_from_drift(model, fpk_values_text(values, "drift"),
                                fpk_values_text(values, "diffusion"), set);
}

enum fpk_status fpk_equation_model(const struct fpk_values *values, struct fpk_model *model)
{
    *model = (struct fpk_model){0};
    bool by_name = fpk_values_has(values, "model");
    bool by_potential = fpk_values_has(values, "potential");
    bool by_drift = fpk_values_has(values, "drift") || fpk_values_has(values, "diffusion");
    FPK_TRY(no_sampler_options(values));
    FPK_CHECK(by_name + by_potential + by_drift == 1, FPK_USAGE,
              by_name + by_potential + by_drift == 0
                  ? "no equation: give --drift F --diffusion G, or --potential U --temperature D, "
                    "or --model NAME"
                  : "two equations: give only one of --drift F --diffusion G, --potential U "
                    "--temperature D, --model NAME");
    if (by_name) {
        FPK_CHECK(!fpk_values_has(values, "set"), FPK_USAGE,
                  "--set goes with formulas; a named model has its own options");
        FPK_CHECK(!fpk_values_given(values, "convention"), FPK_USAGE,
                  "--convention goes with formulas; a named model has its own");
        return named(values, model);
    }
    FPK_TRY(by_formula(values, by_potential, model));
    model->convention = convention(values);
    return FPK_OK;
}

enum fpk_status fpk_equation_on_line(const struct fpk_model *model, const char *what)
{
    FPK_CHECK(model->dim == 1, FPK_USAGE,
              "%s in one dimension, and this equation has %zu; `fpk simulate` takes it", what,
              model->dim);
    return FPK_OK;
}

enum fpk_status fpk_equation_start(const struct fpk_values *values, const struct fpk_model *model,
                                   struct fpk_start *start)
{
    const char *text = fpk_values_text(values, "initial");
    FPK_TRY(fpk_start_read(start, text));
    enum fpk_status status = fpk_start_spread(start, model->dim);
    if (status == FPK_OK)
        return FPK_OK;
    fpk_start_clear(start);
    return fpk_fail_context(status, "--initial %.60s", text);
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* A start that is a file counts by its content, like every input (docs/files.md). */
enum fpk_status fpk_equation_provenance(const struct fpk_values *values,
                                        struct fpk_provenance *provenance)
{
    const char *text = fpk_values_text(values, "initial");
    if (begins(text, "delta:") || begins(text, "uniform:") || begins(text, "normal:"))
        return fpk_provenance_text(provenance, "initial", text);
    return fpk_provenance_input(provenance, "initial", text);
}
