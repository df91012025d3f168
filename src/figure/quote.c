/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of a user inside a gnuplot script: quoted, never interpreted (fpk_quote). */
#include "figure_priv.h"

void fpk_quote(struct fpk_text *out, const char *text)
{
    fpk_text_add(out, "'");
    for (; text && *text; text++) {
        if (*text == '\'')
            fpk_text_add(out, "''");
        else
            fpk_text_add(out, "%c", (unsigned char)*text < 0x20 ? ' ' : *text);
    }
    fpk_text_add(out, "'");
}
