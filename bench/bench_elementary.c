/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elementary functions on a block of 1024: ours (same bits everywhere) against the C library's,
 * called in a loop. */
#include "fpk/numeric/elementary.h"

#include "ratio.h"

#include <math.h>

#define N     1024
#define TIMES 64

static double x[N], out[N];

#define CONTENDERS(name)                                                                           \
    static void ours_##name(void *ctx)                                                             \
    {                                                                                              \
        (void)ctx;                                                                                 \
        for (int k = 0; k < TIMES; k++)                                                            \
            fpk_##name##_block(N, x, out);                                                         \
    }                                                                                              \
    static void libm_##name(void *ctx)                                                             \
    {                                                                                              \
        (void)ctx;                                                                                 \
        for (int k = 0; k < TIMES; k++) {                                                          \
            for (size_t i = 0; i < N; i++)                                                         \
                out[i] = name(x[i]);                                                               \
            __asm__ volatile("" ::: "memory"); /* or 64 equal rounds would become one */           \
        }                                                                                          \
    }

CONTENDERS(exp)
CONTENDERS(log)
CONTENDERS(sin)
CONTENDERS(tanh)
CONTENDERS(erfc)

#define PAIR(name)                                                                                 \
    ratio_print(#name, (double)N *TIMES, 40,                                                       \
                (struct contender[]){{"fpk_" #name "_block", ours_##name, NULL},                   \
                                     {"C library " #name, libm_##name, NULL}},                     \
                2)

int main(void)
{
    for (size_t i = 0; i < N; i++)
        x[i] = 0.01 + 5.0 * (double)((i * 389) % N) / N; /* no order that a branch could learn */
    PAIR(exp);
    PAIR(log);
    PAIR(sin);
    PAIR(tanh);
    PAIR(erfc);
    return 0;
}
