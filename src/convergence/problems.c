/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "problems_priv.h"

/* The list: a new problem is one line here. */
static const struct fpk_problem *const problems[] = {
    &fpk_problem_additive,   &fpk_problem_ou,      &fpk_problem_benes,
    &fpk_problem_oscillator, &fpk_problem_linear,  &fpk_problem_cubic,
    &fpk_problem_wave,       &fpk_problem_sinh,    &fpk_problem_circle,
    &fpk_problem_pair,       &fpk_problem_coupled, &fpk_problem_spiral,
    &fpk_problem_correlated, &fpk_problem_levy,    &fpk_problem_linear_system,
    &fpk_problem_sinh_area,
};

const struct fpk_problem *const *fpk_problems(size_t *n)
{
    *n = sizeof problems / sizeof *problems;
    return problems;
}

double fpk_phi_square(const double *x)
{
    return x[0] * x[0];
}
