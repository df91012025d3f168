/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Catalogue: the options of a method as every list of `fpk show` tells them. */
#ifndef FPK_CLI_CATALOGUE_H
#define FPK_CLI_CATALOGUE_H

#include "fpk/base/parameter.h"
#include "fpk/record/json_writer.h"
#include "fpk/record/text.h"

/* "parameters": [{name, default, doc}, ...]; and one line each. */
void fpk_catalogue_json(struct fpk_json_writer *w, const struct fpk_parameter *p, size_t n);
void fpk_catalogue_text(struct fpk_text *text, const struct fpk_parameter *p, size_t n);

#endif
