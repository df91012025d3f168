/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "philox_kernel.h"

#include "lanes_priv.h"

#define TOGETHER 4 /* vectors in flight: one round waits for a multiplication, four fill the time */

/* One counter per lane. The upper half of a lane may hold rubbish: products read the lower. */
struct counters {
    lanes x0[TOGETHER], x1[TOGETHER], x2[TOGETHER], x3[TOGETHER];
};

static inline void encrypt(struct counters *c, uint32_t k0, uint32_t k1)
{
    const lanes m0 = lanes_all(FPK_PHILOX_M0), m1 = lanes_all(FPK_PHILOX_M1);
    for (int round = 0; round < 10; round++) {
        lanes key0 = lanes_all(k0), key1 = lanes_all(k1);
        for (int j = 0; j < TOGETHER; j++) {
            lanes p0 = lanes_multiply_low(c->x0[j], m0), p1 = lanes_multiply_low(c->x2[j], m1);
            c->x0[j] = lanes_xor(lanes_xor(lanes_upper(p1), c->x1[j]), key0);
            c->x1[j] = p1;
            c->x2[j] = lanes_xor(lanes_xor(lanes_upper(p0), c->x3[j]), key1);
            c->x3[j] = p0;
        }
        k0 += FPK_PHILOX_W0;
        k1 += FPK_PHILOX_W1;
    }
}

void FPK_KERNEL(fpk_philox_kernel)(size_t n, const uint32_t c[4], uint64_t key, uint64_t *a,
                                   uint64_t *b)
{
    const lanes low = lanes_all(0xffffffffu);
    for (size_t i = 0; i < n; i += TOGETHER * LANES) {
        struct counters x;
        for (int j = 0; j < TOGETHER; j++) {
            x.x0[j] = lanes_add(lanes_all(c[0] + i + (size_t)j * LANES), lanes_count());
            x.x1[j] = lanes_all(c[1]);
            x.x2[j] = lanes_all(c[2]);
            x.x3[j] = lanes_all(c[3]);
        }
        encrypt(&x, (uint32_t)key, (uint32_t)(key >> 32));
        for (int j = 0; j < TOGETHER; j++) {
            size_t at = i + (size_t)j * LANES;
            lanes_store(a + at, lanes_or(lanes_and(x.x0[j], low), lanes_raise(x.x1[j])));
            lanes_store(b + at, lanes_or(lanes_and(x.x2[j], low), lanes_raise(x.x3[j])));
        }
    }
}
