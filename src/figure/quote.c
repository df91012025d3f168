/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of a user inside a gnuplot script: quoted, never interpreted (fpk_quote).
 *
 * Between apostrophes nothing is special to gnuplot but the apostrophe, which is written twice;
 * several in a row, or one at an end, it misreads. Those are joined as a text between double
 * quotes, in which an apostrophe is like any other character. */
#include "figure_priv.h"

#include <string.h>

void fpk_quote(struct fpk_text *out, const char *text)
{
    const char *p = text ? text : "";
    fpk_text_add(out, "'");
    while (*p) {
        size_t run = strspn(p, "'");
        if (run == 1 && p != text && p[1])
            fpk_text_add(out, "''");
        else if (run > 0)
            fpk_text_add(out, "'.\"%.*s\".'", (int)run, p);
        else
            fpk_text_add(out, "%c", (unsigned char)*p < 0x20 ? ' ' : *p);
        p += run ? run : 1;
    }
    fpk_text_add(out, "'");
}
