/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A solve in lanes: all blocks forward, then all blocks back; compiled once per instruction set. */
#include "tridiagonal_sweep_priv.h"

#define FAR 64 /* blocks from which on they come from memory, or nearly: 2 MiB */

/* ahead: gain, b and scale of the block that is next, from their first row in memory, or NULL. */
static inline double sweep(const struct sweep *s, int forward, const double *const ahead[3],
                           const struct fpk_lanes_through *through, double carry)
{
    _Alignas(64) double end[LANES], from[LANES];
    if (ahead) {
        run_from_zero(s, ahead[0], end);
        carry = carry_through(through, forward, end, carry, from);
        run(s, forward, ahead[1], ahead[2], from);
    } else {
        run_from_zero(s, NULL, end);
        carry = carry_through(through, forward, end, carry, from);
        run(s, forward, NULL, NULL, from);
    }
    return carry;
}

void FPK_KERNEL(fpk_tridiagonal_lanes_kernel)(const struct fpk_tridiagonal_lanes *lanes, double *b)
{
    const struct fpk_lanes_through *through = (const void *)lanes->through;
    size_t n = lanes->n_block, length = lanes->n_row * LANES;
    double carry = 0;
    for (size_t k = 0; k < n; k++) {
        struct sweep s = forward_of(lanes, b, k);
        size_t next = (k + 1) * length;
        const double *ahead[3] = {lanes->multiplier + next, b + next, lanes->inverse + next};
        carry = sweep(&s, 1, n > FAR && k + 1 < n ? ahead : NULL, &through[2 * k], carry);
    }
    carry = 0;
    for (size_t k = n; k-- > 0;) {
        struct sweep s = backward_of(lanes, b, k);
        size_t next = (k - 1) * length;
        const double *ahead[3] = {lanes->back + next, b + next, NULL};
        carry = sweep(&s, 0, n > FAR && k > 0 ? ahead : NULL, &through[2 * k + 1], carry);
    }
}
