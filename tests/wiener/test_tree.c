/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statistics with fixed seeds; every bound at a false-alarm rate of about 1e-6. */
#include "fpk/wiener/tree.h"

#include "fpk/base/block.h"

#include "../isa.h"

#define B FPK_BLOCK

static double w[B], h[B], w2[B], h2[B];

static const struct fpk_tree tree = {.seed = 20261123, .t0 = -0.5, .t1 = 2.5, .component = 2};

/* Against docs/random.md done again in 60-digit arithmetic. */
static void test_known(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/tree_known.txt", "r");
    check_true(file != NULL);
    char line[256];
    int n = 0;
    while (fgets(line, sizeof line, file)) {
        char *p = line;
        if (line[0] == '#')
            continue;
        struct fpk_tree one = {.seed = strtoull(p, &p, 10), .t0 = 0};
        uint64_t particle = strtoull(p, &p, 10), index;
        one.component = (uint32_t)strtoul(p, &p, 10);
        one.t1 = strtod(p, &p);
        unsigned level = (unsigned)strtoul(p, &p, 10);
        index = strtoull(p, &p, 10);
        double want_w = strtod(p, &p), want_h = strtod(p, &p);
        double size = sqrt(one.t1 / (double)((uint64_t)1 << level));
        fpk_tree_interval(&one, level, index, particle, 1, w, h);
        check_close(w[0], want_w, 4e-15 * size);
        check_close(h[0], want_h, 4e-15 * size);
        n++;
    }
    fclose(file);
    check_equal(n, 100);
}

/* Walks level by level to (level, index) by splits of the scattered particles of a block, outputs
 * in the place of the inputs, and compares with the descent of each. */
static void split_to(unsigned level, uint64_t index, const uint64_t *particle, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fpk_tree_interval(&tree, 0, 0, particle[i], 1, w + i, h + i);
    for (unsigned l = 0; l < level; l++) {
        uint64_t at = index >> (level - l);
        if (index >> (level - l - 1) & 1)
            fpk_tree_split(&tree, l, at, n, particle, w, h, w2, h2, w, h);
        else
            fpk_tree_split(&tree, l, at, n, particle, w, h, w, h, w2, h2);
    }
    for (size_t i = 0; i < n; i++) {
        double one_w, one_h;
        fpk_tree_interval(&tree, level, index, particle[i], 1, &one_w, &one_h);
        check_same_bits(w[i], one_w);
        check_same_bits(h[i], one_h);
    }
}

/* Scattered or in a row, alone or in a block, in one go or split by split: the same bits. */
static void test_same_bits(void **state)
{
    (void)state;
    const size_t sizes[] = {1, 7, 8, 31, 33, 257, 700, 1024};
    static uint64_t particle[B];
    uint64_t word = 1;
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        for (size_t i = 0; i < sizes[k]; i++)
            particle[i] = (word = word * 0xd1342543de82ef95u + 1) >> (16 + i % 40);
        unsigned level = (unsigned)(5 * k + 3) % (FPK_TREE_DEPTH + 1);
        split_to(level, (word >> 20) & (((uint64_t)1 << level) - 1), particle, sizes[k]);
    }
    split_to(FPK_TREE_DEPTH, ((uint64_t)1 << FPK_TREE_DEPTH) - 1, particle, 9);
    fpk_tree_interval(&tree, 9, 300, 12345, B, w, h);
    for (size_t i = 0, m = 1; i < B; i += m, m = m * 3 % 101 + 1) {
        m = m < B - i ? m : B - i;
        fpk_tree_interval(&tree, 9, 300, 12345 + i, m, w2, h2);
        check_true(memcmp(w2, w + i, m * sizeof *w) == 0 && memcmp(h2, h + i, m * sizeof *h) == 0);
    }
    uint64_t root = particle[0];
    fpk_tree_interval(&tree, 0, 0, root, 1, w, h);
    fpk_tree_split(&tree, 0, 0, 0, NULL, w, h, w2, h2, w2, h2);
}

static void test_hash(void **state)
{
    (void)state;
    static double both[2 * B];
    fpk_tree_interval(&tree, 17, 99999, 5, B, both, both + B);
    check_hash("random_hashes.txt", "fpk_tree_interval", check_hash_of(both, 2 * B),
               (int)fpk_isa());
}

/* The two halves make up the whole: W = W1 + W2, H = (W1 - W2)/4 + (H1 + H2)/2. */
static void test_recomposition(void **state)
{
    (void)state;
    static double wl[B], hl[B], wr[B], hr[B];
    for (unsigned level = 0; level < 30; level += 3) {
        uint64_t index = 5u % ((uint64_t)1 << level);
        double size = sqrt(3 / (double)((uint64_t)1 << level));
        fpk_tree_interval(&tree, level, index, 1000, B, w, h);
        fpk_tree_interval(&tree, level + 1, 2 * index, 1000, B, wl, hl);
        fpk_tree_interval(&tree, level + 1, 2 * index + 1, 1000, B, wr, hr);
        for (int i = 0; i < B; i++) {
            check_close(wl[i] + wr[i], w[i], 2e-15 * size);
            check_close((wl[i] - wr[i]) / 4 + (hl[i] + hr[i]) / 2, h[i], 2e-15 * size);
        }
    }
}

#define NODES 8            /* of level 3 */
#define DIM   (2 * NODES)  /* (W, H) of each */
#define LAW_N (256 * 1024) /* particles */

/* z [DIM][B]: W/sqrt(h) and H/sqrt(h/12) of every node of level 3, by splits. */
static void standard_nodes(uint64_t first, double *z)
{
    static double at[2][NODES][2][B];
    static uint64_t particle[B];
    for (size_t i = 0; i < B; i++)
        particle[i] = first + i;
    fpk_tree_interval(&tree, 0, 0, first, B, at[0][0][0], at[0][0][1]);
    for (unsigned l = 0; l < 3; l++)
        for (unsigned k = 0; k < 1u << l; k++)
            fpk_tree_split(&tree, l, k, B, particle, at[l & 1][k][0], at[l & 1][k][1],
                           at[~l & 1][2 * k][0], at[~l & 1][2 * k][1], at[~l & 1][2 * k + 1][0],
                           at[~l & 1][2 * k + 1][1]);
    for (unsigned k = 0; k < NODES; k++)
        for (size_t i = 0; i < B; i++) {
            z[2 * k * B + i] = at[1][k][0][i] / sqrt(3.0 / 8);
            z[(2 * k + 1) * B + i] = at[1][k][1][i] / sqrt(3.0 / 96);
        }
}

/* All of level 3 at once: independent standard normals. n times the squared deviations of the
 * second moments, the variances' halved, is chi-square with 136 degrees of freedom, n times that of
 * the means with 16; upper 1e-6 quantiles 229.2 and 58.3 (the moments are normal to 1/sqrt(n)).
 * Power: one variance off by 3.8%, or one correlation of .027, makes the noncentrality 184 and is
 * seen with probability .999. */
static void test_law(void **state)
{
    (void)state;
    static double z[DIM * B], mean[DIM], second[DIM][DIM];
    memset(mean, 0, sizeof mean);
    memset(second, 0, sizeof second);
    for (uint64_t first = 0; first < LAW_N; first += B) {
        standard_nodes(first, z);
        for (int a = 0; a < DIM; a++)
            for (int b = 0; b <= a; b++)
                for (size_t i = 0; i < B; i++) {
                    second[a][b] += z[a * B + i] * z[b * B + i];
                    mean[a] += b == 0 ? z[a * B + i] : 0;
                }
    }
    double of_means = 0, of_moments = 0;
    for (int a = 0; a < DIM; a++) {
        of_means += mean[a] * mean[a] / LAW_N;
        for (int b = 0; b < a; b++)
            of_moments += second[a][b] * second[a][b] / LAW_N;
        of_moments += (second[a][a] - LAW_N) * (second[a][a] - LAW_N) / (2.0 * LAW_N);
    }
    print_message("chi-square %.1f on 136, %.1f on 16\n", of_moments, of_means);
    check_between(of_moments, 71.4, 229.2);
    check_between(of_means, 0, 58.3);
}

/* W(t) at dyadic times is the sum of the intervals before; in between, that of the nearest time. */
static void test_at(void **state)
{
    (void)state;
    double sum[B] = {0};
    for (uint64_t index = 0; index < 16; index++) {
        fpk_tree_at(&tree, -0.5 + 3 * (double)index / 16, 77, B, w);
        for (int i = 0; i < B; i++)
            check_close(w[i], sum[i], 8e-15);
        fpk_tree_interval(&tree, 4, index, 77, B, w, h);
        for (int i = 0; i < B; i++)
            sum[i] += w[i];
    }
    fpk_tree_at(&tree, 2.5, 77, B, w);
    for (int i = 0; i < B; i++)
        check_close(w[i], sum[i], 8e-15);
    fpk_tree_at(&tree, 2.5 - 1e-15, 77, 1, w2);
    check_same_bits(w2[0], w[0]);
    fpk_tree_at(&tree, 0.1, 77, B, w);
    fpk_tree_at(&tree, 0.1 + 3 * 0x1p-40, 77, B, w2); /* a quarter of the deepest interval */
    check_true(memcmp(w, w2, sizeof w) == 0);
    fpk_tree_at(&tree, 1 + 3 * 0x1.4p-39, 77, B, w); /* .625 of it: rounded up */
    fpk_tree_at(&tree, 1 + 3 * 0x1p-38, 77, B, w2);
    check_true(memcmp(w, w2, sizeof w) == 0);
    fpk_tree_at(&tree, 1, 77, B, w);
    for (int i = 0; i < B; i++)
        check_between(fabs(w2[i] - w[i]), 1e-11, 6 * sqrt(3) * 0x1p-19);
}

/* Seed against seed + 1, component against component + 1, left against right child, at particles
 * up to 64 apart: correlations of W and of H times sqrt(n) within 6 (780 of them, 2e-9 each). */
static void test_neighbours(void **state)
{
    (void)state;
    enum { N = 32 * B, LAGS = 65 };
    static double x[2][N + LAGS], y[2][N + LAGS], part[2][B];
    struct fpk_tree other[3] = {tree, tree, tree};
    other[0].seed++;
    other[1].component++;
    for (int k = 0; k < 3; k++) {
        for (uint64_t i = 0; i < N + LAGS; i += B) {
            size_t n = N + LAGS - i < B ? N + LAGS - i : B;
            fpk_tree_interval(&tree, 2, 2, i, n, x[0] + i, x[1] + i);
            fpk_tree_interval(&other[k], 2, k == 2 ? 3 : 2, i, n, part[0], part[1]);
            memcpy(y[0] + i, part[0], n * sizeof(double));
            memcpy(y[1] + i, part[1], n * sizeof(double));
        }
        for (size_t lag = 0; lag < LAGS; lag++)
            for (int q = 0; q < 4; q++) {
                double sum = 0, scale = 0.75 / (q & 1 ? sqrt(12) : 1) / (q & 2 ? sqrt(12) : 1);
                for (size_t i = 0; i < N; i++)
                    sum += x[q & 1][i] * y[q >> 1][i + lag];
                check_close(sum / scale / sqrt(N), 0, 6);
            }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),      cmocka_unit_test(test_same_bits),
        cmocka_unit_test(test_hash),       cmocka_unit_test(test_recomposition),
        cmocka_unit_test(test_law),        cmocka_unit_test(test_at),
        cmocka_unit_test(test_neighbours),
    };
    return check_main(tests);
}
