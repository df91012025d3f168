/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/schedule/head.h"

#include "fpk/base/parameter.h"

#include <string.h>

static const char *const name[FPK_HEADS] = {"score", "eps", "x0", "v", "flow"};

const char *fpk_head_name(enum fpk_head head)
{
    return name[head];
}

enum fpk_status fpk_head_find(const char *text, enum fpk_head *head)
{
    for (int i = 0; i < FPK_HEADS; i++)
        if (strcmp(text, name[i]) == 0) {
            *head = (enum fpk_head)i;
            return FPK_OK;
        }
    return fpk_fail(FPK_USAGE, "there is no head \"%.40s\"; there are score, eps, x0, v, flow",
                    text);
}

/* A head as p x0 + q eps; the score counts as eps, which it is but for -1/sigma. */
struct part {
    double p, q;
};

static struct part part_of(enum fpk_head head, struct fpk_level level)
{
    switch (head) {
    case FPK_HEAD_X0:
        return (struct part){1, 0};
    case FPK_HEAD_V:
        return (struct part){-level.sigma, level.alpha};
    case FPK_HEAD_FLOW:
        return (struct part){-1, 1};
    default:
        return (struct part){0, 1};
    }
}

/* With x = alpha x0 + sigma eps a head is a second equation for (x0, eps), of this determinant. */
static double determinant(struct part part, struct fpk_level level)
{
    return level.alpha * part.q - level.sigma * part.p;
}

bool fpk_head_coefficients(enum fpk_head from, enum fpk_head to, struct fpk_level level, double *a,
                           double *b)
{
    *a = 0;
    *b = 1;
    if (from == to)
        return true;
    struct part have = part_of(from, level), want = part_of(to, level);
    double det = determinant(have, level);
    bool same = have.p == want.p && have.q == want.q;
    if ((det == 0 && !same) || (to == FPK_HEAD_SCORE && level.sigma == 0))
        return false;
    *a = same ? 0 : (want.p * have.q - want.q * have.p) / det;
    *b = same ? 1 : determinant(want, level) / det;
    if (from == FPK_HEAD_SCORE)
        *b *= -level.sigma;
    if (to == FPK_HEAD_SCORE) {
        *a /= -level.sigma;
        *b /= -level.sigma;
    }
    return true;
}

enum fpk_status fpk_head_convert(enum fpk_head from, enum fpk_head to, struct fpk_level level,
                                 double *a, double *b)
{
    FPK_CHECK(fpk_head_coefficients(from, to, level, a, b), FPK_USAGE,
              "head %s does not give %s at alpha = %.6g, sigma = %.6g (t = %.10g)", name[from],
              name[to], level.alpha, level.sigma, level.t);
    return FPK_OK;
}
