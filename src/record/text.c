/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/text.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for `extra` more bytes and a NUL; false when the text has failed. */
static bool grow(struct fpk_text *text, size_t extra)
{
    if (text->status != FPK_OK)
        return false;
    if (extra < text->room - text->n)
        return true;
    size_t room = text->room ? text->room : 256;
    while (room - text->n <= extra && room < SIZE_MAX / 4)
        room *= 2;
    char *bytes = NULL;
    text->status = fpk_allocate(&bytes, room);
    if (text->status != FPK_OK)
        return false;
    if (text->n)
        memcpy(bytes, text->bytes, text->n);
    fpk_release(&text->bytes);
    text->bytes = bytes;
    text->room = room;
    return true;
}

void fpk_text_add_bytes(struct fpk_text *text, const void *bytes, size_t n)
{
    if (!grow(text, n))
        return;
    if (n)
        memcpy(text->bytes + text->n, bytes, n);
    text->n += n;
    text->bytes[text->n] = '\0';
}

void fpk_text_add(struct fpk_text *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0) {
        if (text->status == FPK_OK)
            text->status =
                fpk_fail(FPK_NUMERIC, "a text could not be formatted: \"%.60s\"", format);
        return;
    }
    if (!grow(text, (size_t)n))
        return;
    va_start(args, format);
    vsnprintf(text->bytes + text->n, (size_t)n + 1, format, args);
    va_end(args);
    text->n += (size_t)n;
}

void fpk_text_clear(struct fpk_text *text)
{
    fpk_release(&text->bytes);
    *text = (struct fpk_text){0};
}

enum fpk_status fpk_text_status(const struct fpk_text *text)
{
    return text->status;
}

const char *fpk_number_text(double value, char out[FPK_NUMBER_TEXT])
{
    if (isnan(value))
        return strcpy(out, "nan");
    if (isinf(value))
        return strcpy(out, value > 0 ? "inf" : "-inf");
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, FPK_NUMBER_TEXT, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            break;
    }
    return out;
}
