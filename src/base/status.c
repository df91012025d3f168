/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/status.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char message[FPK_MESSAGE_MAX];

/* Bytes of the UTF-8 character at c, its code point in *point; 0 when it is not UTF-8. */
static size_t read_character(const unsigned char *c, unsigned long *point)
{
    static const unsigned long least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = c[0] < 0x80 ? 1 : c[0] < 0xc0 || c[0] > 0xf4 ? 0 : c[0] < 0xe0 ? 2 : 3;
    n += c[0] >= 0xf0 && n > 0;
    *point = n < 2 ? c[0] : c[0] & (0xffu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        if ((c[i] & 0xc0) != 0x80)
            return 0;
        *point = *point << 6 | (c[i] & 0x3f);
    }
    bool surrogate = *point >= 0xd800 && *point <= 0xdfff;
    return n && *point >= least[n] && *point <= 0x10ffff && !surrogate ? n : 0;
}

/* Does nothing to a terminal: no control character (C0, DEL, C1), no line or paragraph separator,
 * nothing that turns the direction of writing. */
static bool harmless(unsigned long point)
{
    return point >= 0x20 && (point < 0x7f || point > 0x9f) && point != 0x200e && point != 0x200f &&
           !(point >= 0x2028 && point <= 0x202e) && !(point >= 0x2066 && point <= 0x2069);
}

/* A message is one line, whatever file name or option it quotes: other bytes become '?'. */
static void make_plain(char *text)
{
    while (*text) {
        unsigned long point;
        size_t n = read_character((const unsigned char *)text, &point);
        if (n == 0 || !harmless(point))
            memset(text, '?', n ? n : 1);
        text += n ? n : 1;
    }
}

enum fpk_status fpk_fail(enum fpk_status code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    make_plain(message);
    return code;
}

enum fpk_status fpk_fail_context(enum fpk_status code, const char *format, ...)
{
    char old[FPK_MESSAGE_MAX];
    memcpy(old, message, sizeof old);
    va_list args;
    va_start(args, format);
    int n = vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (n >= 0 && (size_t)n < sizeof message) {
        /* What does not fit is cut; the precision says so to compilers that warn of it. */
        int room = (int)sizeof message - n;
        snprintf(message + n, (size_t)room, ": %.*s", room, old);
    }
    make_plain(message);
    return code;
}

const char *fpk_message(void)
{
    return message;
}

void fpk_message_clear(void)
{
    message[0] = '\0';
}
