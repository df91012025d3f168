/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/memory.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static atomic_long balance;

enum fpk_status fpk_allocate_bytes(void **out, size_t count, size_t size)
{
    *out = NULL;
    FPK_CHECK(size == 0 || count <= (SIZE_MAX / 2) / size, FPK_NUMERIC,
              "an array of %zu items of %zu bytes does not fit in memory; ask for less", count,
              size);
    size_t bytes = (count * size + FPK_ALIGN - 1) / FPK_ALIGN * FPK_ALIGN;
    if (bytes == 0)
        bytes = FPK_ALIGN;
    void *p = aligned_alloc(FPK_ALIGN, bytes);
    FPK_CHECK(p, FPK_NUMERIC, "no memory for %zu bytes; ask for fewer points or a coarser grid",
              bytes);
    memset(p, 0, bytes);
    atomic_fetch_add(&balance, 1);
    *out = p;
    return FPK_OK;
}

void fpk_release_bytes(void **pointer)
{
    if (!*pointer)
        return;
    free(*pointer);
    *pointer = NULL;
    atomic_fetch_sub(&balance, 1);
}

enum fpk_status fpk_copy_text(char **out, const char *text)
{
    size_t n = strlen(text) + 1;
    FPK_TRY(fpk_allocate(out, n));
    memcpy(*out, text, n);
    return FPK_OK;
}

long fpk_memory_balance(void)
{
    return atomic_load(&balance);
}
