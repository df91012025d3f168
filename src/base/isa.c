/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/isa.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {"sse2", "avx2", "avx512"};

const char *fpk_isa_name(enum fpk_isa isa)
{
    return names[isa];
}

/* The avx512 copies are built for x86-64-v4 (F, BW, CD, DQ, VL), the avx2 ones for v3. */
static enum fpk_isa best(void)
{
#if defined(FPK_MULTI_ISA)
    __builtin_cpu_init();
    bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
              __builtin_cpu_supports("bmi2");
    bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
              __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
              __builtin_cpu_supports("avx512vl");
    return v4 ? FPK_ISA_AVX512 : v3 ? FPK_ISA_AVX2 : FPK_ISA_SSE2;
#else
    return FPK_ISA_SSE2;
#endif
}

/* The instruction set named by FPK_ISA, or -1 (unset) or -2 (unknown). */
static int wanted(void)
{
    const char *text = getenv("FPK_ISA");
    if (!text || !*text)
        return -1;
    for (int i = 0; i < 3; i++)
        if (strcmp(text, names[i]) == 0)
            return i;
    return -2;
}

enum fpk_isa fpk_isa(void)
{
    static atomic_int chosen = -1; /* every thread computes the same value: a benign race */
    int isa = atomic_load_explicit(&chosen, memory_order_relaxed);
    if (isa < 0) {
        int w = wanted();
        isa = w >= 0 && w <= (int)best() ? w : (int)best();
        atomic_store_explicit(&chosen, isa, memory_order_relaxed);
    }
    return (enum fpk_isa)isa;
}

enum fpk_status fpk_isa_check(void)
{
    int w = wanted();
    FPK_CHECK(w != -2, FPK_USAGE, "FPK_ISA=%.40s: not one of sse2, avx2, avx512",
              getenv("FPK_ISA"));
    FPK_CHECK(w <= (int)best(), FPK_USAGE, "FPK_ISA=%s: this CPU or build has no more than %s",
              getenv("FPK_ISA"), names[best()]);
    return FPK_OK;
}
