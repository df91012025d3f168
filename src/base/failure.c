/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/failure.h"

void fpk_failure_offer(struct fpk_failure *kept, struct fpk_failure candidate)
{
    if (!candidate.found)
        return;
    bool earlier = candidate.step < kept->step ||
                   (candidate.step == kept->step && candidate.particle < kept->particle);
    if (!kept->found || earlier)
        *kept = candidate;
}
