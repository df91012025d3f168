/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For tests that run every compiled copy of a kernel and compare hashes of what they give. */
#ifndef FPK_TESTS_ISA_H
#define FPK_TESTS_ISA_H

#include "check.h"

#include "fpk/base/isa.h"

#include <stdbool.h>
#include <stdlib.h>

/* Can this CPU run that copy? Asked of the CPU, because FPK_ISA may hide what it has. */
static inline bool check_isa_runs(int isa)
{
#if defined(FPK_MULTI_ISA)
    __builtin_cpu_init();
    bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
    bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
              __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
    return isa == FPK_ISA_SSE2 || (isa == FPK_ISA_AVX2 ? v3 : v4);
#else
    return isa == FPK_ISA_SSE2;
#endif
}

/* FNV-1a over the 64-bit words; every NaN counts as one and the same. */
static inline uint64_t check_hash_of(const double *x, size_t n)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < n; i++) {
        uint64_t bits;
        memcpy(&bits, &x[i], sizeof bits);
        if (x[i] != x[i])
            bits = 0x7ff8000000000000u;
        for (int k = 0; k < 64; k += 8)
            hash = (hash ^ (bits >> k & 0xff)) * 0x100000001b3u;
    }
    return hash;
}

/* Compares with the line "name hash" of a file in tests/data. */
static inline void check_hash(const char *file_name, const char *name, uint64_t hash, int isa)
{
    char path[1024], word[256], text[64];
    snprintf(path, sizeof path, "%s/%s", FPK_TEST_DATA, file_name);
    FILE *file = fopen(path, "r");
    bool found = false;
    while (file && !found && fscanf(file, "%255s %63s", word, text) == 2)
        found = strcmp(word, name) == 0;
    if (file)
        fclose(file);
    if (!found || strtoull(text, NULL, 16) != hash)
        check_fail("%s on %s: got %016llx, want %s as in %s", name, fpk_isa_name((enum fpk_isa)isa),
                   (unsigned long long)hash, found ? text : "(no such line)", file_name);
}

#endif
