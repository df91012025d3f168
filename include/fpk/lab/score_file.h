/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Score file: a table of scores as a Python user writes it, .npz or HDF5.
 *
 *     numpy.savez("table.npz", x=x, t=t, eps=eps)            eps[k, i] = eps(x[i], t[k])
 *
 * Arrays: x (nx,) and t (nt,), ascending; one of score, eps, x0 (nt, nx), or (nx,) with one t.
 * They may be joined by alpha and sigma (nt,), the levels that the labels t stand for, to be held
 * against the sampler's, and by masked (nt, nx), true where a value is not to be used (it may be
 * NaN there), or trusted, the opposite. Others are left alone. What `fpk solve --score --out FILE`
 * wrote is such a file, with `time` for t. */
#ifndef FPK_LAB_SCORE_FILE_H
#define FPK_LAB_SCORE_FILE_H

#include "fpk/base/status.h"
#include "fpk/score/table.h"

/* Reads and fits; the kind of file is told by its first bytes. FPK_USAGE, with the file's name,
 * when an array is missing, of another shape, or refused by fpk_score_table_init; failures of the
 * readers as they are. Cleared by fpk_score_table_clear. Memory: thrice the values. */
enum fpk_status fpk_score_file_read(struct fpk_score_table *table, const char *path) FPK_MUST_USE;

#endif
