/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/dense.h"

#include "evaluate.h"

static const double a[4] = {0, 1, -4, -0.5}, c[2] = {0.25, 1}, g[2] = {0, 0.75};

/* Room for one law in two dimensions. */
struct room {
    double matrix[4], mean[2], factor[4];
    struct fpk_exact_law law;
};

static void ask(const struct fpk_model *m, double s, double t, struct room *room)
{
    room->law =
        (struct fpk_exact_law){.matrix = room->matrix, .mean = room->mean, .factor = room->factor};
    check_true(m->exact(s, t, &room->law, m->ctx));
    check_equal(room->law.family, FPK_EXACT_MATRIX);
}

static void test_callbacks(void **state)
{
    (void)state;
    struct fpk_model m;
    check_ok(fpk_model_linear(&m, 2, a, c, 1, g));
    const double x[6] = {1, 2, 3, -1, 0, 5};
    double out[12];
    m.drift(0, 3, x, out, m.ctx);
    for (int i = 0; i < 3; i++) {
        check_close(out[i], 0.25 + x[3 + i], 1e-15);
        check_close(out[3 + i], 1 - 4 * x[i] - 0.5 * x[3 + i], 1e-15);
    }
    m.drift_x(0, 3, x, out, m.ctx);
    check_true(out[2] == 0 && out[3] == 1 && out[7] == -4 && out[11] == -0.5);
    m.diffusion(0, 3, x, out, m.ctx);
    check_true(out[0] == 0 && out[5] == 0.75);
    check_true(m.autonomous && m.diffusion_x == NULL && m.potential == NULL);
    check_equal(m.noise_kind, FPK_NOISE_ADDITIVE);
    struct fpk_exact_law family = {0};
    check_true(m.exact(0, 1, &family, m.ctx) && family.family == FPK_EXACT_MATRIX);
    fpk_model_clear(&m);
}

/* d mean/dt = A mean + c and d cov/dt = A cov + cov A^T + G G^T, integrated by Runge and Kutta in
 * 2000 steps: error h^4 = 4e-14 times a fifth derivative below 1e3, over 120. */
static void moments(double t, double *mean, double *cov)
{
    enum { STEPS = 2000 };
    double h = t / STEPS, y[6] = {mean[0], mean[1], 0, 0, 0, 0};
    for (int step = 0; step < STEPS; step++) {
        double k[4][6], u[6];
        const double part[4] = {0, 0.5, 0.5, 1};
        for (int s = 0; s < 4; s++) {
            for (int i = 0; i < 6; i++)
                u[i] = y[i] + (s > 0 ? part[s] * h * k[s - 1][i] : 0);
            for (int i = 0; i < 2; i++) {
                k[s][i] = a[2 * i] * u[0] + a[2 * i + 1] * u[1] + c[i];
                for (int j = 0; j < 2; j++)
                    k[s][2 + 2 * i + j] = a[2 * i] * u[2 + j] + a[2 * i + 1] * u[4 + j] +
                                          a[2 * j] * u[2 + i] + a[2 * j + 1] * u[4 + i] +
                                          g[i] * g[j];
            }
        }
        for (int i = 0; i < 6; i++)
            y[i] += h / 6 * (k[0][i] + 2 * k[1][i] + 2 * k[2][i] + k[3][i]);
    }
    memcpy(mean, y, 2 * sizeof *y);
    memcpy(cov, y + 2, 4 * sizeof *y);
}

static void test_exact_law(void **state)
{
    (void)state;
    struct fpk_model m;
    struct room r;
    check_ok(fpk_model_linear(&m, 2, a, c, 1, g));
    ask(&m, 0.5, 2, &r);
    double mean[2] = {1, -2}, cov[4];
    moments(1.5, mean, cov);
    for (int i = 0; i < 2; i++)
        check_close(r.matrix[2 * i] - 2 * r.matrix[2 * i + 1] + r.mean[i], mean[i], 1e-11);
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            check_close(r.factor[2 * i] * r.factor[2 * j] +
                            r.factor[2 * i + 1] * r.factor[2 * j + 1],
                        cov[2 * i + j], 1e-11);
    check_true(r.factor[1] == 0);
    fpk_model_clear(&m);
}

/* In one dimension the closed form, with the limit a = 0. */
static void test_line(void **state)
{
    (void)state;
    struct fpk_model m;
    struct fpk_exact_law law = {0};
    const double rate = -2, shift = 3, size[2] = {0.3, 0.4};
    check_ok(fpk_model_linear(&m, 1, &rate, &shift, 2, size));
    check_true(m.exact(1, 1.5, &law, m.ctx));
    check_equal(law.family, FPK_EXACT_GAUSSIAN);
    check_close(law.alpha, exp(-1), 1e-16);
    check_close(law.shift, 1.5 * (1 - exp(-1)), 1e-15);
    check_close(law.sigma * law.sigma, 0.25 * (1 - exp(-2)) / 4, 1e-16);
    fpk_model_clear(&m);
    const double zero = 0;
    check_ok(fpk_model_linear(&m, 1, &zero, NULL, 1, size));
    check_true(m.exact(1, 1.5, &law, m.ctx));
    check_true(law.alpha == 1 && law.shift == 0);
    check_close(law.sigma, 0.3 * sqrt(0.5), 1e-16);
    fpk_model_clear(&m);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_model m;
    const double bad[4] = {0, 1, NAN, 2};
    check_refused(fpk_model_linear(&m, 0, a, c, 1, g), FPK_USAGE, "0 dimensions with 1 noises");
    check_refused(fpk_model_linear(&m, 65, a, c, 1, g), FPK_USAGE, "1 to 64 of each");
    check_refused(fpk_model_linear(&m, 2, a, c, 0, g), FPK_USAGE, "with 0 noises");
    check_refused(fpk_model_linear(&m, 2, bad, c, 1, g), FPK_USAGE, "entry 2 of A is nan");
    check_refused(fpk_model_linear(&m, 2, a, bad + 1, 1, g), FPK_USAGE, "entry 1 of c is nan");
    check_true(m.clear == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_callbacks),
        cmocka_unit_test(test_exact_law),
        cmocka_unit_test(test_line),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
