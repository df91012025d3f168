/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean of the data given a noised point, against Tweedie's formula in 120 digits
 * (tests/data/mixture_posterior.py), which never forms it as we do. */
#include "reference.h"

#include "fpk/base/isa.h"

static void make_plane(struct fpk_mixture *m)
{
    check_ok(fpk_mixture_init(m, 2, 3, (double[]){.25, .4, .35},
                              (double[]){1, -2, -1.5, .5, .25, 3},
                              (double[]){.25, .125, .125, 1, .5, 0, 0, .0625, 1.5, -.5, -.5, .75}));
}

/* Exponents d^2/var of the weights reach 300 here, each off by a few 2^-53 of itself: so much the
 * spread between components is off; where it counts for little in the mean, so much less. */
static void test_known(void **state)
{
    (void)state;
    struct fpk_mixture line, plane;
    make_m1(&line);
    make_plane(&plane);
    FILE *file = open_reference(FPK_TEST_DATA "/mixture_posterior.txt");
    char word[8];
    int rows = 0;
    while (fscanf(file, " %7s", word) == 1) {
        double row[10], mean[2], jacobian[4];
        size_t dim = strcmp(word, "line") == 0 ? 1 : 2;
        read_doubles(file, 2 + 2 * dim + dim * dim, row);
        struct fpk_level level = {.alpha = row[0], .sigma = row[1]};
        fpk_mixture_posterior_mean_at(dim == 1 ? &line : &plane, level, 1, row + 2, mean, jacobian);
        for (size_t i = 0; i < dim; i++)
            check_close(mean[i], row[2 + dim + i], 1e-14 * (1 + fabs(mean[i])));
        double largest = 0;
        for (size_t i = 0; i < dim * dim; i++)
            largest = fmax(largest, fabs(row[2 + 2 * dim + i]));
        for (size_t i = 0; i < dim * dim; i++)
            check_close(jacobian[i], row[2 + 2 * dim + i], 4 * 300 * 0x1p-53 * largest);
        rows++;
    }
    fclose(file);
    check_equal(rows, 45);
    fpk_mixture_clear(&line);
    fpk_mixture_clear(&plane);
}

/* No data left: the mean of the data, whatever x; its slope falls with alpha to 0. */
static void test_pure_noise(void **state)
{
    (void)state;
    struct fpk_mixture line, plane;
    make_m1(&line);
    make_plane(&plane);
    struct fpk_level noise = {.alpha = 0, .sigma = 1};
    double x[] = {-1, 0, 3, 2}, mean[4], slope[8], want[2];
    fpk_mixture_posterior_mean_at(&line, noise, 4, x, mean, slope);
    for (int i = 0; i < 4; i++) {
        check_close(mean[i], .45, 2e-16);
        check_close(slope[i], 0, 1e-16);
    }
    fpk_mixture_mean(&plane, want);
    fpk_mixture_posterior_mean_at(&plane, noise, 2, x, mean, slope);
    for (int i = 0; i < 4; i++)
        check_close(mean[i], want[i / 2], 1e-15);
    for (int i = 0; i < 8; i++)
        check_close(slope[i], 0, 1e-15);
    fpk_mixture_clear(&line);
    fpk_mixture_clear(&plane);
}

/* Any n, the same bits at any place in a block and on every path; Jacobian or not. */
static void test_blocks(void **state)
{
    (void)state;
    struct fpk_mixture m[2];
    make_m1(&m[0]);
    make_plane(&m[1]);
    struct fpk_level level = {.alpha = .2, .sigma = .9};
    for (size_t dim = 1; dim <= 2; dim++) {
        double x[2 * 131], mean[2 * 131], slope[4 * 131], again[2 * 131];
        for (size_t i = 0; i < dim * 131; i++)
            x[i] = -4 + 7.3 * (double)i / 131;
        fpk_mixture_posterior_mean_at(&m[dim - 1], level, 131, x, mean, slope);
        fpk_mixture_posterior_mean_at(&m[dim - 1], level, 131, x, again, NULL);
        check_true(memcmp(mean, again, dim * 131 * sizeof *mean) == 0);
        for (size_t i = 0; i < 131; i += 13) {
            double one[2] = {x[i], dim == 2 ? x[131 + i] : 0}, got[2], got_x[4];
            fpk_mixture_posterior_mean_at(&m[dim - 1], level, 1, one, got, got_x);
            for (size_t d = 0; d < dim; d++)
                check_same_bits(got[d], mean[d * 131 + i]);
            for (size_t d = 0; d < dim * dim; d++)
                check_same_bits(got_x[d], slope[d * 131 + i]);
        }
        fpk_mixture_clear(&m[dim - 1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_pure_noise),
        cmocka_unit_test(test_blocks),
    };
    return check_main(tests);
}
