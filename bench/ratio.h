/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ratio: contenders for one task, timed in turn in the same run, so that a noisy neighbour or a
 * change of clock meets all of them. The minimum over the rounds is what is compared: noise only
 * adds. Absolute times belong to the machine; the ratios travel. */
#ifndef FPK_BENCH_RATIO_H
#define FPK_BENCH_RATIO_H

#include <stddef.h>
#include <stdio.h>
#include <time.h>

#define RATIO_MAX 8

struct contender {
    const char *name;
    void (*run)(void *ctx); /* the task once */
    void *ctx;
};

static double ratio_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Prints ns per item of each of the m contenders and its time over that of the first. */
static void ratio_print(const char *task, double items, int rounds, const struct contender *who,
                        size_t m)
{
    double best[RATIO_MAX];
    for (int r = 0; r <= rounds; r++) /* round 0 warms up */
        for (size_t i = 0; i < m; i++) {
            double begun = ratio_now();
            who[i].run(who[i].ctx);
            double spent = ratio_now() - begun;
            if (r <= 1 || spent < best[i])
                best[i] = spent;
        }
    for (size_t i = 0; i < m; i++)
        printf("%-28s %-32s %8.2f ns  %6.2f x\n", i ? "" : task, who[i].name, 1e9 * best[i] / items,
               best[i] / best[0]);
}

#endif
