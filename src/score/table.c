/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/score/table.h"

#include "fpk/base/memory.h"
#include "spline_priv.h"

#include <math.h>
#include <string.h>

static enum fpk_status check_ascending(const char *what, size_t n, const double *v)
{
    for (size_t i = 0; i < n; i++) {
        FPK_CHECK(isfinite(v[i]), FPK_USAGE, "score table: %s[%zu] is %g", what, i, v[i]);
        FPK_CHECK(i == 0 || v[i] > v[i - 1], FPK_USAGE,
                  "score table: %s is not ascending: %s[%zu] = %.10g comes after %.10g; sort it, "
                  "and the values with it",
                  what, what, i, v[i], v[i - 1]);
    }
    return FPK_OK;
}

static enum fpk_status check_levels(const struct fpk_score_samples *s)
{
    FPK_TRY(check_ascending("t", s->nt, s->t));
    for (size_t k = 0; k < s->nt; k++) {
        FPK_CHECK(!s->alpha || (s->alpha[k] >= 0 && isfinite(s->alpha[k])), FPK_USAGE,
                  "score table: alpha[%zu] is %g; it is 0 or positive", k, s->alpha[k]);
        FPK_CHECK(!s->sigma || (s->sigma[k] >= 0 && isfinite(s->sigma[k])), FPK_USAGE,
                  "score table: sigma[%zu] is %g; it is 0 or positive", k, s->sigma[k]);
    }
    return FPK_OK;
}

static bool trusted(const struct fpk_score_samples *s, size_t k, size_t i)
{
    return !s->masked || !s->masked[k * s->nx + i];
}

static enum fpk_status check(const struct fpk_score_samples *s)
{
    FPK_CHECK(s->nx >= FPK_SPLINE_LEAST && s->nt >= 1, FPK_USAGE,
              "score table: %zu points x at %zu levels t; it takes %d and 1 at least", s->nx, s->nt,
              FPK_SPLINE_LEAST);
    FPK_CHECK(s->nx <= FPK_SCORE_TABLE_MOST / s->nt, FPK_USAGE,
              "score table: %zu points x at %zu levels t are more than 2^27 values", s->nx, s->nt);
    FPK_TRY(check_ascending("x", s->nx, s->x));
    FPK_TRY(check_levels(s));
    for (size_t k = 0; k < s->nt; k++) {
        size_t seen = 0;
        for (size_t i = 0; i < s->nx; i++) {
            double v = s->value[k * s->nx + i];
            seen += trusted(s, k, i);
            FPK_CHECK(isfinite(v) || !trusted(s, k, i), FPK_USAGE,
                      "score table: row %zu (t = %.10g), column %zu (x = %.10g) is %s (both count "
                      "from 0); mend it or mask it",
                      k, s->t[k], i, s->x[i], isnan(v) ? "NaN" : "infinite");
        }
        FPK_CHECK(
            seen >= FPK_SPLINE_LEAST, FPK_USAGE,
            "score table: row %zu (t = %.10g) has %zu points that are not masked; it takes %d", k,
            s->t[k], seen, FPK_SPLINE_LEAST);
    }
    return FPK_OK;
}

static enum fpk_status copy(double **out, const double *v, size_t n)
{
    if (!v)
        return FPK_OK;
    FPK_TRY(fpk_allocate(out, n));
    memcpy(*out, v, n * sizeof *v);
    return FPK_OK;
}

/* The spline of the trusted points of each row, read at all of them. */
static enum fpk_status fit(struct fpk_score_table *table, const struct fpk_score_samples *s)
{
    struct fpk_spline spline;
    FPK_TRY(fpk_spline_init(&spline, s->nx));
    enum fpk_status status = FPK_OK;
    for (size_t k = 0; k < s->nt && status == FPK_OK; k++) {
        const double *row = s->value + k * s->nx;
        spline.n = 0;
        for (size_t i = 0; i < s->nx; i++)
            if (trusted(s, k, i)) {
                spline.x[spline.n] = s->x[i];
                spline.value[spline.n++] = row[i];
            }
        fpk_spline_fit(&spline);
        fpk_spline_read(spline.n, spline.x, spline.value, spline.slope, s->nx, s->x,
                        table->value + k * s->nx, table->slope + k * s->nx);
        for (size_t i = 0; i < s->nx && status == FPK_OK; i++)
            if (!isfinite(table->value[k * s->nx + i]) || !isfinite(table->slope[k * s->nx + i]))
                status = fpk_fail(FPK_USAGE,
                                  "score table: row %zu (t = %.10g) is too steep for a spline near "
                                  "x = %.10g; are two points nearly equal?",
                                  k, s->t[k], s->x[i]);
    }
    fpk_spline_clear(&spline);
    return status;
}

enum fpk_status fpk_score_table_init(struct fpk_score_table *table,
                                     const struct fpk_score_samples *samples)
{
    *table = (struct fpk_score_table){.head = samples->head, .nx = samples->nx, .nt = samples->nt};
    enum fpk_status status;
    FPK_TRY_DONE(status, check(samples));
    FPK_TRY_DONE(status, copy(&table->x, samples->x, table->nx));
    FPK_TRY_DONE(status, copy(&table->t, samples->t, table->nt));
    FPK_TRY_DONE(status, copy(&table->alpha, samples->alpha, table->nt));
    FPK_TRY_DONE(status, copy(&table->sigma, samples->sigma, table->nt));
    FPK_TRY_DONE(status, fpk_allocate(&table->value, table->nt * table->nx));
    FPK_TRY_DONE(status, fpk_allocate(&table->slope, table->nt * table->nx));
    status = fit(table, samples);
done:
    if (status != FPK_OK)
        fpk_score_table_clear(table);
    return status;
}

void fpk_score_table_clear(struct fpk_score_table *table)
{
    fpk_release(&table->x);
    fpk_release(&table->t);
    fpk_release(&table->alpha);
    fpk_release(&table->sigma);
    fpk_release(&table->value);
    fpk_release(&table->slope);
    table->nx = table->nt = 0;
}
