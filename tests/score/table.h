/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exact score of two Gaussians on a grid, under each head. */
#ifndef FPK_TESTS_SCORE_TABLE_H
#define FPK_TESTS_SCORE_TABLE_H

#include "fpk/score/table.h"

#include "../check.h"

enum { GRID_X = 3201, GRID_T = 4 };
static double grid_x[GRID_X], grid_value[GRID_T * GRID_X];
static const double grid_t[GRID_T] = {0, 10, 400, 999};
static const double grid_alpha[GRID_T] = {1, 0.99, 0.6, 0.01};
static const double grid_sigma[GRID_T] = {0.01, 0.14, 0.8, 0.99995};

static inline struct fpk_level grid_level(size_t k)
{
    return (struct fpk_level){.alpha = grid_alpha[k], .sigma = grid_sigma[k], .t = grid_t[k]};
}

static inline void make_target(struct fpk_mixture *m)
{
    check_ok(fpk_mixture_init(m, 1, 2, (double[]){0.3, 0.7}, (double[]){-2, 1.5},
                              (double[]){0.09, 0.25}));
}

/* Samples of `head` at n <= GRID_X points from -8 to 8. */
static inline struct fpk_score_samples samples_of(const struct fpk_mixture *m, enum fpk_head head,
                                                  size_t n)
{
    struct fpk_score exact = fpk_score_exact(m);
    for (size_t i = 0; i < n; i++)
        grid_x[i] = -8 + 16 * (double)i / (double)(n - 1);
    for (size_t k = 0; k < GRID_T; k++)
        for (size_t i = 0; i < n; i++) {
            struct fpk_level level = grid_level(k);
            fpk_score_head(&exact, head, &level, 1, &grid_x[i], &grid_value[k * n + i], NULL);
        }
    return (struct fpk_score_samples){.head = head,
                                      .nx = n,
                                      .nt = GRID_T,
                                      .x = grid_x,
                                      .t = grid_t,
                                      .alpha = grid_alpha,
                                      .sigma = grid_sigma,
                                      .value = grid_value};
}

#endif
