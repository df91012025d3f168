/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of numbers go through the kernel at the window that served the run before; when that fails,
 * at the window of their own largest; when that fails too, one by one. Whichever way, what reaches
 * the limbs is the exact sum of the run, so the choice leaves no trace in the value. */
#include "fpk/numeric/sum.h"

#include "binned_sum_kernel.h"

#include <math.h>
#include <string.h>

#define LIMBS  FPK_BINNED_LIMBS
#define BOTTOM (-1074)                    /* exponent of the unit of the limbs */
#define DIGITS (2 * LIMBS)                /* of 32 bits */
#define LEAST  (BOTTOM + FPK_BINNED_STEP) /* windows: both units are doubles, */
#define MOST   970                        /* and 1.5 2^52 times the larger too */
#define USUAL  (-40)                      /* where a new sum looks: |x| < 2^10 */
#define ROOM   47                         /* places of the largest number above the unit */

/* limb += value 2^shift, sign extended. */
static void add_wide(uint64_t *limb, int64_t value, unsigned shift)
{
    unsigned k = shift / 64, by = shift % 64;
    uint64_t sign = value < 0 ? ~0ull : 0, bits = (uint64_t)value;
    uint64_t part[2] = {bits << by, by ? bits >> (64 - by) | sign << by : sign};
    uint64_t carry = 0;
    for (unsigned j = 0; k < LIMBS; k++, j++) {
        uint64_t term = j < 2 ? part[j] : sign;
        if (j >= 2 && term + carry == 0) /* nothing (0 + 0) or all (-1 + 1) is left to add */
            return;
        uint64_t sum = limb[k] + term, out = sum < term;
        limb[k] = sum + carry;
        carry = out + (limb[k] < sum);
    }
}

/* One number to digits of 32 bits, each kept in 64: below 2^44 in size after a run. */
static void add_digits(int64_t *digit, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    unsigned field = bits >> 52 & 0x7ff, shift = field ? field - 1 : 0;
    uint64_t m = (bits & 0xfffffffffffff) | (uint64_t)(field != 0) << 52;
    unsigned k = shift / 32, by = shift % 32;
    uint64_t lowest = (m & 0xffffffff) << by, rest = (m >> 32) << by;
    int64_t sign = bits >> 63 ? -1 : 1;
    digit[k] += sign * (int64_t)(lowest & 0xffffffff);
    digit[k + 1] += sign * (int64_t)((lowest >> 32) + (rest & 0xffffffff));
    digit[k + 2] += sign * (int64_t)(rest >> 32);
}

static void add_slowly(struct fpk_binned_sum *s, size_t n, const double *x)
{
    int64_t digit[DIGITS] = {0};
    for (size_t i = 0; i < n; i++) {
        if (isfinite(x[i]))
            add_digits(digit, x[i]);
        else if (x[i] != x[i])
            s->nans++;
        else
            (*(x[i] > 0 ? &s->up : &s->down))++;
    }
    for (unsigned k = 0; k < DIGITS; k++)
        if (digit[k] != 0)
            add_wide(s->limb, digit[k], 32 * k);
}

static int add_fast(struct fpk_binned_sum *s, size_t n, const double *x)
{
    struct fpk_binned_pair pair = {.exponent = USUAL + s->window};
    if (!FPK_DISPATCH(fpk_binned_kernel)(n, x, &pair))
        return 0;
    unsigned place = (unsigned)(pair.exponent - BOTTOM);
    add_wide(s->limb, pair.high, place);
    add_wide(s->limb, pair.low, place - FPK_BINNED_STEP);
    return 1;
}

/* The exponent of the unit for a run: its largest number needs no more than ROOM places, which
 * leaves a factor of eight to the runs after it. */
static int exponent_for(size_t n, const double *x)
{
    int largest = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t bits;
        memcpy(&bits, &x[i], sizeof bits);
        int field = (int)(bits >> 52 & 0x7ff);
        largest = field > largest ? field : largest;
    }
    int exponent = largest - 1022 - ROOM;
    return exponent < LEAST ? LEAST : exponent > MOST ? MOST : exponent;
}

void fpk_binned_sum_add(struct fpk_binned_sum *s, size_t n, const double *x)
{
    for (size_t i = 0; i < n; i += FPK_BINNED_RUN) {
        size_t m = n - i < FPK_BINNED_RUN ? n - i : FPK_BINNED_RUN;
        if (add_fast(s, m, x + i))
            continue;
        int last = s->window;
        s->window = exponent_for(m, x + i) - USUAL;
        if (s->window == last || !add_fast(s, m, x + i))
            add_slowly(s, m, x + i);
    }
}

void fpk_binned_sum_merge(struct fpk_binned_sum *s, const struct fpk_binned_sum *other)
{
    uint64_t carry = 0;
    for (unsigned k = 0; k < LIMBS; k++) {
        uint64_t sum = s->limb[k] + other->limb[k], out = sum < other->limb[k];
        s->limb[k] = sum + carry;
        carry = out + (s->limb[k] < sum);
    }
    s->up += other->up;
    s->down += other->down;
    s->nans += other->nans;
}

/* limb <- |limb|; returns whether it was negative. */
static int make_positive(uint64_t *limb)
{
    if (limb[LIMBS - 1] >> 63 == 0)
        return 0;
    uint64_t carry = 1;
    for (unsigned k = 0; k < LIMBS; k++) {
        limb[k] = ~limb[k] + carry;
        carry = carry && limb[k] == 0;
    }
    return 1;
}

/* The 64 bits from `place` on. */
static uint64_t bits_at(const uint64_t *limb, unsigned place)
{
    unsigned k = place / 64, by = place % 64;
    uint64_t above = k + 1 < LIMBS && by ? limb[k + 1] << (64 - by) : 0;
    return limb[k] >> by | above;
}

static int any_below(const uint64_t *limb, unsigned place)
{
    for (unsigned k = 0; k < place / 64; k++)
        if (limb[k] != 0)
            return 1;
    return place % 64 && limb[place / 64] << (64 - place % 64) != 0;
}

/* Rounded to 53 bits, or fewer below 2^-1022 where the unit itself is the last bit of a double. */
static double nearest(const uint64_t *limb)
{
    unsigned top = 64 * LIMBS;
    while (top > 0 && !(limb[(top - 1) / 64] >> ((top - 1) % 64) & 1))
        top--;
    if (top <= 53)
        return ldexp((double)limb[0], BOTTOM);
    unsigned place = top - 53;
    uint64_t m = bits_at(limb, place) & 0x1fffffffffffff;
    uint64_t half = bits_at(limb, place - 1) & 1;
    if (half && (any_below(limb, place - 1) || (m & 1)))
        m++;
    return ldexp((double)m, BOTTOM + (int)place); /* overflows to infinity where it should */
}

double fpk_binned_sum_value(const struct fpk_binned_sum *s)
{
    if (s->nans || (s->up && s->down))
        return NAN;
    if (s->up || s->down)
        return s->up ? INFINITY : -INFINITY;
    uint64_t limb[LIMBS];
    memcpy(limb, s->limb, sizeof limb);
    int negative = make_positive(limb);
    double value = nearest(limb);
    return negative ? -value : value;
}
