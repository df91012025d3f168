/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/spectrum.h"

#include "sturm_kernel.h"

#include <float.h>
#include <math.h>

#define SHIFTS  FPK_STURM_SHIFTS
#define LADDER  4      /* sweeps that look where the eigenvalues are */
#define LEAST   1e-200 /* eigenvalues below this count as this */
#define SETTLED (2 * DBL_EPSILON)

/* Where one eigenvalue is sought: at most k others lie below low, and more than k below high. */
struct hunt {
    double k, low, high;
};

static void count(const struct fpk_generator *gen, const double *s, double *below)
{
    FPK_DISPATCH(fpk_sturm_kernel)(gen->grid.n, gen->up, gen->down, s, below);
}

/* A part of the way from low to high: by equal ratios while these are far apart, then equal
 * distances. */
static double between(double low, double high, double part)
{
    if (high < 4 * low)
        return low + part * (high - low);
    int bits;
    (void)frexp(high / low, &bits);
    double s = ldexp(low, (int)(part * bits));
    return s < high && s > low ? s : sqrt(low) * sqrt(high);
}

static bool learn(struct hunt *hunt, double s, double below)
{
    if (below <= hunt->k && s > hunt->low)
        hunt->low = s;
    else if (below > hunt->k && s < hunt->high)
        hunt->high = s;
    else
        return false;
    return true;
}

/* The shifts are shared out: two hunters have eight each, sixteen one each. */
static void together(const struct fpk_generator *gen, size_t n, struct hunt *hunt)
{
    double s[SHIFTS], below[SHIFTS];
    size_t each = SHIFTS / n;
    for (bool more = true; more;) {
        for (size_t j = 0; j < SHIFTS; j++) {
            const struct hunt *h = &hunt[j / each < n ? j / each : n - 1];
            s[j] = between(h->low, h->high, (double)(j % each + 1) / (double)(each + 1));
        }
        count(gen, s, below);
        more = false;
        for (size_t i = 0; i < n; i++) {
            bool learnt = false;
            for (size_t j = i * each; j < (i + 1) * each; j++)
                learnt = learn(&hunt[i], s[j], below[j]) || learnt;
            more = more || (learnt && hunt[i].high - hunt[i].low > SETTLED * hunt[i].high);
        }
    }
}

/* Counts at shifts of equal ratios from LEAST to `most`: wherever each eigenvalue is, within a few
 * powers of two. */
static void survey(const struct fpk_generator *gen, double most, double *s, double *below)
{
    for (size_t j = 0; j < (size_t)LADDER * SHIFTS; j++)
        s[j] = between(LEAST, most, (double)(j + 1) / (LADDER * SHIFTS + 1));
    for (size_t j = 0; j < LADDER; j++)
        count(gen, s + j * SHIFTS, below + j * SHIFTS);
}

static enum fpk_status check(const struct fpk_generator *generator, size_t n, double *most)
{
    size_t cells = generator->grid.n;
    FPK_CHECK(n >= 1 && n <= cells, FPK_USAGE,
              "%zu eigenvalues are asked of %zu cells: ask for 1 ... %zu, or take more cells", n,
              cells, cells);
    FPK_CHECK(!fpk_ends_ring(generator->ends), FPK_USAGE,
              "eigenvalues are computed between two ends, and on a ring there are none");
    *most = 0;
    for (size_t i = 0; i < cells; i++) {
        *most = fmax(*most, generator->up[i] + generator->down[i]);
        FPK_CHECK(i + 1 == cells || (generator->up[i] > 0 && generator->down[i + 1] > 0),
                  FPK_NUMERIC,
                  "the rate across x = %.10g is 0 in one direction: the noise vanishes there or "
                  "the drift is too steep for cells of %.3g; give a smaller domain",
                  fpk_grid_face(&generator->grid, i + 1), fpk_grid_width(&generator->grid));
    }
    *most *= 2 * (1 + 4 * DBL_EPSILON); /* Gershgorin */
    return FPK_OK;
}

enum fpk_status fpk_generator_eigenvalues(const struct fpk_generator *generator, size_t n,
                                          double *value)
{
    double most, s[LADDER * SHIFTS], below[LADDER * SHIFTS];
    FPK_TRY(check(generator, n, &most));
    survey(generator, most, s, below);
    bool leaks = generator->down[0] > 0 || generator->up[generator->grid.n - 1] > 0;
    size_t least = leaks ? 0 : 1;
    value[0] = 0;
#pragma omp parallel for schedule(dynamic, 1) if (n > 2 * SHIFTS)
    for (size_t first = least; first < n; first += SHIFTS) {
        struct hunt hunt[SHIFTS];
        size_t some = n - first < SHIFTS ? n - first : SHIFTS;
        for (size_t i = 0; i < some; i++) {
            hunt[i] = (struct hunt){(double)(first + i), LEAST, most};
            for (size_t j = 0; j < (size_t)LADDER * SHIFTS; j++)
                (void)learn(&hunt[i], s[j], below[j]);
        }
        together(generator, some, hunt);
        for (size_t i = 0; i < some; i++)
            value[first + i] = 0.5 * (hunt[i].low + hunt[i].high);
    }
    return FPK_OK;
}
