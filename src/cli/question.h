/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Question: one thing that `fpk solve` can be asked of an equation between two ends. */
#ifndef FPK_CLI_QUESTION_H
#define FPK_CLI_QUESTION_H

#include "line.h"

#include "fpk/record/record.h"

#define FPK_QUESTION_READS 10

/* What a question is asked with, and what it leaves. */
struct fpk_asked {
    const struct fpk_line *line;
    const struct fpk_values *values;
    struct fpk_answer *answer; /* numbers */
    struct fpk_record *record; /* fields, when a file is wanted; else NULL */
    bool converged;            /* comes in true */
};

struct fpk_question {
    const char *option; /* that asks it; NULL: asked when no other is */
    const char
        *reads[FPK_QUESTION_READS]; /* options of `fpk solve` that it reads, NULL at the end */
    enum fpk_status (*ask)(struct fpk_asked *asked);
};

extern const struct fpk_question fpk_question_density, fpk_question_eigenvalues,
    fpk_question_first_passage, fpk_question_committor, fpk_question_stationary,
    fpk_question_survival;

#endif
