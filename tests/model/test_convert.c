/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/model/model.h"

#include "../check.h"

/* g(x, y) = [x y, 1 + x; y^2, 2 x], f = (y, -x). */
static void drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    for (size_t i = 0; i < n; i++) {
        out[i] = x[n + i];
        out[n + i] = -x[i];
    }
}

static void diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    for (size_t i = 0; i < n; i++) {
        double a = x[i], b = x[n + i];
        out[i] = a * b;
        out[n + i] = 1 + a;
        out[2 * n + i] = b * b;
        out[3 * n + i] = 2 * a;
    }
}

static void diffusion_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    for (size_t i = 0; i < n; i++) {
        double a = x[i], b = x[n + i];
        const double value[8] = {b, a, 1, 0, 0, 2 * b, 2, 0}; /* [dim][noise][dim] */
        for (size_t k = 0; k < 8; k++)
            out[k * n + i] = value[k];
    }
}

static struct fpk_model general_model(enum fpk_convention convention)
{
    return (struct fpk_model){.name = "general",
                              .dim = 2,
                              .noise = 2,
                              .convention = convention,
                              .noise_kind = FPK_NOISE_GENERAL,
                              .drift = drift,
                              .diffusion = diffusion,
                              .diffusion_x = diffusion_x};
}

/* Drift of the model converted between two conventions, at (a, b). */
static void converted(enum fpk_convention from, enum fpk_convention to, double a, double b,
                      double f[2])
{
    struct fpk_model model = general_model(from);
    struct fpk_conversion c;
    double x[2] = {a, b};
    check_ok(fpk_model_convert(&c, &model, to));
    check_equal(c.model.convention, to);
    c.model.drift(0, 1, x, f, c.model.ctx);
}

/* By hand: S = (x b^2 + a^2... written out): S_1 = g_11 b + g_21 a + g_12 1 + g_22 0,
 * S_2 = g_21 2b + g_12 2, and with div of the columns d_1 = b + 2b, d_2 = 1 + 0,
 * D_1 = g_11 d_1 + g_12 d_2, D_2 = g_21 d_1 + g_22 d_2. */
static void test_by_hand(void **state)
{
    (void)state;
    double a = 0.7, b = -1.3, f[2];
    double s1 = a * b * b + b * b * a + (1 + a), s2 = b * b * 2 * b + (1 + a) * 2;
    double d1 = a * b * 3 * b + (1 + a), d2 = b * b * 3 * b + 2 * a;
    converted(FPK_STRATONOVICH, FPK_ITO, a, b, f);
    check_close(f[0], b + s1 / 2, 1e-14);
    check_close(f[1], -a + s2 / 2, 1e-14);
    converted(FPK_KLIMONTOVICH, FPK_ITO, a, b, f);
    check_close(f[0], b + s1 / 2 + d1 / 2, 1e-14);
    check_close(f[1], -a + s2 / 2 + d2 / 2, 1e-14);
    converted(FPK_KLIMONTOVICH, FPK_STRATONOVICH, a, b, f);
    check_close(f[0], b + d1 / 2, 1e-14);
    check_close(f[1], -a + d2 / 2, 1e-14);
    converted(FPK_ITO, FPK_STRATONOVICH, a, b, f);
    check_close(f[0], b - s1 / 2, 1e-14);
    check_close(f[1], -a - s2 / 2, 1e-14);
}

/* The flux form: Klimontovich's Ito drift without f is 1/2 sum_k d_k (g g^T)_ik, here by central
 * differences of g g^T. */
static void test_divergence_of_diffusion(void **state)
{
    (void)state;
    double a = 0.4, b = 0.9, f[2], h = 1e-5;
    converted(FPK_KLIMONTOVICH, FPK_ITO, a, b, f);
    for (size_t i = 0; i < 2; i++) {
        double sum = 0;
        for (size_t k = 0; k < 2; k++)
            for (int sign = -1; sign <= 1; sign += 2) {
                double x[2] = {a, b}, g[4];
                x[k] += sign * h;
                diffusion(0, 1, x, g, NULL);
                sum += sign * (g[2 * i] * g[2 * k] + g[2 * i + 1] * g[2 * k + 1]) / (2 * h);
            }
        check_close(f[i], (i ? -a : b) + sum / 2, 1e-9);
    }
}

/* A whole block gives the bits of its points alone, and there and back is where it was. */
static void test_blocks_and_back(void **state)
{
    (void)state;
    struct fpk_model model = general_model(FPK_STRATONOVICH);
    struct fpk_conversion there, back;
    static double x[2 * FPK_BLOCK], f[2 * FPK_BLOCK], g[2 * FPK_BLOCK];
    for (size_t i = 0; i < FPK_BLOCK; i++) {
        x[i] = (double)i / 500 - 1;
        x[FPK_BLOCK + i] = 1 - (double)i / 700;
    }
    check_ok(fpk_model_convert(&there, &model, FPK_KLIMONTOVICH));
    check_ok(fpk_model_convert(&back, &there.model, FPK_STRATONOVICH));
    there.model.drift(0, FPK_BLOCK, x, f, there.model.ctx);
    back.model.drift(0, FPK_BLOCK, x, g, back.model.ctx);
    for (size_t i = 0; i < FPK_BLOCK; i++) {
        double one[2] = {x[i], x[FPK_BLOCK + i]}, alone[2];
        there.model.drift(0, 1, one, alone, there.model.ctx);
        check_same_bits(alone[0], f[i]);
        check_same_bits(alone[1], f[FPK_BLOCK + i]);
        check_close(g[i], one[1], 1e-14);
        check_close(g[FPK_BLOCK + i], -one[0], 1e-14);
    }
    double h[4], alone[4];
    double point[2] = {0.3, 0.2};
    there.model.diffusion(0, 1, point, h, there.model.ctx);
    diffusion(0, 1, point, alone, NULL);
    for (size_t k = 0; k < 4; k++)
        check_same_bits(h[k], alone[k]);
}

static void test_unchanged_and_refused(void **state)
{
    (void)state;
    struct fpk_model model = general_model(FPK_STRATONOVICH);
    struct fpk_conversion c;
    check_ok(fpk_model_convert(&c, &model, FPK_STRATONOVICH));
    check_true(c.model.drift == drift && c.model.ctx == NULL);
    model.diffusion_x = NULL;
    check_refused(fpk_model_convert(&c, &model, FPK_ITO), FPK_USAGE,
                  "model general is in stratonovich form and ito form is needed");
    model.noise_kind = FPK_NOISE_ADDITIVE;
    check_ok(fpk_model_convert(&c, &model, FPK_ITO));
    check_true(c.model.drift == drift && c.model.convention == FPK_ITO);
    model = general_model(FPK_ITO);
    model.dim = model.noise = 26;
    check_refused(fpk_model_convert(&c, &model, FPK_STRATONOVICH), FPK_USAGE, "too many");
}

static bool law(double s, double t, struct fpk_exact_law *out, const void *ctx)
{
    *out = (struct fpk_exact_law){.family = FPK_EXACT_LOGNORMAL,
                                  .sigma = t - s + *(const double *)ctx};
    return true;
}

/* The law of X is that of any reading, asked with the model's own context; derivatives of the old
 * drift and its potential are not those of the new one, unless nothing changed. */
static void test_what_is_kept(void **state)
{
    (void)state;
    double number = 0.25;
    struct fpk_model model = general_model(FPK_STRATONOVICH);
    struct fpk_conversion c;
    struct fpk_exact_law out;
    model.drift_x = model.potential = drift;
    model.exact = law;
    model.ctx = &number;
    check_ok(fpk_model_convert(&c, &model, FPK_ITO));
    check_true(!c.model.drift_x && !c.model.potential && c.model.exact);
    check_true(c.model.exact(1, 3, &out, c.model.ctx));
    check_close(out.sigma, 2.25, 0);
    model.noise_kind = FPK_NOISE_ADDITIVE;
    check_ok(fpk_model_convert(&c, &model, FPK_ITO));
    check_true(c.model.drift_x == drift && c.model.potential == drift && c.model.exact == law);
    check_true(c.model.clear == NULL && c.model.ctx == &number);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),         cmocka_unit_test(test_divergence_of_diffusion),
        cmocka_unit_test(test_blocks_and_back), cmocka_unit_test(test_unchanged_and_refused),
        cmocka_unit_test(test_what_is_kept),
    };
    return check_main(tests);
}
