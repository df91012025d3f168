/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the makers of discrete schedules share. */
#ifndef FPK_SCHEDULE_SCHEDULE_PRIV_H
#define FPK_SCHEDULE_SCHEDULE_PRIV_H

#include "fpk/schedule/schedule.h"

/* abar and noise from beta. */
void fpk_schedule_accumulate(struct fpk_schedule *schedule);

#endif
