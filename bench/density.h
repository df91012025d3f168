/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bench/density.py calls of fpk: questions put as `fpk solve` puts them, texts to numbers,
 * behind flat functions, so that all contenders are timed in one process. Every call starts from
 * nothing and releases everything: formulas are read, the grid is chosen, the errors estimated.
 * All give 0, or -1 after a sentence on stderr. */
#ifndef BENCH_DENSITY_H
#define BENCH_DENSITY_H

#include "fpk/base/status.h"

#include <stdio.h>

enum how { EQUAL_CELLS, LOG_MESH, ORACLE };

int density_at_end(const char *drift, const char *diffusion, const char *start, double t,
                   double *domain, int how, double tolerance, size_t cells, double *p,
                   double *error);
int density_one_grid(size_t cells, size_t steps, double *p);
int density_exit_one_grid(const char *drift, double t, size_t cells, size_t times, double *left,
                          double *right);
int density_exit(const char *drift, double tolerance, size_t n, const double *times, double *left,
                 double *right, double *error);
int density_eigenvalue(const char *potential, double temperature, const double *domain,
                       double tolerance, int oracle, double *value, double *error);

static inline int density_said(enum fpk_status status)
{
    if (status != FPK_OK)
        fprintf(stderr, "density: %s\n", fpk_message());
    return status == FPK_OK ? 0 : -1;
}

#endif
