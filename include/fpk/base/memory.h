/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory: aligned storage with a balance that tests read at exit. */
#ifndef FPK_BASE_MEMORY_H
#define FPK_BASE_MEMORY_H

#include "fpk/base/status.h"

#include <stddef.h>

#define FPK_ALIGN 64 /* bytes: a cache line and a 512-bit vector */

/* *out <- storage for count items of `size` bytes, zeroed, aligned to FPK_ALIGN; count 0 gives a
 * valid pointer. Owned by the caller; released by fpk_release. FPK_NUMERIC when the product
 * overflows or memory is not to be had (the sentence names the size); from 256 MiB on that is held
 * against what the kernel calls available, so that no run ends by the out-of-memory killer. */
enum fpk_status fpk_allocate_bytes(void **out, size_t count, size_t size) FPK_MUST_USE;

/* Typed form: `double *x = NULL; FPK_TRY(fpk_allocate(&x, n));` */
#define fpk_allocate(pointer, count)                                                               \
    fpk_allocate_bytes((void **)(pointer), (count), sizeof **(pointer))

/* Releases and nulls the pointer at `pointer` (address of a pointer); NULL-safe. */
#define fpk_release(pointer) fpk_release_bytes((void **)(pointer))
void fpk_release_bytes(void **pointer);

/* Owned copy of a string. */
enum fpk_status fpk_copy_text(char **out, const char *text) FPK_MUST_USE;

/* Allocations not yet released, over all threads; 0 at the end of every test. */
long fpk_memory_balance(void);

#endif
