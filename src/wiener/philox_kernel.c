/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A round takes (x0, x1, x2, x3) to (hi(M1 x2) ^ x1 ^ k0, lo(M1 x2), hi(M0 x0) ^ x3 ^ k1,
 * lo(M0 x0)). Only x0 runs over a pass, so half of the first two rounds is the same for all its
 * counters and is done once, and M0 x0 grows by a constant. */
#include "philox_kernel.h"

#include "lanes_priv.h"

#define ROUNDS   10
#define TOGETHER 4 /* vectors in flight: one round waits for a multiplication, four fill the time */

/* One counter per lane. The upper half of a lane may hold rubbish: products read the lower. */
struct counters {
    lanes x0[TOGETHER], x1[TOGETHER], x2[TOGETHER], x3[TOGETHER];
};

/* What rounds 1 and 2 do to the parts of the counter that all share. */
struct common {
    uint32_t x2;     /* after round 1: to be xored to hi(M0 x0) */
    uint32_t x0;     /* after round 2: to be xored to hi(M1 x2) */
    uint32_t t2, x3; /* after round 2: t2 to be xored to x3 of round 1 */
};

static struct common common_rounds(const uint32_t c[4], const uint32_t k0[], const uint32_t k1[])
{
    uint64_t p1 = (uint64_t)FPK_PHILOX_M1 * c[2];
    uint64_t p0 = (uint64_t)FPK_PHILOX_M0 * ((uint32_t)(p1 >> 32) ^ c[1] ^ k0[0]);
    return (struct common){.x2 = c[3] ^ k1[0],
                           .x0 = (uint32_t)p1 ^ k0[1],
                           .t2 = (uint32_t)(p0 >> 32) ^ k1[1],
                           .x3 = (uint32_t)p0};
}

/* Rounds 1 and 2 of the vectors whose M0 x0 is p0, p0 + step, ... */
static inline void first_rounds(struct counters *x, lanes p0, lanes step, const struct common *same)
{
    const lanes m1 = lanes_all(FPK_PHILOX_M1);
    for (int j = 0; j < TOGETHER; j++) {
        lanes p1 = lanes_multiply_low(lanes_xor(lanes_right(p0, 32), lanes_all(same->x2)), m1);
        x->x0[j] = lanes_xor(lanes_right(p1, 32), lanes_all(same->x0));
        x->x1[j] = p1;
        x->x2[j] = lanes_xor(p0, lanes_all(same->t2));
        x->x3[j] = lanes_all(same->x3);
        p0 = lanes_add(p0, step);
    }
}

static inline void round_of(struct counters *x, uint32_t k0, uint32_t k1)
{
    const lanes m0 = lanes_all(FPK_PHILOX_M0), m1 = lanes_all(FPK_PHILOX_M1);
    lanes key0 = lanes_all(k0), key1 = lanes_all(k1);
    for (int j = 0; j < TOGETHER; j++) {
        lanes p0 = lanes_multiply_low(x->x0[j], m0), p1 = lanes_multiply_low(x->x2[j], m1);
        x->x0[j] = lanes_xor3(lanes_right(p1, 32), x->x1[j], key0);
        x->x1[j] = p1;
        x->x2[j] = lanes_xor3(lanes_right(p0, 32), x->x3[j], key1);
        x->x3[j] = p0;
    }
}

static void keys_of(uint64_t key, uint32_t k0[], uint32_t k1[])
{
    for (uint32_t r = 0; r < ROUNDS; r++) {
        k0[r] = (uint32_t)key + r * FPK_PHILOX_W0;
        k1[r] = (uint32_t)(key >> 32) + r * FPK_PHILOX_W1;
    }
}

static inline void store(const struct counters *x, uint64_t *a, uint64_t *b)
{
    for (int j = 0; j < TOGETHER; j++) {
        lanes_store(a + j * LANES, lanes_join(x->x0[j], x->x1[j]));
        lanes_store(b + j * LANES, lanes_join(x->x2[j], x->x3[j]));
    }
}

void FPK_KERNEL(fpk_philox_kernel)(size_t n, const uint32_t c[4], uint64_t key, uint64_t *a,
                                   uint64_t *b)
{
    uint32_t k0[ROUNDS], k1[ROUNDS];
    keys_of(key, k0, k1);
    const struct common same = common_rounds(c, k0, k1);
    const lanes m0 = lanes_all(FPK_PHILOX_M0), step = lanes_all((uint64_t)FPK_PHILOX_M0 * LANES);
    lanes start = lanes_multiply_low(lanes_add(lanes_all(c[0]), lanes_count()), m0);
    for (size_t i = 0; i < n; i += TOGETHER * LANES) {
        lanes p0 = lanes_add(start, lanes_all((uint64_t)FPK_PHILOX_M0 * i));
        struct counters x;
        first_rounds(&x, p0, step, &same);
        for (int r = 2; r < ROUNDS; r++)
            round_of(&x, k0[r], k1[r]);
        store(&x, a + i, b + i);
    }
}

void FPK_KERNEL(fpk_philox_list_kernel)(size_t n, const uint64_t *pair, const uint32_t c[4],
                                        uint64_t key, uint64_t *a, uint64_t *b)
{
    uint32_t k0[ROUNDS], k1[ROUNDS];
    keys_of(key, k0, k1);
    for (size_t i = 0; i < n; i += TOGETHER * LANES) {
        struct counters x;
        for (int j = 0; j < TOGETHER; j++) {
            x.x0[j] = lanes_load(pair + i + j * LANES);
            x.x1[j] = lanes_or(lanes_right(x.x0[j], 32), lanes_all(c[1]));
            x.x2[j] = lanes_all(c[2]);
            x.x3[j] = lanes_all(c[3]);
        }
        for (int r = 0; r < ROUNDS; r++)
            round_of(&x, k0[r], k1[r]);
        store(&x, a + i, b + i);
    }
}
