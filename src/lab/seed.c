/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/lab/seed.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum fpk_status fpk_seed_read(const char *text, uint64_t *seed)
{
    if (strcmp(text, "random") == 0) {
        uint32_t drawn;
        FPK_CHECK(getrandom(&drawn, sizeof drawn, 0) == (ssize_t)sizeof drawn, FPK_IO,
                  "--seed random: the system gives no random number: %s", strerror(errno));
        *seed = drawn; /* 32 bits: short enough to be copied by hand from the screen */
        return FPK_OK;
    }
    char *end;
    errno = 0;
    unsigned long long v = isdigit((unsigned char)text[0]) ? strtoull(text, &end, 10) : 0;
    FPK_CHECK(isdigit((unsigned char)text[0]) && *end == '\0' && errno == 0, FPK_USAGE,
              "--seed: \"%.60s\" is neither a whole number from 0 to 2^64 - 1 nor \"random\"",
              text);
    *seed = v;
    return FPK_OK;
}
