/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ISA: which of the compiled copies of a kernel runs.
 *
 * A kernel file (`*_kernel.c`) is plain C, compiled once per instruction set with every function
 * name passed through FPK_KERNEL(name), and reached through FPK_DISPATCH. No copy contracts a*b+c
 * into a fused operation and none calls the C library's elementary functions, so all copies give
 * the same bits. FPK_ISA=sse2|avx2|avx512 in the environment forces one, so that tests compare. */
#ifndef FPK_BASE_ISA_H
#define FPK_BASE_ISA_H

#include "fpk/base/status.h"

enum fpk_isa { FPK_ISA_SSE2, FPK_ISA_AVX2, FPK_ISA_AVX512 };

/* The one in use: the best that this CPU has, or the one forced. Decided once. On other CPUs than
 * x86-64 there is a single portable copy, called FPK_ISA_SSE2 here. */
enum fpk_isa fpk_isa(void);

/* "sse2", "avx2" or "avx512". */
const char *fpk_isa_name(enum fpk_isa isa);

/* FPK_USAGE when FPK_ISA names no instruction set, or one that this CPU or build does not have.
 * Programs call it first; fpk_isa() itself falls back to what exists. */
enum fpk_status fpk_isa_check(void) FPK_MUST_USE;

#define FPK_JOIN_(a, b) a##_##b
#define FPK_JOIN(a, b)  FPK_JOIN_(a, b)

/* Inside a kernel file: the name of this copy. FPK_ISA_SUFFIX comes from the build. */
#define FPK_KERNEL(name) FPK_JOIN(name, FPK_ISA_SUFFIX)

#if defined(FPK_MULTI_ISA) /* from the build, on x86-64 */
/* Declares the copies of a kernel: FPK_KERNEL_DECLARE(void, fpk_exp_kernel, (size_t n, ...)); */
#define FPK_KERNEL_DECLARE(type, name, args)                                                       \
    type name##_sse2 args;                                                                         \
    type name##_avx2 args;                                                                         \
    type name##_avx512 args
/* The copy to call: FPK_DISPATCH(fpk_exp_kernel)(n, x, out). */
#define FPK_DISPATCH(name)                                                                         \
    (fpk_isa() == FPK_ISA_AVX512 ? name##_avx512                                                   \
                                 : (fpk_isa() == FPK_ISA_AVX2 ? name##_avx2 : name##_sse2))
#else
#define FPK_KERNEL_DECLARE(type, name, args) type name##_sse2 args
#define FPK_DISPATCH(name)                   name##_sse2
#endif

#endif
