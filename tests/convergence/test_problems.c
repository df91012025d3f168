/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every problem of the list: its derivatives, its kind of noise, and its expected value found
 * another way: by the trapezoidal rule on the exact solution, or from the moments' own equation. */
#include "../../src/convergence/convergence_priv.h"
#include "../../src/convergence/problems_priv.h"

#include "../check.h"

static const double at[3][2] = {{0.3, -0.4}, {0.9, 0.2}, {-0.6, 0.7}};

static void check_derivatives(const struct fpk_model *m)
{
    const double e = 1e-5, t = 0.3;
    for (size_t p = 0; p < 3; p++)
        for (size_t k = 0; k < m->dim; k++) {
            double f[2], low[2], f_x[4], g[4], g_low[4], g_x[8];
            double up[2] = {at[p][0], at[p][1]}, down[2] = {at[p][0], at[p][1]};
            up[k] += e;
            down[k] -= e;
            m->drift(t, 1, up, f, m->ctx);
            m->drift(t, 1, down, low, m->ctx);
            m->drift_x(t, 1, at[p], f_x, m->ctx);
            for (size_t d = 0; d < m->dim; d++)
                check_close(f_x[d * m->dim + k], (f[d] - low[d]) / (2 * e), 1e-8);
            m->diffusion(t, 1, up, g, m->ctx);
            m->diffusion(t, 1, down, g_low, m->ctx);
            if (m->diffusion_x)
                m->diffusion_x(t, 1, at[p], g_x, m->ctx);
            for (size_t i = 0; i < m->dim * m->noise; i++)
                check_close(m->diffusion_x ? g_x[i * m->dim + k] : 0, (g[i] - g_low[i]) / (2 * e),
                            1e-8);
        }
}

/* Largest |L_j g_k - L_k g_j|, two noises in two dimensions. */
static double commutator(const struct fpk_model *m, const double *x)
{
    double g[4], g_x[8], most = 0;
    m->diffusion(0, 1, x, g, m->ctx);
    m->diffusion_x(0, 1, x, g_x, m->ctx);
    for (size_t d = 0; d < 2; d++) {
        double sum = 0;
        for (size_t i = 0; i < 2; i++)
            sum += g[i * 2] * g_x[(d * 2 + 1) * 2 + i] - g[i * 2 + 1] * g_x[(d * 2) * 2 + i];
        most = fmax(most, fabs(sum));
    }
    return most;
}

static void check_kind(const struct fpk_problem *problem, const struct fpk_model *m)
{
    double g[4];
    check_equal(m->noise_kind, problem->kind);
    m->diffusion(0, 1, at[0], g, m->ctx);
    switch (problem->kind) {
    case FPK_NOISE_ADDITIVE:
        check_true(!m->diffusion_x);
        break;
    case FPK_NOISE_SCALAR:
        check_equal(m->noise, 1);
        break;
    case FPK_NOISE_DIAGONAL:
        check_true(g[1] == 0 && g[2] == 0);
        check_close(commutator(m, at[0]), 0, 1e-15);
        break;
    case FPK_NOISE_COMMUTATIVE:
        check_true(g[1] != 0 || g[2] != 0);
        check_close(commutator(m, at[0]) + commutator(m, at[1]), 0, 1e-15);
        break;
    case FPK_NOISE_GENERAL:
        check_true(commutator(m, at[0]) > 0.01);
    }
}

static void test_callbacks(void **state)
{
    (void)state;
    size_t n;
    const struct fpk_problem *const *all = fpk_problems(&n);
    for (size_t i = 0; i < n; i++) {
        struct fpk_model m;
        check_ok(all[i]->init(&m));
        check_derivatives(&m);
        check_kind(all[i], &m);
        check_true(all[i]->path || all[i]->fine || all[i]->phi);
        fpk_model_clear(&m);
    }
}

/* E phi of the exact solution: the trapezoidal rule in W(t1) / sqrt(t1), distance 1/4 to +-10,
 * whose error for these functions is below 1e-14. */
static double quadrature(const struct fpk_problem *problem, size_t noise)
{
    double sum = 0, none[2] = {0};
    for (int i = -40; i <= 40; i++)
        for (int k = noise > 1 ? -40 : 0; k <= (noise > 1 ? 40 : 0); k++) {
            double z[2] = {0.25 * i, 0.25 * k}, w[2], x[2];
            double weight = 0.25 * exp(-z[0] * z[0] / 2) / sqrt(2 * acos(-1));
            weight *= noise > 1 ? 0.25 * exp(-z[1] * z[1] / 2) / sqrt(2 * acos(-1)) : 1;
            w[0] = sqrt(problem->t1) * z[0];
            w[1] = sqrt(problem->t1) * z[1];
            problem->path(1, w, none, x);
            sum += weight * problem->phi(x);
        }
    return sum;
}

static void sinh_path(size_t n, const double *w, const double *integral, double *x)
{
    (void)integral;
    for (size_t i = 0; i < n; i++)
        x[i] = sinh(2 + w[i]);
}

static void test_expected_by_quadrature(void **state)
{
    (void)state;
    size_t n, found = 0;
    const struct fpk_problem *const *all = fpk_problems(&n);
    for (size_t i = 0; i < n; i++) {
        struct fpk_model m;
        if (!all[i]->path || !all[i]->phi || all[i]->t1 == 0.5) /* (these need the integral) */
            continue;
        check_ok(all[i]->init(&m));
        check_relative(quadrature(all[i], m.noise), all[i]->expected, 1e-13);
        fpk_model_clear(&m);
        found++;
    }
    check_equal(found, 6);
    struct fpk_problem problem = fpk_problem_sinh;
    problem.path = sinh_path;
    check_close(quadrature(&problem, 1), problem.expected, 1e-12);
    /* Benes: p = cosh x / cosh x0 e^(-t/2) N(x0, t). */
    double sum = 0;
    for (int i = -60; i <= 60; i++) {
        double z = 0.25 * i, x = 0.5 + z;
        sum +=
            0.25 * exp(-z * z / 2) / sqrt(2 * acos(-1)) * cosh(x) / cosh(0.5) * exp(-0.5) * x * x;
    }
    check_relative(sum, fpk_problem_benes.expected, 1e-13);
    check_relative(fpk_problem_ou.expected, exp(-3) + 0.64 * (1 - exp(-3)) / 3, 1e-14);
}

/* The affine problems: S = E (1,X)(1,X)^T obeys S' = A S + S A^T + sum_j B_j S B_j^T; by the
 * classical Runge-Kutta method with 512 steps (error about 1e-12). */
struct system {
    size_t noise;
    double A[3][3], B[2][3][3];
};

static void read_system(const struct fpk_model *m, struct system *s)
{
    double x[3][2] = {{0, 0}, {1, 0}, {0, 1}}, f[3][2], g[3][4];
    *s = (struct system){.noise = m->noise};
    for (size_t p = 0; p < 3; p++) {
        m->drift(0, 1, x[p], f[p], m->ctx);
        m->diffusion(0, 1, x[p], g[p], m->ctx);
    }
    for (size_t d = 0; d < 2; d++)
        for (size_t p = 0; p < 3; p++) {
            s->A[d + 1][p] = f[p][d] - (p ? f[0][d] : 0);
            for (size_t j = 0; j < m->noise; j++)
                s->B[j][d + 1][p] = g[p][d * m->noise + j] - (p ? g[0][d * m->noise + j] : 0);
        }
}

static void rate(const struct system *s, double S[3][3], double out[3][3])
{
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < 3; k++) {
            double sum = 0;
            for (size_t a = 0; a < 3; a++)
                sum += s->A[i][a] * S[a][k] + S[i][a] * s->A[k][a];
            for (size_t j = 0; j < s->noise; j++)
                for (size_t a = 0; a < 3; a++)
                    for (size_t b = 0; b < 3; b++)
                        sum += s->B[j][i][a] * S[a][b] * s->B[j][k][b];
            out[i][k] = sum;
        }
}

static void moments(const struct system *s, double t1, double S[3][3])
{
    static const double place[4] = {0, 0.5, 0.5, 1}, weight[4] = {1, 2, 2, 1};
    double h = t1 / 512;
    for (int step = 0; step < 512; step++) {
        double slope[3][3] = {{0}}, sum[3][3] = {{0}}, mid[3][3];
        for (int stage = 0; stage < 4; stage++) {
            for (size_t i = 0; i < 9; i++)
                mid[i / 3][i % 3] = S[i / 3][i % 3] + h * place[stage] * slope[i / 3][i % 3];
            rate(s, mid, slope);
            for (size_t i = 0; i < 9; i++)
                sum[i / 3][i % 3] += weight[stage] / 6 * slope[i / 3][i % 3];
        }
        for (size_t i = 0; i < 9; i++)
            S[i / 3][i % 3] += h * sum[i / 3][i % 3];
    }
}

/* The problems X = sinh Y by their paths: joint law of W(t) and its integral, W = sqrt(t) z and
 * integral = t (W/2 + sqrt(t/12) a), a 12-point rule in each, exact for the polynomials Y_2^2. */
static double sinh_expectation(const struct fpk_problem *problem)
{
    double z[12], v[12], sum = 0, t = problem->t1;
    fpk_gauss_hermite(12, z, v);
    for (int i = 0; i < 12 * 12 * 12 * 12; i++) {
        int k[4] = {i % 12, i / 12 % 12, i / 144 % 12, i / 1728};
        double w[2], integral[2], x[2];
        for (int j = 0; j < 2; j++) {
            w[j] = sqrt(t) * z[k[j]];
            integral[j] = t * (w[j] / 2 + sqrt(t / 12) * z[k[j + 2]]);
        }
        problem->path(1, w, integral, x);
        sum += v[k[0]] * v[k[1]] * v[k[2]] * v[k[3]] * problem->phi(x);
    }
    return sum;
}

static void test_expected_of_sinh(void **state)
{
    (void)state;
    check_relative(sinh_expectation(&fpk_problem_coupled), fpk_problem_coupled.expected, 1e-12);
    check_relative(sinh_expectation(&fpk_problem_correlated), fpk_problem_correlated.expected,
                   1e-12);
    double y = asinh(0.5);
    check_relative(fpk_problem_sinh_area.expected, y * y / 2 + 0.125, 1e-14);
}

static void test_expected_by_moments(void **state)
{
    (void)state;
    static const struct fpk_problem *const affine[] = {
        &fpk_problem_oscillator, &fpk_problem_circle, &fpk_problem_pair,
        &fpk_problem_spiral,     &fpk_problem_levy,   &fpk_problem_linear_system};
    static const double form[6][3] = {{1, 2, 1}, {1, 0, 0}, {1, 2, 1},
                                      {1, 0, 0}, {0, 0, 1}, {1, 2, 1}}; /* of phi: xx, xy, yy */
    for (size_t i = 0; i < 6; i++) {
        struct fpk_model m;
        struct fpk_conversion ito;
        struct system s;
        check_ok(affine[i]->init(&m));
        check_ok(fpk_model_convert(&ito, &m, FPK_ITO));
        read_system(&ito.model, &s);
        double y[3] = {1, affine[i]->x0[0], affine[i]->x0[1]}, S[3][3];
        for (size_t k = 0; k < 9; k++)
            S[k / 3][k % 3] = y[k / 3] * y[k % 3];
        moments(&s, affine[i]->t1, S);
        check_relative(form[i][0] * S[1][1] + form[i][1] * S[1][2] + form[i][2] * S[2][2],
                       affine[i]->expected, 1e-10);
        fpk_model_clear(&m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_callbacks),
        cmocka_unit_test(test_expected_by_quadrature),
        cmocka_unit_test(test_expected_of_sinh),
        cmocka_unit_test(test_expected_by_moments),
    };
    return check_main(tests);
}
