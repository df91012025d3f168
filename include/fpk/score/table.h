/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Table: a score known on a grid of points and levels, as a user's network or a solved field gives
 * it, made into a score that can be asked anywhere.
 *
 *     struct fpk_score_table table;
 *     fpk_score_table_init(&table, &(struct fpk_score_samples){.head = FPK_HEAD_EPS, ...});
 *     struct fpk_score score = fpk_score_from_table(&table);   ... fpk_score_table_clear(&table);
 *
 * In x: the cubic spline through the values of a level (not-a-knot ends; de Boor, A Practical Guide
 * to Splines, 1978, ch. IV), twice continuously differentiable, error O(h^4), of score_x O(h^3);
 * outside the points it goes on in a straight line, as the score of a Gaussian tail does. In t:
 * exact at the table's levels, linear in t between them. What is interpolated is the head as given,
 * so that a head that hardly changes with the level is hardly changed by interpolation; it becomes
 * a score with the alpha and sigma of the level that is asked. */
#ifndef FPK_SCORE_TABLE_H
#define FPK_SCORE_TABLE_H

#include "fpk/score/score.h"

#include <stdbool.h>

#define FPK_SCORE_TABLE_MOST ((size_t)1 << 27) /* values of a table */

/* What is known, for designated initialisers; all borrowed. */
struct fpk_score_samples {
    enum fpk_head head;
    size_t nx, nt;       /* at least 4 points, 1 level */
    const double *x;     /* [nx], ascending, not necessarily equally spaced */
    const double *t;     /* [nt], ascending: the levels' labels, as in struct fpk_level */
    const double *alpha; /* [nt], [nt]: the levels themselves, held against those that are asked; */
    const double *sigma; /* NULL: not known */
    const double *value; /* [nt][nx] of the head */
    const unsigned char *masked; /* [nt][nx], 1: not to be trusted (may be NaN); NULL: none is */
};

struct fpk_score_table {
    enum fpk_head head;
    size_t nx, nt;
    double *x, *t;         /* [nx], [nt]; owned, as are all below */
    double *alpha, *sigma; /* [nt]; NULL when not known */
    double *value, *slope; /* [nt][nx], of the spline; masked points filled in: the spline of the
                              trusted ones, straight lines beyond the outermost of them */
};

/* Copies and fits. FPK_USAGE, naming row and column: x or t not ascending, a number that is not
 * finite and not masked, fewer than four trusted points in a row, too few or too many points.
 * O(nt nx). */
enum fpk_status fpk_score_table_init(struct fpk_score_table *table,
                                     const struct fpk_score_samples *samples) FPK_MUST_USE;
void fpk_score_table_clear(struct fpk_score_table *table);

/* Can the level be asked? FPK_USAGE with a sentence: its label lies outside the table's; its sigma
 * is 0 and the head is not the score; the table has that label with another alpha or sigma (more
 * than a thousandth off: labels shifted by one differ more). A callback cannot fail: asked
 * nevertheless, the score is NaN for the first two. */
enum fpk_status fpk_score_table_covers(const struct fpk_score_table *table,
                                       const struct fpk_level *level) FPK_MUST_USE;

/* Is the level one of the table's own? Else it is interpolated. */
bool fpk_score_table_has(const struct fpk_score_table *table, const struct fpk_level *level);

/* The score of a table (borrowed), with score_x, both. */
struct fpk_score fpk_score_from_table(const struct fpk_score_table *table);

#endif
