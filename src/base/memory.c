/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/memory.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static atomic_long balance;

#define LARGE ((size_t)1 << 28) /* bytes from which it is worth asking what is there */

/* A kernel that overcommits hands out more than there is and later kills the process: a large
 * request is held against what the kernel says is available. True when it does not say. */
static bool is_available(size_t bytes)
{
    unsigned long long kib = 0;
    char line[128];
    FILE *file = bytes < LARGE ? NULL : fopen("/proc/meminfo", "r");
    if (!file)
        return true;
    while (kib == 0 && fgets(line, sizeof line, file))
        (void)sscanf(line, "MemAvailable: %llu kB", &kib);
    fclose(file);
    return kib == 0 || bytes >> 10 <= kib;
}

#define PAGE       ((size_t)4096)
#define LARGE_PAGE ((size_t)2 << 20)

/* Arrays of two large pages and more ask the kernel for such (Linux): a sweep through memory then
 * waits less for addresses. Nothing depends on the answer. */
static void ask_for_large_pages(char *p, size_t bytes)
{
#if defined(MADV_HUGEPAGE)
    size_t skip = (PAGE - (uintptr_t)p % PAGE) % PAGE;
    if (bytes >= 2 * LARGE_PAGE)
        (void)madvise(p + skip, (bytes - skip) / PAGE * PAGE, MADV_HUGEPAGE);
#else
    (void)p;
    (void)bytes;
#endif
}

enum fpk_status fpk_allocate_bytes(void **out, size_t count, size_t size)
{
    *out = NULL;
    FPK_CHECK(size == 0 || count <= (SIZE_MAX / 2) / size, FPK_NUMERIC,
              "an array of %zu items of %zu bytes does not fit in memory; ask for less", count,
              size);
    size_t bytes = (count * size + FPK_ALIGN - 1) / FPK_ALIGN * FPK_ALIGN;
    if (bytes == 0)
        bytes = FPK_ALIGN;
    void *p = is_available(bytes) ? aligned_alloc(FPK_ALIGN, bytes) : NULL;
    FPK_CHECK(p, FPK_NUMERIC, "no memory for %zu bytes; ask for fewer points or a coarser grid",
              bytes);
    ask_for_large_pages(p, bytes);
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
