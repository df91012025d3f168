/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the build knows about itself (build_info.c.in). */
#ifndef FPK_RECORD_MANIFEST_PRIV_H
#define FPK_RECORD_MANIFEST_PRIV_H

extern const char fpk_build_version[]; /* "0.1.0" */
extern const char fpk_build_kind[];    /* "release, optimisation 3" */
extern const char fpk_build_commit[];  /* of the sources; "unknown" outside git */

#endif
