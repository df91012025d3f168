/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char message[FPK_MESSAGE_MAX];

enum fpk_status fpk_fail(enum fpk_status code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
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
