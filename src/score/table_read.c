/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table asked at a level: its row or two rows, then the spline of each, then head to score. */
#include "fpk/score/table.h"

#include "spline_priv.h"

#include <math.h>

/* What rounding may have done to a label. */
static double slack(const struct fpk_score_table *table)
{
    double first = table->t[0], last = table->t[table->nt - 1];
    return 1e-12 * fmax(fabs(first), fabs(last));
}

/* The row at or below the label and the share of the next one; row nt: not covered. */
static size_t row_at(const struct fpk_score_table *table, double t, double *share)
{
    const double *label = table->t;
    size_t low = 0, high = table->nt;
    double off = slack(table);
    *share = 0;
    if (!(t >= label[0] - off && t <= label[high - 1] + off))
        return table->nt;
    while (high - low > 1) { /* label[low] <= t, or low = 0 */
        size_t middle = low + (high - low) / 2;
        if (label[middle] <= t)
            low = middle;
        else
            high = middle;
    }
    if (fabs(t - label[low]) <= off)
        return low;
    if (low + 1 < table->nt && fabs(t - label[low + 1]) <= off)
        return low + 1;
    *share = (t - label[low]) / (label[low + 1] - label[low]);
    return low;
}

static bool no_score(const struct fpk_score_table *table, const struct fpk_level *level)
{
    return level->sigma == 0 && table->head != FPK_HEAD_SCORE;
}

bool fpk_score_table_has(const struct fpk_score_table *table, const struct fpk_level *level)
{
    double share;
    return row_at(table, level->t, &share) < table->nt && share == 0;
}

enum fpk_status fpk_score_table_covers(const struct fpk_score_table *table,
                                       const struct fpk_level *level)
{
    double share, off = 1e-3;
    size_t k = row_at(table, level->t, &share);
    FPK_CHECK(k < table->nt, FPK_USAGE,
              "score table: the level t = %.10g (alpha %.6g, sigma %.6g) is asked for, but its "
              "levels go from t = %.10g to %.10g; add it (t is what `fpk show sampler` prints)",
              level->t, level->alpha, level->sigma, table->t[0], table->t[table->nt - 1]);
    FPK_CHECK(
        !no_score(table, level), FPK_USAGE,
        "score table: at t = %.10g sigma is 0, where %s does not tell the score; end before it, "
        "or give the score itself",
        level->t, fpk_head_name(table->head));
    if (share != 0)
        return FPK_OK;
    FPK_CHECK(!table->alpha || fabs(table->alpha[k] - level->alpha) <= off * level->alpha,
              FPK_USAGE,
              "score table: its level t = %.10g has alpha = %.10g, the sampler's has %.10g; are "
              "schedule and labels the same?",
              level->t, table->alpha[k], level->alpha);
    FPK_CHECK(!table->sigma || fabs(table->sigma[k] - level->sigma) <= off * level->sigma,
              FPK_USAGE,
              "score table: its level t = %.10g has sigma = %.10g, the sampler's has %.10g; are "
              "schedule and labels the same?",
              level->t, table->sigma[k], level->sigma);
    return FPK_OK;
}

/* out <- the head at the level, out_x (may be NULL) its derivative. Between rows r and r + 1 both
 * are read, and mixed. */
static void head_at(const struct fpk_score_table *table, size_t k, double share, size_t n,
                    const double *x, double *out, double *out_x)
{
    double next[64], next_x[64];
    const double *value = table->value + k * table->nx, *slope = table->slope + k * table->nx;
    fpk_spline_read(table->nx, table->x, value, slope, n, x, out, out_x);
    for (size_t first = 0; share != 0 && first < n; first += 64) {
        size_t m = n - first < 64 ? n - first : 64;
        fpk_spline_read(table->nx, table->x, value + table->nx, slope + table->nx, m, x + first,
                        next, next_x);
        for (size_t i = 0; i < m; i++) {
            if (out)
                out[first + i] += share * (next[i] - out[first + i]);
            if (out_x)
                out_x[first + i] += share * (next_x[i] - out_x[first + i]);
        }
    }
}

/* The head at the level as another head; either of out, out_x may be NULL. */
static void evaluate_as(const struct fpk_score_table *table, enum fpk_head head,
                        const struct fpk_level *level, size_t n, const double *x, double *out,
                        double *out_x)
{
    double share, a, b;
    size_t k = row_at(table, level->t, &share);
    bool known = fpk_head_coefficients(table->head, head, *level, &a, &b);
    if (k == table->nt || !known) {
        for (size_t i = 0; i < n; i++) {
            if (out)
                out[i] = NAN;
            if (out_x)
                out_x[i] = NAN;
        }
        return;
    }
    head_at(table, k, share, n, x, out, out_x);
    if (table->head == head)
        return;
    for (size_t i = 0; out && i < n; i++)
        out[i] = a * x[i] + b * out[i];
    for (size_t i = 0; out_x && i < n; i++)
        out_x[i] = a + b * out_x[i];
}

static void evaluate(const struct fpk_level *level, size_t n, const double *x, double *out,
                     double *out_x, const void *ctx)
{
    evaluate_as(ctx, FPK_HEAD_SCORE, level, n, x, out, out_x);
}

static void mean_of(const struct fpk_level *level, size_t n, const double *x, double *out,
                    double *out_x, const void *ctx)
{
    evaluate_as(ctx, FPK_HEAD_X0, level, n, x, out, out_x);
}

static void score_of(const struct fpk_level *level, size_t n, const double *x, double *out,
                     const void *ctx)
{
    evaluate(level, n, x, out, NULL, ctx);
}

static void jacobian_of(const struct fpk_level *level, size_t n, const double *x, double *out,
                        const void *ctx)
{
    evaluate(level, n, x, NULL, out, ctx);
}

struct fpk_score fpk_score_from_table(const struct fpk_score_table *table)
{
    bool of_data = table->head != FPK_HEAD_SCORE && table->head != FPK_HEAD_EPS;
    return (struct fpk_score){.dim = 1,
                              .score = score_of,
                              .score_x = jacobian_of,
                              .ctx = table,
                              .mean = of_data ? mean_of : NULL,
                              .both = evaluate};
}
