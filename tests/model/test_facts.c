/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the catalogue says is known of its models, each number computed another way: from the
 * callbacks of the model by quadrature, from its exact law, from the root of its gradient, or
 * against the literature's digits. */
#include "evaluate.h"

#include <stdlib.h>

enum { SEEN_MOST = 200 };
static const char *seen[SEEN_MOST][2];
static size_t n_seen;

/* The fact's number with these parameters; keeps the book of what was tested. */
static double fact(const char *name, const char *what, const char *const *pairs)
{
    const struct fpk_model_kind *kind = NULL;
    struct fpk_values v;
    double value = NAN;
    bool found = false;
    check_ok(fpk_model_find(name, &kind));
    check_ok(fpk_values_init(&v, kind->parameter, kind->n_parameter));
    for (; pairs && *pairs; pairs += 2)
        check_ok(fpk_values_set(&v, pairs[0], pairs[1]));
    for (size_t i = 0; i < kind->n_fact; i++)
        if (strcmp(kind->fact[i].name, what) == 0) {
            found = true;
            value = kind->fact[i].value(&v);
            seen[n_seen][0] = kind->name;
            seen[n_seen][1] = kind->fact[i].name;
            n_seen++;
        }
    if (!found)
        check_fail("%s has no fact \"%s\"", name, what);
    check_true(n_seen < SEEN_MOST);
    fpk_values_clear(&v);
    return value;
}

/* Mean and variance of the stationary law p ~ exp(int 2 f/g^2)/g^2 on [low, high], from callbacks,
 * by trapezoids: p vanishes at both ends, so their error is beyond any power of the step. */
static void stationary(const char *name, const char *const *pairs, double low, double high,
                       double *mean, double *variance)
{
    enum { N = 40000 };
    struct fpk_model m;
    double log_p = 0, before = 0, sum[3] = {0}, h = (high - low) / N;
    make(&m, name, pairs);
    for (int i = 0; i <= N; i++) {
        double x = low + i * h, g = at(&m, m.diffusion, 0, x),
               slope_of = 2 * at(&m, m.drift, 0, x) / (g * g);
        log_p += i > 0 ? 0.5 * h * (before + slope_of) : 0;
        before = slope_of;
        double p = exp(log_p - 100) / (g * g);
        for (int k = 0; k < 3; k++)
            sum[k] += p * (k == 0 ? 1 : (k == 1 ? x : x * x));
    }
    *mean = sum[1] / sum[0];
    *variance = sum[2] / sum[0] - *mean * *mean;
    fpk_model_clear(&m);
}

/* log p is integrated to h^2 = 1e-7 here. */
static void test_stationary_on_the_line(void **state)
{
    (void)state;
    double mean, variance;
    const char *const ou[] = {"theta", "2", "mu", "0.5", "sigma", "0.8", NULL};
    stationary("ou", ou, -5, 6, &mean, &variance);
    check_close(fact("ou", "stationary mean", ou), mean, 1e-6);
    check_close(fact("ou", "stationary variance", ou), variance, 1e-6);
    const char *const cir[] = {"k", "2", "theta", "1.5", "s", "0.6", NULL};
    stationary("cir", cir, 1e-3, 12, &mean, &variance);
    check_close(fact("cir", "stationary mean", cir), mean, 1e-5);
    check_close(fact("cir", "stationary variance", cir), variance, 1e-5);
    check_close(fact("cir", "Feller number", cir), 2 * 2 * 1.5 / 0.36, 1e-14);
    const char *const well[] = {"scale", "2", "temperature", "0.7", NULL};
    stationary("double-well", well, -5, 5, &mean, &variance);
    check_close(fact("double-well", "stationary variance", well), variance, 1e-6);
    /* mpmath, 20 digits */
    check_relative(fact("double-well", "stationary variance", NULL), 0.83274548712838007248, 1e-13);
}

/* E X - mu decays at the rate: by the law of the model. */
static void test_rates(void **state)
{
    (void)state;
    const char *const names[] = {"ou", "cir"};
    for (int i = 0; i < 2; i++) {
        const char *const pairs[] = {i ? "k" : "theta", "1.75", NULL};
        struct fpk_model m;
        struct fpk_exact_law law;
        make(&m, names[i], pairs);
        check_true(m.exact(0, 0.5, &law, m.ctx));
        double alpha = i ? law.scale * law.ratio : law.alpha;
        check_relative(-log(alpha) / 0.5, fact(names[i], "relaxation rate", pairs), 1e-14);
        fpk_model_clear(&m);
    }
}

/* Wells and mean first passage of the double well, known to 12 digits from spectral solves. */
static void test_double_well(void **state)
{
    (void)state;
    struct fpk_model m;
    const char *const half[] = {"temperature", "0.5", NULL}, *const low[] = {"temperature", "0.1",
                                                                             NULL};
    make(&m, "double-well", NULL);
    check_close(fact("double-well", "barrier", NULL),
                at(&m, m.potential, 0, 0) - at(&m, m.potential, 0, -1), 1e-16);
    fpk_model_clear(&m);
    check_relative(fact("double-well", "mean time from -1 to 0", half), 2.52170421493, 3e-12);
    check_relative(fact("double-well", "mean time from -1 to 0", NULL), 5.74343706804, 3e-12);
    check_relative(fact("double-well", "mean time from -1 to 0", low), 30.8213024727, 3e-12);
}

/* Digits of Fourier solutions; and a flat cosine lets the force act alone. */
static void test_tilted_cosine(void **state)
{
    (void)state;
    check_relative(fact("tilted-cosine", "mean velocity", NULL), 0.175593406037, 3e-12);
    check_relative(fact("tilted-cosine", "effective diffusion", NULL), 0.423588797443, 3e-12);
    const char *const one[] = {"force", "1", "temperature", "1", NULL};
    check_relative(fact("tilted-cosine", "mean velocity", one), 0.774718425303, 3e-12);
    check_relative(fact("tilted-cosine", "entropy production", one), 0.774718425303, 3e-12);
    const char *const flat[] = {"amplitude", "0", "force", "0.3", NULL};
    check_relative(fact("tilted-cosine", "mean velocity", flat), 0.3, 1e-13);
    check_relative(fact("tilted-cosine", "effective diffusion", flat), 0.5, 1e-13);
    /* Low temperatures: running, by 801 Fourier modes; locked, where the ratio of diffusion and
     * velocity is that of independent jumps, pi coth(pi force/temperature). */
    const char *const running[] = {"force", "1.2", "temperature", "0.01", NULL};
    check_relative(fact("tilted-cosine", "mean velocity", running), 0.6639693802967, 3e-12);
    const char *const cold[] = {"force", "1.2", "temperature", "0.002", NULL};
    check_relative(fact("tilted-cosine", "mean velocity", cold), 0.6633512548456, 3e-12);
    const char *const back[] = {"force", "-0.3", "temperature", "0.003", NULL};
    check_relative(fact("tilted-cosine", "effective diffusion", back),
                   -FPK_PI * fact("tilted-cosine", "mean velocity", back), 1e-9);
    const char *const frozen[] = {"temperature", "1e-4", NULL};
    check_true(isnan(fact("tilted-cosine", "mean velocity", frozen)));
}

/* Means over a normal z of phi(z), by trapezoids. */
static void over_normal(double (*phi)(double z, const struct fpk_exact_law *law),
                        const struct fpk_exact_law *law, double *mean, double *variance)
{
    double sum[3] = {0};
    for (int i = -1200; i <= 1200; i++) {
        double z = i / 100., p = exp(-z * z / 2), y = phi(z, law);
        sum[0] += p;
        sum[1] += p * y;
        sum[2] += p * y * y;
    }
    *mean = sum[1] / sum[0];
    *variance = sum[2] / sum[0] - *mean * *mean;
}

static double normal(double z, const struct fpk_exact_law *law)
{
    return law->shift + law->sigma * z;
}

static double lognormal(double z, const struct fpk_exact_law *law)
{
    return exp(normal(z, law));
}

static void test_laws_at_1(void **state)
{
    (void)state;
    struct fpk_model m;
    struct fpk_exact_law law;
    double mean, variance;
    const char *const pairs[] = {"mu", "0.3", "sigma", "0.6", NULL};
    make(&m, "wiener", pairs);
    check_true(m.exact(0, 1, &law, m.ctx));
    over_normal(normal, &law, &mean, &variance);
    check_close(fact("wiener", "mean at t = 1 from 0", pairs), mean, 1e-13);
    check_close(fact("wiener", "variance at t = 1", pairs), variance, 1e-13);
    double g = at(&m, m.diffusion, 0, 0);
    check_close(fact("wiener", "quadratic variation on [0, 1]", pairs), g * g, 1e-15);
    fpk_model_clear(&m);
    make(&m, "gbm", pairs);
    check_true(m.exact(0, 1, &law, m.ctx));
    over_normal(lognormal, &law, &mean, &variance);
    check_close(fact("gbm", "mean at t = 1 from 1", pairs), mean, 1e-12);
    check_close(fact("gbm", "variance at t = 1 from 1", pairs), variance, 1e-12);
    check_close(fact("gbm", "growth of the median", pairs), law.shift, 1e-15);
    fpk_model_clear(&m);
    const char *const cir[] = {"k", "2", "theta", "1", "s", "0.5", NULL};
    check_close(fact("cir", "mean at t = 1 from 0.5", cir), 0.9323323584, 5e-11);
    check_close(fact("cir", "variance at t = 1 from 0.5", cir), 0.0540415448, 5e-11);
    const char *const slow[] = {"k", "1e-12", NULL}; /* s^2 (x0 + k (theta - 2 x0)/2 + ...) */
    check_relative(fact("cir", "variance at t = 1 from 0.5", slow), 0.125, 1e-11);
}

/* Benes: moments of cosh x/cosh x0 e^{-t/2} N(x - x0; t) by trapezoids. */
static void test_benes(void **state)
{
    (void)state;
    double sum[3] = {0};
    for (int i = -2000; i <= 2000; i++) {
        double x = i / 100., p = cosh(x) * exp(-(x - 0.5) * (x - 0.5) / 2);
        sum[0] += p;
        sum[1] += p * x;
        sum[2] += p * x * x;
    }
    double mean = sum[1] / sum[0];
    check_close(fact("benes", "mean at t = 1 from 0.5", NULL), mean, 1e-13);
    check_close(fact("benes", "variance at t = 1 from 0.5", NULL), sum[2] / sum[0] - mean * mean,
                1e-13);
}

/* The noisings: d alpha/dt = f_x alpha and dv/dt = 2 f_x v + g^2 from callbacks, by Runge and Kutta
 * in 2000 steps: error h^4 = 6e-14 times a fifth derivative below 1e6 for beta = 20. */
static void noising(const char *name, const char *const *pairs, double *alpha, double *sigma)
{
    enum { STEPS = 2000 };
    struct fpk_model m;
    double y[2] = {1, 0}, h = 1. / STEPS;
    const double part[] = {0, 0.5, 0.5, 1}, weight[] = {1, 2, 2, 1};
    make(&m, name, pairs);
    for (int step = 0; step < STEPS; step++) {
        double k[2] = {0, 0}, next[2] = {y[0], y[1]};
        for (int s = 0; s < 4; s++) {
            double t = (step + part[s]) * h, f = at(&m, m.drift_x, t, 0);
            double g = at(&m, m.diffusion, t, 0);
            double u = y[0] + part[s] * h * k[0], v = y[1] + part[s] * h * k[1];
            k[0] = f * u;
            k[1] = 2 * f * v + g * g;
            next[0] += h / 6 * weight[s] * k[0];
            next[1] += h / 6 * weight[s] * k[1];
        }
        memcpy(y, next, sizeof y);
    }
    *alpha = y[0];
    *sigma = sqrt(y[1]);
    fpk_model_clear(&m);
}

static void test_noisings(void **state)
{
    (void)state;
    const char *const names[] = {"vp", "sub-vp"};
    double alpha, sigma;
    for (int i = 0; i < 2; i++) {
        const char *const pairs[] = {"beta-min", "0.2", "beta-max", "6", NULL};
        noising(names[i], pairs, &alpha, &sigma);
        check_close(fact(names[i], "alpha at t = 1", pairs), alpha, 1e-10);
        check_close(fact(names[i], "sigma at t = 1", pairs), sigma, 1e-10);
    }
    const char *const ve[] = {"sigma-min", "0.1", "sigma-max", "3", NULL};
    noising("ve", ve, &alpha, &sigma);
    check_relative(fact("ve", "sigma at t = 1", ve), sigma, 1e-10);
}

/* Force zero, the energy, and how many directions go down (the sign of the Hessian's determinant
 * and trace). */
static void check_point(const char *what, double x, double y, int down)
{
    struct fpk_model m;
    const double p[2] = {x, y};
    double f[2], j[4], u;
    make(&m, "mueller-brown", NULL);
    m.drift(0, 1, p, f, m.ctx);
    m.drift_x(0, 1, p, j, m.ctx);
    m.potential(0, 1, p, &u, m.ctx);
    double determinant = j[0] * j[3] - j[1] * j[2];
    check_close(f[0], 0, 1e-11); /* curvatures of 1e3 times an ulp of the place */
    check_close(f[1], 0, 1e-11);
    check_relative(fact("mueller-brown", what, NULL), u, 1e-14);
    check_true(down == 1 ? determinant < 0 : determinant > 0 && j[0] < 0);
    check_relative(fact("mueller-brown", what, (const char *[]){"scale", "0.5", NULL}), u / 2,
                   1e-14);
    fpk_model_clear(&m);
}

static void test_mueller_brown(void **state)
{
    (void)state;
    check_point("minimum A", -0.55822363463302428, 1.4417258418046687, 0);
    check_point("minimum B", 0.62349940493087651, 0.028037758528685666, 0);
    check_point("minimum C", -0.050010822998206058, 0.46669410487197209, 0);
    check_point("saddle from A to C", -0.8220015587327321, 0.62431280281487136, 1);
    check_point("saddle from C to B", 0.21248658200066201, 0.29298832510736777, 1);
}

/* Caughey's invariant density: known <x^2> for (c, a, b, sigma^2) = (.2, 1, 1, .4), T = 1. */
static void test_duffing(void **state)
{
    (void)state;
    const char *const one[] = {"linear", "1", "sigma", "0.63245553203367588", NULL};
    check_relative(fact("duffing", "stationary E x^2, force = 0", one), 0.4679199169737, 1e-12);
    check_relative(fact("duffing", "stationary E y^2, force = 0", one), 1, 1e-14);
    check_relative(fact("duffing", "barrier, a < 0", NULL), 0.25, 1e-15);
    check_true(isnan(fact("duffing", "barrier, a < 0", one)));
    const char *const pushed[] = {"force", "1", NULL}, *const open[] = {"cubic", "0", NULL};
    check_true(isnan(fact("duffing", "stationary E y^2, force = 0", pushed)));
    check_true(isnan(fact("duffing", "stationary E x^2, force = 0", open)));
}

/* For mu = 1 mpmath's Taylor series at 30 digits; the expansions for small mu. */
static void test_van_der_pol(void **state)
{
    (void)state;
    const char *const small[] = {"mu", "0.05", NULL};
    check_relative(fact("van-der-pol", "period of the cycle without noise", NULL),
                   6.6632868593231301897, 1e-10);
    check_relative(fact("van-der-pol", "amplitude of the cycle without noise", NULL),
                   2.0086198608748431365, 1e-10);
    check_relative(fact("van-der-pol", "period of the cycle without noise", small),
                   2 * FPK_PI * (1 + 0.0025 / 16), 2e-8); /* next term -5 mu^4/3072 = 1e-8 */
    check_relative(fact("van-der-pol", "amplitude of the cycle without noise", small),
                   2 + 0.0025 / 96, 1e-8);
    const char *const weak[] = {"mu", "0.01", NULL};
    check_relative(fact("van-der-pol", "amplitude of the cycle without noise", weak),
                   2 + 0.0001 / 96, 2e-11); /* next term 1033 mu^4/552960 = 2e-11 */
}

static void test_fitzhugh_nagumo(void **state)
{
    (void)state;
    struct fpk_model m;
    double f[2], j[4], x = fact("fitzhugh-nagumo", "fixed point, x", NULL);
    const double p[2] = {x, fact("fitzhugh-nagumo", "fixed point, y", NULL)};
    make(&m, "fitzhugh-nagumo", NULL);
    m.drift(0, 1, p, f, m.ctx);
    m.drift_x(0, 1, p, j, m.ctx);
    check_close(f[0], 0, 1e-15);
    check_close(f[1], 0, 1e-15);
    check_close(fact("fitzhugh-nagumo", "trace at the fixed point", NULL), j[0] + j[3], 1e-15);
    check_true(isnan(fact("fitzhugh-nagumo", "fixed point, x", (const char *[]){"b", "2", NULL})));
    fpk_model_clear(&m);
}

/* The Jacobian's characteristic polynomial is s^3 + c2 s^2 + c1 s + c0: at a Hopf bifurcation
 * c2 c1 = c0 (Routh, Hurwitz). */
static void test_lorenz(void **state)
{
    (void)state;
    struct fpk_model m;
    char rho[40];
    snprintf(rho, sizeof rho, "%.17g",
             fact("lorenz", "rho where the fixed points lose stability", NULL));
    const char *const pairs[] = {"rho", rho, NULL};
    double x = fact("lorenz", "fixed points, x and y", pairs), f[3], j[9];
    const double p[3] = {-x, -x, fact("lorenz", "fixed points, z", pairs)};
    make(&m, "lorenz", pairs);
    m.drift(0, 1, p, f, m.ctx);
    m.drift_x(0, 1, p, j, m.ctx);
    for (int i = 0; i < 3; i++)
        check_close(f[i], 0, 1e-12);
    double c2 = -(j[0] + j[4] + j[8]);
    double c1 = j[0] * j[4] - j[1] * j[3] + j[0] * j[8] - j[2] * j[6] + j[4] * j[8] - j[5] * j[7];
    double c0 = -(j[0] * (j[4] * j[8] - j[5] * j[7]) - j[1] * (j[3] * j[8] - j[5] * j[6]) +
                  j[2] * (j[3] * j[7] - j[4] * j[6]));
    check_relative(c2 * c1, c0, 1e-13);
    check_relative(fact("lorenz", "divergence of the drift", pairs), -c2, 1e-15);
    check_close(strtod(rho, NULL), 24.7368421052631579, 1e-12);
    fpk_model_clear(&m);
}

/* After a long time, the law; entropy production: the part of the drift that makes the current,
 * squared, over D, by trapezoids over the stationary normal. */
static void test_rotating(void **state)
{
    (void)state;
    const char *const pairs[] = {"theta", "0.5", "omega", "3", "sigma", "0.8", NULL};
    struct fpk_model m;
    double a[4], b[2], l[4];
    struct fpk_exact_law law = {.matrix = a, .mean = b, .factor = l};
    make(&m, "rotating-ou", pairs);
    check_true(m.exact(0, 80, &law, m.ctx));
    double variance = fact("rotating-ou", "stationary variance", pairs);
    check_relative(l[0] * l[0], variance, 1e-13);
    check_relative(l[2] * l[2] + l[3] * l[3], variance, 1e-13);
    check_true(m.exact(0, 2, &law, m.ctx));
    check_relative(hypot(a[0], a[1]), exp(-2 * fact("rotating-ou", "relaxation rate", pairs)),
                   1e-14);
    double sum = 0, total = 0, d = 0.32;
    for (int i = -40; i <= 40; i++)
        for (int k = -40; k <= 40; k++) {
            double x[2] = {i * 0.2, k * 0.2}, f[2];
            double p = exp(-(x[0] * x[0] + x[1] * x[1]) / (2 * variance));
            m.drift(0, 1, x, f, m.ctx);
            for (int c = 0; c < 2; c++) { /* f - D grad ln p */
                double part = f[c] + d * x[c] / variance;
                sum += p * part * part / d;
            }
            total += p;
        }
    check_relative(fact("rotating-ou", "entropy production", pairs), sum / total, 1e-12);
    const char *const still[] = {"sigma", "0", NULL};
    check_true(isnan(fact("rotating-ou", "entropy production", still)));
    fpk_model_clear(&m);
}

/* Every number in the catalogue was tested above, and is there for the defaults. */
static void test_all_are_tested(void **state)
{
    (void)state;
    size_t n;
    const struct fpk_model_kind *const *kind = fpk_model_kinds(&n);
    for (size_t i = 0; i < n; i++) {
        check_true(kind[i]->n_fact > 0);
        for (size_t k = 0; k < kind[i]->n_fact; k++) {
            bool found = kind[i]->fact[k].value == NULL;
            for (size_t j = 0; j < n_seen; j++)
                found = found || (seen[j][0] == kind[i]->name &&
                                  strcmp(seen[j][1], kind[i]->fact[k].name) == 0);
            if (!found)
                check_fail("%s: \"%s\" is not tested", kind[i]->name, kind[i]->fact[k].name);
            check_true(kind[i]->fact[k].value == NULL ||
                       isfinite(fact(kind[i]->name, kind[i]->fact[k].name, NULL)));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stationary_on_the_line),
        cmocka_unit_test(test_rates),
        cmocka_unit_test(test_double_well),
        cmocka_unit_test(test_tilted_cosine),
        cmocka_unit_test(test_laws_at_1),
        cmocka_unit_test(test_benes),
        cmocka_unit_test(test_noisings),
        cmocka_unit_test(test_mueller_brown),
        cmocka_unit_test(test_duffing),
        cmocka_unit_test(test_van_der_pol),
        cmocka_unit_test(test_fitzhugh_nagumo),
        cmocka_unit_test(test_lorenz),
        cmocka_unit_test(test_rotating),
        cmocka_unit_test(test_all_are_tested),
    };
    return check_main(tests);
}
