/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The density on equally spaced points against the plain sum over all sources. */
#include "../../src/law/law_priv.h"
#include "../check.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

/* Uneven sources, more than a block of them; two groups a long way apart. */
static struct fpk_base example(size_t n, double width)
{
    double *m = NULL, *s = NULL, *mass = NULL, lost = 0;
    struct fpk_base base;
    check_ok(fpk_allocate(&m, n));
    check_ok(fpk_allocate(&s, n));
    check_ok(fpk_allocate(&mass, n));
    for (size_t i = 0; i < n; i++) {
        m[i] = (double)(i * 1013 % 3001) / 3001 * 2 + (i % 3 ? 0 : 40);
        s[i] = width;
        mass[i] = (1 + (double)(i % 5)) / (double)n;
    }
    check_ok(fpk_base_take(&base, FPK_BASE_KERNELS, n, m, s, mass, 1e-30, &lost));
    return base;
}

static double plain(const struct fpk_base *base, double y)
{
    double sum = 0;
    for (size_t i = 0; i < base->n; i++)
        sum += base->mass[i] * fpk_normal_pdf((y - base->m[i]) / base->s[i]) / base->s[i];
    return sum;
}

/* Relative accuracy down to 1e-25 of the density, for points closer and wider than the bells. */
static void compare(size_t n, double width, double h)
{
    enum { MOST = 1000 };
    double pdf[MOST], low = -8 * width;
    struct fpk_base base = example(n, width);
    size_t points = (size_t)((42 + 16 * width) / h) + 1, seen = 0;
    check_true(points <= MOST);
    check_ok(fpk_base_pdf_on_grid(&base, 12, low, h, points, pdf));
    for (size_t i = 0; i < points; i++) {
        double want = plain(&base, low + (double)i * h);
        check_close(pdf[i], want, 2e-13 * want + 1e-30);
        seen += want > 1e-25;
    }
    check_true(seen > 3);
    fpk_base_clear(&base);
}

static void test_density(void **state)
{
    (void)state;
    compare(1, .5, .3);
    compare(50, .5, .3);
    compare(1500, .2, .11);
    compare(300, .3, .07);
    compare(300, .12, .9);
}

/* A source that is not among the points is left out, and nothing is written outside them. */
static void test_sources_beyond(void **state)
{
    (void)state;
    struct fpk_base base = example(90, .1);
    double pdf[12];
    pdf[11] = -7;
    check_ok(fpk_base_pdf_on_grid(&base, 12, 30, .1, 11, pdf));
    for (int i = 0; i < 11; i++)
        check_close(pdf[i], 0, 0);
    check_close(pdf[11], -7, 0);
    fpk_base_clear(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_density),
        cmocka_unit_test(test_sources_beyond),
    };
    return check_main(tests);
}
