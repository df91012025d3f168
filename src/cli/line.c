/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "line.h"

#include "equation.h"

#include "fpk/formula/formula.h"

#include <math.h>
#include <string.h>

static const struct fpk_parameter rows[] = {
    {.name = "domain",
     .type = FPK_TEXT,
     .doc =
         "a,b: where the motion lives; -inf or inf for an end far away; left out: both far away, "
         "chosen to hold all the mass"},
    {.name = "boundary",
     .type = FPK_TEXT,
     .doc = "what the ends of --domain do, left,right or one word for both: reflecting, absorbing, "
            "periodic, natural (never reached); left out: reflecting"},
    {.name = "mesh",
     .type = FPK_TEXT,
     .doc = "cells: uniform; log:ORIGIN, growing with the distance from ORIGIN; "
            "graded:CENTRE:WIDTH, finest within WIDTH of CENTRE; left out: uniform"},
    {.name = "tolerance",
     .type = FPK_REAL,
     .fallback = "1e-6",
     .min = 1e-13,
     .max = 1,
     .doc = "error wanted: of densities relative to the largest, of moments absolute up to 1, of "
            "all other numbers relative"},
    {.name = "oracle",
     .type = FPK_FLAG,
     .doc = "by a spectral method that shares nothing with the grid, to judge it by"},
};
const struct fpk_table fpk_table_line = {rows, sizeof rows / sizeof *rows};

/* A number, or a formula without variables: pi, -2*pi. */
static enum fpk_status constant(const char *what, const char *text, double *out)
{
    struct fpk_formula *formula = NULL;
    double x = 0;
    bool minus = strcmp(text, "-inf") == 0;
    if (minus || strcmp(text, "inf") == 0) {
        *out = minus ? -INFINITY : INFINITY;
        return FPK_OK;
    }
    enum fpk_status status = fpk_formula_new(&formula, text, NULL);
    if (status != FPK_OK)
        return fpk_fail_context(status, "--%s", what);
    bool free = fpk_formula_depends_on_point(formula) || fpk_formula_depends_on(formula, FPK_T);
    fpk_formula_eval(0, 1, &x, out, formula);
    fpk_formula_free(&formula);
    FPK_CHECK(!free && isfinite(*out), FPK_USAGE, "--%s: %.60s: give a finite number", what, text);
    return FPK_OK;
}

/* The text before and after the first `mark`; `second` is "" when there is none. */
static enum fpk_status split(const char *what, const char *text, char mark, char first[64],
                             char second[64])
{
    const char *at = strchr(text, mark);
    size_t n = at ? (size_t)(at - text) : strlen(text), m = at ? strlen(at + 1) : 0;
    FPK_CHECK(n > 0 && n < 64 && m < 64, FPK_USAGE, "--%s: %.60s: cannot be read", what, text);
    memcpy(first, text, n);
    first[n] = '\0';
    memcpy(second, at ? at + 1 : "", m + 1);
    return FPK_OK;
}

static enum fpk_status two_constants(const char *what, const char *text, char mark, double *a,
                                     double *b)
{
    char first[64], second[64];
    FPK_TRY(split(what, text, mark, first, second));
    FPK_CHECK(second[0], FPK_USAGE, "--%s: %.60s: give two numbers with a %s between", what, text,
              mark == ':' ? "colon" : "comma");
    FPK_TRY(constant(what, first, a));
    return constant(what, second, b);
}

enum fpk_status fpk_line_pair(const struct fpk_values *values, const char *name, double *from,
                              double *to)
{
    return two_constants(name, fpk_values_text(values, name), ':', from, to);
}

static enum fpk_status boundary(const char *text, enum fpk_boundary *out)
{
    for (int k = 0; k < FPK_BOUNDARIES; k++)
        if (strcmp(text, fpk_boundary_name((enum fpk_boundary)k)) == 0) {
            *out = (enum fpk_boundary)k;
            return FPK_OK;
        }
    return fpk_fail(
        FPK_USAGE, "--boundary: %.40s: an end is reflecting, absorbing, periodic or natural", text);
}

static enum fpk_status read_ends(struct fpk_line *line, const struct fpk_values *values)
{
    const char *domain = fpk_values_text(values, "domain");
    const char *text = fpk_values_text(values, "boundary");
    char left[64] = "reflecting", right[64] = "";
    line->a = -INFINITY;
    line->b = INFINITY;
    if (domain) {
        FPK_TRY(two_constants("domain", domain, ',', &line->a, &line->b));
        FPK_CHECK(line->a < line->b, FPK_USAGE, "--domain: %.60s: give two ends a,b with a < b",
                  domain);
    }
    if (text) {
        FPK_CHECK(domain, FPK_USAGE,
                  "--boundary says what the ends of --domain do: give --domain "
                  "a,b as well");
        FPK_TRY(split("boundary", text, ',', left, right));
    }
    FPK_TRY(boundary(left, &line->ends.left));
    FPK_TRY(boundary(right[0] ? right : left, &line->ends.right));
    FPK_CHECK(fpk_ends_ring(line->ends) == (line->ends.right == FPK_PERIODIC), FPK_USAGE,
              "--boundary: %.60s: a ring has two periodic ends", text);
    bool far_left = isinf(line->a), far_right = isinf(line->b);
    if (!right[0] && line->ends.left == FPK_ABSORBING && far_left != far_right) {
        line->ends.left = far_left ? FPK_NATURAL : FPK_ABSORBING; /* one word: the end that is */
        line->ends.right = far_right ? FPK_NATURAL : FPK_ABSORBING;
    }
    FPK_CHECK(!(fpk_ends_ring(line->ends) && (far_left || far_right)), FPK_USAGE,
              "--boundary periodic needs both ends of a period: --domain -pi,pi, say");
    FPK_CHECK(!(far_left && line->ends.left == FPK_ABSORBING) &&
                  !(far_right && line->ends.right == FPK_ABSORBING),
              FPK_USAGE, "an end that is far away cannot absorb: give it a place in --domain");
    line->ends.left = far_left ? FPK_NATURAL : line->ends.left;
    line->ends.right = far_right ? FPK_NATURAL : line->ends.right;
    return FPK_OK;
}

static enum fpk_status read_mesh(struct fpk_line *line, const struct fpk_values *values)
{
    const char *text = fpk_values_text(values, "mesh");
    char kind[64], rest[64];
    if (!text || strcmp(text, "uniform") == 0)
        return FPK_OK;
    FPK_TRY(split("mesh", text, ':', kind, rest));
    struct fpk_coordinate *c = &line->coordinate;
    if (strcmp(kind, "log") == 0 && rest[0]) {
        FPK_TRY(constant("mesh", rest, &c->origin));
        c->kind = FPK_COORDINATE_LOG;
        c->width = c->origin < line->b ? 1 : -1;
    } else if (strcmp(kind, "graded") == 0 && rest[0]) {
        FPK_TRY(two_constants("mesh", rest, ':', &c->origin, &c->width));
        c->kind = FPK_COORDINATE_GRADED;
    } else {
        return fpk_fail(FPK_USAGE,
                        "--mesh: %.60s: the meshes are uniform, log:ORIGIN, graded:CENTRE:WIDTH",
                        text);
    }
    double a = isfinite(line->a) ? line->a : c->width > 0 ? c->origin + 1 : c->origin - 2;
    double b = isfinite(line->b) ? line->b : c->width > 0 ? c->origin + 2 : c->origin - 1;
    enum fpk_status status = fpk_coordinate_check(c, a, b);
    return status == FPK_OK ? FPK_OK : fpk_fail_context(status, "--mesh %.60s", text);
}

enum fpk_status fpk_line_init(struct fpk_line *line, const struct fpk_values *values)
{
    enum fpk_status status;
    *line = (struct fpk_line){.tolerance = fpk_values_real(values, "tolerance"),
                              .oracle = fpk_values_flag(values, "oracle")};
    FPK_TRY_DONE(status, read_ends(line, values));
    FPK_TRY_DONE(status, read_mesh(line, values));
    FPK_TRY_DONE(status, fpk_equation_model(values, &line->given));
    FPK_TRY_DONE(status,
                 fpk_equation_on_line(&line->given, "the Fokker-Planck equation is solved"));
    FPK_TRY_DONE(status, fpk_model_convert(&line->ito, &line->given, FPK_ITO));
    return FPK_OK;
done:
    fpk_line_clear(line);
    return status;
}

void fpk_line_clear(struct fpk_line *line)
{
    fpk_model_clear(&line->given);
}

enum fpk_status fpk_line_ends(const struct fpk_line *line, const char *what, double *a, double *b)
{
    bool left = isfinite(line->a), right = isfinite(line->b);
    FPK_CHECK(left == right, FPK_USAGE, "%s: give both ends of --domain, or neither", what);
    *a = left ? line->a : 0;
    *b = left ? line->b : 0;
    return FPK_OK;
}

void fpk_line_answer(const struct fpk_line *line, struct fpk_answer *answer)
{
    fpk_answer_text(answer, "convention", fpk_convention_name(line->given.convention));
}
