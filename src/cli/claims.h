/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims: the measured orders of samplers as text, to be digested and to be compiled in. */
#ifndef FPK_CLI_CLAIMS_H
#define FPK_CLI_CLAIMS_H

#include "fpk/record/digest.h"
#include "fpk/record/text.h"
#include "fpk/study/claims.h"

/* SHA-256 of the studies, one line each, numbers with nine digits. */
enum fpk_status fpk_claims_digest(const struct fpk_claim_study *study, size_t n,
                                  char out[FPK_DIGEST_TEXT]) FPK_MUST_USE;

/* Adds the content of src/study/measured.inc. */
void fpk_claims_source(struct fpk_text *text, const struct fpk_claims_measured *measured);

#endif
