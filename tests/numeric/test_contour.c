/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contour exponential against mpmath, against e^x on the whole negative axis, and against
 * itself. */
#include "fpk/numeric/contour.h"

#include "../../src/numeric/contour_kernel.h"
#include "../check.h"

#include <complex.h>

#define MOST 200

static double up[MOST], down[MOST], p[MOST], out[MOST], integral[MOST];

/* The table is the hyperbola of the header. */
static void test_rule(void **state)
{
    (void)state;
    const struct fpk_contour_rule *rule = &fpk_contour_rule;
    for (int k = 0; k < FPK_CONTOUR_POLES; k++) {
        double complex v = (k + 0.5) * 0.094 * I - 0.96, z = 32 * (1 + csin(v));
        double complex w = 0.094 / acos(-1) * cexp(z) * 32 * ccos(v);
        check_close(rule->pole[0][k], creal(z), 4e-15 * cabs(z));
        check_close(rule->pole[1][k], cimag(z), 4e-15 * cabs(z));
        check_close(rule->weight[0][k], creal(w), 2e-13 * cabs(w));
        check_close(rule->weight[1][k], cimag(w), 2e-13 * cabs(w));
        check_close(rule->integral[0][k], creal(w / z), 2e-13 * cabs(w / z));
        check_close(rule->integral[1][k], cimag(w / z), 2e-13 * cabs(w / z));
    }
}

/* One cell that mass leaves is the function itself: e^x and (e^x - 1)/x from -1e-20 to -1e20. */
static void test_negative_axis(void **state)
{
    (void)state;
    struct fpk_contour c;
    check_ok(fpk_contour_init(&c, 1));
    double one = 1, zero = 0, worst = 0, worst_integral = 0;
    for (int k = -1000; k <= 1000; k++) {
        double x = pow(10, k / 50.), got, time;
        check_ok(fpk_contour_exponential(&c, 1, k % 2 ? &x : &zero, k % 2 ? &zero : &x, &one, &got,
                                         &time));
        worst = fmax(worst, fabs(got - exp(-x)));
        worst_integral = fmax(worst_integral, fabs(time + expm1(-x) / x));
    }
    print_message("worst error on the negative axis: %.2e, of the integral %.2e\n", worst,
                  worst_integral);
    check_close(worst, 0, 3e-14);
    check_close(worst_integral, 0, 1.5e-14);
    fpk_contour_clear(&c);
}

/* tests/data/contour.txt, errors summed over the cells: a start in the tail, stiff rates, times
 * from 1e-12 to 1e4. */
static void test_known(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/contour.txt", "r");
    char line[512], name[64];
    size_t n, cases = 0;
    double t, exact[MOST], exact_integral[MOST];
    check_true(file != NULL);
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "case %63s %zu %lf", name, &n, &t) != 3)
            continue;
        double start = 0, error = 0, error_integral = 0, mass = 0, left = 0, least = 0;
        for (size_t i = 0; i < n; i++) {
            check_true(fgets(line, sizeof line, file) != NULL);
            check_equal(sscanf(line, "%lf %lf %lf %lf %lf", &up[i], &down[i], &p[i], &exact[i],
                               &exact_integral[i]),
                        5);
            start += p[i];
        }
        struct fpk_contour c;
        check_ok(fpk_contour_init(&c, n));
        check_ok(fpk_contour_exponential(&c, t, up, down, p, out, integral));
        for (size_t i = 0; i < n; i++) {
            error += fabs(out[i] - exact[i]);
            error_integral += fabs(integral[i] - exact_integral[i]);
            mass += out[i];
            left += i == 0 ? down[0] * integral[0] : 0;
            left += i + 1 == n ? up[i] * integral[i] : 0;
            least = fmin(least, out[i]);
        }
        print_message("%s t = %g: error %.1e, integral %.1e, mass %.1e, least %.1e\n", name, t,
                      error / start, error_integral / start / t, mass + left - start, least);
        check_close(error, 0, 5e-14 * start);
        check_close(error_integral, 0, 2e-14 * start * t);
        check_between(least, -1e-16 * start, 0);
        check_ok(fpk_contour_exponential(&c, t, up, down, p, p, NULL));
        for (size_t i = 0; i < n; i++)
            check_same_bits(p[i], out[i]);
        fpk_contour_clear(&c);
        cases++;
    }
    fclose(file);
    check_equal(cases, 13);
}

/* x <- e^{tG} x by uniformisation: e^{-ct} sum (ct)^k/k! (1 + G/c)^k x, nothing but sums of
 * positive numbers. */
static void uniformise(size_t n, double t, double *x)
{
    static long double now[MOST], next[MOST], total[MOST];
    double c = 0;
    for (size_t i = 0; i < n; i++)
        c = fmax(c, up[i] + down[i]);
    int pieces = (int)(c * t / 500) + 1;
    long double ct = (long double)c * t / pieces;
    for (size_t i = 0; i < n; i++)
        total[i] = x[i];
    for (int piece = 0; piece < pieces; piece++) {
        long double weight = expl(-ct);
        for (size_t i = 0; i < n; i++) {
            now[i] = total[i];
            total[i] *= weight;
        }
        for (int k = 1; k < ct + 50 + 12 * sqrtl(ct); k++) {
            weight *= ct / k;
            for (size_t i = 0; i < n; i++) {
                long double in = i ? up[i - 1] * now[i - 1] : 0;
                in += i + 1 < n ? down[i + 1] * now[i + 1] : 0;
                next[i] = (in + ((long double)c - up[i] - down[i]) * now[i]) / c;
                total[i] += weight * next[i];
            }
            memcpy(now, next, n * sizeof *now);
        }
    }
    for (size_t i = 0; i < n; i++)
        x[i] = (double)total[i];
}

/* An Ornstein-Uhlenbeck process from 6, 8, 10 and 14 standard deviations: as far from symmetric as
 * equations come, and at the worst of times. Two halves of the time show the error. */
static void test_far_tail(void **state)
{
    (void)state;
    static const double ends[] = {6, 8, 10, 14}, bounds[] = {1e-13, 3e-13, 1e-11, 1e-8};
    size_t n = 200;
    struct fpk_contour c;
    check_ok(fpk_contour_init(&c, n));
    for (int k = 0; k < 4; k++) {
        double h = 2 * ends[k] / (double)n, worst = 0, seen = 0;
        for (size_t i = 0; i + 1 < n; i++) {
            double u = h * (h * (double)(i + 1) - ends[k]);
            up[i] = (fabs(u) > 1e-12 ? u / expm1(u) : 1) / (h * h);
            down[i + 1] = up[i] * exp(u);
        }
        up[n - 1] = down[0] = 0;
        for (double t = 0.04; t < 6; t *= 2) {
            memset(p, 0, sizeof p);
            p[n - 1] = 1;
            check_ok(fpk_contour_exponential(&c, t, up, down, p, out, NULL));
            check_ok(fpk_contour_exponential(&c, t / 2, up, down, p, integral, NULL));
            check_ok(fpk_contour_exponential(&c, t / 2, up, down, integral, integral, NULL));
            uniformise(n, t, p);
            double error = 0, difference = 0;
            for (size_t i = 0; i < n; i++) {
                error += fabs(out[i] - p[i]);
                difference += fabs(out[i] - integral[i]);
            }
            worst = fmax(worst, error);
            seen = fmax(seen, difference);
            check_true(error < 20 * difference + 3e-14);
        }
        print_message("from %g standard deviations: %.1e, halves differ by %.1e\n", ends[k], worst,
                      seen);
        check_close(worst, 0, bounds[k]);
    }
    fpk_contour_clear(&c);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_contour c;
    double u[3] = {1, 1, 0}, d[3] = {0, 1, 1}, x[3] = {1, 0, 0};
    check_ok(fpk_contour_init(&c, 3));
    check_ok(fpk_contour_exponential(&c, 0, u, d, x, out, NULL));
    for (int i = 0; i < 3; i++)
        check_close(out[i], x[i], 1e-14);
    check_refused(fpk_contour_exponential(&c, -1, u, d, x, x, NULL), FPK_USAGE, "t = -1");
    check_refused(fpk_contour_exponential(&c, NAN, u, d, x, x, NULL), FPK_USAGE, "finite");
    u[1] = -1;
    check_refused(fpk_contour_exponential(&c, 1, u, d, x, x, NULL), FPK_USAGE, "up of cell 1");
    u[1] = 1e151;
    check_refused(fpk_contour_exponential(&c, 1, u, d, x, x, NULL), FPK_USAGE, "up of cell 1");
    u[1] = 1;
    d[2] = INFINITY;
    check_refused(fpk_contour_exponential(&c, 0, u, d, x, x, NULL), FPK_USAGE, "down of cell 2");
    d[2] = 1;
    x[1] = NAN;
    check_refused(fpk_contour_exponential(&c, 1, u, d, x, x, NULL), FPK_NUMERIC, "not finite");
    fpk_contour_clear(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rule),     cmocka_unit_test(test_negative_axis),
        cmocka_unit_test(test_known),    cmocka_unit_test(test_far_tail),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
