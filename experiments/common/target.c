/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.h"

#include "fpk/lab/target.h"

#include "bundled.h"

static const char bundled[] = FPK_BUNDLED_TARGET;

enum fpk_status fpk_common_target(struct fpk_run *run, struct fpk_mixture *target)
{
    const char *path = fpk_values_text(fpk_run_values(run), "target");
    if (!path)
        return fpk_target_parse(target, "the bundled target", bundled, sizeof bundled - 1);
    FPK_TRY(fpk_run_input(run, "target", path));
    FPK_TRY(fpk_target_read(target, path));
    FPK_CHECK(target->dim == 1, FPK_USAGE, "%s: has %zu dimensions; this experiment needs one",
              path, target->dim);
    return FPK_OK;
}
