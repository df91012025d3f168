/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of `fpk show`. */
#ifndef FPK_CLI_SHOW_H
#define FPK_CLI_SHOW_H

#include "verb.h"

enum fpk_status fpk_show_models(const struct fpk_call *call) FPK_MUST_USE;
enum fpk_status fpk_show_integrators(const struct fpk_call *call) FPK_MUST_USE;
enum fpk_status fpk_show_samplers(const struct fpk_call *call) FPK_MUST_USE;
enum fpk_status fpk_show_schedules(const struct fpk_call *call) FPK_MUST_USE;
enum fpk_status fpk_show_plan(const struct fpk_call *call) FPK_MUST_USE;
enum fpk_status fpk_show_schedule(const struct fpk_call *call) FPK_MUST_USE;
enum fpk_status fpk_show_file(const struct fpk_call *call) FPK_MUST_USE;

#endif
