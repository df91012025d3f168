/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table tests/data/numeric_known.txt, and errors in units in the last place against it. */
#ifndef FPK_TESTS_NUMERIC_KNOWN_H
#define FPK_TESTS_NUMERIC_KNOWN_H

#include "../check.h"

#include <stdlib.h>

/* |got - (hi + lo)| in ulps of hi (of its binade; 2^-1074 for subnormals). */
static inline double ulps(double got, double hi, double lo)
{
    int e = -1021;
    if (fabs(hi) >= 0x1p-1022)
        frexp(hi, &e);
    return fabs(ldexp((got - hi) - lo, 53 - e));
}

struct known {
    double x, y, hi, lo; /* y only for functions of two arguments */
};

/* Reads the next line of `name` with `arguments` arguments; 0 at the end. */
static inline int known_next(FILE *file, const char *name, int arguments, struct known *k)
{
    char line[256];
    while (fgets(line, sizeof line, file)) {
        char *p = strchr(line, ' ');
        if (line[0] == '#' || !p || strlen(name) != (size_t)(p - line) ||
            strncmp(line, name, strlen(name)) != 0)
            continue;
        k->x = strtod(p, &p);
        k->y = arguments == 2 ? strtod(p, &p) : 0;
        k->hi = strtod(p, &p);
        k->lo = strtod(p, &p);
        return 1;
    }
    return 0;
}

static inline FILE *known_open(void)
{
    FILE *file = fopen(FPK_TEST_DATA "/numeric_known.txt", "r");
    if (!file)
        check_fail("cannot open %s", FPK_TEST_DATA "/numeric_known.txt");
    return file;
}

/* Scalar and block form against the table: at most `bound` ulps, and the same bits, in place too.
 * The block form sees the arguments together, so that it takes its fast path where it can. */
static inline void check_known(const char *name, double (*f)(double),
                               void (*block)(size_t, const double *, double *), double bound)
{
    FILE *file = known_open();
    struct known k;
    double x[256], y[256], worst = 0, at = 0;
    size_t n = 0;
    for (; n < 256 && known_next(file, name, 1, &k); n++) {
        double e = ulps(f(k.x), k.hi, k.lo);
        if (!(e <= bound))
            check_fail("%s(%a): got %a, want %a + %a, off by %.3f ulp, bound %.2f", name, k.x,
                       f(k.x), k.hi, k.lo, e, bound);
        if (e > worst) {
            worst = e;
            at = k.x;
        }
        x[n] = k.x;
    }
    fclose(file);
    check_true(n >= 30 && n < 256);
    print_message("%-15s %3zu values, worst error %.3f ulp at %a\n", name, n, worst, at);
    if (!block)
        return;
    block(n, x, y);
    for (size_t i = 0; i < n; i++)
        check_same_bits(y[i], f(x[i]));
    memcpy(y, x, sizeof x);
    block(n, y, y);
    for (size_t i = 0; i < n; i++)
        check_same_bits(y[i], f(x[i]));
    block(1, x, y);
    check_same_bits(y[0], f(x[0]));
    block(0, x, y);
}

#endif
