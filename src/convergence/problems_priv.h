/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FPK_CONVERGENCE_PROBLEMS_PRIV_H
#define FPK_CONVERGENCE_PROBLEMS_PRIV_H

#include "fpk/convergence/convergence.h"

/* problems_line.c: one dimension */
extern const struct fpk_problem fpk_problem_additive, fpk_problem_ou, fpk_problem_benes,
    fpk_problem_linear, fpk_problem_cubic, fpk_problem_wave, fpk_problem_sinh;

/* problems_affine.c: f and g affine in x, two dimensions */
extern const struct fpk_problem fpk_problem_oscillator, fpk_problem_circle, fpk_problem_pair,
    fpk_problem_spiral, fpk_problem_levy, fpk_problem_linear_system;

/* problems_coupled.c: not affine, two dimensions */
extern const struct fpk_problem fpk_problem_coupled, fpk_problem_correlated;

/* problems_area.c: not affine, noise that does not commute */
extern const struct fpk_problem fpk_problem_sinh_area;

/* phi of several */
double fpk_phi_square(const double *x); /* x_1^2 */

#endif
