/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts over many normals, for paths.py, which has the expectations.
 *
 *     evidence_normals SEED COUNT <edges       COUNT a multiple of 4096; increasing cell edges
 *
 * prints the sums of z^1 .. z^8, then how many are below -6, -5, -4 and above 4, 5, 6, then how
 * many fall into each cell, a number a line. */
#include "fpk/wiener/normal.h"

#include <stdio.h>
#include <stdlib.h>

#define BLOCK 4096
#define ROOM  65536
#define GRID  65536 /* steps of 2^-12 from -8 on, each with the first cell that it can be in */

static double edge[ROOM];
static size_t edges, cell_at[GRID];
static uint64_t count[ROOM + 1], tail[6];
static long double moment[8];

static void read_edges(void)
{
    while (edges < ROOM && scanf("%lf", &edge[edges]) == 1)
        edges++;
    for (size_t g = 0, cell = 0; g < GRID; g++) {
        while (cell < edges && edge[cell] <= -8 + (double)g * 0x1p-12)
            cell++;
        cell_at[g] = g == 0 ? 0 : cell;
    }
}

static void count_cells(const double *z)
{
    for (size_t i = 0; i < BLOCK; i++) {
        double g = (z[i] + 8) * 0x1p12;
        size_t cell = cell_at[g < 0 ? 0 : g < GRID ? (size_t)g : GRID - 1];
        while (cell < edges && edge[cell] <= z[i])
            cell++;
        count[cell]++;
    }
}

static void count_tails(const double *z)
{
    const double at[6] = {-6, -5, -4, 4, 5, 6};
    for (int k = 0; k < 6; k++) {
        uint64_t beyond = 0;
        for (size_t i = 0; i < BLOCK; i++)
            beyond += at[k] < 0 ? z[i] < at[k] : z[i] > at[k];
        tail[k] += beyond;
    }
}

static void add_moments(const double *z)
{
    double sum[8][16] = {{0}};
    for (size_t i = 0; i < BLOCK; i += 16)
        for (size_t j = 0; j < 16; j++) {
            double x = z[i + j], power = 1;
            for (int k = 0; k < 8; k++)
                sum[k][j] += power *= x;
        }
    for (int k = 0; k < 8; k++)
        for (int j = 0; j < 16; j++)
            moment[k] += sum[k][j];
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    struct fpk_stream stream = {.seed = strtoull(argv[1], NULL, 10), .purpose = FPK_FOR_INCREMENT};
    uint64_t n = strtoull(argv[2], NULL, 10) / BLOCK * BLOCK;
    read_edges();
    for (uint64_t first = 0; first < n; first += BLOCK) {
        double z[BLOCK];
        fpk_normal_fill(stream, first, BLOCK, z);
        count_cells(z);
        count_tails(z);
        add_moments(z);
    }
    for (int k = 0; k < 8; k++)
        printf("%.21Lg\n", moment[k]);
    for (int k = 0; k < 6; k++)
        printf("%llu\n", (unsigned long long)tail[k]);
    for (size_t c = 0; c <= edges; c++)
        printf("%llu\n", (unsigned long long)count[c]);
    return ferror(stdout) || fflush(stdout) != 0;
}
