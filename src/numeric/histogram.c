/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting has two costs: finding the slot, which vectorises, and adding one to a place in memory,
 * which does not and waits whenever the same place comes again soon. So a batch of slots goes
 * through a buffer in the first-level cache, and small histograms are counted in eight copies,
 * one for every eighth number, which are added up at the end. */
#include "fpk/numeric/histogram.h"

#include "fpk/base/memory.h"

#include "histogram_kernel.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define BATCH   256 /* numbers between the two loops: short, so that reading from memory goes on */
#define STRETCH (1ull << 30) /* numbers after which the 32-bit tables are emptied */
#define OUTSIDE 3            /* slots beyond the bins: above, below, not a number */

enum fpk_status fpk_histogram_init(struct fpk_histogram *h, double lo, double hi, size_t bins)
{
    *h = (struct fpk_histogram){.lo = lo, .hi = hi, .bins = bins};
    FPK_CHECK(isfinite(lo) && isfinite(hi) && lo < hi, FPK_USAGE,
              "a histogram from %.10g to %.10g: its ends must be finite and increase", lo, hi);
    FPK_CHECK(bins >= 1 && bins <= (size_t)1 << 24, FPK_USAGE,
              "a histogram of %zu bins: 1 to 2^24 are possible", bins);
    FPK_CHECK(isfinite(hi - lo) && isfinite((double)bins / (hi - lo)), FPK_USAGE,
              "a histogram from %.10g to %.10g in %zu bins: the range is too %s for doubles", lo,
              hi, bins, isfinite(hi - lo) ? "narrow" : "wide");
    return fpk_allocate(&h->count, bins);
}

void fpk_histogram_clear(struct fpk_histogram *h)
{
    fpk_release(&h->count);
}

static uint64_t *outside(struct fpk_histogram *h, size_t which)
{
    return which == 0 ? &h->above : which == 1 ? &h->below : &h->nans;
}

/* Straight into the counts: few numbers, or many bins. */
static void add_directly(struct fpk_histogram *h, const struct fpk_slots *s, size_t n,
                         const double *x)
{
    uint32_t slot[BATCH];
    for (size_t i = 0; i < n; i += BATCH) {
        size_t m = n - i < BATCH ? n - i : BATCH;
        FPK_DISPATCH(fpk_slot32_kernel)(s, m, x + i, slot);
        for (size_t j = 0; j < m; j++)
            (*(slot[j] < h->bins ? &h->count[slot[j]] : outside(h, slot[j] - h->bins)))++;
    }
}

/* n <= STRETCH numbers, a multiple of FPK_SLOT_TABLES. */
static void add_through_tables(struct fpk_histogram *h, const struct fpk_slots *s, size_t n,
                               const double *x)
{
    uint16_t slot[BATCH];
    uint32_t table[FPK_SLOTS_SMALL][FPK_SLOT_TABLES];
    size_t slots = h->bins + OUTSIDE;
    memset(table, 0, slots * sizeof table[0]);
    for (size_t i = 0; i < n; i += BATCH) {
        size_t m = n - i < BATCH ? n - i : BATCH;
        FPK_DISPATCH(fpk_slot16_kernel)(s, m, x + i, slot);
        FPK_DISPATCH(fpk_tally_kernel)(m, slot, table);
    }
    for (size_t k = 0; k < slots; k++) {
        uint64_t sum = 0;
        for (size_t j = 0; j < FPK_SLOT_TABLES; j++)
            sum += table[k][j];
        *(k < h->bins ? &h->count[k] : outside(h, k - h->bins)) += sum;
    }
}

void fpk_histogram_add(struct fpk_histogram *h, size_t n, const double *x)
{
    struct fpk_slots s = {h->lo, h->hi, (double)h->bins / (h->hi - h->lo), (double)h->bins};
    size_t slots = h->bins + OUTSIDE;
    while (slots <= FPK_SLOTS_SMALL && n >= FPK_SLOT_TABLES * slots) {
        size_t m = n < STRETCH ? n / FPK_SLOT_TABLES * FPK_SLOT_TABLES : STRETCH;
        add_through_tables(h, &s, m, x);
        x += m;
        n -= m;
    }
    add_directly(h, &s, n, x);
}

void fpk_histogram_merge(struct fpk_histogram *h, const struct fpk_histogram *other)
{
    assert(h->bins == other->bins && h->lo == other->lo && h->hi == other->hi);
    for (size_t k = 0; k < h->bins; k++)
        h->count[k] += other->count[k];
    h->below += other->below;
    h->above += other->above;
    h->nans += other->nans;
}

uint64_t fpk_histogram_total(const struct fpk_histogram *h)
{
    uint64_t total = h->below + h->above + h->nans;
    for (size_t k = 0; k < h->bins; k++)
        total += h->count[k];
    return total;
}

/* Where bin k begins, k = bins for the end; from the ends themselves at the ends. */
static double edge(const struct fpk_histogram *h, size_t k)
{
    if (k == 0 || k == h->bins)
        return k == 0 ? h->lo : h->hi;
    return h->lo + (double)k * ((h->hi - h->lo) / (double)h->bins);
}

double fpk_histogram_quantile(const struct fpk_histogram *h, double p, double *low, double *high)
{
    uint64_t n = fpk_histogram_total(h) - h->nans, before = h->below;
    double wanted = p * (double)n, rank = fmin(fmax(ceil(wanted), 1), (double)n);
    *low = -INFINITY;
    *high = INFINITY;
    if (n == 0 || !(p >= 0 && p <= 1))
        return NAN;
    if (rank <= (double)before) {
        *high = h->lo;
        return NAN;
    }
    for (size_t k = 0; k < h->bins; before += h->count[k++]) {
        if (rank > (double)(before + h->count[k]))
            continue;
        *low = edge(h, k);
        *high = edge(h, k + 1);
        double part = (wanted - (double)before) / (double)h->count[k];
        return *low + (*high - *low) * fmin(fmax(part, 0), 1);
    }
    *low = h->hi;
    return NAN;
}
