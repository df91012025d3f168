/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/study/claims.h"

#include <math.h>

/* STUDIES, DIGEST and the rows: made by `fpk show samplers --measure --write FILE`. */
#include "measured.inc"

struct fpk_claims_measured fpk_claims_measured(void)
{
    return (struct fpk_claims_measured){.n = STUDIES, .study = studies, .digest = DIGEST};
}
